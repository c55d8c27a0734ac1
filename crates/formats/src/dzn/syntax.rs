//! The syntax of MiniZinc data, as far as the instances use it: whole numbers, sets, lists, matrices.

use crate::reader::Log;

/// A whole number and its line.
pub(super) type Number = (usize, i64);

/// What an item is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(i64),
    Set(Vec<Number>),
    List(Vec<(usize, Value)>),
    /// Rows with their lines.
    Matrix(Vec<(usize, Vec<Number>)>),
}

/// `name = value;`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Number(i64),
    Sign(&'static str),
    /// What is none of these, as it is written.
    Other(String),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Number(number) => format!("`{number}`"),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::Other(text) => format!("`{text}`"),
        }
    }
}

/// Every item that can be read; after a fault reading goes on behind the next `;`.
pub(super) fn items(text: &str, log: &mut Log) -> Vec<Item> {
    let tokens = tokens(text);
    let end = text.lines().count().max(1);
    let mut parser = Parser { tokens: &tokens, at: 0, end };
    let mut items = Vec::new();
    while parser.at < tokens.len() {
        match parser.item() {
            Ok(item) => items.push(item),
            Err((line, name, message, hint)) => {
                log.error(line, name, message, hint);
                parser.recover();
            }
        }
    }
    items
}

/// Line, field, message, hint.
type Fault = (usize, String, String, &'static str);

struct Parser<'t> {
    tokens: &'t [(usize, Token)],
    at: usize,
    end: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<&(usize, Token)> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn sees(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some((_, Token::Sign(seen))) if *seen == sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let sees = self.sees(sign);
        self.at += usize::from(sees);
        sees
    }

    fn recover(&mut self) {
        // A name with `=` behind it begins the next item even where the `;` is missing.
        while let Some((_, token)) = self.tokens.get(self.at) {
            let begins = matches!(token, Token::Name(_))
                && matches!(self.tokens.get(self.at + 1), Some((_, Token::Sign("="))));
            if begins {
                return;
            }
            self.at += 1;
            if *token == Token::Sign(";") {
                return;
            }
        }
    }

    fn unexpected(&self, name: &str, wanted: &str) -> Fault {
        match self.tokens.get(self.at) {
            None => {
                let inside = if name.is_empty() { String::new() } else { format!(" inside `{name}`") };
                let hint = "the file seems to be cut off: get it again, whole";
                (self.end, name.to_owned(), format!("the file ends{inside}, where {wanted} belongs"), hint)
            }
            Some((line, token)) => {
                let message = format!("{} stands where {wanted} belongs", token.shown());
                (
                    *line,
                    name.to_owned(),
                    message,
                    "write `name = value;` with whole numbers, sets, lists or `[|` rows `|]`",
                )
            }
        }
    }

    fn item(&mut self) -> Result<Item, Fault> {
        let Some((line, Token::Name(name))) = self.tokens.get(self.at) else {
            return Err(self.unexpected("", "the name of an item"));
        };
        let (line, name) = (*line, name.clone());
        self.at += 1;
        if !self.takes("=") {
            return Err(self.unexpected(&name, "`=`"));
        }
        let value = self.value(&name)?;
        if !self.takes(";") {
            return Err(self.unexpected(&name, "`;`"));
        }
        Ok(Item { name, line, value })
    }

    fn value(&mut self, name: &str) -> Result<Value, Fault> {
        if let Some((_, Token::Number(number))) = self.tokens.get(self.at) {
            let number = *number;
            self.at += 1;
            return Ok(Value::Number(number));
        }
        if self.takes("{") {
            return Ok(Value::Set(self.numbers(name, "}")?));
        }
        if self.takes("[|") {
            return self.matrix(name);
        }
        if !self.takes("[") {
            return Err(self.unexpected(name, "a value"));
        }
        let mut items = Vec::new();
        while !self.takes("]") {
            let line = self.tokens.get(self.at).map_or(self.end, |(line, _)| *line);
            items.push((line, self.value(name)?));
            if !self.takes(",") && !self.sees("]") {
                return Err(self.unexpected(name, "`,` or `]`"));
            }
        }
        Ok(Value::List(items))
    }

    fn matrix(&mut self, name: &str) -> Result<Value, Fault> {
        let mut rows = Vec::new();
        while !self.takes("|]") {
            let line = self.tokens.get(self.at).map_or(self.end, |(line, _)| *line);
            let mut row = Vec::new();
            while !self.sees("|") && !self.sees("|]") {
                row.push(self.number(name)?);
                if !self.takes(",") && !self.sees("|") && !self.sees("|]") {
                    return Err(self.unexpected(name, "`,` or `|`"));
                }
            }
            self.takes("|");
            if !row.is_empty() {
                rows.push((line, row));
            }
        }
        Ok(Value::Matrix(rows))
    }

    /// Numbers separated by commas up to a closing sign; `a..b` stands for all from `a` to `b`.
    fn numbers(&mut self, name: &str, close: &'static str) -> Result<Vec<Number>, Fault> {
        let mut numbers = Vec::new();
        while !self.takes(close) {
            let (line, first) = self.number(name)?;
            numbers.push((line, first));
            if self.takes("..") {
                let (_, last) = self.number(name)?;
                // No instance has so many slots; a longer range is left to the check of what its ends say.
                numbers.extend(
                    (first.saturating_add(1)..=last.min(first.saturating_add(100_000))).map(|n| (line, n)),
                );
            }
            if !self.takes(",") && !self.sees(close) {
                return Err(self.unexpected(name, &format!("`,` or `{close}`")));
            }
        }
        Ok(numbers)
    }

    fn number(&mut self, name: &str) -> Result<Number, Fault> {
        if let Some(&(line, Token::Number(number))) = self.next() {
            return Ok((line, number));
        }
        self.at -= 1;
        Err(self.unexpected(name, "a whole number"))
    }
}

const SIGNS: &[&str] = &["[|", "|]", "..", "[", "]", "|", "{", "}", "=", ";", ","];

fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut rest = line.split('%').next().unwrap_or_default().trim_start();
        while !rest.is_empty() {
            let (token, length) = token(rest);
            tokens.push((number + 1, token));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

fn token(rest: &str) -> (Token, usize) {
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return (Token::Sign(sign), sign.len());
    }
    let wordy = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '+';
    // A point belongs to a number that is none (1.5), not to a range (1..5).
    let length = rest
        .char_indices()
        .find(|&(at, c)| !(wordy(c) || (c == '.' && !rest[at..].starts_with(".."))))
        .map_or(rest.len(), |(at, _)| at);
    let length = if length == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { length };
    let word = &rest[..length];
    let token = match word.parse::<i64>() {
        Ok(number) => Token::Number(number),
        Err(_)
            if word.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && !word.contains(['-', '+', '.']) =>
        {
            Token::Name(word.to_owned())
        }
        Err(_) => Token::Other(word.chars().take(40).collect()),
    };
    (token, length)
}
