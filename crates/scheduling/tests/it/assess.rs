//! An agenda made by hand is described like one that was planned.

use passerelle_domain::{Agenda, Objective, Status};
use passerelle_scheduling::check::{Claims, audit};
use passerelle_scheduling::{Never, assess};

use crate::oracle::best;
use crate::support::{solved, tiny};

#[test]
fn what_is_said_of_a_planned_agenda_and_of_one_cut_down_is_true() {
    let (mut same, mut fewer) = (0, 0);
    for seed in 0..120 {
        let Some(problem) = tiny(seed, true) else { continue };
        let plan = solved(&problem);
        if !matches!(plan.proof.status, Status::Optimal | Status::Feasible) {
            continue;
        }
        let told = assess(&problem, &plan.agenda, &plan.proof.levels, &Never).unwrap();
        assert_eq!((told.proof.status, &told.missing), (plan.proof.status, &plan.missing), "seed {seed}");
        assert_eq!(told.gaps.by_participant, plan.gaps.by_participant, "seed {seed}");
        assert_eq!(told.unplaced.len(), plan.unplaced.len(), "seed {seed}");
        same += 1;
        for left_out in 0..plan.agenda.meetings().len() {
            let mut meetings = plan.agenda.meetings().to_vec();
            meetings.remove(left_out);
            let agenda = Agenda::new(meetings);
            // With what the plan knew, and with nothing.
            for known in [plan.proof.levels.as_slice(), &[]] {
                let Ok(told) = assess(&problem, &agenda, known, &Never) else { continue };
                assert_eq!(audit(&problem, &agenda, &Claims::of(&told)), [], "seed {seed}");
                let Some(oracle) = best(&problem) else { continue };
                let level = |objective| told.proof.level(objective).unwrap();
                assert!(level(Objective::Musts).bound >= oracle.musts, "seed {seed}");
                let musts = level(Objective::Musts).value == oracle.musts;
                assert!(!musts || level(Objective::Floors).bound <= oracle.shortfall.0, "seed {seed}");
                let alike = musts && level(Objective::Floors).value == oracle.shortfall.0;
                assert!(!alike || level(Objective::Value).bound >= oracle.value, "seed {seed}");
                if told.proof.status == Status::Optimal {
                    assert!(alike && told.proof.value() == oracle.value, "seed {seed}");
                }
                fewer += 1;
            }
        }
    }
    assert!(same > 40 && fewer > 80, "{same} {fewer}");
}
