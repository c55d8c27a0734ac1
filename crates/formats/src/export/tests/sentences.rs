//! Sentences behind each "no".

use std::fmt::Write as _;

use passerelle_domain::Language;

use super::{LANGUAGES, sample};
use crate::export::{Audience, sentence};
use crate::view::UnplacedFacts;

#[test]
fn every_reason_for_every_reader() {
    let view = sample::small();
    let mut told = String::new();
    for facts in sample::all_facts() {
        let left = sample::unplaced(0, 2, &sample::SECRET, facts);
        writeln!(told, "{}", left.code).unwrap();
        for (who, audience) in
            [("organiser", Audience::Organiser), ("desk", Audience::Party(0)), ("firm", Audience::Party(2))]
        {
            for language in LANGUAGES {
                let text = sentence(&view, &left, audience, language);
                assert!(text.ends_with('.') && text.chars().next().unwrap().is_uppercase(), "{text}");
                writeln!(told, "  {who} {}: {text}", language.code()).unwrap();
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_party_is_not_told_who_holds_its_slots() {
    let view = sample::small();
    let outbid = sample::all_facts().into_iter().find(|f| matches!(f, UnplacedFacts::Outbid { .. })).unwrap();
    let left = sample::unplaced(0, 2, &sample::OPEN, outbid);
    let organiser = sentence(&view, &left, Audience::Organiser, Language::English);
    assert!(organiser.contains("Verdalia Industries (Yann Le Goff)") && organiser.contains("812, 100 more"));
    for party in [0, 2] {
        let text = sentence(&view, &left, Audience::Party(party), Language::English);
        assert!(!text.contains("Verdalia") && !text.contains("812"), "{text}");
    }
}

#[test]
fn slots_are_told_with_their_day_when_there_are_several() {
    let view = sample::real();
    let left = sample::unplaced(0, 15, &sample::OPEN, UnplacedFacts::TablesFull { slots: vec![0, 1, 12] });
    assert_eq!(
        sentence(&view, &left, Audience::Organiser, Language::English),
        "Both sides are free together only on Thursday 18 March 2027 at 14:00 and 14:20; on Friday 19 March 2027 \
         at 9:00, when all tables are taken."
    );
}

#[test]
fn a_long_list_of_holders_is_cut_with_its_count() {
    let view = sample::real();
    let by = (0..9).map(|i| crate::view::OutbidView { desk: i, firm: 15 + i, slot: i, value: 700 }).collect();
    let left = sample::unplaced(0, 15, &sample::OPEN, UnplacedFacts::Outbid { by });
    assert!(sentence(&view, &left, Audience::Organiser, Language::French).ends_with(" et 5 autres."));
}
