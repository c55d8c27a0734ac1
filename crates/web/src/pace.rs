//! So many requests a second from one address. The machine itself is not held up: whoever is on it needs no server to load it.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use passerelle_app::service::Server;

use crate::State;
use crate::problem::plain;

/// Buckets that leak (GCRA), one for each address.
pub(crate) struct Pace {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    behind_proxy: bool,
}

impl Pace {
    /// As configured.
    pub(crate) fn new(server: &Server) -> Self {
        let each =
            Duration::from_secs(1) / u32::try_from(server.requests_per_second.max(1)).unwrap_or(u32::MAX);
        let burst = NonZeroU32::new(server.request_burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(each.max(Duration::from_nanos(1)))
            .unwrap_or(Quota::per_second(burst))
            .allow_burst(burst);
        Self { limiter: RateLimiter::keyed(quota), behind_proxy: server.behind_proxy }
    }

    /// Forgets addresses that were not heard of for long.
    pub(crate) fn forget(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }

    /// Who asks: of a proxy the last address that it tells, for those before may be forged.
    fn address(&self, request: &Request) -> Option<IpAddr> {
        if self.behind_proxy {
            let told = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
            if let Some(last) =
                told.and_then(|told| told.rsplit(',').next()).and_then(|last| last.trim().parse().ok())
            {
                return Some(last);
            }
        }
        request.extensions().get::<ConnectInfo<SocketAddr>>().map(|at| at.0.ip())
    }

    /// Seconds to wait; `None` when the request may go on.
    fn wait(&self, request: &Request) -> Option<u64> {
        let address = self.address(request)?;
        if address.is_loopback() {
            return None;
        }
        let early = self.limiter.check_key(&address).err()?;
        Some(early.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
    }
}

/// Refuses what comes too fast.
pub(crate) async fn limit(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let Some(seconds) = state.pace.wait(&request) else { return next.run(request).await };
    let mut response =
        plain(StatusCode::TOO_MANY_REQUESTS, "too-many", "too many requests", "wait, then go on more slowly");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}
