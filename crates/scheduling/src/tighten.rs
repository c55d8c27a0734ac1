//! From the first choice to the best one that can be placed: what has no place is cut off, and the choice is made again.

use crate::board::Score;
use crate::cuts::{self, Local};
use crate::neighbourhood::Candidates;
use crate::options::Phase;
use crate::place::PATIENT;
use crate::relax::{Choice, Chosen};
use crate::repair::{self, Budget, restore, snapshot};
use crate::solve::{EJECTIONS, Search};

/// Rounds of cutting and choosing again.
const ROUNDS: usize = 60;
/// A tenth of what is open has to be closed in so many rounds.
const SLOW: usize = 8;
/// Steps of repair after each choice, and their share for each pair that is left over.
const QUICK: (usize, usize) = (300, 60);
/// Meetings that repair may move on the way then, and placing one pair.
const QUICK_STEPS: usize = 150_000;
const HASTY: usize = 6_000;
/// Tries of exchanging one pair for others.
const EXCHANGES: usize = 20_000;

impl Search<'_> {
    /// Places the first choice, and what it becomes as cuts come in; then whatever else fits.
    pub(crate) fn reach(&mut self, first: Option<Box<Choice>>) {
        if let Some(choice) = first {
            let mut local = Local::new(self.model);
            let choice = self.tighten(*choice, &mut local);
            if !self.bounds.reached(&self.board) {
                self.report(Phase::Repair);
                let left = repair::missing(self.model, &self.board, &choice.chosen);
                if !left.is_empty() {
                    let budget = self.budget(EJECTIONS.min(2_000 + 400 * left.len()));
                    repair::eject(
                        &mut self.board,
                        &mut self.placer,
                        left,
                        (&mut self.rng, budget),
                        self.stop,
                    );
                }
                self.rearrange(&local, &choice.chosen, Candidates::Any);
            }
        }
        self.fill();
        self.settle();
        if !self.bounds.reached(&self.board) {
            let budget = self.budget(EXCHANGES);
            repair::improve(&mut self.board, &mut self.placer, budget, self.stop);
            self.settle();
        }
    }

    /// Cuts and chooses until everything chosen has a place, or nothing is found to cut off; the board ends at the best.
    fn tighten(&mut self, mut choice: Choice, local: &mut Local<'_>) -> Choice {
        let mut progress = Vec::new();
        let mut best: Option<(Score, Vec<Option<usize>>)> = None;
        let mut whole = false;
        for _ in 0..self.options.budget(ROUNDS).max(1) {
            if choice.whole {
                self.place(&choice.chosen);
                if best.as_ref().is_none_or(|best| self.board.score() > best.0) {
                    best = Some((self.board.score(), snapshot(&self.board)));
                    self.report(Phase::Repair);
                }
            }
            if (choice.whole && self.bounds.reached(&self.board)) || self.stop.should_stop() {
                break;
            }
            let around: Vec<usize> = if choice.whole {
                repair::missing(self.model, &self.board, &choice.chosen)
            } else {
                let split = |&pair: &usize| choice.share[pair] > 1e-6 && choice.share[pair] < 1.0 - 1e-6;
                self.model.eligible().filter(split).collect()
            };
            let cuts = cuts::separate(self.model, &choice.share, &around, (local, self.stop));
            if !self.chooser.add(cuts) {
                if choice.whole {
                    // In fractions it can be placed, so perhaps in whole meetings too.
                    self.rearrange(local, &choice.chosen, Candidates::Chosen(&choice.chosen));
                    break;
                }
                if whole {
                    break;
                }
                // In fractions it can be placed: only a choice of whole meetings goes on from here.
                whole = true;
            }
            let at_least = whole.then(|| match &best {
                Some((score, _)) if (score.musts, score.shortfall.0) == (choice.musts, choice.shortfall) => {
                    score.value
                }
                _ => i64::MIN / 4,
            });
            match self.chooser.choose(at_least, self.stop) {
                Chosen::Choice(next) => choice = *next,
                Chosen::Contradiction | Chosen::Unknown => break,
            }
            self.bounds.follow(&choice);
            // Where rounds bring little of what is missing, other methods are next.
            progress.push(self.bounds.value);
            let open = best.as_ref().map_or(i64::MAX, |best| self.bounds.value - best.0.value);
            if let Some(&earlier) = progress.iter().rev().nth(SLOW)
                && (earlier - self.bounds.value).saturating_mul(10) < open
            {
                break;
            }
        }
        if best.is_none() {
            self.place(&choice.chosen);
        }
        if let Some((score, slots)) = best
            && score > self.board.score()
        {
            restore(&mut self.board, &slots);
        }
        choice
    }

    /// Brings a choice onto the board, beside which nothing else stays.
    fn place(&mut self, chosen: &[bool]) {
        let gone: Vec<usize> =
            self.board.placed().map(|(pair, _)| pair).filter(|&pair| !chosen[pair]).collect();
        for pair in gone {
            self.board.take(pair);
        }
        self.board.commit();
        let left = repair::missing(self.model, &self.board, chosen);
        self.placer.patience = HASTY;
        let left = self.placer.place(&mut self.board, &left);
        self.placer.patience = PATIENT;
        if !left.is_empty() {
            let tries = self.options.budget(QUICK.0 + QUICK.1 * left.len());
            let budget = Budget { tries, steps: self.options.budget(QUICK_STEPS) };
            self.placer.patience = HASTY;
            repair::eject(&mut self.board, &mut self.placer, left, (&mut self.rng, budget), self.stop);
            self.placer.patience = PATIENT;
        }
    }
}
