//! Questions that take a while, as jobs whose answer is kept with the job: what would help, what fairness costs, policies compared.

use std::sync::{Arc, Mutex};

use passerelle_domain::{Crowd, Lever};
use passerelle_formats::{fairness, helps, policy};
use passerelle_scheduling::{FairnessAsk, Options};
use serde_json::{Value as Json, json};

use super::super::planning::source;
use super::super::{Actor, Refusal, Service, Wrong, json, unpoisoned};
use super::questions::{Which, broken, options};
use super::{Standing, words};
use crate::plan::{Run, Step, solve_problem};
use crate::scenarios::{Scenario, name_of, under};

/// Suggestions listed when not told how many.
const TOP: u64 = 8;
/// The most policies compared in one job.
const MOST_POLICIES: usize = 24;

fn which(asked: &Json) -> Which {
    Which { release: asked["release"].as_i64(), scenario: asked["scenario"].as_str().map(str::to_owned) }
}

impl Service {
    /// Queues a study of an agenda: `helps` (with `top`), `fairness` (with `max_floor`) or `curves` (with `policies`, each as
    /// `passerelle schema policy` prints it; some usual ones when none is given). `release` or `scenario` say which agenda.
    ///
    /// # Errors
    /// Everything that is wrong with what was asked; when there is no such agenda, or the actor is not on the team.
    pub async fn ask_study(
        &self,
        actor: &Actor,
        event: &str,
        kind: &str,
        asked: &Json,
    ) -> Result<Json, Refusal> {
        self.on_team(actor, event).await?;
        let mut wrong = Vec::new();
        for (key, value) in asked.as_object().into_iter().flatten() {
            let good = match (kind, key.as_str()) {
                (_, "release" | "seed") => value.as_i64().is_some(),
                (_, "scenario") => value.is_string(),
                (_, "time_limit_s") => value.as_f64().is_some_and(|x| (0.0..=3_600.0).contains(&x)),
                ("helps", "top") => value.as_u64().is_some_and(|n| (1..=50).contains(&n)),
                ("fairness", "max_floor") => value.as_u64().is_some_and(|n| n <= 1_000),
                ("curves", "policies") => value.as_array().is_some_and(|all| all.len() <= MOST_POLICIES),
                _ => false,
            };
            if !good {
                wrong.push(Wrong {
                    field: key.clone(),
                    message: "is not known here, or not within its limits".into(),
                    hint: "see /api/v1/openapi.json for what this address takes".into(),
                });
            }
        }
        for (at, one) in asked["policies"].as_array().into_iter().flatten().enumerate() {
            if let Err(errors) = policy::parse(&source("policy.json", one)) {
                wrong.extend(errors.into_iter().map(|error| Wrong {
                    field: format!("policies[{at}].{}", error.field),
                    message: error.message,
                    hint: error.hint,
                }));
            }
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        self.texts(event, &which(asked)).await?;
        self.queue(actor, kind, event, asked).await
    }

    /// Carries out a study.
    pub(in super::super) async fn studied(
        &self,
        kind: &str,
        event: &str,
        asked: &Json,
        run: Run,
        progress: Arc<Mutex<Json>>,
    ) -> Result<Json, Refusal> {
        let standing = self.standing_of(event, &which(asked)).await?;
        let (kind, asked, config) = (kind.to_owned(), asked.clone(), self.config().clone());
        self.heavy(move || {
            let tell = |what: Json| *unpoisoned(progress.lock()) = what;
            match kind.as_str() {
                "helps" => helped(&standing, &asked, &run, &tell),
                "fairness" => Ok(priced(&standing, &asked, &run, &tell)),
                _ => compared(&standing, &asked, &Run::configured(&config), &run, &tell),
            }
        })
        .await
    }
}

fn helped(
    Standing { problem, agenda, names }: &Standing,
    asked: &Json,
    run: &Run,
    tell: &dyn Fn(Json),
) -> Result<Json, crate::AppError> {
    let top = usize::try_from(asked["top"].as_u64().unwrap_or(TOP)).unwrap_or(1);
    let mut step = |done: usize| tell(json!({"phase": "helps", "weighed": done}));
    let found = passerelle_scheduling::helps(problem, agenda, top, &options(run), &run.deadline, &mut step)
        .map_err(broken)?;
    let mut answer = json(&helps::write(problem, &found));
    names.add(&mut answer);
    for one in answer["helps"].as_array_mut().into_iter().flatten() {
        one["sentence"] = words::help(one, names);
    }
    Ok(answer)
}

fn priced(standing: &Standing, asked: &Json, run: &Run, tell: &dyn Fn(Json)) -> Json {
    let problem = &standing.problem;
    let ask = FairnessAsk {
        crowd: Crowd::Side("firm".into()),
        max_floor: asked["max_floor"].as_u64().and_then(|floor| u32::try_from(floor).ok()),
        levers: vec![Lever::Floor, Lever::MeetingSpread],
    };
    let options = Options { seed: run.seed, threads: run.threads, effort: run.effort, ..Options::default() };
    let mut step = |done: usize| tell(json!({"phase": "fairness", "points": done}));
    let found = passerelle_scheduling::fairness(problem, &ask, &options, &run.deadline, &mut step);
    json(&fairness::write(&found, run.deadline.elapsed()))
}

/// Policies that show what value, floors and waiting cost each other.
fn usual() -> Vec<Json> {
    let floor = |n: u32| json!({"name": format!("floor-{n}"), "floors": [{"side": "firm", "min": n}]});
    let give_up = |percent: u32| json!({"name": format!("gaps-{percent}"), "give_up": percent * 10_000});
    let mut all = vec![json!({"name": "value"})];
    all.extend((1..=4).map(floor));
    all.extend([1, 2, 5, 10].map(give_up));
    all
}

fn compared(
    standing: &Standing,
    asked: &Json,
    each: &Run,
    whole: &Run,
    tell: &dyn Fn(Json),
) -> Result<Json, crate::AppError> {
    let given = asked["policies"].as_array().filter(|all| !all.is_empty()).cloned();
    let policies = given.unwrap_or_else(usual);
    let (mut points, mut left_out) = (Vec::new(), Vec::new());
    for (done, one) in policies.iter().enumerate() {
        let read = policy::parse(&source("policy.json", one))?;
        let name = name_of(&read);
        if passerelle_scheduling::Stop::should_stop(&whole.deadline) {
            left_out.push(json!({"policy": name, "cause": "time"}));
            continue;
        }
        tell(json!({"phase": "curves", "policy": name, "done": done, "of": policies.len()}));
        let problem = match under(&standing.problem, &read) {
            Ok(problem) => problem,
            Err(error) => {
                left_out.push(json!({"policy": name, "cause": error.to_string()}));
                continue;
            }
        };
        let run = Run { deadline: whole.deadline.clone(), ..each.clone() };
        let solved = solve_problem(problem, &run, &mut |step| {
            if let Step::Solving(now) = step {
                tell(
                    json!({"phase": "curves", "policy": name, "done": done, "of": policies.len(), "value": now.value, "bound": now.bound}),
                );
            }
        })?;
        let one = Scenario::of(name, &solved.problem, &solved.plan, solved.seconds);
        points.push(json!({"policy": one.name, "asked": policies[done], "status": one.status.word(),
            "proved": one.status == passerelle_domain::Status::Optimal, "meetings": one.meetings, "value": one.value.0,
            "bound": one.value.1, "below_floor": one.floors_missed.0, "floor_shortfall": one.floors_missed.1,
            "idle_groups": one.idle_groups.0, "idle_groups_bound": one.idle_groups.1, "fewest_meetings": one.shares.min,
            "median_meetings": one.shares.median, "gini": one.shares.gini}));
    }
    Ok(json!({"points": points, "left_out": left_out}))
}
