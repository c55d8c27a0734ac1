//! The solver against brute force, generated events and the independent checker.
#![cfg_attr(not(feature = "highs"), allow(unused_imports, reason = "some tests are for HiGHS alone"))]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::unwrap_used,
    reason = "numbers of tests are small, and a broken fixture may panic"
)]

mod assess;
mod brute;
mod conflicts;
mod events;
mod exact;
mod fairness;
mod gaps;
mod help;
mod oracle;
mod preferences;
mod properties;
mod replan;
mod rules;
mod standby;
mod support;
mod tables;
mod whys;
