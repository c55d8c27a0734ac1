//! What a firm is handed holds nothing that is not for it.

use jiff::Timestamp;
use passerelle_domain::Language;

use super::LANGUAGES;
use super::sample::{self, SECRET, SECRET_ID, SECRET_NEED, SECRET_TITLE, TEASER};
use crate::export::{Audience, html_grid, html_party, ics_all, ics_party, sentence};
use crate::view::{AgendaView, PartyKind, UnplacedFacts};

/// The real agenda, with every reason about the confidential brief for every firm.
fn secretive() -> AgendaView {
    let mut view = sample::real();
    for firm in 15..view.parties.len() {
        view.unplaced
            .extend(sample::all_facts().into_iter().map(|facts| sample::unplaced(0, firm, &SECRET, facts)));
    }
    view
}

/// Everything one party is handed.
fn handed(view: &AgendaView, party: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for language in LANGUAGES {
        texts.push(html_party(view, party, language));
        texts.push(ics_party(view, party, Timestamp::UNIX_EPOCH, language).replace("\r\n ", ""));
        let own = view.unplaced.iter().filter(|u| u.desk == party || u.firm == party);
        texts.extend(own.map(|u| sentence(view, u, Audience::Party(party), language)));
    }
    texts
}

#[test]
fn a_firm_reads_nothing_of_a_confidential_brief_but_its_public_title() {
    let view = secretive();
    let mut teased = 0;
    for firm in 15..view.parties.len() {
        for text in handed(&view, firm) {
            for secret in [SECRET_TITLE, SECRET_ID, SECRET_NEED, "Alcyon", "litige", "déjà fournisseur"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
            teased += usize::from(text.contains(TEASER));
        }
    }
    assert!(teased > 0);
}

#[test]
fn its_client_and_the_organiser_read_it() {
    let view = secretive();
    let desk = handed(&view, 0);
    assert!(desk[0].contains(SECRET_TITLE) && desk[1].contains(SECRET_TITLE));
    assert!(desk.iter().any(|text| text.contains(SECRET_NEED)));
    let all = ics_all(&view, Timestamp::UNIX_EPOCH, Language::French).replace("\r\n ", "");
    assert!(all.contains(SECRET_TITLE));
    let grid = html_grid(&view, Language::French);
    assert!(grid.contains(SECRET_TITLE) && grid.contains(SECRET_NEED) && grid.contains("litige en cours"));
}

#[test]
fn an_open_brief_tells_its_must_haves_to_the_firm() {
    let view = sample::small();
    let gated = UnplacedFacts::Gated { requirements: vec!["EN 9100".into()] };
    let told = |brief| {
        let left = sample::unplaced(0, 3, brief, gated.clone());
        sentence(&view, &left, Audience::Party(3), Language::English)
    };
    assert_eq!(told(&sample::OPEN), "Your profile does not show the must-have of the brief: “EN 9100”.");
    assert_eq!(told(&SECRET), "Your profile does not show the must-haves of the brief.");
    // A title shown as it is does not make a brief open.
    let mut left = sample::unplaced(0, 3, &(SECRET_ID, SECRET_TITLE, SECRET_TITLE), gated.clone());
    left.confidential = true;
    assert!(!sentence(&view, &left, Audience::Party(3), Language::English).contains("EN 9100"));
}

#[test]
fn what_the_other_side_wished_stays_with_it() {
    let mut view = sample::small();
    view.unplaced.clear();
    view.meetings.truncate(2);
    view.meetings[0].wished_by_firm = None;
    for page in LANGUAGES.map(|language| html_party(&view, 2, language)) {
        let body = page.split_once("<body>").unwrap().1;
        assert!(!body.contains("class=\"marks\""), "{body}");
    }
    assert!(html_party(&view, 0, Language::French).contains("votre vœu (degré 2 sur 3)"));
    view.meetings[0].wished_by_firm = Some(1);
    let mutual = html_party(&view, 2, Language::French);
    assert!(mutual.contains("votre vœu (degré 1 sur 3)") && mutual.contains("vœu partagé"));
}

#[test]
fn a_page_lists_left_out_pairs_of_its_own_concern_alone() {
    let mut view = sample::small();
    let mut by_desk = sample::unplaced(1, 3, &sample::OPEN, UnplacedFacts::NoCommonSlot);
    (by_desk.wished_by_firm, by_desk.wished_by_desk) = (None, Some(2));
    view.unplaced = vec![by_desk];
    let page = |view: &AgendaView, party| html_party(view, party, Language::English);
    assert!(!page(&view, 3).contains("class=\"reason\""));
    assert!(page(&view, 1).contains("Wishes that were not met"));
    assert!(!page(&view, 0).contains("class=\"reason\""));
    // Nobody at the desk wished it: a good match all the same, unless it is a matter between the others.
    (view.unplaced[0].wished_by_desk, view.unplaced[0].wished_by_firm) = (None, Some(3));
    assert!(page(&view, 1).contains("Other good matches that were not met"));
    view.unplaced[0].facts = UnplacedFacts::Excluded { reason: None };
    assert!(!page(&view, 1).contains("class=\"reason\""));
    assert!(view.parties[3].kind == PartyKind::Firm && page(&view, 3).contains("class=\"reason\""));
}
