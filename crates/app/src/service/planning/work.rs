//! The work of jobs: an event planned from what is known of it, a release re-planned after changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use passerelle_domain::{Agenda, Firm, FirmId, Problem, Ranking, ReadBrief};
use passerelle_formats::{event, export, policy};
use passerelle_store::Kind;
use serde_json::{Value as Json, json};

use super::super::events::Known;
use super::super::index::firm;
use super::super::{Refusal, Service, json, unpoisoned};
use super::views::{view_of, without_persons};
use super::{Made, named, no_release, source};
use crate::market::Market;
use crate::matches::Firms;
use crate::plan::{self, Given, Run, Step};
use crate::replan;

impl Service {
    pub(super) async fn planned(
        &self,
        event: &str,
        asked: &Json,
        run: Run,
        progress: Arc<Mutex<Json>>,
    ) -> Result<Made, Refusal> {
        let (known, mut composed, firms, briefs, excluded) = self.for_planning(event).await?;
        // What was locked at the desk stays locked.
        let locks = self.inner.db.draft(event).await?.map_or_else(|| "[]".to_owned(), |draft| draft.locks);
        with_locks(&mut composed, &json(&locks));
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
            Ok(made(&planned, locks))
        })
        .await
    }

    pub(super) async fn replanned(&self, event: &str, asked: &Json, run: Run) -> Result<Made, Refusal> {
        let number = asked["release"].as_i64();
        let release = self.inner.db.release(event, number).await?.ok_or_else(|| no_release(event))?;
        let changes = source("changes.json", &asked["changes"]);
        let mut policy = self.config().replan.policy();
        if let Some(most) = asked["max_changes"].as_u64() {
            policy.max_changes = Some(u32::try_from(most).unwrap_or(u32::MAX));
        }
        let locks = self.inner.db.draft(event).await?.map_or_else(|| "[]".to_owned(), |draft| draft.locks);
        let known = self.known_event(event).await?;
        let names = self.party_names(&known).await?;
        self.heavy(move || {
            let (problem, released) =
                replan::read_released(&named("problem.json", &release.problem), &named("result.json", &release.result))?;
            let (problem, left_out) = locked_as_released(problem, &released, &json(&locks));
            let replan = replan::replan_agenda(&problem, &released, &changes, policy, &run)?;
            let result = replan.json();
            let view = view_of(&json(&release.view), &json(&result), &names);
            let summary = json(&result);
            Ok(Made {
                problem: replan.problem_json(),
                view: view.to_string(),
                base_release: release.number,
                summary: json!({"status": summary["status"], "value": summary["value"], "bound": summary["bound"],
                    "changes": summary["changes"], "changed_people": summary["changed_people"],
                    "locks_left_out": left_out}),
                locks,
                result,
            })
        })
        .await
    }

    /// Names of an event's desks and firms, by the participant's identifier in the problem.
    pub(in super::super) async fn party_names(
        &self,
        known: &Known,
    ) -> Result<BTreeMap<String, Json>, Refusal> {
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

fn made(planned: &plan::PlannedEvent, locks: String) -> Made {
    let problem = passerelle_formats::problem::write(&planned.book.problem);
    let result =
        passerelle_formats::agenda::write_result(&planned.book.problem, &planned.plan, planned.seconds);
    let view = without_persons(json(&export::json(&planned.view()))).to_string();
    let whole = json(&result);
    let summary = json!({"status": whole["status"], "value": whole["value"], "bound": whole["bound"], "gap": whole["gap"],
        "seconds": whole["seconds"], "objectives": whole["objectives"],
        "meetings": whole["meetings"].as_array().map_or(0, Vec::len), "conflict": planned.plan.conflict});
    Made { problem, result, view, base_release: 0, summary, locks }
}

/// Adds locks to an event's file; of one pair the event's own counts.
fn with_locks(file: &mut Json, locks: &Json) {
    let Some(fields) = file.as_object_mut() else { return };
    let same =
        |one: &Json, other: &Json| ["desk", "firm", "brief"].iter().all(|key| one[*key] == other[*key]);
    if let Json::Array(list) = fields.entry("locks").or_insert_with(|| json!([])) {
        for lock in locks.as_array().into_iter().flatten() {
            if !list.iter().any(|one| same(one, lock)) {
                list.push(lock.clone());
            }
        }
    }
}

/// The problem of a release with the locks that hold in it; and those that do not, as pairs: a re-plan starts from what people
/// were told.
fn locked_as_released(problem: Problem, released: &Agenda, locks: &Json) -> (Problem, Vec<String>) {
    let (mut spec, mut left_out) = (problem.spec(), Vec::new());
    for lock in locks.as_array().into_iter().flatten() {
        let part = |key: &str| lock[key].as_str().map(str::to_owned);
        let [desk, firm, brief] = ["desk", "firm", "brief"].map(|key| part(key).unwrap_or_default());
        let pair = format!("{desk}~{firm}~{brief}");
        let holds = released.meetings().iter().any(|meeting| {
            problem.pairs()[meeting.pair].id == pair
                && part("slot").is_none_or(|slot| problem.slots()[meeting.slot].id == slot)
                && part("table").is_none_or(|table| problem.tables()[meeting.table].id == table)
        });
        if !holds {
            left_out.push(pair);
        } else if !spec.locked.iter().any(|(locked, ..)| *locked == pair) {
            spec.locked.push((pair, part("slot"), part("table")));
        }
    }
    match Problem::new(spec) {
        Ok(locked) => (locked, left_out),
        Err(_) => (problem, left_out),
    }
}
