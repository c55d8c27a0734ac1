//! When nobody of the firm is there.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::Response;
use passerelle_app::service::Refusal;
use serde::Deserialize;

use super::{About, Event, Room, chosen, enter, enter_posted, events};
use crate::State;
use crate::pages::form::{Faults, Form, Posted};
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::{Page, encoded, view};

/// An absence, local time of the event.
#[derive(Debug, Clone, Deserialize)]
struct Absence {
    id: String,
    from: String,
    until: String,
}

#[derive(Template)]
#[template(path = "firm/absences.html")]
struct Shown<'a> {
    s: &'a Shell,
    room: &'a Room,
    f: Faults,
    form: &'a Form,
    page: &'static str,
    events: &'a [Event],
    event: Option<&'a Event>,
    absences: Vec<Absence>,
}

impl Shown<'_> {
    fn moment(&self, text: &str) -> String {
        text.parse().map_or_else(|_| text.to_owned(), |at| super::moment(at, self.s.language))
    }

    fn address(&self, event: &Event) -> String {
        self.room.at(&format!("absences/{}", encoded(&event.id)))
    }
}

fn page_of(room: &Room, event: &str) -> String {
    format!("{}?event={}", room.at("absences"), encoded(event))
}

async fn shown(
    state: &State,
    visitor: &Visitor,
    room: &Room,
    asked: &str,
    (form, f): (&Form, Faults),
) -> Result<Response, Refusal> {
    let (s, actor) = (&visitor.shell, &visitor.actor);
    let events = events(state, actor, &room.id).await?;
    let event = chosen(&events, asked, state.service.today());
    let mut absences: Vec<Absence> = match event {
        Some(event) => {
            let all = state.service.absences(actor, &event.id).await?;
            all.into_iter().filter(|one| one["side"] == "firm").map(view).collect::<Result<_, _>>()?
        }
        None => Vec::new(),
    };
    absences.sort_by(|a, b| a.from.cmp(&b.from));
    visitor.show(&Shown { s, room, f, form, page: "absences", events: &events, event, absences })
}

/// The page.
pub(super) async fn show(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "absences").await?;
    Ok(shown(&state, &visitor, &room, &about.event, (&Form::default(), Faults::default())).await?)
}

/// Tells an absence.
pub(super) async fn add(
    Shared(state): Shared<State>,
    Path((id, event)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "absences").await?;
    let form = &posted.form;
    let times = [form.get("from"), form.get("until")];
    match state.service.add_absence(posted.actor(), &event, ("firm", &id), times).await {
        Ok(made) => {
            let told = match made["id"].as_str() {
                _ if form.has("again") => Told::done("undone"),
                Some(absence) => {
                    let undo = format!("absences/{}/{}", encoded(&event), encoded(absence));
                    Told::undoable("saved", room.at(&undo), &[("again", "1".to_owned())])
                }
                None => Told::done("saved"),
            };
            Ok(told.at(&page_of(&room, &event)))
        }
        Err(refusal) => {
            let f = Faults::of(refusal, posted.shell())?;
            Ok(shown(&state, &posted.visitor, &room, &event, (form, f)).await?)
        }
    }
}

/// Takes an absence back.
pub(super) async fn remove(
    Shared(state): Shared<State>,
    Path((id, event, absence)): Path<(String, String, String)>,
    posted: Posted,
) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "absences").await?;
    let all = state.service.absences(posted.actor(), &event).await?;
    let before = all.into_iter().find(|one| one["id"] == absence.as_str());
    match state.service.delete_absence(posted.actor(), &event, &absence).await {
        Ok(()) => {
            let told = match before.map(view::<Absence>).transpose()? {
                Some(before) if !posted.form.has("again") => Told::undoable(
                    "deleted",
                    room.at(&format!("absences/{}", encoded(&event))),
                    &[("from", before.from), ("until", before.until), ("again", "1".to_owned())],
                ),
                _ => Told::done("undone"),
            };
            Ok(told.at(&page_of(&room, &event)))
        }
        Err(refusal) => {
            let f = Faults::of(refusal, posted.shell())?;
            Ok(shown(&state, &posted.visitor, &room, &event, (&Form::default(), f)).await?)
        }
    }
}
