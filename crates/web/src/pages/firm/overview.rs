//! The room's first page: what is missing of the profile, whether it holds, what waits.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use jiff::civil::{Date, DateTime};
use passerelle_app::service::{Actor, Cause, Paging, Refusal};
use serde_json::Value as Json;

use super::agenda::{Meeting, meetings};
use super::evidence::{Answered, Teaser};
use super::{Event, Room, enter, enter_posted, events};
use crate::State;
use crate::pages::form::Posted;
use crate::pages::shell::{Shell, Told, Visitor};
use crate::pages::words::Text;
use crate::pages::words::profile::Profile as Words;
use crate::pages::{Page, view};

/// Briefs and meetings shown on this page; more have pages of their own.
const SHOWN: usize = 3;

/// A part of the profile that is missing.
struct Missing {
    /// Where the editor has it.
    anchor: &'static str,
    name: Text,
    why: Text,
}

/// A brief that finds the firm.
struct Finder {
    id: String,
    title: String,
    fit: Text,
    class: &'static str,
    counts: Option<String>,
}

#[derive(Template)]
#[template(path = "firm/overview.html")]
struct Overview<'a> {
    s: &'a Shell,
    room: &'a Room,
    /// Share of the profile that is there, 0 to 1.
    complete: f64,
    missing: Vec<Missing>,
    /// Days since it was confirmed, when that is too long ago.
    stale: Option<i64>,
    indexing: bool,
    suits: usize,
    waiting: usize,
    ahead: usize,
    next: Vec<Meeting>,
    finders: Vec<Finder>,
}

/// The parts of a profile and whether each is there: the share of them, and those that are not.
fn parts(firm: &Json, w: &'static Words, today: Date) -> (f64, Vec<Missing>) {
    let some = |key: &str| match &firm[key] {
        Json::Array(list) => !list.is_empty(),
        Json::String(text) => !text.trim().is_empty(),
        other => !other.is_null(),
    };
    let every = |list: &str, key: &str| {
        some(list) && firm[list].as_array().into_iter().flatten().all(|one| !one[key].is_null())
    };
    let month = today.strftime("%Y-%m").to_string();
    let free = firm["availability"].as_array().into_iter().flatten();
    let free = free.filter_map(|one| one["month"].as_str()).any(|told| told >= month.as_str());
    let all = [
        ("summary", some("summary"), w.summary, w.why_summary),
        ("capabilities", some("capabilities"), w.capabilities, w.why_capabilities),
        ("capabilities", every("capabilities", "text"), w.texts, w.why_texts),
        ("references", some("references"), w.references, w.why_references),
        ("certifications", some("certifications"), w.certifications, w.why_certifications),
        ("sectors", some("sectors"), w.sectors, w.why_sectors),
        ("sites", some("sites"), w.sites, w.why_sites),
        ("spoken", some("spoken"), w.spoken, w.why_spoken),
        ("availability", free, w.availability, w.why_availability),
        ("day_rate_eur", some("day_rate_eur"), w.day_rate, w.why_terms),
        ("contacts", some("contacts"), w.contacts, w.why_contacts),
    ];
    let there = all.iter().filter(|part| part.1).count();
    let share = there as f64 / all.len() as f64;
    let missing = all.into_iter().filter(|part| !part.1);
    (share, missing.map(|(anchor, _, name, why)| Missing { anchor, name, why }).collect())
}

