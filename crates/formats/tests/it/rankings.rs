//! Rankings as JSON.

use std::collections::BTreeMap;

use jiff::civil::date;
use passerelle_domain::{
    Brief, BriefDraft, BriefId, Confidentiality, DocumentId, DocumentKind, Evidence, FirmId, Gate, GateCause,
    Language, Match, Name, Notice, NoticeKind, Ranking, ReadBrief, Reason, ReasonKind, Requirement,
    RequirementKind, Score, Span, Standard, Strength,
};
use passerelle_formats::matches;

fn brief() -> Brief {
    let draft = BriefDraft::of_text(BriefId::new("h2").unwrap(), "EN 9100 exigée. Thermique.");
    let asked = |text: &str, strength, kind, start, end| Requirement {
        text: text.into(),
        strength,
        kind,
        within_km: None,
        span: Some(Span { start, end }),
    };
    let standard = Standard::new("EN 9100").unwrap();
    Brief {
        id: draft.id,
        client: None,
        title: Name::new("Réservoir").unwrap(),
        language: Language::French,
        theme: None,
        text: draft.text,
        context: String::new(),
        requirements: vec![
            asked(
                "EN 9100 exigée",
                Strength::Must,
                RequirementKind::Certification { standard, certificate: true },
                0,
                15,
            ),
            asked("Thermique", Strength::Should, RequirementKind::Skill, 17, 26),
        ],
        trl: None,
        start: Some(date(2027, 3, 1)),
        end: None,
        load: None,
        budget: None,
        co_financing: None,
        day_rate: None,
        sector: None,
        confidentiality: Confidentiality::Open,
    }
}

fn matched(firm: &str, satisfaction: f64, gates: Vec<Gate>) -> Match {
    let evidence = Evidence {
        document: DocumentId::new("capability-1").unwrap(),
        kind: DocumentKind::Capability(0),
        title: "Simulation thermique".into(),
        sentence: "Douze thermiciens.".into(),
        highlights: vec![Span { start: 6, end: 17 }],
        links: vec![],
    };
    let reasons = vec![Reason {
        kind: ReasonKind::Requirement(1),
        weight: 2.0,
        satisfaction,
        evidence: Some(evidence),
        points: vec![],
        fit: None,
    }];
    Match {
        firm: FirmId::new(firm).unwrap(),
        score: Score::fold(&reasons),
        reasons,
        missing: vec![0],
        partly: vec![],
        gates,
    }
}

#[test]
fn a_ranking_tells_what_was_understood_and_why() {
    let cause = GateCause::CertificateNotValid {
        needed_on: date(2027, 3, 1),
        until: Some(date(2026, 6, 30)),
        from: None,
    };
    let ranking = Ranking {
        brief: BriefId::new("h2").unwrap(),
        ranked: vec![matched("aerolys", 0.75, vec![]), matched("beyond-the-top", 0.5, vec![])],
        gated: vec![matched("lapsed", 0.6, vec![Gate { requirement: 0, cause }])],
    };
    let notice = Notice {
        kind: NoticeKind::Language,
        span: None,
        message: "two languages".into(),
        hint: "check it".into(),
    };
    let read = ReadBrief { brief: brief(), notices: vec![notice] };
    let names = BTreeMap::from([(FirmId::new("aerolys").unwrap(), "Aérolys".to_owned())]);
    insta::assert_snapshot!(matches::write_json(&[(read, ranking)], &names, 1));
}
