//! Numbers, dates and times in the reader's way.

use jiff::civil::{Date, DateTime};
use passerelle_domain::Language;

const DAYS: [(&str, &str); 7] = [
    ("lundi", "Monday"),
    ("mardi", "Tuesday"),
    ("mercredi", "Wednesday"),
    ("jeudi", "Thursday"),
    ("vendredi", "Friday"),
    ("samedi", "Saturday"),
    ("dimanche", "Sunday"),
];

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

fn of(pair: Option<&(&'static str, &'static str)>, language: Language) -> &'static str {
    pair.map_or("", |pair| match language {
        Language::French => pair.0,
        Language::English => pair.1,
    })
}

/// A number with so many decimals: `1 234,5` (narrow no-break space) or `1,234.5`.
pub(crate) fn number(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (group, point) = match language {
        Language::French => ('\u{202f}', ','),
        Language::English => (',', '.'),
    };
    let mut out = String::new();
    if value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        out.push('\u{2212}');
    }
    let digits = whole.len();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (digits - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(point);
        out.push_str(rest);
    }
    out
}

/// A share of one as per cent: `87 %` or `87%`.
pub(crate) fn percent(share: f64, decimals: usize, language: Language) -> String {
    let number = number(share * 100.0, decimals, language);
    match language {
        Language::French => format!("{number}\u{a0}%"),
        Language::English => format!("{number}%"),
    }
}

/// An amount of euros: `12 000 €` or `€12,000`.
pub(crate) fn euros(amount: f64, language: Language) -> String {
    let number = number(amount, 0, language);
    match language {
        Language::French => format!("{number}\u{a0}€"),
        Language::English => format!("€{number}"),
    }
}

/// A day: `jeudi 18 mars 2027`, `Thursday 18 March 2027`.
pub(crate) fn day(date: Date, language: Language) -> String {
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!("{} {}", of(DAYS.get(weekday), language), short_day(date, language))
}

/// A day without its weekday: `1er mars 2027`, `1 March 2027`.
pub(crate) fn short_day(date: Date, language: Language) -> String {
    let month = of(MONTHS.get(usize::try_from(date.month() - 1).unwrap_or(0)), language);
    let ordinal = if date.day() == 1 && language == Language::French { "er" } else { "" };
    format!("{}{ordinal} {month} {}", date.day(), date.year())
}

/// An hour: `9 h 05`, `09:05`.
pub(crate) fn hour(time: DateTime, language: Language) -> String {
    match language {
        Language::French => format!("{}\u{a0}h\u{a0}{:02}", time.hour(), time.minute()),
        Language::English => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// A day as it is written in data (`2026-11-25`, or a time of RFC 3339), for reading; the text itself when it is not one.
pub(crate) fn told_day(text: &str, language: Language) -> String {
    text.get(..10)
        .and_then(|day| day.parse::<Date>().ok())
        .map_or_else(|| text.to_owned(), |day| short_day(day, language))
}

/// A local time as it is written in data (`2027-03-18T13:30`), for reading; the text itself when it is not one.
pub(crate) fn told_hour(text: &str, language: Language) -> String {
    text.parse::<DateTime>().map_or_else(|_| text.to_owned(), |time| hour(time, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_readers_way() {
        assert_eq!(number(1_234_567.891, 1, Language::French), "1\u{202f}234\u{202f}567,9");
        assert_eq!(number(1_234.0, 0, Language::English), "1,234");
        assert_eq!(number(-0.04, 1, Language::English), "0.0");
        assert_eq!(number(-12.5, 1, Language::French), "\u{2212}12,5");
        assert_eq!(percent(0.875, 0, Language::French), "88\u{a0}%");
        assert_eq!(euros(12_000.0, Language::English), "€12,000");
    }

    #[test]
    fn days_and_hours_are_in_the_readers_way() {
        let date = jiff::civil::date(2027, 3, 1);
        assert_eq!(day(date, Language::French), "lundi 1er mars 2027");
        assert_eq!(day(date, Language::English), "Monday 1 March 2027");
        assert_eq!(told_hour("2027-03-18T08:05", Language::French), "8\u{a0}h\u{a0}05");
        assert_eq!(told_day("2026-11-25T10:00:00Z", Language::English), "25 November 2026");
        assert_eq!(told_day("soon", Language::English), "soon");
    }
}
