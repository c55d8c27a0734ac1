//! Fewest changes of table for given times, by a linear programme with cuts.
//!
//! A hop that ends at the table where it began is an edge between two meetings. Meetings joined by such edges are all at one table,
//! and a table has one meeting a slot: between two slots the edges are a matching, and of the edges of a path between two meetings
//! of one slot at least one is missing. Rows of the second kind are added where the solution breaks them.

use std::collections::BTreeMap;

use super::hops::{Hop, fewest_changes};
use super::sittings::Sittings;
use crate::lp::{Lp, Outcome, Sense, Work};
use crate::options::Stop;

/// Most edges for which the programme is asked; beyond, the matchings alone are the bound.
const EDGES: usize = 2_000;
/// Rounds of cuts.
const ROUNDS: usize = 16;
/// What counts as broken.
const BROKEN: f64 = 1e-4;

/// A lower bound on the changes, no smaller than that of matchings alone.
pub(super) fn changes(sittings: &Sittings<'_>, hops: &[Hop], enough: u32, stop: &dyn Stop) -> u32 {
    let matchings = fewest_changes(sittings, hops);
    // Once something is as good as the bound there is nothing to add.
    if matchings >= enough {
        return matchings;
    }
    let graph = Graph::new(sittings, hops);
    if graph.edges.len() > EDGES {
        return matchings;
    }
    let mut lp = graph.matchings();
    let mut best = matchings;
    for _ in 0..ROUNDS {
        if stop.should_stop() {
            break;
        }
        let Outcome::Solved(answer) = lp.solve(Work::plain(stop)) else {
            break;
        };
        let Some(stay) = answer.bound else { break };
        let least = graph.people.saturating_sub(stay).max(0);
        best = best.max(u32::try_from(least).unwrap_or(0));
        let broken = graph.broken(&answer.x);
        if broken.is_empty() || best >= enough {
            break;
        }
        for path in broken {
            let most = i64::try_from(path.len()).unwrap_or(i64::MAX) - 1;
            lp.row(path.into_iter().map(|edge| (edge, 1)).collect(), Sense::AtMost, most);
        }
    }
    best
}

/// Meetings and the edges between them.
struct Graph {
    /// Ends, and how many people go on along the edge.
    edges: Vec<([usize; 2], i64)>,
    /// By meeting: its edges.
    near: Vec<Vec<usize>>,
    /// By meeting: its slot.
    slot: Vec<usize>,
    people: i64,
}

impl Graph {
    fn new(sittings: &Sittings<'_>, hops: &[Hop]) -> Self {
        let mut first = Vec::new();
        let mut slot = Vec::new();
        for (at, here) in sittings.by_slot.iter().enumerate() {
            first.push(slot.len());
            slot.extend(here.iter().map(|_| at));
        }
        let (mut weights, mut people) = (BTreeMap::new(), 0);
        for hop in hops {
            people += hop.people();
            let (from, to) = (hop.from.0, hop.to.0);
            for &one in &hop.from.1 {
                for &other in hop.to.1.iter().filter(|&&other| sittings.can_share((from, one), (to, other))) {
                    *weights.entry([first[from] + one, first[to] + other]).or_insert(0) += 1;
                }
            }
        }
        let edges: Vec<([usize; 2], i64)> = weights.into_iter().collect();
        let mut near = vec![Vec::new(); slot.len()];
        for (edge, (ends, _)) in edges.iter().enumerate() {
            for &end in ends {
                near[end].push(edge);
            }
        }
        Self { edges, near, slot, people: i64::try_from(people).unwrap_or(i64::MAX) }
    }

    fn other(&self, edge: usize, end: usize) -> usize {
        let [one, other] = self.edges[edge].0;
        if one == end { other } else { one }
    }

    /// The programme with matchings between each two slots.
    fn matchings(&self) -> Lp {
        let mut lp = Lp::default();
        for &(_, weight) in &self.edges {
            lp.variable(weight, (0, 1), false);
        }
        for (meeting, near) in self.near.iter().enumerate() {
            let mut by_slot: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
            for &edge in near {
                by_slot.entry(self.slot[self.other(edge, meeting)]).or_default().push((edge, 1));
            }
            for terms in by_slot.into_values().filter(|terms| terms.len() > 1) {
                lp.row(terms, Sense::AtMost, 1);
            }
        }
        lp
    }

    /// Paths between two meetings of one slot of which too many edges are taken: for each meeting the worst.
    fn broken(&self, taken: &[f64]) -> Vec<Vec<usize>> {
        let mut found = std::collections::BTreeSet::new();
        for start in 0..self.slot.len() {
            if let Some(mut path) = self.worst(start, taken) {
                path.sort_unstable();
                found.insert(path);
            }
        }
        found.into_iter().collect()
    }

    /// The path from a meeting to another one of its slot that misses least, when it misses less than one edge: Dijkstra's
    /// algorithm over what each edge lacks.
    fn worst(&self, start: usize, taken: &[f64]) -> Option<Vec<usize>> {
        let mut lacks: BTreeMap<usize, (f64, Option<usize>)> = BTreeMap::from([(start, (0.0, None))]);
        let mut open = vec![start];
        let mut done = std::collections::BTreeSet::new();
        while let Some(at) = nearest(&mut open, &lacks) {
            let so_far = lacks[&at].0;
            if at != start && self.slot[at] == self.slot[start] {
                let mut path = Vec::new();
                let mut back = at;
                while let Some(edge) = lacks[&back].1 {
                    path.push(edge);
                    back = self.other(edge, back);
                }
                return Some(path);
            }
            if !done.insert(at) {
                continue;
            }
            for &edge in &self.near[at] {
                let next = self.other(edge, at);
                let length = so_far + (1.0 - taken[edge]).max(0.0);
                let closer = lacks.get(&next).is_none_or(|&(known, _)| length < known);
                if length < 1.0 - BROKEN && closer && !done.contains(&next) {
                    lacks.insert(next, (length, Some(edge)));
                    open.push(next);
                }
            }
        }
        None
    }
}

/// Takes the nearest meeting out of a list; those that were listed again with less are found with less.
fn nearest(open: &mut Vec<usize>, lacks: &BTreeMap<usize, (f64, Option<usize>)>) -> Option<usize> {
    let far = |meeting: usize| lacks[&meeting].0;
    let (place, _) = open.iter().enumerate().min_by(|a, b| far(*a.1).total_cmp(&far(*b.1)))?;
    Some(open.swap_remove(place))
}
