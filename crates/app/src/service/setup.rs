//! Whether an event can work, by counting alone: meetings wished against places at tables, seats of both sides, floors.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::Absence;
use passerelle_formats::event::EventFile;
use passerelle_store::{AbsenceRow, Wish};
use serde_json::{Value as Json, json};

/// A firm: its identifier, seats, floor and cap, absences of the set-up.
type Side<'e> = (&'e str, usize, (Option<u32>, Option<u32>), &'e [Absence]);

/// Slots in which a party is there, by its absences.
fn there(
    file: &EventFile,
    absences: &[AbsenceRow],
    (side, party): (&str, &str),
    planned: &[Absence],
) -> usize {
    let mut own: Vec<(jiff::civil::DateTime, jiff::civil::DateTime)> = absences
        .iter()
        .filter(|one| one.side == side && one.party == party)
        .filter_map(|one| Some((one.starts.parse().ok()?, one.ends.parse().ok()?)))
        .collect();
    own.extend(planned.iter().map(|one| (one.from, one.until)));
    let missed = |slot: &&passerelle_domain::EventSlot| {
        let end = slot.start.saturating_add(jiff::Span::new().minutes(i64::from(slot.minutes.min(100_000))));
        own.iter().any(|(from, until)| *from < end && slot.start < *until)
    };
    file.parts().slots.iter().filter(|slot| !missed(slot)).count()
}

fn issue(code: &str, french: &str, english: &str) -> Json {
    json!({"code": code, "sentence": {"fr": french, "en": english}})
}

/// Desks, the meetings they have room for, and the sum of their floors; what of it is impossible.
fn of_desks(file: &EventFile, absences: &[AbsenceRow], impossible: &mut Vec<Json>) -> (usize, usize, u32) {
    let parts = file.parts();
    let (mut desk_seats, mut desk_floors, mut desks) = (0usize, 0u32, 0usize);
    for client in &parts.clients {
        for desk in &client.desks {
            desks += 1;
            let room = there(file, absences, ("desk", desk.id.as_str()), &desk.absences)
                .min(desk.max.map_or(usize::MAX, |max| max as usize));
            desk_seats += room;
            desk_floors += desk.min.unwrap_or(0);
            if desk.min.is_some_and(|min| min as usize > room) {
                let (name, min) = (client.name.as_str(), desk.min.unwrap_or(0));
                impossible.push(issue(
                    "desk_floor",
                    &format!(
                        "{name} ({}) doit avoir {min} rendez-vous au moins, et n’a que {room} créneaux.",
                        desk.id
                    ),
                    &format!(
                        "{name} ({}) is to have {min} meetings at least, and has {room} slots only.",
                        desk.id
                    ),
                ));
            }
        }
    }
    (desks, desk_seats, desk_floors)
}

/// The same of firms.
fn of_firms(
    file: &EventFile,
    published: &BTreeMap<String, String>,
    absences: &[AbsenceRow],
    impossible: &mut Vec<Json>,
) -> (usize, usize, u32) {
    let parts = file.parts();
    let (mut firm_seats, mut firm_floors) = (0usize, 0u32);
    let named: Vec<Side<'_>> = if parts.attending.is_empty() {
        published.keys().map(|firm| (firm.as_str(), 1, (None, None), &[][..])).collect()
    } else {
        parts
            .attending
            .iter()
            .map(|one| (one.firm.as_str(), one.seats as usize, (one.min, one.max), one.absences.as_slice()))
            .collect()
    };
    for &(firm, seats, (min, max), away) in &named {
        let room = (there(file, absences, ("firm", firm), away) * seats)
            .min(max.map_or(usize::MAX, |max| max as usize));
        firm_seats = firm_seats.saturating_add(room);
        firm_floors += min.unwrap_or(0);
        if let Some(min) = min.filter(|&min| min as usize > room) {
            let firm = published.get(firm).map_or(firm, String::as_str);
            impossible.push(issue(
                "firm_floor",
                &format!(
                    "L’entreprise {firm} doit avoir {min} rendez-vous au moins, et n’a que {room} places."
                ),
                &format!("The firm {firm} is to have {min} meetings at least, and has {room} places only."),
            ));
        }
    }
    (named.len(), firm_seats, firm_floors)
}

