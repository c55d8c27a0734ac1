//! What was fixed beforehand holds.
//!
//! A locked pair may sit in its slot alone; its table is that of [`super::fixed_table`]. That it is placed at all is the first thing
//! a board's score counts, and a lower bound of 1 in every programme.

use passerelle_domain::Problem;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "locks",
    sentence: "a locked pair meets, in its slot and at its table where these are fixed",
    alone: Some(|problem: &Problem, pair, slot| {
        problem.pairs()[pair].lock.and_then(|lock| lock.slot).is_none_or(|at| at == slot)
    }),
    rows: None,
};

#[cfg(test)]
mod tests {
    use passerelle_domain::ProblemSpec;

    use crate::rules::testing::{decides, spec};

    #[test]
    fn a_locked_pair_takes_its_slot_whatever_that_costs() {
        let free = spec(1, 1, &[("a", "x", 9), ("a", "y", 5)]);
        let locked = vec![("a~y".into(), Some("s0".into()), Some("1".into()))];
        let ruled = ProblemSpec { locked, ..free.clone() };
        decides("locks", (free, ruled), (9, 5), &[(0, 0, 0)]);
    }
}
