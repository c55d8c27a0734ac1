//! Rules and answers one by one, on problems small enough to see.

use passerelle_domain::{
    Missing, Objective, Problem, ProblemSpec, Seats, SlotTables, Status, UnplacedReason,
};
use passerelle_scheduling::{Never, Options, Phase, Stop, solve};

use crate::support::{S1, S2, Size, event, pair, party, slot, solved, solved_with};

fn spec(slots: u32, tables: u32, pairs: &[(&str, &str, u32)]) -> ProblemSpec {
    let mut names: Vec<&str> = pairs.iter().flat_map(|p| [p.0, p.1]).collect();
    names.sort_unstable();
    names.dedup();
    ProblemSpec {
        slots: (0..slots).map(|s| slot(&format!("s{s}"), tables)).collect(),
        participants: names.into_iter().map(party).collect(),
        pairs: pairs.iter().map(|&(a, b, value)| pair(a, b, value)).collect(),
        ..Default::default()
    }
}

fn reason_of(problem: &Problem, pair: usize) -> UnplacedReason {
    let plan = solved(problem);
    plan.unplaced.into_iter().find(|u| u.pair == pair).map(|u| u.reason).unwrap()
}

#[test]
fn a_triangle_in_one_slot_is_proved_despite_its_loose_programme() {
    let triangle = spec(1, 3, &[("a", "b", 10), ("b", "c", 10), ("a", "c", 10)]);
    let plan = solved(&Problem::new(triangle).unwrap());
    assert_eq!((plan.proof.value(), plan.proof.bound(), plan.proof.status), (10, 10, Status::Optimal));
}

#[test]
fn every_reason_is_the_plain_one() {
    let mut away = spec(2, 2, &[("a", "x", 5), ("a", "y", 4), ("b", "y", 3)]);
    away.participants[0].unavailable = vec!["s0".into()];
    away.participants[2].unavailable = vec!["s1".into()];
    assert_eq!(reason_of(&Problem::new(away.clone()).unwrap(), 0), UnplacedReason::NoCommonSlot);
    away.participants[2].unavailable.clear();
    away.excluded = vec!["a~x".into()];
    assert_eq!(reason_of(&Problem::new(away).unwrap(), 0), UnplacedReason::Excluded);

    let full = spec(1, 2, &[("a", "x", 5), ("a", "y", 4)]);
    let reason = reason_of(&Problem::new(full).unwrap(), 1);
    assert_eq!(reason, UnplacedReason::ParticipantFull { participant: 0, meetings: 1, cap: 1 });

    let tables = spec(1, 1, &[("a", "x", 5), ("b", "y", 4)]);
    assert_eq!(reason_of(&Problem::new(tables).unwrap(), 1), UnplacedReason::TablesFull { slots: vec![0] });

    let mut limited = spec(2, 2, &[("a", "x", 5), ("b", "y", 4)]);
    limited.limits.push((vec!["a~x".into(), "b~y".into()], None, Some(1)));
    assert_eq!(reason_of(&Problem::new(limited).unwrap(), 1), UnplacedReason::LimitReached { limit: 0 });

    let mut ordered = spec(1, 2, &[("a", "x", 5), ("b", "y", 4)]);
    ordered.precedences.push(("a~x".into(), "b~y".into()));
    assert_eq!(reason_of(&Problem::new(ordered).unwrap(), 1), UnplacedReason::Rules { slots: vec![0] });

    let mut outbid = spec(3, 2, &[("a", "x", 9), ("b", "y", 9), ("a", "y", 4)]);
    outbid.participants[0].unavailable = vec!["s2".into()];
    outbid.participants[3].unavailable = vec!["s0".into()];
    outbid.locked = vec![("a~x".into(), Some("s1".into()), None), ("b~y".into(), Some("s2".into()), None)];
    let reason = reason_of(&Problem::new(outbid).unwrap(), 2);
    assert!(
        matches!(reason, UnplacedReason::Outbid { ref by } if by.len() == 1 && by[0].slot == 1),
        "{reason:?}"
    );
}

#[test]
fn the_reason_is_the_side_that_is_harder_to_make_room_with() {
    // Both are full: `a` with a meeting of 5, `x` with one of 9.
    let mut both = spec(1, 4, &[("a", "y", 5), ("b", "x", 9), ("a", "x", 4)]);
    both.participants[0].max = Some(1);
    let reason = reason_of(&Problem::new(both).unwrap(), 2);
    assert!(matches!(reason, UnplacedReason::ParticipantFull { participant: 2, .. }), "{reason:?}");
}

