//! Counts who is touched beyond those whom the changes themselves touch, move by move.

use passerelle_domain::ChangeUnit;

use super::frame::Frame;
use crate::board::Board;

/// The count for one board; [`Ledger::sync`] must hear of every pair that was touched.
#[derive(Clone)]
pub(super) struct Ledger {
    /// By pair: whether it is elsewhere than before.
    off: Vec<bool>,
    /// By participant: its pairs that are.
    of: Vec<u32>,
    people: usize,
    pairs: usize,
    /// Pairs elsewhere that need a table of their own: they may drive somebody out.
    needy: Vec<usize>,
}

impl Ledger {
    pub(super) fn new(frame: &Frame<'_>, board: &Board<'_>) -> Self {
        let pairs = frame.home.len();
        let mut ledger = Self {
            off: vec![false; pairs],
            of: vec![0; frame.forced.len()],
            people: 0,
            pairs: 0,
            needy: Vec::new(),
        };
        for pair in 0..pairs {
            ledger.sync(frame, board, pair);
        }
        ledger
    }

    pub(super) fn sync(&mut self, frame: &Frame<'_>, board: &Board<'_>, pair: usize) {
        let off = !frame.is_home(board, pair);
        if off == self.off[pair] {
            return;
        }
        self.off[pair] = off;
        if !frame.free_pair[pair] {
            if off { self.pairs += 1 } else { self.pairs -= 1 }
        }
        for end in frame.model.ends(pair) {
            let before = self.of[end];
            self.of[end] = if off { before + 1 } else { before - 1 };
            if !frame.forced[end] {
                match (before, off) {
                    (0, true) => self.people += 1,
                    (1, false) => self.people -= 1,
                    _ => {}
                }
            }
        }
        if frame.model.needs_table[pair].is_some() {
            if off {
                self.needy.push(pair);
            } else {
                self.needy.retain(|&other| other != pair);
            }
        }
    }

    /// Hears of everything since a mark.
    pub(super) fn sync_since(&mut self, frame: &Frame<'_>, board: &Board<'_>, mark: usize) {
        for pair in board.touched(mark) {
            self.sync(frame, board, pair);
        }
    }

    /// Takes a board back to a mark, and the count with it.
    pub(super) fn rollback(&mut self, frame: &Frame<'_>, board: &mut Board<'_>, mark: usize) {
        let touched: Vec<usize> = board.touched(mark).collect();
        board.rollback(mark);
        for pair in touched {
            self.sync(frame, board, pair);
        }
    }

    /// Whether a participant's agenda is another already, or may be at no cost.
    pub(super) fn is_touched(&self, frame: &Frame<'_>, participant: usize) -> bool {
        frame.forced[participant] || self.of[participant] > 0
    }

    /// Whether a pair is elsewhere than before.
    pub(super) fn is_off(&self, pair: usize) -> bool {
        self.off[pair]
    }

    /// What counts against the cap.
    pub(super) fn counted(&self, frame: &Frame<'_>, board: &Board<'_>) -> usize {
        let mut driven: Vec<usize> =
            self.needy.iter().filter_map(|&pair| frame.drives_out(board, pair)).collect();
        driven.sort_unstable();
        driven.dedup();
        match frame.policy.unit {
            ChangeUnit::Meetings => {
                self.pairs + driven.into_iter().filter(|&pair| !frame.free_pair[pair]).count()
            }
            ChangeUnit::People => {
                let mut more: Vec<usize> = driven
                    .into_iter()
                    .flat_map(|pair| frame.model.ends(pair))
                    .filter(|&end| !self.is_touched(frame, end))
                    .collect();
                more.sort_unstable();
                more.dedup();
                self.people + more.len()
            }
        }
    }
}
