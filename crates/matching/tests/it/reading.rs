//! Briefs of many shapes, and what is understood of them.

use std::fmt::Write as _;

use passerelle_domain::{
    BriefDraft, BriefId, NoticeKind, Percent, PersonMonths, ReadBrief, RequirementKind, Sector, Strength,
};
use passerelle_matching::read_brief;
use proptest::prelude::*;

mod briefs;
mod certificates;
mod strengths;

fn read(text: &str) -> ReadBrief {
    read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), text))
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was understood, one line a thing.
fn told(text: &str) -> String {
    let ReadBrief { brief, notices } = read(text);
    let mut out = format!("{} [{}]\n", brief.title, brief.language.code());
    let day = |d: Option<jiff::civil::Date>| d.map_or("-".to_owned(), |d| d.to_string());
    writeln!(
        out,
        "trl {:?} dates {}..{} load {:?} budget {:?} co-financing {:?} sector {:?}",
        brief.trl.map(|t| (t.from().get(), t.to().get())),
        day(brief.start),
        day(brief.end),
        brief.load.map(PersonMonths::get),
        brief.budget.map(|e| e.0),
        brief.co_financing.map(Percent::get),
        brief.sector.as_ref().map(Sector::label),
    )
    .unwrap();
    for r in &brief.requirements {
        let kind = match &r.kind {
            RequirementKind::Certification { standard, certificate } => {
                format!("{standard} certificate {certificate}")
            }
            RequirementKind::Language(code) => code.clone(),
            RequirementKind::Site(town) => match r.within_km {
                Some(km) => format!("site {town}, {km} km"),
                None => format!("site {town}"),
            },
            other => other.word().to_owned(),
        };
        writeln!(out, "{} ({kind}): {}", r.strength.word(), r.text).unwrap();
    }
    for n in &notices {
        writeln!(out, "! {}: {}", n.kind.code(), n.message).unwrap();
    }
    out
}

#[test]
fn a_french_brief_with_sections() {
    insta::assert_snapshot!(told(
        "# Détection de givre sur pale\n\nNotre banc d'essais en soufflerie attend un système de mesure.\n\n\
         ## Compétences requises\n- Traitement du signal temps réel (C++, MATLAB)\n- Certification EN 9100 couvrant les essais\n\
         - DO-178C : pratique du niveau B\n\n## Un plus\nPLECS, simulation multiphysique ; anglais courant\n\n\
         ## Cadre\nTRL 3 à 5. Démarrage mars 2027, 18 mois. Charge : 24 personnes-mois. Budget : 350 k€, cofinancement de 30 %. \
         Sur site à Blagnac deux jours par semaine."
    ));
}

#[test]
fn an_english_brief_with_lead_words() {
    insta::assert_snapshot!(told(
        "Edge analytics for spindles\n\nWe lose two machines a month and learn of it too late.\n\n\
         Must have: vibration analysis; ISO 27001 certificate; embedded Linux.\n\
         Nice to have: Rust, fluent German.\n\
         From April 2027 until end of 2028, 30 person-months, EUR 400,000, TRL 4 to 7."
    ));
}

#[test]
fn a_table_with_levels() {
    insta::assert_snapshot!(told(
        "# Contrôle optique\n\n| Réf | Exigence | Niveau |\n|---|---|---|\n| 1 | Mesurer un trou de 0,15 mm | impératif |\n\
         | 2 | Rapport dans CATIA | souhaité |\n| 3 | Thermographie | option |\n"
    ));
}

#[test]
fn a_mixed_brief() {
    insta::assert_snapshot!(told(
        "# Sécurité des passerelles\n\nNos produits sont connectés et les autorités demandent un dossier que nous ne savons pas écrire seuls, \
         faute de personnes formées.\n\nWe sell connected avionics and our authorities ask for a complete security process which we cannot write alone \
         with the people we have.\n\nMandatory: ED-203A experience. PASSI qualification exigée.\n"
    ));
}

#[test]
fn what_only_goes_on_is_no_demand_of_its_own() {
    let texts =
        |text: &str| -> Vec<String> { read(text).brief.requirements.into_iter().map(|r| r.text).collect() };
    assert_eq!(
        texts("Titre\nObligatoire : dépannage sous 4 h, donc rayon 200 km ; C++ embarqué"),
        ["dépannage sous 4 h, donc rayon 200 km", "C++ embarqué"]
    );
    assert_eq!(
        texts("Titre\nProfils : fonderie, soudage. Pas besoin d'être certifié à ce stade."),
        ["fonderie", "soudage"]
    );
}