#[test]
fn where_no_table_is_open_the_tables_are_the_reason() {
    let none = spec(2, 0, &[("a", "x", 5)]);
    assert_eq!(reason_of(&Problem::new(none).unwrap(), 0), UnplacedReason::TablesFull { slots: vec![0, 1] });
}

#[test]
fn locks_precedences_and_rest_hold_together() {
    let mut spec = spec(
        6,
        2,
        &[("a", "x", 5), ("a", "y", 5), ("a", "z", 5), ("b", "x", 5), ("b", "y", 5), ("a", "w", 1)],
    );
    spec.participants[0].max_run = Some(1);
    spec.precedences = vec![("a~z".into(), "a~x".into()), ("a~y".into(), "a~z".into())];
    spec.locked = vec![("b~x".into(), Some("s2".into()), Some("2".into()))];
    let plan = solved(&Problem::new(spec).unwrap());
    // With rest after each meeting `a` has at most three in six slots.
    assert_eq!((plan.proof.value(), plan.proof.status), (25, Status::Optimal));
}

#[test]
fn locks_that_leave_no_way_are_refuted_in_words() {
    let mut clash = spec(2, 2, &[("a", "x", 5), ("a", "y", 5), ("a", "z", 5)]);
    clash.locked = ["x", "y", "z"].map(|f| (format!("a~{f}"), None, None)).to_vec();
    let plan = solved(&Problem::new(clash).unwrap());
    assert_eq!(plan.proof.status, Status::Infeasible);
    assert!(plan.conflict[0].contains("`a~x`, `a~y`, `a~z` are locked"), "{:?}", plan.conflict);

    let mut order = spec(2, 2, &[("a", "x", 5), ("b", "y", 5), ("c", "z", 5)]);
    order.locked = vec![
        ("a~x".into(), Some("s0".into()), None),
        ("b~y".into(), None, None),
        ("c~z".into(), Some("s1".into()), None),
    ];
    order.precedences = vec![("a~x".into(), "b~y".into()), ("b~y".into(), "c~z".into())];
    let plan = solved(&Problem::new(order).unwrap());
    assert_eq!(plan.proof.status, Status::Infeasible);
    assert!(plan.conflict[0].contains("`b~y`"), "{:?}", plan.conflict);
}

#[test]
fn musts_and_floors_come_before_value_and_what_is_missing_is_listed() {
    let mut tight = spec(1, 3, &[("a", "x", 100), ("a", "y", 1), ("b", "x", 1)]);
    tight.pairs[1].must = true;
    tight.pairs[2].must = true;
    let plan = solved(&Problem::new(tight.clone()).unwrap());
    assert_eq!((plan.proof.value(), plan.missing.len(), plan.proof.status), (2, 0, Status::Optimal));
    tight.pairs[0].must = true;
    let plan = solved(&Problem::new(tight).unwrap());
    assert_eq!(plan.missing, [Missing::Must(0)]);
    let musts = plan.proof.level(Objective::Musts).unwrap();
    assert_eq!((musts.value, musts.bound), (2, 2));

    let mut floors = spec(1, 3, &[("a", "x", 100), ("a", "y", 1), ("b", "x", 1)]);
    for participant in &mut floors.participants {
        participant.min = Some(1);
    }
    let plan = solved(&Problem::new(floors).unwrap());
    assert_eq!((plan.proof.value(), plan.missing.len()), (2, 0));
}

#[test]
fn several_seats_unequal_tables_and_limits_are_proved() {
    let names: Vec<String> = (0..12).map(|f| format!("f{f}")).collect();
    let pairs: Vec<(&str, &str, u32)> =
        names.iter().flat_map(|f| [("d1", f.as_str(), 10), ("d2", f.as_str(), 9)]).collect();
    let mut spec = spec(5, 6, &pairs);
    spec.participants[0].seats = Seats::Every(3);
    spec.participants[1].seats = Seats::Every(2);
    spec.slots[4].tables = SlotTables::Count(1);
    for f in &names {
        spec.limits.push((vec![format!("d1~{f}"), format!("d2~{f}")], None, Some(1)));
    }
    let plan = solved(&Problem::new(spec).unwrap());
    assert_eq!((plan.proof.value(), plan.proof.status), (120, Status::Optimal));
}

#[test]
fn participants_with_a_table_stay_there() {
    let mut own = spec(3, 3, &[("a", "x", 5), ("a", "y", 5), ("b", "x", 5), ("b", "y", 5), ("a", "b", 50)]);
    own.participants[0].table = Some("3".into());
    own.participants[1].table = Some("1".into());
    let plan = solved(&Problem::new(own).unwrap());
    assert_eq!((plan.proof.value(), plan.proof.status), (20, Status::Optimal));
    assert!(plan.unplaced.iter().any(|u| matches!(u.reason, UnplacedReason::Rules { .. })));
}

