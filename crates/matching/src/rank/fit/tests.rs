//! Each fit alone, and what all of them have in common.

use jiff::civil::date;
use passerelle_domain::{
    BriefDraft, BriefId, DayRate, Euros, FirmId, Month, Name, Percent, PersonMonths, Requirement,
    RequirementKind, Score, Sector, Strength, fold,
};
use proptest::prelude::*;

use super::*;
use crate::rank::gates;

/// A brief that asks for everything: 2 people in March to June 2027, 20,000 euros, 700 a day, near Toulouse, for aeronautics.
fn brief() -> Brief {
    let mut draft = BriefDraft::of_text(BriefId::new("b").unwrap(), "Essais de structures composites.");
    draft.start = Some(date(2027, 3, 15));
    draft.end = Some(date(2027, 6, 30));
    draft.load = PersonMonths::new(8.0).ok();
    draft.budget = Some(Euros(100_000));
    draft.co_financing = Percent::new(20).ok();
    draft.day_rate = DayRate::new(Euros(0), Euros(700)).ok();
    draft.sector = Sector::new("aeronautics").ok();
    draft.requirements = vec![Requirement {
        text: "à Toulouse".into(),
        strength: Strength::Should,
        kind: RequirementKind::Site(Name::new("Toulouse").unwrap()),
        within_km: Some(40),
        span: None,
    }];
    crate::read_brief(draft).brief
}

fn satisfaction(facts: &Facts, kind: FitKind) -> f64 {
    let (brief, settings) = (brief(), Settings::default());
    let sites = gates::sites(&brief, &settings);
    let reasons: Vec<Reason> = Asked::of(&brief, &sites, &settings).reasons(facts).collect();
    reasons.iter().find(|r| r.kind == ReasonKind::Fit(kind)).unwrap().satisfaction
}

/// What is said of a firm whose texts answer the brief that well.
fn note(facts: &Facts, kind: FitKind, answers: f64) -> Option<FitNote> {
    let (brief, settings) = (brief(), Settings::default());
    let sites = gates::sites(&brief, &settings);
    let asked = Asked::of(&brief, &sites, &settings);
    let text = Reason {
        kind: ReasonKind::Requirement(0),
        weight: 0.4,
        satisfaction: answers,
        evidence: None,
        points: Vec::new(),
        fit: None,
    };
    let reasons: Vec<Reason> = std::iter::once(text).chain(asked.reasons(facts)).collect();
    let firm = FirmId::new("f").unwrap();
    let mut found =
        Match { firm, score: Score::fold(&reasons), reasons, missing: vec![], partly: vec![], gates: vec![] };
    asked.explain(facts, &mut found);
    found.reasons.into_iter().find(|r| r.kind == ReasonKind::Fit(kind)).unwrap().fit
}

fn told() -> Facts {
    Facts { told: true, ..Facts::default() }
}

fn month(month: i8) -> Month {
    Month::new(2027, month).unwrap()
}

fn serving(sectors: &[&str]) -> Facts {
    Facts { sectors: sectors.iter().map(|sector| Sector::new(sector).unwrap()).collect(), ..told() }
}

fn near(actual: f64, expected: f64) -> bool {
    (actual - expected).abs() < 1e-9
}

#[test]
fn what_is_not_told_is_neither_for_nor_against() {
    for kind in
        [FitKind::Capacity, FitKind::CoFinancing, FitKind::DayRate, FitKind::Distance, FitKind::Sector]
    {
        assert!(near(satisfaction(&told(), kind), UNTOLD), "{kind:?}");
        assert_eq!(note(&told(), kind, 1.0), None);
    }
}

#[test]
fn a_brief_is_asked_nothing_that_it_does_not_tell() {
    let settings = Settings::default();
    let mut draft = BriefDraft::of_text(BriefId::new("b").unwrap(), "Essais de structures.");
    draft.start = Some(date(2027, 3, 1));
    draft.budget = Some(Euros(100_000));
    let brief = crate::read_brief(draft).brief;
    assert_eq!(Asked::of(&brief, &[], &settings).reasons(&told()).count(), 0);
}

