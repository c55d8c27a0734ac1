//! Releases: publishing the draft, what changed, the letters to those whose agenda is another.

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde_json::Value as Json;

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::event::{Event, text};
use crate::State;

struct Line {
    number: i64,
    note: String,
    created: String,
}

#[derive(Template)]
#[template(path = "desk/releases.html")]
struct Releases<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    form: Form,
    releases: Vec<Line>,
    draft: Option<i64>,
}

async fn page(state: &State, visitor: &Visitor, event: &Event, failed: Option<(Faults, Form)>) -> Page {
    let mut releases: Vec<Line> = state
        .service
        .releases(&visitor.actor, &event.id)
        .await?
        .iter()
        .map(|one| Line {
            number: one["number"].as_i64().unwrap_or(0),
            note: text(one, "note"),
            created: text(one, "created"),
        })
        .collect();
    releases.sort_by_key(|one| std::cmp::Reverse(one.number));
    let draft = state.service.draft(&visitor.actor, &event.id).await.ok().map(|draft| draft.version);
    let (f, form) = failed.unwrap_or_default();
    let page = Releases {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        event,
        tab: "releases",
        f,
        form,
        releases,
        draft,
    };
    Ok(visitor.show(&page)?)
}

/// What is released.
pub(super) async fn releases(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, &event, None).await
}

/// Releases the draft, or an earlier release again.
pub(super) async fn release(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let released = async {
        match form.some("again").and_then(|number| number.parse().ok()) {
            Some(number) => state.service.release_again(&visitor.actor, &id, number, form.get("note")).await,
            None => state.service.release(&visitor.actor, &id, form.version(), form.get("note")).await,
        }
    };
    match released.await {
        Ok(made) => {
            let words = Words::of(visitor.shell.language).release_told.to_string();
            Ok(Told::saying(words).at(&event.at(&format!("/releases/{}", made["number"]))))
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &event, Some((f, form))).await
        }
    }
}

struct Change {
    kind: Text,
    who: String,
    from: String,
    to: String,
}

struct Letter {
    to: String,
    subject: String,
    body: String,
    state: Text,
}

#[derive(Template)]
#[template(path = "desk/release.html")]
struct One<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: &'a Event,
    tab: &'static str,
    number: i64,
    changes: Vec<Change>,
    letters: Vec<Letter>,
    waiting: bool,
}

fn place(one: &Json, s: &Shell, w: &Words) -> String {
    if one.is_null() {
        return String::new();
    }
    let start = text(one, "start");
    format!("{} {}, {} {}", s.day(&start), s.hour(&start), w.table, text(one, "table"))
}

/// One release: what changed since the one before, and its letters.
pub(super) async fn one(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path((id, number)): Path<(String, i64)>,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let s = &visitor.shell;
    let w = Words::of(s.language);
    let changes = if number > 1 {
        state.service.difference(&visitor.actor, &id, number - 1, number).await?["changes"].clone()
    } else {
        Json::Null
    };
    let changes = changes
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| Change {
            kind: match one["kind"].as_str() {
                Some("new") => w.change_new,
                Some("cancelled") => w.change_cancelled,
                _ => w.change_moved,
            },
            who: format!("{} – {}", text(one, "client"), text(one, "firm_name")),
            from: place(&one["from"], s, w),
            to: place(&one["to"], s, w),
        })
        .collect();
    let letters = state.service.letters(&visitor.actor, &id, number).await?;
    let waiting = letters.iter().any(|one| one["status"] == "preview");
    let letters = letters
        .iter()
        .map(|one| Letter {
            to: text(one, "to"),
            subject: text(one, "title"),
            body: text(one, "body"),
            state: match one["status"].as_str() {
                Some("preview") => w.letter_previewed,
                Some("sent") => w.letter_sent,
                Some("failed") => w.letter_failed,
                _ => w.letter_queued,
            },
        })
        .collect();
    let page = One { s, w, event: &event, tab: "releases", number, changes, letters, waiting };
    Ok(visitor.show(&page)?)
}

/// Sends the letters of a release.
pub(super) async fn send(
    Shared(state): Shared<State>,
    Path((id, number)): Path<(String, i64)>,
    posted: Posted,
) -> Page {
    let event = Event::of(&state, posted.actor(), &id).await?;
    let sent = state.service.send_letters(posted.actor(), &id, number).await?;
    let words = Words::of(posted.shell().language).release_sent.n(usize::try_from(sent).unwrap_or(0));
    Ok(Told::saying(words).at(&event.at(&format!("/releases/{number}"))))
}
