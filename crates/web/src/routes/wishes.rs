//! Wishes of both sides, and answers to them.

use axum::extract::State as Shared;
use passerelle_app::service::WishSent;
use serde::Deserialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::PageQuery;
use crate::State;
use crate::answer::{Answer, changed, done, made, page};
use crate::ask::{At, Body, Params, Version, Who};

/// A meeting that one side asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// The desk that wishes, or that a firm wishes to meet; a firm may leave it open.
    desk: Option<String>,
    /// The firm that a desk wishes to meet.
    firm: Option<String>,
    /// The brief it is about.
    brief: String,
    /// 1 (glad), 2 (keen) or 3 (came for it).
    grade: i64,
    /// A word to the other side.
    #[serde(default)]
    message: String,
    /// Until when it holds, RFC 3339.
    expires: Option<String>,
}

impl From<Wish> for WishSent {
    fn from(wish: Wish) -> Self {
        let Wish { desk, firm, brief, grade, message, expires } = wish;
        Self { desk, firm, brief, grade, message, expires }
    }
}

/// What one side changes of its own wish.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WishChange {
    /// 1, 2 or 3.
    grade: i64,
    /// A word to the other side.
    #[serde(default)]
    message: String,
}

/// The other side's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WishAnswer {
    /// `none`, `accepted` or `refused`.
    answer: String,
    /// Why, of a refusal.
    #[serde(default)]
    reason: String,
}

/// Wishes of an event: all for its team, those from and to themselves for clients and firms.
#[utoipa::path(get, path = "/events/{id}/wishes", tag = "wishes", params(("id" = String, Path), PageQuery), responses((status = 200, body = Json)))]
pub(crate) async fn list_wishes(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Params(query): Params<PageQuery>,
) -> Answer {
    page(state.service.wishes(&actor, &id, &query.paging()).await?)
}

/// Makes a wish.
#[utoipa::path(post, path = "/events/{id}/wishes", tag = "wishes", params(("id" = String, Path)), request_body = Wish,
    responses((status = 201, body = Json)))]
pub(crate) async fn add_wish(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At(id): At<String>,
    Body(wish): Body<Wish>,
) -> Answer {
    made(state.service.add_wish(&actor, &id, &wish.into()).await?)
}

/// Changes one's own wish.
#[utoipa::path(put, path = "/events/{id}/wishes/{wish}", tag = "wishes",
    params(("id" = String, Path), ("wish" = String, Path), ("If-Match" = String, Header)), request_body = WishChange,
    responses((status = 200, body = Json)))]
pub(crate) async fn put_wish(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, wish)): At<(String, String)>,
    Version(version): Version,
    Body(change): Body<WishChange>,
) -> Answer {
    let sent = WishSent { grade: change.grade, message: change.message, ..WishSent::default() };
    changed(state.service.put_wish(&actor, &id, &wish, version, &sent).await?)
}

/// Takes one's own wish back.
#[utoipa::path(delete, path = "/events/{id}/wishes/{wish}", tag = "wishes",
    params(("id" = String, Path), ("wish" = String, Path), ("If-Match" = String, Header)), responses((status = 204)))]
pub(crate) async fn delete_wish(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, wish)): At<(String, String)>,
    Version(version): Version,
) -> Answer {
    state.service.delete_wish(&actor, &id, &wish, version).await?;
    done()
}

/// Answers the other side's wish; a refusal excludes the meeting.
#[utoipa::path(put, path = "/events/{id}/wishes/{wish}/answer", tag = "wishes",
    params(("id" = String, Path), ("wish" = String, Path), ("If-Match" = String, Header)), request_body = WishAnswer,
    responses((status = 200, body = Json)))]
pub(crate) async fn answer_wish(
    Shared(state): Shared<State>,
    Who(actor): Who,
    At((id, wish)): At<(String, String)>,
    Version(version): Version,
    Body(said): Body<WishAnswer>,
) -> Answer {
    changed(state.service.answer(&actor, &id, &wish, version, (&said.answer, &said.reason)).await?)
}
