//! The last stage: fewer idle groups, the spread kept, preferred half-days; and the proof of how few there can be.
//!
//! Annealing finds, satisfiability proves and finds what annealing does not. The bound on idle groups holds for every agenda
//! that is as good in the levels above, not only for the pairs chosen; what is proved of those alone is told apart.

use passerelle_domain::{Gaps, Objective, PartyGaps, Policy, Problem, Status};

use crate::anneal::Kernel;
use crate::board::Score;
use crate::conflict::locks::{self, Locks};
use crate::exact::{self, Exact, Known, Slots};
use crate::gaps::{self, Goal};
use crate::idle::Idle;
use crate::options::{Phase, Progress};
use crate::relax::{Aim, Need};
use crate::repair::{restore, snapshot};
use crate::sat::{self, Face, Locked};
use crate::solve::Search;
use crate::trade::{self, Terms};

/// Annealing: moves a meeting, moves at most, share of the time left. A short run before anything is proved, a long one when
/// it is known how far there is to go, and what is done where the lean kernel cannot.
const SHORT: (usize, usize, f64) = (3_000, 20_000_000, 0.1);
const LONG: (usize, usize, f64) = (60_000, 150_000_000, 0.5);
const BROAD: (usize, usize) = (3_000, 5_000_000);
/// Exchanges of pairs: moves for each pair in doubt and at most, in rounds with a short run of annealing behind each.
const EXCHANGES: (usize, usize) = (600, 3_000_000);
const ROUNDS: usize = 3;
/// Conflicts of a proof where value may be given up, and most pairs and slots for which as much of it as can be is had back.
const TOLERANT: usize = 10_000;
const REGAIN: usize = 6_000;
/// Conflicts of a proof, of one where it is decided which pairs meet, of a first arrangement, and of the bounds of groups of participants.
const PROOF: usize = 400_000;
/// The same for a small question: so many, and so many more for each open pair and slot.
const PROOF_EACH: (usize, usize) = (20_000, 10);
const DECIDED: usize = 1_000_000;
const FIRST: usize = 2_000_000;
const PARTS: usize = 150_000;
/// Most pairs and slots that are looked at whole, and at a time in parts.
const WHOLE: usize = 16_000;
const PART: usize = 2_500;

/// What is known of the number of idle groups.
#[derive(Clone, Copy)]
struct Bound {
    /// Of every agenda as good in the levels above.
    every: u32,
    /// Of the arrangements of the pairs chosen.
    chosen: u32,
}

/// How much value there was, and how much is enough where some may be given up for fewer idle groups.
struct Tolerance {
    value: i64,
    least: i64,
}

impl Tolerance {
    fn of(problem: &Problem, value: i64) -> Self {
        let share = i128::from(problem.give_up()) * i128::from(value) / i128::from(Policy::WHOLE);
        Self { value, least: value - i64::try_from(share).unwrap_or(0) }
    }
}

impl<'s> Search<'s> {
    /// Smooths the board; gives its idle time with what is proved of it, or why there is no agenda.
    pub(crate) fn smooth(&mut self, idle: &Idle<'s>) -> Result<Gaps, (Status, String)> {
        let model = self.model;
        let problem = model.problem;
        let spread = problem.spread();
        let asked = problem.objectives().contains(&Objective::Gaps);
        let count = asked || spread.is_some();
        let mut terms = Tolerance::of(problem, self.board.value());
        let mut bound = Bound { every: idle.bound(&self.known(terms.least)), chosen: 0 };
        if (count || model.prefers()) && (self.options.smooth || spread.is_some()) {
            if count {
                self.anneal(idle, bound.every, SHORT);
            }
            if spread.is_some() {
                let smoothed = snapshot(&self.board);
                self.keep_spread(idle)?;
                terms = Tolerance::of(problem, self.board.value());
                bound.every = idle.bound(&self.known(terms.least));
                if snapshot(&self.board) != smoothed {
                    self.anneal(idle, bound.every, SHORT);
                }
            }
            self.tell(Phase::Gaps, idle);
            if asked && self.options.smooth {
                bound = self.prove_gaps(idle, bound.every, &terms);
            }
            if model.prefers() {
                let least = if count { self.groups(idle) } else { 0 };
                let goal = Goal { moves: self.moves(BROAD), bound: least, spread, groups: count };
                let run = (&mut self.rng, self.stop);
                gaps::for_half_days(&mut self.board, &mut self.placer, idle, &goal, run);
            }
        }
        let mut gaps = self.idle_time(idle, bound);
        gaps.given_up = (terms.value - self.board.value()).max(0);
        Ok(gaps)
    }

