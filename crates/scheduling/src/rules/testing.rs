//! What the tests of the rules share: the smallest problems, a solve, and the checker.

use passerelle_domain::{
    Agenda, Meeting, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables,
};

use crate::check::check;
use crate::{Never, Options, solve};

/// So many slots (`s0`, `s1` ...) with so many tables; pairs of given value between the participants they name.
pub(super) fn spec(slots: usize, tables: u32, pairs: &[(&str, &str, u32)]) -> ProblemSpec {
    let mut names: Vec<&str> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
    names.sort_unstable();
    names.dedup();
    let slot = |s| SlotSpec { id: format!("s{s}"), tables: SlotTables::Count(tables), ..Default::default() };
    let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
    let pair = |&(a, b, value): &(&str, &str, u32)| PairSpec {
        a: a.into(),
        b: b.into(),
        value,
        ..Default::default()
    };
    ProblemSpec {
        slots: (0..slots).map(slot).collect(),
        participants: names.into_iter().map(party).collect(),
        pairs: pairs.iter().map(pair).collect(),
        ..Default::default()
    }
}

/// Holds one rule to its promise on two problems that differ by it alone: the solver reaches so much value without and with it and
/// the checker is silent; an agenda (pair, slot, table) that is sound without the rule breaks it, and nothing else, with it.
pub(super) fn decides(
    code: &str,
    (without, with): (ProblemSpec, ProblemSpec),
    values: (i64, i64),
    broken: &[(usize, usize, usize)],
) {
    let meeting = |&(pair, slot, table): &(usize, usize, usize)| Meeting { slot, table, pair };
    let broken = Agenda::new(broken.iter().map(meeting).collect());
    for (spec, value, rules) in [(without, values.0, vec![]), (with, values.1, vec![code])] {
        let problem = Problem::new(spec).unwrap();
        let plan = solve(&problem, &Options { effort: 0.1, ..Options::default() }, &Never, &mut |_| {});
        assert_eq!(check(&problem, &plan.agenda), []);
        assert_eq!((plan.proof.value(), plan.proof.bound()), (value, value));
        let mut found: Vec<&str> =
            check(&problem, &broken).into_iter().map(|violation| violation.rule).collect();
        found.dedup();
        assert_eq!(found, rules);
    }
}
