//! Answers about an agenda: every key they write is in their schema, and they read well.

use std::cmp::Reverse;

use passerelle_domain::{
    Agenda, Between, Conflict, Cost, EndFact, Exchange, Help, HelpChange, Helps, Margin, Meeting, Member,
    PairSpec, ParticipantSpec, Price, Problem, ProblemSpec, Reached, SlotFact, SlotSpec, SlotTables,
    Standing, Status, UnplacedReason, WhyNot, WhyNots, Worth,
};
use passerelle_formats::{helps, schema, why};
use serde_json::Value;

use crate::schemas::visit;

fn problem() -> Problem {
    let party = |id: &str| ParticipantSpec { id: id.into(), max: Some(1), ..Default::default() };
    let pair = |a: &str, b: &str, value| PairSpec { a: a.into(), b: b.into(), value, ..Default::default() };
    let slot = |id: &str| SlotSpec { id: id.into(), tables: SlotTables::Count(1), ..Default::default() };
    Problem::new(ProblemSpec {
        slots: vec![slot("s1"), slot("s2")],
        participants: ["a", "b", "x", "y"].map(party).to_vec(),
        pairs: vec![pair("a", "x", 9), pair("b", "y", 4), pair("a", "y", 3), pair("b", "x", 2)],
        limits: vec![(vec!["a~x".into(), "b~y".into()], Some(1), Some(2))],
        precedences: vec![("a~x".into(), "b~y".into())],
        excluded: vec!["b~x".into()],
        ..Default::default()
    })
    .unwrap()
}

fn reached(value: i64, bound: i64) -> Reached {
    let worth = |value| Worth { musts: 0, shortfall: Reverse(0), value };
    Reached { status: Status::Feasible, worth: worth(value), bound: worth(bound) }
}

fn meeting(slot: usize, pair: usize) -> Meeting {
    Meeting { slot, table: 0, pair }
}

fn answers() -> WhyNots {
    let margin = Margin { value: Between { least: 2, most: 5 }, ..Margin::default() };
    let exchange = Exchange {
        gone: vec![meeting(0, 0)],
        added: vec![meeting(0, 2)],
        moved: vec![(meeting(1, 1), meeting(0, 1))],
    };
    let cost = Cost { loss: margin, confirmed: reached(8, 9), agenda: Agenda::default(), exchange };
    let full = UnplacedReason::ParticipantFull { participant: 0, meetings: 1, cap: 1 };
    let held = EndFact { seats: 1, held_by: vec![0] };
    let slots = vec![SlotFact { slot: 0, a: held, b: EndFact::default(), tables_left: 1 }];
    let mut free = cost.clone();
    (free.loss, free.confirmed) = (Margin::default(), reached(13, 13));
    let every: Vec<Member> = Member::all(&problem());
    let conflict = Conflict { members: every, irreducible: false };
    let answer =
        |pair, price| WhyNot { pair, standing: Standing::Left(full.clone()), slots: slots.clone(), price };
    let excluded = WhyNot {
        pair: 3,
        standing: Standing::Left(UnplacedReason::Excluded),
        slots: Vec::new(),
        price: Price::Impossible(vec![conflict]),
    };
    let placed = WhyNot {
        pair: 0,
        standing: Standing::Placed(meeting(0, 0)),
        slots: Vec::new(),
        price: Price::Placed,
    };
    let worth = reached(13, 13).worth;
    let list = vec![
        placed,
        answer(1, Price::Open),
        answer(2, Price::Costs(Box::new(cost))),
        answer(1, Price::Costs(Box::new(free))),
        excluded,
    ];
    WhyNots { agenda: worth, without: reached(13, 13), answers: list }
}

fn suggestions(changes: Vec<Vec<HelpChange>>) -> Helps {
    let help = |changes: Vec<HelpChange>| Help {
        changes,
        gain: Margin { musts: Between { least: 1, most: 1 }, ..Margin::default() },
        confirmed: reached(15, 15),
        meetings: -2,
        agenda: Agenda::default(),
        problem: problem(),
        exchange: Exchange::default(),
    };
    Helps {
        without: reached(13, 13),
        meetings: 2,
        helps: changes.into_iter().map(help).collect(),
        considered: 9,
        complete: false,
    }
}

fn keys_are_known(name: &str, text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let root: Value = serde_json::from_str(&schema::json_schema(name).unwrap()).unwrap();
    let mut places = Vec::new();
    visit(&root, &root, &value, "", &mut places);
    assert!(places.len() > 5, "{places:?}");
}

#[test]
fn what_is_written_is_in_its_schema() {
    keys_are_known("why", &why::write(&problem(), &answers(), Some((0, 1))));
    let every = vec![
        vec![HelpChange::Table(0)],
        vec![HelpChange::TableEverywhere],
        vec![HelpChange::Seat(0, 1), HelpChange::SeatEverywhere(1)],
        vec![HelpChange::Presence(2, vec![0, 1])],
        vec![HelpChange::SlotAfter(1), HelpChange::Cap(0), HelpChange::LimitCap(0)],
    ];
    keys_are_known("helps", &helps::write(&problem(), &suggestions(every)));
}

#[test]
fn answers_read_well() {
    let told = why::sentences(&problem(), &answers(), Some((0, 1)));
    assert_eq!(told[0], "placed           `a~x`: it takes place in `s1` at table `1`");
    assert!(told[1].ends_with("the limit of time or work came before it was priced"), "{}", told[1]);
    assert!(
        told[2].ends_with(
            "`a` has 1 of at most 1 meetings; forcing it loses a value of between 2 and 5: `a~x` (9) goes; `b~y` (4) moves"
        ),
        "{}",
        told[2]
    );
    assert!(told[3].contains("it could be placed at no loss, ties decided: `a~x` (9) goes"), "{}", told[3]);
    assert!(
        told[4].contains("no agenda can hold it: these cannot all hold: limit 1 asks for at least 1"),
        "{}",
        told[4]
    );
    assert!(told[5].starts_with("not_built        the problem has no pair of `a` and `b`"));

    let told =
        helps::sentences(&problem(), &suggestions(vec![vec![HelpChange::Cap(0), HelpChange::Table(1)]]));
    assert_eq!(
        told,
        [
            "a cap of 2 instead of 1 for `a` together with one more table in `s2` brings 1 of the meetings that must take place, with 2 meetings less: nothing else changes"
        ]
    );
    let none = helps::sentences(&problem(), &suggestions(Vec::new()));
    assert_eq!(none, ["no change brings anything among those weighed (9 looked at)"]);
}
