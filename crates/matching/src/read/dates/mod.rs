//! When the project begins and ends.

mod mentions;
mod roles;

use jiff::ToSpan as _;
use jiff::civil::Date;
use passerelle_domain::{Notice, NoticeKind, Span};

use super::reading::Reading;
use super::{duration, notice};
use crate::analyse::Token;
use mentions::{Mention, mentions};
use roles::{Role, role, strongly_starts};

pub(super) use mentions::{month, named_days, year};
pub(super) use roles::before;

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Dates {
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
    /// Duration, whole months.
    pub(super) months: Option<u16>,
}

/// Numbers looked at: more of them is a table or a log, not a brief.
pub(super) const MOST_NUMBERS: usize = 3_000;

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
