//! Days and times as people write them in French and English, and as spreadsheets keep them.

use jiff::civil::{Date, DateTime, Time};
use passerelle_domain::fold;

use super::sheet::Cell;

/// What a cell tells of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub date: Option<Date>,
    pub time: Option<Time>,
}

/// Serial numbers of spreadsheets that may be days: 1954 to 2173. Smaller ones are counts, larger ones slips.
const SERIAL: std::ops::Range<f64> = 20_000.0..100_000.0;

/// A day, whatever time stands with it.
pub(super) fn day(cell: &Cell) -> Option<Date> {
    moment(cell)?.date
}

/// A day, a time of day, or both.
pub(super) fn moment(cell: &Cell) -> Option<Moment> {
    match cell {
        Cell::Moment(at) => {
            let time = at.time();
            Some(Moment { date: Some(at.date()), time: (time != Time::midnight()).then_some(time) })
        }
        Cell::Clock(seconds) => Some(Moment { date: None, time: Some(clock_of(*seconds)?) }),
        Cell::Number(n) => serial(*n),
        Cell::Text(text) => written(text),
        _ => None,
    }
}

fn clock_of(seconds: i64) -> Option<Time> {
    let part = |n: i64| i8::try_from(n).ok();
    Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).ok()
}

/// Days since the end of 1899, which lost its formatting; below one, a part of a day.
fn serial(n: f64) -> Option<Moment> {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let seconds = |part: f64| (part * 86_400.0).round() as i64;
    if (0.0..1.0).contains(&n) && n > 0.0 {
        return Some(Moment { date: None, time: Some(clock_of(seconds(n))?) });
    }
    if !SERIAL.contains(&n) {
        return None;
    }
    let epoch: DateTime = Date::constant(1899, 12, 30).at(0, 0, 0, 0);
    let at = epoch.checked_add(jiff::Span::new().seconds(seconds(n))).ok()?;
    moment(&Cell::Moment(at))
}

const MONTHS: [&[&str]; 12] = [
    &["janvier", "january", "jan", "janv"],
    &["fevrier", "february", "feb", "fev", "fevr"],
    &["mars", "march", "mar"],
    &["avril", "april", "apr", "avr"],
    &["mai", "may"],
    &["juin", "june", "jun"],
    &["juillet", "july", "jul", "juil"],
    &["aout", "august", "aug"],
    &["septembre", "september", "sep", "sept"],
    &["octobre", "october", "oct"],
    &["novembre", "november", "nov"],
    &["decembre", "december", "dec"],
];

