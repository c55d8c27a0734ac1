//! Reads briefs, ranks firms, explains each position, evaluates rankings.
//!
//! [`read_brief`] takes a text to a brief with notices; [`Index`] holds what firms say of themselves and ranks them for a
//! brief, with a score that is the fold of its reasons and the firm's own sentences as evidence; [`evaluate`] measures
//! rankings against judgements.
//!
//! Useful for tens to a hundred thousand firms. It does no I/O but in the index's own folder, reads no clock, draws no randomness,
//! and gives the same answer on any number of threads. It does not read other files, know people, or keep anything.

mod analyse;
pub mod evaluate;
mod index;
mod knowledge;
mod lexicon;
mod places;
mod rank;
mod read;
mod settings;
mod spot;

pub use index::{Index, IndexError, LiveIndex, Opened, Writer};
pub use knowledge::Knowledge;
pub use rank::{BriefsOfFirm, Query, Suited, rank_all};
pub use read::read_brief;
pub use settings::Settings;
pub use spot::spot_concepts;
