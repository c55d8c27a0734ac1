//! Until when a demanded certificate must hold, from the words of the demand.

use jiff::civil::Date;
use passerelle_domain::{Brief, Requirement, Span, Standard, fold};

use super::dates;
use super::reading::Reading;
use crate::analyse::Analysers;

/// The days on which a certificate must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needed {
    /// The first, and the only one that a demand without dates speaks of.
    pub(crate) from: Date,
    /// The last.
    pub(crate) until: Date,
}

/// Words by which a demand covers the whole project.
const WHOLE: [&str; 14] = [
    "toute la prestation",
    "toute la duree",
    "fin du projet",
    "fin de la prestation",
    "pendant le projet",
    "tout le projet",
    "duree du projet",
    "whole project",
    "entire project",
    "end of the project",
    "project end",
    "throughout the project",
    "duration of the project",
    "whole duration",
];
/// Words by which a date in a demand is the last one.
const LAST: [&str; 15] = [
    "jusqu",
    "fin ",
    "until",
    "through",
    "end",
    "all of",
    "toute",
    "pendant",
    "au moins",
    "at least",
    "still",
    "throughout",
    "encore",
    "sans interruption",
    "till",
];

/// Reads a demand of a brief: from the project's start (or `today`), until the last day that the demand names.
pub(crate) fn needed(brief: &Brief, requirement: &Requirement, standard: &Standard, today: Date) -> Needed {
    let from = brief.reference_day().unwrap_or(today);
    let text = &requirement.text;
    let folded = format!(" {} ", fold(text));
    let mut until = from;
    if WHOLE.iter().any(|words| folded.contains(words)) {
        until = brief.end.unwrap_or(from).max(from);
    }
    let tokens = Analysers::new().tokens(text);
    let reading = Reading::new(text, &tokens);
    let last = LAST.iter().any(|word| folded.contains(word));
    for (first, end, span) in dates::named_days(&reading).into_iter().chain(years(&reading, standard)) {
        let day = if last && !begins(text, span) { end } else { first };
        until = until.max(day);
    }
    Needed { from, until }
}

/// « en vigueur au 1er juin » says when it begins.
fn begins(text: &str, span: Span) -> bool {
    let before = fold(text.get(..span.start).unwrap_or_default());
    [" au", " des", " from", " a partir du", " a compter du"].iter().any(|cue| before.ends_with(cue))
}

/// "through 2027", « pour toute l'année 2027 »: bare years after a word, never part of a standard's name.
fn years(reading: &Reading<'_>, standard: &Standard) -> Vec<(Date, Date, Span)> {
    const BEFORE: [&str; 14] = [
        "through",
        "throughout",
        "of",
        "until",
        "in",
        "during",
        "en",
        "annee",
        "pour",
        "fin",
        "jusqu",
        "calendar",
        "year",
        "pendant",
    ];
    let tokens: Vec<_> = reading.tokens.iter().filter(|t| !t.joined).collect();
    tokens
        .windows(2)
        .filter_map(|pair| {
            let [before, it] = pair else { return None };
            let year = dates::year(&it.exact)?;
            if !BEFORE.contains(&before.exact.as_str()) || standard.key().contains(it.exact.as_str()) {
                return None;
            }
            let first = Date::new(year, 1, 1).ok()?;
            Some((first, Date::new(year, 12, 31).ok()?, it.span))
        })
        .collect()
}
