//! Ambiguous labels: whether they mean the concept where they stand.

use std::ops::Range;

use passerelle_domain::Language;

use super::reading::{Reading, Stream};
use super::trie::Vocabulary;
use crate::analyse::{Token, sentences};

/// What decides about the ambiguous labels of a concept.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    context: Vec<Phrase>,
    never: Vec<Phrase>,
}

/// Some words, as numbers of French and of English stems.
#[derive(Debug)]
struct Phrase([Vec<u32>; 2]);

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

impl Doubt {
    pub(super) fn add_context(&mut self, tokens: &[Token], vocabulary: &mut Vocabulary) {
        self.context.push(Phrase::new(tokens, vocabulary));
    }

    pub(super) fn add_never(&mut self, tokens: &[Token], vocabulary: &mut Vocabulary) {
        self.never.push(Phrase::new(tokens, vocabulary));
    }

    /// Whether a word of context stands somewhere else in the text, and none that rules the label out in its sentence.
    pub(super) fn is_lifted(&self, reading: &Reading<'_>, words: &Range<usize>) -> bool {
        let stands = |phrases: &[Phrase], among: Range<usize>| {
            phrases.iter().any(|phrase| phrase.stands(reading, among.clone(), words))
        };
        if !stands(&self.context, 0..reading.words.len()) {
            return false;
        }
        if self.never.is_empty() {
            return true;
        }
        let Some(place) = reading.place(words) else { return false };
        let around =
            sentences(reading.text).into_iter().find(|s| s.start <= place.start && place.start < s.end);
        !stands(&self.never, reading.inside(around.unwrap_or(place)))
    }
}

impl Phrase {
    fn new(tokens: &[Token], vocabulary: &mut Vocabulary) -> Self {
        Self(LANGUAGES.map(|language| {
            let stream = Stream::Stems(language);
            let forms = tokens.iter().filter(|token| !token.joined).map(|token| stream.form(token));
            forms.filter(|(_, skippable)| !skippable).map(|(form, _)| vocabulary.add(form)).collect()
        }))
    }

    fn stands(&self, reading: &Reading<'_>, among: Range<usize>, without: &Range<usize>) -> bool {
        let both = self.0.iter().zip(LANGUAGES);
        both.into_iter()
            .any(|(phrase, language)| reading.holds(Stream::Stems(language), phrase, among.clone(), without))
    }
}
