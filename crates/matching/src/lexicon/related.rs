//! Words that answer one another without being translations: « prévoir une panne » by "fault detection".

use std::collections::HashMap;
use std::ops::Range;

use passerelle_domain::Language;

use crate::analyse::{Analysers, Token};

/// Lines of related words: French words, a tab, English words, commas between; `#` for remarks.
const COMPILED_IN: &str = include_str!("../../../../config/related.tsv");

/// Number of a line of related words.
pub(crate) type Family = u16;

/// A term without its first word, with the line that it stands in.
type Term = (Vec<String>, Family);

/// Related words, found by the stem of a term's first word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Related {
    french: HashMap<String, Vec<Term>>,
    english: HashMap<String, Vec<Term>>,
}

impl Related {
    /// Those that come with the program.
    pub(super) fn new(analysers: &Analysers) -> Self {
        Self::of_lines(COMPILED_IN, analysers)
    }

    fn of_lines(text: &str, analysers: &Analysers) -> Self {
        let mut related = Self::default();
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for (family, (french, english)) in (0..).zip(lines.filter_map(|line| line.split_once('\t'))) {
            for (side, language) in [(french, Language::French), (english, Language::English)] {
                // Without their first word, which no stem tells of, « hors vue » and « sans fil » would be about anything.
                let tells = |term: &&str| {
                    !term.trim_start().starts_with("hors ")
                        && !term.trim_start().starts_with("sans ")
                        && !term.trim_start().starts_with("without ")
                };
                for term in side.split(',').filter(tells) {
                    let mut stems = analysers.stems(term, language).into_iter();
                    let Some(first) = stems.next() else { continue };
                    let table =
                        if language == Language::French { &mut related.french } else { &mut related.english };
                    table.entry(first).or_default().push((stems.collect(), family));
                }
            }
        }
        // The longest first: « durée de vie » is about something else than « vie ».
        for terms in related.french.values_mut().chain(related.english.values_mut()) {
            terms.sort_by_key(|(rest, family)| (std::cmp::Reverse(rest.len()), *family));
        }
        related
    }

    /// The lines that a text in `language` has a term of, with the tokens of the term. Of terms that begin at one word the longest is
    /// taken, in every line that has it.
    pub(crate) fn spot(&self, tokens: &[Token], language: Language) -> Vec<(Family, Range<usize>)> {
        let table = if language == Language::French { &self.french } else { &self.english };
        let stems: Vec<(usize, &str)> =
            tokens.iter().enumerate().filter_map(|(i, token)| Some((i, token.stem(language)?))).collect();
        let mut out = Vec::new();
        let mut at = 0;
        while let Some((first, stem)) = stems.get(at) {
            let mut length = 0;
            for (rest, family) in table.get(*stem).into_iter().flatten() {
                let said = stems.get(at + 1..at + 1 + rest.len());
                let stands = said.is_some_and(|said| said.iter().zip(rest).all(|((_, s), r)| s == r));
                if stands && rest.len() >= length {
                    length = rest.len();
                    let last = stems.get(at + length).map_or(*first, |(last, _)| *last);
                    out.push((*family, *first..last + 1));
                }
            }
            at += length + 1;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str =
        "# about time\ndurée de vie, potentiel\tlifetime, useful life\nvie, vivant\tlife, living\n";

    fn of(text: &str, language: Language) -> Vec<(Family, Range<usize>)> {
        let analysers = Analysers::new();
        Related::of_lines(LINES, &analysers).spot(&analysers.tokens(text), language)
    }

    #[test]
    fn the_longest_term_is_taken_and_both_languages_meet() {
        assert_eq!(of("une durée de vie", Language::French), [(0, 1..4)]);
        assert_eq!(of("la vie", Language::French), [(1, 1..2)]);
        assert_eq!(of("its useful life", Language::English), [(0, 1..3)]);
        assert_eq!(of("durée", Language::French), []);
    }

    #[test]
    fn the_compiled_in_lines_have_words_of_both_languages_and_none_twice() {
        for line in COMPILED_IN.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let sides: Vec<&str> = line.split('\t').collect();
            assert_eq!(sides.len(), 2, "`{line}`");
            for side in sides {
                let mut terms: Vec<&str> = side.split(',').map(str::trim).collect();
                assert!(terms.iter().all(|term| !term.is_empty()), "`{line}`");
                let all = terms.len();
                terms.sort_unstable();
                terms.dedup();
                assert_eq!(terms.len(), all, "`{line}`");
            }
        }
    }
}
