//! What all pages of one event share.

use passerelle_app::service::{Actor, Refusal, Role};
use serde_json::Value as Json;

use crate::State;

/// An event of which the visitor is on the team.
pub(in crate::pages) struct Event {
    pub(in crate::pages) id: String,
    pub(in crate::pages) name: String,
    pub(super) version: i64,
    /// The set-up: `event`, `closes`, `policy`.
    pub(super) body: Json,
}

impl Event {
    /// Reads an event for its team.
    pub(in crate::pages) async fn of(state: &State, actor: &Actor, id: &str) -> Result<Self, Refusal> {
        organiser(actor)?;
        let one = state.service.event(actor, id).await?;
        if one.body.get("event").is_none() {
            return Err(Refusal::forbidden("see this event"));
        }
        let name = one.body["name"].as_str().unwrap_or(id).to_owned();
        Ok(Self { id: id.to_owned(), name, version: one.version, body: one.body })
    }

    /// An address of this event.
    pub(in crate::pages) fn at(&self, rest: &str) -> String {
        format!("/desk/events/{}{rest}", self.id)
    }
}

/// Turns away everybody but organisers, those who are not signed in to the door.
pub(super) fn organiser(actor: &Actor) -> Result<(), Refusal> {
    actor.signed_in()?;
    if actor.role == Role::Organiser { Ok(()) } else { Err(Refusal::forbidden("see this")) }
}

/// A text of an answer.
pub(super) fn text(one: &Json, key: &str) -> String {
    match &one[key] {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
