//! A sheet as cells, whatever file it came from.

use jiff::civil::DateTime;

/// A sheet: its rows from top to bottom, those without any cell left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    /// Empty for a file that is one sheet.
    pub name: String,
    pub rows: Vec<Row>,
}

/// A row and its cells from left to right, those that are empty left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row {
    /// From 1, as a spreadsheet counts.
    pub number: usize,
    /// Of a text file.
    pub line: Option<usize>,
    pub cells: Vec<(usize, Cell)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Trimmed, never empty.
    Text(String),
    Number(f64),
    Bool(bool),
    /// A number that the workbook shows as a date, a time or both.
    Moment(DateTime),
    /// A number that the workbook shows as a time of day or a duration, in seconds.
    Clock(i64),
    /// `#N/A` and the like.
    Error(String),
    /// A formula whose value was not saved with it.
    Unsaved,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(at).map(|(_, cell)| cell)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }
}

impl Cell {
    /// A text without what surrounds it; `None` when nothing is left.
    pub(super) fn text(raw: &str) -> Option<Self> {
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
        // An apostrophe keeps spreadsheets from running what follows; it is no part of the text.
        let guarded = trimmed.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        let text = guarded.unwrap_or(trimmed);
        (!text.is_empty()).then(|| Self::Text(text.to_owned()))
    }

    /// As a person would read it: 45 and not 45.0.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Unsaved => String::new(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Moment(at) if at.time() == jiff::civil::Time::midnight() => at.date().to_string(),
            Self::Moment(at) => at.to_string(),
            Self::Clock(seconds) => format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60),
        }
    }

    /// As a complaint quotes it: short, on one line.
    pub(super) fn quoted(&self) -> String {
        let shown = self.shown();
        let line: String = shown.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if line.chars().count() <= 60 {
            return line;
        }
        line.chars().take(57).chain("...".chars()).collect()
    }
}
