//! The brief as a whole by sequences of characters: what gender forms, compounds and other suffixes hide from stems.
//!
//! A short brief has few words, and each that goes by another form is a loss; a long one says everything more than once. So this
//! counts for short briefs and is not computed for long ones.

use std::collections::BTreeMap;

use crate::index::{Index, IndexError, TextField, grams};
use crate::rank::lexical::{idf, saturated};
use crate::rank::pool::Pool;
use crate::rank::signal::{CHANCE, Signal};
use crate::rank::terms::Words;
use crate::settings::Settings;

const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Share of its full weight below which the signal is not worth its cost.
const LEAST: f64 = 0.15;

/// What the signal weighs for a brief of so many words, 0 to 1.
pub(crate) fn weight(words: &Words, settings: &Settings) -> f64 {
    let share = (settings.spelling_words / (words.spelled.len() as f64).max(1.0)).min(1.0);
    if share < LEAST || words.spelled.is_empty() { 0.0 } else { share }
}

/// Scores by character sequences of four.
pub(crate) fn score(
    index: &Index,
    pool: &Pool,
    words: &Words,
    settings: &Settings,
    hidden: Option<u64>,
) -> Result<Signal, IndexError> {
    let mut asked: BTreeMap<String, f64> = BTreeMap::new();
    for (word, count) in &words.spelled {
        for gram in grams(word) {
            *asked.entry(gram).or_default() += count;
        }
    }
    let mut place = vec![crate::index::GONE; index.units.len()];
    for (here, (unit, _)) in (0_u32..).zip(&pool.units) {
        if let Some(slot) = place.get_mut(*unit as usize) {
            *slot = here;
        }
    }
    let all = pool.all_units as f64;
    let mean = (pool.all_words / all.max(1.0)).max(1.0);
    let mut counts = vec![0.0_f32; index.units.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut sums = vec![0.0; pool.units.len()];
    let mut ideal = 0.0;
    for (gram, times) in &asked {
        count(index, gram, hidden, &mut counts, &mut touched)?;
        let tells = times.min(4.0) * idf(all, touched.len());
        ideal += tells * (K1 + 1.0);
        for unit in touched.drain(..) {
            let Some(count) = counts.get_mut(unit as usize) else { continue };
            let found = f64::from(std::mem::take(count));
            let length = index.units.get(unit as usize).map_or(1.0, |unit| unit.length / mean);
            let here = place.get(unit as usize).copied().unwrap_or(crate::index::GONE);
            if let Some(sum) = sums.get_mut(here as usize) {
                *sum += tells * saturated(found, length, K1, B);
            }
        }
    }
    // The best text speaks for the firm: many texts hold any sequence somewhere.
    let mut best = vec![0.0_f64; pool.firms.len()];
    for ((_, firm), sum) in pool.units.iter().zip(sums) {
        if let Some(most) = best.get_mut(*firm as usize) {
            *most = most.max(sum);
        }
    }
    Ok(Signal::relative(best, ideal * settings.good_share).above(CHANCE))
}

/// How often each text holds a sequence.
fn count(
    index: &Index,
    gram: &str,
    hidden: Option<u64>,
    counts: &mut [f32],
    touched: &mut Vec<u32>,
) -> Result<(), IndexError> {
    for mounted in index.segments.iter() {
        for word in mounted.segment.holding(gram) {
            mounted.segment.each(TextField::Exact, word, |document, times| {
                let unit = mounted.first + document;
                if index.is_hidden(unit, hidden) {
                    return;
                }
                if let Some(count) = counts.get_mut(unit as usize) {
                    if *count == 0.0 {
                        touched.push(unit);
                    }
                    #[expect(clippy::cast_precision_loss, reason = "a count of words")]
                    let times = times as f32;
                    *count += times;
                }
            })?;
        }
    }
    Ok(())
}
