//! Words: folding for comparison, languages, non-empty names, places in a text.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::Invalid;

/// Folds a text to the form under which two writings of one thing are equal.
///
/// Compatibility decomposition, no accents, lower case, ligatures opened, one space between words, and of the punctuation
/// only what tells skills apart: `+` and `#` after a letter (C++, C#), `.` before or inside a word (.NET, Node.js).
/// « Développement C++ » and "developpement  c++" both become `developpement c++`. Idempotent.
pub fn fold(text: &str) -> String {
    // ASCII is its own decomposition: most labels are folded without the tables of Unicode.
    let chars: Vec<char> =
        if text.is_ascii() { text.chars().map(|c| c.to_ascii_lowercase()).collect() } else { plain(text) };
    let mut out = String::with_capacity(chars.len());
    for (i, &c) in chars.iter().enumerate() {
        let before = out.chars().next_back();
        let after = chars.get(i + 1).copied();
        let keep = c.is_alphanumeric()
            || (matches!(c, '+' | '#') && before.is_some_and(|b| b.is_alphanumeric() || b == '+'))
            || (c == '.'
                && after.is_some_and(char::is_alphanumeric)
                && before.is_none_or(|b| b == ' ' || b.is_alphanumeric()));
        if keep {
            out.push(c);
        } else if !out.is_empty() && before != Some(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Lower-case characters without accents and ligatures.
fn plain(text: &str) -> Vec<char> {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' => plain.push('d'),
            _ => plain.push(c),
        }
    }
    // Lower-casing can bring combining marks back (Turkish dotted I).
    plain.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

/// The two languages of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// Reads an ISO 639-1 code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// A non-empty line of text as a person wrote it: trimmed, white space collapsed, at most 500 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The longest name accepted, in characters: longer ones are a paragraph put in the wrong field.
    pub const MAX_CHARS: usize = 500;

    /// Normalises and keeps a line of text.
    ///
    /// # Errors
    /// When nothing is left after trimming, or more than [`Self::MAX_CHARS`] characters are.
    pub fn new(raw: &str) -> Result<Self, Invalid> {
        let text = raw
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let length = text.chars().count();
        if length == 0 {
            return Err(Invalid::new("", "is empty", "write at least one character"));
        }
        if length > Self::MAX_CHARS {
            return Err(Invalid::new(
                "",
                format!("has {length} characters"),
                format!("keep it under {}", Self::MAX_CHARS),
            ));
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A half-open range of bytes in a text, on character boundaries of the text it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The part of `text` that is meant; empty when the span does not fit that text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_skill_two_writings() {
        assert_eq!(fold("« Développement C++ »"), fold("developpement  c++"));
        assert_eq!(fold("Développement C++"), "developpement c++");
    }

    #[test]
    fn what_tells_skills_apart_stays() {
        assert_eq!(fold("C#"), "c#");
        assert_eq!(fold(".NET, Node.js."), ".net node.js");
        assert_eq!(fold("CI/CD"), "ci cd");
        assert_ne!(fold("C"), fold("C++"));
        assert_eq!(fold("Cœur d’œuvre"), "coeur d oeuvre");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_name_is_stable(text in ".{0,60}") {
            if let Ok(name) = Name::new(&text) {
                prop_assert_eq!(Name::new(name.as_str()).unwrap(), name);
            }
        }
    }
}
