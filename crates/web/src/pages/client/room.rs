//! The start of the room: briefs; posting one.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::{Actor, Paging, Refusal, document_text};
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Visitor};
use super::super::words::client::Client as Words;
use super::super::words::terms::Terms;
use crate::State;

/// Where in its room a page of a client stands.
pub(in crate::pages) struct Room {
    pub(in crate::pages) id: String,
    pub(in crate::pages) name: String,
}

impl Room {
    /// Enters a client's room.
    pub(in crate::pages) async fn enter(
        state: &State,
        visitor: Visitor,
        id: &str,
    ) -> Result<(Self, Visitor), Refusal> {
        let mut visitor = visitor.enters(state, "client", id).await?;
        let client = state.service.client(&visitor.actor, id).await?;
        let name =
            client.body["client"]["name"].as_str().or(client.body["name"].as_str()).unwrap_or(id).to_owned();
        if visitor.actor.acting_for.is_some() {
            visitor.shell.acting_for = Some(name.clone());
        }
        Ok((Self { id: id.to_owned(), name }, visitor))
    }

    /// An address in this room.
    pub(in crate::pages) fn at(&self, rest: &str) -> String {
        format!("/rooms/client/{}{rest}", self.id)
    }
}

/// A brief of the list.
struct Line {
    id: String,
    title: String,
    status: String,
    confidential: bool,
    requirements: usize,
    updated: String,
}

#[derive(Template)]
#[template(path = "client/briefs.html")]
struct Briefs<'a> {
    s: &'a Shell,
    w: &'static Words,
    t: &'static Terms,
    room: &'a Room,
    tab: &'static str,
    briefs: Vec<Line>,
}

/// The client's own briefs, as the use case gives them.
pub(super) async fn own_briefs(state: &State, actor: &Actor, client: &str) -> Result<Vec<Json>, Refusal> {
    let mut own = Vec::new();
    let mut paging = Paging { limit: Some(200), recent: true, ..Paging::default() };
    loop {
        let page = state.service.briefs(actor, None, &paging).await?;
        own.extend(page.items.into_iter().filter(|one| one["client"] == client));
        match page.next {
            Some(next) => paging.cursor = Some(next),
            None => return Ok(own),
        }
    }
}

/// The client's briefs.
pub(super) async fn briefs(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let own = own_briefs(&state, &visitor.actor, &id).await?;
    let text = |one: &Json, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let briefs = own
        .iter()
        .map(|one| Line {
            id: text(one, "id"),
            title: text(one, "title"),
            status: text(one, "status"),
            confidential: one["confidential"] == true,
            requirements: one["understood"]["brief"]["requirements"].as_array().map_or(0, Vec::len),
            updated: text(one, "updated"),
        })
        .collect();
    let language = visitor.shell.language;
    let page = Briefs {
        s: &visitor.shell,
        w: Words::of(language),
        t: Terms::of(language),
        room: &room,
        tab: "briefs",
        briefs,
    };
    Ok(visitor.show(&page)?)
}

#[derive(Template)]
#[template(path = "client/new.html")]
struct New<'a> {
    s: &'a Shell,
    w: &'static Words,
    room: &'a Room,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
}

/// Posting a brief.
pub(super) async fn new(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let page = New {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        room: &room,
        tab: "briefs",
        f: Faults::default(),
        form: &Form::default(),
    };
    Ok(visitor.show(&page)?)
}

/// A brief from a text that was pasted, or from a file: kept as a draft, and read.
pub(super) async fn post(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let (room, visitor) = Room::enter(&state, visitor, &id).await?;
    let made = async {
        let text = match form.file("file") {
            Some(file) => document_text(&file.name, file.bytes.to_vec()).await?,
            None => form.get("text").to_owned(),
        };
        if text.trim().is_empty() {
            let message = "is empty";
            return Err(Refusal::invalid("text", message, "paste the brief, or choose a file"));
        }
        state.service.add_brief(&visitor.actor, &json!({"text": text})).await
    };
    match made.await {
        Ok(made) => {
            let brief = made.body["id"].as_str().unwrap_or_default();
            Ok(Redirect::to(&room.at(&format!("/briefs/{brief}"))).into_response())
        }
        Err(refusal) => {
            let s = &visitor.shell;
            let f = Faults::of(refusal, s)?;
            let page = New { s, w: Words::of(s.language), room: &room, tab: "briefs", f, form: &form };
            Ok(visitor.show(&page)?)
        }
    }
}
