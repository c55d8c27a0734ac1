//! Sheets of firms.

use jiff::civil::date;
use passerelle_domain::{ProficiencyLevel, SizeClass};
use passerelle_formats::import::{FirmField, ImportedFirm, Kind};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{csv, good, notices, read, refusals, workbook};
use crate::file;

fn only(file: &passerelle_formats::SourceFile) -> ImportedFirm {
    let mut read = good(file);
    assert_eq!(read.import.firms.len(), 1);
    read.import.firms.remove(0)
}

#[test]
fn a_french_sheet_under_a_title_is_read() {
    let book = workbook(&[(
        "Annuaire",
        &[
            &["Adhérents du pôle, édition 2027"],
            &[],
            &[
                "Raison Sociale",
                "EFFECTIF (pers.)",
                "Compétences",
                "Code postal",
                "Ville",
                "Cofinancement (€)",
                "Télétravail",
                "Humeur",
            ],
            &[
                "Aérolys SAS",
                "1 200",
                "Calcul de structures (expert, 12); C++ (confirmé) ; C++",
                "9000",
                "Foix",
                "50 000 €",
                "oui",
                "bonne",
            ],
            &[],
            &["Bêta", "", "", "", "", "", "", ""],
        ],
    )]);
    let read = good(&book);
    let [first, second] = read.import.firms.as_slice() else { panic!("{:?}", read.import.firms) };
    let firm = &first.firm;
    assert_eq!((first.id.as_ref(), firm.id.as_str()), (None, "aerolys-sas"));
    assert_eq!((firm.headcount, firm.size), (Some(1_200), Some(SizeClass::Intermediate)));
    let skills: Vec<_> = firm.capabilities.iter().map(|c| (c.skill.label(), c.level, c.headcount)).collect();
    let confirmed = Some(ProficiencyLevel::Confirmed);
    assert_eq!(
        skills,
        [("Calcul de structures", Some(ProficiencyLevel::Expert), Some(12)), ("C++", confirmed, None)]
    );
    assert_eq!(firm.sites[0].postcode.as_ref().unwrap().as_str(), "09000");
    assert_eq!((firm.co_financing.unwrap().0, firm.mobility.remote), (50_000, Some(true)));
    assert_eq!(first.place.cell("headcount"), "Annuaire!B4");
    // Empty cells tell nothing.
    assert_eq!(second.given.iter().copied().collect::<Vec<_>>(), [FirmField::Name]);
    assert_eq!(second.place.cell(""), "Annuaire!6");
    assert_eq!(notices(&read), ["Annuaire!H3: column `Humeur` is left out"]);
    assert_eq!(
        (read.sheets[0].kind, read.sheets[0].heading_row, read.sheets[0].rows),
        (Some(Kind::Firms), Some(3), 2)
    );
}

#[test]
fn real_cells_of_a_workbook_are_understood() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let titles = [
        "Id",
        "Name",
        "Headcount",
        "Updated",
        "Postcode",
        "Remote work",
        "Website",
        "Phone",
        "E-mail",
        "Co-financing",
        "Mobility (km)",
    ];
    for (at, title) in (0u16..).zip(titles) {
        sheet.write_string(0, at, title).unwrap();
    }
    sheet.write_number(1, 0, 42).unwrap();
    sheet.write_formula(1, 1, Formula::new("=\"Alpha\" & \" SAS\"").set_result("Alpha SAS")).unwrap();
    sheet.write_string(1, 2, "45").unwrap();
    sheet.write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2026, 9, 14).unwrap(), &day).unwrap();
    sheet.write_number(1, 4, 9000).unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    sheet.write_url(1, 6, "https://alpha.example").unwrap();
    sheet.write_number(1, 7, 561_000_000).unwrap();
    sheet.write_string(1, 8, "Contact <contact@alpha.example>").unwrap();
    sheet.write_number(1, 9, 12_000.4).unwrap();
    sheet.write_string(1, 10, "150 km").unwrap();
    let found = only(&file("x.xlsx", book.save_to_buffer().unwrap()));
    let firm = &found.firm;
    assert_eq!(
        (found.id.unwrap().as_str(), firm.name.as_str(), firm.headcount),
        ("42", "Alpha SAS", Some(45))
    );
    assert_eq!((firm.updated, firm.mobility.remote), (Some(date(2026, 9, 14)), Some(true)));
    assert_eq!(firm.website.as_ref().unwrap().as_str(), "https://alpha.example");
    let contact = &firm.contacts[0];
    assert_eq!(
        (contact.name.as_str(), contact.phone.as_ref().unwrap().as_str()),
        ("contact@alpha.example", "0561000000")
    );
    assert_eq!((firm.co_financing.unwrap().0, firm.mobility.radius_km), (12_000, Some(150)));
}

