//! A POST with an `Idempotency-Key` is carried out once, however often it is sent.

use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{Refusal, Repeated};
use serde_json::{Map, Value as Json, json};

use crate::State;
use crate::ask::{bytes, who};
use crate::problem::Problem;

/// Headers of an answer that are kept with it.
const KEPT: [header::HeaderName; 2] = [header::CONTENT_TYPE, header::ETAG];

/// Answers that hold secrets are told once and kept nowhere.
const NEVER_KEPT: [&str; 7] =
    ["/auth/", "/accounts", "/webhooks", "/setup", "/registrations", "/persons", "/briefs-understood"];

/// Carries a request out, or answers as before.
pub(crate) async fn once(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("idempotency-key").cloned() else { return next.run(request).await };
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match carried_out(&state, request, next, &key).await {
        Ok(response) | Err(response) => response,
    }
}

fn refused(refusal: Refusal) -> Response {
    Problem(refusal).into_response()
}

async fn carried_out(
    state: &State,
    request: Request,
    next: Next,
    key: &HeaderValue,
) -> Result<Response, Response> {
    let path = request.uri().path().to_owned();
    if NEVER_KEPT.iter().any(|part| path.contains(part)) {
        let hint = "leave Idempotency-Key out: the answer may hold a secret, which is kept nowhere";
        return Err(refused(Refusal::invalid("Idempotency-Key", "is not taken at this address", hint)));
    }
    let key = key.to_str().map_err(|_| {
        refused(Refusal::invalid("Idempotency-Key", "is not plain text", "send a random word"))
    })?;
    let actor = who(state, request.method(), request.headers()).await.map_err(refused)?;
    actor.writes().map_err(refused)?;
    let (parts, body) = request.into_parts();
    let limit = state.service.config().server.body_limit_kib * 1024;
    let body = bytes(Request::new(body), limit).await?;
    let version = parts.headers.get(header::IF_MATCH).map(HeaderValue::as_bytes).unwrap_or_default();
    let said = [path.as_bytes(), b"\n", version, b"\n", &body].concat();
    match state.service.take_key(&actor, key, &String::from_utf8_lossy(&said)).await.map_err(refused)? {
        Repeated::Answered(status, head, body) => return Ok(again(status, &head, body)),
        Repeated::Fresh => {}
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    let body = bytes(Request::new(body), usize::MAX).await.unwrap_or_default();
    let kept = if parts.status.is_server_error() {
        state.service.give_back(&actor, key).await
    } else {
        let text = String::from_utf8_lossy(&body);
        state.service.keep_answer(&actor, key, parts.status.as_u16(), [&head(&parts.headers), &text]).await
    };
    if let Err(refusal) = kept {
        tracing::warn!(cause = %refusal, "the answer to a request with a key could not be kept");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn head(headers: &HeaderMap) -> String {
    let kept =
        KEPT.iter().filter_map(|name| Some((name.to_string(), json!(headers.get(name)?.to_str().ok()?))));
    Json::Object(kept.collect::<Map<_, _>>()).to_string()
}

fn again(status: u16, head: &str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let head: Json = serde_json::from_str(head).unwrap_or_default();
    for name in KEPT {
        let value = head[name.as_str()].as_str().and_then(|value| HeaderValue::from_str(value).ok());
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
