//! What went wrong, as a problem document (RFC 9457).

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passerelle_app::service::{Cause, Refusal};
use serde_json::json;

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Problem(pub(crate) Refusal);

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// The HTTP status of a cause (RFC 9110; 428 and 429 from RFC 6585).
pub(crate) fn status(cause: &Cause) -> StatusCode {
    match cause {
        Cause::SignIn => StatusCode::UNAUTHORIZED,
        Cause::Forbidden => StatusCode::FORBIDDEN,
        Cause::NotFound => StatusCode::NOT_FOUND,
        Cause::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Cause::Stale(_) => StatusCode::PRECONDITION_FAILED,
        Cause::VersionNeeded => StatusCode::PRECONDITION_REQUIRED,
        Cause::Exists | Cause::Closed | Cause::Conflict => StatusCode::CONFLICT,
        Cause::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Cause::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Cause::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A problem that HTTP itself has with a request.
pub(crate) fn plain(status: StatusCode, code: &str, title: &str, hint: &str) -> Response {
    let body = json!({"type": format!("urn:passerelle:{code}"), "code": code, "title": title, "status": status.as_u16(), "hint": hint});
    finish(status, body)
}

fn finish(status: StatusCode, body: serde_json::Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(refusal) = self;
        let (status, code) = (status(&refusal.cause), refusal.code());
        let mut body = json!({"type": format!("urn:passerelle:{code}"), "code": code, "title": refusal.message,
            "status": status.as_u16(), "hint": refusal.hint});
        if let Cause::Invalid(wrong) = &refusal.cause {
            body["errors"] = wrong
                .iter()
                .map(|one| json!({"field": one.field, "message": one.message, "hint": one.hint}))
                .collect();
        }
        let mut response = finish(status, body);
        let extra: Option<(HeaderName, String)> = match refusal.cause {
            Cause::SignIn => Some((header::WWW_AUTHENTICATE, "Bearer realm=\"passerelle\"".into())),
            Cause::TooMany(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
            Cause::Unavailable => Some((header::RETRY_AFTER, "2".into())),
            Cause::Stale(current) => Some((header::ETAG, format!("\"{current}\""))),
            _ => None,
        };
        if let Some((name, value)) = extra
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
