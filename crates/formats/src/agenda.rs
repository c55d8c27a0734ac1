//! The result of a solve, JSON in and out.
//!
//! ```json
//! {"status": "optimal", "value": 700, "bound": 700, "gap": 0.0, "seconds": 0.01,
//!  "objectives": [{"name": "value", "value": 700, "bound": 700, "proved": true}],
//!  "meetings": [{"pair": "c1~f1", "a": "c1", "b": "f1", "slot": "s1", "table": "1"}],
//!  "unplaced": [], "missing": [],
//!  "gaps": {"groups": 0, "slots": 0, "bound": 0, "proved": true, "by_participant": {}}}
//! ```
//!
//! `value`, `bound` and `gap` are those of the value level; they are `null` when there is no agenda. `missing` lists the musts
//! and floors that could not be kept, `conflict` says why there is no agenda. For reading, `meetings` alone is enough.

use passerelle_domain::{Agenda, Missing, Plan, Problem, Unplaced};

use crate::reader::Log;
use crate::{FileError, SourceFile, json, lines};

mod fields;
pub(crate) mod file;
mod reasons;

/// An agenda read back, with what it claims about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadAgenda {
    /// The meetings; whether they keep the rules is for the checker to say.
    pub agenda: Agenda,
    /// The total value it claims.
    pub value: Option<i64>,
    /// The bound it claims.
    pub bound: Option<i64>,
    /// The idle groups it claims.
    pub gap_groups: Option<u32>,
    /// The idle slots it claims.
    pub gap_slots: Option<u32>,
    /// The table changes it claims.
    pub table_changes: Option<u32>,
    /// The metres walked between tables that it claims.
    pub metres: Option<f64>,
    /// Musts and floors it says are missed.
    pub missing: Vec<Missing>,
    /// Pairs (indexes) it says are left out.
    pub unplaced: Vec<usize>,
}

/// How long a solve took, seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seconds {
    /// All of it.
    pub total: f64,
    /// Until value was proved, or work on it ended; none when that is not known.
    pub value: Option<f64>,
}

impl From<f64> for Seconds {
    fn from(total: f64) -> Self {
        Self { total, value: None }
    }
}

/// Writes the answer of a solve: one meeting and one pair left out a line.
pub fn write_result(problem: &Problem, plan: &Plan, seconds: impl Into<Seconds>) -> String {
    lines::to_string(&file::AgendaFile::new(problem, plan, seconds.into()))
}

/// Why a pair was left out, as one English sentence with identifiers.
pub fn detail(problem: &Problem, unplaced: &Unplaced) -> String {
    reasons::detail(problem, unplaced)
}

/// Reads a result, or just `{"meetings": [{"pair", "slot", "table"}]}`.
///
/// # Errors
/// Everything that is wrong, sorted, with its line: syntax, unknown keys, and pairs, slots, tables or participants that the
/// problem does not have.
pub fn parse(file: &SourceFile, problem: &Problem) -> Result<ReadAgenda, Vec<FileError>> {
    let mut log = Log::new(file);
    let read = read(file, problem, &mut log);
    log.done(read).map(|(read, _)| read)
}

fn read(file: &SourceFile, problem: &Problem, log: &mut Log) -> Option<ReadAgenda> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let (tree, wrong) = json::parse(&text);
    log.syntax(wrong);
    Some(fields::agenda(&tree?, problem, log))
}
