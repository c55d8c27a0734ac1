//! How long the project lasts.

use passerelle_domain::Span;

use super::dates::{MOST_NUMBERS, before};
use super::numbers::numbers;
use super::reading::Reading;

/// Numbers that people write as words; « un an » is mostly a turn of phrase.
const WORDS: [(&str, f64); 26] = [
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("six", 6.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("onze", 11.0),
    ("douze", 12.0),
    ("quinze", 15.0),
    ("dix huit", 18.0),
    ("vingt quatre", 24.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("eighteen", 18.0),
    ("twenty four", 24.0),
    ("seven", 7.0),
];
/// Nearer than this to the number its unit must stand, bytes.
const UNIT_REACH: usize = 40;
const YEARS_AT_MOST: f64 = 10.0;

/// Reads it, in whole months: what is said to be the duration, else what stands on the line of the start.
pub(super) fn read(reading: &Reading<'_>, start: Option<Span>) -> Option<u16> {
    let mut near: Option<u16> = None;
    let mut told: Option<u16> = None;
    for (value, span) in values(reading) {
        let end = (span.end + UNIT_REACH).min(reading.text.len());
        let end = (span.end..=end).rev().find(|e| reading.text.is_char_boundary(*e)).unwrap_or(span.end);
        let after = reading.folded(Span { start: span.end, end });
        let begins = |units: &[&str]| units.iter().any(|unit| after.starts_with(unit));
        let months = if begins(&[" mois ", " months ", " month "]) {
            value
        } else if begins(&[" ans ", " years ", " an "]) {
            value * 12.0
        } else {
            continue;
        };
        if !(1.0..=12.0 * YEARS_AT_MOST).contains(&months) {
            continue;
        }
        let Ok(months) = format!("{months:.0}").parse() else { continue };
        let before = before(reading, span, 0);
        let same_line = start.is_some_and(|s| reading.line(s.start) == reading.line(span.start));
        let says = |cues: &[&str]| cues.iter().any(|cue| before.contains(cue));
        if says(&[" duree ", " duration ", " projet de ", " project of "]) {
            told = told.or(Some(months));
        }
        // « pendant les 4 premiers mois » is part of it, not the whole.
        if same_line && !says(&[" pendant ", " experience ", " during ", " first ", " depuis ", " since "]) {
            near = near.or(Some(months));
        }
    }
    told.or(near)
}

/// Numbers in digits and in words, in the order of the text.
fn values(reading: &Reading<'_>) -> Vec<(f64, Span)> {
    let mut out: Vec<(f64, Span)> =
        numbers(reading.text).into_iter().take(MOST_NUMBERS).map(|n| (n.value, n.span)).collect();
    let tokens: Vec<_> = reading.tokens.iter().filter(|t| !t.joined).collect();
    for (i, token) in tokens.iter().enumerate().take(MOST_NUMBERS) {
        let next = tokens.get(i + 1);
        let pair = next.map(|n| format!("{} {}", token.exact, n.exact));
        let find = |word: &str| WORDS.iter().find(|(name, _)| *name == word).map(|w| w.1);
        if let (Some(value), Some(next)) = (pair.as_deref().and_then(find), next) {
            out.push((value, Span { start: token.span.start, end: next.span.end }));
        } else if let Some(value) = find(&token.exact) {
            out.push((value, token.span));
        }
    }
    out.sort_by_key(|(_, span)| span.start);
    out
}
