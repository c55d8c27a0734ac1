//! Value <= optimum <= bound against brute force, and equality wherever a proof is claimed.

use passerelle_domain::{Objective, Problem, Status};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::brute;
use crate::support::{solved, tiny};

/// Compares a solve with brute force.
fn agrees(problem: &Problem) {
    let plan = solved(problem);
    let best = brute::best(problem);
    let Some((musts, shortfall, value, groups)) = best else {
        assert_ne!(plan.proof.status, Status::Optimal);
        assert_ne!(plan.proof.status, Status::Feasible);
        return;
    };
    assert_ne!(plan.proof.status, Status::Infeasible, "{:?}", plan.conflict);
    // At this size the exact method decides about locks, and about the spread.
    assert_ne!(plan.proof.status, Status::Cancelled, "{:?}", plan.conflict);
    let level = |objective| *plan.proof.level(objective).unwrap();
    let (m, f, v, g) =
        (level(Objective::Musts), level(Objective::Floors), level(Objective::Value), level(Objective::Gaps));
    assert!(m.value <= musts && musts <= m.bound, "musts {m:?}, best {musts}");
    if m.value < musts {
        assert!(!m.proved);
        return;
    }
    assert!(f.value >= shortfall && shortfall >= f.bound, "floors {f:?}, best {shortfall}");
    if f.value > shortfall {
        assert!(!f.proved);
        return;
    }
    assert!(v.value <= value && value <= v.bound, "value {v:?}, best {value}");
    if v.value == value {
        assert!(g.value >= groups && groups >= g.bound, "gaps {g:?}, best {groups}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn plain_problems_agree_with_brute_force(seed in any::<u64>()) {
        if let Some(problem) = tiny(seed, false) {
            agrees(&problem);
        }
    }

    #[test]
    fn special_rules_agree_with_brute_force(seed in any::<u64>()) {
        if let Some(problem) = tiny(seed, true) {
            agrees(&problem);
        }
    }
}

#[test]
fn most_tiny_problems_are_proved() {
    let plans: Vec<Status> =
        (0..60).filter_map(|seed| tiny(seed, true)).map(|p| solved(&p).proof.status).collect();
    let proved = plans.iter().filter(|&&s| matches!(s, Status::Optimal | Status::Infeasible)).count();
    assert!(proved * 100 >= plans.len() * 90, "{proved} of {}", plans.len());
}
