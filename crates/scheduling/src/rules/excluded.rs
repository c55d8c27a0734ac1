//! Excluded pairs stay apart.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "excluded",
    sentence: "an excluded pair does not meet",
    alone: Some(|problem: &Problem, pair, _| !problem.pairs()[pair].excluded),
    rows: None,
};