/// The figures of an event's set-up, `published` being the names of firms by identifier, and what of it is impossible however it is planned.
pub(super) fn figures(
    file: &EventFile,
    published: &BTreeMap<String, String>,
    wishes: &[&Wish],
    absences: &[AbsenceRow],
) -> Json {
    let parts = file.parts();
    let slots = parts.slots.len();
    let places: usize = parts.slots.iter().map(|slot| slot.tables.len()).sum();
    let mut impossible = Vec::new();
    let (desks, desk_seats, desk_floors) = of_desks(file, absences, &mut impossible);
    let (firms, firm_seats, firm_floors) = of_firms(file, published, absences, &mut impossible);
    // A wish of both sides for the same is one meeting.
    let asked: BTreeSet<(&str, &str)> = wishes
        .iter()
        .map(|wish| (wish.firm.as_str(), wish.brief.as_str()))
        .chain(parts.wishes.iter().map(|wish| (wish.firm.as_str(), wish.brief.as_str())))
        .collect();
    let briefs: BTreeSet<&str> = asked.iter().map(|(_, brief)| *brief).collect();
    let most = places.min(desk_seats).min(firm_seats);
    let floors = [(firm_floors, "firms", "entreprises"), (desk_floors, "desks", "bureaux")];
    for (floor, english, french) in floors {
        if floor as usize > most {
            impossible.push(issue(
                "floors",
                &format!(
                    "Les minima des {french} demandent {floor} rendez-vous ; {most} au plus sont possibles."
                ),
                &format!("The floors of {english} ask for {floor} meetings; {most} at most are possible."),
            ));
        }
    }
    for (what, none, french, english) in [
        ("slots", slots == 0, "Il n’y a aucun créneau.", "There is no slot."),
        ("places", slots > 0 && places == 0, "Aucune table n’est ouverte.", "No table is open."),
        ("desks", desks == 0, "Aucun client n’a de bureau.", "No client has a desk."),
        ("firms", firms == 0, "Aucune entreprise ne vient.", "No firm attends."),
    ] {
        if none {
            impossible.push(issue(what, french, english));
        }
    }
    let held: BTreeSet<&str> = parts
        .clients
        .iter()
        .flat_map(|c| &c.desks)
        .flat_map(|d| &d.briefs)
        .map(passerelle_domain::BriefId::as_str)
        .collect();
    let nowhere: Vec<&str> = briefs.into_iter().filter(|brief| !held.contains(brief)).collect();
    if !nowhere.is_empty() {
        impossible.push(issue(
            "wished_brief",
            &format!(
                "{} sujets souhaités ne sont tenus par aucun bureau : {}.",
                nowhere.len(),
                nowhere.join(", ")
            ),
            &format!("{} wished briefs are held by no desk: {}.", nowhere.len(), nowhere.join(", ")),
        ));
    }
    let meetings = asked.len();
    let summary = json!({
        "fr": format!("{meetings} rendez-vous souhaités, {places} places, {most} rendez-vous possibles au plus."),
        "en": format!("{meetings} wished meetings, {places} places, {most} meetings possible at most."),
    });
    json!({
        "slots": slots, "places": places, "desks": desks, "firms": firms,
        "desk_seats": desk_seats, "firm_seats": firm_seats, "most_meetings": most,
        "wishes": wishes.len() + parts.wishes.len(), "wished_meetings": meetings, "short_of_places": meetings.saturating_sub(most),
        "floors_of_firms": firm_floors, "floors_of_desks": desk_floors,
        "can_work": impossible.is_empty(), "impossible": impossible, "summary": summary,
    })
}
