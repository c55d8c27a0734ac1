//! The event file: sessions, tables, clients with their desks, attending firms, wishes, and what is settled beforehand.
//!
//! Reading takes two steps, because the file names the firms and briefs that must be read in between: [`parse`] checks the
//! file by itself and tells where firms and briefs lie; [`EventFile::resolve`] checks every name against them.
//!
//! Slots are laid out from a session's `start`, `count` of them, `minutes` each; one that would overlap a break starts after
//! it. A slot is named by its local start, `2027-03-18T13:30`. Tables are `T1`, `T2` ... unless they are listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use passerelle_domain::{Attendance, BriefId, ClientId, DayWishes, Event, EventParts, FirmId, Problems};

use crate::reader::Log;
use crate::tree::{Node, Value};
use crate::{FileError, Parsed, SourceFile, json, toml_tree};

mod fields;
mod layout;
mod requests;
mod written;

pub use written::write_json;

/// An event file that was read; firms and briefs are not looked at yet.
#[derive(Debug, Clone)]
pub struct EventFile {
    file: String,
    firms: String,
    briefs: String,
    parts: EventParts,
    /// The half-days and closings of which the slots were laid out.
    layout: Layout,
    /// No firm is listed: all that exist attend.
    everyone: bool,
    lines: BTreeMap<String, usize>,
    wishes: Vec<WishPlace>,
    /// What is wrong with the file by itself; told together with what [`EventFile::resolve`] finds.
    wrong: Vec<FileError>,
}

/// The half-days as written, and the times in which tables are closed.
#[derive(Debug, Clone)]
struct Layout {
    sessions: Vec<layout::SessionSpec>,
    closed: Vec<layout::Closed>,
}

/// Where in the file a wish stands: the path of its firm, its desk, its brief, and of its entry.
#[derive(Debug, Clone)]
struct WishPlace {
    entry: String,
    firm: String,
    brief: String,
}

/// Reads an event file, TOML or JSON.
///
/// A file whose parts could be read in spite of errors is given back with them, so that they are told together with the
/// errors of its firms and briefs.
///
/// # Errors
/// Everything that is wrong with a file that says too little to go on: syntax, no firms, no name.
pub fn parse(file: &SourceFile) -> Result<Parsed<EventFile>, Vec<FileError>> {
    let mut log = Log::new(file);
    let Some(event) = read(file, &mut log) else {
        return log.done(None).map(|(value, notices)| Parsed { value, notices });
    };
    let (wrong, notices) = log.into_parts();
    Ok(Parsed { value: EventFile { wrong, ..event }, notices })
}

fn read(file: &SourceFile, log: &mut Log) -> Option<EventFile> {
    let (text, notice) = file.text().map_err(|error| log.push(error)).ok()?;
    log.note_all(notice);
    let tree = match file.extension().as_str() {
        "toml" => toml_tree::parse(&text, 1).map_err(|wrong| log.syntax(wrong)).ok()?,
        "json" => {
            let (tree, wrong) = json::parse(&text);
            log.syntax(wrong);
            tree?
        }
        other => {
            log.push(file.error(
                None,
                "",
                &format!("`.{other}` files are not read as events"),
                "give .toml or .json",
            ));
            return None;
        }
    };
    let mut lines = BTreeMap::new();
    note_lines(&tree, &mut String::new(), &mut lines);
    fields::event(&tree, log).map(|read| EventFile {
        file: file.name.clone(),
        firms: read.firms,
        briefs: read.briefs,
        parts: read.parts,
        layout: read.layout,
        everyone: read.everyone,
        lines,
        wishes: read.wishes,
        wrong: Vec::new(),
    })
}