    fn idle_time(&self, idle: &Idle<'s>, bound: Bound) -> Gaps {
        let of = |p: usize| {
            let (groups, slots) = idle.runs(p, self.board.busy(p));
            PartyGaps { groups, slots, minutes: idle.minutes(p, self.board.busy(p)) }
        };
        let by_participant: Vec<PartyGaps> = (0..self.model.pairs_of.len()).map(of).collect();
        let groups: u32 = by_participant.iter().map(|g| g.groups).sum();
        Gaps {
            groups,
            slots: by_participant.iter().map(|g| g.slots).sum(),
            minutes: by_participant.iter().map(|g| g.minutes).sum(),
            bound: bound.every.min(groups),
            chosen_bound: bound.chosen.max(bound.every).min(groups),
            proved: groups <= bound.every,
            given_up: 0,
            by_participant,
        }
    }

    fn tell(&mut self, phase: Phase, idle: &Idle<'s>) {
        let (value, bound) = (Some(self.board.value()), Some(self.bounds.value));
        let gaps = Some(self.groups(idle));
        self.watch.tell(Progress { phase, value, bound, gaps });
        self.watch.offer(&self.board);
    }

    fn groups(&self, idle: &Idle<'s>) -> u32 {
        (0..self.model.pairs_of.len()).map(|p| idle.groups(p, self.board.busy(p))).sum()
    }

    fn moves(&self, (each, most): (usize, usize)) -> usize {
        self.options.budget(self.board.placed().count().saturating_mul(each).min(most))
    }

    /// Rearranges the placed pairs for fewer idle groups.
    fn anneal(&mut self, idle: &Idle<'s>, bound: u32, (each, most, share): (usize, usize, f64)) {
        let spread = self.model.problem.spread();
        if let Some(mut kernel) = Kernel::new(&self.board, idle, spread) {
            kernel.run(self.moves((each, most)), bound, share, (&mut self.rng, self.stop));
            restore(&mut self.board, &kernel.arrangement());
        } else {
            let goal = Goal { moves: self.moves(BROAD), bound, spread, groups: true };
            let run = (&mut self.rng, self.stop);
            gaps::for_groups(&mut self.board, &mut self.placer, idle, &goal, run);
        }
    }

    /// Exchanges who meets for fewer idle groups, and rearranges the new choice, in turn.
    fn exchange(&mut self, idle: &Idle<'s>, face: &Face, least: i64, (bound, rounds): (u32, usize)) {
        let (each, most) = EXCHANGES;
        for _ in 0..rounds {
            let moves = self.options.budget(face.open().saturating_mul(each).min(most));
            let terms = Terms { known: &face.known, least, bound, moves };
            let exchanged = trade::exchange(&mut self.board, idle, &terms, (&mut self.rng, self.stop));
            self.tell(Phase::Gaps, idle);
            if !exchanged || self.groups(idle) <= bound || self.stop.should_stop() {
                return;
            }
            self.anneal(idle, bound, SHORT);
        }
    }

    /// Raises the bound on idle groups, and takes over better arrangements found on the way.
    fn prove_gaps(&mut self, idle: &Idle<'s>, known: u32, terms: &Tolerance) -> Bound {
        let mut bound = Bound { every: known, chosen: known };
        if self.groups(idle) <= known || self.stop.should_stop() {
            return bound;
        }
        let face = Face::worth(&self.board, terms.least, self.stop);
        bound.every = bound.every.max(idle.bound(&face.known));
        let small = self.size(&face.known) <= WHOLE;
        if self.groups(idle) > bound.every && face.open() > 0 {
            self.exchange(idle, &face, terms.least, (bound.every, ROUNDS));
        }
        if self.groups(idle) > bound.every && self.size(&face.known) > PART {
            // Where few have a gap, those around them may be enough to show that it has to be.
            bound.every = bound.every.max(self.parts(idle, &face, PARTS / 5));
        }
        // A proof finds the best arrangement as well; where it is too large, or not to be had, annealing takes its time.
        if self.groups(idle) > bound.every && small {
            let conflicts = if terms.least < terms.value {
                TOLERANT
            } else if face.open() == 0 {
                DECIDED
            } else {
                self.proof(&face.known)
            };
            bound.every = bound.every.max(self.raise(idle, &face, (terms.least, 0), conflicts));
        }
        if self.groups(idle) > bound.every {
            self.anneal(idle, bound.every, LONG);
        }
        if self.groups(idle) > bound.every && !small {
            bound.every = bound.every.max(self.parts(idle, &face, PARTS));
        }
        if self.board.value() < terms.value {
            // No more is given up than so few groups cost, as far as exchanging finds.
            let groups = self.groups(idle);
            self.exchange(idle, &face, terms.least, (groups, 1));
            self.regain(idle, terms);
        }
        bound.chosen = bound.every;
        let chosen = Face::placed(&self.board);
        if self.groups(idle) > bound.every && face.open() > 0 && self.size(&chosen.known) <= WHOLE {
            // The pairs are decided: a smaller question, which may be answered where the larger one was not.
            bound.chosen =
                bound.every.max(self.raise(idle, &chosen, (terms.least, 0), self.proof(&chosen.known)));
        }
        bound
    }

