//! Excluded pairs stay apart.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "excluded",
    sentence: "an excluded pair does not meet",
    alone: Some(|problem: &Problem, pair, _| !problem.pairs()[pair].excluded),
    rows: None,
};

#[cfg(test)]
mod tests {
    use passerelle_domain::ProblemSpec;

    use crate::rules::testing::{decides, spec};

    #[test]
    fn an_excluded_pair_is_left_out_however_much_it_is_worth() {
        let free = spec(1, 2, &[("a", "x", 9), ("b", "y", 5)]);
        let ruled = ProblemSpec { excluded: vec!["a~x".into()], ..free.clone() };
        decides("excluded", (free, ruled), (14, 5), &[(0, 0, 0)]);
    }
}
