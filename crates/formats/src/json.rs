//! A small JSON reader (RFC 8259) that keeps lines, tells repeated keys, and is bounded in depth.
//!
//! `NaN` and `Infinity`, which some writers put where a number belongs, are kept as numbers: the reader of the field refuses
//! them by name, which helps more than a syntax error.

use std::borrow::Cow;
use std::fmt::Write;

use crate::tree::{Entry, Node, SyntaxError, Value};

/// Deeper nesting than any file of ours has by far; bounds the stack.
const MAX_DEPTH: usize = 64;

/// Reads one JSON value. The tree is there unless a syntax error stopped the reading; repeated keys do not stop it.
pub(crate) fn parse(text: &str) -> (Option<Node<'_>>, Vec<SyntaxError>) {
    parse_from(text, 1)
}

/// As [`parse`], for a text whose first line has the number `first` in its file.
pub(crate) fn parse_from(text: &str, first: usize) -> (Option<Node<'_>>, Vec<SyntaxError>) {
    let mut parser = Parser { text, at: 0, line: first, path: Vec::new(), repeated: Vec::new() };
    let result = parser.document();
    let mut wrong = parser.repeated;
    match result {
        Ok(node) => (Some(node), wrong),
        Err(error) => {
            wrong.push(error);
            (None, wrong)
        }
    }
}

enum Step {
    Key(String),
    Index(usize),
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    path: Vec<Step>,
    repeated: Vec<SyntaxError>,
}

type Outcome<T> = Result<T, SyntaxError>;

