//! The meetings of each slot and the tables they have.

use passerelle_domain::{Agenda, Meeting, Problem};

use crate::board::Board;
use crate::rules::fixed_table::{Wanted, wanted};

/// No table yet.
pub(super) const NOWHERE: usize = usize::MAX;

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sitting {
    pub(super) pair: usize,
    /// Whether its table is fixed.
    pub(super) fixed: bool,
    /// Its table; [`NOWHERE`] while it has none.
    pub(super) table: usize,
}

/// The meetings of all slots.
#[derive(Clone)]
pub(super) struct Sittings<'p> {
    pub(super) problem: &'p Problem,
    pub(super) by_slot: Vec<Vec<Sitting>>,
}

impl<'p> Sittings<'p> {
    /// The meetings of a board; those whose table is fixed have it, the others have none.
    pub(super) fn of(board: &Board<'p>) -> Self {
        let problem = board.model.problem;
        let slot = |slot: usize| {
            let mut pairs = board.in_slot(slot).to_vec();
            pairs.sort_unstable();
            let sit = |pair: usize| match wanted(problem, pair) {
                Wanted::One(table) => Sitting { pair, fixed: true, table },
                _ => Sitting { pair, fixed: false, table: NOWHERE },
            };
            pairs.into_iter().map(sit).collect()
        };
        Self { problem, by_slot: (0..problem.slots().len()).map(slot).collect() }
    }

    pub(super) fn agenda(&self) -> Agenda {
        let meetings = self.by_slot.iter().enumerate().flat_map(|(slot, here)| {
            let seated = here.iter().filter(|one| one.table != NOWHERE);
            seated.map(move |one| Meeting { slot, table: one.table, pair: one.pair })
        });
        Agenda::new(meetings.collect())
    }

    pub(super) fn table(&self, (slot, place): (usize, usize)) -> usize {
        self.by_slot[slot][place].table
    }

    /// Tables of a slot that no meeting with a fixed table has.
    pub(super) fn choice(&self, slot: usize) -> Vec<usize> {
        let fixed: Vec<usize> =
            self.by_slot[slot].iter().filter(|one| one.fixed).map(|one| one.table).collect();
        self.problem.slots()[slot].tables.iter().copied().filter(|table| !fixed.contains(table)).collect()
    }

    /// Whether two meetings in different slots could be at one table.
    pub(super) fn can_share(&self, one: (usize, usize), other: (usize, usize)) -> bool {
        let fixed = |(slot, place): (usize, usize)| {
            let sitting = &self.by_slot[slot][place];
            sitting.fixed.then_some(sitting.table)
        };
        let (here, there) = (&self.problem.slots()[one.0].tables, &self.problem.slots()[other.0].tables);
        match (fixed(one), fixed(other)) {
            (Some(one), Some(other)) => one == other,
            (Some(table), None) => there.contains(&table),
            (None, Some(table)) => here.contains(&table),
            (None, None) => here.first() == there.first() || here.iter().any(|table| there.contains(table)),
        }
    }
}
