//! Closed vocabularies: working languages, sites, sectors, the theme line.

use passerelle_domain::{Name, Sector, Span};

use super::reading::Reading;
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
const LANGUAGE_CUES: [&str; 33] = [
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
    "technique",
    "b2",
    "c1",
    "c2",
    "technical",
    "working",
    "requis",
    "required",
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
    let abroad = words.iter().any(|w| matches!(*w, "country" | "countries" | "pays"));
    if choice || abroad || !words.iter().any(|w| LANGUAGE_CUES.contains(w)) {
        return None;
    }
    found.first().copied()
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

/// What is done in a language: « Travail en français », "meetings are in English".
const DONE_IN: [&str; 24] = [
    "reponse",
    "reponses",
    "offre",
    "proposals",
    "travail",
    "travaux",
    "reunions",
    "reunion",
    "echanges",
    "livrables",
    "documents",
    "documentation",
    "rapports",
    "langue",
    "work",
    "working",
    "meetings",
    "meeting",
    "deliverables",
    "reports",
    "language",
    "exchanges",
    "discussions",
    "comites",
];
/// Longer clauses mention a language by the way.
const CLAUSE_WORDS: usize = 14;

/// The clause of a sentence that asks for a working language, and which; `None` when there is none, or a choice.
pub(super) fn working_language(reading: &Reading<'_>, sentence: Span) -> Option<(Span, &'static str)> {
    let is_name = |word: &str| LANGUAGES.iter().any(|l| l.0 == word);
    let text = sentence.of(reading.text);
    let mut start = 0;
    for end in text.match_indices([',', ';', ':', '(']).map(|(i, _)| i).chain([text.len()]) {
        let raw = text.get(start..end).unwrap_or_default();
        let left = raw.len() - raw.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let kept = raw.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let from = sentence.start + start + left;
        let clause = Span { start: from, end: from.max(sentence.start + start + kept) };
        start = end + 1;
        let folded = reading.folded(clause);
        let words: Vec<&str> = folded.split_whitespace().collect();
        if words.len() > CLAUSE_WORDS {
            continue;
        }
        let choice = words.windows(3).any(|w| matches!(w, [a, "ou" | "or", b] if is_name(a) && is_name(b)));
        let done = words.iter().any(|w| DONE_IN.contains(w))
            && words.windows(2).any(|w| matches!(w, ["en" | "in", name] if is_name(name)));
        let named = || words.iter().find_map(|w| LANGUAGES.iter().find(|(name, _)| name == w));
        let code = language(&folded).or_else(|| if done && !choice { named().map(|l| l.1) } else { None });
        if let Some(code) = code {
            return Some((clause, code));
        }
    }
    None
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
