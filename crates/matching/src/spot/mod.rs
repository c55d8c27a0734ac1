//! The concepts of a taxonomy that a text names.
//!
//! Labels of both languages are looked for whatever the text's language, by stems when they have several words, so that
//! « calculs des structures » is « calcul de structures »; one word alone must stand there itself or in the plural, because
//! stems of single words run together (« machine » and « machining »). The longest label wins. Acronyms are told by their
//! case. An ambiguous label counts only where its context stands in the text and nothing in the sentence rules it out.

mod doubt;
mod labels;
mod reading;
#[cfg(test)]
mod tests;
mod trie;

use std::ops::Range;

use passerelle_domain::{Span, Taxonomy};

use crate::analyse::{Analysers, Token};
use doubt::Doubt;
use labels::{Builder, Name, Writing};
use reading::{Reading, Stream};
use trie::{Trie, Vocabulary};

/// Stop words that may stand between two words of a label: « calcul de la structure ».
const MOST_SKIPPED: usize = 3;

/// Finds concepts in texts; made once for a taxonomy.
#[derive(Debug)]
pub(crate) struct Spotter {
    vocabulary: Vocabulary,
    /// One trie for each stream of keys: words as they are, French stems, English stems.
    tries: [Trie; 3],
    names: Vec<Name>,
    doubts: Vec<Doubt>,
}

/// A concept named by a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spotted {
    /// Its index in the taxonomy.
    pub(crate) concept: usize,
    /// The tokens that name it.
    pub(crate) tokens: Range<usize>,
}

/// The concepts that a text names, in its order, each with its place.
pub fn spot_concepts(taxonomy: &Taxonomy, text: &str) -> Vec<(usize, Span)> {
    let analysers = Analysers::new();
    let tokens = analysers.tokens(text);
    let place = |range: &Range<usize>| {
        let words = tokens.get(range.clone()).unwrap_or_default();
        Some(Span { start: words.first()?.span.start, end: words.last()?.span.end })
    };
    let found = Spotter::new(taxonomy, &analysers).spot(text, &tokens);
    found.iter().filter_map(|spotted| Some((spotted.concept, place(&spotted.tokens)?))).collect()
}

impl Spotter {
    /// Prepares the labels of a taxonomy. Of imported concepts, labels of one word are left out.
    pub(crate) fn new(taxonomy: &Taxonomy, analysers: &Analysers) -> Self {
        Builder::default().build(taxonomy, analysers)
    }

    /// The concepts that a text names: leftmost first, the longest label of each place, no two overlapping; several for one
    /// place when an ambiguous label may mean each. `tokens` are those of `text`.
    pub(crate) fn spot(&self, text: &str, tokens: &[Token]) -> Vec<Spotted> {
        let reading = Reading::new(text, tokens, &self.vocabulary);
        let mut found = Vec::new();
        let mut ends: Vec<(usize, u32)> = Vec::new();
        let mut at = 0;
        while at < reading.words.len() {
            ends.clear();
            for (stream, trie) in Stream::ALL.into_iter().zip(&self.tries) {
                reading.follow(stream, trie, at, &mut |end, name| ends.push((end, name)));
            }
            ends.sort_unstable_by_key(|&(end, name)| (std::cmp::Reverse(end), name));
            let next = ends.chunk_by(|a, b| a.0 == b.0).find_map(|same| {
                let before = found.len();
                for &(end, name) in same {
                    self.take(&reading, name, at..end, before, &mut found);
                }
                (found.len() > before).then(|| same.first().map(|first| first.0)).flatten()
            });
            at = next.unwrap_or(at + 1);
        }
        found
    }

    /// Adds the concept of a name that stands at some words, unless it does not mean it there.
    fn take(
        &self,
        reading: &Reading<'_>,
        name: u32,
        words: Range<usize>,
        since: usize,
        found: &mut Vec<Spotted>,
    ) {
        let Some(name) = usize::try_from(name).ok().and_then(|i| self.names.get(i)) else { return };
        let known = found.iter().skip(since).any(|earlier| earlier.concept == name.concept);
        if known || !name.writing.fits(reading, &words) {
            return;
        }
        let doubt = name.doubt.and_then(|i| self.doubts.get(i));
        if doubt.is_none_or(|doubt| doubt.is_lifted(reading, &words)) {
            found.push(Spotted { concept: name.concept, tokens: reading.tokens(&words) });
        }
    }
}

impl Writing {
    /// Whether the words of a text are written as the name must be.
    fn fits(&self, reading: &Reading<'_>, words: &Range<usize>) -> bool {
        match self {
            Self::Any => !reading.letter_of_something(words),
            Self::Holds(needed) => needed.iter().all(|one| reading.raw(words).any(|raw| raw == one)),
            Self::Exactly(written) => {
                let last = written.len().saturating_sub(1);
                reading.raw(words).count() == written.len()
                    && reading.raw(words).zip(written).enumerate().all(|(i, (raw, one))| {
                        raw == one || (i == last && raw.strip_suffix('s') == Some(one.as_str()))
                    })
                    && !reading.letter_of_something(words)
                    && !reading.shouted_stop_word(words)
            }
        }
    }
}
