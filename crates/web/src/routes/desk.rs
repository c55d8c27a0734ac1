//! The organiser's desk: questions about an agenda, changes of the draft by hand, scenarios.

use axum::extract::State as Shared;
use passerelle_app::service::Which;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

use super::planning::ReleaseAsked;
use crate::State;
use crate::answer::{Answer, accepted, changed, created, done, list, ok};
use crate::ask::{At, Body, Params, Version, Who};

/// Which agenda: the draft when nothing is told, the last release where there is no draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichQuery {
    /// This release.
    release: Option<i64>,
    /// This scenario.
    scenario: Option<String>,
}

/// Which pair of which agenda.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhyQuery {
    /// The desk.
    desk: String,
    /// The firm.
    firm: String,
    /// The brief; every brief that joins the two when not told.
    brief: Option<String>,
    /// Seconds of solving after which a price is told as an interval; 1 when not told, 10 at most.
    seconds: Option<f64>,
    /// This release.
    release: Option<i64>,
    /// This scenario.
    scenario: Option<String>,
}

/// A study; which keys it takes depends on which.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document of a body that the service reads by itself")]
pub(crate) struct StudyAsked {
    /// About this release; the draft when neither is told.
    release: Option<i64>,
    /// About this scenario.
    scenario: Option<String>,
    /// Seconds after which what was found so far is taken.
    time_limit_s: Option<f64>,
    /// Same seed, same answer.
    seed: Option<u64>,
    /// Of `helps`: how many suggestions, 8 when not told.
    top: Option<u32>,
    /// Of `fairness`: the largest floor to try.
    max_floor: Option<u32>,
    /// Of `curves`: policies, each as `passerelle schema policy` prints it; some usual ones when there are none.
    policies: Option<Vec<Json>>,
}

/// A change of the draft by hand.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document of a body that the service reads by itself")]
pub(crate) struct EditAsked {
    /// `move`, `swap`, `remove`, `add`, `lock`, `unlock`.
    kind: String,
    /// The desk.
    desk: String,
    /// The firm.
    firm: String,
    /// The brief it is about.
    brief: String,
    /// Of `move` and `add`: to this slot.
    slot: Option<String>,
    /// Of `move` and `add`: to this table; the first that is free when not told.
    table: Option<String>,
    /// Of `swap`: the other meeting, as `desk`, `firm`, `brief`.
    with: Option<Json>,
    /// Of `lock`: `pair`, `slot` (pair and slot) or `table` (all three).
    hold: Option<String>,
}

/// Which two agendas to compare: names of scenarios; the draft where none is told.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TwoQuery {
    /// From this one.
    from: Option<String>,
    /// To this one.
    to: Option<String>,
}

/// Why a desk and a firm do not meet, and what forcing it would cost.
#[utoipa::path(get, path = "/events/{id}/why", tag = "desk", params(("id" = String, Path), WhyQuery), responses((status = 200, body = Json)))]
pub(crate) async fn why(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WhyQuery>,
) -> Answer {
    let which = Which { release: query.release, scenario: query.scenario };
    let pair = [query.desk.as_str(), &query.firm, query.brief.as_deref().unwrap_or_default()];
    ok(state.service.why(&actor, &id, &which, pair, query.seconds).await?)
}

/// How meetings and their value are shared out.
#[utoipa::path(get, path = "/events/{id}/fairness", tag = "desk", params(("id" = String, Path), WhichQuery),
    responses((status = 200, body = Json)))]
pub(crate) async fn fairness(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WhichQuery>,
) -> Answer {
    let which = Which { release: query.release, scenario: query.scenario };
    ok(state.service.fairness(&actor, &id, &which).await?)
}

/// Who could step in for each meeting.
#[utoipa::path(get, path = "/events/{id}/standby", tag = "desk", params(("id" = String, Path), WhichQuery),
    responses((status = 200, body = Json)))]
pub(crate) async fn standby(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<WhichQuery>,
) -> Answer {
    let which = Which { release: query.release, scenario: query.scenario };
    ok(state.service.standby(&actor, &id, &which).await?)
}

/// What would help (one more table, somebody staying later), as a job: its result holds the suggestions.
#[utoipa::path(post, path = "/events/{id}/helps", tag = "desk", params(("id" = String, Path)), request_body = StudyAsked,
    responses((status = 202, body = Json)))]
