//! Pages of what went wrong: what happened, and the way back.

use askama::Template;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use passerelle_app::service::{Cause, Refusal};

use super::shell::{Shell, Visitor};
use super::words::Text;
use super::words::refusals::told;
use crate::State;
use crate::problem::status;

/// A refusal on its way to becoming a page: [`shown`] knows the reader.
#[derive(Debug, Clone)]
pub(crate) struct Failure(pub(crate) Refusal);

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0.cause).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct Page<'a> {
    s: &'a Shell,
    title: Text,
    what: String,
    hint: String,
    sign_in: bool,
}

/// Turns failures below it into pages in the reader's language.
pub(crate) async fn shown(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let here = request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string);
    let reads = request.method().is_safe();
    let response = next.run(request).await;
    let Some(Failure(refusal)) = response.extensions().get::<Failure>().cloned() else { return response };
    if refusal.cause == Cause::SignIn && reads {
        let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    let visitor = Visitor::of(&state, &headers, if reads { here } else { "/".into() }).await;
    page(&visitor, &refusal)
}

/// The page of a refusal.
pub(crate) fn page(visitor: &Visitor, refusal: &Refusal) -> Response {
    let s = &visitor.shell;
    let w = s.w;
    let title = match refusal.cause {
        Cause::SignIn => w.error_sign_in,
        Cause::Forbidden => w.error_forbidden,
        Cause::NotFound => w.error_not_found,
        Cause::Stale(_) => w.error_stale,
        Cause::TooMany(_) => w.error_busy,
        Cause::Unavailable => w.error_later,
        Cause::Internal => w.error_ours,
        _ => w.error_title,
    };
    let hint = match refusal.cause {
        Cause::Stale(_) => w.error_stale_hint.to_string(),
        _ => told(&refusal.hint, s.language),
    };
    let sign_in = refusal.cause == Cause::SignIn;
    let page = Page { s, title, what: told(&refusal.message, s.language), hint, sign_in };
    let mut response =
        visitor.show(&page).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    *response.status_mut() = status(&refusal.cause);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
