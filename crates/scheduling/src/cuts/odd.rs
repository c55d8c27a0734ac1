//! Odd sets: participants with an odd number of seats together hold at most half of it, rounded down, in meetings among
//! themselves (Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", 1965).

use std::collections::BTreeMap;

use super::whole;
use crate::flow::{Network, cut_tree};
use crate::model::Model;

/// Most participants of one slot among whom sets are looked for exactly.
const EXACT: usize = 90;
/// Units of flow for one meeting.
const UNIT: f64 = 1e6;

/// Meetings that a set of participants can have among themselves in a slot.
pub(super) fn most(model: &Model<'_>, set: &[bool], slot: usize) -> i64 {
    let seats = (0..set.len()).filter(|&p| set[p]).map(|p| model.seats[p * model.slots + slot]);
    whole(seats.sum::<usize>() / 2)
}

/// Sets that fractions of meetings break, slot by slot; `cells` are pair, slot and variable, of which a whole meeting is
/// `parts`.
pub(super) fn sets(
    model: &Model<'_>,
    cells: &[(usize, usize, usize)],
    x: &[f64],
    parts: f64,
) -> Vec<(Vec<bool>, usize)> {
    let mut by_slot: BTreeMap<usize, BTreeMap<[usize; 2], f64>> = BTreeMap::new();
    for &(pair, slot, column) in cells.iter().filter(|&&(_, _, column)| x[column] > 1e-6 * parts) {
        *by_slot.entry(slot).or_default().entry(model.ends(pair)).or_default() += x[column] / parts;
    }
    let mut found: Vec<(Vec<bool>, usize)> = Vec::new();
    for (slot, meetings) in by_slot {
        for component in components(&meetings) {
            let sides = if component.len() <= EXACT {
                exact(model, &component, &meetings, slot)
            } else {
                vec![component]
            };
            for side in sides {
                let mut set = vec![false; model.pairs_of.len()];
                for &p in &side {
                    set[p] = true;
                }
                let inside: f64 =
                    meetings.iter().filter(|(ends, _)| ends.iter().all(|&p| set[p])).map(|(_, x)| x).sum();
                if inside > most(model, &set, slot) as f64 + 0.01
                    && !found.iter().any(|f| f.0 == set && f.1 == slot)
                {
                    found.push((set, slot));
                }
            }
        }
    }
    found
}

/// Participants that fractional meetings hold together.
fn components(meetings: &BTreeMap<[usize; 2], f64>) -> Vec<Vec<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&[a, b], _) in meetings.iter().filter(|&(_, &x)| x < 1.0 - 1e-6) {
        next.entry(a).or_default().push(b);
        next.entry(b).or_default().push(a);
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for &root in next.keys() {
        if !seen.insert(root) {
            continue;
        }
        let (mut component, mut stack) = (Vec::new(), vec![root]);
        while let Some(at) = stack.pop() {
            component.push(at);
            stack.extend(next[&at].iter().copied().filter(|&other| seen.insert(other)));
        }
        found.push(component);
    }
    found
}

/// The cuts of a cut tree over a component and one more node that stands for free seats: sets whose seats are odd.
fn exact(
    model: &Model<'_>,
    component: &[usize],
    meetings: &BTreeMap<[usize; 2], f64>,
    slot: usize,
) -> Vec<Vec<usize>> {
    #[expect(clippy::cast_possible_truncation, reason = "a few seats in millionths")]
    let units = |x: f64| (x.max(0.0) * UNIT).round() as i64;
    let place: BTreeMap<usize, usize> = component.iter().enumerate().map(|(i, &p)| (p, i + 1)).collect();
    let mut network = Network::new(component.len() + 1);
    let mut load = vec![0.0; component.len() + 1];
    for ([a, b], &x) in meetings {
        let (a, b) = (place.get(a), place.get(b));
        for &end in a.into_iter().chain(b) {
            load[end] += x;
        }
        // A meeting with somebody outside the component leaves every set that holds its one end.
        let ends = (a.copied().unwrap_or(0), b.copied().unwrap_or(0));
        if ends != (0, 0) {
            network.arc(ends.0, ends.1, (units(x), units(x)));
        }
    }
    let seats = |p: usize| model.seats[p * model.slots + slot];
    for (&p, &node) in &place {
        let free = units(seats(p) as f64 - load[node]);
        network.arc(0, node, (free, free));
    }
    let tree = cut_tree(&network);
    let sides = tree.into_iter().filter(|&(value, _)| value < units(0.98)).map(|(_, side)| {
        let inner = !side[0];
        component
            .iter()
            .enumerate()
            .filter(|&(i, _)| side[i + 1] == inner)
            .map(|(_, &p)| p)
            .collect::<Vec<_>>()
    });
    sides.filter(|side| side.iter().map(|&p| seats(p)).sum::<usize>() % 2 == 1).collect()
}
