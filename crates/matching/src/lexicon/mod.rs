//! French and English words that mean the same.
//!
//! Three sources, one table: pairs that come with the program, labels of the taxonomy that name one concept in both languages, and
//! what these teach about single words. It is looked up at query time, so that no text is indexed twice.

mod learn;
mod related;

use std::collections::HashMap;

use passerelle_domain::{Language, Taxonomy};

use crate::analyse::{Analysers, Ready, key};
use learn::Table;
pub(crate) use related::{Family, Related};

/// Pairs that come with the program: `French <tab> English`, one a line, `#` for remarks. Engineering first.
const COMPILED_IN: [&str; 2] =
    [include_str!("../../../../config/lexicon.tsv"), include_str!("../../../../config/lexicon-general.tsv")];
/// Longest phrase looked up, in words that are no stop words.
const LONGEST: usize = 4;

/// A translation: words that stand together, with spaces between, and how likely it is meant, 0 to 1.
pub(crate) type Translation = (String, f64);

/// Phrases of one language, by the key of their stems, with the stems that say the same in the other.
type Phrases = HashMap<u64, Vec<Vec<String>>, Ready>;

/// Words and phrases of both languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    from_french: Phrases,
    from_english: Phrases,
    learned_from_french: Table,
    learned_from_english: Table,
    /// Words that answer one another.
    pub(crate) related: Related,
}

impl Lexicon {
    /// The lexicon that comes with the program and what a taxonomy adds to it.
    pub(crate) fn new(taxonomy: &Taxonomy, analysers: &Analysers) -> Self {
        let lines = COMPILED_IN.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'));
        let told: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('\t')).collect();
        let labels: Vec<(&str, &str)> = taxonomy.parallel_labels().collect();
        Self { related: Related::new(analysers), ..Self::of_pairs(&told, &labels, analysers) }
    }

    /// Of pairs that stand as they are, and of labels, from which more is learned.
    fn of_pairs(told: &[(&str, &str)], labels: &[(&str, &str)], analysers: &Analysers) -> Self {
        let stems = |text: &str, language| -> Vec<String> {
            analysers.stems(text, language).iter().map(ToString::to_string).collect()
        };
        let mut lexicon = Self::default();
        let mut pairs = Vec::new();
        for (french, english) in told.iter().chain(labels) {
            let (french, english) = (stems(french, Language::French), stems(english, Language::English));
            if !french.is_empty() && !english.is_empty() {
                pairs.push((french, english));
            }
        }
        for (french, english) in pairs.iter().filter(|(f, e)| f.len() <= LONGEST && e.len() <= LONGEST) {
            add(&mut lexicon.from_french, french, english);
            add(&mut lexicon.from_english, english, french);
        }
        let there: Vec<(&[String], &[String])> = pairs.iter().map(|(f, e)| (&**f, &**e)).collect();
        let back: Vec<(&[String], &[String])> = pairs.iter().map(|(f, e)| (&**e, &**f)).collect();
        lexicon.learned_from_french = learn::learn(&there);
        lexicon.learned_from_english = learn::learn(&back);
        lexicon
    }

    /// The likeliest single word that stands for a stem in the other language.
    pub(crate) fn first(&self, stem: &str, language: Language) -> Option<&str> {
        let (_, learned) = self.tables(language);
        learned.get(stem)?.first().filter(|(_, p)| *p >= 0.25).map(|(word, _)| word.as_str())
    }

    fn tables(&self, language: Language) -> (&Phrases, &Table) {
        match language {
            Language::French => (&self.from_french, &self.learned_from_french),
            Language::English => (&self.from_english, &self.learned_from_english),
        }
    }

    /// For each stem of a text in `language`, what stands for it in the other language: of the longest phrase that begins there, its
    /// translations spread over the phrase's words; for a word alone, what was learned about it. Several stems with spaces
    /// between stand for one together. Empty where nothing is known.
    pub(crate) fn translate(&self, stems: &[&str], language: Language) -> Vec<Vec<Translation>> {
        let (phrases, learned) = self.tables(language);
        let mut out: Vec<Vec<Translation>> = vec![Vec::new(); stems.len()];
        let mut at = 0;
        while at < stems.len() {
            let mut so_far = NOTHING;
            let keys = stems.iter().skip(at).take(LONGEST).map(|stem| {
                so_far = longer(so_far, stem);
                so_far
            });
            let longest =
                keys.zip(1..).filter_map(|(key, n)| phrases.get(&key).map(|found| (n, found))).last();
            let length = longest.map_or(1, |(length, _)| length);
            for translation in longest.map(|(_, found)| found).into_iter().flatten() {
                spread(translation, length, out.get_mut(at..at + length).unwrap_or_default());
            }
            if let (1, Some(slot), Some(stem)) = (length, out.get_mut(at), stems.get(at)) {
                weigh(slot, learned.get(*stem).map(Vec::as_slice).unwrap_or_default());
            }
            at += length;
        }
        out
    }
}

