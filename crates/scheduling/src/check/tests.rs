//! One violating agenda per rule; no solver in sight.

use passerelle_domain::{
    Agenda, Meeting, PairSpec, ParticipantSpec, Problem, ProblemSpec, Seats, Session, SlotSpec, SlotTables,
};

use super::{Claims, audit, check};

fn slot(id: &str) -> SlotSpec {
    SlotSpec { id: id.into(), tables: SlotTables::Count(3), ..Default::default() }
}

fn party(id: &str) -> ParticipantSpec {
    ParticipantSpec { id: id.into(), ..Default::default() }
}

fn pair(a: &str, b: &str) -> PairSpec {
    PairSpec { a: a.into(), b: b.into(), value: 10, ..Default::default() }
}

/// Four slots with three tables; `a` could meet `x`, `y`, `z` (pairs 0, 1, 2), `b` could meet `x` (pair 3).
fn spec() -> ProblemSpec {
    ProblemSpec {
        slots: vec![slot("s0"), slot("s1"), slot("s2"), slot("s3")],
        participants: ["a", "b", "x", "y", "z"].map(party).to_vec(),
        pairs: vec![pair("a", "x"), pair("a", "y"), pair("a", "z"), pair("b", "x")],
        ..Default::default()
    }
}

/// The rules that meetings (pair, slot, table) break.
fn broken(spec: ProblemSpec, meetings: &[(usize, usize, usize)]) -> Vec<&'static str> {
    let problem = Problem::new(spec).unwrap();
    let meetings = meetings.iter().map(|&(pair, slot, table)| Meeting { slot, table, pair }).collect();
    check(&problem, &Agenda::new(meetings)).into_iter().map(|v| v.rule).collect()
}

#[test]
fn a_sound_agenda_breaks_nothing() {
    assert_eq!(broken(spec(), &[(0, 0, 0), (1, 1, 0), (2, 3, 2), (3, 1, 1)]), [""; 0]);
}

#[test]
fn what_does_not_exist_is_told() {
    assert_eq!(broken(spec(), &[(9, 0, 0), (0, 0, 77), (1, 88, 0)]), ["known"; 3]);
}

#[test]
fn a_pair_meets_once() {
    assert_eq!(broken(spec(), &[(0, 0, 0), (0, 1, 0)]), ["once"]);
}

#[test]
fn excluded_pairs_stay_apart() {
    assert_eq!(broken(ProblemSpec { excluded: vec!["a~x".into()], ..spec() }, &[(0, 0, 0)]), ["excluded"]);
}

#[test]
fn nobody_meets_while_away() {
    let mut spec = spec();
    spec.participants[2].unavailable.push("s1".into());
    assert_eq!(broken(spec, &[(0, 1, 0)]), ["availability"]);
}

#[test]
fn seats_bound_parallel_meetings() {
    assert_eq!(broken(spec(), &[(0, 0, 0), (1, 0, 1)]), ["seats"]);
    let mut two = spec();
    two.participants[0].seats = Seats::Every(2);
    assert_eq!(broken(two.clone(), &[(0, 0, 0), (1, 0, 1)]), [""; 0]);
    assert_eq!(broken(two, &[(0, 0, 0), (1, 0, 1), (2, 0, 2)]), ["seats"]);
}

#[test]
fn tables_take_one_meeting_and_must_be_open() {
    assert_eq!(broken(spec(), &[(1, 0, 0), (3, 0, 0)]), ["tables"]);
    let mut spec = spec();
    spec.slots[2].tables = SlotTables::Count(1);
    assert_eq!(broken(spec, &[(0, 2, 1)]), ["tables"]);
}

#[test]
fn own_tables_are_kept() {
    let mut spec = spec();
    spec.participants[0].table = Some("2".into());
    assert_eq!(broken(spec, &[(0, 0, 0), (1, 1, 1)]), ["fixed_table"]);
}

#[test]
fn half_days_and_lengths_are_kept() {
    let mut spec = spec();
    spec.slots[0].session = Some(Session::Am);
    spec.pairs[0].session = Some(Session::Pm);
    spec.slots[1].minutes = Some(10);
    spec.pairs[1].minutes = Some(15);
    assert_eq!(broken(spec, &[(0, 0, 0), (1, 1, 0)]), ["session", "minutes"]);
}

#[test]
fn barred_slots_are_left_alone() {
    let mut spec = spec();
    spec.pairs[0].unavailable.push("s1".into());
    assert_eq!(broken(spec.clone(), &[(0, 1, 0)]), ["barred"]);
    assert_eq!(broken(spec, &[(0, 2, 0), (1, 1, 0)]), [""; 0]);
}

