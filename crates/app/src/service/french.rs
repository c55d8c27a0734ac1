//! Refusals in French.
//!
//! Use cases speak English everywhere; pages tell a French reader in French. The lists are closed: every sentence of the use
//! cases stands here, those of values and of files where they are made ([`passerelle_formats::import::in_french`]).

use passerelle_formats::import;

/// A sentence of a refusal, or its hint, in French; `None` for one that is not known.
pub fn in_french(english: &str) -> Option<String> {
    import::translated(SENTENCES, english).or_else(|| import::in_french(english))
}

/// English, French, `{}` for what varies; the narrower pattern before the wider.
const SENTENCES: &[(&str, &str)] = &[
    ("you are not signed in", "vous n’êtes pas connecté"),
    ("sign in, or send a token that still holds", "connectez-vous"),
    ("there is no such address", "il n’y a rien à cette adresse"),
];
