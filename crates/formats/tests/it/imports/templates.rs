//! The workbook to fill in.

use std::io::{Cursor, Read as _};

use passerelle_domain::Language;
use passerelle_formats::SourceFile;
use passerelle_formats::import::{self, Kind};

use super::{good, read, refusals};

const BOTH: [Language; 2] = [Language::French, Language::English];

fn template(language: Language) -> SourceFile {
    SourceFile { name: "modele.xlsx".into(), bytes: import::template(language) }
}

#[test]
fn a_template_reads_back_and_its_examples_are_passed_over() {
    for language in BOTH {
        let read = read(&template(language));
        assert_eq!(refusals(&read), [": holds no row to import"]);
        assert!(read.import.is_empty());
        assert_eq!(read.notices, []);
        for (sheet, kind) in read.sheets.iter().zip(Kind::ALL) {
            assert_eq!((sheet.kind, sheet.rows), (Some(kind), 0));
            let keys: Vec<_> = sheet.headings.iter().map(|(_, key)| key.unwrap()).collect();
            let all: Vec<_> = kind.columns().iter().map(|column| column.key).collect();
            assert_eq!(keys, all, "{language:?}");
        }
    }
}

/// The text of a file inside a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_examples_are_without_fault_themselves() {
    for (language, mark) in BOTH.into_iter().zip(["(exemple)", "(example)"]) {
        let bytes = import::template(language);
        // The marks are taken away inside the workbook, so that the examples count.
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for i in 0..archive.len() {
            let mut entry = archive.by_index(i).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            if name == "xl/sharedStrings.xml" {
                let text = String::from_utf8(content).unwrap();
                assert!(text.contains(mark));
                content =
                    text.replace(&format!(">{mark}<"), ">ex<").replace(&format!("{mark} "), "").into_bytes();
            }
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, &content).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        let read = good(&SourceFile { name: "x.xlsx".into(), bytes });
        let import = &read.import;
        assert_eq!(
            [
                import.firms.len(),
                import.clients.len(),
                import.contacts.len(),
                import.wishes.len(),
                import.absences.len()
            ],
            [1; 5]
        );
        let firm = &import.firms[0];
        assert_eq!(firm.given.len(), 21, "the example shows every field: {:?}", firm.given);
        assert_eq!(firm.firm.capabilities[0].headcount, Some(12));
        assert_eq!(
            (firm.firm.capabilities.len(), firm.firm.certifications.len()),
            (2, 2),
            "the other sheets speak of the same"
        );
        assert_eq!(firm.firm.certifications[0].number.as_ref().unwrap().as_str(), "FR-0042");
        assert_eq!(firm.firm.certifications[0].validity.until(), Some(jiff::civil::date(2028, 4, 30)));
    }
}

#[test]
fn a_template_helps_and_holds_no_formula() {
    for language in BOTH {
        let bytes = import::template(language);
        assert_eq!(bytes, import::template(language), "the same each time");
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for wanted in ["<pane ", "<autoFilter ", "<dataValidation ", "legacyDrawing"] {
            assert!(sheet.contains(wanted), "{wanted}");
        }
        for i in 1..=7 {
            assert!(!part(&bytes, &format!("xl/worksheets/sheet{i}.xml")).contains("<f>"));
        }
        assert!(part(&bytes, "xl/comments1.xml").contains(Kind::Firms.columns()[0].help(language)));
    }
}
