//! A text's words as keys, and where labels may go on.

use std::ops::Range;

use passerelle_domain::{Language, Span};

use super::MOST_SKIPPED;
use super::trie::{Trie, Vocabulary};
use crate::analyse::{Token, key};

/// Words that are no gap in a label: « électricité et magnétisme » is not « électricité magnétisme ».
const CONNECTORS: [&str; 12] =
    ["et", "ou", "and", "or", "sans", "without", "non", "not", "pas", "ni", "nor", "hors"];
/// Characters, other than white space, that may stand between two words of a label; more are no gap.
const MOST_BETWEEN: usize = 4;

/// Which form of the words is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// Folded words and compounds, nothing skipped.
    Exact,
    /// Stems of a language, its stop words as they are.
    Stems(Language),
}

impl Stream {
    /// All of them, in the order of the tries.
    pub(super) const ALL: [Self; 3] =
        [Self::Exact, Self::Stems(Language::French), Self::Stems(Language::English)];

    /// The place of its trie.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Exact => 0,
            Self::Stems(Language::French) => 1,
            Self::Stems(Language::English) => 2,
        }
    }

    /// The form of a word and whether it may be skipped inside a label.
    pub(super) fn form(self, token: &Token) -> (&str, bool) {
        match self {
            Self::Exact => (&token.exact, false),
            Self::Stems(_) if token.joined => (&token.exact, false),
            Self::Stems(language) => match token.stem(language) {
                Some(stem) if language == Language::French => (noun_in_ai(token).unwrap_or(stem), false),
                Some(stem) => (stem, false),
                None => (&token.exact, !CONNECTORS.contains(&token.exact.as_str())),
            },
        }
    }

    /// The key of that form, and whether the word may be skipped.
    fn form_key(self, token: &Token) -> (u64, bool) {
        match self {
            Self::Exact => (token.keys.exact, false),
            Self::Stems(_) if token.joined => (token.keys.exact, false),
            Self::Stems(language) => match token.keys.stem(language) {
                0 => (token.keys.exact, !CONNECTORS.contains(&token.exact.as_str())),
                stem if language == Language::French => (noun_in_ai(token).map_or(stem, key), false),
                stem => (stem, false),
            },
        }
    }

    /// The key of a word: its form's number, and for English whether it is an -ing form, since « engine » is no
    /// « engineering » although the stems are one.
    pub(super) fn key(self, token: &Token, number: u32) -> u32 {
        let ing = self == Self::Stems(Language::English)
            && !token.joined
            && (token.exact.ends_with("ing") || token.exact.ends_with("ings"));
        number << 1 | u32::from(ing)
    }
}

/// One word of a text. Keys are those of labels; a word that no label has, has none.
pub(super) struct Word {
    span: Span,
    token: usize,
    keys: [Option<u32>; 3],
    skippable: [bool; 3],
    /// Whether it stands close enough behind the word before for a label to go on.
    goes_on: bool,
    /// Whether it is a stop word of either language.
    stop: bool,
    /// A compound that begins here: its number, and the word after it.
    compound: Option<(u32, usize)>,
}

