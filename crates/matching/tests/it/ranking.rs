//! Small markets of firms, and who comes first and why.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use passerelle_domain::{
    Brief, BriefDraft, BriefId, Capability, Certification, Document, DocumentId, DocumentKind, Firm, FirmId,
    GateCause, Language, Name, Profile, ReasonKind, Reference, Score, Skill, Standard, Validity,
};
use passerelle_matching::{Index, Knowledge, Query, Settings, rank_all, read_brief};
use proptest::prelude::*;

pub(crate) fn firm(id: &str, summary: &str, skills: &[(&str, &str)]) -> Firm {
    let mut firm = Firm::named(FirmId::new(id).unwrap(), Name::new(id).unwrap());
    summary.clone_into(&mut firm.summary);
    firm.capabilities = skills
        .iter()
        .map(|(skill, text)| Capability {
            skill: Skill::new(skill).unwrap(),
            level: None,
            headcount: None,
            text: (*text).to_owned(),
        })
        .collect();
    firm
}

fn certified(mut firm: Firm, standard: &str, until: Option<jiff::civil::Date>) -> Firm {
    firm.certifications.push(Certification {
        standard: Standard::new(standard).unwrap(),
        scope: "Design and testing of airborne equipment".to_owned(),
        number: None,
        validity: Validity::new(None, until).unwrap(),
    });
    firm
}

pub(crate) fn brief(text: &str) -> Brief {
    read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), text)).brief
}

/// The lexicon alone.
pub(crate) fn knowledge() -> Arc<Knowledge> {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(Arc::default);
    Arc::clone(&KNOWLEDGE)
}

pub(crate) fn query(settings: &Settings) -> Query<'_> {
    Query { settings, today: date(2026, 11, 23), hidden: None, depth: usize::MAX, explained: usize::MAX }
}

fn market() -> Vec<Firm> {
    let mut reference = firm(
        "thermo",
        "We model heat in cryogenic tanks for launchers and aircraft, from boil-off to stratification.",
        &[
            (
                "Thermal analysis",
                "Liquid hydrogen tanks, heat leaks through supports, correlation with tests.",
            ),
            ("Development in C++", "Solvers of our own, coupled with Python."),
        ],
    );
    reference.references.push(Reference {
        title: Name::new("LH2 tank of a demonstrator").unwrap(),
        client: None,
        sector: None,
        year: Some(2025),
        role: None,
        text: "Boil-off predicted within five per cent. Sloshing was left to others.".to_owned(),
    });
    vec![
        certified(reference, "EN 9100", Some(date(2028, 1, 1))),
        certified(
            firm(
                "reservoirs",
                "Nous calculons des réservoirs d'hydrogène liquide : évaporation, supports, fatigue des soudures.",
                &[
                    ("Calcul de structures", "Éléments finis non linéaires, Abaqus, crash."),
                    ("Cryogénie", "Essais à l'azote liquide sur nos bancs."),
                ],
            ),
            "EN9100:2018",
            Some(date(2027, 2, 28)),
        ),
        firm(
            "web",
            "We build pleasant web shops and mobile applications in C and Go for retailers.",
            &[("User experience", "Interviews and prototypes.")],
        ),
        firm(
            "langue",
            "Nous formons les équipes à la vente et à la négociation.",
            &[("Formation", "Sessions courtes.")],
        ),
    ]
}

const TANK: &str = "Réservoir d'hydrogène liquide\n\nNous étudions un réservoir cryogénique pour un avion régional et ses fuites.\n\n\
    Indispensable :\n- certification EN 9100\n- calcul thermique de réservoirs cryogéniques\n\nUn plus : développement C++\n\nDémarrage mai 2027.";

