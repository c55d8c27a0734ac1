//! Builds agendas, proves their value, says why a pair was left out, and checks independently.
//!
//! [`solve`] first chooses pairs by a linear programme that knows no slots; its optimum is the bound. Then it places them by
//! edge colouring with alternating chains, repairs what does not fit, asks a mixed programme about what stays open, removes
//! idle slots, seats everybody at tables, and explains what was left out. [`check`] shares no code with any of that.
//!
//! It does no I/O and reads no clock: a [`Stop`] tells it to end, and the work of its searches is bounded by counts, so that
//! the same problem, options and seed give the same plan. [`replan`](fn@replan) changes a released agenda as little as it can,
//! [`why`](fn@why) prices pairs left out, [`helps`](fn@helps) suggests changes, [`conflicts`] tells what cannot all hold.

mod anneal;
mod assess;
mod board;
pub mod check;
mod conflict;
mod cuts;
mod exact;
mod explain;
mod fairness;
mod flow;
mod gaps;
mod helps;
mod idle;
mod levels;
mod lp;
mod model;
mod near;
mod neighbourhood;
mod options;
mod place;
mod relax;
mod repair;
mod replan;
mod rng;
mod rules;
mod sat;
mod slots;
mod smooth;
mod solve;
mod standby;
mod tables;
mod tighten;
mod trade;
mod watch;
mod why;

pub use assess::assess;
pub use conflict::conflicts;
pub use fairness::{FairnessAsk, fairness};
pub use helps::helps;
pub use options::{Never, Options, Phase, Progress, Stop};
pub use replan::replan;
pub use rules::list as rules;
pub use solve::{solve, solve_watched};
pub use standby::standby;
pub use watch::{Found, Incumbent};
pub use why::{Asked, why};

#[cfg(not(any(feature = "highs", feature = "microlp")))]
compile_error!("choose a linear solver: feature `highs` or feature `microlp`");
