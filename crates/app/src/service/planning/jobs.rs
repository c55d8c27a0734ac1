//! Jobs: asked for, taken up, carried out with a beating heart, ended.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use passerelle_formats::policy;
use passerelle_store::Job;
use serde_json::{Value as Json, json};

use super::super::firms::time;
use super::super::{Actor, Cause, Refusal, Service, Wrong, json, secrets, unpoisoned};
use super::{Done, named, no_release, source};
use crate::clock::Deadline;
use crate::plan::Run;
use crate::replan;

/// How often a job may be taken up before it is called failed: a process that dies of it would die of it again.
const MOST_ATTEMPTS: i64 = 3;

impl Service {
    /// Queues the planning of an event; `asked` may hold `policy`, `effort`, `time_limit_s`, `seed`, and `scenario`: the
    /// name under which the agenda is kept beside the draft, instead of as the draft.
    ///
    /// # Errors
    /// Everything that is wrong with what was asked; when the actor is not on its team.
    pub async fn ask_plan(&self, actor: &Actor, event: &str, asked: &Json) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        let mut wrong = Vec::new();
        let mut note = |field: &str, message: &str, hint: &str| {
            wrong.push(Wrong { field: field.into(), message: message.into(), hint: hint.into() });
        };
        for (key, value) in asked.as_object().into_iter().flatten() {
            match key.as_str() {
                "effort" if value.as_f64().is_some_and(|x| (0.0..=1_000.0).contains(&x)) => {}
                "time_limit_s" if value.as_f64().is_some_and(|x| (0.0..=3_600.0).contains(&x)) => {}
                "seed" if value.as_u64().is_some() => {}
                "scenario" if value.as_str().is_some_and(is_name) => {}
                "scenario" => note(key, "is not a name of 1 to 60 characters", "name it for what it tries"),
                "policy" => {
                    if let Err(errors) = policy::parse(&source("policy.json", value)) {
                        for one in errors {
                            note(&format!("policy.{}", one.field), &one.message, &one.hint);
                        }
                    }
                }
                "effort" => note(key, "is not 0 to 1000", "1 is usual"),
                "time_limit_s" => note(key, "is not 0 to 3600", "60 is usual"),
                "seed" => note(key, "is not a whole number", "0 is usual"),
                _ => note(key, "is not a key here", "give policy, effort, time_limit_s, seed, scenario"),
            }
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        self.queue(actor, "plan", event, asked).await
    }

