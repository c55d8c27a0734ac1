//! The brief as a whole by sequences of characters: what gender forms, compounds and other suffixes hide from stems.
//!
//! A short brief has few words, and each that goes by another form is a loss; a long one says everything more than once. So this
//! counts for short briefs and is not computed for long ones.

use std::collections::BTreeMap;

use crate::index::{Index, IndexError, grams};
use crate::rank::lexical::{idf, saturated};
use crate::rank::pool::Pool;
use crate::rank::signal::{CHANCE, Signal};
use crate::rank::terms::Words;
use crate::settings::Settings;

const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Share of its full weight below which the signal is not worth its cost.
const LEAST: f64 = 0.25;

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
    if pool.firms.len() < index.firms.len() {
        let (sums, ideal) = of_the_chosen(index, pool, &asked, &place, hidden)?;
        return Ok(best_texts(pool, &sums, ideal * settings.good_share));
    }
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
    Ok(best_texts(pool, &sums, ideal * settings.good_share))
}

/// The best text speaks for the firm: many texts hold any sequence somewhere.
fn best_texts(pool: &Pool, sums: &[f64], good: f64) -> Signal {
    let mut best = vec![0.0_f64; pool.firms.len()];
    for ((_, firm), sum) in pool.units.iter().zip(sums) {
        if let Some(most) = best.get_mut(*firm as usize) {
            *most = most.max(*sum);
        }
    }
    Signal::relative(best, good).above(CHANCE)
}

/// The sums of the texts of a pool that is a small part of the market, and the ideal one. A word holds many of the sequences asked for,
/// and its list is read once for all of them; in how many texts a sequence stands is taken to be the sum over its words.
fn of_the_chosen(
    index: &Index,
    pool: &Pool,
    asked: &BTreeMap<String, f64>,
    place: &[u32],
    hidden: Option<u64>,
) -> Result<(Vec<f64>, f64), IndexError> {
    let all = pool.all_units as f64;
    let mean = (pool.all_words / all.max(1.0)).max(1.0);
    let mut counts = vec![0.0_f32; pool.units.len() * asked.len()];
    let mut with = vec![0_usize; asked.len()];
    for mounted in index.segments.iter() {
        let mut words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, gram) in asked.keys().enumerate() {
            for word in mounted.segment.holding(gram) {
                words.entry(word).or_default().push(number);
            }
        }
        for (word, grams) in words {
            let mut texts = 0;
            mounted.segment.each_exact(word, |document, times| {
                texts += 1;
                let unit = mounted.first + document;
                let here = place.get(unit as usize).copied().unwrap_or(crate::index::GONE);
                if here == crate::index::GONE || index.is_hidden(unit, hidden) {
                    return;
                }
                for gram in &grams {
                    if let Some(count) = counts.get_mut(here as usize * asked.len() + gram) {
                        #[expect(clippy::cast_precision_loss, reason = "a count of words")]
                        let times = times as f32;
                        *count += times;
                    }
                }
            })?;
            for gram in &grams {
                if let Some(sum) = with.get_mut(*gram) {
                    *sum += texts;
                }
            }
        }
    }
    let tells: Vec<f64> = asked
        .values()
        .zip(with)
        .map(|(times, with)| times.min(4.0) * idf(all, with.min(pool.all_units)))
        .collect();
    let ideal = tells.iter().map(|tells| tells * (K1 + 1.0)).sum();
    let sum = |((unit, _), counts): (&(u32, u32), &[f32])| {
        let length = index.units.get(*unit as usize).map_or(1.0, |unit| unit.length / mean);
        let found = tells.iter().zip(counts).filter(|(_, count)| **count > 0.0);
        found.map(|(tells, count)| tells * saturated(f64::from(*count), length, K1, B)).sum()
    };
    Ok((pool.units.iter().zip(counts.chunks(asked.len().max(1))).map(sum).collect(), ideal))
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
            mounted.segment.each_exact(word, |document, times| {
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
