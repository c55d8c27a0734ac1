//! Sheets of clients, contacts, wishes and absences.

use jiff::civil::date;
use passerelle_domain::WishGrade;
use passerelle_formats::import::{Kind, Party, PartySide};

use super::{csv, good, notices, read, refusals, workbook};
use crate::file;

fn party(side: impl Into<Option<PartySide>>, named: &str) -> Party {
    Party { side: side.into(), named: named.into() }
}

#[test]
fn desks_of_one_client_come_together() {
    let book = workbook(&[(
        "Donneurs d'ordres",
        &[
            &["Client", "Secteur", "Bureau", "Personne", "Fonction", "E-mail"],
            &["Avionneur", "aéronautique", "structures", "Paul", "R&D", "paul@avionneur.example"],
            &["", "", "", "Anne", "", "anne@avionneur.example"],
            &["Motoriste SA", "", "", "", "Achats", ""],
            &["AVIONNEUR SAS", "rail", "", "Zoé", "", ""],
            &["Motoriste", "énergie", "structures", "Luc", "", ""],
            &["Motoriste", "énergie", "", "Luc", "", ""],
            &["Avionneur", "", "", "", "", ""],
            &["", "", "", "", "", ""],
        ],
    )]);
    let read = read(&book);
    assert_eq!(
        refusals(&read),
        [
            "Donneurs d'ordres!B5: `rail` is another sector than in Donneurs d'ordres!B2",
            "Donneurs d'ordres!C6: the desk is already given in Donneurs d'ordres!2",
            "Donneurs d'ordres!D8: the client is already given in Donneurs d'ordres!2, and the row names no desk",
        ]
    );
    let shown: Vec<(&str, Vec<&str>)> = read
        .import
        .clients
        .iter()
        .map(|client| (client.name.as_str(), client.desks.iter().map(|desk| desk.person.as_str()).collect()))
        .collect();
    assert_eq!(shown, [("Avionneur", vec!["Paul", "Anne"]), ("Motoriste SA", vec!["Achats", "Luc"])]);
    assert_eq!(read.import.clients[1].sector.as_ref().unwrap().label(), "énergie");
}

#[test]
fn contacts_tell_where_people_work() {
    let read = read(&csv(
        "Entreprise;Client;Nom;Prénom;Courriel;Téléphone\nAlpha;;Durand;Claire;c@alpha.example;561000000\n;Avionneur;;;paul@avionneur.example;\n;;Personne;;;\nAlpha;Avionneur;Deux;;;\nAlpha;;;;;05\nalpha sas;;Durand;;C@alpha.example;",
    ));
    assert_eq!(read.sheets[0].kind, Some(Kind::Contacts));
    let shown: Vec<_> = read.import.contacts.iter().map(|c| (c.party.clone(), c.name.as_str())).collect();
    assert_eq!(
        shown,
        [
            (party(PartySide::Firm, "Alpha"), "Claire Durand"),
            (party(PartySide::Client, "Avionneur"), "paul@avionneur.example"),
        ]
    );
    assert_eq!(
        refusals(&read),
        [
            "A4: the row names no firm and no client",
            "B5: the row names a firm and a client",
            "C6: the row names nobody",
            "C7: the contact is already given in 2",
        ]
    );
}

#[test]
fn wishes_of_both_sides_are_read() {
    let read = read(&csv(
        "Demandeur;Firme;Bureau;Projet;Note;Message\nfirme;Alpha;;voilure;3;Bonjour\nBureau;Alpha;paul@avionneur.example;voilure;**;\nPaul;Alpha;;voilure;1;\n;Alpha;Paul;voilure;intéressé;\n;Bêta;;voilure;;\nAlpha;alpha;;nacelle;1;\nfirme;Alpha;;voilure;1;\nfirme;;;voilure;4;\nfirme;;;voilure;1;",
    ));
    assert_eq!(
        refusals(&read),
        [
            "5: the wish is already given in 4",
            "8: the wish is already given in 2",
            "E9: `4` is not a grade",
            "B10: the row names no firm",
        ]
    );
    let shown: Vec<_> = read
        .import
        .wishes
        .iter()
        .map(|w| (w.by.named.as_str(), w.by.side, w.firm.as_deref(), w.grade.number()))
        .collect();
    assert_eq!(
        shown,
        [
            ("Alpha", Some(PartySide::Firm), None, 3),
            ("paul@avionneur.example", Some(PartySide::Desk), Some("Alpha"), 2),
            ("Paul", Some(PartySide::Desk), Some("Alpha"), 1),
            ("Bêta", Some(PartySide::Firm), None, 1),
            ("Alpha", Some(PartySide::Firm), None, 1),
        ]
    );
    assert_eq!(read.import.wishes[0].message, "Bonjour");
    assert_eq!(read.import.wishes[0].grade, WishGrade::Essential);
}

