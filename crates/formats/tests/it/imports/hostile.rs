//! Files that mean harm, or came to harm.

use std::io::{Cursor, Write as _};

use passerelle_domain::Language;
use passerelle_formats::SourceFile;
use passerelle_formats::import::{self, Limits, Mapping};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use zip::write::SimpleFileOptions;

use super::{csv, read, refusals, workbook};
use crate::file;

/// A workbook with further files in its archive.
fn with(extra: &[(&str, &[u8])]) -> SourceFile {
    let base = workbook(&[("Firmes", &[&["Nom"], &["Alpha"]])]);
    let mut writer = zip::ZipWriter::new_append(Cursor::new(base.bytes)).unwrap();
    for (name, content) in extra {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    file("x.xlsx", writer.finish().unwrap().into_inner())
}

fn refused(file: &SourceFile) -> String {
    let read = read(file);
    assert!(read.import.is_empty(), "{}", file.name);
    assert_eq!(read.refused.len(), 1, "{:?}", read.refused);
    assert_eq!(refusals(&read).len(), 1);
    read.refused[0].message.clone()
}

#[test]
fn what_runs_or_reaches_out_is_refused() {
    assert_eq!(read(&with(&[])).import.firms.len(), 1);
    assert_eq!(refused(&with(&[("xl/vbaProject.bin", b"x")])), "the workbook holds macros");
    assert_eq!(refused(&with(&[("xl/VBAPROJECT.BIN", b"x")])), "the workbook holds macros");
    assert_eq!(refused(&with(&[("xl/macrosheets/sheet1.xml", b"x")])), "the workbook holds macros");
    assert_eq!(
        refused(&with(&[("xl/externalLinks/externalLink1.xml", b"x")])),
        "the workbook is linked to other files"
    );
    for end in ["xlsm", "xlsb", "xltm"] {
        let book = SourceFile { name: format!("x.{end}"), ..with(&[]) };
        assert_eq!(refused(&book), "workbooks that can hold macros are not read");
    }
}

#[test]
fn other_formats_are_named() {
    let compound = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    assert_eq!(
        refused(&file("x.xlsx", compound.clone())),
        "the workbook is in the format of Excel before 2007"
    );
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        refused(&file("x.xlsx", [compound, wide].concat())),
        "the workbook is protected by a password"
    );
    assert_eq!(refused(&file("x.xls", "")), "`.xls` files are not read");
    assert_eq!(refused(&file("x.ods", "")), "`.ods` files are not read");
    assert_eq!(refused(&file("x.pdf", "%PDF")), "`.pdf` files are not imported");
    assert_eq!(refused(&file("x.xlsx", "Nom;Effectif\nAlpha;3")), "this is no .xlsx workbook");
    assert_eq!(refused(&file("x.csv", with(&[]).bytes)), "`.csv` files are not imported");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    assert_eq!(refused(&file("x.xlsx", writer.finish().unwrap().into_inner())), "this is no .xlsx workbook");
    assert_eq!(refused(&file("x.csv", "")), "holds no row to import");
}

