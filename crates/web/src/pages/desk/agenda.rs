//! The agenda as a grid, and the proof that comes with it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use passerelle_app::service::Refusal;
use serde::Deserialize;
use serde_json::Value as Json;

use super::super::client::query;
use super::super::shell::{Shell, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::super::{Page, encoded, view};
use super::event::Event;
use crate::State;

/// An agenda as it is kept; see `formats::export`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub(super) slots: Vec<Slot>,
    pub(super) tables: Vec<Table>,
    pub(super) parties: Vec<Party>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) proof: Json,
    pub(super) gaps: Json,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Slot {
    pub(super) id: String,
    pub(super) start: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Table {
    pub(super) id: String,
    pub(super) closed: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Party {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) person: Option<String>,
    pub(super) absences: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Meeting {
    pub(super) slot: String,
    pub(super) start: String,
    pub(super) table: String,
    pub(super) desk: String,
    pub(super) client: String,
    pub(super) firm: String,
    pub(super) firm_name: String,
    pub(super) brief: String,
    pub(super) brief_title: String,
    pub(super) score: f64,
    pub(super) value: f64,
    pub(super) must: bool,
    pub(super) locked: bool,
    pub(super) wished_by_desk: Option<u8>,
    pub(super) wished_by_firm: Option<u8>,
    pub(super) why: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Unplaced {
    pub(super) desk: String,
    pub(super) firm: String,
    pub(super) brief: String,
    pub(super) brief_title: String,
    pub(super) reason: String,
    detail: String,
    detail_fr: String,
    pub(super) value: f64,
}

impl Unplaced {
    /// Why it was left out.
    pub(super) fn told(&self, s: &Shell) -> &str {
        if s.code() == "fr" && !self.detail_fr.is_empty() { &self.detail_fr } else { &self.detail }
    }
}

impl Meeting {
    /// What it is known by in addresses.
    pub(super) fn key(&self) -> String {
        format!("desk={}&firm={}&brief={}", encoded(&self.desk), encoded(&self.firm), encoded(&self.brief))
    }

    /// Whose wish it is, when it is anybody's.
    pub(super) fn wish(&self, w: &Words) -> Option<Text> {
        match (self.wished_by_desk.is_some(), self.wished_by_firm.is_some()) {
            (true, true) => Some(w.wished_both),
            (true, false) => Some(w.wished_desk),
            (false, true) => Some(w.wished_firm),
            _ => None,
        }
    }

    /// How good it is, in four steps, for its colour.
    pub(super) fn step(&self) -> &'static str {
        match self.value {
            value if value >= 750.0 => "v4",
            value if value >= 500.0 => "v3",
            value if value >= 250.0 => "v2",
            _ => "v1",
        }
    }
}

/// An agenda and what it is: the draft, or a release.
pub(super) struct Shown {
    pub(super) kept: Kept,
    pub(super) release: Option<i64>,
    pub(super) version: i64,
}

/// The draft, else the last release; or the release that is asked for. `None` when there is nothing yet.
pub(super) async fn shown(
    state: &State,
    visitor: &Visitor,
    event: &str,
    release: Option<i64>,
) -> Result<Option<Shown>, Refusal> {
    let mut kept: Shown = match (release, state.service.draft(&visitor.actor, event).await) {
        (None, Ok(draft)) => {
            Shown { kept: view(draft.body["agenda"].clone())?, release: None, version: draft.version }
        }
        _ => match state.service.agenda(&visitor.actor, event, release).await {
            Ok(one) => {
                Shown { kept: view(one["agenda"].clone())?, release: one["number"].as_i64(), version: 0 }
            }
            Err(refusal) if refusal.code() == "not-found" && release.is_none() => return Ok(None),
            Err(refusal) => return Err(refusal),
        },
    };
    kept.kept.complete();
    Ok(Some(kept))
}

impl Kept {
    /// Slots and tables of agendas that were kept before they were told one by one.
    fn complete(&mut self) {
        if self.slots.is_empty() {
            let all: BTreeMap<&str, &str> =
                self.meetings.iter().map(|one| (one.slot.as_str(), one.start.as_str())).collect();
            self.slots =
                all.into_iter().map(|(id, start)| Slot { id: id.into(), start: start.into() }).collect();
        }
        if self.tables.is_empty() {
            let mut ids: Vec<&str> = self.meetings.iter().map(|one| one.table.as_str()).collect();
            ids.sort_unstable_by_key(|id| (id.len(), *id));
            ids.dedup();
            self.tables = ids.into_iter().map(|id| Table { id: id.into(), closed: Vec::new() }).collect();
        }
    }

    /// What a party is called.
    pub(super) fn name(&self, kind: &str, id: &str) -> String {
        let found = self.parties.iter().find(|one| one.kind == kind && one.id == id);
        match found {
            Some(party) => match &party.person {
                Some(person) if kind == "desk" => format!("{} ({person})", party.name),
                _ => party.name.clone(),
            },
            None => id.to_owned(),
        }
    }

    /// Slots by day.
    pub(super) fn days(&self) -> Vec<(String, Vec<Slot>)> {
        let mut days: Vec<(String, Vec<Slot>)> = Vec::new();
        for slot in &self.slots {
            let day = slot.start.get(..10).unwrap_or_default().to_owned();
            match days.last_mut() {
                Some((last, slots)) if *last == day => slots.push(slot.clone()),
                _ => days.push((day, vec![slot.clone()])),
            }
        }
        days
    }
}

/// A cell of the grid.
pub(super) enum Cell {
    /// Meetings; more than one for a firm with several seats.
    Held(Vec<Meeting>),
    Free,
    Closed,
    Away,
}

/// A row of the grid.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) person: String,
    /// Slot and cell.
    pub(super) cells: Vec<(Slot, Cell)>,
}

/// A day of the grid.
pub(super) struct Sheet {
    pub(super) day: String,
    pub(super) slots: Vec<Slot>,
    pub(super) rows: Vec<Row>,
}

fn sheets(kept: &Kept, by: &str) -> Vec<Sheet> {
    let mut at: BTreeMap<(&str, &str), Vec<&Meeting>> = BTreeMap::new();
    for meeting in &kept.meetings {
        let row = match by {
            "desks" => meeting.desk.as_str(),
            "firms" => meeting.firm.as_str(),
            _ => meeting.table.as_str(),
        };
        at.entry((row, meeting.slot.as_str())).or_default().push(meeting);
    }
    let kind = if by == "desks" { "desk" } else { "firm" };
    let heads: Vec<(String, String, String, Vec<String>, bool)> = if by == "tables" {
        kept.tables
            .iter()
            .map(|table| (table.id.clone(), table.id.clone(), String::new(), table.closed.clone(), true))
            .collect()
    } else {
        let parties = kept.parties.iter().filter(|party| party.kind == kind);
        parties
            .map(|party| {
                let person = party.person.clone().unwrap_or_default();
                (party.id.clone(), party.name.clone(), person, party.absences.clone(), false)
            })
            .collect()
    };
    kept.days()
        .into_iter()
        .map(|(day, slots)| {
            let rows = heads
                .iter()
                .map(|(id, name, person, closed, table)| {
                    let cells: Vec<(Slot, Cell)> = slots
                        .iter()
                        .map(|slot| {
                            let cell = match at.get(&(id.as_str(), slot.id.as_str())) {
                                Some(held) => Cell::Held(held.iter().map(|one| (*one).clone()).collect()),
                                None if closed.contains(&slot.id) && *table => Cell::Closed,
                                None if closed.contains(&slot.id) => Cell::Away,
                                None => Cell::Free,
                            };
                            (slot.clone(), cell)
                        })
                        .collect();
                    Row { id: id.clone(), name: name.clone(), person: person.clone(), cells }
                })
                .collect();
            Sheet { day, slots, rows }
        })
        .collect()
}

#[derive(Template)]
#[template(path = "desk/grid.html")]
struct Grid<'a> {
    s: &'a Shell,
    w: &'static Words,
    h: &'static super::super::words::hand::Hand,
    event: &'a Event,
    tab: &'static str,
    by: &'static str,
    shown: Option<&'a Shown>,
    sheets: Vec<Sheet>,
}

/// Which rows are asked for.
pub(super) fn rows_by(asked: &str) -> &'static str {
    match asked {
        "desks" => "desks",
        "firms" => "firms",
        _ => "tables",
    }
}

/// The grid.
pub(super) async fn grid(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let asked = query(raw.as_deref());
    let shown = shown(&state, &visitor, &id, asked.get("release").parse().ok()).await?;
    let by = rows_by(asked.get("by"));
    let page = Grid {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        h: super::super::words::hand::Hand::of(visitor.shell.language),
        event: &event,
        tab: "agenda",
        by,
        sheets: shown.as_ref().map(|shown| sheets(&shown.kept, by)).unwrap_or_default(),
        shown: shown.as_ref(),
    };
    Ok(visitor.show(&page)?)
}
