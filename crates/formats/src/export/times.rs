//! Dates, hours and numbers as each language writes them.

use jiff::civil::{Date, Time, Weekday};
use passerelle_domain::Language;

use super::messages;
use crate::view::{AgendaView, SlotView};

/// No-break space: hours and their unit stay on one line.
const NB: char = '\u{a0}';

/// `13 h 30` or `13:30`.
pub(super) fn hour(time: Time, language: Language) -> String {
    match language {
        Language::French => format!("{}{NB}h{NB}{:02}", time.hour(), time.minute()),
        Language::English => format!("{}:{:02}", time.hour(), time.minute()),
    }
}

/// `jeudi 18 mars 2027` or `Thursday 18 March 2027`.
pub(super) fn date(date: Date, language: Language) -> String {
    let day = match (language, date.day()) {
        (Language::French, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    let [weekday, month] = match language {
        Language::French => [french_weekday(date), FRENCH_MONTHS[month_index(date)]],
        Language::English => [english_weekday(date), ENGLISH_MONTHS[month_index(date)]],
    };
    format!("{weekday} {day} {month} {}", date.year())
}

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()).saturating_sub(1).min(11)
}

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn french_weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

fn english_weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A length of time: `20 min`, `1 h 20`, `1 h`.
pub(super) fn length(minutes: i64, language: Language) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest, language) {
        (0, rest, _) => format!("{rest}{NB}min"),
        (hours, 0, _) => format!("{hours}{NB}h"),
        (hours, rest, Language::French) => format!("{hours}{NB}h{NB}{rest:02}"),
        (hours, rest, Language::English) => format!("{hours}{NB}h {rest}{NB}min"),
    }
}

/// Minutes from the end of one slot to the start of the next; 0 when they overlap or lie on two days.
pub(super) fn pause(before: &SlotView, after: &SlotView) -> i64 {
    if before.start.date() != after.start.date() {
        return 0;
    }
    before.end().duration_until(after.start).as_mins().max(0)
}

/// The shortest pause between two slots that is worth a line of its own: below, it is only the way to the next table.
pub(super) const PAUSE_SHOWN: i64 = 10;

/// Slots by their times, with their preposition: `à 9 h 00 et 9 h 20`; with each date when the event has several days:
/// `le jeudi 18 mars 2027 à 9 h 00 ; le vendredi ...`. Nothing when no slot is known.
pub(super) fn slots(view: &AgendaView, slots: &[usize], language: Language) -> Option<String> {
    let several = view.days().len() > 1;
    let mut days: Vec<(Date, Vec<String>)> = Vec::new();
    for slot in slots.iter().filter_map(|&slot| view.slots.get(slot)) {
        let text = hour(slot.start.time(), language);
        match days.last_mut() {
            Some((date, hours)) if *date == slot.start.date() => hours.push(text),
            _ => days.push((slot.start.date(), vec![text])),
        }
    }
    let parts: Vec<String> = days
        .iter()
        .map(|(day, hours)| {
            let at = messages::at_hours(&messages::list(hours, language), language);
            if several { format!("{} {at}", messages::on_day(&date(*day, language), language)) } else { at }
        })
        .collect();
    let between = if language == Language::French { "\u{a0}; " } else { "; " };
    (!parts.is_empty()).then(|| parts.join(between))
}

/// A whole number with its thousands apart: `48 210`, `48,210`.
pub(super) fn number(n: i64, language: Language) -> String {
    let separator = if language == Language::French { '\u{202f}' } else { ',' };
    let digits = n.unsigned_abs().to_string();
    let mut text = if n < 0 { String::from("-") } else { String::new() };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A number with decimals: `0,35`, `0.35`.
pub(super) fn decimal(x: f64, digits: usize, language: Language) -> String {
    let text = format!("{x:.digits$}");
    if language == Language::French { text.replace('.', ",") } else { text }
}

/// A share of 1 in per cent: `0,64 %`, `0.64%`.
pub(super) fn percent(share: f64, digits: usize, language: Language) -> String {
    let text = decimal(share * 100.0, digits, language);
    if language == Language::French { format!("{text}{NB}%") } else { format!("{text}%") }
}
