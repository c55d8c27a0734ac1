//! Precedences and the order of objectives.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaints;
use crate::problem::{Objective, Pair, Precedence, ProblemSpec};

pub(super) fn order(
    spec: &ProblemSpec,
    find_pair: &impl Fn(String, &str, &mut Complaints) -> Option<usize>,
    pairs: &[Pair],
    wrong: &mut Complaints,
) -> Vec<Precedence> {
    let mut edges = BTreeSet::new();
    for (i, (first, then)) in spec.precedences.iter().enumerate() {
        let first = find_pair(format!("precedences[{i}].first"), first, wrong);
        let then = find_pair(format!("precedences[{i}].then"), then, wrong);
        if let (Some(first), Some(then)) = (first, then) {
            edges.insert(Precedence { first, then });
        }
    }
    // Kahn's algorithm: what cannot be peeled off lies on or behind a cycle.
    let mut before = vec![0usize; pairs.len()];
    let mut after: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for edge in &edges {
        before[edge.then] += 1;
        after.entry(edge.first).or_default().push(edge.then);
    }
    let mut ready: Vec<usize> = (0..pairs.len()).filter(|&p| before[p] == 0).collect();
    while let Some(pair) = ready.pop() {
        for &next in after.get(&pair).map_or(&[][..], Vec::as_slice) {
            before[next] -= 1;
            if before[next] == 0 {
                ready.push(next);
            }
        }
    }
    let stuck: Vec<&str> =
        (0..pairs.len()).filter(|&p| before[p] > 0).take(6).map(|p| pairs[p].id.as_str()).collect();
    if !stuck.is_empty() {
        wrong.add(
            "precedences",
            format!("`{}` wait for each other in a circle", stuck.join("`, `")),
            "take one of these precedences away",
        );
    }
    edges.into_iter().collect()
}

pub(super) fn objectives(spec: &ProblemSpec, wrong: &mut Complaints) -> Vec<Objective> {
    let Some(asked) = &spec.objectives else { return Objective::USUAL.to_vec() };
    let mut rest = Objective::USUAL.iter();
    if !asked.iter().all(|o| rest.any(|usual| usual == o)) {
        wrong.add(
            "objectives",
            "this order is not supported",
            "keep the order musts, floors, value, gaps; gaps may be left out",
        );
    }
    if let Some(needed) = Objective::USUAL[..3].iter().find(|o| !asked.contains(o)) {
        wrong.add(
            "objectives",
            format!("`{}` cannot be left out", needed.word()),
            "name musts, floors and value; gaps may be left out",
        );
    }
    asked.clone()
}
