//! Which firms are looked at closely, and where the words of a query stand in their texts.
//!
//! In a small market every firm is. In a large one the rare words choose: their lists are short, and they decide. The common words then
//! count for the chosen only. How many of the best survive this is measured, see `passerelle-bench ranking`.

use std::collections::BTreeMap;

use passerelle_domain::Language;

use crate::index::{GONE, Index, IndexError};
use crate::rank::idf;
use crate::rank::terms::{Alternative, QueryTerm, Words};
use crate::settings::Settings;

/// Occurrences in one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// Place of the text: among all of the index before the pool is chosen, among the pool's after.
    pub(crate) unit: u32,
    /// Weighted number of occurrences, above 0.
    pub(crate) count: f32,
    /// Place of its firm in the index.
    firm: u32,
    /// What it is written in.
    language: Language,
}

/// Where one word stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Located {
    /// In texts of the pool, in their order.
    pub(crate) hits: Vec<Hit>,
    /// Firms that say it, in the whole index.
    pub(crate) firms: usize,
    /// Texts that say it, in the whole index.
    pub(crate) units: usize,
    /// Whether a French text, an English text says it.
    pub(crate) said: [bool; 2],
}

/// The firms looked at, and their texts.
#[derive(Debug)]
pub(crate) struct Pool {
    /// Places of the firms in the index, in its order.
    pub(crate) firms: Vec<u32>,
    /// Texts: place in the index, place of the firm in the pool.
    pub(crate) units: Vec<(u32, u32)>,
    /// Where each query term stands.
    pub(crate) located: Vec<Located>,
    /// Visible words of each of the firms.
    pub(crate) lengths: Vec<f64>,
    /// Indexed words of all firms of the index.
    pub(crate) all_words: f64,
    /// Texts of all firms of the index.
    pub(crate) all_units: usize,
}

/// All hits of a term and what they say of the whole index.
fn locate(index: &Index, term: &QueryTerm, hidden: Option<u64>) -> Result<Located, IndexError> {
    let mut all: Vec<Hit> = Vec::new();
    for alternative in &term.alternatives {
        let hits = together(index, alternative, hidden)?;
        all = if all.is_empty() { hits } else { merged(&all, &hits) };
    }
    let mut located = Located { units: all.len(), ..Located::default() };
    let mut last = GONE;
    for hit in &all {
        located.firms += usize::from(hit.firm != last);
        last = hit.firm;
        let [french, english] = &mut located.said;
        *(if hit.language == Language::French { french } else { english }) = true;
    }
    located.hits = all;
    Ok(located)
}

/// Where all words of an alternative stand in one text, as often as the rarest of them.
fn together(index: &Index, alternative: &Alternative, hidden: Option<u64>) -> Result<Vec<Hit>, IndexError> {
    let mut all: Option<Vec<Hit>> = None;
    for word in alternative.text.split(' ') {
        let hits = occurrences(index, alternative, word, hidden)?;
        all = Some(match all {
            None => hits,
            Some(before) => common(&before, &hits),
        });
    }
    Ok(all.unwrap_or_default())
}

fn occurrences(
    index: &Index,
    alternative: &Alternative,
    word: &str,
    hidden: Option<u64>,
) -> Result<Vec<Hit>, IndexError> {
    let mut out = Vec::new();
    #[expect(clippy::cast_possible_truncation, reason = "a weight of at most 1")]
    let weight = alternative.weight as f32;
    for mounted in index.segments.iter() {
        mounted.segment.each(alternative.field, word, |document, times| {
            let unit = mounted.first + document;
            let Some(it) = index.units.get(unit as usize) else { return };
            let fits = alternative.only.is_none_or(|only| it.language == only);
            if fits && it.firm != GONE && hidden.is_none_or(|name| it.name != name) {
                #[expect(clippy::cast_precision_loss, reason = "a count of words")]
                let count = times as f32 * weight;
                out.push(Hit { unit, count, firm: it.firm, language: it.language });
            }
        })?;
    }
    Ok(out)
}

