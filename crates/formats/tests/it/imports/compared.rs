//! The dry run.

use passerelle_domain::{Firm, FirmId, Language, Name, SizeClass};
use passerelle_formats::import::{FirmField, MatchedBy, compare};
use passerelle_formats::{SourceFile, firms};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{csv, good, read};
use crate::file;

fn known() -> Vec<Firm> {
    let text = r#"[
        {"id": "aerolys", "name": "Aérolys SAS", "headcount": 45, "summary": "Bureau d'études.",
         "sites": [{"city": "Toulouse", "postcode": "31000"}, {"city": "Nantes"}],
         "capabilities": [{"skill": "Calcul", "level": "expert", "headcount": 12, "text": "Voilures."}, {"skill": "C++"}],
         "certifications": [{"standard": "EN 9100", "number": "N1", "valid_until": "2027-04-30"}],
         "contacts": [{"name": "Claire", "email": "claire@aerolys.example", "phone": "05"}]},
        {"id": "gamma-1", "name": "Gamma"}, {"id": "gamma-2", "name": "GAMMA SARL"},
        {"id": "delta", "name": "Delta", "summary": "Logiciel."},
        {"id": "petite", "name": "Petite d'un groupe", "headcount": 30, "size": "large"}
    ]"#;
    firms::parse(&[file("known.json", text)]).unwrap().value
}

#[test]
fn new_changed_unchanged_and_refused_are_told_apart() {
    let read = read(&csv(
        "Identifiant;Nom;Effectif;Compétences;Ville;E-mail;Fonction;Certifications\n;AEROLYS;60;calcul, Java;Toulouse;claire@aerolys.example;DG;EN 9100 (30/04/2028)\n;Gamma;5;;;;;\npetite;Petite d'un groupe;40;;;;;\n;Nouvelle;7;;;;;\nz;;3;;;;;\ndelta;Delta;;;;;;\n;Omega;x;;;;;",
    ));
    let difference = compare(&known(), &read);
    assert_eq!(
        difference.summary(Language::French),
        "1 entreprise nouvelle, 2 modifiées, 1 inchangée, 3 refus"
    );
    let changed = &difference.changed[0];
    assert_eq!((changed.id.as_str(), changed.matched_by), ("aerolys", MatchedBy::Name));
    let fields: Vec<_> =
        changed.changes.iter().map(|c| (c.field, c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(
        fields,
        [
            (FirmField::Name, "Aérolys SAS", "AEROLYS"),
            (FirmField::Headcount, "45", "60"),
            (FirmField::Size, "small", "medium"),
            (
                FirmField::Capabilities,
                "Calcul (expert, 12, Voilures.); C++",
                "calcul (expert, 12, Voilures.); Java"
            ),
            (FirmField::Certifications, "EN 9100 (N1, ..2027-04-30)", "EN 9100 (N1, ..2028-04-30)"),
            (
                FirmField::Contacts,
                "Claire (claire@aerolys.example, 05)",
                "Claire (DG, claire@aerolys.example, 05)"
            ),
        ]
    );
    // What the file does not tell stays.
    assert_eq!((changed.firm.summary.as_str(), changed.firm.sites.len()), ("Bureau d'études.", 2));
    assert_eq!(changed.firm.sites[0].postcode.as_ref().unwrap().as_str(), "31000");
    // A class that was told apart from the headcount stays, too.
    assert_eq!(
        (difference.changed[1].firm.headcount, difference.changed[1].firm.size),
        (Some(40), Some(SizeClass::Large))
    );
    let refused: Vec<_> = difference.refused.iter().map(|r| format!("{}: {}", r.cell, r.message)).collect();
    assert_eq!(
        refused,
        [
            "C8: `x` is not a number of people",
            "B3: `Gamma` may be any of the firms `gamma-1`, `gamma-2`",
            "A6: there is no firm `z`",
        ]
    );
    assert_eq!(difference.unchanged[0].id.as_str(), "delta");
    let french = difference.sentences(Language::French).join("\n");
    assert!(french.contains("effectif\u{a0}: «\u{a0}45\u{a0}» devient «\u{a0}60\u{a0}»"), "{french}");
    let refused = "B3 (ligne 3) est refusé\u{a0}: `Gamma` peut être n’importe laquelle des entreprises `gamma-1`, `gamma-2`\u{a0}; écrivez dans la colonne des identifiants laquelle c’est.";
    assert!(french.contains(refused), "{french}");
    assert!(!french.contains(" is ") && !french.contains("write"), "{french}");
    let english = difference.sentences(Language::English).join("\n");
    assert!(english.contains("5: Nouvelle (nouvelle) is a new firm."), "{english}");
    let json = serde_json::to_value(&difference).unwrap();
    assert_eq!(
        json["changed"][0]["changes"][1],
        serde_json::json!({"field": "headcount", "before": "45", "after": "60"})
    );
    assert_eq!(
        (&json["new"][0]["id"], &json["changed"][0]["matched_by"]),
        (&"nouvelle".into(), &"name".into())
    );
}

#[test]
fn an_identifier_that_is_taken_is_numbered() {
    let existing = vec![Firm::named(FirmId::new("alpha").unwrap(), Name::new("Alpha Conseil").unwrap())];
    let read = good(&csv("Nom;Effectif\nAlpha;3"));
    let difference = compare(&existing, &read);
    assert_eq!((difference.new.len(), difference.refused.len()), (1, 0));
    assert_eq!(difference.new[0].id.as_str(), "alpha-2");
}

#[test]
fn sheets_of_details_are_laid_over_firms_that_exist() {
    let sheet = |text: &str| compare(&known(), &good(&csv(text)));
    let difference = sheet(
        "Firme;Compétence;Niveau\nAerolys;Calcul;confirmé\naerolys;Java;\npetite;Ada;expert\nInconnue;Ada;",
    );
    let shown: Vec<_> = difference
        .changed
        .iter()
        .map(|c| (c.id.as_str(), c.matched_by, c.changes[0].after.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("aerolys", MatchedBy::Name, "Calcul (confirmed, 12, Voilures.); C++; Java"),
            ("petite", MatchedBy::Id, "Ada (expert)"),
        ]
    );
    assert_eq!(difference.refused[0].message, "there is no firm `Inconnue`");
    assert_eq!(difference.refused[0].cell, "A5");
    let difference = sheet("Firme;Norme;Valable du;Valable jusqu'au\naerolys;en 9100;01/05/2027;30/04/2030");
    assert_eq!(difference.changed[0].changes[0].after, "en 9100 (N1, 2027-05-01..2030-04-30)");
}

/// The existing firms after an import.
fn imported(existing: &[Firm], source: &SourceFile) -> Vec<Firm> {
    let read = good(source);
    let difference = compare(existing, &read);
    assert_eq!(difference.refused, []);
    let mut all = existing.to_vec();
    for firm in difference.to_write() {
        match all.iter_mut().find(|known| known.id == firm.id) {
            Some(known) => *known = firm.clone(),
            None => all.push(firm.clone()),
        }
    }
    all
}

/// What a cell of each column may hold; nothing more often than not.
fn cell(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), proptest::sample::select(words)]
}

