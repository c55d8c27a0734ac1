//! Every text of the pages, French and English side by side; one without the other does not compile.
//!
//! A text may hold `{}` where a value goes, and `one|many` where its number counts.

use std::borrow::Borrow;
use std::fmt;

use passerelle_domain::Language;

use super::reader;

/// Declares the texts of a room: `name: "français", "English";`.
macro_rules! words {
    ($(#[$doc:meta])* $room:ident; $($name:ident: $french:literal, $english:literal;)*) => {
        $(#[$doc])*
        #[allow(clippy::struct_field_names, reason = "texts are named for what they say")]
        pub(crate) struct $room {
            $(pub(crate) $name: $crate::pages::words::Text,)*
        }

        static FRENCH: $room = $room { $($name: $crate::pages::words::Text::french($french),)* };
        static ENGLISH: $room = $room { $($name: $crate::pages::words::Text::english($english),)* };

        impl $room {
            /// The texts of a language.
            pub(crate) fn of(language: passerelle_domain::Language) -> &'static Self {
                match language {
                    passerelle_domain::Language::French => &FRENCH,
                    passerelle_domain::Language::English => &ENGLISH,
                }
            }

            /// Every text with its name, French and English.
            #[cfg(test)]
            pub(crate) fn all() -> Vec<(&'static str, $crate::pages::words::Text, $crate::pages::words::Text)> {
                vec![$((stringify!($name), FRENCH.$name, ENGLISH.$name),)*]
            }
        }
    };
}

pub(crate) mod after;
pub(crate) mod client;
pub(crate) mod desk;
pub(crate) mod directory;
pub(crate) mod firm;
pub(crate) mod hand;
pub(crate) mod personal;
pub(crate) mod profile;
pub(crate) mod refusals;
pub(crate) mod shell;
pub(crate) mod terms;

/// A text in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    text: &'static str,
    language: Language,
}

impl Text {
    /// In French.
    pub(crate) const fn french(text: &'static str) -> Self {
        Self { text, language: Language::French }
    }

    /// In English.
    pub(crate) const fn english(text: &'static str) -> Self {
        Self { text, language: Language::English }
    }

    /// With a value in its place.
    pub(crate) fn with(self, value: impl fmt::Display) -> String {
        self.text.replacen("{}", &value.to_string(), 1)
    }

    /// With two values in their places.
    pub(crate) fn with2(self, first: impl fmt::Display, second: impl fmt::Display) -> String {
        let mut parts = self.text.splitn(3, "{}");
        let mut next = || parts.next().unwrap_or_default();
        format!("{}{first}{}{second}{}", next(), next(), next())
    }

    /// With a number in its place, in the singular or the plural.
    pub(crate) fn n(self, number: impl Borrow<usize>) -> String {
        let number = *number.borrow();
        let mut forms = self.text.split('|');
        let (one, many) = (forms.next().unwrap_or_default(), forms.next());
        let plural = match self.language {
            Language::French => number > 1,
            Language::English => number != 1,
        };
        let form = if plural { many.unwrap_or(one) } else { one };
        form.replacen("{}", &reader::number(number as f64, 0, self.language), 1)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same in both languages for a reason.
    const ALIKE: [&str; 0] = [];

    fn every() -> Vec<(&'static str, Text, Text)> {
        [
            after::After::all(),
            shell::Shell::all(),
            directory::Directory::all(),
            client::Client::all(),
            desk::Desk::all(),
            hand::Hand::all(),
            personal::Personal::all(),
            terms::Terms::all(),
            firm::Room::all(),
            profile::Profile::all(),
        ]
        .concat()
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        for (name, french, english) in every() {
            assert!(!french.text.trim().is_empty() && !english.text.trim().is_empty(), "{name} is empty");
            for mark in ["{}", "|"] {
                let count = |text: Text| text.text.matches(mark).count();
                let halves = count(french) == count(english);
                assert!(halves, "{name} has another number of {mark} in French than in English");
            }
            let long = french.text.split_whitespace().count() > 3;
            assert!(
                !(long && french.text == english.text) || ALIKE.contains(&name),
                "{name} is the same sentence in both languages"
            );
        }
    }

    #[test]
    fn values_go_to_their_places() {
        let text = Text::french("{} entreprise|{} entreprises");
        assert_eq!(text.n(0), "0 entreprise");
        assert_eq!(text.n(1), "1 entreprise");
        assert_eq!(text.n(2_345), "2\u{202f}345 entreprises");
        assert_eq!(Text::english("{} firm|{} firms").n(0), "0 firms");
        assert_eq!(Text::english("{} of {}").with2("a", "{}"), "a of {}");
    }

    /// What stands in a template itself would be read by everybody in one language.
    #[test]
    fn templates_hold_no_text_of_their_own() {
        let mut folders = vec![std::path::PathBuf::from("templates")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("templates lie beside the sources") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("a template is text");
                seen += 1;
                // A macro that gives attributes alone has no tag around them.
                let lines: Vec<&str> =
                    text.lines().filter(|line| !line.starts_with("{% macro invalid(")).collect();
                let text = lines.join("\n");
                let left = without(
                    &without(&without(&without(&text, "{#", "#}"), "{%", "%}"), "{{", "}}"),
                    "<",
                    ">",
                );
                let words: Vec<&str> = left
                    .split(|c: char| !c.is_alphabetic())
                    .filter(|word| {
                        word.chars().count() > 1
                            && ![
                                "Passerelle",
                                "Français",
                                "English",
                                "nbsp",
                                "htmx",
                                "middot",
                                "mdash",
                                "times",
                                "rarr",
                                "larr",
                                "hellip",
                            ]
                            .contains(word)
                    })
                    .collect();
                assert!(words.is_empty(), "{} says {words:?} in one language only", path.display());
            }
        }
        assert!(seen > 5, "the templates were not found");
    }

    fn without(text: &str, open: &str, close: &str) -> String {
        let mut left = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(open) {
            left.push_str(&rest[..at]);
            left.push(' ');
            let after = &rest[at..];
            match after.find(close) {
                Some(end) => rest = &after[end + close.len()..],
                None => return left,
            }
        }
        left.push_str(rest);
        left
    }
}
