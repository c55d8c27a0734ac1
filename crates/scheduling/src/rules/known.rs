//! Meetings name what exists: a board has no others.

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "known",
    sentence: "each meeting is of a pair, in a slot and at a table of the problem",
    alone: None,
    rows: None,
};

#[cfg(test)]
mod tests {
    use passerelle_domain::{Agenda, Meeting, Problem};

    use crate::check::check;
    use crate::rules::testing::spec;

    #[test]
    fn what_the_problem_does_not_have_is_found() {
        let problem = Problem::new(spec(1, 1, &[("a", "x", 9)])).unwrap();
        for (pair, slot, table) in [(1, 0, 0), (0, 1, 0), (0, 0, 1)] {
            let found = check(&problem, &Agenda::new(vec![Meeting { slot, table, pair }]));
            assert_eq!(found.iter().map(|v| v.rule).collect::<Vec<_>>(), ["known"]);
        }
    }
}
