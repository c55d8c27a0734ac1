//! Tests of the exports: what is written, that it is well formed, and that nobody reads what is not theirs.

mod calendars;
mod feeds;
mod names;
mod pages;
mod papers;
mod sample;
mod secrets;
mod sentences;
mod stored;
mod workbooks;

use passerelle_domain::Language;

use super::messages::Words;

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

#[test]
fn csv_of_the_small_agenda() {
    let csv = super::csv(&sample::small());
    assert!(csv.starts_with('\u{feff}'));
    let rows = csv.trim_start_matches('\u{feff}');
    assert!(rows.ends_with("\r\n") && rows.matches('\n').count() == rows.matches("\r\n").count());
    insta::assert_snapshot!(rows.replace("\r\n", "\n"));
}

#[test]
fn no_cell_is_a_formula() {
    let mut view = sample::real();
    let risky = ["=1+1", "+33 5", "-2", "@sum", "\t=1", "  =1", "＝1"];
    for (party, name) in view.parties.iter_mut().zip(risky.iter().cycle()) {
        party.name = (*name).into();
        party.person = Some((*name).into());
    }
    let csv = super::csv(&view);
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), view.meetings.len());
    for cell in rows.iter().flat_map(|row| row.iter()) {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{cell:?}");
    }
}

#[test]
fn json_holds_everything_under_its_name() {
    let view = sample::small();
    let json: serde_json::Value = serde_json::from_str(&super::json(&view)).unwrap();
    assert_eq!(json["event"]["time_zone"], "Europe/Paris");
    assert_eq!(json["proof"]["objectives"][0]["name"], "value");
    let first = &json["meetings"][0];
    assert_eq!(first["start"], "2027-03-18T09:00:00");
    assert_eq!((&first["table"], &first["minutes"]), (&"1".into(), &20.into()));
    assert_eq!(
        (&first["brief"], &first["brief_title"]),
        (&sample::SECRET_ID.into(), &sample::SECRET_TITLE.into())
    );
    assert_eq!(json["parties"][2]["meetings"], 2);
    let left = &json["unplaced"][0];
    assert_eq!((&left["reason"], &left["wished_by_firm"]), (&"gated".into(), &3.into()));
    assert!(left["detail"].as_str().unwrap().contains(sample::SECRET_NEED));
}

#[test]
fn indexes_that_lead_nowhere_are_tolerated() {
    let mut view = sample::small();
    let mut stray = view.meetings[0].clone();
    (stray.slot, stray.table, stray.desk, stray.firm) = (99, 99, 99, 99);
    view.meetings.push(stray);
    for facts in sample::all_facts() {
        let mut stray = sample::unplaced(77, 78, &sample::OPEN, facts);
        stray.code = "strange".into();
        view.unplaced.push(stray);
    }
    view.parties[0].absences = vec![500];
    view.tables[0].open.clear();
    let stamp = "2027-03-01T08:00:00Z".parse().unwrap();
    for language in LANGUAGES {
        for party in [0, 2, 99] {
            assert!(super::html_party(&view, party, language).ends_with("</html>"));
            assert!(super::ics_party(&view, party, stamp, language).ends_with("END:VCALENDAR\r\n"));
        }
        assert!(super::html_grid(&view, language).ends_with("</html>"));
        assert!(super::ics_all(&view, stamp, language).ends_with("END:VCALENDAR\r\n"));
    }
    assert!(super::json(&view).ends_with("}\n"));
    assert!(super::csv(&view).ends_with("\r\n"));
    view.slots.clear();
    view.tables.clear();
    view.parties.clear();
    assert!(super::html_grid(&view, Language::French).ends_with("</html>"));
    assert!(super::ics_all(&view, stamp, Language::French).contains("BEGIN:STANDARD"));
}

#[test]
fn every_text_is_there_in_both_languages() {
    let [french, english] = LANGUAGES.map(|language| Words::of(language).all());
    assert_eq!(french.len(), english.len());
    for (name, text) in french.iter().chain(&english) {
        assert!(!text.trim().is_empty(), "{name}");
    }
}
