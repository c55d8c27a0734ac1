//! Which words translate which, learned from labels that say the same in both languages.
//!
//! Brown et al., "The Mathematics of Statistical Machine Translation" (1993), model 1: expectation maximisation over all
//! alignments of a label's words with those of its translation and an empty word.

use std::collections::{BTreeMap, HashMap};

use crate::analyse::{Hashed, Ready};

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
    let mut cells = Cells::default();
    // Of each word of a translation: the cells of the words that may explain it.
    let mut explained: Vec<u32> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (from, to) in pairs.iter().filter(|(a, b)| a.len() <= LONGEST && b.len() <= LONGEST) {
        // The empty word, number 0, explains what stands for nothing.
        let from: Vec<u32> = std::iter::once(0).chain(from.iter().map(|w| names.number(w))).collect();
        for target in *to {
            let target = names.number(target);
            explained.extend(from.iter().map(|source| cells.number(*source, target)));
            ends.push(explained.len());
        }
    }
    let mut chance = vec![1.0_f64; cells.all.len()];
    let at = |list: &[f64], cell: u32| list.get(cell as usize).copied().unwrap_or_default();
    for _ in 0..ROUNDS {
        let mut counts = vec![0.0_f64; cells.all.len()];
        let mut totals = vec![0.0_f64; names.all.len() + 1];
        let mut begin = 0;
        for end in &ends {
            let sources = explained.get(begin..*end).unwrap_or_default();
            begin = *end;
            let sum: f64 = sources.iter().map(|cell| at(&chance, *cell)).sum();
            for cell in sources {
                let share = at(&chance, *cell) / sum.max(f64::MIN_POSITIVE);
                let source = cells.source(*cell);
                if let (Some(count), Some(total)) =
                    (counts.get_mut(*cell as usize), totals.get_mut(source as usize))
                {
                    *count += share;
                    *total += share;
                }
            }
        }
        for (count, (source, _)) in counts.iter_mut().zip(&cells.all) {
            *count /= at(&totals, *source).max(f64::MIN_POSITIVE);
        }
        chance = counts;
    }
    let mut table = Table::new();
    let likely = cells.all.iter().zip(chance).filter(|((source, _), p)| *source != 0 && *p >= LEAST);
    for ((source, target), p) in likely {
        if let (Some(source), Some(target)) = (names.name(*source), names.name(*target)) {
            table.entry(source).or_default().push((target, p));
        }
    }
    for translations in table.values_mut() {
        translations.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        translations.truncate(MOST);
    }
    table
}

/// The pairs of words that stand in one pair of labels, numbered: rounds then go through lists, not through tables.
#[derive(Default)]
struct Cells {
    numbers: HashMap<u64, u32, Ready>,
    /// Source and target.
    all: Vec<(u32, u32)>,
}

impl Cells {
    fn number(&mut self, source: u32, target: u32) -> u32 {
        // Both fit; spread, because the table takes the number for its own hash.
        let key = (u64::from(source) << 32 | u64::from(target)).wrapping_mul(SPREAD).rotate_left(32);
        *self.numbers.entry(key).or_insert_with(|| {
            self.all.push((source, target));
            u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn source(&self, cell: u32) -> u32 {
        self.all.get(cell as usize).map_or(0, |(source, _)| *source)
    }
}

/// An odd number: multiplying by it loses nothing.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32, Hashed>,
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
