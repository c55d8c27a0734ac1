//! Problems and results, written and read back.

use passerelle_domain::{
    Agenda, FloorMiss, Gaps, Level, Meeting, Missing, Moves, Objective, Outbidder, PartyGaps, PartyMoves,
    Plan, Problem, Proof, Status, Unplaced, UnplacedReason,
};
use passerelle_formats::{agenda, problem};

use crate::{file, told};

const PROBLEM: &str = r#"{
"slots": [{"id": "s1", "day": "thu", "session": "pm", "start": "2027-03-18T13:30", "minutes": 20, "tables": 2},
          {"id": "s2", "day": "thu", "session": "pm", "start": "2027-03-18T13:50", "minutes": 20, "tables": ["B"]},
          {"id": "s3", "day": "fri", "minutes": 30, "tables": 0}],
"tables": [{"id": "A", "x": 0, "y": 1.5}, {"id": "B"}],
"participants": [{"id": "d", "side": "client", "group": "c", "min": 2, "max": 3, "table": "B"},
                 {"id": "f", "side": "firm", "seats": {"s1": 2, "s3": 0}, "prefer": "am", "max_run": 2},
                 {"id": "g", "seats": 2, "unavailable": ["s2"]}],
"pairs": [{"a": "d", "b": "f", "value": 700, "wished": true}, {"a": "d", "b": "g", "value": 300, "must": true, "session": "pm"},
          {"id": "again", "a": "d", "b": "f", "value": 5, "minutes": 15}],
"limits": [{"pairs": ["d~f", "again"], "max": 1}, {"pairs": ["d~g"], "min": 1}],
"locked": [{"pair": "d~g", "slot": "s1"}], "excluded": ["again"], "precedences": [{"first": "d~g", "then": "d~f"}],
"count_absence": true, "objectives": ["musts", "floors", "value"], "spread": 2}"#;

fn sample() -> Problem {
    problem::parse(&file("p.json", PROBLEM)).unwrap()
}

#[test]
fn a_problem_written_is_the_problem_read() {
    let first = sample();
    let text = problem::write(&first);
    let again = problem::parse(&file("again.json", text.clone())).unwrap();
    assert_eq!(format!("{again:?}"), format!("{first:?}"));
    insta::assert_snapshot!(text);
}

fn plan() -> Plan {
    let level = |objective, value, bound| Level { objective, value, bound, proved: value == bound };
    Plan {
        agenda: Agenda::new(vec![Meeting { slot: 0, table: 1, pair: 1 }]),
        proof: Proof {
            status: Status::Feasible,
            levels: vec![
                level(Objective::Musts, 1, 1),
                level(Objective::Floors, 1, 0),
                level(Objective::Value, 300, 1000),
            ],
        },
        unplaced: vec![
            Unplaced {
                pair: 0,
                reason: UnplacedReason::Outbid { by: vec![Outbidder { value: 300, pair: 1, slot: 0 }] },
            },
            Unplaced { pair: 2, reason: UnplacedReason::Excluded },
        ],
        missing: vec![Missing::Participant(0, FloorMiss { min: 2, has: 1 })],
        gaps: Gaps {
            groups: 0,
            slots: 0,
            bound: 0,
            proved: true,
            by_participant: vec![PartyGaps::default(); 3],
            ..Gaps::default()
        },
        moves: Moves {
            changes: 1,
            metres: 3.456_7,
            bound: 0,
            proved: false,
            by_participant: [(0, 0.0), (1, 3.456_7), (0, 0.0)]
                .map(|(changes, metres)| PartyMoves { changes, metres })
                .to_vec(),
        },
        conflict: Vec::new(),
    }
}

#[test]
fn a_result_is_written_and_read_back() {
    let (problem, plan) = (sample(), plan());
    let text = agenda::write_result(&problem, &plan, 0.123_456);
    insta::assert_snapshot!(text);
    let read = agenda::parse(&file("r.json", text), &problem).unwrap();
    assert_eq!(read.agenda, plan.agenda);
    assert_eq!(
        (read.value, read.bound, read.gap_groups, read.gap_slots),
        (Some(300), Some(1000), Some(0), Some(0))
    );
    assert_eq!((read.table_changes, read.metres), (Some(1), Some(3.46)));
    assert_eq!((read.missing, read.unplaced), (plan.missing, vec![0, 2]));
}

#[test]
fn without_an_agenda_there_is_no_value() {
    let problem = sample();
    let mut plan = plan();
    plan.agenda = Agenda::default();
    plan.proof = Proof { status: Status::Infeasible, levels: Vec::new() };
    plan.conflict = vec!["`d` is locked twice".into()];
    let value: serde_json::Value = serde_json::from_str(&agenda::write_result(&problem, &plan, 0.0)).unwrap();
    assert!(value["value"].is_null() && value["gap"].is_null());
    assert_eq!(
        (&value["status"], &value["conflict"][0]),
        (&"infeasible".into(), &"`d` is locked twice".into())
    );
}

#[test]
fn a_bare_list_of_meetings_is_enough_and_unknown_names_are_told() {
    let problem = sample();
    let good = agenda::parse(
        &file("a.json", r#"{"meetings": [{"pair": "d~f", "slot": "s2", "table": "B"}]}"#),
        &problem,
    );
    assert_eq!(good.unwrap().agenda.meetings(), [Meeting { slot: 1, table: 1, pair: 0 }]);
    let bad = "{\"meetings\": [\n{\"pair\": \"d~x\", \"slot\": \"s1\", \"table\": \"A\"},\n{\"pair\": \"d~f\", \"a\": \"g\", \"slot\": \"s9\"},\n3]}";
    let wrong = agenda::parse(&file("a.json", bad), &problem).unwrap_err();
    insta::assert_snapshot!(told(&wrong).join("\n"));
}
