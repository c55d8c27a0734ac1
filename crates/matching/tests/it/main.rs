//! Briefs read, firms ranked, through the public functions alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod index;
mod honesty;
mod ranking;
mod reading;
