//! Seats the meetings of each slot at tables: fixed ones first, then everybody where one of the two sat before.

use std::collections::BTreeSet;

use passerelle_domain::{Agenda, Meeting};

use crate::board::Board;

/// The agenda of a board.
pub(crate) fn assign(board: &Board<'_>) -> Agenda {
    let model = board.model;
    let mut sat: Vec<Option<usize>> = vec![None; model.pairs_of.len()];
    let mut meetings = Vec::new();
    for (slot, at) in model.problem.slots().iter().enumerate() {
        let mut free: BTreeSet<usize> = at.tables.iter().copied().collect();
        let mut waiting = Vec::new();
        let mut seated = Vec::new();
        let mut pairs = board.in_slot(slot).to_vec();
        pairs.sort_unstable();
        for pair in pairs {
            match model.needs_table[pair].map(|own| model.own_tables[own]) {
                Some(table) => {
                    free.remove(&table);
                    seated.push((pair, table));
                }
                None => waiting.push(pair),
            }
        }
        let mut strangers = Vec::new();
        for pair in waiting {
            let before =
                model.ends(pair).into_iter().filter_map(|end| sat[end]).find(|table| free.contains(table));
            match before {
                Some(table) => {
                    free.remove(&table);
                    seated.push((pair, table));
                }
                None => strangers.push(pair),
            }
        }
        for pair in strangers {
            if let Some(table) = free.pop_first() {
                seated.push((pair, table));
            }
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
