use crate::{Objective, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

fn spec() -> ProblemSpec {
    let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
    let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 5, ..Default::default() };
    ProblemSpec {
        slots: vec![SlotSpec { id: "s1".into(), tables: SlotTables::Count(2), ..Default::default() }],
        participants: vec![party("c"), party("f"), party("g")],
        pairs: vec![pair("c", "f"), pair("c", "g")],
        ..Default::default()
    }
}

#[test]
fn a_plain_problem_resolves() {
    let problem = Problem::new(spec()).unwrap();
    assert_eq!(problem.pairs()[1].id, "c~g");
    assert_eq!(problem.tables().len(), 2);
    assert!(problem.is_bipartite());
}

#[test]
fn everything_wrong_is_told_at_once() {
    let mut bad = spec();
    bad.pairs.push(PairSpec { a: "c".into(), b: "f".into(), value: u32::MAX, ..Default::default() });
    bad.pairs.push(PairSpec { a: "x".into(), b: "x".into(), ..Default::default() });
    bad.participants[0].min = Some(9);
    bad.excluded.push("nobody".into());
    bad.precedences = vec![("c~f".into(), "c~g".into()), ("c~g".into(), "c~f".into())];
    let wrong = Problem::new(bad).unwrap_err();
    let fields: Vec<&str> = wrong.iter().map(|w| w.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "excluded[0]",
            "pairs[2].id",
            "pairs[2].value",
            "pairs[3]",
            "pairs[3].a",
            "pairs[3].b",
            "participants[0].min",
            "precedences"
        ]
    );
}

#[test]
fn a_thousand_repetitions_are_one_complaint() {
    let mut bad = spec();
    for _ in 0..1000 {
        bad.pairs.push(bad.pairs[0].clone());
    }
    assert_eq!(Problem::new(bad).unwrap_err().iter().count(), 1);
}

#[test]
fn locks_that_cannot_hold_are_told() {
    let mut bad = spec();
    bad.locked = vec![("c~f".into(), Some("s1".into()), None), ("c~g".into(), Some("s1".into()), None)];
    let wrong = Problem::new(bad).unwrap_err();
    assert!(wrong.to_string().contains("`c` has 2 meetings locked to `s1`"), "{wrong}");
}

#[test]
fn contradictions_are_told_beside_everything_else_and_do_not_repeat_it() {
    let mut bad = spec();
    bad.pairs.push(PairSpec { a: "nobody".into(), b: "c".into(), ..Default::default() });
    bad.locked = vec![
        ("c~f".into(), Some("s1".into()), Some("1".into())),
        ("c~g".into(), Some("s1".into()), Some("1".into())),
        ("nobody~c".into(), Some("s1".into()), None),
        ("c~f".into(), Some("s9".into()), None),
    ];
    bad.participants[1].min = Some(2);
    let wrong = Problem::new(bad).unwrap_err();
    let told: Vec<String> = wrong.iter().map(|w| format!("{}: {}", w.field, w.message)).collect();
    assert_eq!(
        told,
        [
            "locked: `c` has 2 meetings locked to `s1`, and 1 seats",
            "locked: `c~f` and `c~g` are locked to one table in `s1`",
            "locked[3]: `c~f` is locked twice, differently",
            "locked[3].slot: there is no slot `s9`",
            "pairs[2].a: there is no participant `nobody`",
            "participants[1].min: the floor `2` is above the 1 meetings its seats allow",
        ]
    );
}

#[test]
fn no_slot_is_said() {
    assert!(Problem::new(ProblemSpec::default()).unwrap_err().to_string().contains("no slot"));
}

#[test]
fn orders_that_cannot_be_meant_are_refused_in_a_sentence_each() {
    use Objective::{Floors, Gaps, Moves, Musts, Value};
    let wrong = |order: &[Objective], give_up: u32| {
        let asked = ProblemSpec { objectives: Some(order.to_vec()), give_up, ..spec() };
        Problem::new(asked).err().map(|wrong| wrong.to_string()).unwrap_or_default()
    };
    for order in [&Objective::USUAL[..], &[Musts, Floors, Value], &[Musts, Floors, Value, Moves]] {
        assert_eq!(wrong(order, 0), "");
    }
    assert!(wrong(&[Gaps, Musts, Floors, Value], 0).contains("the emptiest agenda"));
    assert!(wrong(&[Musts, Value, Floors, Gaps], 0).contains("what is promised is kept"));
    assert!(wrong(&[Floors, Musts, Value], 0).contains("by name"));
    assert!(wrong(&[Musts, Floors, Value, Moves, Gaps], 0).contains("times are settled"));
    assert!(wrong(&[Musts, Value, Value], 0).lines().count() == 2);
    assert!(wrong(&[Musts, Floors, Value], 1).contains("not among the objectives"));
    assert!(wrong(&Objective::USUAL, 1_000_001).contains("more than the whole"));
}