#[test]
fn a_french_brief_finds_an_english_profile_and_says_why() {
    let index = Index::of_firms(&market(), &knowledge()).unwrap();
    let settings = Settings::default();
    let ranking = index.rank(&brief(TANK), &query(&settings)).unwrap();
    let mut told = String::new();
    for found in &ranking.ranked {
        writeln!(told, "{} {:.3} missing {:?}", found.firm, found.score.get(), found.missing).unwrap();
        for reason in &found.reasons {
            let evidence = reason.evidence.as_ref().map_or(String::new(), |e| {
                let marks: Vec<&str> = e.highlights.iter().map(|h| h.of(&e.sentence)).collect();
                format!(" <- {} {:?} {marks:?}", e.document, e.sentence)
            });
            writeln!(told, "  {:?} {:.2} x {:.3}{evidence}", reason.kind, reason.satisfaction, reason.weight)
                .unwrap();
        }
    }
    for found in &ranking.gated {
        writeln!(told, "gated {} {:.3} {:?}", found.firm, found.score.get(), found.gates).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_certificate_is_needed_on_the_day_of_the_project() {
    let index = Index::of_firms(&market(), &knowledge()).unwrap();
    let settings = Settings::default();
    let ranking = index.rank(&brief(TANK), &query(&settings)).unwrap();
    let gate = |id: &str| {
        ranking
            .gated
            .iter()
            .find(|m| m.firm.as_str() == id)
            .and_then(|m| m.gates.first())
            .map(|g| g.cause.clone())
    };
    assert_eq!(
        gate("reservoirs"),
        Some(GateCause::CertificateNotValid {
            needed_on: date(2027, 5, 1),
            until: Some(date(2027, 2, 28)),
            from: None
        })
    );
    assert_eq!(gate("web"), Some(GateCause::CertificateMissing));
    assert_eq!(gate("thermo"), None);
    // Without a date in the brief, today decides.
    let undated =
        index.rank(&brief("Réservoir\n\nCertification EN 9100 exigée."), &query(&settings)).unwrap();
    assert!(undated.ranked.iter().any(|m| m.firm.as_str() == "reservoirs"));
}

#[test]
fn a_certificate_is_needed_until_the_demand_says() {
    let settings = Settings::default();
    let firms = [certified(firm("short", "Réservoirs", &[]), "EN 9100", Some(date(2027, 9, 30)))];
    let index = Index::of_firms(&firms, &knowledge()).unwrap();
    let gated = |text: &str| index.rank(&brief(text), &query(&settings)).unwrap().gated.len();
    let head = "Réservoir\n\nDémarrage mai 2027, 6 mois.\n\nIndispensable :\n- certification EN 9100";
    assert_eq!(gated(head), 0, "it holds at the start");
    assert_eq!(gated(&format!("{head}, valide au démarrage et jusqu'à fin 2027")), 1);
    assert_eq!(gated(&format!("{head} valable jusqu'à la fin du projet")), 1);
    assert_eq!(gated(&format!("{head} valid through Q2 2027")), 0);
    assert_eq!(gated(&format!("{head} valid for all of 2027")), 1);
}

#[test]
fn one_common_word_meets_nothing_and_function_words_are_never_marked() {
    let settings = Settings::default();
    let mut firms: Vec<Firm> =
        (0..30).map(|i| firm(&format!("f{i}"), "Suivi de production, c'est notre métier.", &[])).collect();
    firms.push(firm(
        "ergo",
        "Analyse ergonomique de postes : c'est le suivi des opérateurs qui compte.",
        &[],
    ));
    let index = Index::of_firms(&firms, &knowledge()).unwrap();
    let text = "Cellule\n\nIndispensable :\n- suivi ergonomique par quelqu'un dont c'est le métier";
    let ranking = index.rank(&brief(text), &query(&settings)).unwrap();
    let best = ranking.ranked.first().unwrap();
    assert_eq!(best.firm.as_str(), "ergo");
    assert!(best.missing.is_empty());
    assert!(ranking.ranked.iter().skip(1).all(|m| m.missing == [0]), "« suivi » alone is no answer");
    for evidence in best.reasons.iter().filter_map(|r| r.evidence.as_ref()) {
        for span in &evidence.highlights {
            let word = span.of(&evidence.sentence);
            assert!(!["c", "est", "de", "le", "qui", "des"].contains(&word), "{word}");
        }
    }
}

#[test]
fn a_word_translated_by_two_needs_both() {
    let settings = Settings::default();
    let firms = [
        firm("design", "We design and manufacture connected devices with design tools of our own.", &[]),
        firm("eco", "Eco-design of cabins.", &[]),
    ];
    let index = Index::of_firms(&firms, &knowledge()).unwrap();
    let text = "Écoconception\n\nNotre équipe cherche un partenaire pour une démarche d'écoconception de ses produits.";
    let ranking = index.rank(&brief(text), &query(&settings)).unwrap();
    assert_eq!(ranking.ranked.first().map(|m| m.firm.as_str()), Some("eco"));
}

#[test]
fn a_language_gates_only_those_who_tell_theirs() {
    let mut firms = market();
    for (firm, spoken) in firms.iter_mut().zip([vec!["en"], vec!["fr", "en"], vec![], vec!["fr"]]) {
        firm.spoken = spoken.into_iter().map(str::to_owned).collect();
    }
    let index = Index::of_firms(&firms, &knowledge()).unwrap();
    let settings = Settings::default();
    let ranking = index.rank(&brief("Tank\n\nMust have: French speaking lead."), &query(&settings)).unwrap();
    let gated: Vec<&str> = ranking.gated.iter().map(|m| m.firm.as_str()).collect();
    assert_eq!(gated, ["thermo"]);
    assert_eq!(
        ranking.gated.first().and_then(|m| m.gates.first()).map(|g| g.cause.clone()),
        Some(GateCause::LanguageMissing)
    );
}

#[test]
fn c_plus_plus_is_not_c() {
    let firms = [
        firm("c", "Embedded development in C on small targets.", &[]),
        firm("cpp", "Embedded development in C++ on small targets.", &[]),
    ];
    let index = Index::of_firms(&firms, &knowledge()).unwrap();
    let settings = Settings::default();
    let first = |text: &str| {
        index
            .rank(&brief(text), &query(&settings))
            .unwrap()
            .ranked
            .first()
            .map(|m| m.firm.as_str().to_owned())
    };
    assert_eq!(first("Must have: C++").as_deref(), Some("cpp"));
    assert_eq!(first("Must have: C").as_deref(), Some("c"));
}

#[test]
fn a_hidden_document_leaves_no_trace() {
    let profile = |id: &str, texts: &[(&str, &str)]| Profile {
        id: FirmId::new(id).unwrap(),
        name: id.to_owned(),
        language: Some(Language::English),
        documents: texts
            .iter()
            .map(|(id, text)| Document {
                id: DocumentId::new(id).unwrap(),
                kind: DocumentKind::Other,
                // An item that is one untitled text takes its name as title, and what a profile says twice counts once: neither
                // is what is tested here.
                title: format!("note {id}"),
                text: (*text).to_owned(),
            })
            .collect(),
    };
    let with = [
        profile("a", &[("p1", "hydrogen tanks for aircraft"), ("p2", "rail braking")]),
        profile("b", &[("p3", "hydrogen buses and bridges"), ("p1", "hydrogen tanks for aircraft")]),
    ];
    let without =
        [profile("a", &[("p2", "rail braking")]), profile("b", &[("p3", "hydrogen buses and bridges")])];
    // The latent space is made from all texts: what it says of the others may change with one more.
    let settings = Settings { meaning_weight: 0.0, ..Settings::default() };
    let hidden = DocumentId::new("p1").unwrap();
    let asked = Query { hidden: Some(&hidden), ..query(&settings) };
    let brief = brief("Hydrogen tanks and rail braking");
    let scores = |profiles: &[Profile], query: &Query<'_>| -> Vec<(String, f64)> {
        let ranking = Index::of_profiles(profiles, &knowledge()).unwrap().rank(&brief, query).unwrap();
        ranking.ranked.into_iter().map(|m| (m.firm.as_str().to_owned(), m.score.get())).collect()
    };
    assert_eq!(scores(&with, &asked), scores(&without, &query(&settings)));
    assert_ne!(scores(&with, &asked), scores(&with, &query(&settings)));
}

#[test]
fn threads_do_not_matter() {
    let index = Index::of_firms(&market(), &knowledge()).unwrap();
    let settings = Settings::default();
    let briefs: Vec<Brief> =
        [TANK, "Web shop\n\nUser experience", "Crash et fatigue"].into_iter().map(brief).collect();
    let together = rank_all(&index, &briefs, &query(&settings)).unwrap();
    let alone: Vec<_> = briefs.iter().map(|b| index.rank(b, &query(&settings)).unwrap()).collect();
    assert_eq!(together, alone);
}

#[test]
fn an_empty_index_answers_nothing() {
    let settings = Settings::default();
    let ranking = Index::of_firms(&[], &knowledge()).unwrap().rank(&brief(TANK), &query(&settings)).unwrap();
    assert!(ranking.ranked.is_empty() && ranking.gated.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_brief_gives_every_firm_a_score_that_is_its_fold(text in "(.{0,40}|Must have: |\n|C\\+\\+ |EN 9100 |réservoir |body:\\* AND \\(|\u{202E}){0,12}") {
        static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of_firms(&market(), &knowledge()).unwrap());
        let index = &*INDEX;
        let settings = Settings::default();
        let brief = brief(&text);
        let ranking = index.rank(&brief, &query(&settings)).unwrap();
        prop_assert_eq!(ranking.ranked.len() + ranking.gated.len(), index.len());
        for list in [&ranking.ranked, &ranking.gated] {
            prop_assert!(list.windows(2).all(|w| w[0].score > w[1].score || (w[0].score == w[1].score && w[0].firm < w[1].firm)));
        }
        for found in ranking.ranked.iter().chain(&ranking.gated) {
            prop_assert_eq!(found.score, Score::fold(&found.reasons));
            let of_the_whole = found.reasons.iter().filter(|r| !matches!(r.kind, ReasonKind::Requirement(_))).map(|r| r.kind);
            let of_the_whole: Vec<ReasonKind> = of_the_whole.collect();
            let kinds = [ReasonKind::WholeBrief, ReasonKind::Documents, ReasonKind::Meaning, ReasonKind::Spelling];
            // Spellings are compared for short briefs.
            prop_assert!(of_the_whole == kinds || of_the_whole == kinds[..3], "{of_the_whole:?}");
            prop_assert_eq!(found.reasons.len(), of_the_whole.len() + brief.requirements.len());
            for reason in &found.reasons {
                prop_assert!((0.0..=1.0).contains(&reason.satisfaction), "{reason:?}");
                if let (ReasonKind::Requirement(i), true) = (reason.kind, reason.evidence.is_some()) {
                    prop_assert!(!found.missing.contains(&i));
                }
                if let Some(evidence) = &reason.evidence {
                    prop_assert!(evidence.highlights.iter().all(|h| !h.of(&evidence.sentence).is_empty()));
                }
            }
        }
    }
}
