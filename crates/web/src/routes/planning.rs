//! Jobs, drafts, releases, letters.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Shared;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use utoipa::{IntoParams, ToSchema};

use crate::State;
use crate::answer::{Answer, accepted, created, list, ok, versioned};
use crate::ask::{At, Body, Params, Version, Who};
use crate::problem::Problem;

/// What to plan by; everything may be left out.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document of a body that the service reads by itself")]
pub(crate) struct PlanAsked {
    /// A policy, as `passerelle schema policy` prints it.
    policy: Option<Json>,
    /// Multiplies the work spent on fewer idle gaps.
    effort: Option<f64>,
    /// Seconds after which the best agenda so far is taken.
    time_limit_s: Option<f64>,
    /// Same seed, same agenda.
    seed: Option<u64>,
    /// The name of a scenario, as which the agenda is kept beside the draft.
    scenario: Option<String>,
}

/// What has changed since a release.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document of a body that the service reads by itself")]
pub(crate) struct ReplanAsked {
    /// Which release; the last when not told.
    release: Option<i64>,
    /// The changes, as `passerelle schema changes` prints them.
    changes: Json,
    /// The most people whose agenda may change beyond those whom the changes touch.
    max_changes: Option<u32>,
}

/// A release to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseAsked {
    /// What the organiser says of it.
    #[serde(default)]
    pub(super) note: String,
}

/// Which releases to compare.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DifferenceQuery {
    /// From this release.
    from: i64,
}

/// An event's jobs, latest first.
#[utoipa::path(get, path = "/events/{id}/jobs", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_jobs(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    list(state.service.jobs(&actor, &id).await?)
}

/// Plans an event, as a job.
#[utoipa::path(post, path = "/events/{id}/plans", tag = "planning", params(("id" = String, Path)), request_body = PlanAsked,
    responses((status = 202, body = Json)))]
pub(crate) async fn ask_plan(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    accepted(state.service.ask_plan(&actor, &id, &asked).await?)
}

/// Re-plans a release after changes, as a job.
#[utoipa::path(post, path = "/events/{id}/replans", tag = "planning", params(("id" = String, Path)), request_body = ReplanAsked,
    responses((status = 202, body = Json)))]
pub(crate) async fn ask_replan(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(asked): Body,
) -> Answer {
    accepted(state.service.ask_replan(&actor, &id, &asked).await?)
}

/// A job: how far it is, and what came of it.
#[utoipa::path(get, path = "/jobs/{id}", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_job(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    ok(state.service.job(&actor, &id).await?)
}

/// Stops a job.
#[utoipa::path(delete, path = "/jobs/{id}", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn cancel_job(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    ok(state.service.cancel_job(&actor, &id).await?)
}

/// A job as server-sent events: one `job` event at each change, until it has ended.
#[utoipa::path(get, path = "/jobs/{id}/events", tag = "planning", params(("id" = String, Path)),
    responses((status = 200, content_type = "text/event-stream", body = String)))]
pub(crate) async fn watch_job(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Result<Response, Problem> {
    // Refused as usual when there is none; afterwards the stream ends by itself.
    state.service.job(&actor, &id).await?;
    let begin = (state, actor, id, String::new(), false);
    let told = stream::unfold(begin, |(state, actor, id, mut last, ended)| async move {
        if ended {
            return None;
        }
        loop {
            let Ok(job) = state.service.job(&actor, &id).await else { return None };
            let text = job.to_string();
            if text != last {
                let over = !["queued", "running"].contains(&job["status"].as_str().unwrap_or_default());
                last.clone_from(&text);
                let event = Event::default().event("job").data(text);
                return Some((Ok::<_, Infallible>(event), (state, actor, id, last, over)));
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::default()).into_response())
}

/// The agenda that is not released yet.
#[utoipa::path(get, path = "/events/{id}/draft", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_draft(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    headers: axum::http::HeaderMap,
) -> Answer {
    versioned(state.service.draft(&actor, &id).await?, &headers)
}

/// An event's releases.
#[utoipa::path(get, path = "/events/{id}/releases", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn list_releases(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
) -> Answer {
    list(state.service.releases(&actor, &id).await?)
}

/// Releases the draft that `If-Match` names.
#[utoipa::path(post, path = "/events/{id}/releases", tag = "planning", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = ReleaseAsked, responses((status = 201, body = Json)))]
pub(crate) async fn add_release(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Version(version): Version,
    Body(asked): Body<ReleaseAsked>,
) -> Answer {
    created(state.service.release(&actor, &id, version, &asked.note).await?)
}

/// A release, as it is for whoever asks.
#[utoipa::path(get, path = "/events/{id}/releases/{number}", tag = "planning", params(("id" = String, Path), ("number" = i64, Path)),
    responses((status = 200, body = Json)))]
pub(crate) async fn get_release(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
) -> Answer {
    ok(state.service.agenda(&actor, &id, Some(number)).await?)
}

/// The last release, as it is for whoever asks: one's own agenda.
#[utoipa::path(get, path = "/events/{id}/agenda", tag = "planning", params(("id" = String, Path)), responses((status = 200, body = Json)))]
pub(crate) async fn get_agenda(Shared(state): Shared<State>, Who(actor): Who, At(id): At<String>) -> Answer {
    ok(state.service.agenda(&actor, &id, None).await?)
}

/// What has changed from one release to another.
#[utoipa::path(get, path = "/events/{id}/releases/{number}/difference", tag = "planning",
    params(("id" = String, Path), ("number" = i64, Path), DifferenceQuery), responses((status = 200, body = Json)))]
pub(crate) async fn get_difference(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
    Params(query): Params<DifferenceQuery>,
) -> Answer {
    ok(state.service.difference(&actor, &id, query.from, number).await?)
}

/// The problem and result of a release, for the verbs of the command line.
#[utoipa::path(get, path = "/events/{id}/releases/{number}/files", tag = "planning", params(("id" = String, Path), ("number" = i64, Path)),
    responses((status = 200, body = Json)))]
pub(crate) async fn get_release_files(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
) -> Answer {
    ok(state.service.release_files(&actor, &id, number).await?)
}

/// The letters of a release, to be looked at before they go out.
#[utoipa::path(get, path = "/events/{id}/releases/{number}/letters", tag = "planning", params(("id" = String, Path), ("number" = i64, Path)),
    responses((status = 200, body = Json)))]
pub(crate) async fn list_letters(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
) -> Answer {
    list(state.service.letters(&actor, &id, number).await?)
}

/// Sends off the letters of a release; each goes out once.
#[utoipa::path(post, path = "/events/{id}/releases/{number}/letters", tag = "planning", params(("id" = String, Path), ("number" = i64, Path)),
    responses((status = 202, body = Json)))]
pub(crate) async fn send_letters(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, number)): At<(String, i64)>,
) -> Answer {
    let letters = state.service.send_letters(&actor, &id, number).await?;
    accepted(json!({"letters": letters}))
}
