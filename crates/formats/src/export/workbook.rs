//! The organiser's workbook (XLSX): a sheet a view, to filter, sort and print.
//!
//! Texts are written as texts and never as formulas; dates and hours are dates and hours to the spreadsheet.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use passerelle_domain::Language;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::messages::Words;
use crate::view::AgendaView;

mod sheets;

/// Characters that a cell can hold at most.
const MOST_CHARACTERS: usize = 32_000;

/// What stands in a cell.
enum Cell {
    Nothing,
    Text(String),
    Number(f64),
    /// Of 1, shown in per cent.
    Share(f64),
    Day(Date),
    Hour(Time),
}

/// A sheet: headings over rows.
struct Sheet {
    name: &'static str,
    /// Headings with the widths of their columns, in characters.
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<Cell>>,
    /// Columns that stay when one scrolls to the right.
    frozen: u16,
}

/// See [`super::workbook`].
pub(super) fn write(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    let made = book(view, at, language);
    // The writer refuses sheets of more than a million rows and names that are none; a test rules out the latter.
    debug_assert!(made.is_ok(), "{made:?}");
    made.unwrap_or_default()
}

fn book(view: &AgendaView, at: Timestamp, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = TimeZone::UTC.to_datetime(at);
    let day = day(made.date())?;
    book.set_properties(&DocProperties::new().set_title(&view.event_name).set_creation_datetime(&day));
    for sheet in sheets::all(view, Words::of(language)) {
        fill(book.add_worksheet(), &sheet, language)?;
    }
    book.save_to_buffer()
}

/// Spreadsheets count from 1900.
fn day(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}

fn fill(out: &mut Worksheet, sheet: &Sheet, language: Language) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00DC_E6F1))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let top = Format::new().set_align(FormatAlign::Top);
    let text = top.clone().set_text_wrap();
    let [days, hours] = match language {
        Language::French => ["dd/mm/yyyy", "hh:mm"],
        Language::English => ["d mmm yyyy", "hh:mm"],
    };
    let (days, hours) = (top.clone().set_num_format(days), top.clone().set_num_format(hours));
    let share = top.clone().set_num_format("0.0%");
    out.set_name(sheet.name)?;
    for ((title, width), at) in sheet.columns.iter().zip(0..) {
        out.set_column_width(at, *width)?;
        out.write_string_with_format(0, at, cut(title), &heading)?;
    }
    for (cells, row) in sheet.rows.iter().zip(1..) {
        for (cell, at) in cells.iter().zip(0..) {
            match cell {
                Cell::Nothing => {}
                Cell::Text(words) => drop(out.write_string_with_format(row, at, cut(words), &text)?),
                Cell::Number(number) => drop(out.write_number_with_format(row, at, *number, &top)?),
                Cell::Share(part) => drop(out.write_number_with_format(row, at, *part, &share)?),
                Cell::Day(date) => drop(out.write_datetime_with_format(row, at, day(*date)?, &days)?),
                Cell::Hour(time) => {
                    let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
                    let time = ExcelDateTime::from_hms(u16::from(hour), minute, 0)?;
                    out.write_datetime_with_format(row, at, time, &hours)?;
                }
            }
        }
    }
    let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    out.autofilter(0, 0, last_row, last_column)?;
    out.set_freeze_panes(1, sheet.frozen)?;
    out.set_landscape();
    out.set_paper_size(9);
    out.set_print_fit_to_pages(1, 0);
    out.set_repeat_rows(0, 0)?;
    Ok(())
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}
