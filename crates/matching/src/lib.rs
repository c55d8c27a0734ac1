//! Reads briefs, ranks firms, explains each position, evaluates rankings.
//!
//! [`read_brief`] takes a text to a brief with notices; [`Index`] holds what firms say of themselves and ranks them for a
//! brief, with a score that is the fold of its reasons and the firm's own sentences as evidence; [`evaluate`] measures
//! rankings against judgements.
//!
//! Useful for tens to thousands of firms in memory. It does no I/O, reads no clock, draws no randomness, and gives the same
//! answer on any number of threads. It does not read files, know people, or keep anything.

mod analyse;
pub mod evaluate;
mod index;
mod lexicon;
mod rank;
mod read;
mod settings;

pub use index::{Index, IndexError};
pub use rank::{Query, rank_all};
pub use read::read_brief;
pub use settings::Settings;
