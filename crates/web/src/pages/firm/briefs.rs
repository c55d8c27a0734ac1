//! Open briefs with the firm's fit, and one brief from which a meeting can be wished.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::Response;
use passerelle_app::service::{Actor, Cause, Refusal};
use serde::Deserialize;
use serde_json::Value as Json;

use super::evidence::{Answered, Line, Requirement, Teaser, marked};
use super::wishes::{OwnWish, own_wishes, send};
use super::{About, Event, Room, enter, enter_posted, events, is_past};
use crate::State;
use crate::pages::form::{Faults, Form, Posted};
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::{Page, view};

/// Briefs on the page: whoever reads further down reads what does not suit.
const MOST: usize = 60;

/// A brief of the list that may be read.
struct Listed {
    answered: Answered,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "firm/briefs.html")]
struct List<'a> {
    s: &'a Shell,
    room: &'a Room,
    indexing: bool,
    readable: Vec<Listed>,
    teasers: Vec<Teaser>,
}

/// The list.
pub(super) async fn list(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "briefs").await?;
    let s = &visitor.shell;
    let (indexing, found) = match state.service.briefs_for(&visitor.actor, &id, MOST).await {
        Ok(found) => (false, found),
        Err(Refusal { cause: Cause::Unavailable, .. }) => (true, Json::Null),
        Err(refusal) => return Err(refusal.into()),
    };
    let list = |key: &str| if found[key].is_array() { found[key].clone() } else { Json::Array(Vec::new()) };
    let readable: Vec<Answered> = view(list("briefs"))?;
    let teasers: Vec<Teaser> = view(list("confidential"))?;
    let readable =
        readable.into_iter().map(|answered| Listed { lines: answered.lines(&room, s), answered }).collect();
    Ok(visitor.show(&List { s, room: &room, indexing, readable, teasers })?)
}

/// A brief as the firm may see it; see `Service::brief`.
#[derive(Deserialize)]
struct Seen {
    title: String,
    confidential: bool,
    /// What is public of a confidential one.
    teaser: Option<String>,
    text: Option<String>,
    understood: Option<Understood>,
}

#[derive(Deserialize)]
struct Understood {
    brief: Requirements,
}

#[derive(Deserialize)]
struct Requirements {
    requirements: Vec<Requirement>,
}

#[derive(Template)]
#[template(path = "firm/brief.html")]
struct Shown<'a> {
    s: &'a Shell,
    room: &'a Room,
    f: Faults,
    form: &'a Form,
    id: &'a str,
    brief: Seen,
    text: Vec<(String, String)>,
    indexing: bool,
    fit: Option<String>,
    answered: Option<Answered>,
    lines: Vec<Line>,
    means: Vec<String>,
    /// Events that talk about it, for which no wish was sent.
    events: Vec<&'a Event>,
    /// Events that talk about it.
    somewhere: bool,
    wished: Vec<(&'a Event, OwnWish)>,
}

impl Shown<'_> {
    fn closing(&self, event: &Event) -> Option<String> {
        event.closing("wishes", self.room, self.s)
    }

    fn is_chosen(&self, event: &Event) -> bool {
        self.form.get("event") == event.id
    }

    fn grade(&self) -> &str {
        self.form.some("grade").unwrap_or("2")
    }
}

async fn shown(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    brief: &str,
    (form, f): (&Form, Faults),
) -> Result<Response, Refusal> {
    let (s, actor): (&Shell, &Actor) = (&visitor.shell, &visitor.actor);
    let seen: Seen = view(state.service.brief(actor, brief).await?.body)?;
    let (indexing, found) = match state.service.matches(actor, brief, 1).await {
        Ok(found) => (false, found),
        Err(Refusal { cause: Cause::Unavailable, .. }) => (true, Json::Null),
        Err(refusal) => return Err(refusal),
    };
    let answered: Option<Answered> =
        if found["brief"].is_object() { Some(view(found.clone())?) } else { None };
    let fit = answered.as_ref().map_or_else(
        || found["fit"].as_str().map(str::to_owned),
        |one| one.own.as_ref().map(|own| own.fit.clone()),
    );
    let lines = answered.as_ref().map(|one| one.lines(room, s)).unwrap_or_default();
    let means =
        answered.as_ref().and_then(|one| one.own.as_ref()).map(|own| own.means(room, s)).unwrap_or_default();
    let text = match (&seen.text, &seen.understood) {
        (Some(text), Some(understood)) => marked(text, &understood.brief.requirements),
        _ => Vec::new(),
    };
    let all = events(state, actor, &room.id).await?;
    let holding: Vec<&Event> =
        all.iter().filter(|event| event.briefs.iter().any(|held| held == brief)).collect();
    let (mut open, mut wished) = (Vec::new(), Vec::new());
    for event in &holding {
        let own = own_wishes(state, actor, &event.id).await?;
        match own.into_iter().find(|one| one.brief == brief) {
            Some(wish) => wished.push((*event, wish)),
            None => open.push(*event),
        }
    }
    let page = Shown {
        s,
        room,
        f,
        form,
        id: brief,
        brief: seen,
        text,
        indexing,
        fit,
        answered,
        lines,
        means,
        events: open,
        somewhere: !holding.is_empty(),
        wished,
    };
    visitor.show(&page)
}

/// One brief.
pub(super) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, brief)): Path<(String, String)>,
    Query(about): Query<About>,
) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "briefs").await?;
    let form = Form::of(vec![("event".to_owned(), about.event)]);
    Ok(shown(&state, &visitor, &room, &brief, (&form, Faults::default())).await?)
}

/// A wish for it.
pub(super) async fn wish(
    Shared(state): Shared<State>,
    Path((id, brief)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "briefs").await?;
    let form = &posted.form;
    let all = events(&state, posted.actor(), &id).await?;
    let event = all.iter().find(|event| event.id == form.get("event"));
    let sent = match event {
        Some(event) => send(&state, posted.actor(), event, &brief, form).await,
        None => Err(Refusal::invalid("event", "is not one that expects you", "choose one of the list")),
    };
    match sent {
        Ok(()) => Ok(Told::done("wish").at(&format!(
            "{}?event={}",
            room.at("wishes"),
            crate::pages::encoded(form.get("event"))
        ))),
        Err(refusal) => {
            let f = Faults::of(refusal, posted.shell())?;
            Ok(shown(&state, &posted.visitor, &room, &brief, (form, f)).await?)
        }
    }
}

/// Whether wishes for an event have closed.
impl Event {
    fn wishes_closed(&self) -> bool {
        self.closes.as_ref().and_then(|closes| closes.wishes.as_deref()).is_some_and(is_past)
    }
}
