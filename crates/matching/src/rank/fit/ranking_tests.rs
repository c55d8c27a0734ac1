//! Firms whose texts are alike, ranked: their means tell them apart.

use std::sync::Arc;

use jiff::civil::date;
use passerelle_domain::{
    Availability, Brief, BriefDraft, BriefId, Document, DocumentId, DocumentKind, Firm, FirmId, FitKind,
    FitNote, Language, Month, Name, PersonMonths, Profile, Ranking, ReasonKind, Score, Sector,
};

use crate::{Index, Knowledge, Query, Settings, read_brief};

const SKILLS: &str =
    "Nous simulons le crash de structures composites et nous menons les essais de corrélation.";

fn firm(id: &str, sector: &str, people: f64) -> Firm {
    let mut firm = Firm::named(FirmId::new(id).unwrap(), Name::new("Bureau").unwrap());
    SKILLS.clone_into(&mut firm.summary);
    firm.sectors = vec![Sector::new(sector).unwrap()];
    firm.availability =
        (3..=6).map(|month| Availability { month: Month::new(2027, month).unwrap(), people }).collect();
    firm
}

fn brief() -> Brief {
    let text = "Crash de sièges\n\nExigences :\n- simulation du crash de structures composites\n- essais de corrélation";
    let mut draft = BriefDraft::of_text(BriefId::new("b").unwrap(), text);
    draft.start = Some(date(2027, 3, 1));
    draft.end = Some(date(2027, 6, 30));
    draft.load = PersonMonths::new(8.0).ok();
    draft.sector = Sector::new("aeronautics").ok();
    read_brief(draft).brief
}

fn ranked(index: &Index) -> Ranking {
    let settings = Settings::default();
    let today = date(2026, 11, 1);
    let query = Query { settings: &settings, today, hidden: None, depth: usize::MAX, explained: usize::MAX };
    index.rank(&brief(), &query).unwrap()
}

fn market(firms: &[Firm]) -> Ranking {
    ranked(&Index::of_firms(firms, &Arc::new(Knowledge::default())).unwrap())
}

#[test]
fn of_two_firms_alike_the_free_one_comes_first() {
    let ranking = market(&[firm("a-busy", "aeronautics", 0.0), firm("b-free", "aeronautics", 2.0)]);
    let order: Vec<&str> = ranking.ranked.iter().map(|found| found.firm.as_str()).collect();
    assert_eq!(order, ["b-free", "a-busy"]);
    let [free, busy] = &ranking.ranked[..] else { panic!("two firms") };
    let weights = |found: &passerelle_domain::Match| {
        found.reasons.iter().map(|r| (r.kind, r.weight)).collect::<Vec<_>>()
    };
    assert_eq!(weights(free), weights(busy));
    for found in [free, busy] {
        assert_eq!(found.score, Score::fold(&found.reasons));
    }
}

#[test]
fn a_rail_firm_with_the_same_skills_is_shown_as_a_transfer() {
    let ranking = market(&[firm("aero", "aeronautics", 2.0), firm("rail", "rail", 2.0)]);
    let note = |id: &str| {
        let found = ranking.ranked.iter().find(|found| found.firm.as_str() == id).unwrap();
        let reason = found.reasons.iter().find(|r| r.kind == ReasonKind::Fit(FitKind::Sector)).unwrap();
        reason.fit.clone()
    };
    let sector = |label| Sector::new(label).unwrap();
    assert_eq!(note("aero"), Some(FitNote::SameSector(sector("aeronautics"))));
    let transfer = FitNote::Transfer { from: vec![sector("rail")], to: sector("aeronautics") };
    assert_eq!(note("rail"), Some(transfer));
}

#[test]
fn a_market_of_texts_alone_has_no_fits() {
    let document = Document {
        id: DocumentId::new("d").unwrap(),
        kind: DocumentKind::Other,
        title: String::new(),
        text: SKILLS.to_owned(),
    };
    let profile = Profile {
        id: FirmId::new("f").unwrap(),
        name: "Bureau".into(),
        language: Some(Language::French),
        documents: vec![document],
    };
    let ranking = ranked(&Index::of_profiles(&[profile], &Arc::new(Knowledge::default())).unwrap());
    assert!(!ranking.ranked.is_empty());
    for reason in ranking.ranked.iter().flat_map(|found| &found.reasons) {
        assert!(!matches!(reason.kind, ReasonKind::Fit(_)));
    }
}
