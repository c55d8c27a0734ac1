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

/// Whether whole paragraphs are in the other language.
pub(crate) fn is_mixed(text: &str, main: Language) -> bool {
    text.split('\n')
        .filter(|line| line.chars().count() >= MIXTURE_CHARS)
        .take(MIXTURE_LINES)
        .any(|line| detect(line).is_some_and(|l| l != main))
}
