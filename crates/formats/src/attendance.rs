//! How likely each participant is to come, JSON in.
//!
//! ```json
//! {"default": 0.95, "participants": {"f12": 0.6}}
//! ```

use passerelle_domain::{Chances, Problem};
use schemars::JsonSchema;

use crate::reader::{Fields, Log, Path};
use crate::tree::Value;
use crate::values::amount;
use crate::{FileError, SourceFile, json};

/// How likely participants are to come, 0 (never) to 1 (certainly).
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from it; the reader reads field by field, with lines")]
pub(crate) struct AttendanceFile {
    /// Of those who are not named. 1 when left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    default: Option<f64>,
    /// By id of the participant.
    participants: Option<std::collections::BTreeMap<String, f64>>,
}

/// Reads how likely the participants of a problem are to come.
///
/// # Errors
/// Everything that is wrong, sorted, with its line: syntax, unknown keys and participants, numbers outside 0 to 1.
pub fn parse(file: &SourceFile, problem: &Problem) -> Result<Chances, Vec<FileError>> {
    let mut log = Log::new(file);
    let read = read(file, problem, &mut log);
    log.done(read).map(|(read, _)| read)
}

fn read(file: &SourceFile, problem: &Problem, log: &mut Log) -> Option<Chances> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let (tree, wrong) = json::parse(&text);
    log.syntax(wrong);
    let tree = tree?;
    let root = Path::Root;
    let mut f = Fields::of(&tree, &root, log);
    let usual = f.read("default", log, amount(0.0, 1.0)).unwrap_or(1.0);
    let parties = problem.participants();
    let index: std::collections::BTreeMap<&str, usize> =
        parties.iter().enumerate().map(|(i, party)| (party.id.as_str(), i)).collect();
    let mut by_participant = vec![usual; parties.len()];
    if let Some(entry) = f.entry("participants") {
        let at = root.key("participants");
        if let Value::Table(entries) = &entry.node.value {
            for one in entries {
                let here = at.key(&one.key);
                let chance = amount(0.0, 1.0)(&one.node, &here, log);
                if let Some(place) = index.get(one.key.as_ref()).and_then(|&i| by_participant.get_mut(i)) {
                    *place = chance.unwrap_or(usual);
                } else {
                    let message = format!("the problem has no participant `{}`", one.key);
                    log.error(one.line, here, message, "use an id of the problem");
                }
            }
        } else {
            log.error(entry.line, at, "participants are given by name", "write it as {\"id\": 0.9}");
        }
    }
    f.finish(log);
    Some(Chances::new(by_participant))
}
