//! Wishes of both sides, and the client's own meetings.

use askama::Template;
use axum::extract::{Path, State as Shared};
use passerelle_app::service::{Actor, Paging, Refusal, WishSent};
use serde::Deserialize;
use serde_json::Value as Json;

use super::super::form::Posted;
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::client::Client as Words;
use super::super::words::terms::Terms;
use super::super::{Page, view};
use super::room::Room;
use crate::State;

/// A wish of either side.
#[derive(Debug, Clone, Deserialize)]
struct Wish {
    id: String,
    by: String,
    firm: String,
    brief_title: String,
    grade: i64,
    message: String,
    expires: Option<String>,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    version: i64,
    #[serde(skip)]
    firm_name: String,
}

struct Event {
    id: String,
    name: String,
    ours: Vec<Wish>,
    theirs: Vec<Wish>,
}

#[derive(Template)]
#[template(path = "client/wishes.html")]
struct Wishes<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    room: &'a Room,
    tab: &'static str,
    events: Vec<Event>,
}

async fn firm_name(state: &State, actor: &Actor, firm: &str) -> String {
    let name = state
        .service
        .firm(actor, firm)
        .await
        .ok()
        .and_then(|one| one.body["firm"]["name"].as_str().map(str::to_owned));
    name.unwrap_or_else(|| firm.to_owned())
}

/// The events at which the client has desks.
pub(in crate::pages) async fn own_events(
    state: &State,
    actor: &Actor,
) -> Result<Vec<(String, String)>, Refusal> {
    let all = state.service.events(actor, &Paging { limit: Some(200), ..Paging::default() }).await?.items;
    let own = all.iter().filter(|event| event["desks"].as_array().is_some_and(|desks| !desks.is_empty()));
    let text = |event: &Json, key: &str| event[key].as_str().unwrap_or_default().to_owned();
    Ok(own.map(|event| (text(event, "id"), text(event, "name"))).collect())
}

/// Wishes of both sides.
pub(super) async fn wishes(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let mut events = Vec::new();
    for (id, name) in own_events(&state, &visitor.actor).await? {
        let mut paging = Paging { limit: Some(200), ..Paging::default() };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        loop {
            let page = state.service.wishes(&visitor.actor, &id, &paging).await?;
            for one in page.items {
                let mut wish: Wish = view(one)?;
                wish.firm_name = firm_name(&state, &visitor.actor, &wish.firm).await;
                if wish.by == "desk" { ours.push(wish) } else { theirs.push(wish) }
            }
            match page.next {
                Some(next) => paging.cursor = Some(next),
                None => break,
            }
        }
        events.push(Event { id, name, ours, theirs });
    }
    let language = visitor.shell.language;
    let page = Wishes {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        room: &room,
        tab: "wishes",
        events,
    };
    Ok(visitor.show(&page)?)
}

/// Answers a firm's wish.
pub(super) async fn answer(
    Shared(state): Shared<State>,
    Path((id, event, wish)): Path<(String, String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let version = form.version();
    let said = (form.get("answer"), form.get("reason"));
    let made = state.service.answer(&visitor.actor, &event, &wish, version, said).await?;
    let undo = room.at(&format!("/wishes/{event}/{wish}/answer"));
    let fields = [("answer", "none".to_owned()), ("version", made.version.to_string())];
    Ok(Told::undoable("answered", undo, &fields).at(&room.at("/wishes")))
}

/// Takes a wish of the client's own back; it can be made again.
pub(super) async fn withdraw(
    Shared(state): Shared<State>,
    Path((id, event, wish)): Path<(String, String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let version = form.version();
    let known = state
        .service
        .wishes(&visitor.actor, &event, &Paging { limit: Some(200), ..Paging::default() })
        .await?;
    let before = known.items.into_iter().find(|one| one["id"] == wish);
    state.service.delete_wish(&visitor.actor, &event, &wish, version).await?;
    let Some(before) = before else { return Ok(Told::done("wish_removed").at(&room.at("/wishes"))) };
    let text = |key: &str| match &before[key] {
        Json::String(text) => text.chars().take(800).collect(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let undo: Vec<(&str, String)> = ["desk", "firm", "brief", "grade", "message", "expires"]
        .iter()
        .map(|key| (*key, text(key)))
        .collect();
    Ok(Told::undoable("wish_removed", room.at(&format!("/wishes/{event}/again")), &undo)
        .at(&room.at("/wishes")))
}

/// Makes a wish again that was taken back.
pub(super) async fn again(
    Shared(state): Shared<State>,
    Path((id, event)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let sent = WishSent {
        desk: form.some("desk").map(str::to_owned),
        firm: form.some("firm").map(str::to_owned),
        brief: form.get("brief").to_owned(),
        grade: form.get("grade").parse().unwrap_or(2),
        message: form.get("message").to_owned(),
        expires: form.some("expires").map(str::to_owned),
    };
    state.service.add_wish(&visitor.actor, &event, &sent).await?;
    Ok(Told::done("undone").at(&room.at("/wishes")))
}

impl Words {
    /// What the other side answered.
    fn answer(&self, answer: &Option<String>) -> super::super::words::Text {
        match answer.as_deref() {
            Some("accepted") => self.answer_accepted,
            Some("refused") => self.answer_declined,
            _ => self.answer_none,
        }
    }
}

/// A meeting.
#[derive(Debug, Clone, Deserialize)]
struct Meeting {
    start: String,
    #[serde(default)]
    table: Option<Json>,
    #[serde(default)]
    person: Option<String>,
    firm: String,
    firm_name: String,
    #[serde(default)]
    brief_title: Option<String>,
}

impl Meeting {
    fn table(&self) -> String {
        match &self.table {
            Some(Json::String(table)) => table.clone(),
            Some(Json::Number(table)) => table.to_string(),
            _ => String::new(),
        }
    }
}

struct Day {
    day: String,
    meetings: Vec<Meeting>,
}

struct Release {
    event: String,
    number: i64,
    created: String,
    days: Vec<Day>,
}

#[derive(Template)]
#[template(path = "client/agenda.html")]
struct Agenda<'a> {
    s: &'a Shell,
    w: &'static Words,
    room: &'a Room,
    tab: &'static str,
    releases: Vec<Release>,
}

/// The client's own meetings, by event and day.
pub(super) async fn agenda(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let mut releases = Vec::new();
    for (event, name) in own_events(&state, &visitor.actor).await? {
        let Ok(released) = state.service.agenda(&visitor.actor, &event, None).await else { continue };
        let mut meetings: Vec<Meeting> = view(released["agenda"]["meetings"].clone())?;
        meetings.sort_by(|a, b| a.start.cmp(&b.start).then(a.person.cmp(&b.person)));
        let mut days: Vec<Day> = Vec::new();
        for meeting in meetings {
            let day = meeting.start.get(..10).unwrap_or_default().to_owned();
            match days.last_mut() {
                Some(last) if last.day == day => last.meetings.push(meeting),
                _ => days.push(Day { day, meetings: vec![meeting] }),
            }
        }
        releases.push(Release {
            event: name,
            number: released["number"].as_i64().unwrap_or(0),
            created: released["created"].as_str().unwrap_or_default().to_owned(),
            days,
        });
    }
    let page = Agenda {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        room: &room,
        tab: "agenda",
        releases,
    };
    Ok(visitor.show(&page)?)
}
