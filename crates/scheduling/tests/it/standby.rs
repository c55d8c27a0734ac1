//! Every reserve keeps every rule in place of the absent one; nobody is first for more cases than must be.

use passerelle_domain::{Chances, Standby, Status};
use passerelle_scheduling::check::check;
use passerelle_scheduling::{Never, standby};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{S1, event, pair, party, slot, solved, tiny};
use passerelle_domain::{Problem, ProblemSpec};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn reserves_are_those_that_the_checker_accepts(seed in any::<u64>()) {
        let Some(problem) = tiny(seed, seed.is_multiple_of(2)) else { return Ok(()) };
        let plan = solved(&problem);
        if !matches!(plan.proof.status, Status::Optimal | Status::Feasible) || problem.pairs().iter().any(|p| p.lock.is_some()) {
            return Ok(());
        }
        let all = standby(&problem, &plan.agenda, &Chances::certain(&problem), 9, &Never);
        for one in &all.meetings {
            for case in &one.cases {
                // Whoever the checker accepts in the absent one's place, if idle then.
                let mut accepted = std::collections::BTreeSet::new();
                for (index, pair) in problem.pairs().iter().enumerate() {
                    let who = match (pair.a == case.stays, pair.b == case.stays) {
                        (true, _) => pair.b,
                        (_, true) => pair.a,
                        _ => continue,
                    };
                    let idle = plan.agenda.meetings().iter().all(|m| {
                        let other = &problem.pairs()[m.pair];
                        m.slot != one.meeting.slot || ![other.a, other.b].contains(&who)
                    });
                    let reserve = passerelle_domain::Reserve { participant: who, pair: index, table: one.meeting.table, value: 0 };
                    let with = Standby::replaced(&plan.agenda, &one.meeting, &reserve);
                    if idle && who != case.absent && index != one.meeting.pair && check(&problem, &with).is_empty() {
                        accepted.insert(who);
                    }
                }
                let named: std::collections::BTreeSet<usize> = case.reserves.iter().map(|r| r.participant).collect();
                prop_assert_eq!(&named, &accepted);
                prop_assert_eq!(case.candidates, accepted.len());
            }
        }
    }
}

#[test]
fn first_reserves_are_spread_and_chances_are_counted() {
    // Two firms could step in for either of two desks' meetings; each is first for one.
    let spec = ProblemSpec {
        slots: vec![slot("s", 2)],
        participants: ["c", "d", "f", "g", "h", "i"].map(party).to_vec(),
        pairs: vec![
            pair("c", "f", 100),
            pair("d", "g", 100),
            pair("c", "h", 80),
            pair("d", "h", 70),
            pair("c", "i", 60),
            pair("d", "i", 10),
        ],
        ..Default::default()
    };
    let problem = Problem::new(spec).unwrap();
    let plan = solved(&problem);
    let chances = Chances::new([1.0, 1.0, 0.5, 1.0, 1.0, 1.0]);
    let all = standby(&problem, &plan.agenda, &chances, 2, &Never);
    assert_eq!((all.most_first, all.exact), (1, true));
    let of = |pair: usize| all.meetings.iter().find(|one| one.meeting.pair == pair).unwrap();
    // 60 + 70 is more than 80 + 10.
    assert_eq!(of(0).cases[1].reserves.iter().map(|r| r.value).collect::<Vec<_>>(), [60, 80]);
    assert_eq!(of(1).cases[1].reserves.iter().map(|r| r.value).collect::<Vec<_>>(), [70, 10]);
    assert_eq!((of(0).expected, of(0).with_standby), (50.0, 80.0));
    assert_eq!((all.expected(), all.with_standby(), all.uncovered()), (150.0, 180.0, 2));
}

#[test]
fn a_larger_event_is_covered_by_many() {
    let problem = event(S1, 1);
    let plan = solved(&problem);
    let all = standby(&problem, &plan.agenda, &Chances::new(vec![0.9; 40]), 3, &Never);
    assert_eq!(all.meetings.len(), plan.agenda.meetings().len());
    assert!(all.with_standby() > all.expected());
    for one in &all.meetings {
        for reserve in one.cases.iter().flat_map(|case| &case.reserves) {
            let with = Standby::replaced(&plan.agenda, &one.meeting, reserve);
            assert_eq!(check(&problem, &with), []);
        }
    }
}
