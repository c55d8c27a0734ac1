//! One pair of the agenda: its meeting, or why there is none; changes by hand, with their effect before they are made.

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use passerelle_app::service::{Actor, Cause, Refusal, Which};
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::client::query;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::words::hand::Hand;
use super::agenda::{Kept, Meeting, Shown, shown};
use super::event::{Event, text};
use crate::State;

/// Why a pair does not meet, and what forcing it costs.
struct Why {
    sentence: String,
    price: String,
    displaces: Vec<(String, String)>,
}

/// What a change would do.
struct Effect {
    possible: bool,
    conflicts: Vec<String>,
    value: f64,
    groups: f64,
}

#[derive(Template)]
#[template(path = "desk/meeting.html")]
struct One<'a> {
    s: &'a Shell,
    w: &'static Words,
    h: &'static Hand,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    shown: &'a Shown,
    placed: Option<Meeting>,
    pair: [String; 3],
    title: String,
    why: Option<Why>,
    effect: Option<Effect>,
    undo: bool,
}

impl One<'_> {
    fn signed(&self, value: &f64) -> String {
        signed(*value, self.s)
    }

    /// The other meetings, for swapping.
    fn others(&self) -> Vec<&Meeting> {
        let this =
            |one: &Meeting| one.desk == self.pair[0] && one.firm == self.pair[1] && one.brief == self.pair[2];
        self.shown.kept.meetings.iter().filter(|one| !this(one)).collect()
    }
}

/// A signed number.
fn signed(value: f64, s: &Shell) -> String {
    if value > 0.0 { format!("+{}", s.num(&value, 0)) } else { s.num(&value, 0) }
}

async fn why(
    state: &State,
    actor: &Actor,
    event: &str,
    pair: [&str; 3],
    s: &Shell,
    kept: &Kept,
) -> Result<Option<Why>, Refusal> {
    let h = Hand::of(s.language);
    let told = state.service.why(actor, event, &Which::default(), pair, None).await?;
    let Some(answer) = told["answers"].as_array().and_then(|all| all.first()) else { return Ok(None) };
    if answer["reason"] == "placed" {
        return Ok(None);
    }
    if answer["reason"] == "not_built" {
        let sentence = h.why_not_built.to_string();
        return Ok(Some(Why { sentence, price: String::new(), displaces: Vec::new() }));
    }
    let (least, most) =
        (answer["price"]["value"]["least"].as_f64(), answer["price"]["value"]["most"].as_f64());
    let price = match (least, most, answer["price"]["exact"] == true) {
        (Some(least), _, true) if least.abs() < 0.5 => h.price_none.to_string(),
        (Some(least), _, true) => h.price_exact.with(signed(-least, s)),
        (Some(least), Some(most), _) => h.price_between.with2(signed(-most, s), signed(-least, s)),
        _ => String::new(),
    };
    let mut displaces = Vec::new();
    for (key, word) in [("gone", h.gone), ("moved", h.moved), ("added", h.added)] {
        for one in answer["displaces"][key].as_array().into_iter().flatten() {
            let (desk, firm) = (text(one, "desk"), text(one, "firm"));
            if [desk.as_str(), firm.as_str()] != [pair[0], pair[1]] {
                displaces.push((
                    word.to_string(),
                    format!("{} – {}", kept.name("firm", &firm), kept.name("desk", &desk)),
                ));
            }
        }
    }
    Ok(Some(Why { sentence: text(&answer["sentence"], s.code()), price, displaces }))
}

fn pair_of(form: &Form) -> [String; 3] {
    ["desk", "firm", "brief"].map(|key| form.get(key).to_owned())
}