    /// Pairs and slots that a formula would speak of.
    fn size(&self, known: &[Known]) -> usize {
        let open = (0..known.len()).filter(|&pair| known[pair] != Known::Out);
        open.map(|pair| self.model.allowed[pair].len()).sum()
    }

    /// Conflicts of a proof: a small question that is still open after many is hard for another reason than its size, and more
    /// seldom settle it.
    fn proof(&self, known: &[Known]) -> usize {
        PROOF.min(self.size(known).saturating_mul(PROOF_EACH.1).saturating_add(PROOF_EACH.0))
    }

    /// Looks for the most value with as few idle groups, where that can be decided.
    fn regain(&mut self, idle: &Idle<'s>, terms: &Tolerance) {
        let groups = self.groups(idle);
        let (mut high, mut first) = (terms.value, true);
        while self.board.value() < high && !self.stop.should_stop() {
            let low = self.board.value();
            let least = if first { high } else { low + (high - low + 1) / 2 };
            first = false;
            let face = Face::worth(&self.board, least, self.stop);
            if self.size(&face.known) > REGAIN {
                return;
            }
            let bound = self.raise(idle, &face, (least, 1), TOLERANT / 4);
            if self.board.value() < least {
                if bound <= groups {
                    return;
                }
                high = least - 1;
            }
        }
    }

    /// A proof over all participants at once; the board takes over what is better than it is with so many groups more.
    fn raise(&mut self, idle: &Idle<'s>, face: &Face, (least, more): (i64, u32), conflicts: usize) -> u32 {
        let (before, old) = (self.board.score(), snapshot(&self.board));
        let had = self.groups(idle) + more;
        let board = &mut self.board;
        let people = self.model.pairs_of.len();
        let mut accept = |slots: &sat::Arrangement| {
            restore(board, &[]);
            adopt(board, slots);
            let groups = (0..people).map(|p| idle.groups(p, board.busy(p))).sum();
            let score = board.score();
            let worse = Score { value: 0, ..score } < Score { value: 0, ..before } || score.value < least;
            if worse || !idle.spread_is_kept(board) || groups >= had {
                restore(board, &old);
                return None;
            }
            Some(groups)
        };
        let budget = self.options.budget(conflicts);
        sat::fewest((self.model, idle), face, had, budget, self.stop, &mut accept)
    }

    /// A bound from disjoint sets of participants, each looked at with all its meetings: their fewest groups add up.
    fn parts(&self, idle: &Idle<'s>, face: &Face, conflicts: usize) -> u32 {
        let model = self.model;
        let people = model.pairs_of.len();
        let fewest: Vec<u32> = (0..people).map(|p| idle.fewest(p, &face.known)).collect();
        let mut total: u32 = fewest.iter().sum();
        let mut budget = self.options.budget(conflicts);
        let mut done = vec![false; people];
        let width = |p: usize| -> usize {
            let open = model.pairs_of[p].iter().filter(|&&pair| face.known[pair] != Known::Out);
            open.map(|&pair| model.allowed[pair].len()).sum()
        };
        // Those with a gap that is not known to be unavoidable first, then the busiest, each with those it meets who are not in
        // a set yet.
        let groups: Vec<u32> = (0..people).map(|p| idle.groups(p, self.board.busy(p))).collect();
        let mut order: Vec<usize> = (0..people).collect();
        order.sort_by_key(|&p| (groups[p] <= fewest[p], std::cmp::Reverse(width(p)), p));
        for &root in &order {
            if done[root] || budget == 0 || self.stop.should_stop() {
                continue;
            }
            let mut members = vec![false; people];
            let (mut size, mut queue) = (0, std::collections::VecDeque::from([root]));
            while let Some(next) = queue.pop_front() {
                if done[next] || members[next] || (size > 0 && size + width(next) > PART) {
                    continue;
                }
                members[next] = true;
                size += width(next);
                for &pair in model.pairs_of[next].iter().filter(|&&pair| face.known[pair] == Known::In) {
                    queue.extend(model.ends(pair).into_iter().filter(|&end| end != next));
                }
            }
            for p in (0..people).filter(|&p| members[p]) {
                done[p] = true;
            }
            let alone: u32 = (0..people).filter(|&p| members[p]).map(|p| fewest[p]).sum();
            let now: u32 = (0..people).filter(|&p| members[p]).map(|p| groups[p]).sum();
            if now <= alone {
                continue;
            }
            let limit = budget.min(PARTS / 20);
            let question = (fewest.as_slice(), now);
            let (raised, spent) = sat::within((model, idle), face, members, question, (limit, self.stop));
            budget = budget.saturating_sub(spent + 1);
            total += raised.saturating_sub(alone);
        }
        total
    }

