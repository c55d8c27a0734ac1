//! The firm's meetings of the last release.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use passerelle_app::service::{Actor, Cause, Refusal};
use serde::Deserialize;

use super::{About, Event, Room, chosen, enter, events};
use crate::State;
use crate::pages::shell::{Shell, Visitor};
use crate::pages::words::Text;
use crate::pages::{Page, reader, view};

/// A meeting as the firm sees it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Meeting {
    /// Local time of the event.
    pub(super) start: Option<String>,
    pub(super) minutes: Option<usize>,
    pub(super) table: Option<String>,
    pub(super) client: Option<String>,
    pub(super) person: Option<String>,
    pub(super) brief: String,
    pub(super) brief_title: Option<String>,
    #[serde(default)]
    pub(super) why: Vec<String>,
}

/// What was wished and has no place.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Left {
    brief: String,
    brief_title: Option<String>,
    reason: Option<String>,
}

/// The last release, as the firm sees it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Agenda {
    pub(super) meetings: Vec<Meeting>,
    unplaced: Vec<Left>,
}

#[derive(Deserialize)]
struct Released {
    number: i64,
    created: Option<String>,
    agenda: Agenda,
}

impl Meeting {
    /// Its day and time.
    pub(super) fn when(&self, s: &Shell) -> String {
        let at = self.start.as_deref().unwrap_or_default();
        format!("{}, {}", s.day(at), s.hour(at))
    }
}

impl Left {
    /// Why it has no place, in a sentence.
    fn why(&self, room: &Room) -> Text {
        let w = room.w;
        match self.reason.as_deref().unwrap_or_default() {
            "excluded" => w.left_excluded,
            "refused" => w.left_refused,
            "gated" => w.left_gated,
            "below_threshold" => w.left_below_threshold,
            "no_common_slot" => w.left_no_common_slot,
            "client_full" => w.left_client_full,
            "firm_full" => w.left_firm_full,
            "tables_full" => w.left_tables_full,
            "limit_reached" => w.left_limit_reached,
            "rules" => w.left_rules,
            "outbid" => w.left_outbid,
            _ => w.left_other,
        }
    }
}

async fn released(state: &State, actor: &Actor, event: &Event) -> Result<Option<Released>, Refusal> {
    match state.service.agenda(actor, &event.id, None).await {
        Ok(found) => Ok(Some(view(found)?)),
        Err(Refusal { cause: Cause::NotFound, .. }) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// What the last release of an event holds for the firm; `None` when there is none.
pub(super) async fn meetings(state: &State, actor: &Actor, event: &Event) -> Result<Option<Agenda>, Refusal> {
    Ok(released(state, actor, event).await?.map(|one| one.agenda))
}

/// The meetings of one day.
struct Day {
    name: String,
    meetings: Vec<Meeting>,
}

#[derive(Template)]
#[template(path = "firm/agenda.html")]
struct Shown<'a> {
    s: &'a Shell,
    room: &'a Room,
    page: &'static str,
    events: &'a [Event],
    event: Option<&'a Event>,
    released: Option<(i64, String)>,
    days: Vec<Day>,
    left: Vec<Left>,
}

/// The page.
pub(super) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "agenda").await?;
    let (s, actor) = (&visitor.shell, &visitor.actor);
    let events = events(&state, actor, &id).await?;
    let event = chosen(&events, &about.event, state.service.today());
    let found = match event {
        Some(event) => released(&state, actor, event).await?,
        None => None,
    };
    let number = found.as_ref().map(|one| (one.number, s.day(one.created.as_deref().unwrap_or_default())));
    let Agenda { mut meetings, unplaced } =
        found.map_or(Agenda { meetings: Vec::new(), unplaced: Vec::new() }, |one| one.agenda);
    meetings.sort_by(|a, b| a.start.cmp(&b.start));
    let mut days: Vec<Day> = Vec::new();
    for meeting in meetings {
        let at = meeting.start.as_deref().and_then(|at| at.parse::<jiff::civil::DateTime>().ok());
        let name = at.map(|at| reader::day(at.date(), s.language)).unwrap_or_default();
        match days.last_mut() {
            Some(day) if day.name == name => day.meetings.push(meeting),
            _ => days.push(Day { name, meetings: vec![meeting] }),
        }
    }
    let page = Shown {
        s,
        room: &room,
        page: "agenda",
        events: &events,
        event,
        released: number,
        days,
        left: unplaced,
    };
    Ok(visitor.show(&page)?)
}
