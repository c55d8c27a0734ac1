//! The proof that comes with an agenda, how it is shared out, what would help, what was left out.

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::Which;
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::client::query;
use super::super::form::Posted;
use super::super::shell::{Shell, Visitor};
use super::super::words::Text;
use super::super::words::desk::Desk as Words;
use super::super::words::hand::Hand;
use super::super::words::terms::Terms;
use super::agenda::{Shown, shown};
use super::event::{Event, text};
use crate::State;

/// An objective, with how far it is proved.
struct Objective {
    name: Text,
    value: f64,
    bound: f64,
    proved: bool,
}

struct Crowd {
    name: String,
    parties: f64,
    least: f64,
    median: f64,
    most: f64,
    gini: f64,
}

#[derive(Template)]
#[template(path = "desk/proof.html")]
struct Proof<'a> {
    s: &'a Shell,
    w: &'static Words,
    h: &'static Hand,
    event: &'a Event,
    tab: &'static str,
    shown: Option<&'a Shown>,
    objectives: Vec<Objective>,
    crowds: Vec<Crowd>,
    /// Sentences of what would help; none when it was not asked.
    helps: Option<Vec<String>>,
    running: Option<String>,
}

fn crowd(one: &Json, s: &Shell) -> Crowd {
    let h = Hand::of(s.language);
    let t = Terms::of(s.language);
    let told = text(one, "crowd");
    let name = match told.as_str() {
        "all" => h.crowd_all.to_string(),
        "client" => h.crowd_client.to_string(),
        "firm" => h.crowd_firm.to_string(),
        other => {
            let class = other.strip_prefix("firm ").unwrap_or(other);
            let size = passerelle_domain::SizeClass::from_word(class).map(|class| t.size(&class).to_string());
            size.unwrap_or_else(|| if class == "sme" { t.sme.to_string() } else { other.to_owned() })
        }
    };
    let number = |key: &str| one["meetings"][key].as_f64().unwrap_or(0.0);
    Crowd {
        name,
        parties: one["parties"].as_f64().unwrap_or(0.0),
        least: number("min"),
        median: number("median"),
        most: number("max"),
        gini: number("gini"),
    }
}

/// The proof, fairness, what would help, what was left out.
pub(super) async fn proof(
    Shared(state): Shared<State>,
    visitor: Visitor,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let asked = query(raw.as_deref());
    let shown = shown(&state, &visitor, &id, asked.get("release").parse().ok()).await?;
    let s = &visitor.shell;
    let w = Words::of(s.language);
    let proof = shown.as_ref().map_or(Json::Null, |shown| shown.kept.proof.clone());
    let objectives = proof["objectives"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| {
            let name = match one["name"].as_str()? {
                "musts" => w.objective_musts,
                "floors" => w.objective_floors,
                "value" => w.objective_value,
                "gaps" => w.objective_gaps,
                "moves" => w.objective_moves,
                _ => return None,
            };
            let (value, bound) = (one["value"].as_f64()?, one["bound"].as_f64()?);
            Some(Objective { name, value, bound, proved: one["proved"] == true })
        })
        .collect();
    let crowds = match &shown {
        Some(shown) => {
            let which = Which { release: shown.release, scenario: None };
            let shared = state.service.fairness(&visitor.actor, &id, &which).await?;
            shared["crowds"].as_array().into_iter().flatten().map(|one| crowd(one, s)).collect()
        }
        None => Vec::new(),
    };
    let jobs = state.service.jobs(&visitor.actor, &id).await?;
    let latest = jobs.iter().find(|one| one["kind"] == "helps");
    let runs = |one: &&Json| one["status"] == "queued" || one["status"] == "running";
    let running = latest.filter(runs).map(|one| text(one, "id"));
    let helps = latest.filter(|one| one["status"] == "done").map(|one| {
        let all = one["result"]["helps"].as_array().into_iter().flatten();
        all.map(|help| text(&help["sentence"], s.code())).collect()
    });
    let page = Proof {
        s,
        w,
        h: Hand::of(s.language),
        event: &event,
        tab: "proof",
        shown: shown.as_ref(),
        objectives,
        crowds,
        helps,
        running,
    };
    Ok(visitor.show(&page)?)
}

/// Queues the search for what would help.
pub(super) async fn helps(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let event = Event::of(&state, posted.actor(), &id).await?;
    let release = posted.form.get("release").parse::<i64>().ok();
    let asked = release.map_or_else(|| json!({}), |release| json!({"release": release}));
    state.service.ask_study(posted.actor(), &id, "helps", &asked).await?;
    Ok(Redirect::to(&event.at("/proof#helps")).into_response())
}
