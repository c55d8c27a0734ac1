//! Closed vocabularies: working languages, sites, sectors, the theme line.

use passerelle_domain::{Name, Sector, Span};

use super::cues::Reading;
use crate::analyse::Token;

const LANGUAGES: [(&str, &str); 14] = [
    ("anglais", "en"),
    ("english", "en"),
    ("anglophone", "en"),
    ("francais", "fr"),
    ("french", "fr"),
    ("francophone", "fr"),
    ("francophones", "fr"),
    ("allemand", "de"),
    ("german", "de"),
    ("espagnol", "es"),
    ("spanish", "es"),
    ("italien", "it"),
    ("italian", "it"),
    ("portugais", "pt"),
];
const LANGUAGE_CUES: [&str; 25] = [
    "courant",
    "fluent",
    "fluently",
    "parle",
    "parlant",
    "speaking",
    "speaker",
    "speakers",
    "speak",
    "spoken",
    "native",
    "ecrit",
    "written",
    "lu",
    "francophone",
    "francophones",
    "anglophone",
    "bilingue",
    "bilingual",
    "niveau",
    "professionnel",
    "maitrise",
    "exige",
    "mandatory",
    "obligatoire",
];

/// The language a demand is about; `None` when there is none, or a choice.
pub(super) fn language(folded: &str) -> Option<&'static str> {
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut found: Vec<&'static str> = words
        .iter()
        .filter_map(|w| LANGUAGES.iter().find(|(name, _)| name == w).map(|(_, code)| *code))
        .collect();
    let choice = found.len() > 1 && words.iter().any(|w| matches!(*w, "ou" | "or"));
    found.dedup();
    if choice || !words.iter().any(|w| LANGUAGE_CUES.contains(w)) {
        return None;
    }
    found.first().copied()
}

const SITE_CUES: [&[&str]; 19] = [
    &["sur", "site", "a"],
    &["sur", "place", "a"],
    &["on", "site", "in"],
    &["on", "site", "at"],
    &["onsite", "in"],
    &["onsite", "at"],
    &["presence", "a"],
    &["site", "de"],
    &["site", "a"],
    &["locaux", "de"],
    &["locaux", "a"],
    &["based", "in"],
    &["based", "at"],
    &["base", "a"],
    &["basee", "a"],
    &["intervention", "a"],
    &["premises", "in"],
    &["offices", "in"],
    &["situe", "a"],
];

/// « sur site à Blagnac »: the words from the cue to the town, and the town.
pub(super) fn site(reading: &Reading<'_>, sentence: Span) -> Option<(Span, String)> {
    let tokens: Vec<&Token> = reading.words(sentence).iter().filter(|t| !t.joined).collect();
    for i in 0..tokens.len() {
        for cue in SITE_CUES {
            let matches =
                cue.iter().enumerate().all(|(k, word)| tokens.get(i + k).is_some_and(|t| t.exact == *word));
            let (Some(first), Some(town)) = (tokens.get(i), tokens.get(i + cue.len())) else { continue };
            if !matches || !town.span.of(reading.text).starts_with(char::is_uppercase) {
                continue;
            }
            let rest = reading.text.get(town.span.start..sentence.end).unwrap_or_default();
            let length = rest
                .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'))
                .unwrap_or(rest.len());
            let end = town.span.start + length;
            return Some((
                Span { start: first.span.start, end },
                rest.get(..length).unwrap_or_default().to_owned(),
            ));
        }
    }
    None
}

/// Words, folded, that give a sector away.
const SECTORS: [(&str, &[&str]); 10] = [
    (
        "aeronautics",
        &[
            "avion",
            "avions",
            "aircraft",
            "aeronautique",
            "avionique",
            "avionics",
            "airborne",
            "aerien",
            "cabine",
            "airworthiness",
            "aerospace",
            "flight",
        ],
    ),
    (
        "space",
        &[
            "satellite",
            "satellites",
            "spatial",
            "spatiale",
            "space",
            "spacecraft",
            "constellation",
            "orbite",
            "orbit",
            "launcher",
        ],
    ),
    (
        "rail",
        &[
            "rame",
            "rames",
            "ferroviaire",
            "train",
            "trains",
            "rail",
            "railway",
            "metro",
            "tram",
            "etcs",
            "ertms",
        ],
    ),
    (
        "health",
        &[
            "patient",
            "patients",
            "medical",
            "medicale",
            "clinical",
            "clinique",
            "hospital",
            "hospitaliere",
            "hopital",
            "infusion",
            "perfusion",
            "fda",
        ],
    ),
    ("automotive", &["automobile", "vehicule", "vehicules", "vehicle", "vehicles", "automotive", "voiture"]),
    (
        "agriculture",
        &[
            "agriculteurs",
            "agricole",
            "agriculture",
            "parcelle",
            "parcelles",
            "crop",
            "crops",
            "vigne",
            "mais",
            "farm",
            "semence",
        ],
    ),
    (
        "energy",
        &[
            "energie",
            "energy",
            "reseau electrique",
            "grid",
            "wind",
            "eolien",
            "solaire",
            "nucleaire",
            "nuclear",
        ],
    ),
    (
        "manufacturing",
        &[
            "atelier",
            "usine",
            "factory",
            "usinage",
            "assemblage",
            "machining",
            "automates",
            "production line",
            "manufacturing",
        ],
    ),
    ("finance", &["banque", "bank", "banking", "assurance", "insurance", "fintech", "payment", "paiement"]),
    ("retail", &["magasin", "magasins", "retail", "ecommerce", "store", "stores", "distribution"]),
];
/// Fewer mentions may be by the way.
const SECTOR_MENTIONS: usize = 2;

/// The sector that the words of a text speak of most.
pub(super) fn sector(tokens: &[Token]) -> Option<Sector> {
    let mut best: Option<(usize, &str)> = None;
    for (name, words) in SECTORS {
        let count = tokens.iter().filter(|t| !t.joined && words.contains(&t.exact.as_str())).count();
        if count >= SECTOR_MENTIONS && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, name));
        }
    }
    Sector::new(best?.1).ok()
}

/// `Thème : propulsion` on a line of its own.
pub(super) fn theme(text: &str) -> Option<Name> {
    text.lines().find_map(|line| {
        let (label, value) = line.trim_start_matches(['#', '-', '*', ' ']).split_once(':')?;
        let label = passerelle_domain::fold(label);
        if matches!(label.as_str(), "theme" | "thematique" | "topic") {
            Name::new(value.trim_matches(['*', ' '])).ok()
        } else {
            None
        }
    })
}
