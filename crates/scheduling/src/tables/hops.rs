//! Who goes on from which meeting to which, and how many of these hops can end at the table where they began.

use std::collections::{BTreeMap, BTreeSet};

use super::assignment::cheapest;
use super::sittings::Sittings;

/// A participant's way from one busy slot to the next of the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hop {
    pub(super) participant: usize,
    /// Slot, and places of the participant's meetings in the list of that slot.
    pub(super) from: (usize, Vec<usize>),
    pub(super) to: (usize, Vec<usize>),
}

impl Hop {
    /// How many people go on.
    pub(super) fn people(&self) -> usize {
        self.from.1.len().min(self.to.1.len())
    }
}

/// All hops, in order of participant and time.
pub(super) fn hops(sittings: &Sittings<'_>) -> Vec<Hop> {
    let slots = sittings.problem.slots();
    let mut at: Vec<BTreeMap<usize, Vec<usize>>> =
        vec![BTreeMap::new(); sittings.problem.participants().len()];
    for (slot, here) in sittings.by_slot.iter().enumerate() {
        for (place, one) in here.iter().enumerate() {
            let pair = &sittings.problem.pairs()[one.pair];
            for end in [pair.a, pair.b] {
                at[end].entry(slot).or_default().push(place);
            }
        }
    }
    let mut hops = Vec::new();
    for (participant, busy) in at.into_iter().enumerate() {
        for ((from, before), (to, after)) in busy.iter().zip(busy.iter().skip(1)) {
            if slots[*from].day == slots[*to].day {
                let (from, to) = ((*from, before.clone()), (*to, after.clone()));
                hops.push(Hop { participant, from, to });
            }
        }
    }
    hops
}

/// Fewest changes of table for meetings in these slots, whatever the tables.
///
/// Between two slots a table keeps at most one meeting: the hops that end where they began match meetings of the one slot with
/// meetings of the other. The bound takes the largest matching for each two slots by itself.
pub(super) fn fewest_changes(sittings: &Sittings<'_>, hops: &[Hop]) -> u32 {
    let mut between: BTreeMap<(usize, usize), BTreeMap<(usize, usize), i64>> = BTreeMap::new();
    let mut people = 0;
    for hop in hops {
        people += hop.people();
        let (from, to) = (hop.from.0, hop.to.0);
        for &one in &hop.from.1 {
            for &other in hop.to.1.iter().filter(|&&other| sittings.can_share((from, one), (to, other))) {
                *between.entry((from, to)).or_default().entry((one, other)).or_default() += 1;
            }
        }
    }
    let stay: i64 = between.values().map(heaviest).sum();
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    u32::try_from(people.saturating_sub(stay).max(0)).unwrap_or(u32::MAX)
}

/// Components up to this size are matched exactly whatever their form.
const SMALL: usize = 60;

/// The weight of a heaviest matching, or a little more where a large component is neither path nor cycle.
fn heaviest(edges: &BTreeMap<(usize, usize), i64>) -> i64 {
    let mut near = Near::new();
    for (&(one, other), &weight) in edges {
        near.entry((false, one)).or_default().push(((true, other), weight));
        near.entry((true, other)).or_default().push(((false, one), weight));
    }
    let mut seen: BTreeSet<Node> = BTreeSet::new();
    let mut total = 0;
    // Ends of paths first, so that a walk from one sees the path in order.
    let mut starts: Vec<Node> = near.keys().copied().collect();
    starts.sort_by_key(|node| (near[node].len(), *node));
    for start in starts {
        if !seen.insert(start) {
            continue;
        }
        let mut component = vec![start];
        let mut at = 0;
        while at < component.len() {
            for &(next, _) in &near[&component[at]] {
                if seen.insert(next) {
                    component.push(next);
                }
            }
            at += 1;
        }
        let slim = component.iter().all(|node| near[node].len() <= 2);
        total += if slim {
            along(&near, start, component.len())
        } else if component.len() <= SMALL {
            exactly(&near, &component)
        } else {
            let side = |later: bool| -> i64 {
                let nodes = component.iter().filter(|node| node.0 == later);
                nodes.map(|node| near[node].iter().map(|&(_, w)| w).max().unwrap_or(0)).sum()
            };
            side(false).min(side(true))
        };
    }
    total
}

/// Whether in the later of the two slots, and the place in its list.
type Node = (bool, usize);
type Near = BTreeMap<Node, Vec<(Node, i64)>>;

/// A path or a cycle, walked from one of its nodes.
fn along(near: &Near, start: Node, nodes: usize) -> i64 {
    let mut weights = Vec::new();
    let (mut at, mut came) = (start, None);
    while weights.len() < nodes {
        let Some(&(next, weight)) = near[&at].iter().find(|&&(next, _)| Some(next) != came) else { break };
        weights.push(weight);
        (at, came) = (next, Some(at));
        if at == start {
            break;
        }
    }
    if weights.len() < nodes {
        return on_path(&weights);
    }
    // A cycle: without its first edge it is a path; with it, its neighbours are out.
    let inner = weights.get(2..weights.len() - 1).unwrap_or(&[]);
    on_path(&weights[1..]).max(weights[0] + on_path(inner))
}

/// The heaviest choice of edges of a path, no two side by side.
fn on_path(weights: &[i64]) -> i64 {
    let (mut without, mut with) = (0, 0);
    for &weight in weights {
        (without, with) = (with, with.max(without + weight));
    }
    with
}

fn exactly(near: &Near, component: &[Node]) -> i64 {
    let rows: Vec<Node> = component.iter().copied().filter(|node| !node.0).collect();
    let columns: Vec<Node> = component.iter().copied().filter(|node| node.0).collect();
    // A spare column for each row: it need not be matched.
    let width = columns.len() + rows.len();
    let mut cost = vec![0i64; rows.len() * width];
    for (r, row) in rows.iter().enumerate() {
        for &(other, weight) in &near[row] {
            if let Some(c) = columns.iter().position(|&column| column == other) {
                cost[r * width + c] = -weight;
            }
        }
    }
    let (column_of, _) = cheapest(rows.len(), width, &cost);
    column_of.iter().enumerate().map(|(r, &c)| -cost[r * width + c]).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::heaviest;
    use crate::rng::Rng;

    fn brute(edges: &[((usize, usize), i64)], used: &mut Vec<(bool, usize)>) -> i64 {
        let Some((&((one, other), weight), rest)) = edges.split_first() else { return 0 };
        let mut best = brute(rest, used);
        if !used.contains(&(false, one)) && !used.contains(&(true, other)) {
            used.extend([(false, one), (true, other)]);
            best = best.max(weight + brute(rest, used));
            used.truncate(used.len() - 2);
        }
        best
    }

    #[test]
    fn paths_cycles_and_thickets_are_matched_as_trying_everything_does() {
        let mut rng = Rng::new(3);
        for round in 0..400 {
            let most = if round % 2 == 0 { 2 } else { 9 };
            let mut edges: BTreeMap<(usize, usize), i64> = BTreeMap::new();
            for _ in 0..rng.below(11) {
                let (one, other) = (rng.below(4), rng.below(4));
                let degree = |f: &dyn Fn(&(usize, usize)) -> bool| edges.keys().filter(|&e| f(e)).count();
                if degree(&|e| e.0 == one) < most && degree(&|e| e.1 == other) < most {
                    *edges.entry((one, other)).or_default() += 1;
                }
            }
            let list: Vec<((usize, usize), i64)> = edges.iter().map(|(&e, &w)| (e, w)).collect();
            assert_eq!(heaviest(&edges), brute(&list, &mut Vec::new()), "{edges:?}");
        }
    }
}
