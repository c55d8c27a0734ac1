//! Finding the space from a sample of texts.

use std::collections::{BTreeMap, HashMap};

use nalgebra::{DMatrix, SymmetricEigen};
use passerelle_domain::Language;
use rayon::prelude::*;
use tantivy::schema::IndexRecordOption;

use super::{Column, Latent};
use crate::index::segment::Segment;
use crate::index::{IndexError, TextField};
use crate::knowledge::Knowledge;

/// Directions kept when there are texts enough.
const SIZE: usize = 200;
/// More directions than are kept: the last ones of a subspace converge last.
const SPARE: usize = 12;
/// Texts per direction below which directions tell of single texts.
const TEXTS_PER_DIRECTION: usize = 3;
/// Texts looked at: more change the space little and cost in proportion.
const SAMPLE: usize = 20_000;
/// Words kept, those in most texts first.
const WORDS: usize = 20_000;
/// Shorter texts tell nothing of which words go together.
const LEAST_WORDS: u32 = 3;
/// Rounds of subspace iteration.
const ROUNDS: usize = 4;
/// Pieces of the sample worked on side by side; fixed, so that sums do not depend on the number of threads.
const PIECES: usize = 4;

/// A text of the sample: its words with their weights.
type Row = Vec<(u32, f32)>;

impl Latent {
    /// Makes the space of the given segments; `alive` tells whether a text of the n-th segment still is. Empty when there are too few texts.
    pub(crate) fn train(
        segments: &[&Segment],
        alive: impl Fn(usize, u32) -> bool,
        knowledge: &Knowledge,
        firms: usize,
    ) -> Result<Self, IndexError> {
        let (sample, texts) = sample(segments, alive);
        let size = SIZE.min(texts / TEXTS_PER_DIRECTION);
        if size < 2 {
            return Ok(Self { firms, ..Self::default() });
        }
        let (columns, weights, rows) = rows(segments, &sample, texts, knowledge)?;
        let words = weights.len();
        let size = size.min(words.saturating_sub(1));
        if size < 2 {
            return Ok(Self { firms, ..Self::default() });
        }
        let directions = strongest(&rows, words, size);
        Ok(Self::new(columns, directions, size, firms))
    }
}

/// Which texts are looked at: each with its row. Chosen by their names, so that the order of the index does not matter.
fn sample(segments: &[&Segment], alive: impl Fn(usize, u32) -> bool) -> (Vec<HashMap<u32, u32>>, usize) {
    let mut all = Vec::new();
    for (number, segment) in segments.iter().enumerate() {
        let mut firm = 0_u64;
        let mut firms = segment.firms.iter();
        for (document, text) in (0_u32..).zip(&segment.texts) {
            if text.shape.first {
                firm = firms.next().map_or(0, |known| super::super::schema::name_hash(known.id.as_str()));
            }
            if text.shape.length >= LEAST_WORDS && alive(number, document) {
                let key = (firm ^ text.name.rotate_left(17)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                all.push((key, firm, text.name, number, document));
            }
        }
    }
    all.sort_unstable();
    all.truncate(SAMPLE);
    let mut rows = vec![HashMap::new(); segments.len()];
    for (row, (.., number, document)) in (0_u32..).zip(&all) {
        if let Some(rows) = rows.get_mut(*number) {
            rows.insert(*document, row);
        }
    }
    (rows, all.len())
}

type Columns = BTreeMap<(TextField, String), Column>;

/// The words worth a column, their weights, and the texts as rows of length 1.
fn rows(
    segments: &[&Segment],
    sample: &[HashMap<u32, u32>],
    texts: usize,
    knowledge: &Knowledge,
) -> Result<(Columns, Vec<f64>, Vec<Row>), IndexError> {
    let mut counted: BTreeMap<(TextField, String), Vec<(u32, f64)>> = BTreeMap::new();
    for (segment, chosen) in segments.iter().zip(sample) {
        for language in [Language::French, Language::English] {
            count(segment, language, chosen, &mut counted)?;
        }
    }
    // A French word lies where its English word lies, when texts use that.
    let home = |key: &(TextField, String)| -> (TextField, String) {
        if key.0 == TextField::French
            && let Some(english) = knowledge.lexicon.first(&key.1, Language::French)
        {
            let other = (TextField::English, english.to_owned());
            if counted.contains_key(&other) {
                return other;
            }
        }
        key.clone()
    };
    let mut groups: BTreeMap<(TextField, String), Vec<&(TextField, String)>> = BTreeMap::new();
    for key in counted.keys() {
        groups.entry(home(key)).or_default().push(key);
    }
    let texts_with = |keys: &[&(TextField, String)]| {
        keys.iter().filter_map(|k| counted.get(*k)).map(Vec::len).sum::<usize>()
    };
    let mut order: Vec<_> = groups.iter().map(|(home, keys)| (texts_with(keys), home, keys)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    order.truncate(WORDS);
    let (mut columns, mut weights) = (Columns::new(), Vec::new());
    let mut rows: Vec<Row> = vec![Vec::new(); texts];
    for (place, (with, _, keys)) in (0_u32..).zip(&order) {
        let weight = crate::rank::idf(texts as f64, *with);
        weights.push(weight);
        for key in *keys {
            #[expect(clippy::cast_possible_truncation, reason = "a weight of a few units")]
            columns.insert((*key).clone(), Column { place, weight: weight as f32 });
            for (row, times) in counted.get(*key).into_iter().flatten() {
                if let Some(row) = rows.get_mut(*row as usize) {
                    #[expect(clippy::cast_possible_truncation, reason = "a weight of a few units")]
                    row.push((place, (weight * (1.0 + times.ln())) as f32));
                }
            }
        }
    }
    for row in &mut rows {
        let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, v) in row.iter_mut() {
                *v /= length;
            }
        }
    }
    Ok((columns, weights, rows))
}

