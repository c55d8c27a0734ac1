//! Sheets of an `.xlsx` workbook.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::{Date, DateTime};

use super::limits::Limits;
use super::rows::Log;
use super::sheet::{Cell, Row, Sheet};
use super::{guard, place};
use crate::{FileError, SourceFile};

/// Reads the visible sheets; formulas give the values that were saved with them.
///
/// # Errors
/// The reason why the workbook as a whole is refused.
pub(super) fn read(file: &SourceFile, limits: &Limits, log: &mut Log) -> Result<Vec<Sheet>, FileError> {
    let largest = guard::check(file, limits)?;
    let damaged = || {
        file.error(
            None,
            "",
            "the workbook is damaged or cut off",
            "send it again, or open it and save it anew",
        )
    };
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|_| damaged())?;
    let listed: Vec<(String, SheetType, SheetVisible)> =
        book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.typ, sheet.visible)).collect();
    if listed.len() > limits.sheets {
        let message = format!("the workbook has {} sheets", listed.len());
        return Err(file.error(None, "", &message, &format!("keep it to {}", limits.sheets)));
    }
    // Several sheets may be one part of the archive, read again for each.
    let visible = listed.iter().filter(|(_, _, visible)| *visible == SheetVisible::Visible).count();
    if largest.saturating_mul(u64::try_from(visible).unwrap_or(u64::MAX))
        > limits.unpacked_bytes.saturating_mul(8)
    {
        return Err(file.error(None, "", "the workbook has too many large sheets", "import it in parts"));
    }
    let mut spent = Spent::default();
    let mut sheets = Vec::new();
    for (name, kind, visible) in listed {
        if kind != SheetType::WorkSheet {
            continue;
        }
        if visible != SheetVisible::Visible {
            log.notice(
                None,
                &name,
                "the hidden sheet is left out".into(),
                "show it and import again if it matters",
            );
            continue;
        }
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| damaged())?;
        // Errors that are newer than the reader come without the cell that they stand in.
        let told = |error: XlsxError| match error {
            XlsxError::CellError(value) => {
                let message = format!("`{value}` is an error of the spreadsheet");
                file.error(None, &name, &message, "correct the formula, or write the value")
            }
            _ => damaged(),
        };
        let mut rows: Vec<Row> = Vec::new();
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(told)? {
            let (row, column) = cell.pos;
            let (row, column) = (row as usize, column as usize);
            spent.visited += 1;
            if spent.visited > limits.cells.saturating_mul(8) {
                let message =
                    format!("the workbook has more than {} cells, most of them empty", spent.visited - 1);
                return Err(file.error(
                    None,
                    "",
                    &message,
                    "take away the formats of empty rows and columns",
                ));
            }
            let unsaved = cell.formula.is_some() && matches!(cell.value, DataRef::Empty);
            let Some(value) = value(&cell.value).or(unsaved.then_some(Cell::Unsaved)) else { continue };
            let at = || format!("{name}!{}{}", place::letters(column), row.saturating_add(1));
            if let Err((message, hint)) = spent.add(&value, row, column, limits) {
                return Err(file.error(None, &at(), &message, &hint));
            }
            match rows.last_mut() {
                Some(last) if last.number == row + 1 => last.cells.push((column, value)),
                _ => rows.push(Row { number: row + 1, line: None, cells: vec![(column, value)] }),
            }
        }
        sheets.push(Sheet { name, rows: in_order(rows) });
    }
    Ok(sheets)
}

/// Rows and cells by their numbers, each once, as other writers may have them in any order.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    let sorted = rows.is_sorted_by(|a, b| a.number < b.number);
    if !sorted {
        rows.sort_by_key(|row| row.number);
        rows.dedup_by(|later, first| {
            let same = later.number == first.number;
            if same {
                first.cells.append(&mut later.cells);
            }
            same
        });
    }
    for row in &mut rows {
        if !row.cells.is_sorted_by(|a, b| a.0 < b.0) {
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.dedup_by_key(|(column, _)| *column);
        }
    }
    rows
}

/// What was read so far, against the limits.
#[derive(Default)]
struct Spent {
    /// Cells that hold anything or only have a format.
    visited: usize,
    cells: usize,
    text: usize,
}

impl Spent {
    fn add(
        &mut self,
        value: &Cell,
        row: usize,
        column: usize,
        limits: &Limits,
    ) -> Result<(), (String, String)> {
        let fail = |message: String, hint: &str| Err((message, hint.to_owned()));
        if row >= limits.rows {
            return fail(format!("there are more than {} rows", limits.rows), "import it in parts");
        }
        if column >= limits.columns {
            return fail(
                format!("there are more than {} columns", limits.columns),
                "take away those that are not needed",
            );
        }
        self.cells += 1;
        if self.cells > limits.cells {
            return fail(format!("more than {} cells are filled", limits.cells), "import it in parts");
        }
        let Cell::Text(text) = value else { return Ok(()) };
        self.text += text.len();
        if text.len() > limits.cell_chars && text.chars().count() > limits.cell_chars {
            return fail(format!("the cell has more than {} characters", limits.cell_chars), "shorten it");
        }
        if self.text > limits.text_bytes {
            return fail("the texts of all cells together are too long".into(), "import it in parts");
        }
        Ok(())
    }
}

fn value(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Int(n) => {
            #[expect(clippy::cast_precision_loss, reason = "a spreadsheet's numbers are floating point")]
            let number = *n as f64;
            Some(Cell::Number(number))
        }
        DataRef::Float(n) => n.is_finite().then_some(Cell::Number(*n)),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(b) => Some(Cell::Bool(*b)),
        DataRef::DateTime(at) => moment(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.parse().map(Cell::Moment).ok().or_else(|| Cell::text(text))
        }
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Empty => None,
    }
}

/// A number shown as a date: below one day it is a time of day.
fn moment(at: &ExcelDateTime) -> Option<Cell> {
    let serial = at.as_f64();
    if !serial.is_finite() {
        return None;
    }
    if (0.0..1.0).contains(&serial) || at.is_duration() {
        if !(0.0..1_000.0).contains(&serial) {
            return Some(Cell::Number(serial));
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 1000 days of seconds")]
        let seconds = (serial * 86_400.0).round() as i64;
        return Some(Cell::Clock(seconds));
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let small = |n: u8| i8::try_from(n).ok();
    let at: DateTime = date.at(small(hour)?, small(minute)?, small(second)?, 0);
    // 13:29:59.9996 is what is left of 13:30 in floating point.
    let up = i64::from(milli >= 500);
    Some(Cell::Moment(at.saturating_add(jiff::Span::new().seconds(up))))
}
