//! The rows by which a template shows what to write.

use super::sheet::{Cell, Row};

/// The mark of such a row, by language: French, English.
pub(super) const MARKS: [&str; 2] = ["(exemple)", "(example)"];

/// Whether the first filled cell of a row begins with the mark.
pub(super) fn is_one(row: &Row) -> bool {
    let Some((_, Cell::Text(first))) = row.cells.first() else { return false };
    let start: String = first.chars().take(MARKS[0].len()).flat_map(char::to_lowercase).collect();
    MARKS.contains(&start.as_str())
}
