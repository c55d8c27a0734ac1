//! Latent semantics: words that stand in the same texts come to lie near each other.
//!
//! Deerwester et al., "Indexing by Latent Semantic Analysis" (1990): texts by words, log-weighted and idf-weighted, rows of length
//! 1, cut to the strongest singular directions, found by randomised subspace iteration (Halko, Martinsson and Tropp 2011) on a
//! sample of the firms' own texts. A new text is folded in: it needs its words and this model, nothing else is recomputed.
//!
//! French words that the lexicon can carry over share the column of their English word, so both languages lie in one space.

mod file;
mod train;
mod vectors;

use std::collections::{BTreeMap, HashMap};

use passerelle_domain::Language;

pub(crate) use vectors::Vectors;

use super::TextField;
use crate::analyse::{Ready, key};

/// Directions from which the space is trusted in full; it has one for every few texts.
const TRUSTED_SIZE: f64 = 100.0;
/// Directions up to which it tells of single texts only.
const NOISE_SIZE: f64 = 30.0;

/// A word of the latent space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Row of [`Latent::directions`].
    pub(super) place: u32,
    /// How much the word tells.
    pub(super) weight: f32,
}

/// The space: for each word its coordinates.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Latent {
    /// Words of both languages, by field and stem.
    columns: BTreeMap<(TextField, String), Column>,
    /// The same by the keys of stems, French and English: what texts and queries look up.
    by_key: [HashMap<u64, Column, Ready>; 2],
    /// Coordinates of words, `size` each.
    pub(super) directions: Vec<f32>,
    /// Number of directions.
    pub(super) size: usize,
    /// Firms the model was made from.
    pub(super) firms: usize,
}

impl Latent {
    /// A space of these words; `directions` has `size` coordinates for each place.
    pub(super) fn new(
        columns: BTreeMap<(TextField, String), Column>,
        directions: Vec<f32>,
        size: usize,
        firms: usize,
    ) -> Self {
        let of = |wanted: TextField| {
            let told = columns.iter().filter(|((field, _), _)| *field == wanted);
            told.map(|((_, word), column)| (key(word), *column)).collect()
        };
        let by_key = [of(TextField::French), of(TextField::English)];
        Self { columns, by_key, directions, size, firms }
    }

    /// Where a word lies, by the key of its stem.
    pub(super) fn column(&self, field: TextField, key: u64) -> Option<Column> {
        let [french, english] = &self.by_key;
        match field {
            TextField::French => french.get(&key).copied(),
            TextField::English => english.get(&key).copied(),
            TextField::Exact | TextField::Concept => None,
        }
    }

    /// Adds a word to a text's coordinates: `times` is how often it says it.
    pub(super) fn add(&self, column: Column, times: f32, sum: &mut [f32]) {
        let from = column.place as usize * self.size;
        let Some(direction) = self.directions.get(from..from + self.size) else { return };
        let weight = column.weight * (1.0 + times.max(1e-3).ln()).max(0.0);
        for (slot, value) in sum.iter_mut().zip(direction) {
            *slot += weight * value;
        }
    }

    /// The coordinates of a query, length 1; `None` when the space knows none of its words.
    pub(crate) fn fold<'a>(
        &self,
        words: impl Iterator<Item = (TextField, &'a str, f64)>,
    ) -> Option<Vec<f32>> {
        self.sum(words.filter_map(|(field, word, times)| Some((self.column(field, key(word))?, times))))
    }

    /// The coordinates of a text of which the keys of the stems are known.
    pub(crate) fn fold_keys(&self, language: Language, stems: impl Iterator<Item = u64>) -> Option<Vec<f32>> {
        self.sum(stems.filter_map(|stem| Some((self.column(language.into(), stem)?, 1.0))))
    }

    fn sum(&self, placed: impl Iterator<Item = (Column, f64)>) -> Option<Vec<f32>> {
        let mut sum = vec![0.0; self.size];
        for (column, times) in placed {
            #[expect(clippy::cast_possible_truncation, reason = "a count of words")]
            self.add(column, times as f32, &mut sum);
        }
        let length = sum.iter().map(|v| v * v).sum::<f32>().sqrt();
        (length > 0.0).then(|| sum.into_iter().map(|v| v / length).collect())
    }

    /// How far the space can be trusted, 0 to 1: what was learned from few texts tells of those texts, not of words.
    pub(crate) fn trust(&self) -> f64 {
        ((self.size as f64 - NOISE_SIZE) / (TRUSTED_SIZE - NOISE_SIZE)).clamp(0.0, 1.0)
    }

    /// Whether the space knows a word.
    pub(crate) fn knows(&self, field: TextField, word: &str) -> bool {
        self.column(field, key(word)).is_some()
    }
}