/// A text, read for one vocabulary.
pub(super) struct Reading<'t> {
    pub(super) text: &'t str,
    pub(super) words: Vec<Word>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(text: &'t str, tokens: &[Token], vocabulary: &Vocabulary) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
        for (i, token) in tokens.iter().enumerate() {
            if token.joined {
                let after = words.len();
                let begin =
                    words.iter_mut().rev().take(MOST_BETWEEN).find(|w| w.span.start == token.span.start);
                if let (Some(word), Some(number)) = (begin, vocabulary.get(token.keys.exact)) {
                    word.compound = Some((number, after));
                }
                continue;
            }
            let (mut keys, mut skippable) = ([None; 3], [false; 3]);
            for stream in Stream::ALL {
                let (form, skip) = stream.form_key(token);
                keys[stream.place()] = vocabulary.get(form).map(|number| stream.key(token, number));
                skippable[stream.place()] = skip;
            }
            let goes_on = words
                .last()
                .is_some_and(|before| text.get(before.span.end..token.span.start).is_some_and(is_small_gap));
            let stop = token.french.is_none() || token.english.is_none();
            words.push(Word { span: token.span, token: i, keys, skippable, goes_on, stop, compound: None });
        }
        Self { text, words }
    }

    /// Gives every name that begins at a word, with the word after it.
    pub(super) fn follow(&self, stream: Stream, trie: &Trie, at: usize, found: &mut dyn FnMut(usize, u32)) {
        self.walk(stream, trie, None, at, found);
    }

    fn walk(
        &self,
        stream: Stream,
        trie: &Trie,
        from: Option<u32>,
        at: usize,
        found: &mut dyn FnMut(usize, u32),
    ) {
        for i in (at..self.words.len()).take(MOST_SKIPPED + 1) {
            let Some(word) = self.words.get(i) else { return };
            if from.is_some() && !word.goes_on {
                return;
            }
            let compound = word.compound.map(|(number, after)| (number << 1, after));
            let plain = word.keys[stream.place()].map(|key| (key, i + 1));
            for (key, after) in compound.into_iter().chain(plain) {
                if let Some(place) = trie.step(from, key) {
                    trie.names(place).iter().for_each(|&name| found(after, name));
                    self.walk(stream, trie, Some(place), after, found);
                }
            }
            if from.is_none() || !word.skippable[stream.place()] {
                return;
            }
        }
    }

    /// The tokens of some words.
    pub(super) fn tokens(&self, words: &Range<usize>) -> Range<usize> {
        let all = self.words.get(words.clone()).unwrap_or_default();
        match (all.first(), all.last()) {
            (Some(first), Some(last)) => first.token..last.token + 1,
            _ => 0..0,
        }
    }

    /// Some words as they are written.
    pub(super) fn raw(&self, words: &Range<usize>) -> impl Iterator<Item = &'t str> {
        self.words.get(words.clone()).unwrap_or_default().iter().map(|word| word.span.of(self.text))
    }

    /// The words that lie inside a place of the text.
    pub(super) fn inside(&self, place: Span) -> Range<usize> {
        let first = self.words.partition_point(|word| word.span.start < place.start);
        let last = self.words.partition_point(|word| word.span.start < place.end);
        first..last
    }

    /// Where some words stand.
    pub(super) fn place(&self, words: &Range<usize>) -> Option<Span> {
        let all = self.words.get(words.clone())?;
        Some(Span { start: all.first()?.span.start, end: all.last()?.span.end })
    }

    /// Whether a phrase, given as numbers of stems, stands among some words, in any form, outside of `without`.
    pub(super) fn holds(
        &self,
        stream: Stream,
        phrase: &[u32],
        among: Range<usize>,
        without: &Range<usize>,
    ) -> bool {
        let number = |word: &Word| word.keys[stream.place()].map(|key| key >> 1);
        let begins = among.clone().filter(|i| !without.contains(i));
        !phrase.is_empty()
            && begins.into_iter().any(|begin| {
                let words = self.words.get(begin..among.end).unwrap_or_default();
                let first = words.first().and_then(number) == phrase.first().copied();
                first && {
                    let heavy = words.iter().filter(|word| !word.skippable[stream.place()]);
                    heavy.take(phrase.len()).map(number).eq(phrase.iter().map(|&number| Some(number)))
                }
            })
    }

    /// Whether it is one letter that belongs to something else: « R&D », « H-R », « 25 °C ».
    pub(super) fn letter_of_something(&self, words: &Range<usize>) -> bool {
        let Some(place) = self.place(words).filter(|place| place.of(self.text).chars().nth(1).is_none())
        else {
            return false;
        };
        let before = self.text.get(..place.start).and_then(|t| t.chars().next_back());
        let after = self.text.get(place.end..).and_then(|t| t.chars().next());
        [before, after].into_iter().flatten().any(|c| matches!(c, '&' | '-' | '\'' | '’' | '°' | '_' | '@'))
    }

    /// Whether it is a stop word in capitals because its neighbours are: « MES COMPÉTENCES ».
    pub(super) fn shouted_stop_word(&self, words: &Range<usize>) -> bool {
        let shouted = |i: usize| {
            let raw = self.words.get(i).map(|word| word.span.of(self.text)).unwrap_or_default();
            raw.chars().count() > 1 && raw.chars().all(char::is_uppercase)
        };
        words.len() == 1
            && self.words.get(words.start).is_some_and(|word| word.stop)
            && (words.start.checked_sub(1).is_some_and(shouted) || shouted(words.end))
    }
}

/// The singular of « essais », of which the French stemmer makes « ess » because it takes it for a verb form.
fn noun_in_ai(token: &Token) -> Option<&str> {
    let singular = token.exact.strip_suffix('s').unwrap_or(&token.exact);
    singular.ends_with("ai").then_some(singular)
}

/// Whether what stands between two words is no more than a space, a hyphen, an elided article or the like.
fn is_small_gap(gap: &str) -> bool {
    let mut between = 0;
    for c in gap.chars().filter(|c| !c.is_whitespace()) {
        between += 1;
        let fits = c.is_alphabetic()
            || matches!(c, '-' | '_' | '\u{2011}' | '\'' | '’' | '/' | '&' | '"' | '«' | '»');
        if !fits || between > MOST_BETWEEN {
            return false;
        }
    }
    // A hyphen between spaces is a dash, at the start of a line a list; two line ends are a new paragraph.
    !gap.contains(" - ") && gap.matches('\n').count() <= usize::from(!gap.contains('-'))
}
