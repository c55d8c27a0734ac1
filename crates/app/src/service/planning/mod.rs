//! Long work: planning and re-planning as jobs; drafts; releases and their differences.

mod drafts;
mod jobs;
mod views;
mod work;

use passerelle_formats::SourceFile;
use serde_json::Value as Json;

use super::{Cause, Refusal};
use crate::replan;

pub(super) use views::firm_meetings;

/// What came of a job's work, to be kept.
struct Made {
    problem: String,
    result: String,
    view: String,
    base_release: i64,
    summary: Json,
}

fn no_release(event: &str) -> Refusal {
    Refusal::new(
        Cause::NotFound,
        format!("event `{event}` has no such release"),
        "plan it and release the draft first",
    )
}

fn source(name: &str, body: &Json) -> SourceFile {
    named(name, &body.to_string())
}

fn named(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// Whether an agenda keeps the rules of its problem, by the independent checker.
pub(super) fn checked(problem: &str, result: &str) -> Result<(), Refusal> {
    replan::read_released(&named("problem.json", problem), &named("result.json", result))?;
    Ok(())
}
