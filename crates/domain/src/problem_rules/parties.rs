//! Participants: seats, absences, floors and caps.

use std::collections::BTreeMap;

use super::Complaints;
use crate::problem::{Participant, ParticipantSpec, ProblemSpec, Seats};

/// More parallel seats than any delegation has.
const MAX_SEATS: u32 = 10_000;

pub(super) fn participants(
    spec: &ProblemSpec,
    slot_of: &BTreeMap<&str, usize>,
    table_of: &BTreeMap<&str, usize>,
    wrong: &mut Complaints,
) -> Vec<Participant> {
    spec.participants
        .iter()
        .enumerate()
        .map(|(i, party)| participant(i, party, spec.slots.len(), slot_of, table_of, wrong))
        .collect()
}

fn participant(
    i: usize,
    party: &ParticipantSpec,
    slots: usize,
    slot_of: &BTreeMap<&str, usize>,
    table_of: &BTreeMap<&str, usize>,
    wrong: &mut Complaints,
) -> Participant {
    let at = |field: &str| format!("participants[{i}].{field}");
    let checked = |n: u32, wrong: &mut Complaints| {
        if n > MAX_SEATS {
            wrong.add(
                at("seats"),
                format!("`{n}` seats are more than a delegation has"),
                "give at most 10000",
            );
        }
        n.min(MAX_SEATS)
    };
    let mut seats = match &party.seats {
        Seats::Every(n) => vec![checked(*n, wrong); slots],
        Seats::BySlot(by_slot) => {
            let mut seats = vec![1; slots];
            for (id, n) in by_slot {
                match slot_of.get(id.as_str()) {
                    Some(&slot) => seats[slot] = checked(*n, wrong),
                    None => wrong.add(at("seats"), format!("there is no slot `{id}`"), "use a slot's id"),
                }
            }
            seats
        }
    };
    let places: u64 = seats.iter().map(|&n| u64::from(n)).sum();
    for (j, id) in party.unavailable.iter().enumerate() {
        match slot_of.get(id.as_str()) {
            Some(&slot) => seats[slot] = 0,
            None => wrong.add(
                format!("participants[{i}].unavailable[{j}]"),
                format!("there is no slot `{id}`"),
                "use a slot's id",
            ),
        }
    }
    let (min, max) = (party.min.unwrap_or(0), party.max.unwrap_or(u32::MAX));
    if min > max {
        wrong.add(
            at("min"),
            format!("the floor `{min}` is above the cap `{max}`"),
            "lower the floor or raise the cap",
        );
    }
    if u64::from(min) > places && slots > 0 {
        wrong.add(
            at("min"),
            format!("the floor `{min}` is above the {places} meetings its seats allow"),
            "lower the floor, or add slots or seats",
        );
    }
    if party.max_run == Some(0) {
        wrong.add(at("max_run"), "a run of `0` meetings leaves none", "give at least 1, or leave it out");
    }
    let table = party.table.as_deref().and_then(|id| {
        let found = table_of.get(id).copied();
        if found.is_none() {
            wrong.add(
                at("table"),
                format!("there is no table `{id}`"),
                "list it under `tables`, or correct the name",
            );
        }
        found
    });
    Participant {
        id: party.id.clone(),
        side: party.side.clone(),
        group: party.group.clone(),
        class: party.class.clone(),
        seats,
        min,
        max,
        max_run: party.max_run,
        table,
        prefer: party.prefer,
    }
}
