//! French or English, or not sure.

use passerelle_domain::Language;
use whatlang::{Detector, Lang};

/// Enough text to tell; more only costs time.
const ENOUGH_CHARS: usize = 3_000;
/// Below this the detector guesses: « data scientist » comes out at 3 %.
const CONFIDENCE_FLOOR: f64 = 0.4;
/// Sections shorter than this say nothing about a mixture.
const MIXTURE_CHARS: usize = 80;
/// Enough paragraphs to look at: a mixture shows early.
const MIXTURE_LINES: usize = 60;

/// The language of a text; `None` when it is too short or too plain to tell.
pub(crate) fn detect(text: &str) -> Option<Language> {
    let start: String =
        text.chars().filter(|c| !c.is_control() || c.is_whitespace()).take(ENOUGH_CHARS).collect();
    if let Some(told) = by_function_words(&start) {
        return Some(told);
    }
    let info = Detector::with_allowlist(vec![Lang::Fra, Lang::Eng]).detect(&start)?;
    if info.confidence() < CONFIDENCE_FLOOR {
        return None;
    }
    match info.lang() {
        Lang::Fra => Some(Language::French),
        Lang::Eng => Some(Language::English),
        _ => None,
    }
}

/// Words that one of the two languages has and the other has not, nor its trade jargon.
const FRENCH: [&str; 22] = [
    "le", "la", "les", "des", "une", "du", "et", "est", "sont", "nous", "vous", "pour", "dans", "avec",
    "sur", "par", "qui", "que", "aux", "ou", "notre", "nos",
];
const ENGLISH: [&str; 22] = [
    "the", "of", "and", "we", "our", "is", "are", "for", "with", "in", "to", "by", "from", "that", "this",
    "you", "your", "has", "have", "which", "or", "be",
];

/// Little words of one language for each of the other that leave no doubt: a quotation, or a word that looks like one.
const LEAD: usize = 5;
/// Bytes of the longest of them.
const LONGEST_LITTLE: usize = 5;

/// The language of a short text by its little words, when those of one language stand alone: they tell where letters cannot.
fn by_function_words(text: &str) -> Option<Language> {
    let (mut french, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        // They are short, and without accents.
        if !(2..=LONGEST_LITTLE).contains(&word.len()) {
            continue;
        }
        french += usize::from(FRENCH.iter().any(|little| little.eq_ignore_ascii_case(word)));
        english += usize::from(ENGLISH.iter().any(|little| little.eq_ignore_ascii_case(word)));
    }
    let leads = |own: usize, other: usize| own >= 2 + LEAD * other;
    match (leads(french, english), leads(english, french)) {
        (true, _) => Some(Language::French),
        (_, true) => Some(Language::English),
        _ => None,
    }
}

/// Whether whole paragraphs are in the other language.
pub(crate) fn is_mixed(text: &str, main: Language) -> bool {
    text.split('\n')
        .filter(|line| line.chars().count() >= MIXTURE_CHARS)
        .take(MIXTURE_LINES)
        .any(|line| detect(line).is_some_and(|l| l != main))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_tell_the_language_of_short_texts() {
        let profile = "We design laser scanners and fibre optic sensors.";
        assert_eq!(detect(profile), Some(Language::English));
        assert_eq!(
            detect("Capteurs laser et fibre optique, conception et intégration."),
            Some(Language::French)
        );
        assert_eq!(by_function_words("Rust C++ Python"), None);
        assert_eq!(by_function_words("le design of systems"), None);
    }
}
