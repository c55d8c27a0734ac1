//! How much work is expected.

use passerelle_domain::{Notice, NoticeKind, PersonMonths, Span};

use super::Around;
use crate::read::notice;
use crate::read::reading::Reading;

/// Person-months, summed where they are told in parts.
pub(super) fn load(
    reading: &Reading<'_>,
    all: &[Around],
    months: Option<u16>,
    notices: &mut Vec<Notice>,
) -> Option<PersonMonths> {
    const UNITS: [&str; 17] = [
        "personnes mois",
        "personne mois",
        "hommes mois",
        "homme mois",
        "person months",
        "person month",
        "man months",
        "man month",
        "staff months",
        "mois homme",
        "mois hommes",
        "mois personne",
        "pm",
        "hommes.mois",
        "homme.mois",
        "h.mois",
        "person.months",
    ];
    let begins = |text: &str, unit: &str| {
        text.strip_prefix(unit).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let clock = |a: &Around| a.before.ends_with(" at") || a.before == "at" || a.raw_before.ends_with(':');
    let mut told: Vec<(f64, &Around)> = all
        .iter()
        .filter(|a| UNITS.iter().any(|unit| begins(&a.after, unit)) && !clock(a))
        .map(|a| (a.number.value, a))
        .collect();
    if told.is_empty() {
        if let Some(value) = in_words(reading) {
            return PersonMonths::new(value).ok();
        }
        let full_time =
            all.iter().find(|a| ["etp", "fte", "ftes"].iter().any(|unit| begins(&a.after, unit)))?;
        let Some(months) = months else {
            notices.push(notice(
                NoticeKind::Unreadable,
                Some(full_time.number.span),
                format!("`{}` full-time equivalents for an unknown time are no load", full_time.number.value),
                "give the load in person-months, or the duration",
            ));
            return None;
        };
        return PersonMonths::new(full_time.number.value * f64::from(months)).ok();
    }
    // « A : 8 pm, B : 10 pm » are parts of one load; otherwise the first is the load and later ones are parts of it.
    let labelled = |a: &Around| {
        a.raw_before.trim_end().ends_with(':') && !a.before.ends_with("charge") && !a.before.ends_with("load")
    };
    if told.len() > 1 && told.iter().all(|(_, a)| labelled(a)) {
        return PersonMonths::new(told.iter().map(|t| t.0).sum()).ok();
    }
    let (first, at) = told.remove(0);
    if told.is_empty()
        && let Some(rest) = second_part(&at.after)
    {
        return PersonMonths::new(first + rest).ok();
    }
    if let Some((value, other)) = told.iter().find(|(value, _)| *value > first) {
        notices.push(notice(
            NoticeKind::Conflict,
            Some(other.number.span),
            format!("`{value}` person-months is more than the `{first}` said first; the first was kept"),
            "give one total",
        ));
    }
    PersonMonths::new(first).ok()
}

/// "9 person-months for human factors and 6 for regulatory": the 6, from what follows the 9.
fn second_part(after: &str) -> Option<f64> {
    let words: Vec<&str> = after.split(' ').collect();
    let first_is_a_part = words.iter().take(4).any(|w| matches!(*w, "for" | "pour"));
    words.windows(3).find_map(|w| match w {
        ["and" | "et" | "plus", number, "for" | "pour"] if first_is_a_part => number.parse().ok(),
        _ => None,
    })
}

/// « une dizaine de personnes-mois ».
fn in_words(reading: &Reading<'_>) -> Option<f64> {
    let folded = reading.folded(Span { start: 0, end: reading.text.len() });
    [
        ("dizaine", 10.0),
        ("douzaine", 12.0),
        ("quinzaine", 15.0),
        ("vingtaine", 20.0),
        ("trentaine", 30.0),
        ("dozen", 12.0),
    ]
    .into_iter()
    .find(|(word, _)| {
        ["de personnes mois", "de personne mois", "d hommes mois", "hommes mois", "person months"]
            .iter()
            .any(|unit| folded.contains(&format!(" {word} {unit} ")))
    })
    .map(|(_, value)| value)
}
