//! French and English words of engineering that mean the same.

use std::collections::BTreeMap;

use passerelle_domain::Language;

use crate::analyse::Analysers;

/// The lexicon that comes with the program: `French <tab> English`, one pair a line, `#` for remarks.
const COMPILED_IN: &str = include_str!("../../../config/lexicon.tsv");
/// Longest phrase looked up, in words that are no stop words.
const LONGEST: usize = 4;

/// Phrases of one language, as stems, with the stems that say the same in the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    from_french: BTreeMap<Vec<String>, Vec<Vec<String>>>,
    from_english: BTreeMap<Vec<String>, Vec<Vec<String>>>,
}

impl Lexicon {
    /// The lexicon that comes with the program.
    pub(crate) fn compiled_in() -> Self {
        Self::read(COMPILED_IN)
    }

    /// Reads pairs; a line that is not a pair is passed over.
    pub(crate) fn read(text: &str) -> Self {
        let analysers = Analysers::new();
        let stems = |text: &str, language| -> Vec<String> {
            analysers.stems(text, language).into_iter().map(|t| t.text).take(LONGEST).collect()
        };
        let mut lexicon = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((french, english)) = line.split_once('\t') else { continue };
            let (french, english) = (stems(french, Language::French), stems(english, Language::English));
            if french.is_empty() || english.is_empty() {
                continue;
            }
            add(&mut lexicon.from_french, &french, &english);
            add(&mut lexicon.from_english, &english, &french);
        }
        lexicon
    }

    /// For each stem of a text in `language`, the stems of the other language that stand for it: of the longest phrase that
    /// begins there, its translations spread over the phrase's words. Several stems with spaces between stand for one together.
    /// Empty where nothing is known.
    pub(crate) fn translate(&self, stems: &[&str], language: Language) -> Vec<Vec<String>> {
        let table = match language {
            Language::French => &self.from_french,
            Language::English => &self.from_english,
        };
        let mut out: Vec<Vec<String>> = vec![Vec::new(); stems.len()];
        let mut at = 0;
        while at < stems.len() {
            let longest = (1..=LONGEST.min(stems.len() - at)).rev().find_map(|n| {
                let phrase: Vec<String> = stems.get(at..at + n)?.iter().map(|s| (*s).to_owned()).collect();
                table.get(&phrase).map(|found| (n, found))
            });
            let Some((length, translations)) = longest else {
                at += 1;
                continue;
            };
            for translation in translations {
                let (n, m) = (length, translation.len());
                for i in 0..n {
                    // Word for word where there are as many; else the words that share a place, as one phrase.
                    let (from, to) = if m <= n {
                        let target = i * m / n;
                        (target, target + 1)
                    } else {
                        ((i * m).div_ceil(n), ((i + 1) * m).div_ceil(n))
                    };
                    let phrase = translation.get(from..to).unwrap_or_default().join(" ");
                    if let Some(slot) = out.get_mut(at + i)
                        && !phrase.is_empty()
                        && !slot.contains(&phrase)
                    {
                        slot.push(phrase);
                    }
                }
            }
            at += length;
        }
        out
    }
}

fn add(table: &mut BTreeMap<Vec<String>, Vec<Vec<String>>>, from: &[String], to: &[String]) {
    let known = table.entry(from.to_vec()).or_default();
    if !known.iter().any(|k| k == to) {
        known.push(to.to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_goes_before_its_words_and_both_ways() {
        let lexicon = Lexicon::read(
            "# remark\njumeau numérique\tdigital twin\njumeau\ttwin\nbanc d'essai\ttestbench\n",
        );
        assert_eq!(lexicon.translate(&["jumeau", "numer"], Language::French), [["digit"], ["twin"]]);
        assert_eq!(lexicon.translate(&["jumeau", "x"], Language::French), [vec!["twin".to_owned()], vec![]]);
        let back = lexicon.translate(&["testbench"], Language::English);
        assert_eq!(back, [["banc essai"]], "both words of « banc d'essai » together");
    }

    #[test]
    fn the_compiled_in_lexicon_is_all_pairs() {
        for line in COMPILED_IN.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            assert_eq!(line.split('\t').count(), 2, "`{line}`");
        }
        assert!(!Lexicon::compiled_in().from_french.is_empty());
    }
}