#[test]
fn everything_wrong_is_told_by_cell_and_other_rows_stay() {
    let book = workbook(&[(
        "Firmes",
        &[
            &[
                "Identifiant",
                "Nom",
                "Effectif",
                "Taille",
                "E-mail",
                "TJM min",
                "TJM max",
                "Mis à jour",
                "Disponibilités",
            ],
            &["a", "Alpha", "douze", "géante", "pas d'adresse", "900 €", "450 €", "31/02/2026", "bientôt"],
            &["b", "Bêta", "12", "", "", "450 - 720 €", "", "sept. 2026", "2027-01: 3; 2027-02: 2,5"],
            &["", "", "12"],
            &["b", "Gamma"],
            &["", "Delta"],
            &["", "DELTA SARL"],
            &["e", "Epsilon", "5"],
        ],
    )]);
    let read = read(&book);
    assert_eq!(
        refusals(&read),
        [
            "Firmes!C2: `douze` is not a number of people",
            "Firmes!D2: `géante` is not a size class",
            "Firmes!H2: `31/02/2026` is not a day",
            "Firmes!F2: `900` to `450` runs backwards",
            "Firmes!I2: `bientôt` does not tell who is free when",
            "Firmes!E2: `pas d'adresse` is not an e-mail address",
            "Firmes!H3: `sept. 2026` is not a day",
            "Firmes!B4: the name is empty",
            "Firmes!A5: the firm is already given in Firmes!3",
            "Firmes!B7: the firm is already given in Firmes!6",
        ]
    );
    let kept: Vec<&str> = read.import.firms.iter().map(|firm| firm.name.as_str()).collect();
    assert_eq!(kept, ["Delta", "Epsilon"]);
}

#[test]
fn a_dash_says_that_there_is_nothing() {
    let found = only(&csv("Nom;Effectif;Outils;Site web;Secteurs\nAlpha;-;—;;rail"));
    let given: Vec<_> = found.given.iter().copied().collect();
    assert_eq!(given, [FirmField::Name, FirmField::Headcount, FirmField::Sectors, FirmField::Tools]);
    assert_eq!((found.firm.headcount, found.firm.tools.len()), (None, 0));
}

#[test]
fn headings_under_merged_groups_are_told_apart() {
    let book = workbook(&[(
        "Feuil1",
        &[
            &["Entreprise", "", "Contact", "", ""],
            &["Nom", "Effectif", "Nom", "Fonction", "E-mail"],
            &["Alpha", "12", "Claire", "DG", "c@alpha.example"],
        ],
    )]);
    let found = only(&book);
    assert_eq!((found.name.as_str(), found.firm.contacts[0].name.as_str()), ("Alpha", "Claire"));
    let down = workbook(&[(
        "Feuil1",
        &[
            &["Nom", "Effectif", "Contact", ""],
            &["", "", "Fonction", "E-mail"],
            &["Alpha", "12", "DG", "c@alpha.example"],
        ],
    )]);
    let found = only(&down);
    assert_eq!((found.name.as_str(), found.firm.headcount), ("Alpha", Some(12)));
    assert_eq!(found.firm.contacts[0].role.as_ref().unwrap().as_str(), "DG");
}

#[test]
fn two_columns_of_one_meaning_are_told() {
    let read = read(&csv("Nom;Entreprise;Effectif\nAlpha;Bêta;3"));
    assert_eq!(refusals(&read), ["B1: column `Entreprise` says the same as column A"]);
}

#[test]
fn csv_files_of_old_spreadsheets_are_read() {
    let bytes =
        b"Soci\xe9t\xe9;Effectif;Comp\xe9tences\r\n\r\nA\xe9rolys;12;\"C++; Java\"\r\nB\xeata;x;".to_vec();
    let read = read(&file("x.csv", bytes));
    assert_eq!(notices(&read), [": read as Windows-1252"]);
    assert_eq!(refusals(&read), ["B4: `x` is not a number of people"]);
    assert_eq!(read.refused[0].line, Some(4));
    let firm = &read.import.firms[0];
    assert_eq!(
        (firm.name.as_str(), firm.place.cell(""), firm.place.line()),
        ("Aérolys", "3".into(), Some(3))
    );
    assert_eq!(firm.firm.capabilities.len(), 2);
}

