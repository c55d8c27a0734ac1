//! A pair meets once: a board has one slot for each pair, a programme one variable of at most 1.

use super::Rule;

pub(super) const RULE: Rule =
    Rule { code: "once", sentence: "each pair meets at most once", alone: None, rows: None };

#[cfg(test)]
mod tests {
    use passerelle_domain::{Agenda, Meeting, Problem};

    use crate::check::check;
    use crate::rules::testing::spec;

    #[test]
    fn a_second_meeting_of_a_pair_is_found_and_never_made() {
        let problem = Problem::new(spec(2, 1, &[("a", "x", 9)])).unwrap();
        let twice = [0, 1].map(|slot| Meeting { slot, table: 0, pair: 0 });
        let found = check(&problem, &Agenda::new(twice.to_vec()));
        assert_eq!(found.iter().map(|v| v.rule).collect::<Vec<_>>(), ["once"]);
        let plan = crate::solve(&problem, &crate::Options::default(), &crate::Never, &mut |_| {});
        assert_eq!((plan.agenda.meetings().len(), plan.proof.value()), (1, 9));
    }
}