#[test]
fn bold_marks_are_no_part_of_the_text() {
    let brief = read("Titre\n\n## Indispensable\n- Certification **EN 9100** couvrant **les études**").brief;
    let texts: Vec<&str> = brief.requirements.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(texts, ["Certification EN 9100 couvrant les études"]);
    assert_eq!(
        brief.requirements.first().and_then(|r| r.span).map(|s| s.of(&brief.text)),
        texts.first().copied()
    );
}

#[test]
fn a_place_is_one_requirement() {
    let kinds = |text: &str| -> Vec<RequirementKind> {
        read(text).brief.requirements.into_iter().map(|r| r.kind).collect()
    };
    let site = |town: &str| RequirementKind::Site(passerelle_domain::Name::new(town).unwrap());
    assert_eq!(kinds("Titre\nObligatoire : intervention à Figeac sous 4 h"), [site("Figeac")]);
    assert_eq!(
        kinds("Titre\nTravail en français, à Colomiers, au moins trois jours par semaine."),
        [RequirementKind::Language("fr".into()), site("Colomiers")]
    );
    assert_eq!(kinds("Title\nWe compared sites in Python and in March 2027."), []);
}

#[test]
fn dates_in_their_usual_writings() {
    let dates = |text: &str| {
        let brief = read(text).brief;
        (brief.start.map(|d| d.to_string()), brief.end.map(|d| d.to_string()))
    };
    let day = |d: &str| Some(d.to_owned());
    assert_eq!(
        dates("T\nPrêt avant Noël 2027, donc commencer en avril ; 10 mois."),
        (day("2027-04-01"), day("2028-01-31"))
    );
    assert_eq!(
        dates("T\nStart between April and July 2027, 14 months."),
        (day("2027-04-01"), day("2028-05-31"))
    );
    assert_eq!(dates("T\nDeux ans à partir de juin 2027."), (day("2027-06-01"), day("2029-05-31")));
    assert_eq!(dates("T\nStart: 2027-02-01, end 2027-10-31."), (day("2027-02-01"), day("2027-10-31")));
    let unsure = read("T\nIl faut commencer en avril, pour six mois.");
    assert_eq!(unsure.brief.start, None);
    assert!(unsure.notices.iter().any(|n| n.kind == NoticeKind::Unreadable), "{:?}", unsure.notices);
}

#[test]
fn parts_of_a_load_add_up_and_aid_is_no_co_financing() {
    let load = |text: &str| read(text).brief.load.map(PersonMonths::get);
    assert_eq!(load("T\nI count 9 person-months for human factors and 6 for regulatory."), Some(15.0));
    assert_eq!(load("T\n12 person-months and maybe 3 more for tests."), Some(12.0));
    let aided = read("T\nAide de 45 % espérée, compter un cofinancement de 40 000 €. Budget 300 k€.");
    assert_eq!(aided.brief.co_financing, None);
    assert!(aided.notices.iter().any(|n| n.message.contains("co-financing")), "{:?}", aided.notices);
    assert_eq!(read("T\nCofinancement de 30 % demandé.").brief.co_financing.map(Percent::get), Some(30));
}

#[test]
fn a_letter_says_what_it_wants() {
    let letter = read(
        "Bonjour,\n\nPresses en panne\n\nIl nous faudrait quelqu'un capable d'instrumenter nos presses. Nous n'attendons pas un rapport.",
    );
    assert_eq!(letter.brief.title.as_str(), "Presses en panne");
    assert_eq!(letter.brief.requirements.len(), 1);
}

#[test]
fn two_lines_and_vagueness_work() {
    let two = read("Réservoir hydrogène\nQui sait calculer les fuites ?");
    assert_eq!(two.brief.title.as_str(), "Réservoir hydrogène");
    assert!(two.notices.iter().any(|n| n.kind == NoticeKind::NoRequirement));
    let nothing = read("");
    assert!(nothing.notices.iter().any(|n| n.kind == NoticeKind::NoTitle));
    assert_eq!(nothing.brief.title.as_str(), "b");
}

#[test]
fn a_megabyte_is_cut_with_a_notice() {
    let long = read(&"Le jumeau numérique de la ligne est indispensable. ".repeat(20_000));
    assert!(long.notices.iter().any(|n| n.kind == NoticeKind::TooLong));
    assert_eq!(long.brief.text.chars().count(), 200_000);
    assert!(!read("Court.").notices.iter().any(|n| n.kind == NoticeKind::TooLong));
}

#[test]
fn repetition_costs_no_more_than_length() {
    for part in [
        "1%",
        "1 ",
        "TRL 0 ",
        "\n",
        "Anglais courant. ",
        "- obligatoire\n",
        "Sur site à Foix. ",
        "mars 2027 ",
        "x",
        "L'",
        "EN 9100 ; ",
        "12 mois ",
    ] {
        let read = read(&part.repeat(60_000 / part.len()));
        assert!(read.brief.requirements.len() <= 60, "`{part}`");
    }
}

