//! The organiser's desk: questions about an agenda, changes by hand, scenarios, curves.

mod edit;
mod names;
mod questions;
mod scenarios;
mod studies;
mod words;

use std::collections::BTreeMap;

use passerelle_domain::{Agenda, Problem};
use serde_json::Value as Json;

use super::planning::{named, no_release};
use super::{Actor, Cause, Refusal, Service};
use crate::replan;
use names::Names;

pub use questions::Which;

/// An agenda that questions are about, read.
struct Standing {
    problem: Problem,
    agenda: Agenda,
    names: Names,
}

/// The texts of an agenda.
struct Texts {
    problem: String,
    result: String,
}

impl Service {
    /// The texts of the agenda that is meant: a release, a scenario, else the draft, else the last release.
    async fn texts(&self, event: &str, which: &Which) -> Result<Texts, Refusal> {
        if let Some(number) = which.release {
            let release =
                self.inner.db.release(event, Some(number)).await?.ok_or_else(|| no_release(event))?;
            return Ok(Texts { problem: release.problem, result: release.result });
        }
        if let Some(name) = &which.scenario {
            let found = self.inner.db.scenario(event, name).await?;
            let found = found.ok_or_else(|| Refusal::not_found("scenario", name))?;
            return Ok(Texts { problem: found.problem, result: found.result });
        }
        if let Some(draft) = self.inner.db.draft(event).await? {
            return Ok(Texts { problem: draft.problem, result: draft.result });
        }
        let release = self.inner.db.release(event, None).await?;
        let release = release.ok_or_else(|| no_draft(event))?;
        Ok(Texts { problem: release.problem, result: release.result })
    }

    async fn standing(&self, actor: &Actor, event: &str, which: &Which) -> Result<Standing, Refusal> {
        self.team_reads(actor, event).await?;
        self.standing_of(event, which).await
    }

    /// The same for a job, whose rights were looked at when it was asked for.
    async fn standing_of(&self, event: &str, which: &Which) -> Result<Standing, Refusal> {
        let texts = self.texts(event, which).await?;
        let known = self.known_names(event).await?;
        self.heavy(move || {
            let (problem, agenda) = read(&texts)?;
            let names = Names::new(&problem, &known);
            Ok(Standing { problem, agenda, names })
        })
        .await
    }

    async fn known_names(&self, event: &str) -> Result<BTreeMap<String, Json>, Refusal> {
        let known = self.known_event(event).await?;
        self.party_names(&known).await
    }
}

fn read(texts: &Texts) -> Result<(Problem, Agenda), crate::AppError> {
    replan::read_released(&named("problem.json", &texts.problem), &named("result.json", &texts.result))
}

fn no_draft(event: &str) -> Refusal {
    Refusal::new(Cause::NotFound, format!("event `{event}` has no draft"), "plan it first")
}