    /// Places what is locked, or says why that cannot be.
    pub(crate) fn decide_locks(&mut self) -> Locks {
        let idle = Idle::new(self.model);
        let budget = (self.options.budget(FIRST), self.stop);
        match sat::decide(self.model, &idle, None, budget) {
            Locked::Hold(slots) => Locks::Hold(slots),
            Locked::Clash(sentence) => Locks::Clash(vec![sentence]),
            Locked::Unknown if self.stop.should_stop() => Locks::Unknown,
            Locked::Unknown => locks::decide(self.model, self.work()),
        }
    }

    /// Makes the spread hold, at the least loss that search or, where the size allows, an exact method finds.
    fn keep_spread(&mut self, idle: &Idle<'s>) -> Result<(), (Status, String)> {
        let model = self.model;
        if idle.spread_is_kept(&self.board) {
            return Ok(());
        }
        // Where every meeting is locked there is nothing to give up: another arrangement, or none.
        let all_locked = model.eligible().all(|pair| model.is_locked(pair));
        if all_locked || !gaps::enforce_spread(&mut self.board, idle) {
            let budget = (self.options.budget(FIRST), self.stop);
            match sat::decide(model, idle, model.problem.spread(), budget) {
                Locked::Clash(sentence) => return Err((Status::Infeasible, sentence)),
                Locked::Hold(slots) => {
                    restore(&mut self.board, &[]);
                    self.adopt(&slots);
                }
                Locked::Unknown => {}
            }
            let locked = |pair: usize| !model.is_locked(pair) || self.board.slot_of(pair).is_some();
            if !(0..model.allowed.len()).all(locked) || !idle.spread_is_kept(&self.board) {
                self.spread_by_programme(idle)?;
            }
        }
        gaps::fill_within_spread(&mut self.board, idle);
        for aim in [Aim::Musts, Aim::Floors, Aim::Value] {
            self.settle();
            if !self.bounds.reached_at(aim, &self.board) && !self.stop.should_stop() {
                self.close(aim, Slots::Spread);
            }
        }
        self.settle();
        Ok(())
    }

    /// The same question to the mixed programme.
    fn spread_by_programme(&mut self, idle: &Idle<'s>) -> Result<(), (Status, String)> {
        let model = self.model;
        let known = vec![Known::Open; model.allowed.len()];
        let anything = (Aim::Musts, (Need::Free, Need::Free));
        let exact = exact::solve(model, anything, &known, Slots::Spread, self.work());
        if matches!(exact, Exact::Infeasible) {
            let sentence = "no agenda keeps both the locks and the spread of idle groups";
            return Err((Status::Infeasible, sentence.into()));
        }
        restore(&mut self.board, &[]);
        if let Exact::Solved { slots, .. } = exact {
            self.adopt(&slots);
        }
        let locked = |pair: usize| !model.is_locked(pair) || self.board.slot_of(pair).is_some();
        if !(0..model.allowed.len()).all(locked) || !idle.spread_is_kept(&self.board) {
            let sentence = "no agenda was found that keeps the locks and the spread of idle groups";
            return Err((Status::Cancelled, sentence.into()));
        }
        Ok(())
    }
}

/// Sits down an arrangement.
fn adopt(board: &mut crate::board::Board<'_>, slots: &[Option<usize>]) {
    for (pair, slot) in slots.iter().enumerate() {
        if let Some(slot) = *slot
            && board.may_add(pair)
            && board.fits(pair, slot)
        {
            board.put(pair, slot);
        }
    }
    board.commit();
}
