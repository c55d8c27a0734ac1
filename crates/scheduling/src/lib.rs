//! Builds agendas, proves their value, says why a pair was left out, and checks independently.
//!
//! [`solve`] first chooses pairs by a linear programme that knows no slots; its optimum is the bound. Then it places them by
//! edge colouring with alternating chains, repairs what does not fit, asks a mixed programme about what stays open, removes
//! idle slots, and explains what was left out. [`check`] shares no code with any of that.
//!
//! It does no I/O and reads no clock: a [`Stop`] tells it to end, and the work of its searches is bounded by counts, so that
//! the same problem, options and seed give the same plan. It does not re-plan a released agenda, price what a forced pair
//! would displace, or suggest changes; walks between tables are not shortened beyond keeping people at a table.

mod anneal;
mod board;
pub mod check;
mod conflict;
mod exact;
mod explain;
mod gaps;
mod idle;
mod levels;
mod lp;
mod model;
mod options;
mod place;
mod relax;
mod repair;
mod rng;
mod sat;
mod slots;
mod smooth;
mod solve;
mod tables;

pub use check::rules;
pub use options::{Never, Options, Phase, Progress, Stop};
pub use solve::solve;

#[cfg(not(any(feature = "highs", feature = "microlp")))]
compile_error!("choose a linear solver: feature `highs` or feature `microlp`");
