//! Rows of a sheet into what they mean, and what is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use passerelle_domain::{Invalid, Name};

use super::columns::Kind;
use super::headings::Layout;
use super::place::Place;
use super::sheet::{Cell, Row, Sheet};
use super::{Import, clients, details, example, firms, people, wishes};
use crate::{FileError, FileNotice};

/// As many complaints as anybody would read; the rest is counted.
const MOST: usize = 10_000;

/// Collects what is wrong with one file, in its order.
pub(super) struct Log {
    file: Arc<str>,
    errors: Vec<FileError>,
    notices: Vec<FileNotice>,
    more: usize,
}

impl Log {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.into(), errors: Vec::new(), notices: Vec::new(), more: 0 }
    }

    pub(super) fn push(&mut self, error: FileError) {
        if self.errors.len() < MOST {
            self.errors.push(error);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn cell(&mut self, line: Option<usize>, field: String, message: String, hint: String) {
        let file = self.file.to_string();
        self.push(FileError { file, line, field, message, hint });
    }

    /// A complaint about the file as a whole.
    pub(super) fn file(&mut self, message: String, hint: &str) {
        self.cell(None, String::new(), message, hint.into());
    }

    /// A complaint about a sheet, at a row.
    pub(super) fn sheet(&mut self, sheet: &str, row: usize, message: String, hint: String) {
        let field = if sheet.is_empty() { String::new() } else { format!("{sheet}!{row}") };
        self.cell(sheet.is_empty().then_some(row), field, message, hint);
    }

    /// A complaint about the mapping that came with the file.
    pub(super) fn mapping(&mut self, message: String, hint: String) {
        self.cell(None, "mapping".into(), message, hint);
    }

    pub(super) fn notice(&mut self, line: Option<usize>, field: &str, message: String, hint: &str) {
        let (file, field, hint) = (self.file.to_string(), field.to_owned(), hint.to_owned());
        if self.notices.len() < MOST {
            self.notices.push(FileNotice { file, line, field, message, hint });
        }
    }

    pub(super) fn note_all(&mut self, notices: impl IntoIterator<Item = FileNotice>) {
        self.notices.extend(notices);
    }

    pub(super) fn failed(&self) -> bool {
        !self.errors.is_empty()
    }

    pub(super) fn file_name(&self) -> &Arc<str> {
        &self.file
    }

    pub(super) fn into_parts(mut self) -> (Vec<FileError>, Vec<FileNotice>) {
        if self.more > 0 {
            let message = format!("{} more complaints are left out", self.more);
            self.more = 0;
            let file = self.file.to_string();
            let hint = "correct those above first".into();
            self.errors.push(FileError { file, line: None, field: String::new(), message, hint });
        }
        self.errors.dedup();
        self.notices.dedup();
        (self.errors, self.notices)
    }
}

/// What is remembered from row to row, across sheets.
#[derive(Default)]
pub(super) struct State {
    /// First place of each thing that may be there only once.
    seen: BTreeMap<String, String>,
    /// Firms by what they are known by.
    pub firms: firms::Known,
    /// Clients by what they are known by.
    pub clients: clients::Known,
    /// The client of the row above, for cells merged downwards.
    pub client: Option<usize>,
}

impl State {
    /// Remembers a thing; the cell of the first when it was there already.
    pub(super) fn first(&mut self, key: String, place: &Place) -> Option<String> {
        match self.seen.entry(key) {
            std::collections::btree_map::Entry::Occupied(first) => Some(first.get().clone()),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(place.cell(""));
                None
            }
        }
    }
}

