//! What a firm cannot do to come out further up, and what text cannot do to the ranking.

use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use passerelle_domain::{
    Brief, BriefDraft, BriefId, Capability, Firm, FirmId, Name, Reference, Score, Skill,
};
use passerelle_matching::{Index, Knowledge, Query, Settings, read_brief};
use proptest::prelude::*;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(Knowledge::default()));

const TRADES: [(&str, &str, &str); 8] = [
    (
        "thermique",
        "Calcul thermique de réservoirs cryogéniques",
        "Évaporation d'hydrogène liquide, corrélation avec essais.",
    ),
    (
        "structures",
        "Calcul de structures",
        "Éléments finis non linéaires, fatigue de soudures, crash de sièges.",
    ),
    (
        "vision",
        "Vision industrielle",
        "Détection de défauts sur pièces composites par caméra et apprentissage profond.",
    ),
    ("logiciel", "Logiciel embarqué", "Développement C++ temps réel selon la DO-178C, tests sur cible."),
    (
        "robots",
        "Robotique collaborative",
        "Préhenseurs souples, cellules cobot, analyse de risques machines.",
    ),
    ("donnees", "Ingénierie de données", "Séries temporelles, maintenance prédictive de groupes froids."),
    (
        "cyber",
        "Cybersécurité",
        "Tests d'intrusion, analyse de risques EBIOS, segmentation de réseaux d'atelier.",
    ),
    ("radio", "Radiofréquences", "Antennes, liaisons satellite, bancs de mesure CEM."),
];

fn market() -> Vec<Firm> {
    let mut firms = Vec::new();
    for (i, (id, skill, text)) in TRADES.iter().enumerate() {
        for (suffix, more) in
            [("un", "Une équipe de vingt personnes à Toulouse."), ("deux", "Bureau d'études depuis 1998.")]
        {
            let mut firm =
                Firm::named(FirmId::new(&format!("{id}-{suffix}")).unwrap(), Name::new(id).unwrap());
            firm.summary = format!("{more} Notre métier : {}.", skill.to_lowercase());
            let capability = |skill: &str, text: &str| Capability {
                skill: Skill::new(skill).unwrap(),
                level: None,
                headcount: None,
                text: text.to_owned(),
            };
            firm.capabilities.push(capability(skill, text));
            let (_, beside, _) = TRADES[(i + 1) % TRADES.len()];
            firm.capabilities.push(capability(beside, "En appui."));
            firms.push(firm);
        }
    }
    firms
}

fn brief(text: &str) -> Brief {
    read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), text)).brief
}

const BRIEFS: [&str; 4] = [
    "Réservoir d'hydrogène liquide\n\nNous étudions un réservoir cryogénique.\n\nIndispensable :\n- calcul thermique\n- corrélation avec essais",
    "Defects on composite parts\n\nMust have:\n- machine vision with deep learning\n- industrial cameras",
    "Maintenance prédictive de groupes froids sur séries temporelles",
    "Cellule cobot\n\nÀ faire :\n- préhenseur pour joints souples\n- analyse de risques",
];

/// The place of a firm, 0 the best.
fn place(firms: &[Firm], brief: &Brief, id: &FirmId) -> usize {
    let index = Index::of_firms(firms, &KNOWLEDGE).unwrap();
    let settings = Settings::default();
    let query = Query {
        settings: &settings,
        today: date(2026, 11, 24),
        hidden: None,
        depth: usize::MAX,
        explained: 0,
    };
    let ranking = index.rank(brief, &query).unwrap();
    ranking.ranked.iter().position(|m| m.firm == *id).unwrap()
}

/// No brief ranks a firm higher once it has been changed.
fn never_raised(change: impl Fn(&mut Firm)) {
    let firms = market();
    for text in BRIEFS {
        let brief = brief(text);
        for number in (0..firms.len()).step_by(5) {
            let mut changed = firms.clone();
            change(&mut changed[number]);
            let (before, after) =
                (place(&firms, &brief, &firms[number].id), place(&changed, &brief, &firms[number].id));
            assert!(after >= before, "{} rises from {before} to {after} for {text:?}", firms[number].id);
        }
    }
}

