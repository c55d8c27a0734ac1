//! Clearances to read what a state keeps secret, and approvals told in words, under one name each.

use passerelle_domain::{Span, Standard};

use super::reading::Reading;

/// Folded words that name a clearance, and its one name. Since 2021 French law (IGI 1300) knows *Secret*, which replaced
/// *Confidentiel Défense* and *Secret Défense*, and *Très Secret*; whoever asks for a clearance without a level asks for the lowest.
const NAMES: [(&str, &str); 22] = [
    ("habilitation tres secret", "Habilitation Très Secret"),
    ("habilite tres secret", "Habilitation Très Secret"),
    ("tres secret defense", "Habilitation Très Secret"),
    ("top secret clearance", "Habilitation Très Secret"),
    ("cosmic top secret", "COSMIC TOP SECRET"),
    ("nato secret", "NATO SECRET"),
    ("otan secret", "NATO SECRET"),
    ("secret otan", "NATO SECRET"),
    ("nato confidential", "NATO CONFIDENTIAL"),
    ("eu secret", "EU SECRET"),
    ("secret ue", "EU SECRET"),
    ("confidentiel defense", "Habilitation Secret"),
    ("secret defense", "Habilitation Secret"),
    ("defense secret", "Habilitation Secret"),
    ("habilitation secret", "Habilitation Secret"),
    ("habilite secret", "Habilitation Secret"),
    ("habilites secret", "Habilitation Secret"),
    ("habilitation defense", "Habilitation Secret"),
    ("habilitation de defense", "Habilitation Secret"),
    ("hebergeur donnees sante", "HDS"),
    ("security clearance", "Habilitation Secret"),
    ("security cleared", "Habilitation Secret"),
];
/// What makes a clearance something to be had later.
const ELIGIBLE: [&str; 7] = [
    " eligible ",
    " habilitable ",
    " habilitables ",
    " clearable ",
    " able to obtain ",
    " able to get ",
    " susceptible de etre ",
];

/// A clearance that a demand names.
#[derive(Debug, Clone)]
pub(super) struct Clearance {
    pub(super) standard: Standard,
    /// Whether it must be held, not only be within reach.
    pub(super) held: bool,
}

/// The clearance that a demand names, when it names one.
pub(super) fn named(reading: &Reading<'_>, span: Span) -> Option<Clearance> {
    // « habilitation au niveau Secret », « habilitée au secret » say the same with more words.
    const FILLERS: [&str; 8] = ["au", "niveau", "du", "de", "level", "valide", "a", "le"];
    const WRITINGS: [(&str, &str); 3] = [
        (" habilitee ", " habilite "),
        (" habilitees ", " habilites "),
        (" habilitations ", " habilitation "),
    ];
    let mut folded = reading.folded(span);
    let asked = folded.clone();
    for (writing, usual) in WRITINGS {
        folded = folded.replace(writing, usual);
    }
    let words: Vec<&str> = folded.split_whitespace().filter(|w| !FILLERS.contains(w)).collect();
    let folded = format!(" {} ", words.join(" "));
    let name = NAMES.iter().find(|(words, _)| {
        let words = words.replace(" de ", " ");
        folded.contains(&format!(" {words} "))
    })?;
    let standard = Standard::new(name.1).ok()?;
    Some(Clearance { standard, held: !ELIGIBLE.iter().any(|cue| asked.contains(cue)) })
}
