//! Precedences and the order of objectives.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaints;
use crate::problem::{Pair, Precedence, ProblemSpec};
use crate::{Objective, Policy};

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

/// The order of objectives, and the tolerance between two of them.
///
/// Musts, floors and value lead, in this order: a must is a promise to two by name, a floor a promise by number, and both are worth
/// more than any sum of values. Idle groups cannot lead, since no agenda at all has none; tables are taken when times are settled.
pub(super) fn objectives(spec: &ProblemSpec, wrong: &mut Complaints) -> Vec<Objective> {
    let asked = spec.objectives.clone().unwrap_or_else(|| Objective::USUAL.to_vec());
    let place = |o: Objective| asked.iter().position(|&asked| asked == o);
    let mut complain = |message: String, hint: &str| wrong.add("objectives", message, hint);
    let leading = &Objective::USUAL[..3];
    for needed in leading.iter().filter(|&&o| place(o).is_none()) {
        complain(
            format!("`{}` cannot be left out", needed.word()),
            "name musts, floors and value; gaps and moves may be left out",
        );
    }
    for one in Objective::USUAL {
        if asked.iter().filter(|&&o| o == one).count() > 1 {
            complain(format!("`{}` is named twice", one.word()), "name each objective once");
        }
    }
    let before = |one: Objective, other: Objective| {
        place(one).zip(place(other)).is_some_and(|(one, other)| one < other)
    };
    if before(Objective::Floors, Objective::Musts) {
        complain(
            "`floors` before `musts` is not supported: a must is a promise to two by name, a floor one by number".into(),
            "put `musts` first",
        );
    }
    for first in [Objective::Musts, Objective::Floors] {
        if before(Objective::Value, first) {
            complain(
                format!(
                    "`value` before `{}` is not supported: what is promised is kept before anything is gained",
                    first.word()
                ),
                "put `value` third",
            );
        }
    }
    for after in [Objective::Gaps, Objective::Moves] {
        if leading.iter().any(|&first| before(after, first)) {
            complain(
                format!(
                    "`{}` before value cannot be meant: the emptiest agenda would be the best",
                    after.word()
                ),
                "put it after `value`; `give_up` tells how much value fewer idle groups may cost",
            );
        }
    }
    if before(Objective::Moves, Objective::Gaps) {
        complain(
            "`moves` before `gaps` is not supported: tables are taken when times are settled".into(),
            "put `gaps` before `moves`",
        );
    }
    tolerance(spec, &asked, wrong);
    asked
}

fn tolerance(spec: &ProblemSpec, asked: &[Objective], wrong: &mut Complaints) {
    if spec.give_up > Policy::WHOLE {
        wrong.add(
            "give_up",
            format!("`{}` is more than the whole value", spec.give_up),
            "give parts per million: 10000 is 1 %",
        );
    }
    if spec.give_up > 0 && !asked.contains(&Objective::Gaps) {
        wrong.add(
            "give_up",
            "value is given up for fewer idle groups, which are not among the objectives",
            "add `gaps` to the objectives, or give up `0`",
        );
    }
}
