//! When the project begins and ends.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use passerelle_domain::{Notice, NoticeKind, Span};

use super::cues::Reading;
use super::{duration, notice};
use crate::analyse::Token;

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Dates {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    /// Duration, whole months.
    pub(super) months: Option<u16>,
}

/// A date or month named in the text: its first and last day.
#[derive(Debug, Clone, Copy)]
struct Mention {
    first: Date,
    last: Date,
    span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Start,
    End,
    Unknown,
}

/// Numbers and dates looked at: more of them is a table or a log, not a brief.
pub(super) const MOST_NUMBERS: usize = 3_000;
const MOST_MENTIONS: usize = 200;
/// How far before a date its role may be said, characters.
const REACH: usize = 70;

const STARTS: [&str; 25] = [
    " demarrage ",
    " demarre ",
    " demarrer ",
    " demarrant ",
    " debut ",
    " debute ",
    " commence ",
    " commencer ",
    " lancement ",
    " notification ",
    " start ",
    " starts ",
    " starting ",
    " begin ",
    " begins ",
    " kick off ",
    " kickoff ",
    " t0 ",
    " from ",
    " de ",
    " d ",
    " a partir ",
    " a compter ",
    " des ",
    " between ",
];
const ENDS: [&str; 17] = [
    " fin ",
    " jusqu ",
    " jusque ",
    " until ",
    " till ",
    " end ",
    " ends ",
    " ending ",
    " a ",
    " au ",
    " to ",
    " by ",
    " livraison ",
    " delivery ",
    " deadline ",
    " avant ",
    " termine ",
];
/// Weak words that only count right before the date.
const WEAK: [&str; 11] =
    [" de ", " d ", " des ", " from ", " a ", " au ", " to ", " by ", " between ", " avant ", " fin "];
/// A date in such a sentence is about a certificate, not about the project.
const NOT_THE_PROJECT: [&str; 7] =
    [" certifi", " certificat", " valid", " vigueur ", " iso9", " audit", " accredit"];

/// Reads start, end and duration; what is said twice differently is remarked.
pub(super) fn read(reading: &Reading<'_>, notices: &mut Vec<Notice>) -> Dates {
    let mentions = mentions(reading);
    let mut found = Dates::default();
    let mut start_at: Option<Mention> = None;
    let mut previous = 0;
    for mention in &mentions {
        let sentence = reading.sentence(mention.span.start);
        let folded = reading.folded(sentence);
        if NOT_THE_PROJECT.iter().any(|w| folded.contains(w)) {
            continue;
        }
        let context = before(reading, mention.span, previous);
        previous = mention.span.end;
        let role = role(&context);
        match role {
            Role::Start if start_at.is_none() => {
                found.start = Some(mention.first);
                start_at = Some(*mention);
            }
            Role::Start => {
                if found.start.is_some_and(|s| s != mention.first) && strongly_starts(&context) {
                    notices.push(notice(
                        NoticeKind::Conflict,
                        Some(mention.span),
                        format!("`{}` is a second start; the first was kept", mention.span.of(reading.text)),
                        "name one start",
                    ));
                }
            }
            Role::End if found.end.is_none() && found.start.is_none_or(|s| s < mention.last) => {
                found.end = Some(mention.last);
            }
            Role::End | Role::Unknown => {}
        }
    }
    if found.start.is_none()
        && let Some((month, span, year)) = month_without_year(reading)
    {
        match year {
            Some(year) => {
                found.start = Date::new(year, month, 1).ok();
                start_at = found.start.map(|day| Mention { first: day, last: day.last_of_month(), span });
            }
            None => notices.push(notice(
                NoticeKind::Unreadable,
                Some(span),
                format!("`{}` is a start without a year", span.of(reading.text)),
                "write the year",
            )),
        }
    }
    found.months = duration::read(reading, start_at.map(|m| m.span));
    if let (Some(start), Some(months)) = (found.start, found.months)
        && let Some(end) =
            start.checked_add(i32::from(months).months()).ok().and_then(|d| d.checked_sub(1.day()).ok())
    {
        // An end said together with the start outweighs a duration; any other end may be that of a part.
        if found.end.is_none() || !is_pair(reading, start_at, &mentions) {
            found.end = Some(end);
        }
    }
    if found.start.zip(found.end).is_some_and(|(s, e)| e < s) {
        found.end = None;
    }
    found
}

