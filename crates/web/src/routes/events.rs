//! Events, their teams and absences.

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::PageQuery;
use crate::State;
use crate::answer::{Answer, changed, created, done, list, made, ok, page, versioned};
use crate::ask::{At, Body, Params, Version, Who};

/// A time in which somebody is away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Absence {
    /// `desk` or `firm`.
    side: String,
    /// Which.
    party: String,
    /// Away from, local time of the event: `2027-03-18T13:30`.
    from: String,
    /// Back at.
    until: String,
}

/// Events, as far as they are for whoever asks.
#[utoipa::path(get, path = "/events", tag = "events", params(PageQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_events(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<PageQuery>,
) -> Answer {
    page(state.service.events(&actor, &query.paging()).await?)
}

/// Makes an event.
#[utoipa::path(post, path = "/events", tag = "events", request_body = crate::openapi::EventBody, responses((status = 201, body = Json)))]
pub(crate) async fn add_event(Shared(state): Shared<State>, Who(actor): Who, Body(body): Body) -> Answer {
    made(state.service.add_event(&actor, &body).await?)
}

/// One event.
#[utoipa::path(get, path = "/events/{id}", tag = "events", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_event(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    headers: HeaderMap,
) -> Answer {
    versioned(state.service.event(&actor, &id).await?, &headers)
}

/// Writes an event.
#[utoipa::path(put, path = "/events/{id}", tag = "events", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = crate::openapi::EventBody, responses((status = 200, body = Json)))]
pub(crate) async fn put_event(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(body): Body,
) -> Answer {
    changed(state.service.put_event(&actor, &id, version, &body).await?)
}

/// Takes an event out of sight.
#[utoipa::path(delete, path = "/events/{id}", tag = "events", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204)))]
pub(crate) async fn delete_event(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    state.service.delete_event(&actor, &id, version).await?;
    done()
}

/// Whether an event can be planned, and what does not fit together.
#[utoipa::path(get, path = "/events/{id}/check", tag = "events", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn check_event(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    ok(state.service.check_event(&actor, &id).await?)
}

/// Puts an organiser on the event's team.
#[utoipa::path(put, path = "/events/{id}/team/{account}", tag = "events", params(("id" = String, Path), ("account" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn join_team(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, account)): At<(String, String)>,
) -> Answer {
    state.service.put_team(&actor, &id, &account, true).await?;
    done()
}

/// Takes an organiser off the event's team.
#[utoipa::path(delete, path = "/events/{id}/team/{account}", tag = "events", params(("id" = String, Path), ("account" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn leave_team(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, account)): At<(String, String)>,
) -> Answer {
    state.service.put_team(&actor, &id, &account, false).await?;
    done()
}

/// Absences: all for the team, their own for clients and firms.
#[utoipa::path(get, path = "/events/{id}/absences", tag = "events", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_absences(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.absences(&actor, &id).await?)
}

/// Tells an absence.
#[utoipa::path(post, path = "/events/{id}/absences", tag = "events", params(("id" = String, Path)), request_body = Absence,
    responses((status = 201, body = Json)))]
pub(crate) async fn add_absence(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(away): Body<Absence>,
) -> Answer {
    let told =
        state.service.add_absence(&actor, &id, (&away.side, &away.party), [&away.from, &away.until]).await?;
    created(told)
}

/// Takes an absence back.
#[utoipa::path(delete, path = "/events/{id}/absences/{absence}", tag = "events", params(("id" = String, Path), ("absence" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn delete_absence(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, absence)): At<(String, String)>,
) -> Answer {
    state.service.delete_absence(&actor, &id, &absence).await?;
    done()
}
