//! The brief as a whole, against whole profiles and against their best documents: BM25 over the same postings.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). A profile's counts are the sums
//! of its documents', so that a hidden document leaves no trace in either signal.

use passerelle_domain::Language;

use crate::index::{Hit, Index};
use crate::rank::Query;
use crate::rank::terms::Located;

/// How well one profile answers a text, each 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Found {
    /// By the profile as one text.
    pub(crate) whole: f64,
    /// By its best documents.
    pub(crate) documents: f64,
}

/// Lengths of what is visible.
struct Lengths {
    profiles: Vec<f64>,
    mean_profile: f64,
    mean_unit: f64,
    visible_profiles: f64,
    visible_units: f64,
}

/// Scores all profiles for the words of a text, given where each word occurs.
pub(crate) fn score(index: &Index, terms: &[Located], query: &Query<'_>) -> Vec<Found> {
    let s = query.settings;
    let lengths = lengths(index, query);
    let mut profiles = vec![0.0; index.profiles.len()];
    let mut units = vec![0.0; index.units.len()];
    let (mut ideal_profile, mut ideal_unit) = (0.0, 0.0);
    let mut attainable = Attainable::default();
    for (term, hits) in terms {
        let asked = term.count.min(MOST_REPEATS);
        let by_profile = sum_by_profile(index, hits);
        attainable.add(index, hits, asked * idf(lengths.visible_units, hits.len()));
        let idf = asked * idf(lengths.visible_profiles, by_profile.len());
        ideal_profile += idf * (s.k1 + 1.0);
        for (profile, count) in by_profile {
            let length = lengths.profiles.get(profile).copied().unwrap_or_default() / lengths.mean_profile;
            if let Some(sum) = profiles.get_mut(profile) {
                *sum += idf * saturated(count, length, s.k1, s.profile_b);
            }
        }
        let idf = asked * self::idf(lengths.visible_units, hits.len());
        ideal_unit += idf * (s.k1 + 1.0);
        for hit in hits {
            let length = index.units.get(hit.unit).map_or(0.0, |u| u.length) / lengths.mean_unit;
            if let Some(sum) = units.get_mut(hit.unit) {
                *sum += idf * saturated(hit.count, length, s.k1, s.document_b);
            }
        }
    }
    let documents = best_documents(index, &units, s.best_documents, s.document_decay);
    let languages = main_languages(index);
    profiles
        .iter()
        .zip(documents)
        .zip(languages)
        .map(|((whole, documents), language)| {
            let scale = s.half_answer * attainable.share(language).powf(s.language_excuse);
            Found {
                whole: satisfaction(*whole, ideal_profile, scale),
                documents: satisfaction(documents, ideal_unit, scale),
            }
        })
        .collect()
}

/// How much of a query's words texts of each language can say at all.
#[derive(Debug, Default)]
struct Attainable {
    all: f64,
    french: f64,
    english: f64,
}

impl Attainable {
    fn add(&mut self, index: &Index, hits: &[Hit], weight: f64) {
        let said = |language| {
            hits.iter().any(|hit| index.units.get(hit.unit).is_some_and(|u| u.language == language))
        };
        let (french, english) = (said(Language::French), said(Language::English));
        self.french += if french { weight } else { 0.0 };
        self.english += if english { weight } else { 0.0 };
        self.all += if french || english { weight } else { 0.0 };
    }

    /// Above 0, at most 1.
    fn share(&self, language: Language) -> f64 {
        let own = match language {
            Language::French => self.french,
            Language::English => self.english,
        };
        if self.all > 0.0 && own > 0.0 { (own / self.all).max(LEAST_ATTAINABLE) } else { 1.0 }
    }
}

/// A language in which next to nothing can be said is not favoured for it.
const LEAST_ATTAINABLE: f64 = 0.4;

/// The language in which each profile says most.
pub(crate) fn main_languages(index: &Index) -> Vec<Language> {
    let mut balance = vec![0.0; index.profiles.len()];
    for unit in &index.units {
        if let Some(sum) = balance.get_mut(unit.profile) {
            *sum += if unit.language == Language::French { unit.length } else { -unit.length };
        }
    }
    balance.into_iter().map(|b| if b > 0.0 { Language::French } else { Language::English }).collect()
}

/// A word said ten times in a brief is not ten times as important.
const MOST_REPEATS: f64 = 4.0;

/// How much a word tells: Robertson and Spärck Jones, never negative.
pub(crate) fn idf(all: f64, with: usize) -> f64 {
    let with = with as f64;
    (1.0 + (all - with + 0.5).max(0.0) / (with + 0.5)).ln()
}

fn saturated(count: f64, relative_length: f64, k1: f64, b: f64) -> f64 {
    count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * relative_length))
}

/// Share of the ideal, bent so that it approaches 1 slowly and never ties.
fn satisfaction(found: f64, ideal: f64, scale: f64) -> f64 {
    if ideal <= 0.0 || scale <= 0.0 {
        return 0.0;
    }
    1.0 - (-(found / ideal) / scale).exp()
}

fn sum_by_profile(index: &Index, hits: &[Hit]) -> Vec<(usize, f64)> {
    let mut out: Vec<(usize, f64)> = Vec::new();
    for hit in hits {
        let Some(unit) = index.units.get(hit.unit) else { continue };
        match out.last_mut() {
            Some((profile, count)) if *profile == unit.profile => *count += hit.count,
            _ => out.push((unit.profile, hit.count)),
        }
    }
    out
}

/// For each profile the weighted mean of its best documents' scores: a missing second document counts as nothing.
fn best_documents(index: &Index, scores: &[f64], best: usize, decay: f64) -> Vec<f64> {
    let mut all: Vec<Vec<f64>> = vec![Vec::new(); index.profiles.len()];
    for (unit, score) in index.units.iter().zip(scores) {
        if *score > 0.0
            && let Some(list) = all.get_mut(unit.profile)
        {
            list.push(*score);
        }
    }
    all.into_iter()
        .map(|mut list| {
            list.sort_by(|a, b| b.total_cmp(a));
            let mut weight = 1.0;
            let mut sum = 0.0;
            for score in list.into_iter().take(best) {
                sum += weight * score;
                weight *= decay;
            }
            sum
        })
        .collect()
}

fn lengths(index: &Index, query: &Query<'_>) -> Lengths {
    let mut profiles = vec![0.0; index.profiles.len()];
    let mut visible_units = 0.0;
    for (i, unit) in index.units.iter().enumerate() {
        if !index.is_hidden(i, query.hidden) {
            visible_units += 1.0;
            if let Some(length) = profiles.get_mut(unit.profile) {
                *length += unit.length;
            }
        }
    }
    let total: f64 = profiles.iter().sum();
    let visible_profiles = profiles.len() as f64;
    Lengths {
        mean_profile: (total / visible_profiles.max(1.0)).max(1.0),
        mean_unit: (total / f64::max(visible_units, 1.0)).max(1.0),
        profiles,
        visible_profiles,
        visible_units,
    }
}