/// The texts of both lists, with the smaller count; both are in order.
fn common(a: &[Hit], b: &[Hit]) -> Vec<Hit> {
    a.iter()
        .filter_map(|hit| {
            let other = b.binary_search_by_key(&hit.unit, |h| h.unit).ok().and_then(|i| b.get(i))?;
            Some(Hit { count: hit.count.min(other.count), ..*hit })
        })
        .collect()
}

/// The texts of either list, with the sum of counts; both are in order.
fn merged(a: &[Hit], b: &[Hit]) -> Vec<Hit> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.unit == y.unit => {
                out.push(Hit { count: x.count + y.count, ..*x });
                a.next();
                b.next();
            }
            (Some(x), Some(y)) if x.unit < y.unit => out.extend(a.next()),
            (_, Some(_)) => out.extend(b.next()),
            (Some(_), None) => out.extend(a.next()),
            (None, None) => return out,
        }
    }
}

impl Pool {
    /// Looks up the words and chooses the firms.
    pub(crate) fn of(
        index: &Index,
        words: &Words,
        settings: &Settings,
        hidden: Option<u64>,
    ) -> Result<Self, IndexError> {
        if index.firms.len() <= settings.exhaustive_firms {
            return Self::exhaustive(index, words, hidden);
        }
        Self::pruned(index, words, settings, hidden)
    }

    fn exhaustive(index: &Index, words: &Words, hidden: Option<u64>) -> Result<Self, IndexError> {
        let mut located = Vec::with_capacity(words.terms.len());
        for term in &words.terms {
            located.push(locate(index, term, hidden)?);
        }
        let firms = (0..u32::try_from(index.firms.len()).map_err(|_| IndexError::Damaged)?).collect();
        Ok(Self::narrowed(index, firms, located, hidden))
    }

    fn pruned(
        index: &Index,
        words: &Words,
        settings: &Settings,
        hidden: Option<u64>,
    ) -> Result<Self, IndexError> {
        let mut order = Vec::with_capacity(words.terms.len());
        for (number, term) in words.terms.iter().enumerate() {
            order.push((most_texts(index, term)?, number));
        }
        order.sort_unstable();
        let mut located: BTreeMap<usize, Located> = BTreeMap::new();
        let mut sums = vec![0.0_f32; index.firms.len()];
        let counts: BTreeMap<usize, f64> = words.whole.iter().copied().collect();
        let all = index.firms.len() as f64;
        let mean = (index.firms.iter().map(|firm| firm.length).sum::<f64>() / all).max(1.0);
        let lengths: Vec<f64> = index.firms.iter().map(|firm| firm.length / mean).collect();
        let mut spent = 0_usize;
        let mut rest = Vec::new();
        for (texts, number) in order {
            spent += texts as usize;
            // A word asked for by a requirement alone is looked up as well, but chooses nobody.
            if spent > settings.candidate_postings {
                rest.push(number);
                continue;
            }
            let Some(term) = words.terms.get(number) else { continue };
            let found = locate(index, term, hidden)?;
            let asked = counts.get(&number).copied().unwrap_or_default().min(4.0);
            add_up(&found, asked * idf(all, found.firms), &lengths, &mut sums);
            located.insert(number, found);
        }
        let firms = best(&sums, settings.candidates);
        let mut chosen = vec![false; index.firms.len()];
        for firm in &firms {
            if let Some(slot) = chosen.get_mut(*firm as usize) {
                *slot = true;
            }
        }
        for number in rest {
            let Some(term) = words.terms.get(number) else { continue };
            let mut found = locate(index, term, hidden)?;
            found.hits.retain(|hit| chosen.get(hit.firm as usize) == Some(&true));
            located.insert(number, found);
        }
        Ok(Self::narrowed(index, firms, located.into_values().collect(), hidden))
    }

