//! Briefs, their rankings, marks and admissions.

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

use super::firms::TopQuery;
use super::{PageQuery, Sort};
use crate::State;
use crate::answer::{Answer, changed, done, list, made, ok, page, versioned};
use crate::ask::{At, Body, Params, Version, Who};

/// Which briefs to give.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BriefQuery {
    /// `draft`, `open` or `closed`.
    status: Option<String>,
    /// Where the page before said that this one begins.
    cursor: Option<String>,
    /// How many; 50 when not told, 200 at most.
    limit: Option<u32>,
    /// The order.
    #[param(inline)]
    sort: Option<Sort>,
}

/// What a client notes of a firm.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mark {
    /// `none`, `pinned` or `excluded`.
    state: String,
    /// A remark of one's own.
    #[serde(default)]
    note: String,
}

/// An admission to a confidential brief.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Admission {
    /// Whether the firm has signed a non-disclosure agreement.
    nda: bool,
}

/// Briefs, each as far as it is for whoever asks.
#[utoipa::path(get, path = "/briefs", tag = "briefs", params(BriefQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_briefs(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<BriefQuery>,
) -> Answer {
    let paging = PageQuery { cursor: query.cursor, limit: query.limit, sort: query.sort }.paging();
    page(state.service.briefs(&actor, query.status.as_deref(), &paging).await?)
}

/// Makes a brief, as a draft.
#[utoipa::path(post, path = "/briefs", tag = "briefs", request_body = crate::openapi::BriefBody, responses((status = 201, body = Json)))]
pub(crate) async fn add_brief(Shared(state): Shared<State>, Who(actor): Who, Body(body): Body) -> Answer {
    made(state.service.add_brief(&actor, &body).await?)
}

/// What is understood of a text, without keeping it.
#[utoipa::path(post, path = "/briefs-understood", tag = "briefs", request_body = crate::openapi::BriefBody, responses((status = 200, body = Json)))]
pub(crate) async fn understand_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(body): Body,
) -> Answer {
    ok(state.service.understand(&actor, &body).await?)
}

/// One brief: all of it, its text, or its teaser.
#[utoipa::path(get, path = "/briefs/{id}", tag = "briefs", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    headers: HeaderMap,
) -> Answer {
    versioned(state.service.brief(&actor, &id).await?, &headers)
}

/// Writes a brief.
#[utoipa::path(put, path = "/briefs/{id}", tag = "briefs", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = crate::openapi::BriefBody, responses((status = 200, body = Json)))]
pub(crate) async fn put_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(body): Body,
) -> Answer {
    changed(state.service.put_brief(&actor, &id, version, &body).await?)
}

/// Takes a brief out.
#[utoipa::path(delete, path = "/briefs/{id}", tag = "briefs", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204)))]
pub(crate) async fn delete_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    state.service.delete_brief(&actor, &id, version).await?;
    done()
}

/// Opens a brief to firms.
#[utoipa::path(post, path = "/briefs/{id}/open", tag = "briefs", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn open_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_brief(&actor, &id, version, "open").await?)
}

/// Closes a brief.
#[utoipa::path(post, path = "/briefs/{id}/close", tag = "briefs", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn close_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_brief(&actor, &id, version, "close").await?)
}

/// Takes a brief back to a draft.
#[utoipa::path(post, path = "/briefs/{id}/withdraw", tag = "briefs", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn withdraw_brief(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_brief(&actor, &id, version, "withdraw").await?)
}

/// The firms for a brief, with reasons; for a firm its own place, or its coarse fit.
#[utoipa::path(get, path = "/briefs/{id}/matches", tag = "briefs", params(("id" = String, Path), TopQuery), responses((status = 200, body = Json)))]
pub(crate) async fn brief_matches(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<TopQuery>,
) -> Answer {
    ok(state.service.matches(&actor, &id, query.top.unwrap_or(20).min(200) as usize).await?)
}

/// Pins or excludes a firm for a brief, or notes something about it.
#[utoipa::path(put, path = "/briefs/{id}/matches/{firm}", tag = "briefs", params(("id" = String, Path), ("firm" = String, Path)),
    request_body = Mark, responses((status = 204)))]
pub(crate) async fn mark_match(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, firm)): At<(String, String)>,
    Body(mark): Body<Mark>,
) -> Answer {
    state.service.put_mark(&actor, &id, &firm, &mark.state, &mark.note).await?;
    done()
}

/// The firms admitted to a confidential brief.
#[utoipa::path(get, path = "/briefs/{id}/admissions", tag = "briefs", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_admissions(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.admissions(&actor, &id).await?)
}

/// Admits a firm to a confidential brief.
#[utoipa::path(put, path = "/briefs/{id}/admissions/{firm}", tag = "briefs", params(("id" = String, Path), ("firm" = String, Path)),
    request_body = Admission, responses((status = 204)))]
pub(crate) async fn admit_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, firm)): At<(String, String)>,
    Body(body): Body<Admission>,
) -> Answer {
    state.service.admit(&actor, &id, &firm, body.nda).await?;
    done()
}

/// Takes an admission back.
#[utoipa::path(delete, path = "/briefs/{id}/admissions/{firm}", tag = "briefs", params(("id" = String, Path), ("firm" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn revoke_admission(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, firm)): At<(String, String)>,
) -> Answer {
    state.service.revoke_admission(&actor, &id, &firm).await?;
    done()
}
