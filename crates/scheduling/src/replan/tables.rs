//! Seats a re-plan at tables: who stays in its slot stays at its table, unless somebody needs that one.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Agenda, Meeting};

use super::frame::Frame;
use crate::board::Board;

pub(super) fn assign(frame: &Frame<'_>, board: &Board<'_>) -> Agenda {
    let model = frame.model;
    let mut meetings = Vec::new();
    // Where each participant sits most: newcomers at a table are brought there when it is free.
    let mut usual: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); model.pairs_of.len()];
    for (pair, _) in board.placed().filter(|&(pair, _)| frame.is_home(board, pair)) {
        let Some((_, table)) = frame.home[pair] else { continue };
        for end in model.ends(pair) {
            *usual[end].entry(table).or_insert(0) += 1;
        }
    }
    for (slot, at) in model.problem.slots().iter().enumerate() {
        let mut free: BTreeSet<usize> = at.tables.iter().copied().collect();
        let mut pairs = board.in_slot(slot).to_vec();
        pairs.sort_unstable();
        let own = |pair: usize| model.needs_table[pair].map(|own| model.own_tables[own]);
        let mut seat = |free: &mut BTreeSet<usize>, pair: usize, table: usize| {
            let got = free.remove(&table);
            if got {
                meetings.push(Meeting { slot, table, pair });
            }
            got
        };
        let mut waiting = Vec::new();
        for &pair in &pairs {
            if own(pair).is_none_or(|table| !seat(&mut free, pair, table)) {
                waiting.push(pair);
            }
        }
        waiting.retain(|&pair| {
            let home = frame.home[pair].filter(|&(at, _)| at == slot);
            home.is_none_or(|(_, table)| !seat(&mut free, pair, table))
        });
        for pair in waiting {
            let mut liked: Vec<(usize, usize)> = Vec::new();
            for end in model.ends(pair) {
                liked.extend(usual[end].iter().map(|(&table, &times)| (times, table)));
            }
            liked.sort_unstable_by(|x, y| y.cmp(x));
            let liked = liked.into_iter().map(|(_, table)| table).find(|table| free.contains(table));
            if let Some(table) = liked.or_else(|| free.first().copied()) {
                seat(&mut free, pair, table);
            }
        }
    }
    Agenda::new(meetings)
}
