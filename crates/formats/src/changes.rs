//! What has changed since an agenda was released, JSON in.
//!
//! ```json
//! {"frozen_before": "10:40",
//!  "changes": [{"kind": "withdrawn", "participant": "f12"},
//!              {"kind": "refused", "pair": "c1~f3", "by": "c1"}]}
//! ```
//!
//! The keys are those that `passerelle schema changes` prints. New participants and pairs are written as in a problem file.

use passerelle_domain::{Agenda, Change, Changed, Changes, Problem};

use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{count, ident, word};
use crate::{FileError, SourceFile, json, problem};

pub(crate) mod file;

const KINDS: &[&str] = &[
    "withdrawn",
    "late",
    "leaves",
    "absent",
    "table_closed",
    "added",
    "desk_added",
    "firm_added",
    "brief_added",
    "refused",
    "must_move",
    "limits",
];

/// Reads changes and makes them, on a problem and the agenda that was released for it.
///
/// # Errors
/// Everything that is wrong, sorted, with its line: syntax, keys that a change has no use for, unknown names, a change in the
/// frozen past, changes that contradict each other.
pub fn parse(file: &SourceFile, problem: &Problem, released: &Agenda) -> Result<Changed, Vec<FileError>> {
    let mut log = Log::new(file);
    let changed = read(file, problem, released, &mut log);
    log.done(changed).map(|(changed, _)| changed)
}

fn read(file: &SourceFile, problem: &Problem, released: &Agenda, log: &mut Log) -> Option<Changed> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let (tree, wrong) = json::parse(&text);
    log.syntax(wrong);
    let tree = tree?;
    let root = Path::Root;
    let mut f = Fields::of(&tree, &root, log);
    if !f.has("changes") {
        f.missing("changes", log);
    }
    let frozen_before = f.read("frozen_before", log, ident);
    // A change that cannot be read stays in the list as one that changes nothing, so that the others keep their numbers.
    let nothing = || Change::Added { participants: Vec::new(), pairs: Vec::new() };
    let list = f.every("changes", log, |n, p, log| change(n, p, log).unwrap_or_else(nothing));
    f.finish(log);
    let changes = Changes { frozen_before, list };
    changes.apply(problem, released).map_err(|wrong| log.further_problems(&tree, wrong)).ok()
}

fn change(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Change> {
    let mut f = Fields::of(node, path, log);
    let kind =
        f.need("kind", log, word("a kind of change", KINDS, |w| KINDS.iter().find(|k| **k == w).copied()));
    let participant = f.read("participant", log, ident);
    let from = f.read("from", log, ident);
    let until = f.read("until", log, ident);
    let slots = f.list("slots", log, ident);
    let table = f.read("table", log, ident);
    let pair = f.read("pair", log, ident);
    let by = f.read("by", log, ident);
    let to = f.read("to", log, ident);
    let (min, max) = (f.read("min", log, count), f.read("max", log, count));
    let seats = f.read("seats", log, count);
    let participants = f.every("participants", log, problem::fields::participant);
    let pairs = f.every("pairs", log, problem::fields::pair);
    let kind = kind?;
    let (needs, takes): (&[&'static str], &[&str]) = match kind {
        "withdrawn" => (&["participant"], &["from"]),
        "late" => (&["participant", "until"], &[]),
        "leaves" => (&["participant", "from"], &[]),
        "absent" => (&["participant", "slots"], &[]),
        "table_closed" => (&["table"], &["slots"]),
        "refused" => (&["pair"], &["by"]),
        "must_move" => (&["pair"], &["to"]),
        "limits" => (&["participant"], &["min", "max", "seats"]),
        _ => (&[], &["participants", "pairs"]),
    };
    let given = [
        "participant",
        "from",
        "until",
        "slots",
        "table",
        "pair",
        "by",
        "to",
        "min",
        "max",
        "seats",
        "participants",
        "pairs",
    ];
    let is_given = |f: &mut Fields<'_, '_, '_>, key: &'static str| f.entry(key).map(|entry| entry.line);
    for key in needs {
        if is_given(&mut f, key).is_none() {
            f.missing(key, log);
        }
    }
    for key in given.into_iter().filter(|key| !needs.contains(key) && !takes.contains(key)) {
        if let Some(line) = is_given(&mut f, key) {
            let hint = format!("a `{kind}` takes `{}`", [needs, takes].concat().join("`, `"));
            log.error(line, path.key(key), format!("`{key}` means nothing in a `{kind}`"), hint);
        }
    }
    f.finish(log);
    Some(match kind {
        "withdrawn" => Change::Withdrawn { participant: participant?, from },
        "late" => Change::Late { participant: participant?, until: until? },
        "leaves" => Change::Leaves { participant: participant?, from: from? },
        "absent" => Change::Absent { participant: participant?, slots },
        "table_closed" => Change::TableClosed { table: table?, slots },
        "refused" => Change::Refused { pair: pair?, by },
        "must_move" => Change::MustMove { pair: pair?, to },
        "limits" => Change::Limits { participant: participant?, min, max, seats },
        _ => Change::Added { participants, pairs },
    })
}
