//! The use cases: match, plan, check, evaluate; the only place where the specialists meet.
//!
//! Each use case reads its files, calls the specialists in the order of the way of data, and gives back values; nothing is
//! printed here. Every agenda has passed the independent checker before it leaves.
//!
//! | module | use case |
//! |---|---|
//! | [`mod@matches`] | briefs and firms in, rankings with reasons out |
//! | [`market`] | firms, indexed, ready for questions |
//! | [`mod@index`] | firms to a stored index, changed firm by firm |
//! | [`pairs`] | event, rankings and wishes to a scheduling problem |
//! | [`plan`] | a problem or an event to a checked plan; checking an agenda file |
//! | [`fairness`] | a problem to the curves of value against floors and spreads |
//! | [`scenarios`] | one problem or event under several policies, compared side by side |
//! | [`replan`] | a released agenda and what has changed since to a new one, checked |
//! | [`standby`] | who stands by for the meetings of an agenda |
//! | [`mod@why`] | a problem and its agenda to answers: why not this pair, what would help |
//! | [`deliver`] | a planned event to the files people hold |
//! | [`evaluate`] | the product's ranking over a test set |
//! | [`audience`] | what of a ranking may be shown to whom; why one firm stands below another |
//! | [`symmetric`] | for a firm, the briefs that suit it, as it may see them |
//! | [`taxonomy`] | the skills taxonomy: loading, checking, importing ESCO, finding its concepts in a text |
//! | [`config`] | typed configuration |
//! | [`files`] | reading whole, writing whole or not at all |

pub mod audience;
pub mod clock;
pub mod config;
pub mod deliver;
mod error;
pub mod evaluate;
pub mod fairness;
pub mod files;
pub mod index;
pub mod market;
pub mod matches;
pub mod pairs;
pub mod plan;
pub mod replan;
pub mod scenarios;
pub mod service;
pub mod standby;
pub mod symmetric;
pub mod taxonomy;
mod view;
pub mod why;

pub use error::AppError;
pub use passerelle_matching::Opened;
pub use passerelle_scheduling::{Phase, Progress, rules};

/// The JSON Schema of a file: `firm`, `brief`, `event`, `policy` ...; `None` when there is none of that name.
pub fn schema(name: &str) -> Option<String> {
    passerelle_formats::schema::json_schema(name)
}
