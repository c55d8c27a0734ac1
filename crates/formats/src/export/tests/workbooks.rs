//! The organiser's workbook, read back by another reader.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::Timestamp;
use passerelle_domain::Language;

use super::{LANGUAGES, sample};
use crate::export::workbook;
use crate::view::AgendaView;

fn at() -> Timestamp {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

fn sheets(view: &AgendaView, language: Language) -> Vec<(String, Range<Data>, Range<String>)> {
    let bytes = workbook(view, at(), language);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names().clone();
    let read = |name: String| {
        let (cells, formulas) =
            (book.worksheet_range(&name).unwrap(), book.worksheet_formula(&name).unwrap());
        (name, cells, formulas)
    };
    names.into_iter().map(read).collect()
}

#[test]
fn every_sheet_holds_its_rows_in_both_languages() {
    let view = sample::real();
    let names = [
        ["Agenda", "Par table", "Par bureau", "Par entreprise", "Non retenus", "Preuve", "Équité"],
        ["Agenda", "By table", "By desk", "By firm", "Left out", "Proof", "Fairness"],
    ];
    for (language, names) in LANGUAGES.into_iter().zip(names) {
        let all = sheets(&view, language);
        assert_eq!(all.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), names);
        let rows: Vec<usize> = all.iter().map(|(_, cells, _)| cells.height() - 1).collect();
        let idle = |desk: bool| {
            (0..view.parties.len())
                .filter(|&at| {
                    (at < 15) == desk && !view.meetings.iter().any(|m| m.desk == at || m.firm == at)
                })
                .count()
        };
        let met = view.meetings.len();
        assert_eq!(rows, [met, 24, met + idle(true), met + idle(false), 46, 6 + 4, 35]);
        for (name, cells, _) in &all {
            let headings: Vec<&Data> = cells.rows().next().unwrap().iter().collect();
            assert!(
                headings.iter().all(|one| matches!(one, Data::String(text) if !text.is_empty())),
                "{name}"
            );
        }
    }
}

#[test]
fn times_are_times_and_places_are_where_they_are() {
    let all = sheets(&sample::small(), Language::French);
    let agenda: Vec<&[Data]> = all[0].1.rows().collect();
    let [day, start, end] = [0, 1, 2].map(|column| match &agenda[1][column] {
        Data::DateTime(time) => time.as_f64(),
        other => panic!("{other:?}"),
    });
    // 18 March 2027 is day 46,464 of 1900; 9:00 and 9:20 are parts of a day.
    assert!((day - 46_464.0).abs() < 1e-9 && (start - 9.0 / 24.0).abs() < 1e-9, "{day} {start}");
    assert!((end - (9.0 + 20.0 / 60.0) / 24.0).abs() < 1e-9);
    let text = |cell: &Data| cell.to_string();
    assert_eq!(
        [3, 4, 6, 8].map(|at| text(&agenda[1][at])),
        ["1", "Garonéo", "Atelier Numérique; Occitan, SARL", sample::SECRET_TITLE]
    );
    let tables: Vec<&[Data]> = all[1].1.rows().collect();
    assert_eq!(text(&tables[1][3]), "Garonéo (Claire Delmas) × Atelier Numérique; Occitan, SARL");
    assert_eq!((text(&tables[3][4]).as_str(), text(&tables[4][3]).as_str()), ("table fermée", ""));
    let left: Vec<&[Data]> = all[4].1.rows().collect();
    assert!(text(&left[1][5]).contains(sample::SECRET_NEED));
}

#[test]
fn what_is_cut_out_for_a_firm_shows_what_it_may_read() {
    let all = sheets(&sample::real(), Language::French);
    let cells = |at: usize| all[at].1.cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>();
    assert!(cells(3).iter().any(|text| text == sample::TEASER));
    assert!(!cells(3).iter().any(|text| text.contains(sample::SECRET_TITLE)));
    assert!(cells(2).iter().any(|text| text == sample::SECRET_TITLE));
}

#[test]
fn no_text_is_a_formula_and_none_is_too_long() {
    let mut view = sample::real();
    let risky = ["=1+1", "+33 5", "@sum", "{=A1}", "=HYPERLINK(\"https://example.org\")"];
    for (party, name) in view.parties.iter_mut().zip(risky.iter().cycle()) {
        party.name = (*name).into();
        party.person = Some((*name).into());
    }
    view.meetings[0].brief_title = "é".repeat(40_000);
    view.event_name = "=1+1".into();
    let all = sheets(&view, Language::English);
    assert!(all.iter().all(|(_, _, formulas)| formulas.is_empty()));
    let names: Vec<String> = all[0].1.rows().skip(1).map(|row| row[4].to_string()).collect();
    assert!(names.iter().all(|name| risky.contains(&name.as_str())) && names.contains(&"=1+1".to_owned()));
}

#[test]
fn the_same_release_gives_the_same_bytes() {
    let view = sample::small();
    assert_eq!(workbook(&view, at(), Language::French), workbook(&view, at(), Language::French));
    let mut empty = view.clone();
    (empty.meetings, empty.slots, empty.tables, empty.parties, empty.unplaced) = Default::default();
    assert_eq!(sheets(&empty, Language::French).len(), 7);
}