    /// Numbers the texts of the chosen firms and leaves out the hits of others.
    fn narrowed(index: &Index, firms: Vec<u32>, mut located: Vec<Located>, hidden: Option<u64>) -> Self {
        let mut units = Vec::new();
        // Of each firm of the index: the first of its texts in the pool, and in the index.
        let mut place = vec![(GONE, 0); index.firms.len()];
        for (firm, number) in (0_u32..).zip(&firms) {
            let Some(placed) = index.firms.get(*number as usize) else { continue };
            if let (Some(slot), Ok(here)) = (place.get_mut(*number as usize), u32::try_from(units.len())) {
                *slot = (here, placed.units.start);
                units.extend(placed.units.clone().map(|unit| (unit, firm)));
            }
        }
        for it in &mut located {
            it.hits.retain_mut(|hit| {
                let (here, first) = place.get(hit.firm as usize).copied().unwrap_or((GONE, 0));
                if here != GONE {
                    hit.unit = here + (hit.unit - first);
                }
                here != GONE
            });
        }
        // What is hidden leaves no trace in lengths and numbers either.
        let mut lost: BTreeMap<u32, f64> = BTreeMap::new();
        let mut gone = 0;
        let unseen =
            |unit: &&crate::index::Unit| hidden.is_some() && unit.firm != GONE && Some(unit.name) == hidden;
        for unit in index.units.iter().filter(unseen) {
            gone += 1;
            *lost.entry(unit.firm).or_default() += unit.length;
        }
        let length = |number: &u32| {
            let all = index.firms.get(*number as usize).map_or(0.0, |firm| firm.length);
            all - lost.get(number).copied().unwrap_or_default()
        };
        let lengths = firms.iter().map(length).collect();
        let all_words = index.firms.iter().map(|firm| firm.length).sum::<f64>() - lost.values().sum::<f64>();
        let all_units = index.firms.iter().map(|firm| firm.units.len()).sum::<usize>() - gone;
        Self { firms, units, located, lengths, all_words, all_units }
    }

    /// The firm, by its place in the pool, that a text of the pool belongs to.
    pub(crate) fn firm(&self, unit: u32) -> Option<usize> {
        self.units.get(unit as usize).map(|(_, firm)| *firm as usize)
    }
}

/// Texts in which a term may stand at most.
fn most_texts(index: &Index, term: &QueryTerm) -> Result<u32, IndexError> {
    let mut sum = 0_u32;
    for alternative in &term.alternatives {
        for mounted in index.segments.iter() {
            let word = alternative.text.split(' ').next().unwrap_or_default();
            sum = sum.saturating_add(mounted.segment.texts_with(alternative.field, word)?);
        }
    }
    Ok(sum)
}

/// Adds a word to the firms' sums: what they would gain by it as whole profiles, roughly.
fn add_up(found: &Located, weight: f64, lengths: &[f64], sums: &mut [f32]) {
    for hits in found.hits.chunk_by(|a, b| a.firm == b.firm) {
        let Some(firm) = hits.first().map(|hit| hit.firm as usize) else { continue };
        let count: f64 = hits.iter().map(|hit| f64::from(hit.count)).sum();
        if let (Some(sum), Some(length)) = (sums.get_mut(firm), lengths.get(firm)) {
            #[expect(clippy::cast_possible_truncation, reason = "a sum of a few hundred")]
            let gain = (weight * count / (count + 0.6 + 0.6 * length)) as f32;
            *sum += gain;
        }
    }
}

/// The places of the largest sums, in order of place.
fn best(sums: &[f32], most: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0_u32..).zip(sums).filter(|(_, sum)| **sum > 0.0).map(|(i, _)| i).collect();
    let sum = |i: &u32| sums.get(*i as usize).copied().unwrap_or_default();
    if order.len() > most {
        order.select_nth_unstable_by(most, |a, b| sum(b).total_cmp(&sum(a)).then(a.cmp(b)));
        order.truncate(most);
        order.sort_unstable();
    }
    order
}
