//! Nobody meets while away.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "availability",
    sentence: "a participant meets only in slots in which it is there",
    alone: Some(both_there),
    rows: None,
};

fn both_there(problem: &Problem, pair: usize, slot: usize) -> bool {
    let pair = &problem.pairs()[pair];
    [pair.a, pair.b].iter().all(|&end| problem.participants()[end].is_available(slot))
}