#[test]
fn bombs_are_stopped_by_what_they_unpack_to() {
    let zeros = vec![0u8; 40 << 20];
    let bomb = with(&[("xl/media/image1.png", &zeros)]);
    assert!(bomb.bytes.len() < 100_000);
    assert_eq!(refused(&bomb), "the workbook unpacks to more than 150 times its size");
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let told = import::read(&bomb, &Mapping::default(), &limits);
    assert_eq!(refusals(&told), [": the workbook unpacks to more than 1 MiB"]);
    // Sizes that the archive declares are not believed: here it says that the image is empty.
    let mut lying = bomb.bytes.clone();
    let declared = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let mut changed = 0;
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == declared {
            lying[at..at + 4].copy_from_slice(&[1, 0, 0, 0]);
            changed += 1;
        }
    }
    assert!(changed >= 1, "the declared size is in the directory");
    let message = refused(&file("x.xlsx", lying));
    assert!(message.contains("unpacks to more") || message.contains("damaged"), "{message}");
    let many: Vec<(String, Vec<u8>)> = (0..2_100).map(|i| (format!("a/{i}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    assert_eq!(refused(&with(&many)), "the workbook is made of more than 2000 files");
}

/// A workbook with one of its files replaced.
fn replaced(name: &str, content: &[u8]) -> SourceFile {
    let base = workbook(&[("Firmes", &[&["Nom"], &["Alpha"]])]);
    let mut archive = zip::ZipArchive::new(Cursor::new(base.bytes.as_slice())).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        let at = entry.name().unwrap().into_owned();
        let mut kept = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut kept).unwrap();
        writer.start_file(at.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(if at == name { content } else { &kept }).unwrap();
    }
    file("x.xlsx", writer.finish().unwrap().into_inner())
}

#[test]
fn formulas_without_a_saved_value_are_told() {
    let head = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>Nom</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Effectif</t></is></c><c r=\"C1\" t=\"str\"><v>Ville</v></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Alpha</v></c><c r=\"B2\"><f>SUM(D2:E2)</f><v></v></c><c r=\"C2\" t=\"str\"><f>IF(1,\"\",2)</f><v></v></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"str\"><f>D3</f><v>Bêta</v></c><c r=\"B3\"><f t=\"shared\" si=\"4000000000\">D4</f><v>12</v></c></row>";
    let told = read(&replaced(
        "xl/worksheets/sheet1.xml",
        format!("{head}{rows}</sheetData></worksheet>").as_bytes(),
    ));
    assert_eq!(refusals(&told), ["Firmes!B2: the formula has no saved value"]);
    assert_eq!((told.import.firms.len(), told.import.firms[0].firm.headcount), (1, Some(12)));
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#SPILL!</v></c></row>";
    let told = read(&replaced(
        "xl/worksheets/sheet1.xml",
        format!("{head}{rows}</sheetData></worksheet>").as_bytes(),
    ));
    assert_eq!(refusals(&told), ["Firmes: `#SPILL!` is an error of the spreadsheet"]);
}

#[test]
fn styles_that_would_be_copied_without_end_are_refused() {
    // One format code of a megabyte, to which a hundred thousand cell formats refer: 100 GB when each has its copy.
    let head = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    let code = "0".repeat(1 << 20);
    let formats = "<xf numFmtId=\"200\"/>".repeat(100_000);
    let styles = format!(
        "{head}<numFmts><numFmt numFmtId=\"200\" formatCode=\"{code}\"/></numFmts><cellXfs>{formats}</cellXfs></styleSheet>"
    );
    let overloaded = "the workbook's styles or lists are larger than any real one's";
    assert_eq!(refused(&replaced("xl/styles.xml", styles.as_bytes())), overloaded);
    let large = format!("{head}{}</styleSheet>", " ".repeat(5 << 20));
    assert_eq!(refused(&replaced("xl/styles.xml", large.as_bytes())), overloaded);
    let plain = format!("{head}<cellXfs><xf numFmtId=\"0\"/></cellXfs></styleSheet>");
    assert_eq!(read(&replaced("xl/styles.xml", plain.as_bytes())).import.firms.len(), 1);
    let texts = "<si/>".repeat(9_000_000 / 8);
    let limits = Limits { cells: 100_000, ..Limits::default() };
    let told =
        import::read(&replaced("xl/sharedStrings.xml", texts.as_bytes()), &Mapping::default(), &limits);
    assert_eq!(refusals(&told), [format!(": {overloaded}")]);
}

#[test]
fn json_is_bounded_before_it_is_built() {
    let limits = Limits { cells: 100, cell_chars: 10, ..Limits::default() };
    let told = |text: &str| refusals(&import::read(&file("x.json", text), &Mapping::default(), &limits));
    let many = format!("[{}0]", "0,".repeat(300));
    assert_eq!(told(&many), [": the file holds too many values"]);
    let quoted = format!(r#"{{"name": "{}"}}"#, ",".repeat(300));
    assert_eq!(told(&quoted), [": a text has more than 10 characters"]);
    // What is wrong with the writing itself is said to whoever wrote the program, in English.
    let deep = read(&file("x.json", "[".repeat(90)));
    assert_eq!(deep.refused[0].message, "more than 64 levels deep");
}

#[test]
fn far_cells_long_cells_and_many_sheets_are_bounded() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Nom").unwrap();
    sheet.write_string(1_048_575, 16_383, "loin").unwrap();
    let far = file("x.xlsx", book.save_to_buffer().unwrap());
    let told = read(&far);
    assert_eq!(refusals(&told), ["Sheet1!XFD1048576: there are more than 100000 rows"]);
    let limits = Limits { rows: 2_000_000, ..Limits::default() };
    let told = import::read(&far, &Mapping::default(), &limits);
    assert_eq!(refusals(&told), ["Sheet1!XFD1048576: there are more than 500 columns"]);

    let limits = Limits { cell_chars: 10, text_bytes: 30, sheets: 2, rows: 3, cells: 5, ..Limits::default() };
    let with = |file: &SourceFile| refusals(&import::read(file, &Mapping::default(), &limits));
    let long = workbook(&[("Firmes", &[&["Nom"], &["plus de dix lettres"]])]);
    assert_eq!(with(&long), ["Firmes!A2: the cell has more than 10 characters"]);
    let texts = workbook(&[("Firmes", &[&["Nom"], &["dix lettre", "dix lettre", "dix lettre"]])]);
    assert_eq!(with(&texts), ["Firmes!C2: the texts of all cells together are too long"]);
    let sheets = workbook(&[("a", &[]), ("b", &[]), ("c", &[])]);
    assert_eq!(with(&sheets), [": the workbook has 3 sheets"]);
    assert_eq!(with(&csv("Nom\na\nb\nc")), [": there are more than 3 rows"]);
    assert_eq!(with(&csv("Nom;b;c\nd;e;f")), [": more than 5 cells are filled"]);
    assert_eq!(with(&csv("Nom\nplus de dix lettres")), [": a cell has more than 10 characters"]);
    let big = Limits { file_bytes: 10, ..Limits::default() };
    let told = import::read(&long, &Mapping::default(), &big);
    assert_eq!(refusals(&told), [": the file has more than 10 bytes"]);
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused() {
    let whole = import::template(Language::French);
    for share in 1..40 {
        let cut = whole[..whole.len() * share / 40].to_vec();
        let message = refused(&file("x.xlsx", cut));
        assert_eq!(message, "the workbook is damaged or cut off", "{share}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_refused_in_peace(bytes in proptest::collection::vec(any::<u8>(), 0..400), end in 0usize..5) {
        let end = ["csv", "tsv", "xlsx", "json", "txt"][end];
        let _ = read(&file(&format!("x.{end}"), bytes));
    }

    #[test]
    fn scraps_of_tables_are_read_in_peace(
        cells in proptest::collection::vec(proptest::sample::select(vec![
            "Nom", "Firme", "Client", "Effectif", "De", "À", "Note", "Projet", "Compétences", "E-mail", "(exemple)", ";", ";", ";", "\n", "\n", "\"",
            "12", "-", "18/03/2027", "14h", "C++ (expert)", "9999999999999999999", "é", "\u{0}", "1e308", "=1+1", "Bureau", "TJM", "450 - 720 €", "Ville", "\r\n", ",", "\t",
        ]), 0..60),
    ) {
        let _ = read(&csv(&cells.concat()));
    }

    #[test]
    fn damaged_workbooks_are_refused_in_peace(
        at in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        inside in any::<bool>(),
        part in any::<prop::sample::Index>(),
    ) {
        let good = workbook(&[("Firmes", &[&["Nom", "Effectif"], &["Alpha", "12"]]), ("Souhaits", &[&["Firme", "Projet"], &["Alpha", "p"]])]);
        if !inside {
            let mut bytes = good.bytes;
            for (at, byte) in at {
                let i = at.index(bytes.len());
                bytes[i] = byte;
            }
            let _ = read(&file("x.xlsx", bytes));
            return Ok(());
        }
        // Damage to the texts inside, in an archive that is whole.
        let mut archive = zip::ZipArchive::new(Cursor::new(good.bytes.as_slice())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let chosen = part.index(archive.len());
        for i in 0..archive.len() {
            let mut entry = archive.by_index(i).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
            if i == chosen {
                for (at, byte) in &at {
                    let i = at.index(content.len());
                    content[i] = *byte;
                }
            }
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&content).unwrap();
        }
        let _ = read(&file("x.xlsx", writer.finish().unwrap().into_inner()));
    }
}