#[test]
fn free_people_count_in_the_months_of_the_project() {
    let free = |free: &[(i8, f64)]| {
        let free = free.iter().map(|(m, people)| (month(*m), *people)).collect();
        satisfaction(&Facts { free, ..told() }, FitKind::Capacity)
    };
    assert!(near(free(&[(3, 2.0), (4, 2.0), (5, 5.0), (6, 2.0)]), 1.0));
    assert!(near(free(&[(3, 1.0), (4, 1.0), (5, 0.0), (6, 2.0)]), 0.5));
    // A month that is not told may be either way; other months do not matter.
    assert!(near(free(&[(3, 2.0), (4, 0.0)]), 0.5));
    assert!(near(free(&[(1, 9.0), (7, 9.0)]), UNTOLD));
}

#[test]
fn without_an_end_the_work_is_spread_over_a_usual_length() {
    let mut open = brief();
    open.end = None;
    let facts = Facts { free: vec![(month(3), 8.0)], ..told() };
    let Some(FitNote::Capacity { needed, .. }) = Capacity::asked(&open, 4).and_then(|it| it.note(&facts))
    else {
        panic!("load and start are told");
    };
    assert!(near(needed, 2.0));
    open.start = None;
    assert_eq!(Capacity::asked(&open, 4), None);
}

#[test]
fn money_is_weighed_against_what_is_asked() {
    let offers = |sum| satisfaction(&Facts { co_financing: Some(sum), ..told() }, FitKind::CoFinancing);
    assert!(near(offers(30_000), 1.0) && near(offers(5_000), 0.25) && near(offers(0), 0.0));
    let costs = |low, high| satisfaction(&Facts { day_rate: Some((low, high)), ..told() }, FitKind::DayRate);
    assert!(near(costs(600, 900), 1.0) && near(costs(805, 900), 0.5) && near(costs(1_200, 1_500), 0.0));
}

#[test]
fn the_nearer_firm_fits_better() {
    let at = |town: &str, radius_km| {
        satisfaction(&Facts { towns: vec![fold(town)], radius_km, ..told() }, FitKind::Distance)
    };
    assert!(near(at("Blagnac", None), 1.0));
    assert!(at("Albi", None) > at("Lyon", None) && at("Lyon", None) > at("Hamburg", None));
    assert!(near(at("Lyon", Some(500)), Settings::default().comes_along));
}

#[test]
fn a_firm_of_another_sector_with_the_same_skills_is_a_transfer() {
    let (aeronautics, rail) = (Sector::new("aeronautics").unwrap(), Sector::new("rail").unwrap());
    let firm = serving(&["retail", "rail"]);
    let Some(FitNote::Transfer { from, to }) = note(&firm, FitKind::Sector, 0.8) else {
        panic!("a transfer")
    };
    assert_eq!((from.first(), to), (Some(&rail), aeronautics.clone()));
    assert!(matches!(note(&firm, FitKind::Sector, 0.1), Some(FitNote::OtherSector { .. })));
    assert_eq!(
        note(&serving(&["Aéronautique"]), FitKind::Sector, 0.8),
        Some(FitNote::SameSector(aeronautics))
    );
    let fits = |sectors| satisfaction(&serving(sectors), FitKind::Sector);
    assert!(fits(&["aeronautics"]) > fits(&["rail"]) && fits(&["rail"]) > fits(&["retail"]));
}

proptest! {
    #[test]
    fn any_facts_satisfy_between_nothing_and_all(
        free in proptest::collection::vec((1..=12i8, proptest::num::f64::ANY), 0..6),
        co_financing in proptest::option::of(any::<u64>()),
        day_rate in proptest::option::of((any::<u64>(), any::<u64>())),
        radius_km in proptest::option::of(any::<u32>()),
        towns in proptest::collection::vec("toulouse|albi|berlin|nowhere|", 0..3),
        sectors in proptest::collection::vec("rail|Aéronautique|bijoux", 0..3),
    ) {
        let facts = Facts {
            free: free.into_iter().map(|(m, people)| (month(m), people)).collect(),
            co_financing,
            day_rate,
            radius_km,
            towns,
            sectors: sectors.iter().filter_map(|it| Sector::new(it).ok()).collect(),
            ..told()
        };
        let (brief, settings) = (brief(), Settings::default());
        let sites = gates::sites(&brief, &settings);
        let reasons: Vec<Reason> = Asked::of(&brief, &sites, &settings).reasons(&facts).collect();
        prop_assert_eq!(reasons.len(), 5);
        for reason in reasons {
            prop_assert!((0.0..=1.0).contains(&reason.satisfaction), "{:?}", reason);
        }
    }
}
