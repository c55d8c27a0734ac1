use passerelle_domain::{Concept, ConceptId};
use proptest::prelude::*;

use super::*;

fn concept(id: &str, french: &[&str], english: &[&str]) -> Concept {
    let owned = |list: &[&str]| list.iter().map(|&label| label.to_owned()).collect();
    Concept { french: owned(french), english: owned(english), ..Concept::named(ConceptId::new(id).unwrap()) }
}

fn doubtful(mut concept: Concept, ambiguous: &str, context: &[&str], never: &[&str]) -> Concept {
    concept.ambiguous = vec![ambiguous.to_owned()];
    concept.context = context.iter().map(|&word| word.to_owned()).collect();
    concept.never = never.iter().map(|&word| word.to_owned()).collect();
    concept
}

fn taxonomy() -> Taxonomy {
    let mut erp = concept("erp", &["progiciel de gestion intégré"], &["enterprise resource planning"]);
    erp.acronyms = vec!["ERP".into()];
    let mut mes = concept("mes", &["pilotage d'atelier"], &["manufacturing execution system"]);
    mes.acronyms = vec!["MES".into()];
    let mut staff = concept("esco-manage-staff", &[], &["manage staff", "staffing"]);
    staff.imported = true;
    let language = ["langage", "logiciel", "software"];
    Taxonomy::new(vec![
        concept("digital-twin", &["jumeau numérique"], &["digital twin"]),
        concept("simulation", &["simulation numérique"], &["numerical simulation", "simulation"]),
        concept("real-time", &["simulation numérique temps réel"], &["real-time simulation"]),
        concept("structures", &["calcul de structures"], &["structural analysis"]),
        concept("machining", &["usinage"], &["machining"]),
        concept("software-engineering", &["génie logiciel"], &["software engineering"]),
        concept("materials", &["matériau composite", "matériau"], &["composite material"]),
        concept("do-178", &["DO-178C"], &["DO-178C"]),
        concept("it-security", &["sécurité informatique"], &["IT security"]),
        doubtful(concept("rust", &["Rust"], &["Rust"]), "Rust", &language, &["corrosion", "acier", "steel"]),
        doubtful(concept("r", &["R"], &["R"]), "R", &["statistiques", "langage"], &[]),
        concept("test-bench", &["banc d'essai"], &["test bench"]),
        concept("electromagnetism", &["électricité et magnétisme"], &["electricity and magnetism"]),
        erp,
        mes,
        staff,
    ])
    .unwrap()
}

/// `concept:words` of each place, for short assertions.
fn spotted(text: &str) -> Vec<String> {
    let taxonomy = taxonomy();
    let shown = |(i, place): (usize, Span)| format!("{}:{}", taxonomy.concepts()[i].id, place.of(text));
    spot_concepts(&taxonomy, text).into_iter().map(shown).collect()
}

