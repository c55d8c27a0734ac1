//! Lengths asked for by pairs.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "minutes",
    sentence: "a pair that needs a minimum length meets in a slot that long",
    alone: Some(|problem: &Problem, pair, slot| {
        let needed = problem.pairs()[pair].minutes;
        needed.is_none_or(|needed| problem.slots()[slot].minutes.is_some_and(|length| length >= needed))
    }),
    rows: None,
};