pub(crate) async fn ask_helps(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    accepted(state.service.ask_study(&actor, &id, "helps", &asked).await?)
}

/// What floors and equal shares cost, as a job: its result holds the curves.
#[utoipa::path(post, path = "/events/{id}/fairness", tag = "desk", params(("id" = String, Path)), request_body = StudyAsked,
    responses((status = 202, body = Json)))]
pub(crate) async fn ask_fairness(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    accepted(state.service.ask_study(&actor, &id, "fairness", &asked).await?)
}

/// Policies compared, as a job: its result holds one point a policy.
#[utoipa::path(post, path = "/events/{id}/curves", tag = "desk", params(("id" = String, Path)), request_body = StudyAsked,
    responses((status = 202, body = Json)))]
pub(crate) async fn ask_curves(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    accepted(state.service.ask_study(&actor, &id, "curves", &asked).await?)
}

/// What a change of the draft would do: conflicts, value, idle groups. Nothing is changed.
#[utoipa::path(post, path = "/events/{id}/draft/tries", tag = "desk", params(("id" = String, Path)), request_body = EditAsked,
    responses((status = 200, body = Json)))]
pub(crate) async fn try_edit(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    ok(state.service.try_edit(&actor, &id, &asked).await?)
}

/// Changes the draft that `If-Match` names.
#[utoipa::path(post, path = "/events/{id}/draft/edits", tag = "desk", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = EditAsked, responses((status = 200, body = Json)))]
pub(crate) async fn edit_draft(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(asked): Body,
) -> Answer {
    changed(state.service.edit(&actor, &id, version, &asked).await?)
}

/// Takes the last change of the draft back.
#[utoipa::path(post, path = "/events/{id}/draft/undo", tag = "desk", params(("id" = String, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Json)))]
pub(crate) async fn undo_draft(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
) -> Answer {
    changed(state.service.undo_draft(&actor, &id, version).await?)
}

/// An event's scenarios with their figures, the draft first.
#[utoipa::path(get, path = "/events/{id}/scenarios", tag = "desk", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_scenarios(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.scenarios(&actor, &id).await?)
}

/// Two agendas side by side: figures, and what differs.
#[utoipa::path(get, path = "/events/{id}/scenarios/compare", tag = "desk", params(("id" = String, Path), TwoQuery),
    responses((status = 200, body = Json)))]
pub(crate) async fn compare_scenarios(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<TwoQuery>,
) -> Answer {
    let two = [query.from.as_deref(), query.to.as_deref()];
    ok(state.service.compare_scenarios(&actor, &id, two).await?)
}

/// One scenario.
#[utoipa::path(get, path = "/events/{id}/scenarios/{scenario}", tag = "desk", params(("id" = String, Path), ("scenario" = String, Path)),
    responses((status = 200, body = Json)))]
pub(crate) async fn get_scenario(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, name)): At<(String, String)>,
) -> Answer {
    ok(state.service.scenario(&actor, &id, &name).await?)
}

/// Drops a scenario.
#[utoipa::path(delete, path = "/events/{id}/scenarios/{scenario}", tag = "desk", params(("id" = String, Path), ("scenario" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn delete_scenario(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, name)): At<(String, String)>,
) -> Answer {
    state.service.delete_scenario(&actor, &id, &name).await?;
    done()
}

/// Makes a scenario the draft.
#[utoipa::path(post, path = "/events/{id}/scenarios/{scenario}/adopt", tag = "desk",
    params(("id" = String, Path), ("scenario" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn adopt_scenario(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, name)): At<(String, String)>,
) -> Answer {
    changed(state.service.adopt_scenario(&actor, &id, &name).await?)
}

/// Releases an earlier release again, under the next number.
#[utoipa::path(post, path = "/events/{id}/releases/{number}/again", tag = "desk", params(("id" = String, Path), ("number" = i64, Path)),
    request_body = ReleaseAsked, responses((status = 201, body = Json)))]
pub(crate) async fn release_again(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
    Body(asked): Body<ReleaseAsked>,
) -> Answer {
    created(state.service.release_again(&actor, &id, number, &asked.note).await?)
}
