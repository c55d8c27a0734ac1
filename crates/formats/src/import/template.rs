//! The workbook that an organiser fills in.

use passerelle_domain::Language;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError,
};

use super::columns::{ColumnInfo, Kind};

/// Rows that are checked as they are typed; the importer checks all of them in any case.
const LAST_ROW: u32 = 5_000;

/// A workbook (`.xlsx`) with one sheet for each kind: headings with what to write as a comment, lists to choose from, and an
/// example row that an import passes over. The same bytes for the same language.
///
/// Everything written is text or a number, never a formula. Empty in the one case that cannot be: that the writer refuses
/// what it is given here, which a test rules out.
pub fn template(language: Language) -> Vec<u8> {
    book(language).unwrap_or_default()
}

fn book(language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day of making has no place in a file that is the same every day.
    let made = ExcelDateTime::from_ymd(2027, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("Passerelle").set_creation_datetime(&made));
    for kind in Kind::ALL {
        let sheet = book.add_worksheet();
        sheet.set_name(kind.name(language))?;
        fill(sheet, kind, language)?;
    }
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, kind: Kind, language: Language) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00DC_E6F1))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top)
        .set_text_wrap();
    let example =
        Format::new().set_italic().set_font_color(Color::RGB(0x0080_8080)).set_align(FormatAlign::Top);
    let plain = Format::new().set_num_format("@");
    let columns = kind.columns();
    for (column, at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, width(column, language))?;
        if is_text(column) {
            // What looks like a number is kept as it is typed: 09000 stays 09000.
            sheet.set_column_format(at, &plain)?;
        }
        sheet.write_string_with_format(0, at, column.heading(language), &heading)?;
        sheet.insert_note(
            0,
            at,
            &Note::new(column.help(language)).set_author("Passerelle").set_width(260).set_height(90),
        )?;
        let shown = match language {
            Language::French => column.example.0,
            Language::English => column.example.1,
        };
        if !shown.is_empty() {
            sheet.write_string_with_format(1, at, shown, &example)?;
        }
        if let Some(choice) = choice(column, language)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &choice)?;
        }
    }
    sheet.set_freeze_panes(1, if kind == Kind::Firms { 2 } else { 0 })?;
    let last = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, LAST_ROW, last)?;
    Ok(())
}

fn width(column: &ColumnInfo, language: Language) -> f64 {
    let letters = u32::try_from(column.heading(language).chars().count()).unwrap_or(20);
    let wide: f64 = match column.key {
        "summary" | "skills" | "references" | "message" | "text" => 45.0,
        "name" | "firm" | "skill" | "scope" | "certifications" | "sectors" | "website" | "email" | "by"
        | "party" => 26.0,
        _ => 14.0,
    };
    wide.max(f64::from(letters) + 4.0)
}

/// Columns whose cells are codes or texts although they may look like numbers.
fn is_text(column: &ColumnInfo) -> bool {
    matches!(column.key, "id" | "postcode" | "phone" | "desk" | "brief" | "availability" | "certifications")
}

/// What may be chosen or typed in a column, where that is a closed matter.
fn choice(column: &ColumnInfo, language: Language) -> Result<Option<DataValidation>, XlsxError> {
    let french = language == Language::French;
    let list = |words: &[&str]| DataValidation::new().allow_list_strings(words);
    let whole = |low: i32, high: i32| {
        DataValidation::new().allow_whole_number(DataValidationRule::Between(low, high))
    };
    let rule = match column.key {
        "size" if french => list(&["TPE", "petite", "PME", "ETI", "GE"])?,
        "size" => list(&["micro", "small", "medium", "intermediate", "large"])?,
        "level" if french => list(&["notion", "pratique", "confirmé", "expert"])?,
        "level" => list(&["notion", "practitioner", "confirmed", "expert"])?,
        "language" => list(&["fr", "en"])?,
        "remote" if french => list(&["oui", "non"])?,
        "remote" => list(&["yes", "no"])?,
        "grade" => list(&["1", "2", "3"])?,
        "headcount" => whole(0, 1_000_000),
        "valid_from" | "valid_until" | "updated" => {
            let (oldest, latest) =
                (ExcelDateTime::from_ymd(1950, 1, 1)?, ExcelDateTime::from_ymd(2100, 12, 31)?);
            DataValidation::new().allow_date(DataValidationRule::Between(oldest, latest))
        }
        "mobility_km" => whole(0, 40_000),
        _ => return Ok(None),
    };
    let (title, message) = match language {
        Language::French => ("Valeur non reconnue", column.help_french),
        Language::English => ("Not recognised", column.help_english),
    };
    // A warning, not a prohibition: the importer understands more than the list shows.
    let short: String = message.chars().take(220).collect();
    Ok(Some(
        rule.set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(title)?
            .set_error_message(short)?,
    ))
}