fn ids(text: &str) -> Vec<String> {
    spotted(text).into_iter().map(|one| one.split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_longest_label_wins() {
    assert_eq!(
        spotted("Simulation numérique temps réel, puis simulation numérique."),
        ["real-time:Simulation numérique temps réel", "simulation:simulation numérique"]
    );
}

#[test]
fn both_languages_are_found_in_one_text() {
    assert_eq!(
        spotted("Notre offre « digital twin » : un jumeau numérique et du software engineering."),
        [
            "digital-twin:digital twin",
            "digital-twin:jumeau numérique",
            "software-engineering:software engineering"
        ]
    );
}

#[test]
fn plural_gender_accents_and_case_do_not_matter() {
    for text in ["JUMEAUX NUMERIQUES", "des jumeaux numériques", "jumeau\nnumérique", "digital twins"] {
        assert_eq!(ids(text), ["digital-twin"], "{text}");
    }
    assert_eq!(ids("calculs des structures, calcul de la structure"), ["structures", "structures"]);
    assert_eq!(ids("Matériaux composites, matériaux"), ["materials", "materials"]);
    assert_eq!(ids("bancs d’essais, ESS"), ["test-bench"]);
}

#[test]
fn a_stem_alone_is_not_the_word() {
    assert_eq!(ids("machines, machine, simuler, usine"), [""; 0]);
    assert_eq!(ids("machining, usinages"), ["machining", "machining"]);
    assert_eq!(ids("a software engine"), [""; 0], "an engine is no engineering");
}

#[test]
fn a_label_does_not_reach_over_punctuation_or_other_words() {
    for text in [
        "un jumeau. Numérique",
        "- jumeau\n- numérique",
        "jumeau, numérique",
        "jumeau\n\nnumérique",
        "jumeau vraiment numérique",
        "calcul et structures",
        "électricité, magnétisme",
    ] {
        assert_eq!(ids(text), [""; 0], "{text}");
    }
    assert_eq!(ids("électricité et magnétisme"), ["electromagnetism"]);
}

#[test]
fn an_acronym_in_lower_case_is_none() {
    assert_eq!(ids("Un ERP, des ERPs, un erp"), ["erp", "erp"]);
    assert_eq!(ids("mes projets, notre MES"), ["mes"]);
    assert_eq!(ids("MES COMPÉTENCES"), [""; 0], "a heading in capitals");
}

#[test]
fn a_stop_word_of_a_label_is_not_forgotten() {
    assert_eq!(ids("security, it security"), [""; 0]);
    assert_eq!(ids("IT security"), ["it-security"]);
}

#[test]
fn standards_are_found_in_their_usual_writings() {
    for text in ["DO-178C", "DO 178C", "DO178C", "do178c"] {
        assert_eq!(ids(text), ["do-178"], "{text}");
    }
}

#[test]
fn an_ambiguous_label_needs_context_and_its_own_writing() {
    assert_eq!(ids("Rust."), [""; 0]);
    assert_eq!(ids("Développement en Rust. Logiciels embarqués."), ["rust"]);
    assert_eq!(ids("Software, and rust."), [""; 0], "written small");
    assert_eq!(ids("Logiciels. Rust sur acier, Rust et corrosion."), [""; 0]);
    assert_eq!(ids("Logiciels en Rust. Essais de corrosion."), ["rust"], "ruled out in its sentence only");
    assert_eq!(ids("Statistiques : R&D, H-R, R"), ["r"]);
}

#[test]
fn of_imported_concepts_words_alone_do_not_count() {
    assert_eq!(ids("We manage staff. Staffing."), ["esco-manage-staff"]);
}

#[test]
fn a_label_that_may_mean_two_concepts_gives_both_whose_context_stands() {
    let twins = |context: [&str; 2]| {
        let [a, b] = context;
        let one = doubtful(concept("one", &["un"], &["one", "DT"]), "DT", &[a], &[]);
        let two = doubtful(concept("two", &["deux"], &["two", "DT"]), "DT", &[b], &[]);
        let taxonomy = Taxonomy::new(vec![one, two]).unwrap();
        spot_concepts(&taxonomy, "simulation of a DT").into_iter().map(|(i, _)| i).collect::<Vec<_>>()
    };
    assert_eq!(twins(["simulation", "drawing"]), [0]);
    assert_eq!(twins(["drawing", "simulations"]), [1]);
    assert_eq!(twins(["simulation", "simulations"]), [0, 1]);
}

proptest! {
    #[test]
    fn places_are_in_order_and_of_this_text(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec![
                    "jumeau", "numérique", "simulation", "temps réel", "DO", "-", "178C", "ISO/IEC 27001", "R", "&", "Rust",
                    "logiciel", ".", "\n", " ", "d'", "de la", "banc", "essais", "MES", "IT", "security", "é", "\u{301}",
                ])
                .prop_map(str::to_owned),
                any::<char>().prop_map(String::from),
            ],
            0..40,
        ),
        spaced in any::<bool>(),
    ) {
        let text = pieces.join(if spaced { " " } else { "" });
        let taxonomy = taxonomy();
        let analysers = Analysers::new();
        let tokens = analysers.tokens(&text);
        let mut before = 0;
        for spotted in Spotter::new(&taxonomy, &analysers).spot(&text, &tokens) {
            prop_assert!(spotted.concept < taxonomy.concepts().len());
            prop_assert!(before <= spotted.tokens.start && spotted.tokens.start < spotted.tokens.end);
            prop_assert!(spotted.tokens.end <= tokens.len());
            before = spotted.tokens.end;
        }
        for (_, place) in spot_concepts(&taxonomy, &text) {
            prop_assert!(text.get(place.start..place.end).is_some_and(|words| !words.is_empty()));
        }
    }
}
