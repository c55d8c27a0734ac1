//! TOML into the common tree.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::tree::{Entry, Lines, Node, SyntaxError, Value};

/// Reads TOML whose first line has the number `first` in its file; every syntax error at once.
pub(crate) fn parse(text: &str, first: usize) -> Result<Node<'_>, Vec<SyntaxError>> {
    let lines = Lines::new(text, first);
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Node { line: first, value: entries(table.into_inner(), &lines) });
    }
    let mut wrong: Vec<SyntaxError> = Vec::new();
    for error in errors {
        let line = lines.of(error.span().map_or(0, |span| span.start));
        // One slip makes several complaints on its line; the first is the cause.
        if wrong.iter().all(|earlier| earlier.line != line) {
            let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
            let hint = "check quotes, brackets and the `=` of this line".to_owned();
            wrong.push(SyntaxError { line, field: String::new(), message, hint });
        }
    }
    Err(wrong)
}

fn entries<'a>(table: DeTable<'a>, lines: &Lines) -> Value<'a> {
    let mut found: Vec<(usize, Entry<'a>)> = table
        .into_iter()
        .map(|(key, value)| {
            let at = key.span().start;
            (at, Entry { line: lines.of(at), key: key.into_inner(), node: node(value, lines) })
        })
        .collect();
    found.sort_by_key(|(at, _)| *at);
    Value::Table(found.into_iter().map(|(_, entry)| entry).collect())
}

fn node<'a>(value: Spanned<DeValue<'a>>, lines: &Lines) -> Node<'a> {
    let line = lines.of(value.span().start);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => {
            Value::Number(Cow::Owned(match i128::from_str_radix(number.as_str(), number.radix()) {
                Ok(n) => n.to_string(),
                Err(_) => number.to_string(),
            }))
        }
        DeValue::Float(number) => Value::Number(Cow::Owned(number.as_str().to_owned())),
        DeValue::Boolean(b) => Value::Bool(b),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| node(item, lines)).collect()),
        DeValue::Table(table) => entries(table, lines),
    };
    Node { line, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_the_given_one() {
        let tree = parse("a = 1\n[[b]]\nc = \"\"\"x\ny\"\"\"\n[[b]]\nc = 2027-03-18\n", 10).unwrap();
        assert_eq!(tree.line_of("a"), 10);
        assert_eq!(tree.line_of("b[0].c"), 12);
        assert_eq!(tree.line_of("b[1].c"), 15);
    }

    #[test]
    fn every_broken_line_is_told() {
        let wrong = parse("a = \nb = 1\nb = 2\nc = [1,\n", 1).unwrap_err();
        let lines: Vec<usize> = wrong.iter().map(|e| e.line).collect();
        assert!(lines.contains(&1) && lines.contains(&3), "{wrong:?}");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("a = {}", "[".repeat(100_000));
        assert!(parse(&deep, 1).is_err());
        let dotted = format!("{}a = 1", "a.".repeat(100_000));
        assert!(parse(&dotted, 1).is_err());
        let header = format!("[{}a]", "a.".repeat(100_000));
        assert!(parse(&header, 1).is_err());
    }
}