#[test]
fn the_largest_values_are_proved_to_the_last_unit() {
    let names: Vec<String> = (0..20).map(|f| format!("f{f}")).collect();
    let pairs: Vec<(String, &str, u32)> = (0..8)
        .flat_map(|c| names.iter().enumerate().map(move |(i, f)| (c, i, f)))
        .map(|(c, i, f)| (format!("c{c}"), f.as_str(), 999_999_000 + (c * 131 + i as u32 * 37) % 1000))
        .collect();
    let borrowed: Vec<(&str, &str, u32)> = pairs.iter().map(|(c, f, v)| (c.as_str(), *f, *v)).collect();
    let plan = solved(&Problem::new(spec(6, 7, &borrowed)).unwrap());
    assert_eq!(plan.proof.status, Status::Optimal, "{:?}", plan.proof.levels);
}

#[test]
fn more_slots_than_a_word_and_nothing_at_all_are_fine() {
    let pairs: Vec<(String, String)> = (0..70).map(|f| ("a".to_owned(), format!("f{f:02}"))).collect();
    let borrowed: Vec<(&str, &str, u32)> = pairs.iter().map(|(a, f)| (a.as_str(), f.as_str(), 1)).collect();
    let plan = solved(&Problem::new(spec(70, 1, &borrowed)).unwrap());
    assert_eq!((plan.proof.value(), plan.gaps.groups, plan.gaps.proved), (70, 0, true));
    let plan = solved(&Problem::new(spec(1, 1, &[])).unwrap());
    assert_eq!((plan.proof.value(), plan.proof.status), (0, Status::Optimal));
}

#[test]
fn the_spread_is_kept_even_if_meetings_must_go() {
    let mut far = spec(3, 3, &[("a", "x", 5), ("a", "y", 5)]);
    far.participants[0].unavailable = vec!["s1".into()];
    far.count_absence = true;
    far.spread = Some(0);
    let plan = solved(&Problem::new(far).unwrap());
    assert_eq!((plan.proof.value(), plan.proof.bound(), plan.proof.status), (5, 5, Status::Optimal));
    assert!(matches!(plan.unplaced[0].reason, UnplacedReason::Rules { .. }), "{:?}", plan.unplaced);
}

#[test]
fn locks_that_force_a_gap_on_one_alone_contradict_the_spread() {
    let mut far = spec(3, 3, &[("a", "x", 5), ("a", "y", 5), ("b", "z", 5)]);
    far.locked = vec![("a~x".into(), Some("s0".into()), None), ("a~y".into(), Some("s2".into()), None)];
    far.spread = Some(0);
    let plan = solved(&Problem::new(far.clone()).unwrap());
    assert_eq!(plan.proof.status, Status::Infeasible);
    assert!(plan.conflict[0].contains("spread"), "{:?}", plan.conflict);
    // A meeting in between closes the gap: locks alone do not refute it.
    far.pairs.push(pair("a", "z", 1));
    assert_eq!(solved(&Problem::new(far).unwrap()).proof.status, Status::Optimal);
}

#[test]
fn a_seed_fixes_the_agenda_whatever_the_threads() {
    let problem = event(Size { there: 80, ..S1 }, 3);
    let options = |threads| Options { seed: 5, threads, effort: 0.2, ..Options::default() };
    assert_eq!(solved_with(&problem, &options(1)), solved_with(&problem, &options(4)));
}

struct At(std::sync::atomic::AtomicUsize);

impl Stop for At {
    fn should_stop(&self) -> bool {
        self.0
            .fetch_update(std::sync::atomic::Ordering::SeqCst, std::sync::atomic::Ordering::SeqCst, |n| {
                n.checked_sub(1)
            })
            .is_err()
    }

    fn seconds_left(&self) -> Option<f64> {
        None
    }
}

#[test]
fn a_stop_at_any_moment_leaves_a_sound_agenda() {
    let problem = event(Size { there: 60, ..S2 }, 1);
    for calls in [0, 1, 2, 5, 50] {
        let plan = solve(&problem, &Options::default(), &At(calls.into()), &mut |_| {});
        assert_eq!(passerelle_scheduling::check::check(&problem, &plan.agenda), []);
        assert_eq!(calls == 0, plan.proof.status == Status::Cancelled);
    }
}

#[test]
fn progress_names_every_phase_in_order() {
    let mut phases = Vec::new();
    solve(&event(S1, 1), &Options::default(), &Never, &mut |p| phases.push(p.phase));
    let mut sorted = phases.clone();
    sorted.sort();
    assert_eq!(phases, sorted);
    assert_eq!((phases.first(), phases.last()), (Some(&Phase::Choose), Some(&Phase::Explain)));
}