const NAMES: [&str; 6] = ["Aérolys", "Petite d'un groupe", "Delta", "Epsilon SAS", "Zêta", "Êta"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn repeating_an_import_changes_nothing(
        rows in proptest::collection::btree_map(
            0usize..6,
            (
                cell(&["12", "-", "45"]),
                cell(&["calcul, Java", "C++ (expert, 3), calcul", "-", "C++, c++"]),
                cell(&["Toulouse", "Foix", "nantes"]),
                cell(&["Claire", "CLAIRE", "Paul"]),
                cell(&["claire@aerolys.example", "x@y.example"]),
                cell(&["9000", "31000"]),
                cell(&["EN 9100", "EN 9100 (30/04/2028), ISO 27001", "-"]),
                cell(&["Voilure (2025)|Nacelle", "-", "Voilure (2025)|Voilure", "Voilure|Voilure (2024)|voilure"]),
            ),
            1..6,
        ),
    ) {
        let mut text = String::from("Nom;Effectif;Compétences;Ville;Contact;E-mail;Code postal;Certifications;Références\n");
        for (who, cells) in rows {
            let (a, b, c, d, e, f, g, h) = cells;
            text.push_str(&[NAMES[who], a, b, c, d, e, f, g, h].join(";"));
            text.push('\n');
        }
        let source = csv(&text);
        let once = imported(&known(), &source);
        let again = compare(&once, &good(&source));
        prop_assert_eq!(again.new.len() + again.changed.len() + again.refused.len(), 0, "{:?}\n{}", again, text);
        // What was written is what is read back.
        for firm in &once {
            let back = firms::parse(&[file("x.json", firms::write_json(firm))]).unwrap().value;
            prop_assert_eq!(&back[0], firm);
        }
    }

    #[test]
    fn repeating_sheets_of_details_changes_nothing(
        skills in proptest::collection::btree_map(
            (0usize..4, proptest::sample::select(vec!["Calcul", "C++", "Java"])),
            (cell(&["expert", "notion"]), cell(&["3", "12"]), cell(&["Voilures."])),
            1..6,
        ),
        certificates in proptest::collection::btree_map(
            (0usize..4, proptest::sample::select(vec!["EN 9100", "ISO 27001"])),
            (cell(&["N1", "N2"]), cell(&["01/05/2027", "01/05/2024"]), cell(&["30/04/2028", "30/04/2027"])),
            1..6,
        ),
    ) {
        let names = ["aerolys", "Petite d'un groupe", "DELTA", "gamma-1"];
        let mut text = String::from("Firme;Compétence;Niveau;Effectif;Détail\n");
        for ((who, skill), (level, headcount, more)) in skills {
            text.push_str(&[names[who], skill, level, headcount, more].join(";"));
            text.push('\n');
        }
        let mut further = String::from("Firme;Norme;Numéro;Valable du;Valable jusqu'au\n");
        for ((who, standard), (number, from, until)) in certificates {
            further.push_str(&[names[who], standard, number, from, until].join(";"));
            further.push('\n');
        }
        let mut all = known();
        for source in [csv(&text), csv(&further)] {
            let read = read(&source);
            // A certificate that ends before it begins is refused, and nothing is written.
            if !read.refused.is_empty() {
                continue;
            }
            all = imported(&all, &source);
            let again = compare(&all, &read);
            prop_assert_eq!(again.new.len() + again.changed.len() + again.refused.len(), 0, "{:?}\n{}\n{}", again, text, further);
        }
    }
}