/// The open briefs that suit the firm, best first, or that the index is being built.
async fn finders(state: &State, actor: &Actor, room: &Room) -> Result<Option<(usize, Vec<Finder>)>, Refusal> {
    let found = match state.service.briefs_for(actor, &room.id, 100).await {
        Ok(found) => found,
        Err(Refusal { cause: Cause::Unavailable, .. }) => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let readable: Vec<Answered> = view(found["briefs"].clone())?;
    let teasers: Vec<Teaser> = view(found["confidential"].clone())?;
    let good = |fit: &str| ["strong", "possible"].contains(&fit);
    let open = readable.iter().filter(|one| one.suits()).map(|one| Finder {
        id: one.brief.id.clone(),
        title: one.brief.title.clone(),
        fit: room.fit(one.own.as_ref().map(|own| own.fit.as_str())),
        class: "good",
        counts: (!one.brief.requirements.is_empty())
            .then(|| room.w.counts.with2(one.satisfied(), one.brief.requirements.len())),
    });
    let secret = teasers.iter().filter(|one| one.fit.as_deref().is_some_and(good)).map(|one| Finder {
        id: one.id.clone(),
        title: one.title.clone(),
        fit: room.fit(one.fit.as_deref()),
        class: "seal",
        counts: None,
    });
    let all: Vec<Finder> = open.chain(secret).collect();
    Ok(Some((all.len(), all.into_iter().take(SHOWN).collect())))
}

/// How many wishes of the other side have no answer.
async fn waiting(state: &State, actor: &Actor, events: &[Event]) -> Result<usize, Refusal> {
    let mut waiting = 0;
    for event in events {
        let paging = Paging { limit: Some(200), ..Paging::default() };
        let wishes = state.service.wishes(actor, &event.id, &paging).await?;
        waiting += wishes.items.iter().filter(|one| one["by"] == "desk" && one["answer"] == "none").count();
    }
    Ok(waiting)
}

/// The page.
pub(super) async fn show(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let (visitor, room) = enter(&state, visitor, &id, "overview").await?;
    let (s, actor) = (&visitor.shell, &visitor.actor);
    let today = state.service.today();
    let firm = state.service.firm(actor, &id).await?;
    let (complete, missing) = parts(&firm.body["firm"], Words::of(s.language), today);
    let patience = state.service.config().server.freshness_days;
    let confirmed = room.firm.updated.as_deref().and_then(|day| day.parse::<Date>().ok());
    let unconfirmed =
        confirmed.map(|day| i64::from((today - day).get_days())).filter(|days| *days > patience);
    let events = events(&state, actor, &id).await?;
    let mut next = Vec::new();
    for event in &events {
        next.extend(meetings(&state, actor, event).await?.map(|agenda| agenda.meetings).unwrap_or_default());
    }
    let ahead = |one: &Meeting| {
        one.start.as_deref().and_then(|at| at.parse::<DateTime>().ok()).is_some_and(|at| at.date() >= today)
    };
    next.retain(ahead);
    next.sort_by(|a, b| a.start.cmp(&b.start));
    let released = next.len();
    next.truncate(SHOWN);
    let found = finders(&state, actor, &room).await?;
    let indexing = found.is_none();
    let (suits, finders) = found.unwrap_or_default();
    let page = Overview {
        s,
        room: &room,
        complete,
        missing,
        stale: unconfirmed,
        indexing,
        suits,
        waiting: waiting(&state, actor, &events).await?,
        ahead: released,
        next,
        finders,
    };
    Ok(visitor.show(&page)?)
}

/// Publishes, withdraws or confirms the profile.
pub(super) async fn mark(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let (posted, room) = enter_posted(&state, posted, &id, "overview").await?;
    let form = &posted.form;
    let (step, told, undo) = match form.get("step") {
        "publish" => ("publish", "published", Some("withdraw")),
        "withdraw" => ("withdraw", "withdrawn", Some("publish")),
        "confirm" => ("confirm", "confirmed", None),
        _ => return Err(Refusal::invalid("step", "is none", "give publish, withdraw or confirm").into()),
    };
    let version = form.get("version").parse().unwrap_or(room.version);
    let done = state.service.mark_firm(posted.actor(), &id, version, step).await?;
    let told = match undo {
        Some(back) => Told::undoable(
            told,
            room.at("mark"),
            &[("step", back.to_owned()), ("version", done.version.to_string())],
        ),
        None => Told::done(told),
    };
    let response: Response = told.at(&room.at(""));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::Language;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_is_told_with_where_to_write_it() {
        let today = jiff::civil::date(2026, 11, 25);
        let w = Words::of(Language::English);
        let (share, missing) = parts(&json!({"name": "A"}), w, today);
        assert_eq!((share, missing.len()), (0.0, 11));
        let mut firm = json!({"summary": "b", "capabilities": [{"skill": "c", "text": "d"}], "availability": [{"month": "2026-10"}]});
        let anchors = |firm: &Json| parts(firm, w, today).1.iter().map(|one| one.anchor).collect::<Vec<_>>();
        let told = anchors(&firm);
        assert!(!told.contains(&"summary") && !told.contains(&"capabilities"), "{told:?}");
        assert!(told.contains(&"availability"), "months that are past tell nothing of what is free");
        firm["availability"][0]["month"] = json!("2026-11");
        firm["capabilities"][0]["text"] = Json::Null;
        let told = anchors(&firm);
        assert!(!told.contains(&"availability") && told.contains(&"capabilities"), "{told:?}");
    }
}