fn note_lines(node: &Node<'_>, path: &mut String, lines: &mut BTreeMap<String, usize>) {
    let length = path.len();
    match &node.value {
        Value::Table(entries) => {
            for entry in entries {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(&entry.key);
                lines.insert(path.clone(), entry.line);
                note_lines(&entry.node, path, lines);
                path.truncate(length);
            }
        }
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                // Writing to a string cannot fail.
                let _ = write!(path, "[{i}]");
                lines.insert(path.clone(), item.line);
                note_lines(item, path, lines);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

impl EventFile {
    /// Where the firms are: a folder or file, relative to the event file.
    pub fn firms_path(&self) -> &str {
        &self.firms
    }

    /// Where the briefs are: a folder or file, relative to the event file.
    pub fn briefs_path(&self) -> &str {
        &self.briefs
    }

    /// What the file says, with the names of firms and briefs as they stand: not yet checked against any.
    pub fn parts(&self) -> &EventParts {
        &self.parts
    }

    /// Whether no attending firm is listed, so that all that exist come.
    pub fn attends_all(&self) -> bool {
        self.everyone
    }

    /// Checks every name against the firms and briefs that exist (with their clients, when known).
    ///
    /// # Errors
    /// Everything that is wrong, sorted, with the line of the event file: unknown firms, briefs, desks; a brief of another
    /// client; promises that are ruled out ...
    pub fn resolve(
        mut self,
        firms: &BTreeSet<FirmId>,
        briefs: &BTreeMap<BriefId, Option<ClientId>>,
    ) -> Result<Event, Vec<FileError>> {
        if self.everyone {
            let all = firms.iter().cloned();
            let attend = |firm| Attendance {
                firm,
                min: None,
                max: None,
                seats: 1,
                day: DayWishes::default(),
                absences: Vec::new(),
            };
            self.parts.attending = all.map(attend).collect();
        }
        let resolved =
            Event::new(self.parts.clone(), firms, briefs).map_err(|problems| self.located(problems));
        if self.wrong.is_empty() {
            return resolved;
        }
        let mut wrong = std::mem::take(&mut self.wrong);
        // Where parts were refused, what hangs on them would be told twice; a name outside the file is wrong all the same.
        let outside = |e: &FileError| {
            ["there is no firm", "there is no brief"].iter().any(|m| e.message.starts_with(m))
        };
        wrong.extend(resolved.err().unwrap_or_default().into_iter().filter(outside));
        wrong.sort();
        wrong.dedup();
        Err(wrong)
    }

    /// The line on which a field stands, else of the nearest one around it: `clients[2].desks[0].min`.
    pub fn line_of(&self, field: &str) -> Option<usize> {
        self.line(field)
    }

    /// What is wrong with the file by itself: for a caller who cannot go on to [`EventFile::resolve`].
    pub fn errors(&self) -> &[FileError] {
        &self.wrong
    }

    fn located(&self, problems: Problems) -> Vec<FileError> {
        let mut errors: Vec<FileError> = problems
            .into_iter()
            .map(|wrong| {
                let field = self.path_in_file(&wrong.field);
                let line = self.line(&field);
                FileError { file: self.file.clone(), line, field, message: wrong.message, hint: wrong.hint }
            })
            .collect();
        errors.sort();
        errors.dedup();
        errors
    }

    /// `wishes[7].firm` of the parts is, in the file, `desk_wishes[2].firms[1]`.
    fn path_in_file(&self, path: &str) -> String {
        let place = path.strip_prefix("wishes[").and_then(|rest| {
            let (number, end) = rest.split_once(']')?;
            Some((self.wishes.get(number.parse::<usize>().ok()?)?, end))
        });
        match place {
            Some((place, ".firm")) => place.firm.clone(),
            Some((place, ".brief")) => place.brief.clone(),
            Some((place, end)) => format!("{}{end}", place.entry),
            None => path.to_owned(),
        }
    }

    /// The line of a path, else of the nearest path around it.
    fn line(&self, path: &str) -> Option<usize> {
        let mut at = path;
        loop {
            if let Some(line) = self.lines.get(at) {
                return Some(*line);
            }
            at = at.get(..at.rfind(['.', '['])?)?;
        }
    }
}
