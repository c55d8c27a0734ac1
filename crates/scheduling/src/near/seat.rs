//! Tables for a board, those of an earlier agenda kept where they can be.

use std::collections::BTreeSet;

use passerelle_domain::{Agenda, Meeting};

use crate::board::Board;

/// A way to choose a table for a pair among those that are free.
type Round<'r> = &'r dyn Fn(usize, &BTreeSet<usize>) -> Option<usize>;

/// The agenda of a board: fixed tables first, then every meeting that was in this slot where it sat, then the others, at a
/// table where one of the two sat before if it is free.
pub(super) fn tables(board: &Board<'_>, from: &Agenda) -> Agenda {
    let model = board.model;
    let mut was = vec![None; model.allowed.len()];
    from.meetings().iter().for_each(|meeting| was[meeting.pair] = Some(*meeting));
    let mut sat: Vec<Option<usize>> = vec![None; model.pairs_of.len()];
    let mut meetings = Vec::new();
    for (slot, at) in model.problem.slots().iter().enumerate() {
        let mut free: BTreeSet<usize> = at.tables.iter().copied().collect();
        let mut pairs = board.in_slot(slot).to_vec();
        pairs.sort_unstable();
        let fixed = |pair: usize| model.needs_table[pair].map(|own| model.own_tables[own]);
        let kept = |pair: usize| was[pair].filter(|m: &Meeting| m.slot == slot).map(|m| m.table);
        let rounds: [Round<'_>; 4] = [
            &|pair, _| fixed(pair),
            &|pair, free| kept(pair).filter(|table| free.contains(table)),
            &|pair, free| model.ends(pair).into_iter().filter_map(|end| sat[end]).find(|t| free.contains(t)),
            &|_, free| free.first().copied(),
        ];
        let mut seated = Vec::new();
        for round in rounds {
            pairs.retain(|&pair| {
                let Some(table) = round(pair, &free) else { return true };
                free.remove(&table);
                seated.push((pair, table));
                false
            });
        }
        for (pair, table) in seated {
            for end in model.ends(pair) {
                sat[end] = Some(table);
            }
            meetings.push(Meeting { slot, table, pair });
        }
    }
    Agenda::new(meetings)
}