/// All days and months named in a text: first and last day, and where.
pub(super) fn named_days(reading: &Reading<'_>) -> Vec<(Date, Date, Span)> {
    mentions(reading).into_iter().map(|m| (m.first, m.last, m.span)).collect()
}

/// Whether start and end are said as one period, « de juin 2027 à novembre 2028 ».
fn is_pair(reading: &Reading<'_>, start: Option<Mention>, mentions: &[Mention]) -> bool {
    let Some(start) = start else { return true };
    mentions.iter().any(|m| {
        m.span.start > start.span.end
            && role(&before(reading, m.span, start.span.end)) == Role::End
            && reading.line(m.span.start) == reading.line(start.span.start)
    })
}

/// « commencer en avril »: the month, where it stands, and the year when its own sentence names exactly one.
fn month_without_year(reading: &Reading<'_>) -> Option<(i8, Span, Option<i16>)> {
    const BEGINS: [&str; 10] =
        ["commenc", "demarr", "debut", "lancement", "start", "begin", "kick", "t0", "notification", "launch"];
    let tokens: Vec<&Token> = reading.tokens.iter().filter(|t| !t.joined).collect();
    tokens.iter().enumerate().take(MOST_NUMBERS).find_map(|(i, token)| {
        let it = month(&token.exact)?;
        // « mars » and "may" are words; a month follows « en », « mi- », a bracket.
        let before = i.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.exact.as_str());
        let bracket = reading.text.get(..token.span.start).is_some_and(|t| t.ends_with('('));
        let led = bracket
            || matches!(before, "en" | "in" | "by" | "mi" | "mid" | "debut" | "early" | "fin" | "end" | "d");
        let dated = tokens.iter().skip(i + 1).take(2).any(|t| year(&t.exact).is_some());
        let sentence = reading.sentence(token.span.start);
        let folded = reading.folded(Span { start: sentence.start, end: token.span.start });
        let begins = BEGINS.iter().any(|cue| folded.contains(&format!(" {cue}")));
        if !led || dated || !begins {
            return None;
        }
        let mut years: Vec<i16> = reading.words(sentence).iter().filter_map(|t| year(&t.exact)).collect();
        years.dedup();
        Some((it, token.span, years.first().copied().filter(|_| years.len() == 1)))
    })
}

/// What is said before a place in its sentence, after `previous`, folded.
pub(super) fn before(reading: &Reading<'_>, span: Span, previous: usize) -> String {
    let from = reading.sentence(span.start).start.max(previous).min(span.start);
    let text = reading.text.get(from..span.start).unwrap_or_default();
    let skip = text.chars().count().saturating_sub(REACH);
    let start = from + text.chars().take(skip).map(char::len_utf8).sum::<usize>();
    reading.folded_with_elisions(Span { start, end: span.start })
}

fn role(context: &str) -> Role {
    let last = |cues: &[&str]| {
        cues.iter()
            .filter_map(|cue| {
                let at = context.rfind(cue)?;
                let right_before = at + cue.len() == context.len();
                (!WEAK.contains(cue) || right_before).then_some(at)
            })
            .max()
    };
    match (last(&STARTS), last(&ENDS)) {
        (Some(start), Some(end)) if end > start => {
            // « démarrage au 1er mars », « à partir de » : the strong word decides over a weak one that follows it.
            if strongly_starts(context) && !context.contains(" fin ") { Role::Start } else { Role::End }
        }
        (Some(_), _) => Role::Start,
        (None, Some(_)) => Role::End,
        (None, None) => Role::Unknown,
    }
}

fn strongly_starts(context: &str) -> bool {
    let strong = |list: &[&str]| {
        list.iter().filter(|cue| !WEAK.contains(cue)).filter_map(|cue| context.rfind(cue)).max()
    };
    match (strong(&STARTS), strong(&ENDS)) {
        (Some(start), Some(end)) => start > end,
        (Some(_), None) => true,
        _ => false,
    }
}

fn mentions(reading: &Reading<'_>) -> Vec<Mention> {
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

fn month(word: &str) -> Option<i8> {
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

pub(super) fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok().filter(|_| word.len() == 4)?;
    let sensible = date(2000, 1, 1).year()..=date(2099, 1, 1).year();
    sensible.contains(&year).then_some(year)
}