#[test]
fn repeating_a_list_of_skills_ten_times_raises_no_rank() {
    never_raised(|firm| {
        let skills: Vec<&str> = firm.capabilities.iter().map(|c| c.skill.label()).collect();
        let list = skills.join(", ");
        firm.summary = format!("{}\n{}", firm.summary, vec![list; 10].join("\n"));
    });
    never_raised(|firm| {
        let again = firm.capabilities.clone();
        for _ in 0..9 {
            firm.capabilities.extend(again.iter().cloned());
        }
    });
}

#[test]
fn adding_thirty_unrelated_references_raises_no_rank() {
    never_raised(|firm| {
        for i in 0..30 {
            firm.references.push(Reference {
                title: Name::new(&format!("Fleurs {i}")).unwrap(),
                client: None,
                sector: None,
                year: None,
                role: None,
                text: format!("Bouquets de roses et de pivoines, saison {}, pour un fleuriste.", 100 + i),
            });
        }
    });
}

#[test]
fn a_firm_of_few_words_is_not_buried_by_one_of_many() {
    let mut firms = market();
    let mut large = Firm::named(FirmId::new("grand-groupe").unwrap(), Name::new("Grand groupe").unwrap());
    for (_, skill, _) in TRADES {
        for year in 0..10 {
            large.references.push(Reference {
                title: Name::new(&format!("{skill}, lot {year}")).unwrap(),
                client: None,
                sector: None,
                year: None,
                role: None,
                text: "Participation à un grand programme avec de nombreux partenaires et plusieurs métiers."
                    .to_owned(),
            });
        }
    }
    firms.push(large);
    let brief = brief(BRIEFS[0]);
    for small in ["thermique-un", "thermique-deux"] {
        assert!(place(&firms, &brief, &FirmId::new(small).unwrap()) < 2, "{small}");
    }
}

#[test]
fn text_is_never_query_syntax() {
    let plain = brief("Vision industrielle et apprentissage profond");
    let index = Index::of_firms(&market(), &KNOWLEDGE).unwrap();
    let settings = Settings::default();
    let query =
        Query { settings: &settings, today: date(2026, 11, 24), hidden: None, depth: 3, explained: 0 };
    let order = |brief: &Brief| -> Vec<String> {
        index.rank(brief, &query).unwrap().ranked.iter().map(|m| m.firm.to_string()).collect()
    };
    let expected = order(&plain);
    for text in [
        "+Vision -industrielle ^2 AND (apprentissage OR profond~",
        "french:Vision* industrielle NOT {a TO z} \"apprentissage profond",
        "Vision <script>alert(1)</script> industrielle \u{202E} apprentissage \u{0} profond",
    ] {
        assert_eq!(order(&brief(text)).first(), expected.first(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn adversarial_profiles_and_briefs_rank_without_a_panic(
        summary in "(.{0,30}|<b>&amp;|\u{202E}|\u{0}|AND \\(|vision |[a-z]{300}|\n){0,8}",
        asked in "(.{0,30}|- |vision industrielle|must have: |\u{FEFF}|\\]\\]>|\n){0,8}",
    ) {
        let mut firms = market();
        firms[0].summary = summary;
        let index = Index::of_firms(&firms, &KNOWLEDGE).unwrap();
        let settings = Settings::default();
        let query = Query { settings: &settings, today: date(2026, 11, 24), hidden: None, depth: usize::MAX, explained: 20 };
        let brief = brief(&asked);
        let ranking = index.rank(&brief, &query).unwrap();
        prop_assert_eq!(ranking.ranked.len() + ranking.gated.len(), firms.len());
        for found in ranking.ranked.iter().chain(&ranking.gated) {
            prop_assert_eq!(found.score, Score::fold(&found.reasons));
            for reason in &found.reasons {
                prop_assert!((0.0..=1.0).contains(&reason.satisfaction), "{:?}", reason);
                for evidence in reason.evidence.iter().chain(reason.points.iter().filter_map(|p| p.evidence.as_ref())) {
                    for span in &evidence.highlights {
                        prop_assert!(evidence.sentence.get(span.start..span.end).is_some_and(|s| !s.is_empty()));
                    }
                }
            }
        }
    }
}
