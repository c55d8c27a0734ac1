//! Events of regional size: proved at full availability, close at less.

use passerelle_domain::{Problem, Seats, SlotTables, Status};

use crate::support::{S1, S2, S3, Size, event, event_spec, solved};

#[test]
fn full_availability_is_proved() {
    for (size, seeds) in [(S1, 6), (S2, 3), (S3, 1)] {
        for seed in 0..seeds {
            let plan = solved(&event(size, seed));
            assert_eq!(plan.proof.status, Status::Optimal, "{size:?} {seed}: {:?}", plan.proof.levels);
        }
    }
}

#[test]
fn full_days_and_full_tables_are_proved_too() {
    for (size, seeds) in [(S1, 4), (S2, 2)] {
        for seed in 0..seeds {
            let plan = solved(&event(Size { tight: true, ..size }, seed));
            assert_eq!(plan.proof.status, Status::Optimal, "{size:?} {seed}: {:?}", plan.proof.levels);
        }
    }
}

#[test]
fn absences_leave_a_small_gap_at_most() {
    for seed in 0..3 {
        for there in [85, 60] {
            let plan = solved(&event(Size { there, ..S1 }, seed));
            assert!(plan.proof.gap() <= 0.001, "{there} {seed}: {:?}", plan.proof.levels);
        }
    }
}

#[test]
fn rest_order_locks_and_own_tables_are_kept_at_the_size_of_an_event() {
    let mut spec = event_spec(S1, 5);
    let free: Vec<String> = spec
        .pairs
        .iter()
        .map(|p| format!("{}~{}", p.a, p.b))
        .filter(|id| !spec.excluded.contains(id))
        .collect();
    for client in &mut spec.participants[..10] {
        client.max_run = Some(4);
    }
    spec.participants[0].table = Some("1".into());
    spec.participants[1].seats = Seats::Every(2);
    spec.slots[3].tables = SlotTables::Count(5);
    for i in 0..10 {
        spec.precedences.push((free[i * 7].clone(), free[i * 7 + 3].clone()));
    }
    spec.locked = vec![(free[2].clone(), Some("s02".into()), None), (free[60].clone(), None, None)];
    let plan = solved(&Problem::new(spec).unwrap());
    assert!(plan.proof.gap() <= 0.01, "{:?}", plan.proof.levels);
}
