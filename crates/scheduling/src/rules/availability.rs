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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn nobody_meets_in_a_slot_of_absence() {
        let free = spec(2, 2, &[("a", "x", 9), ("a", "y", 5)]);
        let mut ruled = free.clone();
        ruled.participants[0].unavailable = vec!["s1".into()];
        decides("availability", (free, ruled), (14, 9), &[(0, 1, 0)]);
    }
}
