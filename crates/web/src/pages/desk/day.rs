//! The day itself: who has come, what has changed, an agenda repaired; reserves.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect};
use passerelle_app::service::{Refusal, Which};
use serde_json::{Value as Json, json};

use super::super::Page;
use super::super::form::{Faults, Form, Posted};
use super::super::shell::{Shell, Told, Visitor};
use super::super::words::desk::Desk as Words;
use super::super::words::hand::Hand;
use super::agenda::{Kept, Slot, shown};
use super::event::{Event, text};
use crate::State;

struct Present {
    side: String,
    party: String,
    name: String,
    status: String,
}

struct Reserve {
    meeting: String,
    absent: String,
    names: String,
}

#[derive(Template)]
#[template(path = "desk/day.html")]
struct Day<'a> {
    s: &'a Shell,
    w: &'static Words,
    h: &'static Hand,
    event: &'a Event,
    tab: &'static str,
    f: Faults,
    form: &'a Form,
    release: Option<i64>,
    slots: Vec<Slot>,
    /// Identifier and name of whoever or whatever a change can be about.
    subjects: Vec<(String, String)>,
    people: Vec<Present>,
    reserves: Vec<Reserve>,
    job: Option<(String, String)>,
}

async fn page(state: &State, visitor: &Visitor, event: &Event, f: Faults, form: &Form) -> Page {
    let s = &visitor.shell;
    let actor = &visitor.actor;
    let released = state.service.releases(actor, &event.id).await?;
    let release = released.iter().filter_map(|one| one["number"].as_i64()).max();
    let kept = match release {
        Some(number) => {
            shown(state, visitor, &event.id, Some(number)).await?.map(|one| one.kept).unwrap_or_default()
        }
        None => Kept::default(),
    };
    let known = state.service.attendance(actor, &event.id).await?;
    let status = |side: &str, party: &str| {
        let found = known.iter().find(|one| one["side"] == side && one["party"] == party);
        found.map_or_else(|| "expected".to_owned(), |one| text(one, "status"))
    };
    let people: Vec<Present> = kept
        .parties
        .iter()
        .map(|one| Present {
            side: one.kind.clone(),
            party: one.id.clone(),
            name: kept.name(&one.kind, &one.id),
            status: status(&one.kind, &one.id),
        })
        .collect();
    let mut subjects: Vec<(String, String)> =
        people.iter().map(|one| (format!("{}:{}", one.side, one.party), one.name.clone())).collect();
    subjects.sort_by_cached_key(|(_, name)| passerelle_domain::fold(name));
    let w = Words::of(s.language);
    subjects.extend(
        kept.tables.iter().map(|table| (format!("table:{}", table.id), format!("{} {}", w.table, table.id))),
    );
    let reserves = match release {
        Some(number) => reserves(state, visitor, &event.id, number, s).await?,
        None => Vec::new(),
    };
    let jobs = state.service.jobs(actor, &event.id).await?;
    let job =
        jobs.iter().find(|one| one["kind"] == "replan").map(|one| (text(one, "id"), text(one, "status")));
    let page = Day {
        s,
        w,
        h: Hand::of(s.language),
        event,
        tab: "day",
        f,
        form,
        release,
        slots: kept.slots,
        subjects,
        people,
        reserves,
        job,
    };
    Ok(visitor.show(&page)?)
}

async fn reserves(
    state: &State,
    visitor: &Visitor,
    event: &str,
    release: i64,
    s: &Shell,
) -> Result<Vec<Reserve>, Refusal> {
    let which = Which { release: Some(release), scenario: None };
    let found = state.service.standby(&visitor.actor, event, &which).await?;
    let mut all = Vec::new();
    for meeting in found["meetings"].as_array().into_iter().flatten() {
        let start = text(meeting, "start");
        let told = format!(
            "{} {} · {} – {}",
            s.day(&start),
            s.hour(&start),
            text(meeting, "client"),
            text(meeting, "firm_name")
        );
        for case in meeting["if_absent"].as_array().into_iter().flatten() {
            let names: Vec<String> = case["reserves"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| {
                    ["firm_name", "client", "party_name", "b_name", "a_name"]
                        .iter()
                        .map(|key| text(one, key))
                        .find(|name| !name.is_empty())
                        .unwrap_or_default()
                })
                .filter(|name| !name.is_empty())
                .collect();
            if !names.is_empty() {
                all.push(Reserve {
                    meeting: told.clone(),
                    absent: text(case, "absent_name"),
                    names: names.join(", "),
                });
            }
        }
    }
    Ok(all)
}

/// The day.
pub(super) async fn day(Shared(state): Shared<State>, visitor: Visitor, Path(id): Path<String>) -> Page {
    let event = Event::of(&state, &visitor.actor, &id).await?;
    page(&state, &visitor, &event, Faults::default(), &Form::default()).await
}

/// Notes who has come.
pub(super) async fn attend(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let said = [form.get("side"), form.get("party"), form.get("status")];
    state.service.put_attendance(&visitor.actor, &id, said).await?;
    let undo = [
        ("side", said[0].to_owned()),
        ("party", said[1].to_owned()),
        ("status", form.get("was").to_owned()),
        ("was", said[2].to_owned()),
    ];
    Ok(Told::undoable("saved", event.at("/day/attendance"), &undo).at(&event.at("/day#attendance")))
}

/// One change as the planner reads it.
fn change(kind: &str, subject: &str, when: &str) -> Option<Json> {
    let (sort, id) = subject.split_once(':')?;
    Some(match kind {
        "table_closed" => json!({"kind": kind, "table": id}),
        _ if sort == "table" => json!({"kind": "table_closed", "table": id}),
        "late" => json!({"kind": kind, "participant": subject, "until": when}),
        "leaves" => json!({"kind": kind, "participant": subject, "from": when}),
        _ => json!({"kind": "withdrawn", "participant": subject}),
    })
}

/// Queues the repair of the last release.
pub(super) async fn repair(Shared(state): Shared<State>, Path(id): Path<String>, posted: Posted) -> Page {
    let Posted { visitor, form } = posted;
    let event = Event::of(&state, &visitor.actor, &id).await?;
    let asked = async {
        let (kinds, subjects, whens) = (form.all("kind"), form.all("subject"), form.all("when"));
        let changes: Vec<Json> = subjects
            .iter()
            .enumerate()
            .filter_map(|(at, subject)| {
                let at = |list: &[&str]| list.get(at).copied().unwrap_or_default().to_owned();
                change(&at(&kinds), subject, &at(&whens))
            })
            .collect();
        if changes.is_empty() {
            return Err(Refusal::invalid("subject", "is empty", "fill it in"));
        }
        let mut file = json!({"changes": changes});
        if let Some(frozen) = form.some("frozen_before") {
            file["frozen_before"] = json!(frozen);
        }
        let mut wrong = Vec::new();
        let mut asked = json!({"changes": file});
        if let Some(most) = form.number("max_changes", &mut wrong) {
            asked["max_changes"] = json!(most);
        }
        if !wrong.is_empty() {
            return Err(Refusal::wrong(wrong));
        }
        state.service.ask_replan(&visitor.actor, &id, &asked).await
    };
    match asked.await {
        Ok(_) => Ok(Redirect::to(&event.at("/day#repair")).into_response()),
        Err(refusal) => {
            let f = Faults::of(refusal, &visitor.shell)?;
            page(&state, &visitor, &event, f, &form).await
        }
    }
}
