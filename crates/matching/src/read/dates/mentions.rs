//! Dates, months, quarters and years as people write them.

use jiff::civil::{Date, date};
use passerelle_domain::Span;

use crate::analyse::Token;
use crate::read::reading::Reading;

/// A date or month named in the text: its first and last day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) span: Span,
}

/// More is a log, not a brief.
const MOST_MENTIONS: usize = 200;

/// All days and months named in a text: first and last day, and where.
pub(in super::super) fn named_days(reading: &Reading<'_>) -> Vec<(Date, Date, Span)> {
    mentions(reading).into_iter().map(|m| (m.first, m.last, m.span)).collect()
}

pub(super) fn mentions(reading: &Reading<'_>) -> Vec<Mention> {
    let tokens: Vec<&Token> = reading.tokens.iter().filter(|t| !t.joined).collect();
    let word = |i: usize| tokens.get(i).map_or("", |t| t.exact.as_str());
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() && out.len() < MOST_MENTIONS {
        let hit = iso(reading.text, &tokens, i)
            .or_else(|| named(&word, i))
            .or_else(|| range(&word, i))
            .or_else(|| quarter(&word, i))
            // "end 2027-10-31" is a day.
            .or_else(|| year_end(&word, i).filter(|_| iso(reading.text, &tokens, i + 1).is_none()));
        let Some((first, last, used)) = hit else {
            i += 1;
            continue;
        };
        if let (Some(a), Some(b)) = (tokens.get(i), tokens.get(i + used - 1)) {
            out.push(Mention { first, last, span: Span { start: a.span.start, end: b.span.end } });
        }
        i += used;
    }
    out
}

/// `2027-03-01`, `01/03/2027`.
fn iso(text: &str, tokens: &[&Token], i: usize) -> Option<(Date, Date, usize)> {
    let (a, b, c) = (tokens.get(i)?, tokens.get(i + 1)?, tokens.get(i + 2)?);
    let between = |x: &Token, y: &Token| text.get(x.span.end..y.span.start).unwrap_or_default().to_owned();
    let (first, second) = (between(a, b), between(b, c));
    if first != second {
        return None;
    }
    let day = match first.as_str() {
        "-" => Date::new(year(&a.exact)?, b.exact.parse().ok()?, c.exact.parse().ok()?).ok()?,
        "/" | "." => Date::new(year(&c.exact)?, b.exact.parse().ok()?, a.exact.parse().ok()?).ok()?,
        _ => return None,
    };
    Some((day, day, 3))
}

/// `mars 2027`, `1er mars 2027`, `1 April 2027`, `April 1, 2027`.
fn named<'t>(word: &impl Fn(usize) -> &'t str, i: usize) -> Option<(Date, Date, usize)> {
    let day_of = |w: &str| -> Option<i8> {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = w.get(digits.len()..)?;
        (matches!(suffix, "" | "er" | "st" | "nd" | "rd" | "th") && digits.len() <= 2)
            .then(|| digits.parse().ok())?
    };
    if let (Some(day), Some(month), Some(year)) = (day_of(word(i)), month(word(i + 1)), year(word(i + 2))) {
        let day = Date::new(year, month, day).ok()?;
        return Some((day, day, 3));
    }
    let month = month(word(i))?;
    if let Some(year) = year(word(i + 1)) {
        let first = Date::new(year, month, 1).ok()?;
        return Some((first, first.last_of_month(), 2));
    }
    let (day, year) = (day_of(word(i + 1))?, year(word(i + 2))?);
    let day = Date::new(year, month, day).ok()?;
    Some((day, day, 3))
}

/// « avril » of « entre avril et juillet 2027 », « Noël 2027 ».
fn range<'t>(word: &impl Fn(usize) -> &'t str, i: usize) -> Option<(Date, Date, usize)> {
    if matches!(word(i), "noel" | "christmas") {
        let eve = Date::new(year(word(i + 1))?, 12, 24).ok()?;
        return Some((eve, eve, 2));
    }
    let (from, to) = (month(word(i))?, month(word(i + 2))?);
    let joined = matches!(word(i + 1), "et" | "and" | "a" | "to" | "ou" | "or" | "until" | "au");
    let first = Date::new(year(word(i + 3))?, from, 1).ok().filter(|_| joined && from <= to)?;
    Some((first, first.last_of_month(), 1))
}

/// `Q2 2028`, `T2 2028`, `quatrième trimestre 2028`, `second semestre 2028`.
fn quarter<'t>(word: &impl Fn(usize) -> &'t str, i: usize) -> Option<(Date, Date, usize)> {
    let short =
        word(i).strip_prefix(['q', 't']).and_then(|n| n.parse::<i8>().ok()).filter(|n| (1..=4).contains(n));
    if let (Some(quarter), Some(year)) = (short, year(word(i + 1))) {
        return span_of_months(year, quarter * 3 - 2, 3, 2);
    }
    let ordinal = match word(i) {
        "premier" | "1er" | "first" | "1st" => 1,
        "deuxieme" | "second" | "2e" | "2eme" | "2nd" => 2,
        "troisieme" | "third" | "3e" | "3eme" | "3rd" => 3,
        "quatrieme" | "dernier" | "fourth" | "last" | "4e" | "4eme" | "4th" => 4,
        _ => return None,
    };
    let (at, used) = if matches!(word(i + 2), "of" | "de") { (i + 3, 4) } else { (i + 2, 3) };
    let year = year(word(at))?;
    match word(i + 1) {
        "trimestre" | "quarter" => span_of_months(year, ordinal * 3 - 2, 3, used),
        "semestre" | "half" if ordinal <= 2 => span_of_months(year, ordinal * 6 - 5, 6, used),
        _ => None,
    }
}

/// « fin 2027 », "end of 2027", « début 2027 », "early 2027".
fn year_end<'t>(word: &impl Fn(usize) -> &'t str, i: usize) -> Option<(Date, Date, usize)> {
    let at = if word(i) == "end" && word(i + 1) == "of" { i + 2 } else { i + 1 };
    let year = year(word(at))?;
    match word(i) {
        "fin" | "end" | "late" => span_of_months(year, 10, 3, at - i + 1),
        "debut" | "early" => span_of_months(year, 1, 3, at - i + 1),
        _ => None,
    }
}

fn span_of_months(year: i16, from: i8, months: i8, used: usize) -> Option<(Date, Date, usize)> {
    let first = Date::new(year, from, 1).ok()?;
    let last = Date::new(year, from + months - 1, 1).ok()?.last_of_month();
    Some((first, last, used))
}

pub(in super::super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "janvier" | "january" | "janv" | "jan" => 1,
        "fevrier" | "february" | "fevr" | "feb" => 2,
        "mars" | "march" | "mar" => 3,
        "avril" | "april" | "avr" | "apr" => 4,
        "mai" | "may" => 5,
        "juin" | "june" | "jun" => 6,
        "juillet" | "july" | "juil" | "jul" => 7,
        "aout" | "august" | "aug" => 8,
        "septembre" | "september" | "sept" | "sep" => 9,
        "octobre" | "october" | "oct" => 10,
        "novembre" | "november" | "nov" => 11,
        "decembre" | "december" | "dec" => 12,
        _ => return None,
    })
}

pub(in super::super) fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok().filter(|_| word.len() == 4)?;
    let sensible = date(2000, 1, 1).year()..=date(2099, 1, 1).year();
    sensible.contains(&year).then_some(year)
}
