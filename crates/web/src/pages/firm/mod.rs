//! A firm's own room: its own people, or an organiser who acts for it.

mod absences;
mod agenda;
mod briefs;
mod colleagues;
mod evidence;
mod overview;
mod profile;
mod sheet;
mod wishes;

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use passerelle_app::service::{Actor, Refusal};
use passerelle_domain::Language;
use serde::Deserialize;

use super::directory::Firm;
use super::form::Posted;
use super::shell::{Shell, Visitor};
use super::words::Text;
use super::words::firm::Room as Words;
use super::words::terms::Terms;
use super::{reader, view};
use crate::State;

/// The pages of the room.
pub(super) fn routes() -> Router<State> {
    let room = Router::new()
        .route("/", get(overview::show))
        .route("/mark", post(overview::mark))
        .route("/profile", get(profile::show).post(profile::save))
        .route("/briefs", get(briefs::list))
        .route("/briefs/{brief}", get(briefs::show).post(briefs::wish))
        .route("/wishes", get(wishes::show))
        .route("/wishes/{event}/add", post(wishes::add))
        .route("/wishes/{event}/{wish}", post(wishes::change))
        .route("/absences", get(absences::show))
        .route("/absences/{event}", post(absences::add))
        .route("/absences/{event}/{absence}", post(absences::remove))
        .route("/agenda", get(agenda::show))
        .route("/colleagues", get(colleagues::show).post(colleagues::add));
    Router::new().nest("/rooms/firm/{id}", room)
}

/// What every page of the room knows.
struct Room {
    id: String,
    status: String,
    version: i64,
    firm: Firm,
    /// The tab that is open.
    tab: &'static str,
    w: &'static Words,
    t: &'static Terms,
}

/// A firm as it answers for its own room.
#[derive(Deserialize)]
struct Own {
    status: String,
    firm: Firm,
}

impl Room {
    async fn of(
        state: &State,
        actor: &Actor,
        shell: &mut Shell,
        id: &str,
        tab: &'static str,
    ) -> Result<Self, Refusal> {
        let found = state.service.firm(actor, id).await?;
        let own: Own = view(found.body)?;
        if actor.acting_for.is_some() {
            shell.acting_for = Some(own.firm.name.clone());
        }
        Ok(Self {
            id: id.to_owned(),
            status: own.status,
            version: found.version,
            firm: own.firm,
            tab,
            w: Words::of(shell.language),
            t: Terms::of(shell.language),
        })
    }

    fn published(&self) -> bool {
        self.status == "published"
    }

    /// The address of a page of the room.
    fn at(&self, page: &str) -> String {
        at(&self.id, page)
    }

    /// The tabs: word, address, name.
    fn tabs(&self) -> [(&'static str, String, Text); 8] {
        let w = self.w;
        [
            ("overview", self.at(""), w.tab_overview),
            ("profile", self.at("profile"), w.tab_profile),
            ("briefs", self.at("briefs"), w.tab_briefs),
            ("wishes", self.at("wishes"), w.tab_wishes),
            ("absences", self.at("absences"), w.tab_absences),
            ("agenda", self.at("agenda"), w.tab_agenda),
            ("after", self.at("after"), w.tab_after),
            ("colleagues", self.at("colleagues"), w.tab_colleagues),
        ]
    }

    /// What a fit is called.
    fn fit(&self, word: Option<&str>) -> Text {
        match word {
            Some("strong") => self.w.fit_strong,
            Some("possible") => self.w.fit_possible,
            Some("weak") => self.w.fit_weak,
            _ => self.w.fit_none,
        }
    }
}

/// The address of a page of a firm's room.
fn at(id: &str, page: &str) -> String {
    let id = super::encoded(id);
    if page.is_empty() { format!("/rooms/firm/{id}") } else { format!("/rooms/firm/{id}/{page}") }
}

/// Somebody enters a page of the room.
async fn enter(
    state: &State,
    visitor: Visitor,
    id: &str,
    tab: &'static str,
) -> Result<(Visitor, Room), Refusal> {
    let mut visitor = visitor.enters(state, "firm", id).await?;
    let room = Room::of(state, &visitor.actor, &mut visitor.shell, id, tab).await?;
    Ok((visitor, room))
}

/// Somebody sends a form of the room.
async fn enter_posted(
    state: &State,
    posted: Posted,
    id: &str,
    tab: &'static str,
) -> Result<(Posted, Room), Refusal> {
    let mut posted = posted.enters(state, "firm", id).await?;
    let actor = posted.visitor.actor.clone();
    let room = Room::of(state, &actor, &mut posted.visitor.shell, id, tab).await?;
    Ok((posted, room))
}

/// An event at which the firm is expected; see `Service::events_of_firm`.
#[derive(Debug, Clone, Deserialize)]
struct Event {
    id: String,
    name: String,
    timezone: String,
    closes: Option<Closes>,
    slots: Vec<Slot>,
    briefs: Vec<String>,
}

/// When things close, RFC 3339.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Closes {
    wishes: Option<String>,
    answers: Option<String>,
}

/// A slot, local time of the event.
#[derive(Debug, Clone, Deserialize)]
struct Slot {
    start: String,
    end: String,
}

/// Which event a page is about.
#[derive(Debug, Default, Deserialize)]
struct About {
    #[serde(default)]
    event: String,
}

impl Event {
    fn last_day(&self) -> Option<Date> {
        self.slots.last().and_then(|slot| slot.start.parse::<DateTime>().ok()).map(DateTime::date)
    }

    /// A time of RFC 3339 in the event's own clock, for reading; the text itself when it is not one.
    fn moment(&self, text: &str, language: Language) -> String {
        let local = text.parse::<Timestamp>().ok().and_then(|at| at.in_tz(&self.timezone).ok());
        local.map_or_else(|| text.to_owned(), |at| moment(at.datetime(), language))
    }

    /// The sentence about when something closes.
    fn closing(&self, what: &str, room: &Room, s: &Shell) -> Option<String> {
        let closes = self.closes.as_ref()?;
        let w = room.w;
        let (at, before, after) = match what {
            "wishes" => (closes.wishes.as_ref()?, w.wishes_close, w.wishes_closed),
            _ => (closes.answers.as_ref()?, w.answers_close, w.answers_closed),
        };
        let sentence = if is_past(at) { after } else { before };
        Some(sentence.with(self.moment(at, s.language)))
    }
}

/// Whether a time of RFC 3339 has come.
fn is_past(text: &str) -> bool {
    text.parse::<Timestamp>().is_ok_and(|at| at.as_millisecond() <= passerelle_app::clock::now_ms())
}

/// A local day and time: `jeudi 18 mars 2027, 9 h 00`.
fn moment(at: DateTime, language: Language) -> String {
    format!("{}, {}", reader::day(at.date(), language), reader::hour(at, language))
}

/// The events of the firm.
async fn events(state: &State, actor: &Actor, id: &str) -> Result<Vec<Event>, Refusal> {
    state.service.events_of_firm(actor, id).await?.into_iter().map(view).collect()
}

/// The event that is asked for, else the next to come, else the last one.
fn chosen<'e>(events: &'e [Event], asked: &str, today: Date) -> Option<&'e Event> {
    let ahead =
        |event: &&Event| event.last_day().filter(|day| *day >= today).map(|day| (day, event.id.clone()));
    events
        .iter()
        .find(|event| event.id == asked)
        .or_else(|| events.iter().filter(|event| ahead(event).is_some()).min_by_key(ahead))
        .or_else(|| events.iter().max_by_key(|event| event.last_day()))
}