/// Spreads a phrase's translation over its words: word for word where there are as many; else the words that share a place, as
/// one phrase.
fn spread(translation: &[String], n: usize, slots: &mut [Vec<Translation>]) {
    let m = translation.len();
    for (i, slot) in slots.iter_mut().enumerate() {
        let (from, to) = if m <= n {
            let target = i * m / n;
            (target, target + 1)
        } else {
            ((i * m).div_ceil(n), ((i + 1) * m).div_ceil(n))
        };
        let phrase = translation.get(from..to).unwrap_or_default().join(" ");
        if !phrase.is_empty() && !slot.iter().any(|(known, _)| *known == phrase) {
            slot.push((phrase, 1.0));
        }
    }
}

/// Adds what was learned about a word to what was told: a told translation that was learned as well is weighed by it.
fn weigh(told: &mut Vec<Translation>, learned: &[Translation]) {
    let best = learned.first().map_or(1.0, |(_, p)| *p).max(f64::MIN_POSITIVE);
    for (word, weight) in told.iter_mut() {
        let p = learned.iter().find(|(known, _)| known == word).map_or(0.0, |(_, p)| *p);
        *weight = (p / best).sqrt().max(TOLD);
    }
    for (word, p) in learned {
        if !told.iter().any(|(known, _)| known == word) {
            told.push((word.clone(), p.sqrt()));
        }
    }
}

/// What a translation weighs that somebody wrote down but that labels do not use.
const TOLD: f64 = 0.6;

/// The key of a phrase without words.
const NOTHING: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// The key of a phrase with one more word.
fn longer(phrase: u64, stem: &str) -> u64 {
    (phrase.rotate_left(23) ^ key(stem)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn add(table: &mut Phrases, from: &[String], to: &[String]) {
    let known = table.entry(from.iter().fold(NOTHING, |phrase, stem| longer(phrase, stem))).or_default();
    if !known.iter().any(|k| k == to) {
        known.push(to.to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(found: &[Vec<Translation>]) -> Vec<Vec<&str>> {
        found.iter().map(|slot| slot.iter().map(|(word, _)| word.as_str()).collect()).collect()
    }

    #[test]
    fn a_phrase_goes_before_its_words_and_both_ways() {
        let told = [("jumeau numérique", "digital twin"), ("jumeau", "twin"), ("banc d'essai", "testbench")];
        let lexicon = Lexicon::of_pairs(&told, &[], &Analysers::new());
        let found = lexicon.translate(&["jumeau", "numer"], Language::French);
        assert_eq!(words(&found), [["digit"], ["twin"]]);
        let found = lexicon.translate(&["jumeau", "x"], Language::French);
        assert_eq!(
            words(&found).first().and_then(|slot| slot.first()),
            Some(&"twin"),
            "what was told comes first"
        );
        let found = lexicon.translate(&["testbench"], Language::English);
        assert_eq!(words(&found)[0][0], "banc essai", "both words of « banc d'essai » together");
    }

    #[test]
    fn labels_teach_words_that_stand_alone_nowhere() {
        let labels =
            [("contrôle non destructif", "non-destructive testing"), ("contrôle visuel", "visual testing")];
        let lexicon = Lexicon::of_pairs(&[], &labels, &Analysers::new());
        let found = lexicon.translate(&["visuel"], Language::French);
        assert!(words(&found)[0].contains(&"visual"), "{found:?}");
    }

    #[test]
    fn the_compiled_in_lexicon_is_all_pairs() {
        for line in
            COMPILED_IN.iter().flat_map(|t| t.lines()).filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            let sides: Vec<&str> = line.split('\t').collect();
            assert!(
                matches!(sides.as_slice(), [a, b] if !a.trim().is_empty() && !b.trim().is_empty()),
                "`{line}`"
            );
        }
    }
}
