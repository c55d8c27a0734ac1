//! Figures for Prometheus, and a line of the log for each request: by route, never by what the route was filled with.

use std::fmt::Write;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::time::Instant;

use crate::State;

/// What requests are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request_ {
    method: String,
    route: String,
    status: u16,
}

/// What durations are measured by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// The figures of this process.
#[derive(Debug)]
pub(crate) struct Measures {
    registry: Registry,
    requests: Family<Request_, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
}

fn buckets() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0])
}

impl Default for Measures {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("passerelle");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(buckets as fn() -> Histogram);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Seconds until an answer began", seconds.clone());
        Self { registry, requests, seconds }
    }
}

impl Measures {
    /// All figures in the OpenMetrics text format.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            let _ = write!(text, "# EOF");
        }
        text
    }

    fn note(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = Request_ { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }
}

/// Measures and logs a request.
pub(crate) async fn watch(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let begin = Instant::now();
    // Methods that nobody knows would make labels without end.
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begin.elapsed());
    state.measures.note(&method, &route, status, took);
    tracing::info!(method, route, status, ms = took.as_secs_f64() * 1_000.0, "request");
    response
}
