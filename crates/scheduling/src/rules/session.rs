//! Half-days asked for by pairs.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "session",
    sentence: "a pair that asks for a half-day meets in it",
    alone: Some(|problem: &Problem, pair, slot| {
        let wanted = problem.pairs()[pair].session;
        wanted.is_none() || wanted == problem.slots()[slot].session
    }),
    rows: None,
};
