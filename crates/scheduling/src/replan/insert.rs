//! Finds a place for one pair that touches the fewest others: directly, or along the chain that moves the fewest.

use super::frame::Frame;
use super::ledger::Ledger;
use crate::board::Board;
use crate::idle::Idle;
use crate::place::Placer;

/// Chains that are tried for one pair.
const CHAINS: usize = 600;

/// The hands of a search: what moves meetings and what counts them.
pub(super) struct Hands<'f, 'm> {
    pub(super) frame: &'f Frame<'m>,
    pub(super) idle: &'f Idle<'m>,
    pub(super) board: Board<'m>,
    pub(super) ledger: Ledger,
    pub(super) placer: Placer,
}

impl Hands<'_, '_> {
    pub(super) fn counted(&self) -> usize {
        self.ledger.counted(self.frame, &self.board)
    }

    pub(super) fn put(&mut self, pair: usize, slot: usize) {
        self.board.put(pair, slot);
        self.ledger.sync(self.frame, &self.board, pair);
    }

    pub(super) fn take(&mut self, pair: usize) {
        self.board.take(pair);
        self.ledger.sync(self.frame, &self.board, pair);
    }

    pub(super) fn rollback(&mut self, mark: usize) {
        self.ledger.rollback(self.frame, &mut self.board, mark);
    }

    /// Puts a pair that sits nowhere into the place that touches the fewest; false, and nothing done, when there is none.
    pub(super) fn insert(&mut self, pair: usize) -> bool {
        if !self.board.may_add(pair) {
            return false;
        }
        let before = self.counted();
        let direct = self.direct(pair);
        if let Some((counted, slot)) = direct
            && counted <= before + 2
        {
            self.put(pair, slot);
            return true;
        }
        match (direct, self.best_chain(pair)) {
            (Some((counted, slot)), chain) if chain.is_none_or(|(other, ..)| counted <= other) => {
                self.put(pair, slot);
                true
            }
            (_, Some((_, to, other))) => {
                let mark = self.board.mark();
                let moved = self.follow(pair, to, other);
                self.ledger.sync_since(self.frame, &self.board, mark);
                debug_assert!(moved, "a chain that went through goes through again");
                moved
            }
            (_, None) => false,
        }
    }

    /// The slot in which a pair fits as things stand: home before all, then the fewest driven from their tables, the fewest
    /// new idle groups, the most spare tables; and the count it leads to.
    fn direct(&mut self, pair: usize) -> Option<(usize, usize)> {
        let slots: Vec<usize> =
            self.board.model.allowed[pair].iter().filter(|&slot| self.board.fits(pair, slot)).collect();
        let mut best = None;
        for slot in slots {
            let mark = self.board.mark();
            let spare = self.board.model.open[slot] - self.board.in_slot(slot).len();
            let groups = |hands: &Self| -> u32 {
                let ends = hands.board.model.ends(pair).into_iter();
                ends.map(|end| hands.idle.groups(end, hands.board.busy(end))).sum()
            };
            self.put(pair, slot);
            let outside = self.board.model.outside(pair, slot);
            let rank = (self.counted(), groups(self), outside, usize::MAX - spare, slot);
            self.rollback(mark);
            if best.is_none_or(|known| rank < known) {
                best = Some(rank);
            }
        }
        best.map(|(counted, .., slot)| (counted, slot))
    }

    /// The chain that moves a pair in and touches the fewest: what is counted, the pair's slot, the slot exchanged with it.
    fn best_chain(&mut self, pair: usize) -> Option<(usize, usize, Option<usize>)> {
        let model = self.board.model;
        let [a, b] = model.ends(pair);
        let mut best: Option<(usize, usize, usize, Option<usize>)> = None;
        let mut tries = 0;
        let allowed: Vec<usize> = model.allowed[pair].iter().collect();
        let mut ways: Vec<(usize, Option<usize>)> = Vec::new();
        for &slot in &allowed {
            let (free_a, free_b) = (self.board.has_seat(a, slot), self.board.has_seat(b, slot));
            if free_a && free_b {
                ways.push((slot, None));
            } else if free_a || free_b {
                let full = if free_a { b } else { a };
                let there = |&other: &usize| other != slot && self.board.has_seat(full, other);
                ways.extend((0..model.slots).filter(there).map(|other| (slot, Some(other))));
            }
        }
        for (slot, other) in ways {
            tries += 1;
            if tries > CHAINS {
                break;
            }
            let mark = self.board.mark();
            if self.follow(pair, slot, other) {
                let moved = self.board.mark() - mark;
                self.ledger.sync_since(self.frame, &self.board, mark);
                let rank = (self.counted(), moved, slot, other);
                if best.is_none_or(|known| rank < known) {
                    best = Some(rank);
                }
            }
            self.rollback(mark);
        }
        best.map(|(counted, _, slot, other)| (counted, slot, other))
    }

    /// Puts a pair into a slot and pushes who is in the way into another; where only a table lacks, makes room at one.
    fn follow(&mut self, pair: usize, slot: usize, other: Option<usize>) -> bool {
        let mark = self.board.mark();
        match other {
            None => {
                if !self.board.suits(pair, slot) {
                    return false;
                }
                self.board.put(pair, slot);
                self.placer.balance(&mut self.board, slot) && self.board.holds_since(mark)
            }
            Some(other) => {
                self.placer.chain(&mut self.board, pair, slot, other)
                    && self.placer.balance(&mut self.board, slot)
                    && self.placer.balance(&mut self.board, other)
                    && self.board.holds_since(mark)
            }
        }
    }
}
