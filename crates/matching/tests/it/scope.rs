//! A certificate for something else than what is asked.

use passerelle_domain::{Certification, Firm, Match, ReasonKind, Standard, Validity};
use passerelle_matching::{Index, Settings};

use crate::ranking::{brief, firm, knowledge, query};

fn scoped(id: &str, scope: &str) -> Firm {
    let mut firm =
        firm(id, "Une équipe de douze personnes.", &[("Essais", "Essais mécaniques de structures.")]);
    firm.certifications.push(Certification {
        standard: Standard::new("EN 9100").unwrap(),
        scope: scope.to_owned(),
        number: None,
        validity: Validity::new(None, Some(jiff::civil::date(2029, 12, 31))).unwrap(),
    });
    firm
}

/// Satisfaction of the certificate and the sentence shown for it.
fn certificate(found: &Match) -> (f64, Option<&str>) {
    let reason = found.reasons.iter().find(|reason| reason.kind == ReasonKind::Requirement(0)).unwrap();
    (reason.satisfaction, reason.evidence.as_ref().map(|evidence| evidence.sentence.as_str()))
}

fn told(asked: &str, firms: &[Firm], id: &str) -> (f64, Option<String>) {
    let index = Index::of_firms(firms, &knowledge()).unwrap();
    let text =
        format!("Banc d'essais\n\nIndispensable :\n- {asked}\n- essais mécaniques\n\nDémarrage mai 2027.");
    let settings = Settings::default();
    let ranking = index.rank(&brief(&text), &query(&settings)).unwrap();
    let found = ranking.ranked.iter().chain(&ranking.gated).find(|found| found.firm.as_str() == id).unwrap();
    let (satisfaction, sentence) = certificate(found);
    (satisfaction, sentence.map(str::to_owned))
}

#[test]
fn a_scope_that_is_asked_for_must_be_the_one_held() {
    let firms = [
        scoped("bancs", "Conception et exploitation de bancs d'essais hydrauliques"),
        scoped("cablage", "Fabrication de harnais électriques"),
    ];
    let asked = "certification EN 9100 couvrant l'exploitation de bancs d'essais hydrauliques";
    let (satisfaction, sentence) = told(asked, &firms, "bancs");
    assert!(satisfaction > 0.99, "{satisfaction}");
    assert_eq!(sentence.as_deref(), Some("Conception et exploitation de bancs d'essais hydrauliques"));
    let (satisfaction, sentence) = told(asked, &firms, "cablage");
    assert!(satisfaction < 0.38, "a paper for harnesses is worth asking about, no more: {satisfaction}");
    assert_eq!(sentence, None, "what does not cover the demand is not quoted for it");
}

#[test]
fn without_a_scope_asked_or_told_the_paper_is_enough() {
    let firms = [scoped("cablage", "Fabrication de harnais électriques"), scoped("muet", "")];
    assert!(told("certification EN 9100", &firms, "cablage").0 > 0.99);
    let asked = "certification EN 9100 couvrant l'exploitation de bancs d'essais hydrauliques";
    assert!(told(asked, &firms, "muet").0 > 0.99, "a scope that is not told may be the right one");
}