#[test]
fn invisible_characters_are_dropped_with_a_notice() {
    let read = read("Brief\u{202E} caché\u{0}\r\n\r\nMust have: C++");
    assert_eq!(read.brief.text, "Brief caché\n\nMust have: C++");
    assert!(read.notices.iter().any(|n| n.kind == NoticeKind::Characters));
}

#[test]
fn fields_win_over_the_text() {
    let mut draft =
        BriefDraft::of_text(BriefId::new("b").unwrap(), "Démarrage mars 2027, 18 mois. Budget 350 k€.");
    draft.start = Some(jiff::civil::date(2028, 1, 1));
    let brief = read_brief(draft).brief;
    assert_eq!(brief.start, Some(jiff::civil::date(2028, 1, 1)));
    assert_eq!(brief.budget.map(|b| b.0), Some(350_000));
}

#[test]
fn amounts_in_their_usual_writings() {
    let budget = |text: &str| read(text).brief.budget.map(|b| b.0);
    assert_eq!(budget("Projet\nBudget : 1,2 M€"), Some(1_200_000));
    assert_eq!(budget("Project\nFunding €400k in all"), Some(400_000));
    assert_eq!(budget("Projet\nEnveloppe de 120 000 € HT"), Some(120_000));
    assert_eq!(budget("Projet\nTaux journalier moyen plafonné à 6 200 €"), None);
    let load = |text: &str| read(text).brief.load.map(PersonMonths::get);
    assert_eq!(load("Project\nA: 8 pm, B: 10 pm. C: 20 pm."), Some(38.0));
    assert_eq!(load("Projet\nEntre 11 et 14 hommes-mois"), Some(14.0));
    assert_eq!(load("Projet\nUne dizaine de personnes-mois"), Some(10.0));
    assert_eq!(load("Projet\nDémarrage mars 2027, 12 mois, 2 ETP"), Some(24.0));
}

#[test]
fn a_practice_is_no_certificate() {
    let kinds = |text: &str| {
        read(text).brief.requirements.into_iter().map(|r| (r.strength, r.kind)).collect::<Vec<_>>()
    };
    let practice = kinds("Titre\nMandatory: DO-178C");
    assert!(matches!(
        practice.as_slice(),
        [(Strength::Must, RequirementKind::Certification { certificate: false, .. })]
    ));
    let paper = kinds("Titre\nEN 9100 exigée.");
    assert!(
        matches!(
            paper.as_slice(),
            [(Strength::Must, RequirementKind::Certification { certificate: true, .. })]
        ),
        "{paper:?}"
    );
    let experience = kinds("Titre\nUne expérience EN 9100 serait un plus.");
    assert!(
        matches!(
            experience.as_slice(),
            [(Strength::Nice, RequirementKind::Certification { certificate: false, .. })]
        ),
        "{experience:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_read_and_every_span_is_its_requirement(
        parts in proptest::collection::vec(prop_oneof![
            ".{0,40}", Just("\n".to_owned()), Just("\n- ".to_owned()), Just("Indispensable : ".to_owned()), Just("## Must have\n".to_owned()),
            Just("EN 9100 exigée. ".to_owned()), Just("TRL 12 → 4 ".to_owned()), Just("1 200,5 k€ 99999999999999999999 M€ ".to_owned()),
            Just("\u{202E}\u{0}<b>+body:* AND (\"".to_owned()), Just("démarrage 31 février 2027, 0 mois ".to_owned()), Just("x".repeat(300)), Just("| a | **b** |".to_owned()),
        ], 0..14),
    ) {
        let text = parts.concat();
        let brief = read(&text).brief;
        prop_assert_eq!(&read(&text).brief, &brief);
        for r in &brief.requirements {
            let span = r.span.unwrap();
            prop_assert!(brief.text.is_char_boundary(span.start) && brief.text.is_char_boundary(span.end));
            prop_assert!(!r.text.is_empty());
            prop_assert_eq!(&collapsed(span.of(&brief.text)), &r.text);
        }
        prop_assert!(brief.start.zip(brief.end).is_none_or(|(s, e)| s <= e));
    }
}

#[test]
fn a_list_ends_where_prose_begins_and_figures_are_no_demands() {
    let text = "# Bench\n\n## Requirements\n- FPGA design\n- VHDL\n- Budget: 200 kEUR\n\nStart in June 2027. We like tea.\n";
    let asked: Vec<String> = read(text).brief.requirements.into_iter().map(|r| r.text).collect();
    assert_eq!(asked, ["FPGA design", "VHDL"]);
}
