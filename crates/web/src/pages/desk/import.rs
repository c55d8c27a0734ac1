//! Import with its dry run: what would change is shown first, and the same file is written when the organiser agrees.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use passerelle_app::service::{Actor, ImportAsked, Paging, Refusal};
use serde::Deserialize;
use serde_json::Value as Json;

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::super::words::refusals::told;
use super::event::{organiser, text};
use crate::State;

struct Count {
    what: String,
    new: u64,
    changed: u64,
    unchanged: u64,
}

/// A cell that is refused or remarked on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Cell {
    cell: String,
    line: Option<u64>,
    message: String,
    hint: String,
}

impl Cell {
    fn place(&self) -> String {
        match self.line {
            Some(line) if self.cell.is_empty() => line.to_string(),
            Some(line) => format!("{line} · {}", self.cell),
            None => self.cell.clone(),
        }
    }
}

/// What came of a file.
struct Outcome {
    applied: bool,
    counts: Vec<Count>,
    refused: Vec<(String, String, String)>,
    remarks: Vec<String>,
    /// The file again, for the second step.
    name: String,
    bytes: String,
}

#[derive(Template)]
#[template(path = "desk/import.html")]
struct Import<'a> {
    s: &'a Shell,
    w: &'static Words,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    events: Vec<(String, String)>,
    outcome: Option<Outcome>,
}

async fn events(state: &State, actor: &Actor) -> Result<Vec<(String, String)>, Refusal> {
    let all =
        state.service.events(actor, &Paging { limit: Some(200), recent: true, ..Paging::default() }).await?;
    Ok(all.items.iter().map(|one| (text(one, "id"), text(one, "name"))).collect())
}

async fn page(state: &State, visitor: &Visitor, f: Faults, form: &Form, outcome: Option<Outcome>) -> Page {
    let page = Import {
        s: &visitor.shell,
        w: Words::of(visitor.shell.language),
        tab: "import",
        f,
        form,
        events: events(state, &visitor.actor).await?,
        outcome,
    };
    Ok(visitor.show(&page)?)
}

/// Where a file is dropped.
pub(super) async fn form(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    organiser(&visitor.actor)?;
    page(&state, &visitor, Faults::default(), &Form::default(), None).await
}

/// Shows what a file would change, or writes it.
pub(super) async fn send(Shared(state): Shared<State>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    organiser(&visitor.actor)?;
    let apply = form.has("apply");
    let file = match form.file("file") {
        Some(file) => Some((file.name.clone(), file.bytes.to_vec())),
        None => STANDARD
            .decode(form.get("bytes"))
            .ok()
            .filter(|bytes| !bytes.is_empty())
            .map(|bytes| (form.get("name").to_owned(), bytes)),
    };
    let Some((name, bytes)) = file else {
        let refusal = Refusal::invalid("file", "is empty", "choose a file");
        let f = Faults::of(refusal, &visitor.shell)?;
        return page(&state, &visitor, f, &form, None).await;
    };
    let asked = ImportAsked {
        name: name.clone(),
        bytes: bytes.clone(),
        mapping: form.some("mapping").map(str::to_owned),
        event: form.some("event").map(str::to_owned),
        as_drafts: form.has("drafts"),
        apply,
    };
    match state.service.import(&visitor.actor, asked).await {
        Ok(made) => {
            let outcome = outcome(&made, &visitor.shell, name, &bytes);
            page(&state, &visitor, Faults::default(), &form, Some(outcome)).await
        }
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, f, &form, None).await
        }
    }
}

fn outcome(made: &Json, s: &Shell, name: String, bytes: &[u8]) -> Outcome {
    let language = s.language;
    let w = Words::of(language);
    let counts = made["counts"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(what, counts)| {
            let number = |key: &str| counts[key].as_u64().unwrap_or(0);
            Count {
                what: named(w, what),
                new: number("new"),
                changed: number("changed"),
                unchanged: number("unchanged"),
            }
        })
        .collect();
    let cells = |key: &str| -> Vec<Cell> {
        let all = made[key].as_array().into_iter().flatten();
        all.filter_map(|one| serde_json::from_value(one.clone()).ok()).collect()
    };
    let refused = cells("refused")
        .into_iter()
        .map(|cell| (cell.place(), told(&cell.message, language), told(&cell.hint, language)))
        .collect();
    let remarks = cells("notices")
        .into_iter()
        .map(|cell| format!("{} {}", cell.place(), told(&cell.message, language)).trim().to_owned())
        .collect();
    let applied = made["applied"] == true;
    let bytes = if applied { String::new() } else { STANDARD.encode(bytes) };
    Outcome { applied, counts, refused, remarks, name, bytes }
}

fn named(w: &Words, what: &str) -> String {
    let text: Text = match what {
        "firms" => w.what_firms,
        "clients" => w.what_clients,
        "contacts" => w.what_contacts,
        "wishes" => w.what_wishes,
        "absences" => w.what_absences,
        "briefs" => w.what_briefs,
        "desks" => w.event_desks,
        other => return other.to_owned(),
    };
    text.to_string()
}

/// The workbook to fill in, in the reader's language.
pub(super) async fn template(Shared(state): Shared<State>, visitor: Visitor) -> Page {
    organiser(&visitor.actor)?;
    let workbook = state.service.template(&visitor.actor, visitor.shell.language).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"passerelle.xlsx\"")),
    ];
    Ok((headers, workbook).into_response())
}
