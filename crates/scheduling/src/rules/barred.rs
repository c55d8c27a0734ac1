//! Slots barred to a pair.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "barred",
    sentence: "a pair does not meet in a slot that is barred to it",
    alone: Some(|problem: &Problem, pair, slot| !problem.pairs()[pair].barred.contains(&slot)),
    rows: None,
};