/// Reads the rows of a sheet; gives how many there are.
pub(super) fn read(
    sheet: &Sheet,
    layout: &Layout,
    import: &mut Import,
    state: &mut State,
    log: &mut Log,
) -> usize {
    let sheet_name: Arc<str> = sheet.name.as_str().into();
    state.client = None;
    if layout.kind == Kind::Wishes && !layout.columns.contains_key("grade") {
        log.notice(
            None,
            &sheet.name,
            "there is no column of grades: each wish counts as 1".into(),
            "add a column `Note`",
        );
    }
    let mut rows = 0;
    for row in sheet.rows.get(layout.first..).unwrap_or_default() {
        if row.is_blank() || example::is_one(row) {
            continue;
        }
        rows += 1;
        let place = Place {
            file: Arc::clone(log.file_name()),
            sheet: Arc::clone(&sheet_name),
            row: row.number,
            line: row.line,
            columns: Arc::clone(&layout.columns),
            path: String::new(),
        };
        let mut cells = Cells { columns: &layout.columns, row, place, failed: false, log };
        one(layout.kind, &mut cells, import, state);
    }
    rows
}

/// Reads one row of a kind.
pub(super) fn one(kind: Kind, cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    if !cells.has_any() {
        return;
    }
    match kind {
        Kind::Firms => firms::row(cells, import, state),
        Kind::Skills => details::skill(cells, import, state),
        Kind::Certifications => details::certificate(cells, import, state),
        Kind::Clients => clients::row(cells, import, state),
        Kind::Contacts => people::contact(cells, import, state),
        Kind::Wishes => wishes::row(cells, import, state),
        Kind::Absences => people::absence(cells, import, state),
    }
}

/// The cells of one row by the keys of their columns.
pub(super) struct Cells<'r> {
    pub columns: &'r BTreeMap<&'static str, usize>,
    pub row: &'r Row,
    pub place: Place,
    /// Something in the row was refused.
    pub failed: bool,
    pub log: &'r mut Log,
}

impl<'r> Cells<'r> {
    /// The cell of a column; `None` when it is empty, or holds only a dash, or there is no such column.
    pub(super) fn cell(&self, key: &str) -> Option<&'r Cell> {
        self.row.cell(*self.columns.get(key)?).filter(|cell| !is_dash(cell))
    }

    /// Whether the cell says that there is nothing.
    pub(super) fn dashed(&self, key: &str) -> bool {
        self.columns.get(key).and_then(|&at| self.row.cell(at)).is_some_and(is_dash)
    }

    /// Whether any known column holds something.
    pub(super) fn has_any(&self) -> bool {
        self.columns.values().any(|&at| self.row.cell(at).is_some())
    }

    pub(super) fn wrong(&mut self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.failed = true;
        let error = self.place.error(key, message, hint);
        self.log.push(error);
    }

    /// The cell as text; an error of the spreadsheet is refused.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.cell(key)? {
            Cell::Error(error) => {
                let message = format!("`{error}` is an error of the spreadsheet");
                self.wrong(key, message, "correct the formula, or write the value");
                None
            }
            Cell::Unsaved => {
                let hint = "open the workbook in a spreadsheet program and save it, or write the value";
                self.wrong(key, "the formula has no saved value", hint);
                None
            }
            cell => Some(cell.shown()),
        }
    }

    /// The cell made into a value of the domain.
    pub(super) fn value<T>(&mut self, key: &str, make: impl Fn(&str) -> Result<T, Invalid>) -> Option<T> {
        let text = self.text(key)?;
        match make(&text) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.wrong(key, wrong.message, wrong.hint);
                None
            }
        }
    }

    pub(super) fn name(&mut self, key: &str) -> Option<Name> {
        self.value(key, Name::new)
    }

    /// The cell read by a function that knows what it wants.
    pub(super) fn known<T>(
        &mut self,
        key: &str,
        wanted: &str,
        hint: &str,
        read: impl Fn(&Cell) -> Option<T>,
    ) -> Option<T> {
        let cell = self.cell(key)?;
        if let Cell::Error(_) | Cell::Unsaved = cell {
            self.text(key);
            return None;
        }
        let found = read(cell);
        if found.is_none() {
            self.wrong(key, format!("`{}` is not {wanted}", cell.quoted()), hint);
        }
        found
    }
}

/// A cell by which people say that there is nothing.
fn is_dash(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if matches!(text.as_str(), "-" | "–" | "—" | "--" | "---"))
}
