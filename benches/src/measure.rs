//! Time, memory, and what many measurements come to.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Runs something and tells how many seconds it took.
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "measuring time is what this program is for"
)]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = std::time::Instant::now();
    let done = work();
    (done, begin.elapsed().as_secs_f64())
}

/// Times of the same thing, seconds.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, seconds: f64) {
        self.0.push(seconds);
    }

    /// The time that so large a share of all does not exceed, milliseconds.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
        let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
        sorted.get(place).copied().unwrap_or(f64::NAN) * 1e3
    }

    /// Median, 95th and 99th percentile and maximum, milliseconds.
    pub(crate) fn told(&self) -> Value {
        json!({"p50": self.at(0.5), "p95": self.at(0.95), "p99": self.at(0.99), "max": self.at(1.0), "count": self.0.len()})
    }
}

impl FromIterator<f64> for Times {
    fn from_iter<I: IntoIterator<Item = f64>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// A line of `/proc/self/status` in MiB, `VmRSS` or `VmHWM`; null where there is no such file.
pub(crate) fn memory(what: &str) -> Value {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.map_or(Value::Null, |kib| json!(kib / 1024.0))
}

/// Processor seconds of this process so far, all threads; null where `/proc` does not tell.
pub(crate) fn processor_seconds() -> Option<f64> {
    ticks(11)
}

/// Processor seconds of the processes it has started and waited for.
pub(crate) fn children_seconds() -> Option<f64> {
    ticks(13)
}

/// User and system time, from the given field of `/proc/self/stat` after the name.
fn ticks(first: usize) -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // In hundredths; the name, the second field, may hold spaces.
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |n: usize| fields.get(n)?.parse::<f64>().ok();
    Some((ticks(first)? + ticks(first + 1)?) / 100.0)
}

/// Size of the files of a folder, MiB.
pub(crate) fn folder_mib(folder: &Path) -> f64 {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.metadata().ok()).map(|it| it.len() as f64).sum::<f64>()
        / (1024.0 * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_measured_times() {
        let times: Times = (1..=100).map(|n| f64::from(n) / 1e3).collect();
        assert!(
            (times.at(0.5) - 50.0).abs() < 1e-9
                && (times.at(0.99) - 99.0).abs() < 1e-9
                && (times.at(1.0) - 100.0).abs() < 1e-9
        );
    }
}
