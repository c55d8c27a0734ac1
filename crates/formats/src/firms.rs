//! Firms from files: TOML, JSON, JSON lines, CSV, Markdown.
//!
//! | extension | holds |
//! |---|---|
//! | `.toml`, `.json` | one firm (JSON: or a list of firms) |
//! | `.jsonl` | one firm a line |
//! | `.csv` | one firm a row; see below |
//! | `.md`, `.txt` | one firm: an optional TOML head between `+++` lines, the first heading as its name, the rest as its presentation |
//!
//! The keys are those that `passerelle schema firm` prints; unknown ones are refused. A firm without an `id` takes the name of
//! its file.
//!
//! In CSV, columns are separated by `;`, `,` or tabs, whichever the first line uses most; their names may be French or
//! English, in any case, with or without accents; lists inside a cell are separated by `|`, line breaks, `;` or else `,`. A
//! column nobody knows is told in a notice and left out, because spreadsheets carry columns for their owner's use.

use std::collections::BTreeMap;

use passerelle_domain::{Firm, FirmId};

use crate::reader::{Log, Path};
use crate::tree::{Node, Value};
use crate::{FileError, FileNotice, Parsed, SourceFile, json, toml_tree};

mod csv;
mod fields;
mod markdown;
mod written;

pub(crate) use csv::{cells, separator, separators};
pub(crate) use fields::{euros, language_code, rate};
pub use written::write_json;

/// A firm and the line on which it begins.
struct Found {
    firm: Firm,
    line: usize,
}

/// Reads firms, sorted by identifier.
///
/// # Errors
/// Everything that is wrong in all files, sorted: syntax, unknown keys, values that cannot be, an identifier given to two
/// firms (both places named), and no firm at all.
pub fn parse(files: &[SourceFile]) -> Result<Parsed<Vec<Firm>>, Vec<FileError>> {
    let (mut errors, mut notices): (Vec<FileError>, Vec<FileNotice>) = (Vec::new(), Vec::new());
    let mut firms: BTreeMap<FirmId, Firm> = BTreeMap::new();
    let mut places: BTreeMap<FirmId, (String, usize)> = BTreeMap::new();
    for file in files {
        let mut log = Log::new(file);
        for found in one_file(file, &mut log) {
            let id = found.firm.id.clone();
            if let Some((first, line)) = places.get(&id) {
                let message = format!("firm `{id}` is already given in {first}:{line}");
                log.error(
                    found.line,
                    "id",
                    message,
                    "give each firm its own id, or take one of the two away",
                );
                continue;
            }
            places.insert(id.clone(), (file.name.clone(), found.line));
            firms.insert(id, found.firm);
        }
        let (wrong, remarks) = log.into_parts();
        errors.extend(wrong);
        notices.extend(remarks);
    }
    if firms.is_empty() && errors.is_empty() {
        let (file, message) = match files {
            [] => (String::from("firms"), "holds no firm: there is no file to read"),
            [one, ..] => (one.name.clone(), "holds no firm"),
        };
        let hint = "give a folder of .toml, .json or .md files, or one .csv or .jsonl file".into();
        errors.push(FileError { file, line: None, field: String::new(), message: message.into(), hint });
    }
    errors.sort();
    notices.sort();
    if errors.is_empty() { Ok(Parsed { value: firms.into_values().collect(), notices }) } else { Err(errors) }
}

fn one_file(file: &SourceFile, log: &mut Log) -> Vec<Found> {
    let text = match file.text() {
        Ok((text, notice)) => {
            log.note_all(notice);
            text
        }
        Err(error) => {
            log.push(error);
            return Vec::new();
        }
    };
    match file.extension().as_str() {
        "toml" => match toml_tree::parse(&text, 1) {
            Ok(tree) => one(&tree, &Path::Root, Some(file.stem()), log).into_iter().collect(),
            Err(wrong) => {
                log.syntax(wrong);
                Vec::new()
            }
        },
        "json" => json_file(file, &text, log),
        "jsonl" | "ndjson" => json_lines(&text, log),
        "csv" | "tsv" => csv::read(&text, log),
        "md" | "markdown" | "txt" => markdown::read(file, &text, log).into_iter().collect(),
        other => {
            let message = if other.is_empty() {
                "the format is not known".into()
            } else {
                format!("`.{other}` files are not read")
            };
            log.push(file.error(None, "", &message, "give .toml, .json, .jsonl, .csv or .md"));
            Vec::new()
        }
    }
}

fn one(node: &Node<'_>, path: &Path<'_>, default_id: Option<&str>, log: &mut Log) -> Option<Found> {
    let texts = fields::Texts { id: default_id, ..fields::Texts::default() };
    fields::firm(node, path, &texts, log).map(|firm| Found { firm, line: node.line })
}

/// One firm out of a tree; without an `id`, one is made of its name.
pub(crate) fn from_node(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Firm> {
    let named = node.get("name").and_then(|entry| {
        if let Value::Text(name) = &entry.node.value { Some(cells::slug(name)) } else { None }
    });
    one(node, path, named.as_deref(), log).map(|found| found.firm)
}

fn json_file(file: &SourceFile, text: &str, log: &mut Log) -> Vec<Found> {
    let (tree, wrong) = json::parse(text);
    log.syntax(wrong);
    let Some(tree) = tree else { return Vec::new() };
    if let Value::List(items) = &tree.value {
        let all = items.iter().enumerate();
        return all.filter_map(|(i, item)| one(item, &Path::Root.index(i), None, log)).collect();
    }
    one(&tree, &Path::Root, Some(file.stem()), log).into_iter().collect()
}

fn json_lines(text: &str, log: &mut Log) -> Vec<Found> {
    let mut found = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (tree, wrong) = json::parse_from(line, i + 1);
        log.syntax(wrong);
        if let Some(tree) = tree {
            found.extend(one(&tree, &Path::Root, None, log));
        }
    }
    found
}
