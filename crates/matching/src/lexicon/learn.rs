//! Which words translate which, learned from labels that say the same in both languages.
//!
//! Brown et al., "The Mathematics of Statistical Machine Translation" (1993), model 1: expectation maximisation over all
//! alignments of a label's words with those of its translation and an empty word.

use std::collections::{BTreeMap, HashMap};

/// Rounds of expectation and maximisation; more change little.
const ROUNDS: usize = 6;
/// Less likely translations are noise.
const LEAST: f64 = 0.06;
/// Translations kept of one word.
const MOST: usize = 4;
/// Longer labels align by chance.
const LONGEST: usize = 12;

/// A word's translations with their probabilities, likeliest first.
pub(super) type Table = BTreeMap<String, Vec<(String, f64)>>;

/// Learns from pairs of word lists, from the first to the second.
pub(super) fn learn(pairs: &[(&[String], &[String])]) -> Table {
    let mut names = Names::default();
    let mut numbered = Vec::new();
    for (from, to) in pairs.iter().filter(|(a, b)| a.len() <= LONGEST && b.len() <= LONGEST) {
        // The empty word, number 0, explains what stands for nothing.
        let from: Vec<u32> = std::iter::once(0).chain(from.iter().map(|w| names.number(w))).collect();
        let to: Vec<u32> = to.iter().map(|w| names.number(w)).collect();
        numbered.push((from, to));
    }
    let mut chance: HashMap<(u32, u32), f64> = HashMap::new();
    for round in 0..ROUNDS {
        let mut counts: HashMap<(u32, u32), f64> = HashMap::new();
        let mut totals: HashMap<u32, f64> = HashMap::new();
        for (from, to) in &numbered {
            for target in to {
                let likely = |source: &u32| {
                    if round == 0 { 1.0 } else { chance.get(&(*source, *target)).copied().unwrap_or(0.0) }
                };
                let sum: f64 = from.iter().map(likely).sum();
                for source in from {
                    let share = likely(source) / sum.max(f64::MIN_POSITIVE);
                    *counts.entry((*source, *target)).or_default() += share;
                    *totals.entry(*source).or_default() += share;
                }
            }
        }
        for ((source, _), count) in &mut counts {
            *count /= totals.get(source).copied().unwrap_or(1.0).max(f64::MIN_POSITIVE);
        }
        chance = counts;
    }
    let mut table = Table::new();
    for ((source, target), p) in chance.into_iter().filter(|((source, _), p)| *source != 0 && *p >= LEAST) {
        if let (Some(source), Some(target)) = (names.name(source), names.name(target)) {
            table.entry(source).or_default().push((target, p));
        }
    }
    for translations in table.values_mut() {
        translations.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        translations.truncate(MOST);
    }
    table
}

#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    all: Vec<String>,
}

impl Names {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        self.all.push(word.to_owned());
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> Option<String> {
        self.all.get((number as usize).checked_sub(1)?).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_always_come_together_translate_each_other() {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        let pairs: Vec<(Vec<String>, Vec<String>)> = [
            ("jumeau numer", "digit twin"),
            ("model numer", "digit model"),
            ("jumeau", "twin"),
            ("model thermiqu", "thermal model"),
        ]
        .iter()
        .map(|(a, b)| (words(a), words(b)))
        .collect();
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_slice(), b.as_slice())).collect();
        let table = learn(&pairs);
        let first = |word: &str| table.get(word).and_then(|t| t.first()).map(|t| t.0.as_str());
        assert_eq!(first("numer"), Some("digit"));
        assert_eq!(first("thermiqu"), Some("thermal"));
        assert!(table["jumeau"][0].1 > 0.8);
    }
}
