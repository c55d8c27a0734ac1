//! Briefs read, firms ranked, through the public functions alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod honesty;
mod index;
mod ranking;
mod reading;
mod scope;
