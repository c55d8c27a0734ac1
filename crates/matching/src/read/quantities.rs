//! Load, budget, co-financing, readiness levels.

use passerelle_domain::{Euros, Notice, NoticeKind, Percent, PersonMonths, Span, Trl, TrlRange, fold};

use super::cues::Reading;
use super::notice;
use super::numbers::{Number, numbers};

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Amounts {
    pub(super) trl: Option<TrlRange>,
    pub(super) load: Option<PersonMonths>,
    pub(super) budget: Option<Euros>,
    pub(super) co_financing: Option<Percent>,
}

/// How far around a number its unit and its meaning are looked for, bytes.
const REACH: usize = 60;
/// How far before a share « aide de » may stand, bytes.
const AID_REACH: usize = 20;
/// Numbers looked at: more of them is a table of results, not a brief.
const MOST_NUMBERS: usize = 3_000;
/// Sums below this are rates, prices of parts, expenses.
const SMALLEST_BUDGET: f64 = 5_000.0;
/// Words that make a sum the budget.
const BUDGET_WORDS: [&str; 8] =
    ["budget", "enveloppe", "funding", "financement", "montant", "amount", "k max", "plafond"];

/// A number with what stands around it.
struct Around {
    number: Number,
    /// Folded, from the beginning of the line.
    before: String,
    /// As written.
    raw_before: String,
    after: String,
    raw_after: String,
}

/// Reads all four; `months` is the duration, for loads told in full-time equivalents.
pub(super) fn read(reading: &Reading<'_>, months: Option<u16>, notices: &mut Vec<Notice>) -> Amounts {
    let all: Vec<Around> =
        numbers(reading.text).into_iter().take(MOST_NUMBERS).map(|n| around(reading, n)).collect();
    Amounts {
        trl: trl(reading, notices),
        load: load(reading, &all, months, notices),
        budget: budget(&all, notices),
        co_financing: co_financing(reading, &all, notices),
    }
}

fn around(reading: &Reading<'_>, number: Number) -> Around {
    let line = reading.line(number.span.start);
    let from = floor(reading.text, number.span.start.saturating_sub(REACH).max(line.start));
    let to = floor(reading.text, (number.span.end + REACH).min(line.end));
    let before = reading.text.get(from..number.span.start).unwrap_or_default();
    let after = reading.text.get(number.span.end..to.max(number.span.end)).unwrap_or_default();
    Around {
        number,
        before: fold(before),
        raw_before: before.to_owned(),
        after: fold(after),
        raw_after: after.to_owned(),
    }
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn load(
    reading: &Reading<'_>,
    all: &[Around],
    months: Option<u16>,
    notices: &mut Vec<Notice>,
) -> Option<PersonMonths> {
    const UNITS: [&str; 14] = [
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
        "person-months",
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

fn budget(all: &[Around], notices: &mut Vec<Notice>) -> Option<Euros> {
    let mut sums: Vec<(f64, bool, Span)> = Vec::new();
    for a in all {
        let Some(factor) = euros(a) else { continue };
        let near = fold(a.raw_before.rsplit(". ").next().unwrap_or_default());
        let rate = ["cofinanc", "co financ", "taux", "tjm", "journalier", "daily", "rate"]
            .iter()
            .any(|w| near.contains(w))
            || ["par jour", "jour", "per day", "day", "heure", "ht par", "mo "]
                .iter()
                .any(|w| a.after.contains(&format!("{w} ")) && a.raw_after.contains('/'));
        let value = a.number.value * factor;
        if rate || !(SMALLEST_BUDGET..1e12).contains(&value) {
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

/// What one unit of the number is in euros; `None` when it is no sum of money.
fn euros(a: &Around) -> Option<f64> {
    let after = a.raw_after.trim_start_matches([' ', '\u{A0}', '\u{202F}']).to_lowercase();
    let before = a.raw_before.trim_end().to_lowercase();
    let led = before.ends_with('€') || before.ends_with("eur") || before.ends_with("euros");
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

fn co_financing(reading: &Reading<'_>, all: &[Around], notices: &mut Vec<Notice>) -> Option<Percent> {
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

/// « TRL 3 à 5 », "TRL 4 → 6/7", « TRL 5 au départ, 8 visé ».
fn trl(reading: &Reading<'_>, notices: &mut Vec<Notice>) -> Option<TrlRange> {
    const BETWEEN: [&str; 21] = [
        "",
        "a",
        "to",
        "vers",
        "trl",
        "a trl",
        "to trl",
        "au depart",
        "jusqu a",
        "et",
        "and",
        "puis",
        "ou",
        "or",
        "au depart vise",
        "vise",
        "vises",
        "objectif",
        "target",
        "cible",
        "now",
    ];
    let all = numbers(reading.text);
    let mut told = false;
    for token in reading.tokens.iter().filter(|t| !t.joined && t.exact.starts_with("trl")) {
        let glued = token.exact.strip_prefix("trl").and_then(|n| n.parse::<f64>().ok());
        let sentence = reading.sentence(token.span.start);
        let mut levels: Vec<f64> = glued.into_iter().collect();
        let mut at = token.span.end;
        let first_after = all.partition_point(|n| n.span.start < token.span.end);
        for number in all.iter().skip(first_after).take_while(|n| n.span.end <= sentence.end) {
            let between = fold(reading.text.get(at..number.span.start).unwrap_or_default());
            let first_reach = levels.is_empty() && number.span.start - at <= REACH;
            // « TRL 4 au labo, objectif TRL 7 » names the word again.
            let again = between.ends_with("trl") && between.len() <= REACH;
            if !first_reach && !again && !BETWEEN.contains(&between.as_str()) {
                break;
            }
            levels.push(number.value);
            at = number.span.end;
        }
        let Some(&first) = levels.first() else { continue };
        let level = |value: f64| Trl::new(format!("{value:.0}").parse().unwrap_or(0)).ok();
        let Some(from) = level(first) else {
            if told {
                continue;
            }
            told = true;
            notices.push(notice(
                NoticeKind::Unreadable,
                Some(token.span),
                format!("there is no TRL `{first}`"),
                "give levels from 1 to 9",
            ));
            continue;
        };
        let to = levels.iter().skip(1).filter_map(|v| level(*v)).max().unwrap_or(from);
        return TrlRange::new(from.min(to), from.max(to)).ok();
    }
    None
}
