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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn a_pair_waits_for_a_slot_that_is_long_enough() {
        let mut free = spec(1, 2, &[("a", "x", 9), ("b", "y", 5)]);
        free.slots[0].minutes = Some(20);
        let mut ruled = free.clone();
        ruled.pairs[0].minutes = Some(30);
        decides("minutes", (free, ruled), (14, 5), &[(0, 0, 0)]);
    }
}
