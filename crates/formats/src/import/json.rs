//! Imports written by programs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Import;
use super::columns::Kind;
use super::field::FirmField;
use super::limits::Limits;
use super::over::{Depth, Details, ImportedFirm};
use super::place::Place;
use super::rows::{self, Cells, Log, State};
use super::sheet::{Cell, Row};
use crate::reader::{Log as FieldLog, Path, nearest};
use crate::tree::{Node, Value};
use crate::{SourceFile, firms, json};

/// Reads a JSON file: a table of lists by kind, a list of firms, or one firm.
pub(super) fn read(file: &SourceFile, limits: &Limits, import: &mut Import, log: &mut Log) {
    let text = match file.text() {
        Ok((text, notice)) => {
            log.note_all(notice);
            text
        }
        Err(error) => {
            log.push(error);
            return;
        }
    };
    if values(&text) > limits.cells.saturating_mul(2) {
        log.file("the file holds too many values".into(), "import it in parts");
        return;
    }
    let (tree, wrong) = json::parse(&text);
    for error in wrong {
        log.cell(Some(error.line), error.field, error.message, error.hint);
    }
    let Some(tree) = tree else { return };
    if let Some(line) = long(&tree, limits.cell_chars) {
        let message = format!("a text has more than {} characters", limits.cell_chars);
        log.cell(Some(line), String::new(), message, "shorten it".into());
        return;
    }
    let mut state = State::default();
    match &tree.value {
        Value::List(items) => firm_list(file, items, &Path::Root, limits, import, &mut state, log),
        Value::Table(entries) if entries.iter().any(|entry| kind(&entry.key).is_some()) => {
            // Firms first, whatever the order of the file: other lists speak of them.
            let (firms, others): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.key == "firms");
            for entry in firms.into_iter().chain(others) {
                let key = &*entry.key;
                let Some(kind) = kind(key) else {
                    let known = Kind::ALL.map(Kind::word);
                    let hint = match nearest(key, &known) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the keys here are `{}`", known.join("`, `")),
                    };
                    log.cell(Some(entry.line), key.to_owned(), format!("there is no key `{key}` here"), hint);
                    continue;
                };
                let Value::List(items) = &entry.node.value else {
                    let message = format!("{} stands where a list belongs", entry.node.kind());
                    log.cell(Some(entry.line), key.to_owned(), message, "put it in `[` and `]`".into());
                    continue;
                };
                if kind == Kind::Firms {
                    firm_list(file, items, &Path::Root.key(key), limits, import, &mut state, log);
                } else {
                    row_list(kind, items, limits, import, &mut state, log);
                }
            }
        }
        Value::Table(_) => one_firm(file, &tree, &Path::Root, 1, import, &mut state, log),
        _ => log.cell(
            Some(tree.line),
            String::new(),
            format!("{} stands where a table of lists belongs", tree.kind()),
            "write {\"firms\": [...]}".into(),
        ),
    }
}

/// As many values as there are at most, without building any: each but the first has a mark before it.
fn values(text: &str) -> usize {
    let (mut quoted, mut escaped, mut marks) = (false, false, 0);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' | b':' | b'[' | b'{' if !quoted => marks += 1,
            _ => {}
        }
    }
    marks
}

/// The line of a text that is too long.
fn long(node: &Node<'_>, limit: usize) -> Option<usize> {
    match &node.value {
        Value::Text(text) => (text.len() > limit && text.chars().count() > limit).then_some(node.line),
        Value::List(items) => items.iter().find_map(|item| long(item, limit)),
        Value::Table(entries) => entries.iter().find_map(|entry| long(&entry.node, limit)),
        _ => None,
    }
}

fn kind(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.word() == word)
}

