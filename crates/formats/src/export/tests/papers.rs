//! Papers, read back by another reader.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use passerelle_domain::Language;

use super::{LANGUAGES, sample};
use crate::export::{pdf_badges, pdf_booklet, pdf_party, pdf_table_cards};
use crate::view::{AgendaView, PartyKind};

fn at() -> Timestamp {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

/// The text without white space: where lines end, the reader puts some or none.
fn flat(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text of each page, without white space.
fn pages(bytes: &[u8]) -> Vec<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(bytes).unwrap();
    pages.iter().map(|page| flat(page)).collect()
}

fn links(view: &AgendaView) -> BTreeMap<(PartyKind, String), String> {
    let link = |id: &str| format!("https://passerelle.example.org/agenda/petit-jour/{}", id.repeat(12));
    view.parties.iter().map(|one| ((one.kind, one.id.clone()), link(&one.id))).collect()
}

/// Every kind of paper of a view.
fn all(view: &AgendaView, language: Language) -> [Vec<u8>; 4] {
    [
        pdf_party(view, view.parties[0].kind, &view.parties[0].id, at(), language),
        pdf_booklet(view, at(), language),
        pdf_table_cards(view, at(), language),
        pdf_badges(view, &links(view), at(), language),
    ]
}

#[test]
fn pdf_of_every_kind_is_the_same_for_the_same_release() {
    for view in [sample::real(), sample::small()] {
        for language in LANGUAGES {
            let made = all(&view, language);
            assert_eq!(made, all(&view, language));
            assert!(made.iter().all(|bytes| bytes.starts_with(b"%PDF-")));
        }
    }
}

#[test]
fn pdf_of_a_party_tells_its_day() {
    let view = sample::small();
    let french = pages(&pdf_party(&view, PartyKind::Desk, "garoneo-1", at(), Language::French));
    assert_eq!(french.len(), 1);
    for words in [
        "Passerelle Occitanie 2027",
        "Garonéo",
        "Claire Delmas, architecte propulsion",
        "Jeudi 18 mars 2027",
        "9 h 00 – 9 h 20",
        "Atelier Numérique; Occitan, SARL",
        sample::SECRET_TITLE,
        "Jumeau numérique d’une ligne d’assemblage",
        "Nous avons instrumenté un banc d’essai à hydrogène",
        "Entreprise de taille intermédiaire, 250 à 4 999 personnes",
        "Version du lundi 1er mars 2027, 9 h 00.",
        "1/1",
    ] {
        assert!(french[0].contains(&flat(words)), "{words}: {}", french[0]);
    }
    let english = pages(&pdf_party(&view, PartyKind::Firm, "north-star", at(), Language::English));
    for words in [
        "Thursday 18 March 2027",
        "9:20",
        "North Star Embedded",
        "guaranteed by the organiser",
        "14:00 – 14:20 Away",
    ] {
        assert!(english[0].contains(&flat(words)), "{words}: {}", english[0]);
    }
    let nobody = pages(&pdf_party(&view, PartyKind::Firm, "nobody", at(), Language::French));
    assert!(nobody[0].contains("Participantinconnu"), "{}", nobody[0]);
}

#[test]
fn pdf_letters_are_there_and_spaces_of_every_kind() {
    let mut view = sample::small();
    view.parties[0].name = "Éts Cœur & Fils – « l’Œuvre » : 12\u{202f}500\u{a0}€".into();
    let page = &pages(&pdf_party(&view, PartyKind::Desk, "garoneo-1", at(), Language::French))[0];
    assert!(page.contains(&flat("Éts Cœur & Fils – « l’Œuvre » : 12 500 €")), "{page}");
}

#[test]
fn pdf_of_all_has_the_pages_of_each_and_bookmarks() {
    let view = sample::real();
    let mut apart = 0;
    for party in &view.parties {
        apart += pages(&pdf_party(&view, party.kind, &party.id, at(), Language::French)).len();
    }
    let bytes = pdf_booklet(&view, at(), Language::French);
    let together = pages(&bytes);
    assert!(apart > view.parties.len() && together.len() == apart, "{apart} {}", together.len());
    for (page, text) in (1..).zip(&together) {
        assert!(text.contains(&format!("{page}/{apart}")), "{text}");
    }
    let document = pdf_extract::Document::load_mem(&bytes).unwrap();
    let titles: BTreeSet<Vec<u8>> = document
        .objects
        .values()
        .filter_map(|one| one.as_dict().ok())
        .filter(|one| one.has(b"Dest") || one.has(b"A") && one.has(b"Title"))
        .filter_map(|one| one.get(b"Title").ok()?.as_str().ok().map(<[u8]>::to_vec))
        .collect();
    assert!(titles.len() >= view.parties.len(), "{}", titles.len());
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fr");
}

#[test]
fn pdf_of_tables_and_badges_hold_everybody() {
    let view = sample::real();
    let cards = pages(&pdf_table_cards(&view, at(), Language::French));
    assert_eq!(cards.len(), view.tables.len());
    for (table, card) in cards.iter().enumerate() {
        let met = view.meetings.iter().filter(|one| one.table == table).count();
        assert_eq!(card.matches('×').count(), met, "{card}");
        assert!(!card.contains("Alcyon") && !card.contains(&flat(sample::TEASER)));
    }
    let badges = pages(&pdf_badges(&view, &links(&view), at(), Language::English));
    assert_eq!(badges.len(), 4);
    let text = badges.join(" ");
    for party in &view.parties {
        assert!(text.contains(&flat(party.person.as_ref().unwrap())), "{text}");
    }
    assert_eq!(text.matches("Myagenda").count(), view.parties.len());
    let none = pages(&pdf_badges(&view, &BTreeMap::new(), at(), Language::English)).join(" ");
    assert_eq!(none.matches("Myagenda").count(), 0);
}

#[test]
fn pdf_of_a_firm_reads_nothing_of_a_confidential_brief_but_its_public_title() {
    let view = sample::real();
    let mut teased = 0;
    for firm in view.parties.iter().filter(|one| one.kind == PartyKind::Firm) {
        for language in LANGUAGES {
            let text = pages(&pdf_party(&view, firm.kind, &firm.id, at(), language)).join(" ");
            for secret in ["Alcyon", sample::SECRET_ID, "cryogéniques"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
            teased += usize::from(text.contains(&flat(sample::TEASER)));
        }
    }
    assert!(teased > 0);
    let desk = pages(&pdf_party(&view, PartyKind::Desk, "desk-0", at(), Language::French)).join(" ");
    assert!(desk.contains("Alcyon"));
}

#[test]
fn pdf_of_long_names_and_of_nothing() {
    let mut view = sample::real();
    for party in &mut view.parties {
        party.name = format!("{} {}", "Société".repeat(30), "très longue ".repeat(40));
        party.person = Some("Jean-".repeat(60));
        party.role = Some("directrice ".repeat(60));
    }
    view.event_name = "Rencontres ".repeat(60);
    for table in &mut view.tables {
        table.id = format!("Salle Occitanie {}", table.id);
    }
    for meeting in &mut view.meetings {
        meeting.brief_title = "x".repeat(3_000);
        meeting.why = vec!["y\n\tz ".repeat(2_000); 3];
    }
    let made = all(&view, Language::French);
    assert_eq!(pages(&made[2]).len(), 15);
    assert!(pages(&made[0]).iter().all(|page| page.contains('…')));
    let mut empty = view.clone();
    (empty.meetings, empty.slots, empty.tables, empty.parties, empty.unplaced) = Default::default();
    for bytes in [
        pdf_booklet(&empty, at(), Language::French),
        pdf_table_cards(&empty, at(), Language::French),
        pdf_badges(&empty, &BTreeMap::new(), at(), Language::French),
    ] {
        assert_eq!(pages(&bytes).len(), 1);
    }
}
