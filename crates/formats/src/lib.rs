//! Every file format in and out, with all errors at once.
//!
//! Functions take the contents of files ([`SourceFile`]) and give values of the domain, or take values and give text. This
//! crate reads and writes no file itself, reads no clock, and knows nothing of ranking or scheduling.
//!
//! | module | what it reads or writes |
//! |---|---|
//! | [`firms`] | firms from TOML, JSON, JSON lines, CSV and Markdown |
//! | [`briefs`] | briefs from Markdown, plain text, TOML and JSON |
//! | [`event`] | the event file, resolved against firms and briefs |
//! | [`import`](mod@import) | firms, clients, contacts, wishes and absences from spreadsheets; a template; a dry run |
//! | [`problem`] | the bare scheduling problem, JSON in and out; published instances, MiniZinc data in |
//! | [`policy`] | what comes first, what may be given up, who is promised how much: TOML or JSON |
//! | [`agenda`] | the result of a solve, JSON in and out |
//! | [`fairness`] | what fairness costs, JSON and text out |
//! | [`changes`] | what has changed since an agenda was released, JSON in |
//! | [`replan`] | a re-plan, JSON and sentences out |
//! | [`attendance`], [`standby`] | how likely participants are to come, JSON in; who stands by, JSON out |
//! | [`why`], [`helps`] | why pairs are not in an agenda, what would help: JSON and sentences out |
//! | [`corpus`] | evaluation sets: corpus, queries, judgements, runs |
//! | [`matches`](mod@matches) | rankings with their reasons, JSON out |
//! | [`fit`] | what was found of a firm's means, in words and as JSON |
//! | [`taxonomy`] | the skills taxonomy from TOML, with what was imported of ESCO |
//! | [`esco`] | ESCO's official CSV files in, one file of ours in and out |
//! | [`view`], [`export`] | an agenda as people see it: JSON, CSV, iCalendar, HTML |
//! | [`schema`] | JSON Schema of the files |
//!
//! Structured input reports everything that is wrong at once, sorted, each with file, line, field, what is wrong and what to
//! do ([`FileError`]). What is read but deserves a look comes back beside the value as a [`FileNotice`].

pub mod agenda;
pub mod attendance;
pub mod briefs;
pub mod changes;
pub mod corpus;
pub mod documents;
mod dzn;
mod error;
pub mod esco;
pub mod event;
pub mod export;
pub mod fairness;
pub mod firms;
pub mod fit;
pub mod french;
mod front;
pub mod helps;
pub mod import;
mod json;
mod lines;
pub mod matches;
pub mod policy;
pub mod problem;
mod reader;
pub mod replan;
pub mod schema;
mod selectors;
mod source;
pub mod standby;
pub mod taxonomy;
mod toml_tree;
mod tree;
mod values;
pub mod view;
pub mod why;

pub use error::{FileError, FileNotice, Parsed};
pub use reader::nearest;
pub use source::SourceFile;
