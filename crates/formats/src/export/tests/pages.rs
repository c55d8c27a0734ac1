//! Pages: what they say, that they are escaped, and that they stand alone.

use passerelle_domain::{Language, Status};

use super::{LANGUAGES, sample};
use crate::export::{html_grid, html_party};
use crate::view::AgendaView;

/// The page without its style sheet.
fn body(page: &str) -> &str {
    page.split_once("<body>").unwrap().1
}

#[test]
fn page_of_a_firm() {
    insta::assert_snapshot!(body(&html_party(&sample::small(), 2, Language::French)));
}

#[test]
fn page_of_the_organiser() {
    insta::assert_snapshot!(body(&html_grid(&sample::small(), Language::English)));
}

#[test]
fn hostile_names_are_escaped() {
    let hostile = "<script>alert(\"1\")</script>'&\u{202e}شركة";
    let mut view = sample::real();
    view.event_name = hostile.into();
    for party in &mut view.parties {
        party.id = hostile.into();
        party.name = hostile.into();
        party.person = Some(hostile.into());
        party.role = Some(hostile.into());
    }
    for meeting in &mut view.meetings {
        meeting.brief_title = hostile.into();
        meeting.brief_public_title = hostile.into();
        meeting.why = vec![hostile.into()];
    }
    for unplaced in &mut view.unplaced {
        unplaced.brief_title = hostile.into();
        unplaced.brief_public_title = hostile.into();
        unplaced.code = hostile.into();
    }
    for table in &mut view.tables {
        table.id = hostile.into();
    }
    for language in LANGUAGES {
        for page in
            [html_grid(&view, language), html_party(&view, 0, language), html_party(&view, 15, language)]
        {
            assert!(!page.contains("<script") && !page.contains("\"1\"") && !page.contains("</script"));
            assert!(page.contains("&#60;script&#62;"));
            assert!(page.contains("<bdi>&#60;script"));
        }
    }
}

#[test]
fn pages_stand_alone() {
    let view = sample::real();
    for language in LANGUAGES {
        for page in [html_grid(&view, language), html_party(&view, 0, language)] {
            assert!(page.starts_with("<!DOCTYPE html>"));
            assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
            for outside in ["http://", "https://", "src=", "@import", "url(", "<link", "<script"] {
                assert!(!page.contains(outside), "{outside}");
            }
            for tag in
                ["section", "table", "tr", "td", "th", "div", "ul", "ol", "li", "p", "span", "bdi", "tbody"]
            {
                let opened =
                    page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
    }
}

#[test]
fn the_grid_holds_every_meeting_and_links_every_party() {
    let view = sample::real();
    let page = html_grid(&view, Language::French);
    assert_eq!(page.matches("class=\"meet\"").count(), view.meetings.len());
    for (i, party) in view.parties.iter().enumerate() {
        let folder = if i < 15 { "desks" } else { "firms" };
        assert!(page.contains(&format!("href=\"{folder}/{}.html\"", party.id)));
    }
    let closed = view.tables.iter().flat_map(|t| &t.open).filter(|open| !**open).count();
    assert_eq!(page.matches("<td class=\"closed\">").count(), closed);
}

fn proof(change: impl Fn(&mut AgendaView), language: Language) -> String {
    let mut view = sample::small();
    change(&mut view);
    let page = html_grid(&view, language);
    let rest = page.split_once("<p class=\"proof").unwrap().1;
    rest.split_once('>').unwrap().1.split_once("</p>").unwrap().0.to_owned()
}

#[test]
fn the_proof_is_one_sentence() {
    let optimal = |view: &mut AgendaView| (view.proof.value, view.proof.bound) = (48_210, 48_210);
    let open = |view: &mut AgendaView| {
        view.proof.status = Status::Feasible;
        (view.proof.value, view.proof.bound, view.proof.gap) = (48_209, 48_210, 1.0 / 48_210.0);
    };
    let french = Language::French;
    assert_eq!(
        proof(optimal, french),
        "Valeur 48\u{202f}210 sur 48\u{202f}210 possibles\u{a0}: optimum prouvé."
    );
    assert_eq!(proof(optimal, Language::English), "Value 48,210 of 48,210 possible: proved optimal.");
    assert_eq!(
        proof(open, Language::English),
        "Value 48,209 of 48,210 possible at most: within 0.01% of the optimum."
    );
    assert!(proof(open, french).contains("à 0,01\u{a0}% au plus de l’optimum"));
    for status in [Status::Infeasible, Status::Cancelled] {
        assert!(proof(|view| view.proof.status = status, french).ends_with('.'));
    }
}

#[test]
fn days_and_hours_are_written_in_the_readers_way() {
    let view = sample::real();
    let french = html_party(&view, 15, Language::French);
    assert!(french.contains("jeudi 18 mars 2027") && french.contains("15\u{a0}h\u{a0}20"));
    assert!(french.contains("Pause, 20\u{a0}min"));
    let english = html_party(&view, 15, Language::English);
    assert!(english.contains("Thursday 18 March 2027") && english.contains("15:20"));
}