fn too_many(items: &[Node<'_>], limits: &Limits, log: &mut Log) -> bool {
    let many = items.len() > limits.rows;
    if many {
        let line = items.first().map(|item| item.line);
        log.cell(
            line,
            String::new(),
            format!("there are more than {} entries", limits.rows),
            "import it in parts".into(),
        );
    }
    many
}

fn firm_list(
    file: &SourceFile,
    items: &[Node<'_>],
    path: &Path<'_>,
    limits: &Limits,
    import: &mut Import,
    state: &mut State,
    log: &mut Log,
) {
    if too_many(items, limits, log) {
        return;
    }
    for (i, item) in items.iter().enumerate() {
        one_firm(file, item, &path.index(i), i + 1, import, state, log);
    }
}

fn place(log: &Log, path: String, number: usize, line: usize) -> Place {
    Place {
        file: Arc::clone(log.file_name()),
        sheet: "".into(),
        row: number,
        line: Some(line),
        columns: Arc::default(),
        path,
    }
}

fn one_firm(
    file: &SourceFile,
    node: &Node<'_>,
    path: &Path<'_>,
    number: usize,
    import: &mut Import,
    state: &mut State,
    log: &mut Log,
) {
    let mut fields = FieldLog::new(file);
    let read = firms::from_node(node, path, &mut fields);
    let (errors, notices) = fields.into_parts();
    let failed = !errors.is_empty();
    for error in errors {
        log.push(error);
    }
    log.note_all(notices);
    let Some(firm) = read.filter(|_| !failed) else { return };
    let told = |key: &str| node.get(key).is_some();
    let id = told("id").then(|| firm.id.clone());
    let given: BTreeSet<FirmField> = FirmField::ALL.into_iter().filter(|field| told(field.key())).collect();
    let place = place(log, path.to_string(), number, node.line);
    if let Some(first) = state.firms.first(id.as_ref(), &firm.name, &place) {
        let first = if first.is_empty() { "this file".to_owned() } else { first };
        log.push(place.error(
            "id",
            format!("the firm is already given in {first}"),
            "give each firm an id of its own",
        ));
        return;
    }
    state.firms.keep(id.as_ref(), firm.name.as_str(), import.firms.len());
    let (name, depth, details) = (firm.name.clone(), Depth::Full, Details::default());
    import.firms.push(ImportedFirm { id, name, firm, given, place, depth, details });
}

/// Entries of the other kinds are read as rows, whose columns are their keys.
fn row_list(
    kind: Kind,
    items: &[Node<'_>],
    limits: &Limits,
    import: &mut Import,
    state: &mut State,
    log: &mut Log,
) {
    if too_many(items, limits, log) {
        return;
    }
    let columns: BTreeMap<&'static str, usize> =
        kind.columns().iter().enumerate().map(|(i, column)| (column.key, i)).collect();
    state.client = None;
    for (i, item) in items.iter().enumerate() {
        let at = place(log, format!("{}[{i}]", kind.word()), i + 1, item.line);
        let Value::Table(entries) = &item.value else {
            log.push(at.error(
                "",
                format!("{} stands where a table of fields belongs", item.kind()),
                "write its fields by name",
            ));
            continue;
        };
        let (mut row, mut failed) = (Row { number: i + 1, line: Some(item.line), cells: Vec::new() }, false);
        for entry in entries {
            let Some(&column) = columns.get(&*entry.key) else {
                let keys: Vec<&str> = columns.keys().copied().collect();
                let hint = match nearest(&entry.key, &keys) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the keys here are `{}`", keys.join("`, `")),
                };
                log.push(at.error(&entry.key, format!("there is no key `{}` here", entry.key), hint));
                failed = true;
                continue;
            };
            match cell(&entry.node.value) {
                Ok(Some(cell)) => row.cells.push((column, cell)),
                Ok(None) => {}
                Err(()) => {
                    let message = format!("{} stands where a single value belongs", entry.node.kind());
                    log.push(at.error(&entry.key, message, "write a text, a number, or true or false"));
                    failed = true;
                }
            }
        }
        row.cells.sort_by_key(|(column, _)| *column);
        row.cells.dedup_by_key(|(column, _)| *column);
        let mut cells = Cells { columns: &columns, row: &row, place: at, failed, log };
        if row.is_blank() && !failed {
            cells.wrong("", "the entry is empty", "take it away");
        } else {
            rows::one(kind, &mut cells, import, state);
        }
    }
}

fn cell(value: &Value<'_>) -> Result<Option<Cell>, ()> {
    Ok(match value {
        Value::Null => None,
        Value::Bool(b) => Some(Cell::Bool(*b)),
        Value::Number(written) => {
            let number = written.parse::<f64>().ok().filter(|n| n.is_finite());
            Some(number.map_or_else(|| Cell::Text(written.to_string()), Cell::Number))
        }
        Value::Text(text) => Cell::text(text),
        Value::Date(text) => Cell::text(text),
        Value::List(_) | Value::Table(_) => return Err(()),
    })
}
