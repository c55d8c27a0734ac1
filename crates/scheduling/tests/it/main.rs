//! The solver against brute force, generated events and the independent checker.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::unwrap_used,
    reason = "numbers of tests are small, and a broken fixture may panic"
)]

mod brute;
mod events;
mod gaps;
mod preferences;
mod properties;
mod rules;
mod support;
