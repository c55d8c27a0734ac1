//! Spreadsheets as organisers have them.

mod clients;
mod compared;
mod firms;
mod hostile;
mod mapped;
mod templates;

use passerelle_formats::SourceFile;
use passerelle_formats::import::{self, Limits, Mapping, Read};
use rust_xlsxwriter::Workbook;

/// A workbook of texts: sheets with their rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> SourceFile {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (i, row) in (0u32..).zip(*rows) {
            for (j, text) in (0u16..).zip(*row) {
                if !text.is_empty() {
                    sheet.write_string(i, j, *text).unwrap();
                }
            }
        }
    }
    SourceFile { name: "liste.xlsx".into(), bytes: book.save_to_buffer().unwrap() }
}

fn csv(text: &str) -> SourceFile {
    SourceFile { name: "liste.csv".into(), bytes: text.as_bytes().to_vec() }
}

fn read(file: &SourceFile) -> Read {
    import::read(file, &Mapping::default(), &Limits::default())
}

/// `cell: message` of each refusal, all of which are told in French, too.
fn refusals(read: &Read) -> Vec<String> {
    for error in &read.refused {
        in_both(&error.message);
        in_both(&error.hint);
    }
    read.refused.iter().map(|error| format!("{}: {}", error.field, error.message)).collect()
}

fn in_both(text: &str) {
    assert!(passerelle_formats::french::in_french(text).is_some(), "`{text}` has no French");
}

fn notices(read: &Read) -> Vec<String> {
    for notice in &read.notices {
        in_both(&notice.message);
        in_both(&notice.hint);
    }
    read.notices.iter().map(|notice| format!("{}: {}", notice.field, notice.message)).collect()
}

/// Reads what has to be without fault.
fn good(file: &SourceFile) -> Read {
    let read = read(file);
    assert_eq!(refusals(&read), Vec::<String>::new(), "{}", file.name);
    read
}