async fn page(
    state: &State,
    visitor: &Visitor,
    event: &Event,
    form: &Form,
    f: Faults,
    effect: Option<Effect>,
) -> Page {
    let s = &visitor.shell;
    let pair = pair_of(form);
    let shown = shown(state, visitor, &event.id, None).await?;
    let shown = shown.ok_or_else(|| {
        Refusal::new(Cause::NotFound, format!("event `{}` has no draft", event.id), "plan it first")
    })?;
    let same = |desk: &str, firm: &str, brief: &str| desk == pair[0] && firm == pair[1] && brief == pair[2];
    let placed = shown.kept.meetings.iter().find(|one| same(&one.desk, &one.firm, &one.brief)).cloned();
    let left = shown.kept.unplaced.iter().find(|one| same(&one.desk, &one.firm, &one.brief));
    let title = placed
        .as_ref()
        .map(|one| one.brief_title.clone())
        .or_else(|| left.map(|one| one.brief_title.clone()))
        .unwrap_or_else(|| pair[2].clone());
    let why = match &placed {
        Some(_) => None,
        None => {
            let asked = [pair[0].as_str(), pair[1].as_str(), pair[2].as_str()];
            why(state, &visitor.actor, &event.id, asked, s, &shown.kept).await?
        }
    };
    let undo = shown.release.is_none()
        && state
            .service
            .draft(&visitor.actor, &event.id)
            .await
            .is_ok_and(|draft| draft.body["undo"].as_u64() > Some(0));
    let page = One {
        s,
        w: Words::of(s.language),
        h: Hand::of(s.language),
        event,
        tab: "agenda",
        f,
        form,
        shown: &shown,
        placed,
        pair,
        title,
        why,
        effect,
        undo,
    };
    Ok(visitor.show(&page)?)
}

/// A pair of the agenda.
pub(super) async fn one(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, &event, &query(raw.as_deref()), Faults::default(), None).await
}

/// A change as the use case takes it, from a form.
fn edit_of(form: &Form) -> Json {
    let mut edit = json!({"kind": form.get("kind"), "desk": form.get("desk"), "firm": form.get("firm"), "brief": form.get("brief")});
    match form.get("kind") {
        "move" | "add" => {
            edit["slot"] = json!(form.get("slot"));
            if let Some(table) = form.some("table") {
                edit["table"] = json!(table);
            }
        }
        "swap" => {
            let mut other = form.get("with").splitn(3, '|');
            let mut next = || other.next().unwrap_or_default().to_owned();
            edit["with"] = json!({"desk": next(), "firm": next(), "brief": next()});
        }
        "lock" => edit["hold"] = json!(form.get("hold")),
        _ => {}
    }
    edit
}

/// The page with what a change would do.
async fn tried(state: &State, visitor: &Visitor, event: &Event, form: &Form, asked: &Json) -> Page {
    match state.service.try_edit(&visitor.actor, &event.id, asked).await {
        Ok(told) => {
            let code = visitor.shell.code();
            let conflicts = told["conflicts"].as_array().into_iter().flatten();
            let effect = Effect {
                possible: told["possible"] == true,
                conflicts: conflicts.map(|one| text(&one["sentence"], code)).collect(),
                value: told["value"]["change"].as_f64().unwrap_or(0.0),
                groups: told["idle_groups"]["change"].as_f64().unwrap_or(0.0),
            };
            page(state, visitor, event, form, Faults::default(), Some(effect)).await
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(state, visitor, event, form, f, None).await
        }
    }
}

/// Shows what a change would do, or makes it.
pub(super) async fn edit(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let asked = edit_of(&form);
    if form.has("try") {
        return tried(&state, &visitor, &event, &form, &asked).await;
    }
    let version = form.version();
    match state.service.edit(&visitor.actor, &id, version, &asked).await {
        Ok(made) => {
            let words = Hand::of(visitor.shell.language).done.to_string();
            let undo = [("version", made.version.to_string()), ("back", form.get("back").to_owned())];
            let back = form.some("back").map_or_else(|| event.at("/agenda"), super::super::shell::local);
            Ok(Told { words, ..Told::undoable("words", event.at("/undo"), &undo) }.at(&back))
        }
        // The rules that stand in the way are named in both languages where the effect is told.
        Err(Refusal { cause: Cause::Invalid(_), .. }) => tried(&state, &visitor, &event, &form, &asked).await,
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &event, &form, f, None).await
        }
    }
}

/// Takes the last change of the draft back.
pub(super) async fn undo(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let version = form.version();
    state.service.undo_draft(&visitor.actor, &id, version).await?;
    let back = form.some("back").map_or_else(|| event.at("/agenda"), super::super::shell::local);
    Ok(Told::saying(Hand::of(visitor.shell.language).undone.to_string()).at(&back))
}