#[test]
fn locks_hold() {
    let lock = |slot: Option<&str>, table: Option<&str>| ProblemSpec {
        locked: vec![("a~x".into(), slot.map(Into::into), table.map(Into::into))],
        ..spec()
    };
    assert_eq!(broken(lock(None, None), &[]), ["locks"]);
    assert_eq!(broken(lock(Some("s1"), None), &[(0, 0, 0)]), ["locks"]);
    assert_eq!(broken(lock(Some("s1"), Some("3")), &[(0, 1, 0)]), ["locks"]);
    assert_eq!(broken(lock(Some("s1"), Some("1")), &[(0, 1, 0)]), [""; 0]);
}

#[test]
fn caps_and_limits_hold() {
    let mut spec = spec();
    spec.participants[0].max = Some(1);
    spec.limits.push((vec!["a~x".into(), "b~x".into()], None, Some(1)));
    assert_eq!(broken(spec, &[(0, 0, 0), (1, 1, 0), (3, 2, 0)]), ["caps", "limits"]);
}

#[test]
fn order_is_strict() {
    let spec = ProblemSpec { precedences: vec![("a~y".into(), "b~x".into())], ..spec() };
    assert_eq!(broken(spec.clone(), &[(1, 1, 0), (3, 1, 1)]), ["precedences"]);
    assert_eq!(broken(spec.clone(), &[(1, 2, 0), (3, 1, 1)]), ["precedences"]);
    assert_eq!(broken(spec.clone(), &[(1, 0, 0), (3, 1, 1)]), [""; 0]);
    assert_eq!(broken(spec, &[(3, 1, 1)]), [""; 0]);
}

#[test]
fn rest_follows_a_longest_run_of_one_day() {
    let mut spec = spec();
    spec.participants[0].max_run = Some(2);
    let run = [(0, 1, 0), (1, 2, 0), (2, 3, 0)];
    assert_eq!(broken(spec.clone(), &run), ["max_run"]);
    assert_eq!(broken(spec.clone(), &[(0, 0, 0), (1, 1, 0), (2, 3, 0)]), [""; 0]);
    spec.slots[3].day = Some("next".into());
    assert_eq!(broken(spec, &run), [""; 0]);
}

#[test]
fn the_spread_of_idle_groups_is_bounded() {
    let spec = ProblemSpec { spread: Some(0), ..spec() };
    assert_eq!(broken(spec.clone(), &[(0, 0, 0), (1, 2, 0)]), ["spread"]);
    assert_eq!(broken(spec, &[(0, 0, 0), (1, 1, 0)]), [""; 0]);
}

#[test]
fn silence_about_musts_and_floors_is_told_and_so_are_wrong_figures() {
    let mut spec = spec();
    spec.pairs[1].must = true;
    spec.participants[4].min = Some(1);
    spec.limits.push((vec!["a~z".into(), "b~x".into()], Some(1), None));
    let problem = Problem::new(spec).unwrap();
    let agenda = Agenda::new(vec![Meeting { slot: 0, table: 0, pair: 0 }]);
    let codes = |claims: &Claims| -> Vec<&str> {
        audit(&problem, &agenda, claims).into_iter().map(|v| v.rule).collect()
    };
    assert_eq!(codes(&Claims::default()), ["musts", "floors", "floors"]);
    let honest = Claims {
        value: Some(10),
        bound: Some(10),
        gap_groups: Some(0),
        gap_slots: Some(0),
        table_changes: Some(0),
        metres: Some(0.0),
        missing_musts: vec![1],
        missing_participants: vec![4],
        missing_limits: vec![0],
    };
    assert_eq!(codes(&honest), [""; 0]);
    let wrong =
        Claims { value: Some(11), bound: Some(9), gap_groups: Some(1), gap_slots: Some(2), ..honest.clone() };
    assert_eq!(codes(&wrong), ["value", "bound", "gaps", "gaps"]);
    let wrong = Claims { table_changes: Some(1), metres: Some(0.1), ..honest.clone() };
    assert_eq!(codes(&wrong), ["moves", "moves"]);
    let needless = Claims { missing_musts: vec![0, 1], missing_participants: vec![0, 4], ..honest };
    assert_eq!(codes(&needless), ["musts", "floors"]);
}

#[test]
fn absences_are_idle_only_when_counted() {
    let mut spec = spec();
    spec.participants[0].unavailable = vec!["s1".into()];
    spec.spread = Some(0);
    assert_eq!(broken(spec.clone(), &[(0, 0, 0), (1, 2, 0)]), [""; 0]);
    assert_eq!(broken(spec.clone(), &[(0, 0, 0), (1, 3, 0)]), ["spread"]);
    spec.count_absence = true;
    assert_eq!(broken(spec, &[(0, 0, 0), (1, 2, 0)]), ["spread"]);
}

#[test]
fn the_checker_knows_every_rule_that_the_solver_obeys() {
    let listed: Vec<&str> = crate::rules().iter().map(|(code, _)| *code).collect();
    assert_eq!(super::codes(), listed);
}
