//! Planning: what may be traded, the run with its progress, runs before.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::Refusal;
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::super::words::refusals::told;
use super::event::{Event, text};
use crate::State;

/// A run of the planner.
pub(super) struct Job {
    id: String,
    status: String,
    created: String,
    phase: Text,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    groups: Option<f64>,
    seconds: Option<f64>,
    proved: bool,
    failure: String,
}

impl Job {
    fn of(one: &Json, s: &Shell) -> Self {
        let w = Words::of(s.language);
        let (progress, result) = (&one["progress"], &one["result"]);
        let number = |key: &str| result[key].as_f64().or(progress[key].as_f64());
        let phase = match progress["phase"].as_str() {
            None => w.phase_queued,
            Some("read") => w.phase_read,
            Some("rank") => w.phase_rank,
            Some("build") => w.phase_build,
            Some(_) => w.phase_solve,
        };
        let failure = [text(result, "message"), text(result, "hint")];
        Self {
            id: text(one, "id"),
            status: text(one, "status"),
            created: text(one, "created"),
            phase,
            value: number("value"),
            bound: number("bound"),
            gap: number("gap"),
            groups: progress["idle_groups"].as_f64(),
            seconds: number("seconds"),
            proved: result["status"] == "optimal",
            failure: failure
                .iter()
                .filter(|one| !one.is_empty())
                .map(|one| told(one, s.language))
                .collect::<Vec<_>>()
                .join(". "),
        }
    }

    fn runs(&self) -> bool {
        ["queued", "running"].contains(&self.status.as_str())
    }
}

#[derive(Template)]
#[template(path = "desk/plan.html")]
struct Plan<'a> {
    s: &'a Shell,
    w: &'static Words,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    form: Form,
    jobs: Vec<Job>,
}

impl Plan<'_> {
    fn latest(&self) -> Option<&Job> {
        self.jobs.first()
    }

    fn earlier(&self) -> &[Job] {
        self.jobs.get(1..).unwrap_or_default()
    }
}

async fn page(state: &State, visitor: &Visitor, event: &Event, failed: Option<(Faults, Form)>) -> Page {
    let s = &visitor.shell;
    let jobs = state.service.jobs(&visitor.actor, &event.id).await?;
    let (f, form) = failed.unwrap_or_else(|| {
        let policy = &event.body["policy"];
        let fields = vec![
            (
                "give_up".to_owned(),
                policy["give_up"].as_f64().map(|share| (share / 10_000.0).to_string()).unwrap_or_default(),
            ),
            ("spread".to_owned(), text(policy, "spread")),
        ];
        (Faults::default(), Form::of(fields))
    });
    let jobs = jobs.iter().take(12).map(|one| Job::of(one, s)).collect();
    let page = Plan { s, w: Words::of(s.language), event, tab: "plan", f, form, jobs };
    Ok(visitor.show(&page)?)
}

/// Planning.
pub(super) async fn plan(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, &event, None).await
}

/// Queues a run.
pub(super) async fn ask(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let asked = async {
        let asked = asked(&event.body["policy"], &form)?;
        state.service.ask_plan(&visitor.actor, &id, &asked).await
    };
    match asked.await {
        Ok(_) => Ok(Redirect::to(&event.at("/plan")).into_response()),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &event, Some((f, form))).await
        }
    }
}

/// A share in per cent as policies count it: in parts per million.
pub(super) fn parts(percent: f64) -> Json {
    format!("{:.0}", percent * 10_000.0).parse::<u64>().map_or(Json::Null, |parts| json!(parts))
}

/// What a form asks of the planner: the event's own policy with what the sliders say.
fn asked(own: &Json, form: &Form) -> Result<Json, Refusal> {
    let mut policy = own.as_object().cloned().unwrap_or_default();
    let mut wrong = Vec::new();
    let share = form.get("give_up").replace(',', ".");
    match share.parse::<f64>() {
        Ok(share) if share > 0.0 && share <= 100.0 => {
            drop(policy.insert("give_up".into(), parts(share)));
        }
        _ => drop(policy.remove("give_up")),
    }
    match form.number("spread", &mut wrong) {
        Some(spread) => drop(policy.insert("spread".into(), json!(spread))),
        None => drop(policy.remove("spread")),
    }
    if let Some(floor) = form.number("floor", &mut wrong).filter(|floor| *floor > 0) {
        let mut floors = policy.get("floors").and_then(Json::as_array).cloned().unwrap_or_default();
        floors.push(json!({"side": "firm", "min": floor}));
        policy.insert("floors".into(), json!(floors));
    }
    let mut asked = json!({});
    if let Some(seconds) = form.number("time_limit_s", &mut wrong) {
        asked["time_limit_s"] = json!(seconds);
    }
    if !policy.is_empty() {
        asked["policy"] = json!(policy);
    }
    if wrong.is_empty() { Ok(asked) } else { Err(Refusal::wrong(wrong)) }
}

/// Stops a run.
pub(super) async fn cancel(
    Shared(state): Shared<State>,
    Path((id, job)): Path<(String, String)>,
    posted: Posted,
) -> Page {
    let event = Event::of(&state, posted.actor(), &id).await?;
    match state.service.cancel_job(posted.actor(), &job).await {
        // It ended on its own meanwhile: that is told by the page.
        Ok(_) => {}
        Err(refusal) if refusal.code() == "conflict" => {}
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(&event.at("/plan")).into_response())
}
