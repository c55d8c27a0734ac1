//! The command as its users run it, and the house it stands in.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail where it stands")]

mod audiences;
mod command;
mod evaluation;
mod fairness;
mod house;
mod index;
mod policies;
mod replanning;
mod server;
mod stories;
mod taxonomy;
