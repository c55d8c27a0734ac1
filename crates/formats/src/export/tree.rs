//! The organiser's JSON: every name and identifier written out.

use passerelle_domain::Language;
use serde::Serialize;

use super::facts::{self, Facts};
use super::{Audience, reader, sentence};
use crate::lines;
use crate::view::{AgendaView, MeetingView, PartyView, ShortfallView, SlotView, TableView, UnplacedView};

#[derive(Serialize)]
struct Whole<'a> {
    event: Event<'a>,
    proof: Proof<'a>,
    gaps: Gaps,
    slots: Vec<Slot<'a>>,
    tables: Vec<Table<'a>>,
    meetings: Vec<Meeting<'a>>,
    parties: Vec<Party<'a>>,
    unplaced: Vec<Unplaced<'a>>,
    missing: Vec<Shortfall<'a>>,
}

/// A floor that was missed; missed musts are marked in `unplaced`.
#[derive(Serialize)]
struct Shortfall<'a> {
    party: Option<&'a str>,
    kind: Option<&'a str>,
    min: u32,
    has: u32,
}

#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    name: &'a str,
    time_zone: Option<&'a str>,
}

#[derive(Serialize)]
struct Slot<'a> {
    id: &'a str,
    start: String,
    minutes: u32,
    session: &'a str,
}

/// A table, with the slots in which it is closed.
#[derive(Serialize)]
struct Table<'a> {
    id: &'a str,
    closed: Vec<&'a str>,
}

#[derive(Serialize)]
struct Proof<'a> {
    status: &'a str,
    value: i64,
    bound: i64,
    gap: f64,
    places: usize,
    fill: f64,
    objectives: Vec<Objective<'a>>,
}

#[derive(Serialize)]
struct Objective<'a> {
    name: &'a str,
    value: i64,
    bound: i64,
    proved: bool,
}

#[derive(Serialize)]
struct Gaps {
    groups: u32,
    slots: u32,
    bound: u32,
    given_up: i64,
}

#[derive(Serialize)]
struct Meeting<'a> {
    slot: Option<&'a str>,
    start: Option<String>,
    minutes: Option<u32>,
    table: Option<&'a str>,
    desk: Option<&'a str>,
    client: Option<&'a str>,
    person: Option<&'a str>,
    firm: Option<&'a str>,
    firm_name: Option<&'a str>,
    brief: &'a str,
    brief_title: &'a str,
    brief_public_title: &'a str,
    confidential: bool,
    value: u32,
    score: f64,
    wished_by_desk: Option<u8>,
    wished_by_firm: Option<u8>,
    must: bool,
    locked: bool,
    why: &'a [String],
}

#[derive(Serialize)]
struct Party<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    person: Option<&'a str>,
    size_class: Option<&'a str>,
    absences: Vec<&'a str>,
    meetings: usize,
}

#[derive(Serialize)]
struct Unplaced<'a> {
    desk: Option<&'a str>,
    firm: Option<&'a str>,
    brief: &'a str,
    brief_title: &'a str,
    brief_public_title: &'a str,
    confidential: bool,
    reason: &'a str,
    detail: String,
    detail_fr: String,
    facts: Facts,
    must: bool,
    value: u32,
    score: f64,
    rank: Option<usize>,
    wished_by_desk: Option<u8>,
    wished_by_firm: Option<u8>,
}

/// See [`super::json`].
pub(super) fn write(view: &AgendaView) -> String {
    lines::to_string(&Whole {
        event: Event { id: &view.event_id, name: &view.event_name, time_zone: view.time_zone.iana_name() },
        proof: proof(view),
        gaps: Gaps {
            groups: view.proof.gaps_groups,
            slots: view.proof.gaps_slots,
            bound: view.proof.gaps_bound,
            given_up: view.proof.given_up,
        },
        slots: view.slots.iter().map(slot).collect(),
        tables: view.tables.iter().map(|t| table(view, t)).collect(),
        meetings: view.meetings.iter().map(|m| meeting(view, m)).collect(),
        parties: (0..).zip(&view.parties).map(|(i, p)| party(view, i, p)).collect(),
        unplaced: view.unplaced.iter().map(|u| unplaced(view, u)).collect(),
        missing: view.shortfalls.iter().map(|s| shortfall(view, *s)).collect(),
    })
}

