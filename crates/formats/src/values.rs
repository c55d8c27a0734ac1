//! Single values out of nodes: texts, whole numbers, amounts, days, words of a closed list.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime, Time};
use passerelle_domain::{Invalid, Month, Name};

use crate::reader::{Log, Path, nearest};
use crate::tree::{Node, Value};

fn wrong_kind(node: &Node<'_>, path: &Path<'_>, log: &mut Log, wanted: &str, hint: &str) {
    let shown = match &node.value {
        Value::Number(n) => format!("`{n}`"),
        Value::Text(t) if t.chars().count() <= 40 => format!("`{t}`"),
        Value::Date(d) => format!("`{d}`"),
        Value::Bool(b) => format!("`{b}`"),
        _ => node.kind().to_owned(),
    };
    log.error(node.line, path, format!("{shown} is not {wanted}"), hint);
}

/// A text, as written.
pub(crate) fn text<'n>(node: &'n Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<&'n str> {
    if let Value::Text(text) = &node.value {
        return Some(text);
    }
    wrong_kind(node, path, log, "a text", "put it in quotes");
    None
}

/// An identifier as written: a text that is not blank, or a whole number, which many data sets use.
pub(crate) fn ident(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<String> {
    let id: Cow<'_, str> = match &node.value {
        Value::Text(text) => Cow::Borrowed(text.trim()),
        Value::Number(n) if n.parse::<i64>().is_ok() => n.clone(),
        _ => {
            wrong_kind(node, path, log, "an identifier", "put it in quotes");
            return None;
        }
    };
    if id.is_empty() {
        log.error(node.line, path, "the identifier is empty", "give it a short name of its own");
        return None;
    }
    Some(id.into_owned())
}

/// A text made into a domain value.
pub(crate) fn parsed<T>(
    make: impl Fn(&str) -> Result<T, Invalid>,
) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<T> {
    move |node, path, log| {
        let text = text(node, path, log)?;
        make(text).map_err(|wrong| log.invalid(node.line, path, wrong)).ok()
    }
}

/// A line of text.
pub(crate) fn name(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Name> {
    parsed(Name::new)(node, path, log)
}

/// A word of a closed list.
pub(crate) fn word<T>(
    what: &'static str,
    words: &'static [&'static str],
    read: impl Fn(&str) -> Option<T>,
) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<T> {
    move |node, path, log| {
        let text = text(node, path, log)?;
        let found = read(text);
        if found.is_none() {
            let hint = match nearest(&text.to_lowercase(), words) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of `{}`", words.join("`, `")),
            };
            log.error(node.line, path, format!("`{text}` is not {what}"), hint);
        }
        found
    }
}

/// True or false.
pub(crate) fn flag(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<bool> {
    if let Value::Bool(b) = node.value {
        return Some(b);
    }
    wrong_kind(node, path, log, "true or false", "write `true` or `false`, without quotes");
    None
}

/// A whole number from `low` to `high`. `5.0` and `1e3` are whole; `NaN`, `-1`, `2.5` and `1e18` are told.
pub(crate) fn whole<T: TryFrom<i64>>(
    low: i64,
    high: i64,
) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<T> {
    move |node, path, log| {
        let hint = || format!("give a whole number from {low} to {high}, without quotes");
        let Value::Number(written) = &node.value else {
            wrong_kind(node, path, log, "a whole number", &hint());
            return None;
        };
        match to_whole(written) {
            Some(n) if (low..=high).contains(&n) => {
                if let Ok(value) = T::try_from(n) {
                    return Some(value);
                }
                log.error(node.line, path, format!("`{written}` is out of range"), hint());
            }
            Some(_) => log.error(node.line, path, format!("`{written}` is out of range"), hint()),
            None => log.error(node.line, path, format!("`{written}` is not a whole number"), hint()),
        }
        None
    }
}

/// Saturates what is whole but beyond `i64`.
fn to_whole(written: &str) -> Option<i64> {
    if let Ok(n) = written.parse::<i64>() {
        return Some(n);
    }
    let number = written.parse::<f64>().ok().filter(|n| n.is_finite() && n.fract() == 0.0)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturating is meant: the range check that follows refuses it"
    )]
    Some(number as i64)
}

/// A count: 0 to a billion.
pub(crate) fn count(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<u32> {
    whole(0, 1_000_000_000)(node, path, log)
}

/// A finite amount from `low` to `high`.
pub(crate) fn amount(low: f64, high: f64) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<f64> {
    move |node, path, log| {
        let hint = format!("give a number from {low} to {high}, without quotes");
        let Value::Number(written) = &node.value else {
            wrong_kind(node, path, log, "a number", &hint);
            return None;
        };
        // TOML writes `nan` and `inf`, which Rust reads too.
        let value = written.parse::<f64>().ok().filter(|n| (low..=high).contains(n));
        if value.is_none() {
            log.error(node.line, path, format!("`{written}` is out of range"), hint);
        }
        value
    }
}

fn written<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::Date(text) => Some(text.trim()),
        Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

fn timed<T>(
    node: &Node<'_>,
    path: &Path<'_>,
    log: &mut Log,
    wanted: &str,
    hint: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let found = written(node).and_then(read);
    if found.is_none() {
        wrong_kind(node, path, log, wanted, hint);
    }
    found
}

/// A day: `2027-03-18`.
pub(crate) fn date(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Date> {
    timed(node, path, log, "a day", "write it as 2027-03-18", strict_date)
}

/// A day or a month: the first day of a month, or its last.
pub(crate) fn date_or_month(last: bool) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<Date> {
    move |node, path, log| {
        timed(node, path, log, "a day", "write it as 2027-03-18, or 2027-03 for the month", |text| {
            strict_date(text).or_else(|| {
                let first = Month::parse(text).ok()?.first_day();
                Some(if last { first.last_of_month() } else { first })
            })
        })
    }
}

fn strict_date(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// A month: `2027-03`.
pub(crate) fn month(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Month> {
    parsed(Month::parse)(node, path, log)
}

/// A time of day: `13:30`.
pub(crate) fn time(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Time> {
    timed(node, path, log, "a time of day", "write it as \"13:30\"", |text| {
        if text.len() >= 5 && text.contains(':') { text.parse().ok() } else { None }
    })
}

/// A local day and time: `2027-03-18T13:30`.
pub(crate) fn date_time(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<DateTime> {
    timed(node, path, log, "a local day and time", "write it as \"2027-03-18T13:30\"", |text| {
        let offset =
            text.ends_with(['Z', 'z']) || text.get(10..).is_some_and(|t| t.contains(['+', '-', '[']));
        if offset || !text.contains(':') { None } else { text.parse().ok() }
    })
}
