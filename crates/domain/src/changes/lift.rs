//! Freezes the past, and lifts what nobody can keep any more because of the changes.

use std::collections::BTreeSet;

use super::{Effect, Lifted};
use crate::problem::Lock;
use crate::{Agenda, Meeting, Problem};

/// States the past by ordinary rules: its meetings are locked, its other tables closed.
pub(super) fn freeze(problem: &mut Problem, released: &Agenda, frozen: usize) {
    for slot in &mut problem.slots[..frozen] {
        slot.tables.clear();
    }
    for meeting in released.meetings().iter().filter(|meeting| meeting.slot < frozen) {
        problem.slots[meeting.slot].tables.push(meeting.table);
        problem.pairs[meeting.pair].lock =
            Some(Lock { slot: Some(meeting.slot), table: Some(meeting.table) });
    }
    for slot in &mut problem.slots[..frozen] {
        slot.tables.sort_unstable();
        slot.tables.dedup();
    }
}

/// What decides whether a rule can still be kept.
pub(super) struct Lift<'e> {
    pub(super) effects: &'e [Effect],
    pub(super) frozen: usize,
    /// Where each pair met before.
    pub(super) was: &'e [Option<Meeting>],
    /// Meetings of each participant in the frozen past.
    pub(super) had: &'e [u32],
}

impl Lift<'_> {
    pub(super) fn run(&self, problem: &mut Problem) -> Vec<Lifted> {
        let mut lifted = self.own_tables(problem);
        let told: BTreeSet<usize> =
            self.effects.iter().flat_map(|effect| effect.participants().iter().copied()).collect();
        let mut possible = self.had.to_vec();
        for index in 0..problem.pairs.len() {
            if self.was[index].is_some_and(|meeting| meeting.slot < self.frozen) {
                continue;
            }
            let pair = &problem.pairs[index];
            let (a, b, named) = (pair.a, pair.b, told.contains(&pair.a) || told.contains(&pair.b));
            if !named && pair.lock.is_none() {
                continue;
            }
            let fits = (self.frozen..problem.slots.len()).any(|slot| problem.fits(index, slot));
            if fits && !pair.excluded {
                possible[a] = possible[a].saturating_add(1);
                possible[b] = possible[b].saturating_add(1);
            }
            if problem.pairs[index].must && named && !fits {
                problem.pairs[index].must = false;
                lifted.push(Lifted::Must(index));
            }
            lifted.extend(self.lock(problem, index, fits));
        }
        for &index in &told {
            let party = &mut problem.participants[index];
            let ahead: u64 = party.seats[self.frozen..].iter().map(|&n| u64::from(n)).sum();
            let most = u32::try_from(u64::from(self.had[index]) + ahead).unwrap_or(u32::MAX);
            let most = most.min(possible[index]);
            if party.min > most {
                lifted.push(Lifted::Floor(index, party.min, most));
                party.min = most;
            }
        }
        lifted
    }

    /// Own tables that are closed for good no longer bind.
    fn own_tables(&self, problem: &mut Problem) -> Vec<Lifted> {
        let mut lifted = Vec::new();
        for effect in self.effects {
            let Effect::TableClosed { table, altogether: true, .. } = effect else { continue };
            for (index, party) in problem.participants.iter_mut().enumerate() {
                if party.table == Some(*table) {
                    party.table = None;
                    lifted.push(Lifted::OwnTable(index));
                }
            }
        }
        lifted
    }

    /// Lifts a lock, or its table, when it can no longer hold; a lock that a change itself asks for stays.
    fn lock(&self, problem: &mut Problem, index: usize, fits: bool) -> Option<Lifted> {
        let lock = problem.pairs[index].lock?;
        let asked =
            |effect: &Effect| matches!(effect, Effect::MustMove { pair, to: Some(_), .. } if *pair == index);
        let pair = &problem.pairs[index];
        let own_closed = |slot: usize| {
            let own = [pair.a, pair.b].into_iter().filter_map(|end| problem.participants[end].table);
            own.into_iter().any(|table| !problem.slots[slot].tables.contains(&table))
        };
        let broken = |slot: usize| slot < self.frozen || !problem.fits(index, slot) || own_closed(slot);
        if !self.effects.iter().any(asked) && (!fits || lock.slot.is_some_and(broken)) {
            problem.pairs[index].lock = None;
            return Some(Lifted::Lock(index));
        }
        let table = lock.table?;
        let shut = match lock.slot {
            Some(slot) => !problem.slots[slot].tables.contains(&table),
            None => !problem.slots[self.frozen..].iter().any(|slot| slot.tables.contains(&table)),
        };
        if shut {
            problem.pairs[index].lock = Some(Lock { slot: lock.slot, table: None });
        }
        shut.then_some(Lifted::LockedTable(index))
    }
}
