//! The first organiser, webhooks, the audit log, persons' data.

use axum::extract::State as Shared;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

use crate::State;
use crate::answer::{Answer, created, done, list, ok};
use crate::ask::{At, Body, Params, Who};

/// The first organiser.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetUp {
    /// The one-time code that the console shows.
    code: String,
    /// E-mail address.
    email: String,
    /// Name of the person.
    name: String,
    /// Password, at least 12 characters.
    password: String,
}

/// A webhook to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HookAsked {
    /// Where to post.
    url: String,
    /// `release`, `change`.
    topics: Vec<String>,
}

/// Which lines of the log to give.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Only lines before this one.
    before: Option<i64>,
    /// Only about this sort of thing.
    kind: Option<String>,
    /// Only about this one.
    subject: Option<String>,
    /// How many; 100 when not told, 1000 at most.
    limit: Option<u32>,
}

/// A person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// E-mail address.
    email: String,
}

/// Makes the first organiser, with the one-time code of the console.
#[utoipa::path(post, path = "/setup", tag = "accounts", request_body = SetUp, responses((status = 201, body = Json)))]
pub(crate) async fn set_up(Shared(state): Shared<State>, Body(sent): Body<SetUp>) -> Answer {
    created(state.first_organiser(&sent.code, &sent.email, &sent.name, &sent.password).await?)
}

/// Webhooks, without their secrets.
#[utoipa::path(get, path = "/webhooks", tag = "administration", responses((status = 200, body = Json)))]
pub(crate) async fn list_webhooks(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    list(state.service.hooks(&actor).await?)
}

/// Makes a webhook; its secret is told once.
#[utoipa::path(post, path = "/webhooks", tag = "administration", request_body = HookAsked, responses((status = 201, body = Json)))]
pub(crate) async fn add_webhook(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(asked): Body<HookAsked>,
) -> Answer {
    created(state.service.add_hook(&actor, &asked.url, &asked.topics).await?)
}

/// Ends a webhook.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "administration", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn end_webhook(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    state.service.end_hook(&actor, &id).await?;
    done()
}

/// The audit log, latest first.
#[utoipa::path(get, path = "/audit", tag = "administration", params(AuditQuery), responses((status = 200, body = Json)))]
pub(crate) async fn audit_log(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<AuditQuery>,
) -> Answer {
    let about = (query.kind.as_deref(), query.subject.as_deref());
    list(state.service.audit(&actor, query.before, about, query.limit.unwrap_or(100)).await?)
}

/// Everything that is held about a person.
#[utoipa::path(post, path = "/persons/export", tag = "administration", request_body = Person, responses((status = 200, body = Json)))]
pub(crate) async fn export_person(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(one): Body<Person>,
) -> Answer {
    ok(state.service.export_person(&actor, &one.email).await?)
}

/// Erases a person.
#[utoipa::path(post, path = "/persons/erase", tag = "administration", request_body = Person, responses((status = 200, body = Json)))]
pub(crate) async fn erase_person(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Body(one): Body<Person>,
) -> Answer {
    ok(state.service.erase_person(&actor, &one.email).await?)
}
