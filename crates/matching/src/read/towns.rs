//! Names of towns in running text.

use passerelle_domain::Span;

use super::reading::Reading;
use crate::analyse::Token;

/// Capitals after « à » or "in" that are no towns.
const NO_TOWNS: [&str; 69] = [
    "however",
    "therefore",
    "moreover",
    "furthermore",
    "cependant",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "site",
    "sites",
    "france",
    "europe",
    "english",
    "french",
    "german",
    "spanish",
    "francais",
    "anglais",
    "occitanie",
    "python",
    "excel",
    "matlab",
    "simulink",
    "abaqus",
    "ada",
    "windows",
    "germany",
    "spain",
    "italy",
    "belgium",
    "switzerland",
    "england",
    "britain",
    "portugal",
    "allemagne",
    "espagne",
    "italie",
    "belgique",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
];
/// First words of names of two.
const FIRST: [&str; 15] = [
    "Le", "La", "Les", "Los", "San", "Santa", "Saint", "Sainte", "St", "New", "El", "Den", "Bad", "Milton",
    "Sophia",
];

/// Whether a word can be the name of a town: capital first, letters alone, no abbreviation.
pub(super) fn is_town(reading: &Reading<'_>, word: &Token) -> bool {
    let raw = word.span.of(reading.text);
    let shouted = raw.chars().count() > 1 && raw.chars().all(char::is_uppercase);
    raw.starts_with(char::is_uppercase)
        && raw.chars().all(char::is_alphabetic)
        && (raw.chars().count() > 2 || FIRST.contains(&raw))
        && !shouted
        && !NO_TOWNS.contains(&word.exact.as_str())
}

/// The whole name that begins with a word: « Saint-Nazaire », « Le Mans », « Auch ».
pub(super) fn name(reading: &Reading<'_>, sentence: Span, first: &Token) -> Span {
    let rest = reading.text.get(first.span.start..sentence.end).unwrap_or_default();
    let word = |from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        let length =
            tail.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’')).unwrap_or(tail.len());
        from + tail.get(..length).unwrap_or_default().trim_end_matches(['-', '\'', '’']).len()
    };
    let mut end = word(0);
    let next =
        rest.get(end..).and_then(|t| t.strip_prefix(' ')).is_some_and(|t| t.starts_with(char::is_uppercase));
    if FIRST.contains(&rest.get(..end).unwrap_or_default()) && next {
        end = word(end + 1);
    }
    Span { start: first.span.start, end: first.span.start + end }
}
