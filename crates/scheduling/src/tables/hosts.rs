//! Gives one side of an event its tables: whoever hosts stays put, and the others come to it.

use std::collections::BTreeMap;

use super::sittings::{NOWHERE, Sittings};

/// By participant, whether it hosts: of two sides the one with fewer participants that meet, since each of them saves all its hops;
/// where there are no two sides, nobody in particular.
pub(super) fn hosts(sittings: &Sittings<'_>) -> Vec<bool> {
    let problem = sittings.problem;
    let Some(sides) = problem.two_sides() else { return vec![false; problem.participants().len()] };
    let mut meets = vec![false; sides.len()];
    for one in sittings.by_slot.iter().flatten() {
        meets[problem.pairs()[one.pair].a] = true;
        meets[problem.pairs()[one.pair].b] = true;
    }
    let count = |side: bool| (0..sides.len()).filter(|&p| meets[p] && sides[p] == side).count();
    let smaller = count(true) < count(false);
    sides.iter().map(|&side| side == smaller).collect()
}

/// Seats every host at one table for the whole event where one is open and free, else day by day; the rest stays without a table.
pub(super) fn settle(sittings: &mut Sittings<'_>, hosts: &[bool]) {
    let problem = sittings.problem;
    let tables = problem.tables().len();
    let mut taken = vec![false; problem.slots().len() * tables];
    // By host and place among its parallel meetings: slot and place in the slot's list.
    let mut lanes: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (slot, here) in sittings.by_slot.iter().enumerate() {
        let mut parallel: BTreeMap<usize, usize> = BTreeMap::new();
        for (place, one) in here.iter().enumerate() {
            if one.fixed {
                taken[slot * tables + one.table] = true;
                continue;
            }
            let pair = &problem.pairs()[one.pair];
            if let Some(host) = [pair.a, pair.b].into_iter().find(|&end| hosts[end]) {
                let lane = parallel.entry(host).or_default();
                lanes.entry((host, *lane)).or_default().push((slot, place));
                *lane += 1;
            }
        }
    }
    // Who meets most is hardest to seat.
    let mut order: Vec<_> = lanes.into_iter().collect();
    order.sort_by_key(|(lane, meetings)| (std::cmp::Reverse(meetings.len()), *lane));
    let mut waiting = Vec::new();
    for (_, meetings) in order {
        if !sit(sittings, &mut taken, &meetings) {
            waiting.push(meetings);
        }
    }
    for meetings in waiting {
        let mut days: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (slot, place) in meetings {
            days.entry(problem.slots()[slot].day).or_default().push((slot, place));
        }
        for day in days.into_values() {
            sit(sittings, &mut taken, &day);
        }
    }
}

/// Seats some meetings at the first table that is open and free in all their slots.
fn sit(sittings: &mut Sittings<'_>, taken: &mut [bool], meetings: &[(usize, usize)]) -> bool {
    let problem = sittings.problem;
    let tables = problem.tables().len();
    let Some(&(first, _)) = meetings.first() else { return true };
    let suits = |&&table: &&usize| {
        meetings.iter().all(|&(slot, _)| {
            !taken[slot * tables + table] && problem.slots()[slot].tables.binary_search(&table).is_ok()
        })
    };
    let Some(&table) = problem.slots()[first].tables.iter().find(suits) else { return false };
    for &(slot, place) in meetings {
        taken[slot * tables + table] = true;
        debug_assert_eq!(sittings.by_slot[slot][place].table, NOWHERE, "a meeting is seated once");
        sittings.by_slot[slot][place].table = table;
    }
    true
}