    /// Queues a re-plan of an event's last release (or the one given as `release`) after `changes`, with `max_changes` people at most.
    ///
    /// # Errors
    /// When there is no release, or the changes do not suit it.
    pub async fn ask_replan(&self, actor: &Actor, event: &str, asked: &Json) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        let number = asked.get("release").and_then(Json::as_i64);
        let release = self.inner.db.release(event, number).await?;
        let release = release.ok_or_else(|| no_release(event))?;
        let Some(changes) = asked.get("changes") else {
            return Err(Refusal::invalid(
                "changes",
                "is missing",
                "say what has changed; see `passerelle schema changes`",
            ));
        };
        // What is wrong with the changes is told now, not by the job.
        let (problem, released) = replan::read_released(
            &named("problem.json", &release.problem),
            &named("result.json", &release.result),
        )?;
        passerelle_formats::changes::parse(&source("changes.json", changes), &problem, &released)?;
        self.queue(
            actor,
            "replan",
            event,
            &json!({"changes": changes, "release": release.number, "max_changes": asked.get("max_changes")}),
        )
        .await
    }

    pub(in super::super) async fn queue(
        &self,
        actor: &Actor,
        kind: &str,
        event: &str,
        input: &Json,
    ) -> Result<Json, Refusal> {
        let id = secrets::id();
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.add_job([&id, kind, event, &input.to_string()]).await?;
        tx.commit().await?;
        self.job(actor, &id).await
    }

    /// A job.
    ///
    /// # Errors
    /// When there is none that the actor may see.
    pub async fn job(&self, actor: &Actor, id: &str) -> Result<Json, Refusal> {
        actor.organiser_reads()?;
        let job = self.inner.db.job(id).await?.ok_or_else(|| Refusal::not_found("job", id))?;
        self.team_reads(actor, &job.subject).await?;
        Ok(shown_job(&job))
    }

    /// An event's jobs, latest first.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn jobs(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        Ok(self.inner.db.jobs(Some(event), 100).await?.iter().map(shown_job).collect())
    }

    /// Asks a job to stop. What it had found is not kept.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn cancel_job(&self, actor: &Actor, id: &str) -> Result<Json, Refusal> {
        let job = self.inner.db.job(id).await?.ok_or_else(|| Refusal::not_found("job", id))?;
        self.on_team(actor, &job.subject).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.cancel_job(id)
            .await
            .map_err(|_| Refusal::new(Cause::Conflict, "this job has ended", "there is nothing to stop"))?;
        tx.commit().await?;
        if let Some(deadline) = unpoisoned(self.inner.running.lock()).get(id) {
            deadline.cancel();
        }
        self.job(actor, id).await
    }

    /// Takes up jobs, one after another, for as long as the server runs.
    pub async fn work(self) {
        let mut first = !self.inner.db.is_shared();
        let mut watch = self.inner.db.watch().await.ok();
        loop {
            let done = self.work_once(first).await;
            first = false;
            match done {
                Ok(true) => continue,
                Ok(false) => {}
                Err(refusal) => tracing::warn!(cause = %refusal, "jobs cannot be taken up; trying again"),
            }
            match &mut watch {
                Some(watch) => watch.wait(Duration::from_secs(1)).await,
                None => {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    watch = self.inner.db.watch().await.ok();
                }
            }
        }
    }

    /// Takes up one job, if one waits or its process died; `alone`: no other process can be at work, so that whatever runs is lost.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn work_once(&self, alone: bool) -> Result<bool, Refusal> {
        let by = Actor::system().by();
        let lost = if alone { i64::MAX } else { by.at_ms - self.config().server.job_lost_s * 1_000 };
        let mut tx = self.inner.db.begin(by).await?;
        let Some(job) = tx.claim_job(&self.inner.worker, lost).await? else { return Ok(false) };
        tx.commit().await?;
        let made = if job.attempts > MOST_ATTEMPTS {
            Err(Refusal::new(
                Cause::Internal,
                "the process that worked on it died several times",
                "try again with less effort, and tell us",
            ))
        } else {
            self.carry_out(&job).await
        };
        self.end(&job, made).await?;
        Ok(true)
    }

    async fn end(&self, job: &Job, made: Result<Option<Done>, Refusal>) -> Result<(), Refusal> {
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        let (status, result) = match &made {
            Ok(Some(done)) => ("done", done.told().clone()),
            Ok(None) => ("cancelled", json!({})),
            Err(refusal) => {
                let wrong: Vec<Json> = match &refusal.cause {
                    Cause::Invalid(all) => all
                        .iter()
                        .map(|one| json!({"field": one.field, "message": one.message, "hint": one.hint}))
                        .collect(),
                    _ => Vec::new(),
                };
                (
                    "failed",
                    json!({"code": refusal.code(), "message": refusal.message, "hint": refusal.hint, "wrong": wrong}),
                )
            }
        };
        // Another process may have taken over meanwhile: then its result counts, and this one is dropped.
        if tx.end_job(&job.id, &self.inner.worker, status, &result.to_string()).await? {
            match &made {
                Ok(Some(Done::Draft(made))) => tx.put_draft(&made.draft(job)).await?,
                Ok(Some(Done::Scenario(name, made))) => tx.put_scenario(&made.scenario(job, name)).await?,
                Ok(Some(Done::Answer(_)) | None) | Err(_) => {}
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Runs a job with its heart beating; `None` when it was cancelled.
    async fn carry_out(&self, job: &Job) -> Result<Option<Done>, Refusal> {
        let asked = json(&job.input);
        let config = self.config();
        let limit = asked["time_limit_s"].as_f64().unwrap_or(config.solver.time_limit_s);
        let mut run = Run::configured(config);
        run.deadline = Deadline::in_seconds(limit);
        run.effort = asked["effort"].as_f64().unwrap_or(run.effort);
        run.seed = asked["seed"].as_u64().unwrap_or(run.seed);
        let progress: Arc<Mutex<Json>> = Arc::new(Mutex::new(json!({"phase": "read"})));
        unpoisoned(self.inner.running.lock()).insert(job.id.clone(), run.deadline.clone());

        let stop = run.deadline.clone();
        let cancelled = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let beating = {
            let (service, id) = (self.clone(), job.id.clone());
            let (progress, stop, cancelled) = (Arc::clone(&progress), stop.clone(), Arc::clone(&cancelled));
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    let told = unpoisoned(progress.lock()).to_string();
                    match service.beat(&id, &told).await {
                        Ok(Some(false)) | Err(_) => {}
                        // Somebody wants it to stop, or it is another's by now.
                        Ok(Some(true) | None) => {
                            cancelled.store(true, std::sync::atomic::Ordering::Release);
                            stop.cancel();
                        }
                    }
                }
            })
        };
        let made = match job.kind.as_str() {
            "plan" => self.planned(&job.subject, &asked, run, progress).await.map(|made| {
                match asked["scenario"].as_str() {
                    Some(name) => Done::Scenario(name.to_owned(), made),
                    None => Done::Draft(made),
                }
            }),
            "replan" => self.replanned(&job.subject, &asked, run).await.map(Done::Draft),
            kind => self.studied(kind, &job.subject, &asked, run, progress).await.map(Done::Answer),
        };
        beating.abort();
        unpoisoned(self.inner.running.lock()).remove(&job.id);
        let asked_to_stop = self.inner.db.job(&job.id).await?.is_some_and(|job| job.cancel);
        if asked_to_stop || cancelled.load(std::sync::atomic::Ordering::Acquire) {
            return Ok(None);
        }
        made.map(Some)
    }

    async fn beat(&self, id: &str, progress: &str) -> Result<Option<bool>, Refusal> {
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        let cancel = tx.beat(id, &self.inner.worker, progress).await?;
        tx.commit().await?;
        Ok(cancel)
    }
}

fn shown_job(job: &Job) -> Json {
    let maybe = |text: &str| if text.is_empty() { Json::Null } else { json(text) };
    json!({"id": job.id, "kind": job.kind, "event": job.subject, "status": job.status, "progress": maybe(&job.progress),
        "result": maybe(&job.result), "cancel": job.cancel, "attempts": job.attempts, "created": time(job.created_ms),
        "ended": job.ended_ms.and_then(time)})
}

/// Whether something will do as the name of a scenario.
pub(in super::super) fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 60 && !name.chars().any(char::is_control)
}
