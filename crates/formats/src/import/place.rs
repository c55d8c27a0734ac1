//! Where in an uploaded file something stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{FileError, FileNotice};

/// A row of a sheet, or an entry of a JSON file, and the columns of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(super) file: Arc<str>,
    pub(super) sheet: Arc<str>,
    pub(super) row: usize,
    pub(super) line: Option<usize>,
    /// Number of the column of each key, from 0.
    pub(super) columns: Arc<BTreeMap<&'static str, usize>>,
    /// Of JSON: the path of the entry.
    pub(super) path: String,
}

impl Place {
    /// The file, as it was named by whoever asked.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The sheet; empty for a file that is one sheet.
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// The row, from 1, as a spreadsheet counts it; in JSON the number of the entry in its list.
    pub fn row(&self) -> usize {
        self.row
    }

    /// The line of a text file, from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The cell of a column by its key: `Firmes!C12`, of a CSV file `C12`, of JSON `firms[3].name`. The row where there is no
    /// such column: `Firmes!12`.
    pub fn cell(&self, key: &str) -> String {
        if !self.path.is_empty() {
            return if key.is_empty() { self.path.clone() } else { format!("{}.{key}", self.path) };
        }
        let column = self.columns.get(key).map(|&at| letters(at)).unwrap_or_default();
        let cell = format!("{column}{}", self.row);
        if self.sheet.is_empty() { cell } else { format!("{}!{cell}", self.sheet) }
    }

    /// A complaint about the cell of a column: for whoever finds out more than this row tells.
    pub fn error(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) -> FileError {
        FileError {
            file: self.file.to_string(),
            line: self.line,
            field: self.cell(key),
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// A remark about the cell of a column.
    pub fn notice(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) -> FileNotice {
        let FileError { file, line, field, message, hint } = self.error(key, message, hint);
        FileNotice { file, line, field, message, hint }
    }
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column;
    loop {
        name.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    name.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).to_vec();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
