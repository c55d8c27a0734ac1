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

#[cfg(test)]
mod tests {
    use passerelle_domain::Session;

    use crate::rules::testing::{decides, spec};

    #[test]
    fn a_pair_waits_for_its_half_day() {
        let mut free = spec(1, 2, &[("a", "x", 9), ("b", "y", 5)]);
        free.slots[0].session = Some(Session::Am);
        let mut ruled = free.clone();
        ruled.pairs[0].session = Some(Session::Pm);
        decides("session", (free, ruled), (14, 5), &[(0, 0, 0)]);
    }
}
