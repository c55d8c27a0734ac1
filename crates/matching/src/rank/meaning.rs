//! The brief as a whole by what its words go with: cosines in the latent space.

use crate::index::Index;
use crate::rank::pool::Pool;
use crate::rank::signal::Signal;
use crate::rank::terms::Words;
use crate::settings::Settings;

/// The best texts of each firm, the second and the third counting less.
const SHARES: [f64; 3] = [1.0, 0.6, 0.36];

/// What the signal weighs for a brief of so many words, 0 to 1.
pub(crate) fn weight(index: &Index, words: &Words, settings: &Settings) -> f64 {
    index.latent.trust() * (words.spelled.len() as f64 / settings.meaning_words.max(1.0)).min(1.0)
}

/// The brief's place in the latent space; `None` when it knows no word of it.
pub(crate) fn folded(index: &Index, words: &Words) -> Option<Vec<f32>> {
    let told = words.whole.iter().filter_map(|(number, count)| Some((words.terms.get(*number)?, *count)));
    // A word lies at one place of the space: its own, else that of its likeliest translation.
    let placed = told.filter(|(term, _)| term.concept.is_none()).filter_map(|(term, count)| {
        let known = term.alternatives.iter().find(|it| index.latent.knows(it.field, &it.text));
        known.map(|it| (it.field, it.text.as_str(), count * it.weight))
    });
    index.latent.fold(placed)
}

/// Scores by the latent space; all 0 when it knows no word of the brief.
pub(crate) fn score(
    index: &Index,
    pool: &Pool,
    words: &Words,
    settings: &Settings,
    hidden: Option<u64>,
) -> Signal {
    let Some(query) = folded(index, words) else { return Signal::default() };
    let mut best = vec![[0.0_f64; SHARES.len()]; pool.firms.len()];
    for (unit, firm) in &pool.units {
        if index.is_hidden(*unit, hidden) {
            continue;
        }
        let mut cosine = index.cosine(*unit, &query).max(0.0);
        for slot in best.get_mut(*firm as usize).into_iter().flatten() {
            if cosine > *slot {
                std::mem::swap(slot, &mut cosine);
            }
        }
    }
    let sum =
        |three: [f64; SHARES.len()]| three.iter().zip(SHARES).map(|(cosine, share)| cosine * share).sum();
    Signal::relative(best.into_iter().map(sum).collect(), settings.good_cosine)
}