#[test]
fn wishes_without_grades_count_once_and_it_is_told() {
    let read = good(&csv("Firme;Projet\nAlpha;voilure"));
    assert_eq!(read.import.wishes[0].grade, WishGrade::Glad);
    assert_eq!(notices(&read), [": there is no column of grades: each wish counts as 1"]);
}

#[test]
fn absences_may_be_written_in_many_ways() {
    let read = read(&csv(
        "Participant;Date;De;À\nAlpha;;18/03/2027 14:00;18/03/2027 15h30\nPaul;18 mars 2027;14h;15h30\nAlpha;;18/03/2027;18/03/2027\nBêta;March 18, 2027;;\nBêta;;18/03/2027 15:00;14:00\nBêta;;14:00;15:00\nBêta;;un jour;\n;;18/03/2027;\nAlpha;;18/03/2027 14:00;18/03/2027 15:30",
    ));
    let at = |hour: i8, minute: i8| date(2027, 3, 18).at(hour, minute, 0, 0);
    let midnight = date(2027, 3, 19).at(0, 0, 0, 0);
    let shown: Vec<_> = read
        .import
        .absences
        .iter()
        .map(|a| (a.party.named.as_str(), a.absence.from, a.absence.until))
        .collect();
    assert_eq!(
        shown,
        [
            ("Alpha", at(14, 0), at(15, 30)),
            ("Paul", at(14, 0), at(15, 30)),
            ("Alpha", at(0, 0), midnight),
            ("Bêta", at(0, 0), midnight),
        ]
    );
    assert_eq!(
        refusals(&read),
        [
            "D6: `2027-03-18 15:00` to `2027-03-18 14:00` runs backwards",
            "C7: the time has no day",
            "C8: `un jour` is not a day or a time",
            "A9: the row names nobody",
            "C10: the absence is already given in 2",
        ]
    );
}

#[test]
fn a_workbook_holds_all_kinds_and_notes_of_its_owner() {
    let book = workbook(&[
        ("Lisez-moi", &[&["Bonjour"], &["À remplir avant vendredi"]]),
        ("Firmes", &[&["Nom"], &["Alpha"]]),
        ("Souhaits", &[&["Firme", "Projet", "Note"], &["Alpha", "p", "2"]]),
        ("Feuil3", &[&["Qui", "Du", "Au"], &["Alpha", "18/03/2027", "19/03/2027"]]),
        ("Vide", &[]),
    ]);
    let read = good(&book);
    assert_eq!((read.import.firms.len(), read.import.wishes.len(), read.import.absences.len()), (1, 1, 1));
    assert_eq!(notices(&read), ["Lisez-moi: the sheet is left out"]);
    let kinds: Vec<_> = read.sheets.iter().map(|sheet| sheet.kind).collect();
    assert_eq!(kinds, [None, Some(Kind::Firms), Some(Kind::Wishes), Some(Kind::Absences), None]);
}

#[test]
fn programs_write_the_same_in_json() {
    let text = r#"{
        "clients": [{"id": "c", "name": "Client", "person": "Paul", "email": "p@c.example"}],
        "contacts": [{"firm": "a", "name": "Claire"}],
        "wishes": [{"by": "firm", "firm": "a", "brief": "p", "grade": 3}, {"firm": "a", "briefs": ["p"]}, {}],
        "absences": [{"party": "a", "from": "2027-03-18T14:00", "until": "2027-03-18T15:00"}, {"party": "a", "from": ["x"]}]
    }"#;
    let read = read(&file("x.json", text));
    assert_eq!(
        refusals(&read),
        [
            "wishes[1].briefs: there is no key `briefs` here",
            "wishes[2]: the entry is empty",
            "absences[1].from: list stands where a single value belongs",
        ]
        .map(|line| line.replace(": list", ": a list"))
    );
    let import = &read.import;
    assert_eq!(
        (import.clients.len(), import.contacts.len(), import.wishes.len(), import.absences.len()),
        (1, 1, 1, 1)
    );
    assert_eq!(import.wishes[0].place.cell("grade"), "wishes[0].grade");
}
