//! Long work: planning and re-planning as jobs; drafts; releases and their differences.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use passerelle_domain::{Firm, FirmId, Ranking, ReadBrief};
use passerelle_formats::{SourceFile, event, export, policy};
use passerelle_store::{Job, Kind, StoredRelease};
use serde_json::{Value as Json, json};

use super::events::Known;
use super::firms::time;
use super::index::firm;
use super::{Actor, Cause, Refusal, Role, Service, Versioned, json, secrets, unpoisoned};
use crate::clock::Deadline;
use crate::market::Market;
use crate::matches::Firms;
use crate::plan::{self, Given, Run, Step};
use crate::replan;

/// How often a job may be taken up before it is called failed: a process that dies of it would die of it again.
const MOST_ATTEMPTS: i64 = 3;

/// What came of a job's work, to be kept.
struct Made {
    problem: String,
    result: String,
    view: String,
    base_release: i64,
    summary: Json,
}

impl Service {
    /// Queues the planning of an event; `asked` may hold `policy`, `effort`, `time_limit_s`, `seed`.
    ///
    /// # Errors
    /// Everything that is wrong with what was asked; when the actor is not on its team.
    pub async fn ask_plan(&self, actor: &Actor, event: &str, asked: &Json) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        let mut wrong = Vec::new();
        let mut note = |field: &str, message: &str, hint: &str| {
            wrong.push(super::Wrong { field: field.into(), message: message.into(), hint: hint.into() });
        };
        for (key, value) in asked.as_object().into_iter().flatten() {
            match key.as_str() {
                "effort" if value.as_f64().is_some_and(|x| (0.0..=1_000.0).contains(&x)) => {}
                "time_limit_s" if value.as_f64().is_some_and(|x| (0.0..=3_600.0).contains(&x)) => {}
                "seed" if value.as_u64().is_some() => {}
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
                _ => note(key, "is not a key here", "give policy, effort, time_limit_s, seed"),
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

    async fn queue(&self, actor: &Actor, kind: &str, event: &str, input: &Json) -> Result<Json, Refusal> {
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

    async fn end(&self, job: &Job, made: Result<Option<Made>, Refusal>) -> Result<(), Refusal> {
        let mut tx = self.inner.db.begin(Actor::system().by()).await?;
        let (status, result) = match &made {
            Ok(Some(made)) => ("done", made.summary.clone()),
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
            if let Ok(Some(made)) = &made {
                tx.put_draft(
                    &job.subject,
                    &job.id,
                    [&made.problem, &made.result, &made.view],
                    made.base_release,
                )
                .await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Runs a job with its heart beating; `None` when it was cancelled.
    async fn carry_out(&self, job: &Job) -> Result<Option<Made>, Refusal> {
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
            "plan" => self.planned(&job.subject, &asked, run, progress).await,
            _ => self.replanned(&job.subject, &asked, run).await,
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

    async fn planned(
        &self,
        event: &str,
        asked: &Json,
        run: Run,
        progress: Arc<Mutex<Json>>,
    ) -> Result<Made, Refusal> {
        let (known, composed, firms, briefs, excluded) = self.for_planning(event).await?;
        let briefs = self.understood_all(&briefs)?;
        let (config, market) = (self.config().clone(), self.market()?);
        // The policy asked for now stands before the event's own.
        let own = [&asked["policy"], &known.policy].into_iter().find(|one| !one.is_null()).cloned();
        self.heavy(move || {
            let policy = own.map(|one| policy::parse(&source("policy.json", &one))).transpose()?;
            let file = event::parse(&source("event.json", &composed))?;
            let firms: Vec<Firm> = firms.iter().filter_map(firm).collect();
            let given = Given {
                path: "event".into(),
                file: file.value,
                firms: Firms { firms, notices: Vec::new() },
                briefs,
                notices: Vec::new(),
            };
            let rank = |_: &Firms, briefs: &[ReadBrief]| ranked(&market, briefs, &excluded);
            let deadline = run.deadline.clone();
            let mut step = |step: Step| {
                let told = match step {
                    Step::Read(firms, briefs) => json!({"phase": "read", "firms": firms, "briefs": briefs}),
                    Step::Ranked(briefs) => json!({"phase": "rank", "briefs": briefs}),
                    Step::Built(pairs) => json!({"phase": "build", "pairs": pairs}),
                    Step::Conflict(sentence) => json!({"phase": "conflict", "sentence": sentence}),
                    Step::Solving(now) => {
                        json!({"phase": now.phase.word(), "value": now.value, "bound": now.bound,
                        "gap": now.gap(), "idle_groups": now.gaps, "seconds": deadline.elapsed()})
                    }
                };
                *unpoisoned(progress.lock()) = told;
            };
            let planned = plan::plan_given(given, rank, &config, policy.as_ref(), &run, &mut step)?;
            Ok(made(&planned))
        })
        .await
    }

    async fn replanned(&self, event: &str, asked: &Json, run: Run) -> Result<Made, Refusal> {
        let number = asked["release"].as_i64();
        let release = self.inner.db.release(event, number).await?.ok_or_else(|| no_release(event))?;
        let changes = source("changes.json", &asked["changes"]);
        let mut policy = self.config().replan.policy();
        if let Some(most) = asked["max_changes"].as_u64() {
            policy.max_changes = Some(u32::try_from(most).unwrap_or(u32::MAX));
        }
        let known = self.known_event(event).await?;
        let names = self.party_names(&known).await?;
        self.heavy(move || {
            let (problem, released) =
                replan::read_released(&named("problem.json", &release.problem), &named("result.json", &release.result))?;
            let replan = replan::replan_agenda(&problem, &released, &changes, policy, &run)?;
            let result = replan.json();
            let view = view_of(&json(&release.view), &json(&result), &names);
            let summary = json(&result);
            Ok(Made {
                problem: replan.problem_json(),
                view: view.to_string(),
                base_release: release.number,
                summary: json!({"status": summary["status"], "value": summary["value"], "bound": summary["bound"],
                    "changes": summary["changes"], "changed_people": summary["changed_people"]}),
                result,
            })
        })
        .await
    }

    /// Names of an event's desks and firms, by the participant's identifier in the problem.
    async fn party_names(&self, known: &Known) -> Result<BTreeMap<String, Json>, Refusal> {
        let mut names = BTreeMap::new();
        for client in &known.file.parts().clients {
            for desk in &client.desks {
                let who = json!({"desk": desk.id.as_str(), "client": client.name.as_str()});
                names.insert(format!("desk:{}", desk.id), who);
            }
        }
        for record in self.inner.db.all_records(Kind::Firm, None).await? {
            names
                .insert(format!("firm:{}", record.id), json!({"firm": record.id, "firm_name": record.title}));
        }
        for record in self.inner.db.all_records(Kind::Brief, None).await? {
            names.insert(format!("brief:{}", record.id), json!({"brief_title": record.title}));
        }
        Ok(names)
    }

    /// The draft of an event, as its team sees it.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn draft(&self, actor: &Actor, event: &str) -> Result<Versioned, Refusal> {
        self.team_reads(actor, event).await?;
        let draft = self.inner.db.draft(event).await?;
        let draft = draft.ok_or_else(|| {
            Refusal::new(Cause::NotFound, format!("event `{event}` has no draft"), "plan it first")
        })?;
        let body = json!({"event": event, "version": draft.version, "job": draft.job, "base_release": draft.base_release,
            "created": time(draft.created_ms), "agenda": json(&draft.view), "result": json(&draft.result)});
        Ok(Versioned { version: draft.version, body })
    }

    /// Releases the draft under the next number. The independent checker has seen it when it was made, and sees it again.
    ///
    /// # Errors
    /// When there is no draft, it is another version, a later release exists than it was re-planned from, or it breaks a rule.
    pub async fn release(
        &self,
        actor: &Actor,
        event: &str,
        version: i64,
        note: &str,
    ) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        if note.chars().count() > 2_000 {
            return Err(Refusal::invalid("note", "has more than 2000 characters", "shorten it"));
        }
        let draft = self.inner.db.draft(event).await?;
        let draft = draft.ok_or_else(|| {
            Refusal::new(Cause::NotFound, format!("event `{event}` has no draft"), "plan it first")
        })?;
        if draft.version != version {
            return Err(Refusal::new(
                Cause::Stale(draft.version),
                "there is another draft by now",
                "look at it, then release it",
            ));
        }
        let before = self.inner.db.release(event, None).await?;
        let last = before.as_ref().map_or(0, |release| release.number);
        if draft.base_release != 0 && draft.base_release != last {
            return Err(Refusal::new(
                Cause::Conflict,
                format!("this draft re-plans release {}, and release {last} is out", draft.base_release),
                "re-plan the last release",
            ));
        }
        if before
            .as_ref()
            .is_some_and(|release| release.result == draft.result && release.problem == draft.problem)
        {
            return Err(Refusal::new(
                Cause::Exists,
                format!("release {last} is this very agenda"),
                "plan or re-plan first",
            ));
        }
        checked(&draft.problem, &draft.result)?;
        let known = self.known_event(event).await?;
        let old = before.map_or(Json::Null, |release| json(&release.view));
        let new = json(&draft.view);
        let touched = touched(&old, &new);
        let letters = self.letters_for(&known, last + 1, &new, &touched).await?;
        let mut tx = self.inner.db.begin(actor.by()).await?;
        let number = tx.add_release(event, [&draft.problem, &draft.result, &draft.view], note).await?;
        if known.record.status != "released" {
            let body = &known.record.body;
            let row = passerelle_store::Draft {
                id: event,
                owner: None,
                status: "released",
                title: &known.record.title,
                sort: &known.record.sort,
                body,
            };
            tx.update(Kind::Event, &row, known.record.version, "release").await?;
        }
        // Two organisers released at once: the second one looks again.
        if number != last + 1 {
            return Err(Refusal::new(
                Cause::Stale(draft.version),
                "somebody else has released meanwhile",
                "look at that release first",
            ));
        }
        for letter in &letters {
            letter.write(&mut tx).await?;
        }
        let told = json!({"event": event, "release": number, "note": note, "touched": touched.len()});
        self.queue_hooks(&mut tx, if number == 1 { "release" } else { "change" }, &told).await?;
        tx.commit().await?;
        Ok(json!({"event": event, "number": number, "note": note, "people_to_tell": touched.len()}))
    }

    /// An event's releases.
    ///
    /// # Errors
    /// When the actor is not on its team.
    pub async fn releases(&self, actor: &Actor, event: &str) -> Result<Vec<Json>, Refusal> {
        self.team_reads(actor, event).await?;
        let line = |one: StoredRelease| json!({"number": one.number, "note": one.note, "digest": one.digest, "created": time(one.created_ms), "by": one.created_by});
        Ok(self.inner.db.releases(event).await?.into_iter().map(line).collect())
    }

    /// A release as somebody may see it: all of it for the team; for a client its own desks' meetings, for a firm its own, without
    /// anything of a confidential brief to which it is not admitted but its teaser's title.
    ///
    /// # Errors
    /// When there is none, or it is not theirs.
    pub async fn agenda(&self, actor: &Actor, event: &str, number: Option<i64>) -> Result<Json, Refusal> {
        actor.signed_in()?;
        let release = self.inner.db.release(event, number).await?.ok_or_else(|| no_release(event))?;
        let known = self.known_event(event).await?;
        let view = with_persons(json(&release.view), &known);
        let head = json!({"event": event, "number": release.number, "note": release.note, "created": time(release.created_ms)});
        let with = |body: Json| {
            let mut whole = head.clone();
            whole["agenda"] = body;
            whole
        };
        match &actor.role {
            Role::Organiser => {
                self.team_reads(actor, event).await?;
                Ok(with(view))
            }
            Role::Client(own) => {
                let desks: BTreeSet<&str> = known
                    .file
                    .parts()
                    .clients
                    .iter()
                    .filter(|one| one.id.as_str() == own)
                    .flat_map(|one| &one.desks)
                    .map(|desk| desk.id.as_str())
                    .collect();
                let theirs = |list: &str| -> Vec<Json> {
                    let all = view[list].as_array().into_iter().flatten();
                    all.filter(|one| one["desk"].as_str().is_some_and(|desk| desks.contains(desk)))
                        .cloned()
                        .collect()
                };
                // Of what outbid a wish only the reason is told: the facts name other parties.
                let left_out: Vec<Json> = theirs("unplaced")
                    .into_iter()
                    .map(|one| only(&one, &["desk", "firm", "brief", "reason"]))
                    .collect();
                Ok(with(json!({"meetings": theirs("meetings"), "unplaced": left_out})))
            }
            Role::Firm(own) => {
                let titles = self.titles_for(own).await?;
                Ok(with(
                    json!({"meetings": firm_meetings(&view, own, &titles), "unplaced": firm_unplaced(&view, own, &titles)}),
                ))
            }
            Role::Public => Err(Refusal::sign_in()),
        }
    }

    /// Titles of briefs as a firm may read them.
    pub(super) async fn titles_for(&self, firm: &str) -> Result<BTreeMap<String, String>, Refusal> {
        let admitted: BTreeSet<String> =
            self.inner.db.admissions(None, Some(firm)).await?.into_iter().map(|one| one.brief).collect();
        let mut titles = BTreeMap::new();
        for record in self.inner.db.all_records(Kind::Brief, None).await? {
            let read = self.understood(&record)?;
            let brief = &read.brief;
            let title =
                if admitted.contains(&record.id) { brief.title.as_str() } else { brief.public_title() };
            titles.insert(record.id, title.to_owned());
        }
        Ok(titles)
    }

    /// What has changed from one release to another: who, from where, to where.
    ///
    /// # Errors
    /// When there is no such release, or the actor is not on the team.
    pub async fn difference(&self, actor: &Actor, event: &str, from: i64, to: i64) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let mut views = Vec::new();
        for number in [from, to] {
            let release = self.inner.db.release(event, Some(number)).await?;
            let release = release.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
            views.push(json(&release.view));
        }
        Ok(
            json!({"from": from, "to": to, "changes": differences(&views[0], &views[1]), "touched": touched(&views[0], &views[1])}),
        )
    }

    /// The files of a release that the verbs over problem files read.
    ///
    /// # Errors
    /// When there is none, or the actor is not on the team.
    pub async fn release_files(&self, actor: &Actor, event: &str, number: i64) -> Result<Json, Refusal> {
        self.team_reads(actor, event).await?;
        let release = self.inner.db.release(event, Some(number)).await?;
        let release = release.ok_or_else(|| Refusal::not_found("release", &number.to_string()))?;
        Ok(json!({"problem": json(&release.problem), "result": json(&release.result)}))
    }
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

/// Rankings by the market, without the firms that a client excluded.
fn ranked(
    market: &Market,
    briefs: &[ReadBrief],
    excluded: &BTreeSet<(String, String)>,
) -> Result<Vec<Ranking>, crate::AppError> {
    let mut all = Vec::new();
    for read in briefs {
        let mut ranking = market.rank(&read.brief, usize::MAX)?;
        let out =
            |firm: &FirmId| excluded.contains(&(read.brief.id.as_str().to_owned(), firm.as_str().to_owned()));
        ranking.ranked.retain(|found| !out(&found.firm));
        ranking.gated.retain(|found| !out(&found.firm));
        all.push(ranking);
    }
    Ok(all)
}

fn made(planned: &plan::PlannedEvent) -> Made {
    let problem = passerelle_formats::problem::write(&planned.book.problem);
    let result =
        passerelle_formats::agenda::write_result(&planned.book.problem, &planned.plan, planned.seconds);
    let view = without_persons(json(&export::json(&planned.view()))).to_string();
    let whole = json(&result);
    let summary = json!({"status": whole["status"], "value": whole["value"], "bound": whole["bound"], "gap": whole["gap"],
        "seconds": whole["seconds"], "objectives": whole["objectives"],
        "meetings": whole["meetings"].as_array().map_or(0, Vec::len), "conflict": planned.plan.conflict});
    Made { problem, result, view, base_release: 0, summary }
}

fn shown_job(job: &Job) -> Json {
    let maybe = |text: &str| if text.is_empty() { Json::Null } else { json(text) };
    json!({"id": job.id, "kind": job.kind, "event": job.subject, "status": job.status, "progress": maybe(&job.progress),
        "result": maybe(&job.result), "cancel": job.cancel, "attempts": job.attempts, "created": time(job.created_ms),
        "ended": job.ended_ms.and_then(time)})
}

/// Some keys of an object.
fn only(object: &Json, keys: &[&str]) -> Json {
    keys.iter()
        .filter_map(|key| Some(((*key).to_owned(), object.get(key)?.clone())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// A firm's meetings; of a brief it sees the title that it may see.
pub(super) fn firm_meetings(view: &Json, firm: &str, titles: &BTreeMap<String, String>) -> Vec<Json> {
    let all =
        view["meetings"].as_array().into_iter().flatten().filter(|one| one["firm"].as_str() == Some(firm));
    all.map(|one| {
        let mut shown = only(
            one,
            &[
                "slot",
                "start",
                "minutes",
                "table",
                "desk",
                "client",
                "person",
                "firm",
                "firm_name",
                "brief",
                "why",
            ],
        );
        shown["brief_title"] = json!(one["brief"].as_str().and_then(|brief| titles.get(brief)));
        shown
    })
    .collect()
}

fn firm_unplaced(view: &Json, firm: &str, titles: &BTreeMap<String, String>) -> Vec<Json> {
    let wished = |one: &&Json| one["firm"].as_str() == Some(firm) && !one["wished_by_firm"].is_null();
    let all = view["unplaced"].as_array().into_iter().flatten().filter(wished);
    all.map(|one| {
        let mut shown = only(one, &["desk", "firm", "brief", "reason"]);
        shown["brief_title"] = json!(one["brief"].as_str().and_then(|brief| titles.get(brief)));
        shown
    })
    .collect()
}

fn key(meeting: &Json) -> [String; 3] {
    ["desk", "firm", "brief"].map(|key| meeting[key].as_str().unwrap_or_default().to_owned())
}

fn by_key(view: &Json) -> BTreeMap<[String; 3], &Json> {
    view["meetings"].as_array().into_iter().flatten().map(|meeting| (key(meeting), meeting)).collect()
}

fn place_of(meeting: Option<&&Json>) -> Json {
    meeting.map_or(Json::Null, |meeting| only(meeting, &["slot", "start", "table"]))
}

/// A view without names of persons: a release is never changed, and a person can ask to be erased.
fn without_persons(mut view: Json) -> Json {
    for list in ["meetings", "parties"] {
        for one in view[list].as_array_mut().into_iter().flatten() {
            if let Some(fields) = one.as_object_mut() {
                fields.remove("person");
            }
        }
    }
    view
}

/// The view with who sits at the desks today.
fn with_persons(mut view: Json, known: &Known) -> Json {
    let desks = known.file.parts().clients.iter().flat_map(|client| &client.desks);
    let persons: BTreeMap<&str, &str> = desks.map(|desk| (desk.id.as_str(), desk.person.as_str())).collect();
    for one in view["meetings"].as_array_mut().into_iter().flatten() {
        let person = one["desk"].as_str().and_then(|desk| persons.get(desk)).copied();
        one["person"] = json!(person);
    }
    view
}

/// Meetings that are elsewhere, new, or gone.
fn differences(old: &Json, new: &Json) -> Vec<Json> {
    let (before, after) = (by_key(old), by_key(new));
    let all: BTreeSet<&[String; 3]> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter_map(|key| {
            let (from, to) = (place_of(before.get(key)), place_of(after.get(key)));
            let kind = match (from.is_null(), to.is_null()) {
                (true, _) => "new",
                (_, true) => "cancelled",
                _ => "moved",
            };
            let meeting = after.get(key).or(before.get(key))?;
            let [desk, firm, brief] = key;
            (from != to).then(|| {
                json!({"kind": kind, "desk": desk, "client": meeting["client"], "firm": firm, "firm_name": meeting["firm_name"],
                    "brief": brief, "from": from, "to": to})
            })
        })
        .collect()
}

/// The parties whose agenda is another: `desk:x`, `firm:y`.
pub(super) fn touched(old: &Json, new: &Json) -> BTreeSet<String> {
    let parties = |one: &Json| {
        let named = |side: &str| one[side].as_str().map(|id| format!("{side}:{id}"));
        [named("desk"), named("firm")]
    };
    differences(old, new).iter().flat_map(parties).flatten().collect()
}

/// A view of a re-planned agenda: what is known of each meeting from the view before, else from the names.
fn view_of(before: &Json, result: &Json, names: &BTreeMap<String, Json>) -> Json {
    let known: BTreeMap<[String; 3], &Json> = ["meetings", "unplaced"]
        .into_iter()
        .flat_map(|list| before[list].as_array().into_iter().flatten())
        .map(|meeting| (key(meeting), meeting))
        .collect();
    let starts: BTreeMap<&str, &Json> = before["meetings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["slot"].as_str()?, one)))
        .collect();
    let none = Json::Null;
    let meetings: Vec<Json> = result["meetings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|placed| {
            let (a, b) = (placed["a"].as_str().unwrap_or_default(), placed["b"].as_str().unwrap_or_default());
            let brief = placed["pair"].as_str().and_then(|pair| pair.rsplit('~').next()).unwrap_or_default();
            let mut meeting =
                json!({"slot": placed["slot"], "table": placed["table"], "brief": brief, "why": []});
            let lookups = [names.get(a), names.get(b), names.get(&format!("brief:{brief}"))];
            for (key, value) in lookups.into_iter().flatten().filter_map(Json::as_object).flatten() {
                meeting[key] = value.clone();
            }
            let old = known.get(&key(&meeting)).copied().unwrap_or(&none);
            for key in
                ["value", "score", "wished_by_desk", "wished_by_firm", "must", "locked", "why", "brief_title"]
            {
                if let Some(value) = old.get(key) {
                    meeting[key] = value.clone();
                }
            }
            let slot = placed["slot"].as_str().unwrap_or_default();
            meeting["start"] = starts.get(slot).map_or_else(|| json!(slot), |one| one["start"].clone());
            if let Some(one) = starts.get(slot) {
                meeting["minutes"] = one["minutes"].clone();
            }
            meeting
        })
        .collect();
    let mut view = before.clone();
    view["meetings"] = json!(meetings);
    let placed: BTreeSet<[String; 3]> = view["meetings"].as_array().into_iter().flatten().map(key).collect();
    if let Some(left_out) = view["unplaced"].as_array_mut() {
        left_out.retain(|one| !placed.contains(&key(one)));
    }
    view["proof"] = json!({"status": result["status"], "value": result["value"], "bound": result["bound"], "gap": result["gap"]});
    view["gaps"] = result["gaps"].clone();
    view
}
