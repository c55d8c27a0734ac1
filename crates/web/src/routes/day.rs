//! Attendance and outcomes.

use axum::extract::State as Shared;
use passerelle_app::service::Outcome;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::State;
use crate::answer::{Answer, done, list};
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
