//! Load, budget, co-financing, daily rate, readiness levels.

mod load;
mod money;
mod trl;

use passerelle_domain::{DayRate, Euros, Notice, Percent, PersonMonths, TrlRange, fold};

use super::numbers::{Number, numbers};
use super::reading::Reading;

/// What was found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Amounts {
    pub(super) trl: Option<TrlRange>,
    pub(super) load: Option<PersonMonths>,
    pub(super) budget: Option<Euros>,
    pub(super) co_financing: Option<Percent>,
    pub(super) day_rate: Option<DayRate>,
}

/// How far around a number its unit and its meaning are looked for, bytes.
const REACH: usize = 60;
/// Numbers looked at: more of them is a table of results, not a brief.
const MOST_NUMBERS: usize = 3_000;
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

/// Reads them all; `months` is the duration, for loads told in full-time equivalents.
pub(super) fn read(reading: &Reading<'_>, months: Option<u16>, notices: &mut Vec<Notice>) -> Amounts {
    let all: Vec<Around> =
        numbers(reading.text).into_iter().take(MOST_NUMBERS).map(|n| around(reading, n)).collect();
    Amounts {
        trl: trl::trl(reading, notices),
        load: load::load(reading, &all, months, notices),
        budget: money::budget(&all, notices),
        co_financing: money::co_financing(reading, &all, notices),
        day_rate: money::day_rate(&all),
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
