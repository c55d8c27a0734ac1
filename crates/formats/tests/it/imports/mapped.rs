//! What a person says about columns that are not recognised.

use std::collections::BTreeMap;

use passerelle_formats::import::{self, Kind, Limits, Mapping, Read, SheetMapping};

use super::{csv, refusals};

fn with(columns: &[(&str, Option<&str>)], kind: Option<Kind>, text: &str) -> Read {
    let columns = columns.iter().map(|(title, key)| ((*title).to_owned(), key.map(str::to_owned))).collect();
    let sheet = SheetMapping { kind, leave_out: false, columns };
    let mapping = Mapping { sheets: BTreeMap::from([(String::new(), sheet)]) };
    import::read(&csv(text), &mapping, &Limits::default())
}

#[test]
fn a_mapping_names_what_is_not_recognised() {
    let text = "Qui êtes-vous ?;Nom;Gens\nAlpha;Claire;12";
    let columns = [("Qui êtes-vous ?", Some("name")), ("Nom", Some("contact")), ("GENS", Some("headcount"))];
    let read = with(&columns, Some(Kind::Firms), text);
    assert_eq!(refusals(&read), Vec::<String>::new());
    let firm = &read.import.firms[0].firm;
    assert_eq!(
        (firm.name.as_str(), firm.headcount, firm.contacts[0].name.as_str()),
        ("Alpha", Some(12), "Claire")
    );
    // Two columns of one heading are told apart by their places.
    let read = with(&[("#B", Some("contact"))], None, "Nom;Nom;Effectif\nAlpha;Claire;12");
    assert_eq!(refusals(&read), Vec::<String>::new());
    assert_eq!(read.import.firms[0].firm.contacts[0].name.as_str(), "Claire");
    // Left out without a word.
    let read = with(&[("Effectif", None)], None, "Nom;Effectif\nAlpha;beaucoup");
    assert_eq!((refusals(&read), read.notices.len()), (Vec::new(), 0));
    assert_eq!(read.import.firms[0].firm.headcount, None);
}

#[test]
fn a_mapping_that_cannot_be_is_told() {
    let columns = [
        ("Nom", Some("nmae")),
        ("Absent", Some("size")),
        ("Effectif", Some("headcount")),
        ("Site web", Some("headcount")),
    ];
    let read = with(&columns, Some(Kind::Firms), "Nom;Effectif;Site web\nAlpha;12;x");
    assert_eq!(
        refusals(&read)[..3],
        [
            "mapping: there is no heading `Absent`",
            "mapping: `Effectif` and `Site web` are both `headcount`",
            "mapping: `nmae` is no column of firms",
        ]
        .map(str::to_owned)
    );
    let mapping: Mapping = serde_json::from_str(r#"{"sheets": {"Feuil9": {"kind": "firms"}}}"#).unwrap();
    let read = import::read(&csv("Nom;Effectif\nAlpha;12"), &mapping, &Limits::default());
    assert_eq!(refusals(&read), ["mapping: there is no sheet `Feuil9`"]);
    assert!(serde_json::from_str::<Mapping>(r#"{"sheet": {}}"#).is_err());
}
