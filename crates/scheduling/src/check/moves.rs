//! Counts changes of table and metres walked meeting by meeting, as the result's schema defines them.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;

/// Changes and metres over all participants.
pub(super) fn count(view: &View<'_>) -> (u32, f64) {
    // By participant and day: the tables of each slot, in time order.
    let mut days: BTreeMap<(usize, usize), BTreeMap<usize, BTreeSet<usize>>> = BTreeMap::new();
    for meeting in &view.meetings {
        let day = view.slot(meeting).day;
        for end in [view.pair(meeting).a, view.pair(meeting).b] {
            days.entry((end, day)).or_default().entry(meeting.slot).or_default().insert(meeting.table);
        }
    }
    let (mut changes, mut metres) = (0, 0.0);
    for slots in days.into_values() {
        let slots: Vec<BTreeSet<usize>> = slots.into_values().collect();
        for two in slots.windows(2) {
            let mut gone: BTreeSet<usize> = two[0].difference(&two[1]).copied().collect();
            let mut new: BTreeSet<usize> = two[1].difference(&two[0]).copied().collect();
            for _ in 0..gone.len().min(new.len()) {
                let (length, from, to) = nearest(view, &gone, &new);
                gone.remove(&from);
                new.remove(&to);
                changes += 1;
                metres += length;
            }
        }
    }
    (changes, metres)
}

/// The closest two tables of two sets that are not empty.
fn nearest(view: &View<'_>, gone: &BTreeSet<usize>, new: &BTreeSet<usize>) -> (f64, usize, usize) {
    let mut best = (f64::INFINITY, 0, 0);
    for &from in gone {
        for &to in new {
            let length = match (view.problem.tables()[from].position, view.problem.tables()[to].position) {
                (Some((x, y)), Some((u, v))) => ((x - u).powi(2) + (y - v).powi(2)).sqrt(),
                _ => 0.0,
            };
            if length < best.0 {
                best = (length, from, to);
            }
        }
    }
    best
}
