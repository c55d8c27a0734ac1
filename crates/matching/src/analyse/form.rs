//! The forms of words: shared texts, and numbers that stand for them where words are compared by the thousand.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use passerelle_domain::Language;

use super::is_function_word;
use crate::index::Fnv;

/// A hasher that is fast on short words. What it hashes comes from texts of any origin, so tables that use it stay bounded or are
/// looked up only.
pub(crate) type Hashed = BuildHasherDefault<Fnv>;

/// A hasher of [`key`]s, which are hashes already.
pub(crate) type Ready = BuildHasherDefault<AsIs>;

/// Takes a number for its own hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hash = Fnv::default();
        hash.write(bytes);
        self.0 ^= hash.finish();
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// Characters that words of one family have in common at their beginning.
pub(crate) const FAMILY: usize = 5;

/// One form of a word. Cheap to clone: the words of texts come back again and again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Form(Arc<str>);

impl Form {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Form {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl Deref for Form {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Form {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Form {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Form {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

/// A word's forms as 64-bit hashes (two different words of one text share one about once in 10^15 texts), and what is asked of
/// every word. 0 stands for a form that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Of the folded word.
    pub(crate) exact: u64,
    /// Of the French stem and the English one.
    stems: [u64; 2],
    /// Of the first letters, see [`family`].
    pub(crate) family: u64,
    /// Whether it carries no subject in French, in English.
    empty: [bool; 2],
    /// Whether it is a small number or a unit's letter.
    pub(crate) quantity: bool,
}

impl Keys {
    pub(super) fn of(exact: &str, french: Option<&str>, english: Option<&str>) -> Self {
        Self {
            exact: key(exact),
            stems: [french, english].map(|stem| stem.map_or(0, key)),
            family: family(exact).map_or(0, key),
            empty: [Language::French, Language::English].map(|language| is_function_word(exact, language)),
            quantity: is_quantity(exact),
        }
    }

    /// Of the stem in a language; 0 for a stop word.
    pub(crate) fn stem(&self, language: Language) -> u64 {
        let [french, english] = self.stems;
        if language == Language::French { french } else { english }
    }

    /// Whether it carries no subject in a language.
    pub(crate) fn says_nothing(&self, language: Language) -> bool {
        let [french, english] = self.empty;
        if language == Language::French { french } else { english }
    }
}

/// The number that stands for a form; never 0.
pub(crate) fn key(form: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.write(form.as_bytes());
    hash.finish().max(1)
}

/// What a word's family is known by: its first letters; `None` for short words and those of other characters.
pub(crate) fn family(word: &str) -> Option<&str> {
    let (end, _) = word.char_indices().nth(FAMILY)?;
    word.get(..end).filter(|letters| letters.chars().all(char::is_alphabetic))
}

/// Whether a word is a small number or a unit's letter: « 2 », « 25 », « g ». C and R are languages.
pub(crate) fn is_quantity(word: &str) -> bool {
    let small_number = word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    small_number || (word.chars().count() == 1 && !matches!(word, "c" | "r"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_longer_than_its_letters() {
        assert_eq!(family("cryogenique"), Some("cryog"));
        assert_eq!(family("cryog"), None);
        assert_eq!(family("do178c"), None);
    }

    #[test]
    fn keys_tell_what_a_word_is() {
        let keys = Keys::of("the", Some("the"), None);
        assert!(keys.says_nothing(Language::English) && !keys.says_nothing(Language::French));
        assert_eq!((keys.stem(Language::French), keys.stem(Language::English)), (key("the"), 0));
        assert!(Keys::of("25", None, None).quantity && !Keys::of("c", None, None).quantity);
    }
}
