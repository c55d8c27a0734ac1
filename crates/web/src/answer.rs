//! Answers: JSON with its version, pages with their next.
#![expect(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "the last call of a handler is its answer, and takes what it gives"
)]

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{Listed, Versioned};
use serde_json::{Value, json};

use crate::problem::Problem;

/// What a handler gives.
pub(crate) type Answer = Result<Response, Problem>;

fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// JSON.
pub(crate) fn ok(body: Value) -> Answer {
    Ok(private((StatusCode::OK, Json(body)).into_response()))
}

/// JSON of something that was made.
pub(crate) fn created(body: Value) -> Answer {
    Ok(private((StatusCode::CREATED, Json(body)).into_response()))
}

/// JSON of long work that was taken on.
pub(crate) fn accepted(body: Value) -> Answer {
    Ok(private((StatusCode::ACCEPTED, Json(body)).into_response()))
}

/// Done, nothing to tell.
pub(crate) fn done() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A thing and its version; not sent again to who has it (`If-None-Match`).
pub(crate) fn versioned(thing: Versioned, headers: &HeaderMap) -> Answer {
    let tag = etag(thing.version);
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| {
        known.to_str().is_ok_and(|known| known.split(',').any(|one| one.trim().as_bytes() == tag.as_bytes()))
    });
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (StatusCode::OK, Json(thing.body)).into_response()
    };
    response.headers_mut().insert(header::ETAG, tag);
    Ok(private(response))
}

/// A thing that was made, and its version.
pub(crate) fn made(thing: Versioned) -> Answer {
    let mut response = (StatusCode::CREATED, Json(thing.body)).into_response();
    response.headers_mut().insert(header::ETAG, etag(thing.version));
    Ok(private(response))
}

/// A thing that was changed, and its version.
pub(crate) fn changed(thing: Versioned) -> Answer {
    let mut response = (StatusCode::OK, Json(thing.body)).into_response();
    response.headers_mut().insert(header::ETAG, etag(thing.version));
    Ok(private(response))
}

/// A page of a list.
pub(crate) fn page(listed: Listed) -> Answer {
    ok(json!({"items": listed.items, "next": listed.next}))
}

/// A list that has no pages.
pub(crate) fn list(items: Vec<Value>) -> Answer {
    ok(json!({"items": items, "next": null}))
}

/// A table for spreadsheets, to be kept under a name.
pub(crate) fn csv(name: &str, text: String) -> Answer {
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok(private((head, text).into_response()))
}

/// What is shown depends on who asks: no cache in between may keep it.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