/// Words that stand with dates and say nothing more.
const FILLERS: &[&str] = &[
    "le",
    "on",
    "the",
    "of",
    "a",
    "at",
    "de",
    "du",
    "au",
    "from",
    "jusqu",
    "until",
    "des",
    "vers",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

fn written(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.chars().count() > 60 {
        return None;
    }
    // 2027-03-18T13:30 and 2027-03-18 are what programs write; a zone has no place here.
    if let Some((day, time)) = text.split_once('T')
        && let (Ok(date), Some(time)) = (day.parse::<Date>(), clock(&time.to_lowercase()))
    {
        return Some(Moment { date: Some(date), time: Some(time) });
    }
    let lower = text.to_lowercase().replace([',', '\u{a0}', '\u{202f}'], " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let (mut date, mut time, mut rest): (Option<Date>, Option<Time>, Vec<String>) = (None, None, Vec::new());
    let mut i = 0;
    while let Some(&word) = words.get(i) {
        i += 1;
        if date.is_none()
            && let Some(found) = numeric_day(word)
        {
            date = Some(found);
            continue;
        }
        let next = words.get(i).copied().unwrap_or_default();
        // « 1:30 pm », « 13 h 30 », « 13 h ».
        let third = words.get(i + 1).copied().unwrap_or_default();
        let joined = [
            (2, format!("{word}{next}{third}"), next == "h"),
            (1, format!("{word}{next}"), matches!(next, "am" | "pm" | "a.m." | "p.m." | "h")),
            (0, word.to_owned(), true),
        ];
        let found =
            joined.into_iter().filter(|it| it.2).find_map(|(more, text, _)| Some((more, clock(&text)?)));
        if let (None, Some((more, at))) = (time, found) {
            (time, i) = (Some(at), i + more);
            continue;
        }
        rest.push(fold(word));
    }
    let words: Vec<&str> = rest
        .iter()
        .flat_map(|word| word.split(' '))
        .filter(|word| !word.is_empty() && !FILLERS.contains(word))
        .collect();
    match (date, words.as_slice()) {
        (_, []) => {}
        (None, words) => date = Some(worded_day(words)?),
        _ => return None,
    }
    (date.is_some() || time.is_some()).then_some(Moment { date, time })
}

/// `18/03/2027`, `18.03.27`, `18-3-2027`, `2027-03-18`. The day comes before the month.
fn numeric_day(word: &str) -> Option<Date> {
    let by = ['/', '-', '.'].into_iter().find(|by| word.matches(*by).count() == 2)?;
    let parts: Vec<&str> = word.split(by).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if a.len() == 4 {
        return Date::new(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?).ok();
    }
    Date::new(year(c)?, b.parse().ok()?, a.parse().ok()?).ok()
}

/// A year of four digits, or of two in this century.
fn year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// « 18 mars 2027 », « 1er avril 2027 », "March 18th 2027".
fn worded_day(words: &[&str]) -> Option<Date> {
    let [a, b, c] = words else { return None };
    let month = |word: &str| {
        let word = word.trim_end_matches('.');
        let at = MONTHS.iter().position(|names| names.contains(&word))?;
        i8::try_from(at + 1).ok()
    };
    let number = |word: &str| {
        let digits =
            ["er", "st", "nd", "rd", "th"].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits.parse::<i8>().ok()
    };
    let (day, month) = match (month(b), month(a)) {
        (Some(month), _) => (number(a)?, month),
        (None, Some(month)) => (number(b)?, month),
        _ => return None,
    };
    Date::new(year(c)?, month, day).ok()
}

/// `13:30`, `13:30:00`, `13h30`, `13h`, `1:30pm`, `9 am` without its space.
fn clock(text: &str) -> Option<Time> {
    let text = text.replace("a.m.", "am").replace("p.m.", "pm");
    match text.as_str() {
        "midi" | "noon" => return Time::new(12, 0, 0, 0).ok(),
        "minuit" | "midnight" => return Some(Time::midnight()),
        _ => {}
    }
    let (body, half) = if let Some(body) = text.strip_suffix("am") {
        (body, Some(0))
    } else if let Some(body) = text.strip_suffix("pm") {
        (body, Some(12))
    } else {
        (text.as_str(), None)
    };
    let marked = body.contains([':', 'h']);
    if !marked && half.is_none() {
        return None;
    }
    let body = body.strip_suffix("min").or_else(|| body.strip_suffix("mn")).unwrap_or(body);
    let mut parts = body.splitn(3, [':', 'h']);
    let number = |part: Option<&str>| match part {
        None | Some("") => Some(0),
        Some(part) if part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => part.parse::<i8>().ok(),
        // Fractions of a second are cut off.
        Some(part) => {
            let (whole, fraction) = part.split_once('.')?;
            let digits = whole.len() == 2 && fraction.bytes().all(|b| b.is_ascii_digit());
            if digits { whole.parse().ok() } else { None }
        }
    };
    let first = parts.next().filter(|hour| !hour.is_empty())?;
    let hour = number(Some(first))?;
    let (minute, second) = (number(parts.next())?, number(parts.next())?);
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn read(text: &str) -> Option<(Option<Date>, Option<Time>)> {
        moment(&Cell::Text(text.into())).map(|at| (at.date, at.time))
    }

    #[test]
    fn days_and_times_are_read_in_both_languages() {
        let day = Some(date(2027, 3, 18));
        let at = Some(time(13, 30, 0, 0));
        for text in [
            "18/03/2027",
            "18-3-2027",
            "18.03.27",
            "2027-03-18",
            "18 mars 2027",
            "jeudi 18 mars 2027",
            "March 18, 2027",
            "Thursday 18th March 2027",
            "le 18 Mars 2027",
        ] {
            assert_eq!(read(text), Some((day, None)), "{text}");
        }
        for text in [
            "18/03/2027 13:30",
            "18/03/2027 13h30",
            "18 mars 2027 à 13h30",
            "2027-03-18T13:30",
            "2027-03-18T13:30:00",
            "March 18, 2027 1:30 pm",
            "18/03/2027 13 h 30",
            "18/03/2027, 13:30:00",
            "2027-03-18 1:30PM",
        ] {
            assert_eq!(read(text), Some((day, at)), "{text}");
        }
        assert_eq!(read("1er avril 2027"), Some((Some(date(2027, 4, 1)), None)));
        assert_eq!(read("13h"), Some((None, Some(time(13, 0, 0, 0)))));
        assert_eq!(read("12 am"), Some((None, Some(Time::midnight()))));
        assert_eq!(read("midi"), Some((None, Some(time(12, 0, 0, 0)))));
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in [
            "03/18/2027",
            "31/02/2027",
            "demain",
            "18/03",
            "mars 2027",
            "25:00",
            "13",
            "18/03/2027 et 19/03/2027",
            "",
            "2027-03-18T13:30Z",
            "2027-03-18T13:30+02:00",
            "18 mars 127",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        let at = |n: f64| moment(&Cell::Number(n)).map(|at| (at.date, at.time));
        assert_eq!(at(46_464.0), Some((Some(date(2027, 3, 18)), None)));
        assert_eq!(at(46_464.562_5), Some((Some(date(2027, 3, 18)), Some(time(13, 30, 0, 0)))));
        assert_eq!(at(0.5625), Some((None, Some(time(13, 30, 0, 0)))));
        assert_eq!((at(12.0), at(1e9), at(f64::NAN)), (None, None, None));
        assert_eq!(moment(&Cell::Clock(48_600)), Some(Moment { date: None, time: Some(time(13, 30, 0, 0)) }));
        assert_eq!(moment(&Cell::Clock(1_000_000)), None);
    }
}
