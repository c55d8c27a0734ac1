//! The start.

use askama::Template;
use axum::extract::State as Shared;
use passerelle_app::service::Paging;
use serde_json::Value as Json;

use super::Page;
use super::reader;
use super::shell::{Shell, Visitor};
use crate::State;

struct Event {
    name: String,
    when: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    s: &'a Shell,
    firms: usize,
    events: Vec<Event>,
    indexing: bool,
}

/// The start: what this is, the search, the next events.
pub(crate) async fn home(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    let language = visitor.shell.language;
    let events = state.service.events(&visitor.actor, &Paging { recent: true, ..Paging::default() }).await?;
    let events = events
        .items
        .iter()
        .map(|one| Event {
            name: one["name"].as_str().unwrap_or_default().to_owned(),
            when: days(one).iter().map(|day| reader::day(*day, language)).collect::<Vec<_>>().join(" · "),
        })
        .collect();
    let home = Home {
        s: &visitor.shell,
        firms: state.service.indexed_firms(),
        events,
        indexing: state.service.index_state().0 != "ready",
    };
    Ok(visitor.show(&home)?)
}

/// The days of an event.
pub(super) fn days(event: &Json) -> Vec<jiff::civil::Date> {
    let sessions = event["sessions"].as_array().into_iter().flatten();
    let mut days: Vec<_> = sessions.filter_map(|one| one["date"].as_str()?.parse().ok()).collect();
    days.sort();
    days.dedup();
    days
}
