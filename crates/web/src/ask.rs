//! What a request says: who asks, about what, with which body and version. Anything else is refused in a sentence.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use passerelle_app::service::{Actor, Cause, Opened, Refusal};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::State;
use crate::problem::{Problem, plain};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "passerelle_session";

/// The cookie of a session that was opened; scripts cannot read it.
pub(crate) fn session_cookie(state: &State, session: &Opened) -> String {
    let seconds = state.service.config().server.session_hours * 3_600;
    let secure = if state.secure_cookies { "; Secure" } else { "" };
    format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", session.secret)
}

/// The cookie that ends a session in the browser.
pub(crate) fn no_session() -> String {
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Who asks: by session cookie or bearer token; nobody when neither is sent. What is sent and does not hold is refused.
pub(crate) struct Who(pub(crate) Actor);

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Who sent a request with these headers.
pub(crate) async fn who(state: &State, method: &Method, headers: &HeaderMap) -> Result<Actor, Refusal> {
    let bearer = match text(headers, "authorization") {
        Some(value) => match value.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim().to_owned()),
            _ => {
                return Err(Refusal::new(
                    Cause::SignIn,
                    "only bearer tokens open anything",
                    "send Authorization: Bearer TOKEN",
                ));
            }
        },
        None => None,
    };
    let cookie = CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned());
    if bearer.is_none() && cookie.is_none() {
        return Ok(Actor::public());
    }
    let known = state.service.who(cookie.as_deref(), bearer.as_deref()).await?;
    let actor = match (known, bearer.is_some()) {
        (Some(actor), _) => actor,
        (None, true) => {
            return Err(Refusal::new(Cause::SignIn, "this token does not hold", "make a new one"));
        }
        // A browser keeps a cookie for longer than it holds: it is nobody's then.
        (None, false) => return Ok(Actor::public()),
    };
    let safe = method.is_safe();
    if !safe
        && let Some(csrf) = &actor.csrf
        && text(headers, "x-csrf-token") != Some(csrf)
    {
        return Err(Refusal::new(
            Cause::Forbidden,
            "the request does not come from our own page",
            "send X-CSRF-Token as told when the session began",
        ));
    }
    match text(headers, "passerelle-acting-for") {
        Some(party) => state.service.acting_for(actor, party).await,
        None => Ok(actor),
    }
}

impl FromRequestParts<State> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        Ok(Self(who(state, &parts.method, &parts.headers).await?))
    }
}

/// Values of the path.
pub(crate) struct At<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<State> for At<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let read: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        match read {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(plain(
                StatusCode::NOT_FOUND,
                "not-found",
                "there is no such address",
                "see /api/v1/openapi.json",
            )),
        }
    }
}

/// Values after the question mark.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<State> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Problem> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(error) => {
                let inner =
                    std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                let message: String = inner.chars().take(200).collect();
                Err(Refusal::invalid(
                    "query",
                    message,
                    "see /api/v1/openapi.json for what this address takes",
                )
                .into())
            }
        }
    }
}

/// A JSON body.
pub(crate) struct Body<T = Json>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let kind = text(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or_default().to_owned();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != "application/json" {
            let title = "the body is not said to be JSON";
            return Err(plain(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media-type",
                title,
                "send Content-Type: application/json",
            ));
        }
        let bytes = bytes(request, state.service.config().server.body_limit_kib * 1024).await?;
        // Deep nesting is refused by the parser itself, before it could fill a stack.
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let read: Result<T, String> = serde_path(&mut reader);
        read.map(Self).map_err(|message| {
            Problem(Refusal::invalid("body", message, "see /api/v1/openapi.json for what this address takes"))
                .into_response()
        })
    }
}

fn serde_path<T: DeserializeOwned>(
    reader: &mut serde_json::Deserializer<serde_json::de::SliceRead<'_>>,
) -> Result<T, String> {
    let read = T::deserialize(&mut *reader).map_err(|error| told(&error))?;
    reader.end().map_err(|error| told(&error))?;
    Ok(read)
}

/// What the parser says, without giving long input back.
fn told(error: &serde_json::Error) -> String {
    error.to_string().chars().take(200).collect()
}

/// A body of bytes up to a limit.
pub(crate) async fn bytes(request: Request, limit: usize) -> Result<axum::body::Bytes, Response> {
    axum::body::to_bytes(request.into_body(), limit).await.map_err(|_| {
        let title = format!("the body has more than {} KiB, or broke off", limit / 1024);
        plain(StatusCode::PAYLOAD_TOO_LARGE, "too-large", &title, "send less at once")
    })
}

/// The version that a change is meant for, from `If-Match` (RFC 9110, section 13.1.1).
pub(crate) struct Version(pub(crate) i64);

impl FromRequestParts<State> for Version {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Problem> {
        let hint = "send If-Match with the ETag that you were given";
        let Some(given) = text(&parts.headers, "if-match") else {
            return Err(
                Refusal::new(Cause::VersionNeeded, "it is not said which version is meant", hint).into()
            );
        };
        let number = given.trim().trim_start_matches("W/").trim_matches('"');
        match number.parse::<i64>() {
            Ok(version) if version > 0 => Ok(Self(version)),
            _ => Err(Refusal::new(Cause::Stale(0), "this version was never given out", hint).into()),
        }
    }
}