/// Share of the places that are taken, 0 to 1.
pub(super) fn fill(view: &AgendaView) -> f64 {
    view.meetings.len() as f64 / view.places.max(1) as f64
}

fn proof(view: &AgendaView) -> Proof<'_> {
    let levels = view.proof.levels.iter();
    Proof {
        status: view.proof.status.word(),
        value: view.proof.value,
        bound: view.proof.bound,
        gap: view.proof.gap,
        places: view.places,
        fill: fill(view),
        objectives: levels
            .map(|level| Objective {
                name: level.objective.word(),
                value: level.value,
                bound: level.bound,
                proved: level.proved,
            })
            .collect(),
    }
}

fn slot(slot: &SlotView) -> Slot<'_> {
    let (start, session) = (slot.start.to_string(), slot.session.word());
    Slot { id: &slot.id, start, minutes: slot.minutes, session }
}

fn table<'a>(view: &'a AgendaView, table: &'a TableView) -> Table<'a> {
    let slots = view.slots.iter().enumerate();
    let closed = slots.filter(|(i, _)| !table.open.get(*i).copied().unwrap_or_default());
    Table { id: &table.id, closed: closed.map(|(_, slot)| slot.id.as_str()).collect() }
}

fn meeting<'a>(view: &'a AgendaView, meeting: &'a MeetingView) -> Meeting<'a> {
    let slot = view.slots.get(meeting.slot);
    let desk = reader::party(view, meeting.desk);
    let firm = reader::party(view, meeting.firm);
    Meeting {
        slot: slot.map(|s| s.id.as_str()),
        start: slot.map(|s| s.start.to_string()),
        minutes: slot.map(|s| s.minutes),
        table: view.tables.get(meeting.table).map(|t| t.id.as_str()),
        desk: desk.map(|p| p.id.as_str()),
        client: desk.map(|p| p.name.as_str()),
        person: desk.and_then(|p| p.person.as_deref()),
        firm: firm.map(|p| p.id.as_str()),
        firm_name: firm.map(|p| p.name.as_str()),
        brief: &meeting.brief_id,
        brief_title: &meeting.brief_title,
        brief_public_title: &meeting.brief_public_title,
        confidential: meeting.confidential,
        value: meeting.value,
        score: meeting.score,
        wished_by_desk: meeting.wished_by_desk,
        wished_by_firm: meeting.wished_by_firm,
        must: meeting.must,
        locked: meeting.locked,
        why: &meeting.why,
    }
}

fn party<'a>(view: &'a AgendaView, index: usize, party: &'a PartyView) -> Party<'a> {
    Party {
        id: &party.id,
        kind: party.kind.word(),
        name: &party.name,
        person: party.person.as_deref(),
        size_class: party.size_class.map(facts::size_word),
        absences: party.absences.iter().filter_map(|&s| Some(view.slots.get(s)?.id.as_str())).collect(),
        meetings: view.meetings.iter().filter(|m| m.desk == index || m.firm == index).count(),
    }
}

fn shortfall(view: &AgendaView, shortfall: ShortfallView) -> Shortfall<'_> {
    let party = reader::party(view, shortfall.party);
    let (party, kind) = (party.map(|p| p.id.as_str()), party.map(|p| p.kind.word()));
    Shortfall { party, kind, min: shortfall.min, has: shortfall.has }
}

fn unplaced<'a>(view: &'a AgendaView, unplaced: &'a UnplacedView) -> Unplaced<'a> {
    Unplaced {
        desk: reader::party(view, unplaced.desk).map(|p| p.id.as_str()),
        firm: reader::party(view, unplaced.firm).map(|p| p.id.as_str()),
        brief: &unplaced.brief_id,
        brief_title: &unplaced.brief_title,
        brief_public_title: &unplaced.brief_public_title,
        confidential: unplaced.confidential,
        reason: &unplaced.code,
        detail: sentence::write(view, unplaced, Audience::Organiser, Language::English),
        detail_fr: sentence::write(view, unplaced, Audience::Organiser, Language::French),
        facts: Facts::of(view, &unplaced.facts),
        must: unplaced.must,
        value: unplaced.value,
        score: unplaced.score,
        rank: unplaced.rank,
        wished_by_desk: unplaced.wished_by_desk,
        wished_by_firm: unplaced.wished_by_firm,
    }
}
