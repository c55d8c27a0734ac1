//! The only place that reads the clock.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "everyone else takes a stop callback or `today` from here"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use passerelle_scheduling::Stop;

/// A stopwatch with a limit and a button.
#[derive(Debug, Clone)]
pub struct Deadline {
    begin: Instant,
    limit: Duration,
    cancelled: Arc<AtomicBool>,
}

impl Deadline {
    /// Starts now; `limit_s` in seconds, anything not positive stops at once.
    pub fn in_seconds(limit_s: f64) -> Self {
        let limit = Duration::try_from_secs_f64(limit_s.max(0.0)).unwrap_or(Duration::MAX);
        Self { begin: Instant::now(), limit, cancelled: Arc::default() }
    }

    /// Asks everybody who watches this deadline to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Seconds since the start.
    pub fn elapsed(&self) -> f64 {
        self.begin.elapsed().as_secs_f64()
    }
}

impl Stop for Deadline {
    fn should_stop(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.begin.elapsed() >= self.limit
    }

    fn seconds_left(&self) -> Option<f64> {
        Some(self.limit.saturating_sub(self.begin.elapsed()).as_secs_f64())
    }
}

/// Today in the machine's time zone.
pub fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// Now, to the second: the stamp of a calendar.
pub fn now() -> jiff::Timestamp {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Now, milliseconds since 1970.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