impl<'a> Parser<'a> {
    fn document(&mut self) -> Outcome<Node<'a>> {
        let node = self.value()?;
        self.space();
        match self.peek() {
            None => Ok(node),
            Some(c) => Err(self.wrong(format!("`{}` after the end of the value", show(c)), "take it away")),
        }
    }

    fn value(&mut self) -> Outcome<Node<'a>> {
        self.space();
        if self.path.len() > MAX_DEPTH {
            return Err(self.wrong(format!("more than {MAX_DEPTH} levels deep"), "flatten it"));
        }
        let line = self.line;
        let value = match self.peek() {
            None => return Err(self.wrong("the file ends too early", "is something cut off?")),
            Some('{') => self.table()?,
            Some('[') => self.list()?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some(c) => self.word(c)?,
        };
        Ok(Node { line, value })
    }

    fn table(&mut self) -> Outcome<Value<'a>> {
        self.next();
        let mut entries: Vec<Entry<'a>> = Vec::new();
        self.space();
        if self.eat('}') {
            return Ok(Value::Table(entries));
        }
        loop {
            self.space();
            let line = self.line;
            if self.peek() != Some('"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let key = self.string()?;
            self.space();
            if !self.eat(':') {
                return Err(self.unexpected("`:` after the key"));
            }
            self.path.push(Step::Key(key.clone().into_owned()));
            let node = self.value()?;
            self.path.pop();
            entries.push(Entry { key, line, node });
            self.space();
            if self.eat(',') {
                continue;
            }
            if self.eat('}') {
                self.tell_repeated(&entries);
                return Ok(Value::Table(entries));
            }
            return Err(self.unexpected("`,` or `}`"));
        }
    }

    fn tell_repeated(&mut self, entries: &[Entry<'a>]) {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|&i| (&entries[i].key, i));
        for two in order.windows(2) {
            let (first, again) = (&entries[two[0]], &entries[two[1]]);
            if first.key == again.key {
                self.path.push(Step::Key(again.key.clone().into_owned()));
                let message = format!("`{}` was already given on line {}", again.key, first.line);
                let field = self.field();
                self.repeated.push(SyntaxError {
                    line: again.line,
                    field,
                    message,
                    hint: "keep one of the two".into(),
                });
                self.path.pop();
            }
        }
    }

    fn list(&mut self) -> Outcome<Value<'a>> {
        self.next();
        let mut items = Vec::new();
        self.space();
        if self.eat(']') {
            return Ok(Value::List(items));
        }
        loop {
            self.path.push(Step::Index(items.len()));
            items.push(self.value()?);
            self.path.pop();
            self.space();
            if self.eat(',') {
                continue;
            }
            if self.eat(']') {
                return Ok(Value::List(items));
            }
            return Err(self.unexpected("`,` or `]`"));
        }
    }

    fn number(&mut self) -> Outcome<Value<'a>> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')) {
            self.next();
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        if is_number(written) || written == "-Infinity" {
            return Ok(Value::Number(Cow::Borrowed(written)));
        }
        Err(self.wrong(format!("`{written}` is not a number"), "write it as 12, -3 or 0.5"))
    }

    fn word(&mut self, first: char) -> Outcome<Value<'a>> {
        let start = self.at;
        while self.peek().is_some_and(char::is_alphanumeric) {
            self.next();
        }
        match self.text.get(start..self.at).unwrap_or_default() {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            word @ ("NaN" | "Infinity") => Ok(Value::Number(Cow::Borrowed(word))),
            "" if first == ',' || first == ']' || first == '}' => {
                Err(self.wrong(format!("a value is missing before `{first}`"), "take the extra comma away"))
            }
            "" => Err(self.unexpected("a value")),
            word => Err(self.wrong(format!("`{word}` is not a value"), "put texts in double quotes")),
        }
    }

    fn string(&mut self) -> Outcome<Cow<'a, str>> {
        self.next();
        let start = self.at;
        let mut owned: Option<String> = None;
        loop {
            let here = self.at;
            match self.next() {
                None => return Err(self.wrong("a text is not closed", "end it with a double quote")),
                Some('"') => {
                    let plain = self.text.get(start..here).unwrap_or_default();
                    return Ok(owned.map_or(Cow::Borrowed(plain), Cow::Owned));
                }
                Some('\\') => {
                    let so_far = self.text.get(start..here).unwrap_or_default();
                    let mut text = owned.take().unwrap_or_else(|| so_far.to_owned());
                    text.push(self.escape()?);
                    owned = Some(text);
                }
                Some(c) if c < ' ' => {
                    let message = format!("a text holds a raw control character ({:#04x})", c as u32);
                    return Err(self.wrong(message, "close the text, or write \\n for a new line"));
                }
                Some(c) => {
                    if let Some(text) = &mut owned {
                        text.push(c);
                    }
                }
            }
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        Ok(match self.next() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let high = self.hex()?;
                let code = if (0xD800..0xDC00).contains(&high) && self.eat('\\') && self.eat('u') {
                    let low = self.hex()?;
                    if (0xDC00..0xE000).contains(&low) {
                        0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                    } else {
                        high
                    }
                } else {
                    high
                };
                char::from_u32(code).ok_or_else(|| {
                    self.wrong(format!("`\\u{high:04x}` is half a character"), "give both halves")
                })?
            }
            Some(c) => {
                return Err(
                    self.wrong(format!("`\\{}` means nothing", show(c)), "write `\\\\` for a backslash")
                );
            }
            None => return Err(self.wrong("a text is not closed", "end it with a double quote")),
        })
    }

    fn hex(&mut self) -> Outcome<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|c| c.to_digit(16));
            let Some(digit) = digit else {
                return Err(self.wrong("`\\u` needs four hexadecimal digits", "write it as \\u00e9"));
            };
            self.next();
            code = code * 16 + digit;
        }
        Ok(code)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.next();
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..).and_then(|rest| rest.chars().next())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.next();
        }
        found
    }

    fn unexpected(&self, wanted: &str) -> SyntaxError {
        match self.peek() {
            Some(c) => {
                self.wrong(format!("found `{}` instead of {wanted}", show(c)), "check commas and quotes")
            }
            None => self.wrong(format!("the file ends instead of {wanted}"), "is something cut off?"),
        }
    }

    fn wrong(&self, message: impl Into<String>, hint: &str) -> SyntaxError {
        SyntaxError { line: self.line, field: self.field(), message: message.into(), hint: hint.into() }
    }

    fn field(&self) -> String {
        let mut field = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) => {
                    if !field.is_empty() {
                        field.push('.');
                    }
                    field.push_str(key);
                }
                Step::Index(i) => {
                    // Writing to a string cannot fail.
                    let _ = write!(field, "[{i}]");
                }
            }
        }
        field
    }
}

fn show(c: char) -> String {
    if c.is_control() { c.escape_debug().to_string() } else { c.to_string() }
}

/// The grammar of RFC 8259, section 6.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

#[cfg(test)]
mod tests;
