//! The words of a segment by the character sequences they are made of.
//!
//! Counting n-grams of characters in texts finds what stems hide (gender forms, compounds, other suffixes) but costs five
//! times the index. The words of texts repeat, so it is enough to know which words hold an n-gram: how often a text holds it is
//! the sum over those words.

use std::sync::Arc;

use passerelle_domain::Language;
use tantivy::InvertedIndexReader;

use super::IndexError;
use crate::analyse::is_function_word;

/// Characters of a sequence, word boundaries included.
const SIZE: usize = 4;
/// Longer words are names of files and hashes.
const LONGEST: usize = 30;
/// Words that hold a sequence beyond which it tells nothing.
const MOST_WORDS: usize = 600;

/// A sequence; a shorter one ends with zeros.
type Gram = [char; SIZE];

/// Which words hold which sequence: three flat lists, made by sorting.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Vocabulary {
    /// All words, one after the other.
    text: String,
    /// Where each word begins in [`Self::text`]; the end comes last.
    starts: Vec<u32>,
    /// Sequences in order, each with where its words begin in [`Self::words`].
    grams: Vec<(Gram, u32)>,
    /// Numbers of words.
    words: Vec<u32>,
}

impl Vocabulary {
    /// Of the words of both languages' texts.
    pub(super) fn of(readers: &[Arc<InvertedIndexReader>; 2]) -> Result<Self, IndexError> {
        let mut list = Vec::new();
        for reader in readers {
            let mut terms = reader.terms().stream()?;
            while let Some((word, _)) = terms.next() {
                list.extend(
                    std::str::from_utf8(word).ok().filter(|word| is_spelled(word)).map(str::to_owned),
                );
            }
        }
        list.sort_unstable();
        list.dedup();
        Ok(Self::of_words(list.iter().map(String::as_str)))
    }

    fn of_words<'a>(list: impl Iterator<Item = &'a str>) -> Self {
        let mut it = Self { starts: vec![0], ..Self::default() };
        let mut pairs: Vec<(Gram, u32)> = Vec::new();
        for (number, word) in (0_u32..).zip(list) {
            it.text.push_str(word);
            let Ok(end) = u32::try_from(it.text.len()) else { break };
            it.starts.push(end);
            each_gram(word, |gram| pairs.push((gram, number)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let (Some((gram, _)), Ok(from)) = (same.first(), u32::try_from(it.words.len())) else { continue };
            if same.len() <= MOST_WORDS {
                it.grams.push((*gram, from));
                it.words.extend(same.iter().map(|(_, number)| number));
            }
        }
        it
    }

    /// The words that hold a sequence, in order; none when too many do.
    pub(super) fn holding(&self, gram: &str) -> impl Iterator<Item = &str> {
        let mut wanted = ['\0'; SIZE];
        wanted.iter_mut().zip(gram.chars()).for_each(|(slot, c)| *slot = c);
        let at = self.grams.binary_search_by(|(gram, _)| gram.cmp(&wanted)).unwrap_or(self.grams.len());
        let from = self.grams.get(at).map_or(self.words.len(), |(_, from)| *from as usize);
        let to = self.grams.get(at + 1).map_or(self.words.len(), |(_, from)| *from as usize);
        self.words.get(from..to).unwrap_or_default().iter().filter_map(|number| self.word(*number as usize))
    }

    fn word(&self, number: usize) -> Option<&str> {
        let (from, to) = (self.starts.get(number)?, self.starts.get(number + 1)?);
        self.text.get(*from as usize..*to as usize)
    }
}

/// Whether a word is made of letters and tells something.
pub(crate) fn is_spelled(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && word.len() <= LONGEST
        && !is_function_word(word, Language::French)
        && !is_function_word(word, Language::English)
}

/// The character sequences of a word, its boundaries marked.
pub(crate) fn grams(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_gram(word, |gram| out.push(gram.into_iter().filter(|c| *c != '\0').collect()));
    out
}

fn each_gram(word: &str, mut found: impl FnMut(Gram)) {
    let mut gram = ['\0'; SIZE];
    let mut length = 0;
    for c in std::iter::once('_').chain(word.chars()).chain(std::iter::once('_')) {
        if length == SIZE {
            gram.rotate_left(1);
            length -= 1;
        }
        if let Some(slot) = gram.get_mut(length) {
            *slot = c;
        }
        length += 1;
        if length == SIZE {
            found(gram);
        }
    }
    if length < SIZE {
        found(gram);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_family_share_sequences() {
        assert_eq!(grams("vis"), ["_vis", "vis_"]);
        assert_eq!(grams("de"), ["_de_"]);
        assert_eq!(grams("c"), ["_c_"]);
        let shared = |a: &str, b: &str| grams(a).iter().filter(|g| grams(b).contains(g)).count();
        assert!(shared("restaurateur", "restauration") > 6);
        assert_eq!(shared("frein", "moteur"), 0);
    }

    #[test]
    fn a_sequence_finds_the_words_that_hold_it() {
        let words = ["cotest", "pretest", "tester", "testtest", "éteste"];
        let vocabulary = Vocabulary::of_words(words.into_iter());
        for gram in words.iter().flat_map(|word| grams(word)).chain(["none".to_owned(), "_c_".to_owned()]) {
            let expected: Vec<&str> =
                words.into_iter().filter(|word| format!("_{word}_").contains(&gram)).collect();
            assert_eq!(vocabulary.holding(&gram).collect::<Vec<_>>(), expected, "{gram}");
        }
        let many: Vec<String> = (0..=MOST_WORDS).map(|i| format!("motif{i}")).collect();
        assert_eq!(Vocabulary::of_words(many.iter().map(String::as_str)).holding("moti").count(), 0);
    }
}
