//! Budget, co-financing, daily rate.

use passerelle_domain::{DayRate, Euros, Notice, NoticeKind, Percent, Span, fold};

use super::Around;
use crate::read::notice;
use crate::read::reading::Reading;

/// How far before a share « aide de » may stand, bytes.
const AID_REACH: usize = 20;
/// Sums below this are rates, prices of parts, expenses.
const SMALLEST_BUDGET: f64 = 5_000.0;
/// What a day of work may cost, euros.
const DAILY: std::ops::RangeInclusive<f64> = 100.0..=5_000.0;
/// The ends of a range stand no further apart, bytes.
const RANGE_REACH: usize = 12;
/// Words that make a sum the budget.
const BUDGET_WORDS: [&str; 8] =
    ["budget", "enveloppe", "funding", "financement", "montant", "amount", "k max", "plafond"];

pub(super) fn budget(all: &[Around], notices: &mut Vec<Notice>) -> Option<Euros> {
    let mut sums: Vec<(f64, bool, Span)> = Vec::new();
    for a in all {
        let Some(factor) = euros(a) else { continue };
        let near = fold(a.raw_before.rsplit(". ").next().unwrap_or_default());
        let other = OTHER_SUMS.iter().any(|w| near.contains(w) || a.after.starts_with(w));
        let value = a.number.value * factor;
        if other || is_rate(a) || !(SMALLEST_BUDGET..1e12).contains(&value) {
            continue;
        }
        let named = BUDGET_WORDS.iter().any(|w| near.contains(w));
        sums.push((value, named, a.number.span));
    }
    let chosen = sums.iter().find(|s| s.1).or_else(|| sums.first()).copied()?;
    if let Some(other) = sums.iter().find(|s| s.1 && (s.0 - chosen.0).abs() > 0.5) {
        notices.push(notice(
            NoticeKind::Conflict,
            Some(other.2),
            format!("`{:.0}` euros is a second budget; `{:.0}` was kept", other.0, chosen.0),
            "give one budget",
        ));
    }
    format!("{:.0}", chosen.0).parse().ok().map(Euros)
}

/// Sums that are no budget.
const OTHER_SUMS: [&str; 9] = [
    "cofinanc",
    "co financ",
    "insurance",
    "assurance",
    "chiffre d affaires",
    "turnover",
    "revenue",
    "tresorerie",
    "penalt",
];

/// Whether a sum is what a day of work costs.
fn is_rate(a: &Around) -> bool {
    let near = fold(a.raw_before.rsplit(". ").next().unwrap_or_default());
    let told = ["taux", "tjm", "journalier", "daily", "rate"].iter().any(|w| near.contains(w));
    let after = a.raw_after.to_lowercase();
    let per = ["/jour", "/j", "/day", "/d ", "par jour", "per day", "a day", "/heure", "/h", "jour ouvr"];
    let unit = after.split([',', ';']).next().unwrap_or_default();
    let slashed = ["jour", "day", "heure", "mo "].iter().any(|w| unit.contains(w)) && unit.contains('/');
    told || slashed
        || per.iter().any(|w| unit.trim_start_matches(['€', ' ', '\u{A0}', '\u{202F}']).starts_with(w))
        || per.iter().any(|w| {
            unit.contains(&format!("€{w}"))
                || unit.contains(&format!("€ {w}"))
                || unit.contains(&format!("eur{w}"))
                || unit.contains(&format!("eur {w}"))
                || unit.contains(&format!("euros {w}"))
                || unit.contains(&format!("ht {w}"))
        })
}

