//! Attendance and outcomes.

use axum::extract::State as Shared;
use passerelle_app::service::{FollowUp, Outcome};
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::State;
use crate::answer::{Answer, changed, csv, done, list, ok};
use crate::ask::{At, Body, Who};

/// Whether somebody has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Presence {
    /// `desk` or `firm`.
    side: String,
    /// Which.
    party: String,
    /// `expected`, `present`, `late` or `absent`.
    status: String,
}

/// What one side says of a meeting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    /// The desk.
    desk: String,
    /// The firm.
    firm: String,
    /// The brief it was about.
    brief: String,
    /// Who says so: `desk` or `firm`.
    by: String,
    /// `useful`, `not_useful` or `no_show`.
    verdict: String,
    /// `follow_up`, `nda`, `rfq`, `project`.
    #[serde(default)]
    steps: Vec<String>,
    /// A remark.
    #[serde(default)]
    note: String,
}

/// Who has come.
#[utoipa::path(get, path = "/events/{id}/attendance", tag = "day", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_attendance(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.attendance(&actor, &id).await?)
}

/// Notes whether somebody has come.
#[utoipa::path(put, path = "/events/{id}/attendance", tag = "day", params(("id" = String, Path)), request_body = Presence,
    responses((status = 204)))]
pub(crate) async fn put_attendance(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(one): Body<Presence>,
) -> Answer {
    state.service.put_attendance(&actor, &id, [&one.side, &one.party, &one.status]).await?;
    done()
}

/// What was said of the meetings.
#[utoipa::path(get, path = "/events/{id}/outcomes", tag = "day", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_outcomes(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.outcomes(&actor, &id).await?)
}

/// Says what a meeting was worth.
#[utoipa::path(put, path = "/events/{id}/outcomes", tag = "day", params(("id" = String, Path)), request_body = Said,
    responses((status = 204)))]
pub(crate) async fn put_outcome(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(said): Body<Said>,
) -> Answer {
    let Said { desk, firm, brief, by, verdict, steps, note } = said;
    let outcome =
        Outcome { desk, firm, brief, side: by, verdict, steps: steps.join(" "), note, updated_ms: 0 };
    state.service.put_outcome(&actor, &id, &outcome).await?;
    done()
}

/// How far a meeting has led.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUpSent {
    /// The desk.
    desk: String,
    /// The firm.
    firm: String,
    /// The brief it was about.
    brief: String,
    /// `met`, `follow_up`, `nda`, `rfq`, `proposal`, `engaged` or `lost`.
    stage: String,
    /// The day of the next step: `2027-06-30`.
    #[serde(default)]
    next_date: String,
    /// A remark that both sides read.
    #[serde(default)]
    note: String,
    /// What the project is worth, whole euros.
    amount_eur: Option<i64>,
    /// The firm's share of its cost, per cent.
    co_financing_pct: Option<i64>,
    /// The version that was seen; 0 while there is none.
    #[serde(default)]
    version: i64,
}

/// The board of what follows each meeting, as it is for whoever asks.
#[utoipa::path(get, path = "/events/{id}/follow-ups", tag = "day", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_follow_ups(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.follow_ups(&actor, &id).await?)
}

/// Says how far a meeting has led; either side and the organiser may.
#[utoipa::path(put, path = "/events/{id}/follow-ups", tag = "day", params(("id" = String, Path)), request_body = FollowUpSent,
    responses((status = 200, body = Json)))]
pub(crate) async fn put_follow_up(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(sent): Body<FollowUpSent>,
) -> Answer {
    let FollowUpSent { desk, firm, brief, stage, next_date, note, amount_eur, co_financing_pct, version } =
        sent;
    let one = FollowUp {
        desk,
        firm,
        brief,
        stage,
        next_date,
        note,
        amount_eur,
        co_financing_pct,
        version,
        updated_ms: 0,
    };
    changed(state.service.put_follow_up(&actor, &id, &one).await?)
}

/// The board as a table for spreadsheets.
#[utoipa::path(get, path = "/events/{id}/follow-ups.csv", tag = "day", params(("id" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub(crate) async fn follow_ups_table(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    csv("follow-ups", state.service.follow_ups_table(&actor, &id).await?)
}

/// What was said of the meetings as a table for spreadsheets.
#[utoipa::path(get, path = "/events/{id}/outcomes.csv", tag = "day", params(("id" = String, Path)),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub(crate) async fn outcomes_table(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    csv("outcomes", state.service.outcomes_table(&actor, &id).await?)
}

/// The event in figures, without any name of a person or title of a brief.
#[utoipa::path(get, path = "/events/{id}/figures", tag = "day", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_figures(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    ok(state.service.figures(&actor, &id).await?)
}
