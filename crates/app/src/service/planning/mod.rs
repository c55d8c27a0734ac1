//! Long work: planning and re-planning as jobs; drafts; releases and their differences.

mod drafts;
pub(super) mod jobs;
pub(super) mod views;
mod work;

use passerelle_formats::SourceFile;
use passerelle_store::{Job, PlanDraft, Scenario};
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
    /// Locks set by hand, which it kept.
    locks: String,
}

/// What a job has to show.
enum Done {
    /// The event's draft.
    Draft(Made),
    /// A draft under a name, beside the event's.
    Scenario(String, Made),
    /// An answer, kept with the job.
    Answer(Json),
}

impl Done {
    fn told(&self) -> &Json {
        match self {
            Self::Draft(made) | Self::Scenario(_, made) => &made.summary,
            Self::Answer(answer) => answer,
        }
    }
}

impl Made {
    fn draft(&self, job: &Job) -> PlanDraft {
        PlanDraft {
            event: job.subject.clone(),
            job: job.id.clone(),
            problem: self.problem.clone(),
            result: self.result.clone(),
            view: self.view.clone(),
            base_release: self.base_release,
            version: 0,
            created_ms: 0,
            locks: self.locks.clone(),
        }
    }

    fn scenario(&self, job: &Job, name: &str) -> Scenario {
        Scenario {
            event: job.subject.clone(),
            name: name.to_owned(),
            job: job.id.clone(),
            problem: self.problem.clone(),
            result: self.result.clone(),
            view: self.view.clone(),
            locks: self.locks.clone(),
            version: 0,
            created_ms: 0,
        }
    }
}

pub(super) fn no_release(event: &str) -> Refusal {
    Refusal::new(
        Cause::NotFound,
        format!("event `{event}` has no such release"),
        "plan it and release the draft first",
    )
}

pub(super) fn source(name: &str, body: &Json) -> SourceFile {
    named(name, &body.to_string())
}

pub(super) fn named(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// Whether an agenda keeps the rules of its problem, by the independent checker.
pub(super) fn checked(problem: &str, result: &str) -> Result<(), Refusal> {
    replan::read_released(&named("problem.json", problem), &named("result.json", result))?;
    Ok(())
}
