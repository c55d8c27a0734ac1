//! The brief as a whole by its words, against whole profiles and against single texts: BM25 over the same postings.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). A profile's counts are the sums
//! of its texts', so that a hidden text leaves no trace in either signal.

use passerelle_domain::Language;

use crate::index::Index;
use crate::rank::pool::{Hit, Located, Pool};
use crate::rank::signal::Signal;
use crate::rank::terms::Words;
use crate::settings::Settings;

/// A word said ten times in a brief is not ten times as important.
pub(crate) const MOST_REPEATS: f64 = 4.0;
/// A language in which next to nothing can be said is not favoured for it.
const LEAST_ATTAINABLE: f64 = 0.4;

/// How much a word tells: Robertson and Spärck Jones, never negative.
pub(crate) fn idf(all: f64, with: usize) -> f64 {
    let with = with as f64;
    (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

/// Scores of whole profiles and of single texts for the words of a brief.
pub(crate) struct Lexical {
    /// Of each firm of the pool, its profile as one text.
    pub(crate) whole: Signal,
    /// Of each firm of the pool, its texts' votes.
    pub(crate) documents: Signal,
}

/// Sizes of what is visible.
struct Sizes {
    mean_firm: f64,
    mean_unit: f64,
    all_firms: f64,
    all_units: f64,
}

pub(crate) fn score(index: &Index, pool: &Pool, words: &Words, settings: &Settings) -> Lexical {
    let sizes = sizes(index, pool);
    let mut firms = vec![0.0; pool.firms.len()];
    let mut units = vec![0.0; pool.units.len()];
    let (mut ideal_firm, mut ideal_unit) = (0.0, 0.0);
    let mut attainable = Attainable::default();
    for (number, count) in &words.whole {
        let Some(located) = pool.located.get(*number) else { continue };
        let asked = count.min(MOST_REPEATS);
        let tells = asked * idf(sizes.all_firms, located.firms);
        ideal_firm += tells * (settings.k1 + 1.0);
        attainable.add(located, tells);
        for (firm, count) in by_firm(pool, &located.hits) {
            let length = pool.lengths.get(firm).copied().unwrap_or_default() / sizes.mean_firm;
            if let Some(sum) = firms.get_mut(firm) {
                *sum += tells * saturated(count, length, settings.k1, settings.profile_b);
            }
        }
        let tells = asked * idf(sizes.all_units, located.units);
        ideal_unit += tells * (settings.k1 + 1.0);
        for hit in &located.hits {
            let unit =
                pool.units.get(hit.unit as usize).and_then(|(unit, _)| index.units.get(*unit as usize));
            let length = unit.map_or(0.0, |u| u.length) / sizes.mean_unit;
            if let Some(sum) = units.get_mut(hit.unit as usize) {
                *sum += tells * saturated(f64::from(hit.count), length, settings.k1, settings.document_b);
            }
        }
    }
    // Words that no text of a language uses say nothing against a profile in that language.
    let excuse = attainable.excuses(settings);
    for (sum, firm) in firms.iter_mut().zip(&pool.firms) {
        let language = index.firms.get(*firm as usize).map_or(Language::English, |firm| firm.language);
        *sum /= excused(excuse, language);
    }
    for (sum, (unit, _)) in units.iter_mut().zip(&pool.units) {
        let language = index.units.get(*unit as usize).map_or(Language::English, |unit| unit.language);
        *sum /= excused(excuse, language);
    }
    Lexical {
        whole: Signal::relative(firms, ideal_firm * settings.good_share),
        documents: votes(pool, &units, ideal_unit * settings.good_share, settings),
    }
}

/// Of a French value and an English one, that of a language.
pub(crate) fn excused([french, english]: [f64; 2], language: Language) -> f64 {
    if language == Language::French { french } else { english }
}

/// How much of a query's words texts of each language can say at all.
#[derive(Debug, Default)]
pub(crate) struct Attainable {
    all: f64,
    said: [f64; 2],
}

impl Attainable {
    pub(crate) fn add(&mut self, located: &Located, weight: f64) {
        for (sum, said) in self.said.iter_mut().zip(located.said) {
            *sum += if said { weight } else { 0.0 };
        }
        self.all += if located.said.contains(&true) { weight } else { 0.0 };
    }

    /// What scores of French texts, of English ones are divided by.
    pub(crate) fn excuses(&self, settings: &Settings) -> [f64; 2] {
        [Language::French, Language::English]
            .map(|language| self.share(language).powf(settings.language_excuse))
    }

    /// Above 0, at most 1.
    fn share(&self, language: Language) -> f64 {
        let own = excused(self.said, language);
        if self.all > 0.0 && own > 0.0 { (own / self.all).max(LEAST_ATTAINABLE) } else { 1.0 }
    }
}

pub(crate) fn saturated(count: f64, relative_length: f64, k1: f64, b: f64) -> f64 {
    count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * relative_length))
}

/// Hits summed by firm, in the order of the pool.
pub(crate) fn by_firm(pool: &Pool, hits: &[Hit]) -> Vec<(usize, f64)> {
    let mut out: Vec<(usize, f64)> = Vec::new();
    for hit in hits {
        let Some(firm) = pool.firm(hit.unit) else { continue };
        match out.last_mut() {
            Some((last, count)) if *last == firm => *count += f64::from(hit.count),
            _ => out.push((firm, f64::from(hit.count))),
        }
    }
    out
}

/// The best texts of the market vote for their firms: each with its score, the less the further down it stands. Texts with the same
/// score (a project told by all its partners) stand at one rank. A text that is far from the best does not vote, and a firm's
/// votes are limited, so that adding texts about other things never helps.
///
/// Votes of ranked documents: Macdonald and Ounis, "Voting for Candidates" (2006).
pub(crate) fn votes(pool: &Pool, scores: &[f64], good: f64, settings: &Settings) -> Signal {
    let mut order: Vec<u32> = (0_u32..).zip(scores).filter(|(_, s)| **s > 0.0).map(|(i, _)| i).collect();
    let score = |i: &u32| scores.get(*i as usize).copied().unwrap_or_default();
    order.sort_unstable_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
    let best = order.first().map(&score).unwrap_or_default();
    let mut sums = vec![0.0; pool.firms.len()];
    let mut given = vec![0_usize; pool.firms.len()];
    let (mut rank, mut last) = (0_usize, best);
    for unit in &order {
        let found = score(unit);
        if found < last * (1.0 - 1e-9) {
            rank += 1;
            last = found;
        }
        if rank >= settings.voting_ranks || found < best * settings.voting_share {
            break;
        }
        let Some(firm) = pool.firm(*unit) else { continue };
        if let (Some(sum), Some(given)) = (sums.get_mut(firm), given.get_mut(firm))
            && *given < settings.votes_per_firm
        {
            *given += 1;
            *sum += found / best / (1.0 + rank as f64 / settings.rank_decay);
        }
    }
    // How good the best vote is decides how much the votes are worth.
    let worth = if good > 0.0 { (best / good).min(1.0) } else { 0.0 };
    Signal::relative(sums, 0.0).times(worth)
}

fn sizes(index: &Index, pool: &Pool) -> Sizes {
    let (all_firms, all_units) = (index.firms.len() as f64, pool.all_units as f64);
    Sizes {
        mean_firm: (pool.all_words / all_firms.max(1.0)).max(1.0),
        mean_unit: (pool.all_words / all_units.max(1.0)).max(1.0),
        all_firms,
        all_units,
    }
}
