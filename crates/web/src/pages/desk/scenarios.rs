//! Scenarios side by side, and the curves of what floors and fewer gaps cost.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::Refusal;
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::super::words::hand::Hand;
use super::event::{Event, text};
use crate::State;

struct Line {
    name: Option<String>,
    value: f64,
    bound: f64,
    meetings: f64,
    groups: f64,
    shortfall: f64,
    proved: bool,
    changes: Option<usize>,
}

/// A point of the curves.
struct Point {
    name: String,
    value: f64,
    share: f64,
    shortfall: f64,
    groups: f64,
    fewest: f64,
    proved: bool,
    /// `value`, `floor`, `gaps`.
    curve: String,
    /// Downwards in the chart.
    y: f64,
}

#[derive(Template)]
#[template(path = "desk/scenarios.html")]
struct Scenarios<'a> {
    s: &'a Shell,
    w: &'static Words,
    h: &'static Hand,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    form: Form,
    lines: Vec<Line>,
    points: Vec<Point>,
    /// A job that is under way.
    running: Option<String>,
}

impl Scenarios<'_> {
    /// The points of floors and those of gaps, each with where they lie in their own chart.
    fn charts(&self) -> Vec<(Text, Vec<&Point>)> {
        let of = |curve: &str| {
            self.points.iter().filter(|one| one.curve == curve || one.curve == "value").collect()
        };
        vec![(self.h.curves_floors, of("floor")), (self.h.curves_gaps, of("gaps"))]
    }

    /// Where a point lies: across by its place, down by what it loses.
    fn x(&self, at: impl std::borrow::Borrow<usize>, of: impl std::borrow::Borrow<usize>) -> f64 {
        30.0 + 540.0 * *at.borrow() as f64 / of.borrow().saturating_sub(1).max(1) as f64
    }

    /// The points joined, for a chart.
    fn line(&self, points: &[&Point]) -> String {
        let of = points.len();
        let place = |(at, one): (usize, &&Point)| format!("{:.1},{:.1}", self.x(at, of), one.y);
        points.iter().enumerate().map(place).collect::<Vec<_>>().join(" ")
    }
}

fn figure(one: &Json, key: &str) -> f64 {
    one["figures"][key].as_f64().unwrap_or(0.0)
}

fn named(policy: &str, h: &Hand) -> String {
    match policy.split_once('-') {
        Some(("floor", number)) => h.curve_floor.with(number),
        Some(("gaps", number)) => h.curve_gaps.with(number),
        _ if policy == "value" => h.curve_value.to_string(),
        _ => policy.to_owned(),
    }
}

fn points(result: &Json, h: &Hand) -> Vec<Point> {
    let all: Vec<&Json> = result["points"].as_array().into_iter().flatten().collect();
    let value = |one: &Json| one["value"].as_f64().unwrap_or(0.0);
    let best = all.iter().map(|one| value(one)).fold(0.0, f64::max);
    let least = all.iter().map(|one| value(one)).fold(best, f64::min);
    let span = (best - least).max(best * 0.01).max(1.0);
    all.iter()
        .map(|one| Point {
            name: named(one["policy"].as_str().unwrap_or_default(), h),
            value: value(one),
            share: if best > 0.0 { value(one) / best } else { 1.0 },
            shortfall: one["floor_shortfall"].as_f64().unwrap_or(0.0),
            groups: one["idle_groups"].as_f64().unwrap_or(0.0),
            fewest: one["fewest_meetings"].as_f64().unwrap_or(0.0),
            proved: one["proved"] == true,
            curve: one["policy"]
                .as_str()
                .unwrap_or_default()
                .split('-')
                .next()
                .unwrap_or_default()
                .to_owned(),
            y: 20.0 + 120.0 * (best - value(one)) / span,
        })
        .collect()
}

async fn page(state: &State, visitor: &Visitor, event: &Event, failed: Option<(Faults, Form)>) -> Page {
    let s = &visitor.shell;
    let h = Hand::of(s.language);
    let all = state.service.scenarios(&visitor.actor, &event.id).await?;
    let has_draft = all.iter().any(|one| one["name"].is_null());
    let mut lines = Vec::new();
    for one in &all {
        let name = one["name"].as_str().map(str::to_owned);
        let changes = match &name {
            Some(name) if has_draft => {
                let compared = state
                    .service
                    .compare_scenarios(&visitor.actor, &event.id, [None, Some(name.as_str())])
                    .await?;
                compared["changes"].as_array().map(Vec::len)
            }
            _ => None,
        };
        lines.push(Line {
            name,
            value: figure(one, "value"),
            bound: figure(one, "bound"),
            meetings: figure(one, "meetings"),
            groups: figure(one, "idle_groups"),
            shortfall: figure(one, "floor_shortfall"),
            proved: one["figures"]["status"] == "optimal",
            changes,
        });
    }
    let jobs = state.service.jobs(&visitor.actor, &event.id).await?;
    let runs = |one: &&Json| one["status"] == "queued" || one["status"] == "running";
    let running = jobs.iter().find(runs).map(|one| text(one, "id"));
    let curves = jobs.iter().find(|one| one["kind"] == "curves" && one["status"] == "done");
    let (f, form) = failed.unwrap_or_default();
    let page = Scenarios {
        s,
        w: Words::of(s.language),
        h,
        event,
        tab: "scenarios",
        f,
        form,
        lines,
        points: curves.map(|one| points(&one["result"], h)).unwrap_or_default(),
        running,
    };
    Ok(visitor.show(&page)?)
}

/// Scenarios.
pub(super) async fn scenarios(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, &event, None).await
}

fn asked(form: &Form) -> Result<Json, Refusal> {
    let mut wrong = Vec::new();
    let mut policy = json!({});
    if let Some(floor) = form.number("floor", &mut wrong).filter(|floor| *floor > 0) {
        policy["floors"] = json!([{"side": "firm", "min": floor}]);
    }
    let share = form.get("give_up").replace(',', ".").parse::<f64>().unwrap_or(0.0);
    if share > 0.0 && share <= 100.0 {
        policy["give_up"] = super::plan::parts(share);
    }
    if wrong.is_empty() {
        Ok(json!({"scenario": form.get("name"), "policy": policy}))
    } else {
        Err(Refusal::wrong(wrong))
    }
}

/// Works a scenario out, adopts or deletes one, or asks for the curves.
pub(super) async fn act(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let actor = &visitor.actor;
    let here = event.at("/scenarios");
    let made = async {
        if let Some(name) = form.some("adopt") {
            let draft = state.service.adopt_scenario(actor, &id, name).await?;
            let undo = [("version", draft.version.to_string()), ("back", here.clone())];
            return Ok(Told::undoable("saved", event.at("/undo"), &undo).at(&here));
        }
        if let Some(name) = form.some("delete") {
            state.service.delete_scenario(actor, &id, name).await?;
            return Ok(Told::done("deleted").at(&here));
        }
        if form.has("curves") {
            state.service.ask_study(actor, &id, "curves", &json!({})).await?;
        } else {
            state.service.ask_plan(actor, &id, &asked(&form)?).await?;
        }
        Ok(Redirect::to(&here).into_response())
    };
    match made.await {
        Ok(response) => Ok(response),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &event, Some((f, form))).await
        }
    }
}
