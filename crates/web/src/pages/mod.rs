//! Pages: what people see of the use cases, in French and English.
//!
//! A handler reads who asks ([`shell::Visitor`]) or what was sent ([`form::Posted`]), calls a use case, turns its answer into the
//! struct of a page, and lets the template write it. What fails becomes a page of its own ([`failure`]), or words beside a field.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    clippy::unused_self,
    reason = "templates call methods, and hand them references"
)]
#![expect(clippy::similar_names, reason = "`told` is told, whoever the `tour` is for")]
#![expect(clippy::struct_field_names, reason = "a page of briefs has briefs")]

mod account;
mod after;
mod assets;
mod client;
mod desk;
mod directory;
mod evidence;
mod facets;
mod failure;
mod firm;
mod form;
mod home;
mod personal;
mod reader;
mod sectors;
mod shell;
mod tour;
mod words;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use passerelle_app::service::{Cause, Refusal};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

pub(crate) use assets::file as asset;
pub(crate) use failure::shown as failures;

use crate::State;
use failure::Failure;

/// What a handler gives.
pub(crate) type Page = Result<Response, Failure>;

/// All pages.
pub(crate) fn all() -> Router<State> {
    Router::new()
        .route("/", get(home::home))
        .route("/preferences", post(shell::prefer))
        .route("/sign-in", get(account::sign_in).post(account::enter))
        .route("/sign-in/mail", post(account::mail))
        .route("/sign-in/link", post(account::redeem))
        .route("/sign-in/link/{secret}", get(account::link))
        .route("/sign-out", post(account::leave))
        .route("/set-up", get(account::set_up).post(account::first))
        .route("/register", get(account::register).post(account::ask_in))
        .route("/demo/visit", post(tour::visit))
        .merge(directory::routes())
        .merge(client::routes())
        .merge(desk::routes())
        .merge(after::routes())
        .merge(firm::routes())
        .merge(personal::routes())
}

/// What a page needs of a use case's answer.
///
/// # Errors
/// When it is not there: a fault of ours.
fn view<T: DeserializeOwned>(answer: Json) -> Result<T, Refusal> {
    serde_json::from_value(answer).map_err(|error| {
        tracing::error!(%error, "an answer does not suit its page");
        Refusal::new(Cause::Internal, "something failed on our side", "try again, and tell the organiser")
    })
}

/// A text for the question of an address.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A page that broke: told as a failure of ours.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a page failed on our side");
    let hint = "nothing was changed: try again, and tell the organiser";
    Failure(Refusal::new(Cause::Internal, "something failed on our side", hint)).into_response()
}

/// Nothing is at this address.
pub(crate) async fn no_such_page() -> Failure {
    Failure(Refusal::new(
        Cause::NotFound,
        "there is no such address",
        "check it for a slip, or start from the directory",
    ))
}
