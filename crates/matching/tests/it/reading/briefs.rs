//! Short briefs of many hands, each with everything that is to be read in it.

use std::path::Path;

use passerelle_domain::{Brief, RequirementKind};
use proptest::prelude::*;

use super::read;

/// One line a requirement: strength, kind, what exactly, words.
fn told(brief: &Brief) -> String {
    let line = |r: &passerelle_domain::Requirement| {
        let kind = match &r.kind {
            RequirementKind::Certification { standard, certificate: true } => {
                format!("certificate {standard}")
            }
            RequirementKind::Certification { standard, certificate: false } => format!("practice {standard}"),
            RequirementKind::Language(code) => format!("language {code}"),
            RequirementKind::Site(town) => match r.within_km {
                Some(km) => format!("site {town} {km} km"),
                None => format!("site {town}"),
            },
            other => other.word().to_owned(),
        };
        format!("{} {kind}: {}", r.strength.word(), r.text)
    };
    let mut lines: Vec<String> = brief.requirements.iter().map(line).collect();
    if let Some(rate) = brief.day_rate {
        lines.push(format!("day rate {} to {}", rate.low().0, rate.high().0));
    }
    lines.join("\n")
}

/// Each file is a brief, a line `=====`, and what is to be read in it.
#[test]
fn briefs_of_many_hands_are_read_as_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reading/briefs");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "{} briefs", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let whole = std::fs::read_to_string(&file).unwrap();
        let (text, expected) = whole.split_once("\n=====\n").unwrap();
        let got = told(&read(text).brief);
        if got != expected.trim_end() {
            wrong.push(format!(
                "{}\n--- expected\n{}\n--- got\n{got}\n",
                file.display(),
                expected.trim_end()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Things people ask for, in their words.
fn asked() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("calcul de structure"),
        Just("une expérience EN 9100 serait un plus"),
        Just("anglais courant souhaité"),
        Just("real-time C++, ideally on ARM"),
        Just("ISO 27001 certificate required"),
        Just("intervention à Figeac sous 4 h"),
        Just("the supplier should know GNSS"),
        Just("essais sur pot vibrant (optionnel)"),
        Just("habilitation secret défense"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn calling_a_thing_indispensable_never_lowers_it(thing in asked(), item in any::<bool>()) {
        let strongest = |text: &str| read(text).brief.requirements.iter().map(|r| r.strength).max();
        let mark = if item { "- " } else { "" };
        let plain = strongest(&format!("Titre\n\n{mark}{thing}\n"));
        let called = strongest(&format!("Titre\n\n{mark}Indispensable : {thing}\n"));
        prop_assert!(called >= plain, "{plain:?} became {called:?}");
        let headed = strongest(&format!("Titre\n\n## Indispensable\n{mark}{thing}\n"));
        prop_assert!(headed >= plain, "{plain:?} became {headed:?} under the heading");
    }
}
