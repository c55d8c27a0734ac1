//! Decides small problems exactly, level by level: nothing better exists, and nothing as good with fewer changes.

use passerelle_domain::Trade;

use super::programme::{self, Held, Stage};
use super::{Search, given_up};
use crate::relax::Aim;

/// Places of pairs in slots up to which a whole problem is decided exactly.
const WHOLE: usize = if cfg!(feature = "highs") { 1_200 } else { 300 };
/// The same for a part of a larger one: the pairs between those who are touched.
const PART: usize = if cfg!(feature = "highs") { 500 } else { 150 };

impl Search<'_, '_> {
    /// Betters the agenda by mixed programmes as far as the size allows; over the whole problem that is a proof.
    pub(super) fn exactly(&mut self) {
        let model = self.hands.board.model;
        let every = vec![true; model.allowed.len()];
        let reached = self.is_bound();
        if reached && self.hands.counted() == 0 {
            self.fewest = self.hands.excess() == 0;
            return;
        }
        if self.stop.should_stop() {
            return;
        }
        if programme::size(model, &every) <= WHOLE {
            self.fewest = self.decide(&every, true).is_some() && model.problem.spread().is_none();
            return;
        }
        let frame = self.hands.frame;
        let touched: Vec<bool> =
            (0..frame.forced.len()).map(|party| self.hands.ledger.is_touched(frame, party)).collect();
        let part: Vec<bool> =
            (0..every.len()).map(|pair| model.ends(pair).into_iter().all(|end| touched[end])).collect();
        if programme::size(model, &part) <= PART {
            self.decide(&part, false);
        }
    }

    /// Solves stage after stage over the open pairs; none when one of them was not solved to its end.
    fn decide(&mut self, open: &[bool], whole: bool) -> Option<()> {
        let cap = self.hands.frame.cap();
        for (aim, stage) in [(Aim::Musts, Stage::Musts), (Aim::Floors, Stage::Floors)] {
            self.is_bound();
            if !self.target.bounds.reached_at(aim, &self.hands.board) {
                let bound = self.stage(open, stage, self.held(cap))?;
                if whole {
                    self.target.bounds.tighten(aim, bound, &self.hands.board);
                }
            }
        }
        match self.hands.frame.policy.trade {
            Trade::Price { per_change } => {
                let price = i64::from(per_change);
                self.stage(open, Stage::Value { price }, self.held(cap))?;
            }
            Trade::ValueFirst { tolerance } => {
                self.is_bound();
                if !self.target.bounds.reached_at(Aim::Value, &self.hands.board) {
                    let bound = self.stage(open, Stage::Value { price: 0 }, self.held(cap))?;
                    if whole {
                        if self.hands.frame.policy.max_changes.is_some() {
                            self.free_bound = Some(self.target.bounds.value);
                        }
                        self.target.bounds.tighten(Aim::Value, bound, &self.hands.board);
                    }
                }
                if self.hands.counted() > 0 {
                    let mut held = self.held(cap);
                    held.value -= given_up(held.value, tolerance);
                    let before = held.value;
                    self.stage(open, Stage::Changes, held)?;
                    if before < self.hands.board.value().max(self.target.bounds.value) && tolerance > 0.0 {
                        let cap = self.hands.counted();
                        self.stage(open, Stage::Value { price: 0 }, self.held(cap))?;
                    }
                }
            }
        }
        Some(())
    }

    fn held(&self, cap: usize) -> Held {
        let score = self.hands.board.score();
        Held { musts: score.musts, shortfall: score.shortfall.0, value: score.value, cap }
    }

    /// Solves a stage and takes its answer over; gives the bound that was proved.
    fn stage(&mut self, open: &[bool], stage: Stage, held: Held) -> Option<i64> {
        let hands = &self.hands;
        let answer = programme::solve(hands.frame, &hands.board, (open, stage, held), self.work())?;
        let (before, excess) = (self.found(), self.hands.excess());
        self.reset(&answer.slots);
        let now = self.found();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let net = |found: &super::Found, price: i64| found.score.value - price * count(found.counted);
        let level = |found: &super::Found| (found.score.locks, found.score.musts, found.score.shortfall);
        let sound = now.counted <= held.cap && now.excess <= excess;
        let better = sound
            && match stage {
                Stage::Musts | Stage::Floors => level(&now) >= level(&before),
                Stage::Value { price } => {
                    level(&now) >= level(&before)
                        && (net(&now, price) > net(&before, price)
                            || (net(&now, price) == net(&before, price) && now.counted <= before.counted))
                }
                Stage::Changes => {
                    level(&now) >= level(&before)
                        && now.score.value >= held.value
                        && (now.counted, -now.score.value) <= (before.counted, -before.score.value)
                }
            };
        if !better {
            self.reset(&before.slots);
        }
        // What was proved counts when the board has it: a rule that the programme does not know would keep it from that.
        let board = self.found();
        let reached = match stage {
            Stage::Musts => board.score.musts,
            Stage::Floors => board.score.shortfall.0,
            Stage::Value { price } => net(&board, price),
            Stage::Changes => count(board.counted),
        };
        answer.bound.filter(|&bound| bound == reached)
    }
}
