//! Firms' profiles and registrations.

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use passerelle_app::service::{Asked, FirmFilter};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use utoipa::{IntoParams, ToSchema};

use super::{PageQuery, Sort};
use crate::State;
use crate::answer::{Answer, changed, created, done, list, made, ok, page, versioned};
use crate::ask::{At, Body, Params, Version, Who};

/// Which firms to give.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FirmQuery {
    /// Words, all of which the profile has.
    q: Option<String>,
    /// A sector it serves.
    sector: Option<String>,
    /// A word of one of its capabilities.
    skill: Option<String>,
    /// A standard it is certified for.
    certification: Option<String>,
    /// A town it works from.
    city: Option<String>,
    /// Its size class.
    size: Option<String>,
    /// `draft`, `published` or `stale`; for organisers.
    status: Option<String>,
    /// Where the page before said that this one begins.
    cursor: Option<String>,
    /// How many; 50 when not told, 200 at most.
    limit: Option<u32>,
    /// The order.
    #[param(inline)]
    sort: Option<Sort>,
}

/// Which briefs to give.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TopQuery {
    /// How many; 20 when not told, 200 at most.
    pub(crate) top: Option<u32>,
}

/// A firm that wants in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registration {
    /// The profile that is claimed, if there is one already.
    firm: Option<String>,
    /// Name of the firm.
    name: String,
    /// Who asks.
    person: String,
    /// Their e-mail address.
    email: String,
    /// A word to the organiser.
    #[serde(default)]
    message: String,
}

/// Which registrations to give.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegistrationQuery {
    /// `waiting`, `approved` or `refused`.
    status: Option<String>,
}

/// The directory: published firms, as far as each shows itself to whoever asks.
#[utoipa::path(get, path = "/firms", tag = "firms", params(FirmQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_firms(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<FirmQuery>,
) -> Answer {
    let filter = FirmFilter {
        q: query.q,
        sector: query.sector,
        skill: query.skill,
        certification: query.certification,
        city: query.city,
        size: query.size,
        status: query.status,
    };
    let paging = PageQuery { cursor: query.cursor, limit: query.limit, sort: query.sort }.paging();
    page(state.service.firms(&actor, &filter, &paging).await?)
}

/// Makes a firm, as a draft.
#[utoipa::path(post, path = "/firms", tag = "firms", request_body = crate::openapi::FirmBody, responses((status = 201, body = Json)))]
pub(crate) async fn add_firm(Shared(state): Shared<State>, Who(actor): Who, Body(body): Body) -> Answer {
    made(state.service.add_firm(&actor, None, &body).await?)
}

/// One firm.
#[utoipa::path(get, path = "/firms/{id}", tag = "firms", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    headers: HeaderMap,
) -> Answer {
    versioned(state.service.firm(&actor, &id).await?, &headers)
}

/// Writes a firm's profile.
#[utoipa::path(put, path = "/firms/{id}", tag = "firms", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = crate::openapi::FirmBody, responses((status = 200, body = Json)))]
pub(crate) async fn put_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(body): Body,
) -> Answer {
    changed(state.service.put_firm(&actor, &id, version, &body).await?)
}

/// Takes a firm out of the directory.
#[utoipa::path(delete, path = "/firms/{id}", tag = "firms", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204)))]
pub(crate) async fn delete_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    state.service.delete_firm(&actor, &id, version).await?;
    done()
}

/// Shows a profile to all.
#[utoipa::path(post, path = "/firms/{id}/publish", tag = "firms", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn publish_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_firm(&actor, &id, version, "publish").await?)
}

/// Takes a profile back to a draft.
#[utoipa::path(post, path = "/firms/{id}/withdraw", tag = "firms", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn withdraw_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_firm(&actor, &id, version, "withdraw").await?)
}

/// Says that a profile still holds, today.
#[utoipa::path(post, path = "/firms/{id}/confirm", tag = "firms", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn confirm_firm(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.mark_firm(&actor, &id, version, "confirm").await?)
}

/// The open briefs that suit a firm, best first; of confidential ones the teaser and a coarse fit.
#[utoipa::path(get, path = "/firms/{id}/briefs", tag = "firms", params(("id" = String, Path), TopQuery), responses((status = 200, body = Json)))]
pub(crate) async fn firm_briefs(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<TopQuery>,
) -> Answer {
    ok(state.service.briefs_for(&actor, &id, query.top.unwrap_or(20).min(200) as usize).await?)
}

/// Closed briefs that would have found a firm as it is today.
#[utoipa::path(get, path = "/firms/{id}/past-briefs", tag = "firms", params(("id" = String, Path), TopQuery), responses((status = 200, body = Json)))]
pub(crate) async fn past_firm_briefs(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<TopQuery>,
) -> Answer {
    ok(state.service.past_briefs_for(&actor, &id, query.top.unwrap_or(20).min(200) as usize).await?)
}

/// Skills that a firm's texts name and its profile does not list yet.
#[utoipa::path(get, path = "/firms/{id}/suggestions", tag = "firms", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn firm_suggestions(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    ok(state.service.suggest_skills(&actor, &id).await?)
}

/// Writes to the firms whose profile was not confirmed for long, each once in a while.
#[utoipa::path(post, path = "/firms-stale/reminders", tag = "firms", responses((status = 202, body = Json)))]
pub(crate) async fn remind_stale_firms(Shared(state): Shared<State>, Who(actor): Who) -> Answer {
    let letters = state.service.remind_stale(&actor).await?;
    crate::answer::accepted(json!({"letters": letters}))
}

/// Firms that want in.
#[utoipa::path(get, path = "/registrations", tag = "firms", params(RegistrationQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_registrations(
    Shared(state): Shared<State>,
    Who(actor): Who,
    Params(query): Params<RegistrationQuery>,
) -> Answer {
    list(state.service.registrations(&actor, query.status.as_deref()).await?)
}

/// A firm asks to come in, or claims the profile that was made for it; the organiser approves.
#[utoipa::path(post, path = "/registrations", tag = "firms", request_body = Registration, responses((status = 201, body = Json)))]
pub(crate) async fn register(Shared(state): Shared<State>, Body(asked): Body<Registration>) -> Answer {
    let Registration { firm, name, person, email, message } = asked;
    created(state.service.register(&Asked { firm, name, person, email, message }).await?)
}

/// Lets a firm in: its profile and an account for the person who asked.
#[utoipa::path(post, path = "/registrations/{id}/approve", tag = "firms", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn approve_registration(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    ok(state.service.decide_registration(&actor, &id, true).await?)
}

/// Does not let a firm in.
#[utoipa::path(post, path = "/registrations/{id}/refuse", tag = "firms", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn refuse_registration(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    ok(state.service.decide_registration(&actor, &id, false).await?)
}
