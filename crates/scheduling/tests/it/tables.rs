//! Changes of table: fewest for the times of an agenda, against trying every way to seat everybody.

use passerelle_domain::{Agenda, Meeting, Moves, Objective, Problem, ProblemSpec, SlotTables, Table};
use passerelle_scheduling::check::check;

use crate::support::{Dice, S1, event_spec, pair, party, slot, solved, tiny};

/// The fewest changes of table with these meetings in these slots, over all tables that keep the rules.
fn fewest(problem: &Problem, agenda: &Agenda) -> Option<u32> {
    let mut tables: Vec<usize> = agenda.meetings().iter().map(|m| m.table).collect();
    let mut best = None;
    try_all(problem, agenda.meetings(), &mut tables, 0, &mut best);
    best
}

fn try_all(problem: &Problem, meetings: &[Meeting], tables: &mut [usize], at: usize, best: &mut Option<u32>) {
    let Some(meeting) = meetings.get(at) else {
        let seated = meetings.iter().zip(&*tables).map(|(m, &table)| Meeting { table, ..*m });
        let agenda = Agenda::new(seated.collect());
        if check(problem, &agenda).is_empty() {
            let changes = Moves::of(problem, &agenda, 0).changes;
            *best = Some(best.map_or(changes, |known| known.min(changes)));
        }
        return;
    };
    for &table in &problem.slots()[meeting.slot].tables {
        if (0..at).all(|i| meetings[i].slot != meeting.slot || tables[i] != table) {
            tables[at] = table;
            try_all(problem, meetings, tables, at + 1, best);
        }
    }
}

#[test]
fn changes_are_the_fewest_and_bounds_honest_on_tiny_problems() {
    let (mut all, mut best, mut proved) = (0, 0, 0);
    for seed in 0..120 {
        let Some(problem) = tiny(seed, seed % 2 == 0) else { continue };
        let plan = solved(&problem);
        let Some(fewest) = fewest(&problem, &plan.agenda) else { continue };
        let moves = plan.moves;
        assert!(moves.bound <= fewest && fewest <= moves.changes, "seed {seed}: {moves:?}, fewest {fewest}");
        all += 1;
        best += usize::from(moves.changes == fewest);
        proved += usize::from(moves.proved);
    }
    assert!(all > 60 && best * 100 >= all * 97 && proved * 100 >= all * 80, "{all} {best} {proved}");
}

#[test]
fn desks_stay_where_there_are_tables_enough_and_that_is_proved() {
    let problem = Problem::new(ProblemSpec {
        slots: (0..12).map(|s| slot(&format!("s{s:02}"), 12)).collect(),
        ..event_spec(S1, 4)
    })
    .unwrap();
    let plan = solved(&problem);
    for (party, moves) in problem.participants().iter().zip(&plan.moves.by_participant) {
        if party.side.as_deref() == Some("client") {
            assert_eq!(moves.changes, 0, "{}", party.id);
        }
    }
    let level = plan.proof.level(Objective::Moves).unwrap();
    assert_eq!(level.value, i64::from(plan.moves.changes));
    assert!(level.bound * 100 >= level.value * 97, "{level:?}");
}

#[test]
fn walks_are_short_where_tables_stand_in_the_room() {
    // Two hosts that exchange their guests, and tables at the ends of a long room: the hosts sit side by side.
    let mut spec = ProblemSpec {
        slots: (0..2).map(|s| slot(&format!("s{s}"), 0)).collect(),
        tables: [0.0, 50.0, 51.0, 100.0]
            .iter()
            .enumerate()
            .map(|(i, &x)| Table { id: format!("t{i}"), position: Some((x, 0.0)) })
            .collect(),
        participants: ["a", "b", "x", "y"].map(party).to_vec(),
        pairs: vec![pair("a", "x", 5), pair("a", "y", 5), pair("b", "x", 5), pair("b", "y", 5)],
        ..Default::default()
    };
    for slot in &mut spec.slots {
        slot.tables = SlotTables::Count(4);
    }
    let plan = solved(&Problem::new(spec.clone()).unwrap());
    assert_eq!((plan.moves.changes, plan.moves.bound), (2, 2));
    assert!((plan.moves.metres - 2.0).abs() < 1e-9, "{:?}", plan.moves);
    // A host with a table of its own stays there, and the other comes near.
    spec.participants[0].table = Some("t3".into());
    let plan = solved(&Problem::new(spec).unwrap());
    assert_eq!(plan.moves.changes, 2);
    assert!((plan.moves.metres - 98.0).abs() < 1e-9, "{:?}", plan.moves);
}

#[test]
fn more_people_than_tables_still_move_as_little_as_the_bound_nearly_says() {
    let mut dice = Dice(11);
    let names: Vec<String> = (0..14).map(|p| format!("p{p}")).collect();
    let mut pairs = Vec::new();
    for (i, one) in names.iter().enumerate() {
        for other in &names[i + 1..] {
            if dice.hits(50) {
                pairs.push(pair(one, other, 1 + u32::try_from(dice.below(9)).unwrap()));
            }
        }
    }
    let spec = ProblemSpec {
        slots: (0..6).map(|s| slot(&format!("s{s}"), 5)).collect(),
        participants: names.iter().map(|name| party(name)).collect(),
        pairs,
        ..Default::default()
    };
    let plan = solved(&Problem::new(spec).unwrap());
    assert!(plan.moves.bound <= plan.moves.changes);
    assert!(plan.moves.changes <= plan.moves.bound * 2, "{:?}", plan.moves);
}