/// How often the words of a field stand in the sampled texts of a segment.
fn count(
    segment: &Segment,
    language: Language,
    chosen: &HashMap<u32, u32>,
    counted: &mut BTreeMap<(TextField, String), Vec<(u32, f64)>>,
) -> Result<(), IndexError> {
    let (field, (reader, _)) = (TextField::from(language), segment.field(language.into()));
    let mut terms = reader.terms().stream()?;
    while let Some((word, info)) = terms.next() {
        let Ok(word) = std::str::from_utf8(word) else { continue };
        let mut found = Vec::new();
        let mut blocks = reader.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while blocks.block_len() > 0 {
            for (document, times) in blocks.docs().iter().zip(blocks.freqs()) {
                if let Some(row) = chosen.get(document) {
                    found.push((*row, f64::from(*times)));
                }
            }
            blocks.advance();
        }
        if !found.is_empty() {
            counted.entry((field, word.to_owned())).or_default().extend(found);
        }
    }
    Ok(())
}

/// The strongest right singular directions of the rows, word by word.
fn strongest(rows: &[Row], words: usize, size: usize) -> Vec<f32> {
    let wide = (size + SPARE).min(words);
    // Columns are words: the coordinates of one word lie side by side.
    let mut seed = 0x5eed_u64;
    let mut basis = DMatrix::from_fn(wide, words, |_, _| uniform(&mut seed));
    basis = orthonormal(&orthonormal(&basis));
    for _ in 0..ROUNDS {
        basis = orthonormal(&orthonormal(&squared(rows, &basis)));
    }
    let image = squared(rows, &basis);
    // Rayleigh and Ritz: the best directions within the subspace.
    let inner = &basis * image.transpose();
    let eigen = SymmetricEigen::new((&inner + inner.transpose()) * 0.5);
    let turned = eigen.eigenvectors.transpose() * &basis;
    let mut order: Vec<usize> = (0..turned.nrows()).collect();
    order.sort_by(|a, b| {
        let value = |i: &usize| eigen.eigenvalues.get(*i).copied().unwrap_or_default();
        value(b).total_cmp(&value(a)).then(a.cmp(b))
    });
    let mut out = vec![0.0; words * size];
    for (direction, row) in order.into_iter().take(size).enumerate() {
        for (word, value) in turned.row(row).iter().enumerate() {
            if let Some(slot) = out.get_mut(word * size + direction) {
                #[expect(clippy::cast_possible_truncation, reason = "a coordinate, at most 1")]
                let value = *value as f32;
                *slot = value;
            }
        }
    }
    out
}

/// The basis times the rows' inner products: what the rows make of each direction. Single precision: directions are made orthonormal
/// in double precision after each round, and what is lost between is far below what the next round moves.
fn squared(rows: &[Row], basis: &DMatrix<f64>) -> DMatrix<f64> {
    let wide = basis.nrows();
    #[expect(clippy::cast_possible_truncation, reason = "a coordinate, at most 1")]
    let basis: DMatrix<f32> = basis.map(|value| value as f32);
    let piece = rows.len().div_ceil(PIECES).max(1);
    let part = |rows: &[Row]| {
        let mut out = vec![0.0_f32; wide * basis.ncols()];
        let mut seen = vec![0.0_f32; wide];
        for row in rows {
            seen.fill(0.0);
            for (word, value) in row {
                let from = *word as usize * wide;
                let column = basis.as_slice().get(from..from + wide).unwrap_or_default();
                add(&mut seen, column, *value);
            }
            for (word, value) in row {
                let from = *word as usize * wide;
                add(out.get_mut(from..from + wide).unwrap_or_default(), &seen, *value);
            }
        }
        out
    };
    let parts: Vec<Vec<f32>> = rows.par_chunks(piece).map(part).collect();
    let mut sum = DMatrix::zeros(wide, basis.ncols());
    for part in parts {
        sum.iter_mut().zip(part).for_each(|(slot, value): (&mut f64, f32)| *slot += f64::from(value));
    }
    sum
}

/// Adds a multiple of some numbers to others.
fn add(to: &mut [f32], what: &[f32], times: f32) {
    to.iter_mut().zip(what).for_each(|(slot, value)| *slot += times * value);
}

/// The same rows' span, with rows of length 1 at right angles; directions that are not there are left out.
fn orthonormal(basis: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(basis * basis.transpose());
    let most = eigen.eigenvalues.iter().copied().fold(0.0, f64::max);
    let mut turn = eigen.eigenvectors.transpose();
    for (i, value) in eigen.eigenvalues.iter().enumerate() {
        let scale = if *value > most * 1e-12 { 1.0 / value.sqrt() } else { 0.0 };
        turn.row_mut(i).scale_mut(scale);
    }
    turn * basis
}

/// -1 to 1, by SplitMix64 (Steele, Lea and Flood 2014).
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let bits = (z ^ (z >> 31)) >> 11;
    bits as f64 / (1_u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_direction_is_that_of_most_texts() {
        // Three texts of words 0 and 1, one of word 2: the first direction lies in the plane of 0 and 1.
        let both = vec![(0, 0.8), (1, 0.6)];
        let rows = vec![both.clone(), both.clone(), both, vec![(2, 1.0)]];
        let directions = strongest(&rows, 3, 2);
        let first: Vec<f32> = (0..3).map(|word| directions[word * 2].abs()).collect();
        assert!(
            (first[0] - 0.8).abs() < 1e-4 && (first[1] - 0.6).abs() < 1e-4 && first[2] < 1e-4,
            "{first:?}"
        );
        let second = directions[2 * 2 + 1].abs();
        assert!((second - 1.0).abs() < 1e-4, "{second}");
    }
}
