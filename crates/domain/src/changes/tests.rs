use super::{Change, Changes, Lifted};
use crate::{
    Agenda, Meeting, PairLock, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables,
};

fn party(id: &str) -> ParticipantSpec {
    ParticipantSpec { id: id.into(), ..Default::default() }
}

fn pair(a: &str, b: &str) -> PairSpec {
    PairSpec { a: a.into(), b: b.into(), value: 10, ..Default::default() }
}

/// Four slots of twenty minutes from nine, two tables; `c` and `d` meet `f` and `g`.
fn spec() -> ProblemSpec {
    let slots = (0..4).map(|s| SlotSpec {
        id: format!("s{s}"),
        start: Some(
            format!("09:{:02}", s * 20 % 60).replace("09:00", if s == 3 { "10:00" } else { "09:00" }),
        ),
        minutes: Some(20),
        tables: SlotTables::Count(2),
        ..Default::default()
    });
    ProblemSpec {
        slots: slots.collect(),
        participants: ["c", "d", "f", "g"].map(party).to_vec(),
        pairs: vec![pair("c", "f"), pair("c", "g"), pair("d", "f"), pair("d", "g")],
        ..Default::default()
    }
}

/// `c` meets `f`, then `g`; `d` meets `g`, then `f`.
fn released() -> Agenda {
    let meeting = |slot, table, pair| Meeting { slot, table, pair };
    Agenda::new(vec![meeting(0, 0, 0), meeting(0, 1, 3), meeting(1, 0, 1), meeting(1, 1, 2)])
}

fn told(changes: &Changes, spec: ProblemSpec) -> Vec<String> {
    let problem = Problem::new(spec).unwrap();
    match changes.apply(&problem, &released()) {
        Ok(_) => Vec::new(),
        Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
    }
}

fn withdrawn(participant: &str, from: Option<&str>) -> Change {
    Change::Withdrawn { participant: participant.into(), from: from.map(Into::into) }
}

#[test]
fn the_past_is_stated_by_ordinary_rules_and_kept_when_its_people_have_gone() {
    let problem = Problem::new(spec()).unwrap();
    for moment in ["s1", "09:20", "09:01"] {
        let changes = Changes { frozen_before: Some(moment.into()), list: vec![withdrawn("f", None)] };
        let made = changes.apply(&problem, &released()).unwrap();
        assert_eq!(made.frozen(), 1, "{moment}");
        let after = made.problem();
        assert_eq!(after.pairs()[0].lock, Some(PairLock { slot: Some(0), table: Some(0) }));
        assert!(after.fits(0, 0) && !after.fits(2, 1), "f has met c and will not meet d");
        assert_eq!(made.cause(&released().meetings()[0]), None);
        assert_eq!(made.cause(&Meeting { slot: 1, table: 1, pair: 2 }), Some(0));
        let again = Problem::new(after.spec()).unwrap();
        assert_eq!(format!("{again:?}"), format!("{after:?}"));
    }
}

#[test]
fn what_can_no_longer_be_kept_is_lifted() {
    let mut spec = spec();
    spec.participants[2].min = Some(2);
    spec.participants[0].table = Some("1".into());
    spec.pairs[0].must = true;
    spec.locked.push(("d~f".into(), Some("s1".into()), None));
    let list = vec![withdrawn("f", None), Change::TableClosed { table: "1".into(), slots: vec![] }];
    let changed = Changes { frozen_before: None, list }.apply(&Problem::new(spec).unwrap(), &released());
    assert_eq!(
        changed.unwrap().lifted(),
        [Lifted::OwnTable(0), Lifted::Must(0), Lifted::Lock(2), Lifted::Floor(2, 2, 0)]
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let list = vec![
        withdrawn("nobody", Some("s0")),
        Change::Late { participant: "f".into(), until: "09:20".into() },
        Change::Refused { pair: "c~f".into(), by: Some("g".into()) },
        Change::MustMove { pair: "d~f".into(), to: Some("s9".into()) },
        Change::MustMove { pair: "d~f".into(), to: Some("s1".into()) },
        Change::Absent { participant: "c".into(), slots: vec!["s0".into(), "s2".into(), "x".into()] },
        Change::TableClosed { table: "9".into(), slots: vec![] },
        Change::Added { participants: vec![party("c")], pairs: vec![pair("h", "f")] },
        Change::Limits { participant: "g".into(), min: Some(3), max: Some(0), seats: None },
        Change::Leaves { participant: "f".into(), from: "later".into() },
        withdrawn("g", None),
        withdrawn("g", None),
    ];
    let changes = Changes { frozen_before: Some("s1".into()), list };
    assert_eq!(
        told(&changes, spec()),
        [
            "changes[0].from: `s0` lies in the frozen past",
            "changes[0].participant: there is no participant `nobody`",
            "changes[11].participant: `g` withdraws twice, first in changes[10]",
            "changes[1].until: `09:20` lies in the frozen past",
            "changes[2].by: `g` is not one of the two of `c~f`",
            "changes[2].pair: `c~f` has taken place in the frozen past",
            "changes[3].to: there is no slot `s9`",
            "changes[4].pair: `d~f` is refused or moved already, in changes[3]",
            "changes[4].to: it is there already",
            "changes[5].slots[0]: `s0` lies in the frozen past",
            "changes[5].slots[2]: there is no slot `x`",
            "changes[6].table: there is no table `9`",
            "changes[7].pairs[0].a: there is no participant `h`",
            "changes[7].participants[0].id: `c` is already the name of participants[0]; it returns here",
            "changes[8]: the floor `3` is above the cap `0`",
            "changes[8].max: `0` is below the 1 meetings it has had already",
            "changes[9].from: there is no slot `later`",
        ]
    );
}

#[test]
fn a_move_to_where_somebody_is_away_or_sits_already_is_told() {
    let to = |pair: &str, slot: &str| Change::MustMove { pair: pair.into(), to: Some(slot.into()) };
    let away = Change::Late { participant: "f".into(), until: "s3".into() };
    let changes = Changes { frozen_before: None, list: vec![away, to("c~f", "s2")] };
    let wrong = told(&changes, spec());
    assert!(wrong.len() == 1 && wrong[0].starts_with("changes[1].to: `c~f` cannot be in `s2`"), "{wrong:?}");
    let changes = Changes { frozen_before: None, list: vec![to("c~f", "s2"), to("c~g", "s2")] };
    assert_eq!(told(&changes, spec()).len(), 1);
}

#[test]
fn times_need_a_day_where_there_are_several() {
    let mut two = spec();
    two.slots[2].day = Some("2".into());
    two.slots[3].day = Some("2".into());
    let changes = Changes { frozen_before: Some("09:30".into()), list: vec![] };
    assert_eq!(told(&changes, two), ["frozen_before: `09:30` is on several days"]);
    let mut mute = spec();
    mute.slots[1].start = None;
    assert_eq!(
        told(&changes, mute),
        ["frozen_before: `09:30` is a time, and not every slot says when it begins"]
    );
}

#[test]
fn who_leaves_in_the_middle_of_a_slot_misses_it() {
    let problem = Problem::new(spec()).unwrap();
    let leaves = Change::Leaves { participant: "c".into(), from: "09:25".into() };
    let changed = Changes { frozen_before: None, list: vec![leaves] }.apply(&problem, &released()).unwrap();
    let there = |slot| changed.problem().participants()[0].is_available(slot);
    assert_eq!([0, 1, 2, 3].map(there), [true, false, false, false]);
}