/// « TJM 500-650 € », "up to 600 EUR a day": the daily rates that the client would pay; a ceiling alone begins at 0.
pub(super) fn day_rate(all: &[Around]) -> Option<DayRate> {
    let at = all.iter().position(|a| euros(a).is_some() && is_rate(a) && DAILY.contains(&a.number.value))?;
    let last = all.get(at)?;
    let whole = |value: f64| format!("{value:.0}").parse().ok().map(Euros);
    let between = |a: &Around| {
        let length = last.number.span.start.saturating_sub(a.number.span.end);
        a.raw_after.get(..length).is_some_and(|t| joins(&fold(t)))
    };
    let first = at
        .checked_sub(1)
        .and_then(|i| all.get(i))
        .filter(|a| DAILY.contains(&a.number.value) && a.number.value <= last.number.value && between(a));
    // Of « €500 to 650 » the second follows.
    let second = all.get(at + 1).filter(|a| {
        first.is_none()
            && DAILY.contains(&a.number.value)
            && a.number.value >= last.number.value
            && last.number.span.end + RANGE_REACH >= a.number.span.start
            && last
                .raw_after
                .get(..a.number.span.start - last.number.span.end)
                .is_some_and(|t| joins(&fold(t)))
    });
    let high = second.unwrap_or(last).number.value;
    let near = fold(last.raw_before.rsplit([',', ';', '.']).next().unwrap_or_default());
    let capped = [
        "up to",
        "max",
        "plafon",
        "jusqu",
        "at most",
        "moins de",
        "under",
        "below",
        "inferieur",
        "no more",
        "ceiling",
        "cap",
    ]
    .iter()
    .any(|w| near.contains(w))
        || last.after.contains("max");
    let low = match (first, second) {
        (Some(first), _) => first.number.value,
        (None, Some(_)) => last.number.value,
        (None, None) if capped => 0.0,
        (None, None) => high,
    };
    DayRate::new(whole(low)?, whole(high)?).ok()
}

/// Whether words stand between the two ends of a range.
fn joins(folded: &str) -> bool {
    matches!(folded, "" | "a" | "to" | "and" | "et" | "eur" | "euros" | "eur to" | "eur and")
}

/// What one unit of the number is in euros; `None` when it is no sum of money.
fn euros(a: &Around) -> Option<f64> {
    let after = a.raw_after.trim_start_matches([' ', '\u{A0}', '\u{202F}']).to_lowercase();
    let before = a.raw_before.trim_end().to_lowercase();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let led = before.ends_with('€') || matches!(word, "eur" | "euros");
    let begins = |units: &[&str]| units.iter().any(|u| after.starts_with(u));
    if begins(&["k€", "keur", "k eur", "k €", "000 €"]) || (led && after.starts_with('k')) {
        return Some(1e3);
    }
    if begins(&["m€", "meur", "m eur", "m €", "million d", "millions d", "million eur", "million €"])
        || (led && begins(&["m", "million"]))
    {
        return Some(1e6);
    }
    (begins(&["€", "eur"]) || led).then_some(1.0)
}

pub(super) fn co_financing(
    reading: &Reading<'_>,
    all: &[Around],
    notices: &mut Vec<Notice>,
) -> Option<Percent> {
    const WORDS: [&str; 7] =
        ["cofinanc", "co financ", "autofinanc", "cofund", "co fund", "self fund", "own contribution"];
    let is_share = |a: &&Around| {
        let after = a.raw_after.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
        after.starts_with('%') || ["percent", "per cent", "pour cent"].iter().any(|w| a.after.starts_with(w))
    };
    let mut sum: Option<Span> = None;
    // « aide de 45 % espérée » is somebody else's share.
    let is_aid = |a: &Around| {
        let near = a.before.get(a.before.len().saturating_sub(AID_REACH)..).unwrap_or(&a.before);
        ["aide", "subvention", "grant", "subsidy", "subsidised", "finance a", "funded at"]
            .iter()
            .any(|word| near.contains(word))
    };
    let found = reading.sentences.iter().find_map(|sentence| {
        let folded = fold(sentence.of(reading.text));
        let about = WORDS.iter().any(|w| folded.contains(w));
        let from = all.partition_point(|a| a.number.span.start < sentence.start);
        let inside = all.iter().skip(from).take_while(|a| a.number.span.end <= sentence.end);
        if !about {
            return None;
        }
        let inside: Vec<&Around> = inside.collect();
        let share = inside.iter().find(|a| is_share(a) && !is_aid(a)).copied();
        if share.is_none() {
            sum = sum.or(inside.iter().find(|a| euros(a).is_some()).map(|a| a.number.span));
        }
        share
    });
    let Some(found) = found else {
        if let Some(span) = sum {
            notices.push(notice(
                NoticeKind::Unreadable,
                Some(span),
                format!("a co-financing of `{}` euros is no share of the budget", span.of(reading.text)),
                "give the share in per cent",
            ));
        }
        return None;
    };
    let share = format!("{:.0}", found.number.value).parse().ok().and_then(|v| Percent::new(v).ok());
    if share.is_none() {
        notices.push(notice(
            NoticeKind::Unreadable,
            Some(found.number.span),
            format!("`{}` % cannot be a share", found.number.value),
            "give a share from 0 to 100",
        ));
    }
    share
}