#[test]
fn json_firms_give_what_their_keys_tell() {
    let text = r#"{"firms": [
        {"id": "a", "name": "Alpha", "headcount": 12, "tools": []},
        {"name": "Bêta Étude", "guru": 1},
        {"name": "Gamma Étude"},
        {"id": "a", "name": "Autre"}
    ], "wish": []}"#;
    let read = read(&file("x.json", text));
    assert_eq!(
        refusals(&read),
        [
            "firms[1].guru: there is no key `guru` here",
            "firms[3].id: the firm is already given in firms[0]",
            "wish: there is no key `wish` here",
        ]
    );
    let [first, second] = read.import.firms.as_slice() else { panic!() };
    let given: Vec<_> = first.given.iter().copied().collect();
    assert_eq!(given, [FirmField::Name, FirmField::Headcount, FirmField::Tools]);
    assert_eq!((second.id.as_ref(), second.firm.id.as_str()), (None, "gamma-etude"));
    assert_eq!(good(&file("x.json", r#"[{"id": "a", "name": "A"}]"#)).import.firms.len(), 1);
    assert_eq!(good(&file("x.json", r#"{"id": "a", "name": "A"}"#)).import.firms.len(), 1);
}

#[test]
fn errors_of_the_spreadsheet_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Nom").unwrap();
    sheet.write_string(0, 1, "Effectif").unwrap();
    sheet.write_string(1, 0, "Alpha").unwrap();
    sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let read = read(&file("x.xlsx", book.save_to_buffer().unwrap()));
    assert_eq!(refusals(&read), ["Sheet1!B2: `#DIV/0!` is an error of the spreadsheet"]);
}

#[test]
fn further_sheets_tell_of_skills_and_certificates() {
    let book = workbook(&[
        (
            "Compétences",
            &[
                &["Firme", "Compétence", "Niveau", "Effectif"],
                &["ALPHA", "Java", "confirmé", "4"],
                &["a", "C++", "expert", ""],
                &["Alpha SAS", "java", "", ""],
                &["Ailleurs", "Rust", "", ""],
                &["Gamma", "Ada", "", ""],
                &["Refusée", "Ada", "", ""],
                &["", "Ada", "", ""],
                &["Alpha", "", "gourou", ""],
            ],
        ),
        (
            "Feuil2",
            &[
                &["Entreprise", "Certification", "Numéro", "Valable jusqu'au"],
                &["a", "EN 9100", "N1", "30/04/2028"],
                &["ailleurs", "ISO 27001", "", "hier"],
            ],
        ),
        (
            "Firmes",
            &[
                &["Id", "Nom", "Effectif", "Compétences"],
                &["a", "Alpha", "12", "C++; Python"],
                &["g1", "Gamma"],
                &["g2", "Gamma"],
                &["", "Refusée", "x"],
            ],
        ),
    ]);
    let read = read(&book);
    assert_eq!(
        refusals(&read),
        [
            "Firmes!C5: `x` is not a number of people",
            "Compétences!B4: the skill is already given in Compétences!2",
            "Compétences!A6: `Gamma` may be any of the firms given in Firmes!3, Firmes!4",
            "Compétences!A8: the row names no firm",
            "Compétences!C9: `gourou` is not a level",
            "Feuil2!D3: `hier` is not a day",
        ]
    );
    let alpha = &read.import.firms[0].firm;
    let skills: Vec<_> = alpha.capabilities.iter().map(|c| (c.skill.label(), c.level, c.headcount)).collect();
    let (expert, confirmed) = (Some(ProficiencyLevel::Expert), Some(ProficiencyLevel::Confirmed));
    assert_eq!(skills, [("C++", expert, None), ("Python", None, None), ("Java", confirmed, Some(4))]);
    assert_eq!(alpha.certifications[0].validity.until(), Some(date(2028, 4, 30)));
    // A firm of which nothing else is told.
    let alone = read.import.firms.iter().find(|firm| firm.name.as_str() == "Ailleurs").unwrap();
    assert!(alone.given.is_empty());
}

#[test]
fn hidden_sheets_are_passed_over_and_it_is_told() {
    let mut book = Workbook::new();
    for (name, firm) in [("Firmes", "Alpha"), ("Anciennes firmes", "Oubliée")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, "Nom").unwrap();
        sheet.write_string(0, 1, "Effectif").unwrap();
        sheet.write_string(1, 0, firm).unwrap();
        sheet.set_hidden(firm == "Oubliée");
    }
    let read = good(&file("x.xlsx", book.save_to_buffer().unwrap()));
    assert_eq!(read.import.firms.len(), 1);
    assert_eq!(notices(&read), ["Anciennes firmes: the hidden sheet is left out"]);
}

#[test]
fn csv_files_in_other_dresses_are_read() {
    let wide: Vec<u8> =
        "\u{feff}Société\tEffectif\r\nAérolys\t12\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&file("x.tsv", wide)).import.firms[0].name.as_str(), "Aérolys");
    let found = only(&csv("sep=;\nNom;Effectif;Outils\n\"Alpha, Bêta\";12;\"CATIA\nAbaqus\"\n"));
    assert_eq!((found.name.as_str(), found.firm.tools.len()), ("Alpha, Bêta", 2));
    let found = only(&csv("Exposants, édition 2027\nNom,Effectif,Ville\nAlpha,12,Foix\n"));
    assert_eq!((found.firm.headcount, found.place.cell("city")), (Some(12), "C3".into()));
    let open = read(&csv("Nom;Effectif\n\"Alpha;12\nBêta;3\n"));
    assert_eq!(refusals(&open), [": a double quote is not closed"]);
    let dangerous = only(&csv("Nom;Présentation\nAlpha;'=HYPERLINK(1)"));
    assert_eq!(dangerous.firm.summary, "=HYPERLINK(1)");
}
