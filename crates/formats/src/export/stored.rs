//! The organiser's JSON read back: what a release keeps becomes a view again.
//!
//! Releases are never changed, so older ones lack what later ones hold, and re-plans leave out what a plan tells: what can be told from
//! the rest is told from the rest, and of a brief of which nobody said that it is open, firms are shown nothing.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use passerelle_domain::{Level, Objective, Session, Status};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::facts::{Facts, size_of};
use crate::error::FileError;
use crate::view::{
    AgendaView, MeetingView, PartyKind, PartyView, ProofView, ShortfallView, SlotView, TableView,
    UnplacedFacts, UnplacedView,
};

/// Minutes of a slot of which nobody told how long it lasts.
const USUAL_MINUTES: u32 = 20;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Whole {
    event: Event,
    proof: Proof,
    gaps: Option<Gaps>,
    slots: Vec<Slot>,
    tables: Vec<Table>,
    meetings: Vec<Meeting>,
    parties: Vec<Party>,
    unplaced: Vec<Unplaced>,
    missing: Vec<Shortfall>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Event {
    id: String,
    name: String,
    time_zone: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Proof {
    status: Option<String>,
    value: Option<i64>,
    bound: Option<i64>,
    gap: Option<f64>,
    places: Option<usize>,
    objectives: Vec<Reached>,
}

#[derive(Deserialize)]
struct Reached {
    name: String,
    value: i64,
    bound: i64,
    proved: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Gaps {
    groups: u32,
    slots: u32,
    bound: Option<u32>,
    given_up: Option<i64>,
}

#[derive(Deserialize)]
struct Slot {
    id: String,
    #[serde(deserialize_with = "time")]
    start: DateTime,
    minutes: u32,
    session: String,
}

fn time<'de, D: Deserializer<'de>>(reader: D) -> Result<DateTime, D::Error> {
    String::deserialize(reader)?.parse().map_err(D::Error::custom)
}

#[derive(Deserialize)]
struct Table {
    id: String,
    #[serde(default)]
    closed: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Meeting {
    slot: String,
    start: Option<String>,
    minutes: Option<u32>,
    table: String,
    desk: String,
    client: String,
    person: Option<String>,
    firm: String,
    firm_name: Option<String>,
    brief: String,
    brief_title: Option<String>,
    brief_public_title: Option<String>,
    confidential: Option<bool>,
    value: u32,
    score: f64,
    wished_by_desk: Option<u8>,
    wished_by_firm: Option<u8>,
    must: bool,
    locked: bool,
    why: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Party {
    id: String,
    kind: String,
    name: String,
    person: Option<String>,
    size_class: Option<String>,
    absences: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Unplaced {
    desk: Option<String>,
    firm: Option<String>,
    brief: String,
    brief_title: Option<String>,
    brief_public_title: Option<String>,
    confidential: Option<bool>,
    reason: String,
    detail: String,
    /// Read apart: facts of a later version must not make a release unreadable.
    facts: Value,
    must: bool,
    value: u32,
    score: f64,
    rank: Option<usize>,
    wished_by_desk: Option<u8>,
    wished_by_firm: Option<u8>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Shortfall {
    party: Option<String>,
    kind: Option<String>,
    min: u32,
    has: u32,
}

/// See [`super::read_json`].
pub(super) fn read(text: &str) -> Result<AgendaView, FileError> {
    let whole: Whole = serde_json::from_str(text).map_err(|error| FileError {
        file: "view".into(),
        line: Some(error.line()).filter(|line| *line > 0),
        field: String::new(),
        message: format!("is not an agenda as it is kept: {error}"),
        hint: "it was damaged, or written by a later version".into(),
    })?;
    let slots = slots(&whole);
    let tables = tables(&whole, &slots);
    let mut view = AgendaView {
        time_zone: whole
            .event
            .time_zone
            .as_deref()
            .and_then(|name| TimeZone::get(name).ok())
            .unwrap_or(TimeZone::UTC),
        event_id: whole.event.id,
        event_name: whole.event.name,
        places: whole
            .proof
            .places
            .unwrap_or_else(|| tables.iter().map(|t| t.open.iter().filter(|open| **open).count()).sum()),
        parties: parties(whole.parties, &whole.meetings, &slots),
        slots,
        tables,
        meetings: Vec::new(),
        unplaced: Vec::new(),
        shortfalls: Vec::new(),
        proof: proof(&whole.proof, &whole.gaps.unwrap_or_default()),
    };
    view.meetings = whole.meetings.into_iter().filter_map(|one| meeting(&view, one)).collect();
    view.unplaced = whole.unplaced.into_iter().filter_map(|one| unplaced(&view, one)).collect();
    view.shortfalls = whole.missing.into_iter().filter_map(|one| shortfall(&view, &one)).collect();
    Ok(view)
}

/// The slots that are told, and those that only meetings tell of.
fn slots(whole: &Whole) -> Vec<SlotView> {
    let session = |word: &str, start: DateTime| {
        let by_hour = if start.hour() < 12 { Session::Am } else { Session::Pm };
        Session::from_word(word).unwrap_or(by_hour)
    };
    let told = whole.slots.iter().map(|one| SlotView {
        id: one.id.clone(),
        start: one.start,
        minutes: one.minutes,
        session: session(&one.session, one.start),
    });
    let mut slots: Vec<SlotView> = told.collect();
    for one in &whole.meetings {
        let start = one.start.as_ref().and_then(|start| start.parse::<DateTime>().ok());
        if let Some(start) = start.filter(|_| slots.iter().all(|slot| slot.id != one.slot)) {
            let minutes = one.minutes.unwrap_or(USUAL_MINUTES);
            slots.push(SlotView { id: one.slot.clone(), start, minutes, session: session("", start) });
        }
    }
    if whole.slots.is_empty() {
        slots.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    }
    slots
}

fn tables(whole: &Whole, slots: &[SlotView]) -> Vec<TableView> {
    let open = |closed: &[String]| slots.iter().map(|slot| !closed.contains(&slot.id)).collect();
    let told = whole.tables.iter().map(|one| TableView { id: one.id.clone(), open: open(&one.closed) });
    let mut tables: Vec<TableView> = told.collect();
    for one in &whole.meetings {
        if tables.iter().all(|table| table.id != one.table) {
            tables.push(TableView { id: one.table.clone(), open: open(&[]) });
        }
    }
    if whole.tables.is_empty() {
        tables.sort_by_key(|table| (table.id.parse::<u32>().unwrap_or(u32::MAX), table.id.clone()));
    }
    tables
}

fn parties(told: Vec<Party>, meetings: &[Meeting], slots: &[SlotView]) -> Vec<PartyView> {
    let mut parties: Vec<PartyView> = Vec::new();
    let mut known: BTreeSet<(PartyKind, String)> = BTreeSet::new();
    for one in told {
        let Some(kind) = PartyKind::from_word(&one.kind) else { continue };
        let at = |id: &String| slots.iter().position(|slot| slot.id == *id);
        known.insert((kind, one.id.clone()));
        parties.push(PartyView {
            absences: one.absences.iter().filter_map(at).collect(),
            size_class: one.size_class.as_deref().and_then(size_of),
            id: one.id,
            kind,
            name: one.name,
            person: one.person,
            role: None,
        });
    }
    for one in meetings {
        let firm = one.firm_name.as_ref().unwrap_or(&one.firm);
        let sides = [
            (PartyKind::Desk, &one.desk, &one.client, one.person.clone()),
            (PartyKind::Firm, &one.firm, firm, None),
        ];
        for (kind, id, name, person) in sides {
            if known.insert((kind, id.clone())) {
                let (id, name) = (id.clone(), name.clone());
                parties.push(PartyView {
                    id,
                    kind,
                    name,
                    person,
                    role: None,
                    size_class: None,
                    absences: vec![],
                });
            }
        }
    }
    parties
}

fn meeting(view: &AgendaView, one: Meeting) -> Option<MeetingView> {
    let (brief_title, brief_public_title, confidential) =
        titles(one.brief_title, one.brief_public_title, one.confidential);
    Some(MeetingView {
        slot: view.slots.iter().position(|slot| slot.id == one.slot)?,
        table: view.tables.iter().position(|table| table.id == one.table)?,
        desk: view.party(PartyKind::Desk, &one.desk)?,
        firm: view.party(PartyKind::Firm, &one.firm)?,
        brief_id: one.brief,
        brief_title,
        brief_public_title,
        confidential,
        score: one.score,
        value: one.value,
        wished_by_desk: one.wished_by_desk,
        wished_by_firm: one.wished_by_firm,
        why: one.why,
        locked: one.locked,
        must: one.must,
    })
}

/// Title, public title, whether it is confidential: what nobody called open is confidential and has no public title.
fn titles(
    title: Option<String>,
    public: Option<String>,
    confidential: Option<bool>,
) -> (String, String, bool) {
    (title.unwrap_or_default(), public.unwrap_or_default(), confidential.unwrap_or(true))
}

fn unplaced(view: &AgendaView, one: Unplaced) -> Option<UnplacedView> {
    let (brief_title, brief_public_title, confidential) =
        titles(one.brief_title, one.brief_public_title, one.confidential);
    let facts: Option<Facts> = serde_json::from_value(one.facts).ok();
    let facts =
        facts.and_then(|facts| facts.read(view)).unwrap_or(UnplacedFacts::Told { detail: one.detail });
    Some(UnplacedView {
        desk: view.party(PartyKind::Desk, &one.desk?)?,
        firm: view.party(PartyKind::Firm, &one.firm?)?,
        brief_id: one.brief,
        brief_title,
        brief_public_title,
        confidential,
        must: one.must,
        value: one.value,
        score: one.score,
        wished_by_desk: one.wished_by_desk,
        wished_by_firm: one.wished_by_firm,
        rank: one.rank,
        code: one.reason,
        facts,
    })
}

fn shortfall(view: &AgendaView, one: &Shortfall) -> Option<ShortfallView> {
    let id = one.party.as_deref()?;
    let kinds = match one.kind.as_deref().and_then(PartyKind::from_word) {
        Some(kind) => vec![kind],
        None => vec![PartyKind::Desk, PartyKind::Firm],
    };
    let party = kinds.into_iter().find_map(|kind| view.party(kind, id))?;
    Some(ShortfallView { party, min: one.min, has: one.has })
}

fn proof(told: &Proof, gaps: &Gaps) -> ProofView {
    const ALL: [Status; 4] = [Status::Optimal, Status::Feasible, Status::Infeasible, Status::Cancelled];
    let status = ALL.into_iter().find(|status| Some(status.word()) == told.status.as_deref());
    let level = |one: &Reached| {
        let objective = Objective::from_word(&one.name)?;
        Some(Level { objective, value: one.value, bound: one.bound, proved: one.proved })
    };
    ProofView {
        // Of an agenda that somebody kept without saying how good it is, no more is known than that it is one.
        status: status.unwrap_or(Status::Feasible),
        value: told.value.unwrap_or_default(),
        bound: told.bound.unwrap_or_default(),
        gap: told.gap.unwrap_or_default(),
        levels: told.objectives.iter().filter_map(level).collect(),
        gaps_groups: gaps.groups,
        gaps_slots: gaps.slots,
        gaps_bound: gaps.bound.unwrap_or_default(),
        given_up: gaps.given_up.unwrap_or_default(),
    }
}
