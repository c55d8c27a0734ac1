//! The bare scheduling problem, JSON in and out.
//!
//! ```json
//! {"slots": [{"id": "s1", "tables": 2}],
//!  "participants": [{"id": "c1"}, {"id": "f1"}],
//!  "pairs": [{"a": "c1", "b": "f1", "value": 700}]}
//! ```
//!
//! The keys are those that `passerelle schema problem` prints; every other key is refused by name, a repeated one too. Values
//! are whole numbers from 0 to 10^9: `NaN`, negative, fractional and larger ones are each told with their line. The file may be
//! megabytes long.

use passerelle_domain::{Problem, ProblemSpec};

use crate::reader::Log;
use crate::{FileError, SourceFile, dzn, json};

pub(crate) mod fields;
pub(crate) mod file;

/// Reads a problem: JSON, or where the file's name ends in `.dzn` an instance of the published problem, whose meetings all have
/// to take place and whose spread is 2.
///
/// # Errors
/// Everything that is wrong, sorted, with its line: syntax, keys, numbers, and what the fields say together (unknown
/// participants, contradictory locks, precedences in a circle ...).
pub fn parse(file: &SourceFile) -> Result<Problem, Vec<FileError>> {
    if file.extension() == "dzn" {
        return dzn::parse(file);
    }
    let mut log = Log::new(file);
    let problem = read(file, &mut log);
    log.done(problem).map(|(problem, _)| problem)
}

fn read(file: &SourceFile, log: &mut Log) -> Option<Problem> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let (tree, wrong) = json::parse(&text);
    log.syntax(wrong);
    let tree = tree?;
    let spec: ProblemSpec = fields::problem(&tree, log);
    Problem::new(spec).map_err(|problems| log.further_problems(&tree, problems)).ok()
}

/// Writes a problem so that reading it gives the same problem: one item a line.
///
/// Days come out numbered from `1`, whatever they were called.
pub fn write(problem: &Problem) -> String {
    file::ProblemFile::from(problem).write()
}
