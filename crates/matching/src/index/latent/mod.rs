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

use std::collections::BTreeMap;

pub(crate) use vectors::Vectors;

use super::TextField;

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
    pub(super) columns: BTreeMap<(TextField, String), Column>,
    /// Coordinates of words, `size` each.
    pub(super) directions: Vec<f32>,
    /// Number of directions.
    pub(super) size: usize,
    /// Firms the model was made from.
    pub(super) firms: usize,
}

impl Latent {
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
        let mut sum = vec![0.0; self.size];
        for (field, word, times) in words {
            if let Some(column) = self.columns.get(&(field, word.to_owned())) {
                #[expect(clippy::cast_possible_truncation, reason = "a count of words")]
                self.add(*column, times as f32, &mut sum);
            }
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
        self.columns.contains_key(&(field, word.to_owned()))
    }
}
