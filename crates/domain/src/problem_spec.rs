//! From a resolved problem back to its specification, so that a variant of it can be stated. Limits between groups come out as
//! the floors, caps and limits that they stand for.

use crate::problem::{
    Pair, PairSpec, Participant, ParticipantSpec, Problem, ProblemSpec, Seats, Slot, SlotSpec, SlotTables,
};

/// The specification of a problem: resolving it gives the same problem.
pub(crate) fn of(problem: &Problem) -> ProblemSpec {
    let pair_id = |pair: usize| problem.pairs[pair].id.clone();
    let locks = problem.pairs.iter().filter_map(|pair| {
        let lock = pair.lock?;
        let slot = lock.slot.map(|slot| problem.slots[slot].id.clone());
        let table = lock.table.map(|table| problem.tables[table].id.clone());
        Some((pair.id.clone(), slot, table))
    });
    let limits = problem.limits.iter().map(|limit| {
        let max = (limit.max < u32::MAX).then_some(limit.max);
        (limit.pairs.iter().map(|&pair| pair_id(pair)).collect(), Some(limit.min), max)
    });
    ProblemSpec {
        slots: problem.slots.iter().map(|one| slot(problem, one)).collect(),
        tables: problem.tables.clone(),
        participants: problem.participants.iter().map(|one| participant(problem, one)).collect(),
        pairs: problem.pairs.iter().map(|one| pair(problem, one)).collect(),
        limits: limits.collect(),
        group_limits: Vec::new(),
        locked: locks.collect(),
        excluded: problem.pairs.iter().filter(|pair| pair.excluded).map(|pair| pair.id.clone()).collect(),
        precedences: problem.precedences.iter().map(|p| (pair_id(p.first), pair_id(p.then))).collect(),
        count_absence: problem.count_absence,
        objectives: Some(problem.objectives.clone()),
        spread: problem.spread,
        give_up: problem.give_up,
    }
}

fn slot(problem: &Problem, slot: &Slot) -> SlotSpec {
    SlotSpec {
        id: slot.id.clone(),
        day: Some((slot.day + 1).to_string()),
        session: slot.session,
        start: slot.start.clone(),
        minutes: slot.minutes,
        tables: SlotTables::Ids(slot.tables.iter().map(|&table| problem.tables[table].id.clone()).collect()),
    }
}

fn participant(problem: &Problem, party: &Participant) -> ParticipantSpec {
    let slots = || problem.slots.iter().zip(&party.seats);
    let away = slots().filter(|&(_, &seats)| seats == 0).map(|(slot, _)| slot.id.clone());
    let several = slots().filter(|&(_, &seats)| seats > 1).map(|(slot, &seats)| (slot.id.clone(), seats));
    ParticipantSpec {
        id: party.id.clone(),
        side: party.side.clone(),
        group: party.group.clone(),
        class: party.class.clone(),
        seats: Seats::BySlot(several.collect()),
        min: (party.min > 0).then_some(party.min),
        max: (party.max < u32::MAX).then_some(party.max),
        max_run: party.max_run,
        table: party.table.map(|table| problem.tables[table].id.clone()),
        prefer: party.prefer,
        unavailable: away.collect(),
    }
}

fn pair(problem: &Problem, pair: &Pair) -> PairSpec {
    PairSpec {
        id: Some(pair.id.clone()),
        a: problem.participants[pair.a].id.clone(),
        b: problem.participants[pair.b].id.clone(),
        value: pair.value,
        must: pair.must,
        wished: pair.wished,
        session: pair.session,
        minutes: pair.minutes,
        unavailable: pair.barred.iter().map(|&slot| problem.slots[slot].id.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{
        Objective, PairSpec, ParticipantSpec, Problem, ProblemSpec, Seats, Session, SlotSpec, SlotTables,
        Table,
    };

    #[test]
    fn a_problem_resolved_from_its_own_specification_is_the_same() {
        let slot = |id: &str, day: &str, tables: &[&str]| SlotSpec {
            id: id.into(),
            day: Some(day.into()),
            session: Some(Session::Am),
            start: Some(format!("{}:00", 10 + id.len() + usize::from(id == "s3"))),
            minutes: Some(20),
            tables: SlotTables::Ids(tables.iter().map(|&t| t.into()).collect()),
        };
        let table = |id: &str| Table { id: id.into(), position: Some((1.0, 2.0)) };
        let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 7, ..Default::default() };
        let spec = ProblemSpec {
            slots: vec![slot("s1", "mon", &["t2"]), slot("s2", "tue", &["t1", "t2"]), slot("s3", "tue", &[])],
            tables: vec![table("t1"), table("t2")],
            participants: vec![
                ParticipantSpec {
                    id: "c".into(),
                    side: Some("client".into()),
                    group: Some("acme".into()),
                    class: Some("large".into()),
                    seats: Seats::BySlot(BTreeMap::from([("s2".into(), 3)])),
                    min: Some(1),
                    max: Some(2),
                    max_run: Some(1),
                    table: Some("t2".into()),
                    prefer: Some(Session::Pm),
                    unavailable: vec!["s3".into()],
                },
                ParticipantSpec { id: "f".into(), ..Default::default() },
                ParticipantSpec { id: "g".into(), ..Default::default() },
            ],
            pairs: vec![
                PairSpec {
                    must: true,
                    wished: true,
                    minutes: Some(15),
                    unavailable: vec!["s3".into()],
                    session: Some(Session::Am),
                    ..pair("c", "f")
                },
                PairSpec { id: Some("second".into()), ..pair("c", "g") },
                pair("f", "g"),
            ],
            limits: vec![(vec!["c~f".into(), "second".into()], Some(1), Some(2))],
            locked: vec![("second".into(), Some("s2".into()), Some("t2".into()))],
            excluded: vec!["f~g".into()],
            precedences: vec![("c~f".into(), "second".into())],
            count_absence: true,
            objectives: Some(vec![Objective::Musts, Objective::Floors, Objective::Value]),
            spread: Some(2),
            give_up: 0,
            group_limits: Vec::new(),
        };
        let problem = Problem::new(spec).unwrap();
        let again = Problem::new(problem.spec()).unwrap();
        assert_eq!(format!("{problem:?}"), format!("{again:?}"));
        assert_eq!(again.spec(), problem.spec());
    }
}
