//! The HTTP API: routes, sessions, limits, the OpenAPI document.
//!
//! Everything it does it asks of [`passerelle_app::service`]; here a request is only read, and an answer only written.

mod answer;
mod ask;
mod measure;
mod openapi;
mod pace;
mod pages;
mod problem;
mod repeat;
mod routes;
mod serve;
mod tls;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use passerelle_app::service::{Actor, Cause, Refusal, Service};
use serde_json::{Value as Json, json};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_swagger_ui::{Config, SwaggerUi};

pub use serve::{Running, serve};

/// What every handler has at hand.
#[derive(Clone)]
pub struct State {
    pub(crate) service: Service,
    /// Opens the first organiser's account, once.
    pub(crate) setup_code: Arc<Mutex<Option<String>>>,
    pub(crate) secure_cookies: bool,
    /// Whether every room may be entered by a switch on the page.
    pub(crate) demo: bool,
    measures: Arc<measure::Measures>,
    pace: Arc<pace::Pace>,
    document: Arc<Json>,
}

impl State {
    /// Over a service; `setup_code` opens the first organiser's account.
    pub fn new(service: Service, setup_code: Option<String>) -> Self {
        let server = &service.config().server;
        let local = server.listen.parse::<std::net::SocketAddr>().is_ok_and(|at| at.ip().is_loopback());
        // Plain HTTP to one's own machine has nobody in between, and a secure cookie would not come back.
        let secure_cookies = !(local && service.public_url().starts_with("http://"));
        let (_, document) = routes::all().split_for_parts();
        Self {
            secure_cookies,
            setup_code: Arc::new(Mutex::new(setup_code)),
            demo: false,
            measures: Arc::default(),
            pace: Arc::new(pace::Pace::new(server)),
            document: Arc::new(openapi::complete(&document)),
            service,
        }
    }

    /// The same as a demonstration: each room can be entered by a switch on the page, without signing in.
    #[must_use]
    pub fn demonstrating(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// Makes the first organiser by the one-time code of the console; the code is used up.
    ///
    /// # Errors
    /// When the code is another, there is an organiser already, or what was sent is wrong.
    pub(crate) async fn first_organiser(
        &self,
        code: &str,
        email: &str,
        name: &str,
        password: &str,
    ) -> Result<Json, Refusal> {
        let expected = self.setup_code.lock().map(|code| code.clone()).unwrap_or_default();
        if expected.is_none_or(|expected| expected != code.trim()) || !self.service.is_new().await? {
            return Err(Refusal::new(
                Cause::Forbidden,
                "the code does not open anything",
                "look at the console of the server",
            ));
        }
        let made = self.service.add_organiser(&Actor::console(), email, name, password).await?;
        if let Ok(mut code) = self.setup_code.lock() {
            *code = None;
        }
        Ok(made)
    }

    /// The OpenAPI document.
    pub fn document(&self) -> &Json {
        &self.document
    }
}

/// The whole application.
pub fn router(state: State) -> Router {
    let server = state.service.config().server.clone();
    let (api, _) = routes::all().split_for_parts();
    let api = api
        .fallback(no_such_address)
        .method_not_allowed_fallback(no_such_method)
        .layer(from_fn_with_state(state.clone(), repeat::once));
    let pages = pages::all()
        .fallback(pages::no_such_page)
        .layer(CatchPanicLayer::custom(pages::panicked))
        .layer(from_fn_with_state(state.clone(), pages::failures));
    let swagger = SwaggerUi::new("/api/docs").config(Config::from("/api/v1/openapi.json"));
    let limited = Router::new()
        .nest("/api/v1", api.route("/openapi.json", get(document)))
        .merge(swagger)
        .merge(pages)
        .layer(DefaultBodyLimit::max(server.import_limit_kib * 1024))
        .layer(from_fn_with_state(state.clone(), pace::limit));
    Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/assets/{hash}/{name}", get(pages::asset))
        .merge(limited)
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::try_from_secs_f64(server.request_timeout_s).unwrap_or(Duration::from_secs(20)),
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), measure::watch))
        .layer(from_fn(safe_headers))
        .with_state(state)
}

async fn no_such_address() -> Response {
    problem::plain(StatusCode::NOT_FOUND, "not-found", "there is no such address", "see /api/v1/openapi.json")
}

async fn no_such_method() -> Response {
    let hint = "see /api/v1/openapi.json for what this address takes";
    problem::plain(StatusCode::METHOD_NOT_ALLOWED, "method", "this address does not take this method", hint)
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a request failed on our side");
    let hint = "nothing was changed: try again, and tell the organiser";
    problem::plain(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something failed on our side", hint)
}

async fn document(Shared(state): Shared<State>) -> axum::Json<Json> {
    axum::Json((*state.document).clone())
}

async fn healthy() -> axum::Json<Json> {
    axum::Json(json!({"status": "alive"}))
}

async fn ready(Shared(state): Shared<State>) -> Response {
    let (index, followed) = state.service.index_state();
    let database = state.service.ping().await.is_ok();
    let status = if database && index == "ready" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(json!({"database": if database { "ready" } else { "away" }, "index": index, "followed": followed}))).into_response()
}

async fn metrics(Shared(state): Shared<State>) -> Response {
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], state.measures.text()).into_response()
}

/// What every answer says to browsers.
async fn safe_headers(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let docs = request.uri().path().starts_with("/api/docs");
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::X_FRAME_OPTIONS, "DENY");
    say(header::REFERRER_POLICY, "no-referrer");
    // The browsable document has its styles inline; the API itself shows nothing.
    let policy = if docs {
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    } else if api {
        "default-src 'none'; frame-ancestors 'none'"
    } else {
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    };
    say(header::CONTENT_SECURITY_POLICY, policy);
    response
}
