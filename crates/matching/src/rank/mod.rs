//! Ranking: reasons first, the score is their fold.

mod asked;
mod clearance;
mod closely;
mod evidence;
mod filler;
mod fit;
mod gates;
mod levels;
mod lexical;
mod meaning;
mod points;
mod pool;
mod requirements;
mod roles;
mod signal;
mod spelling;
mod symmetric;
mod terms;

use std::cell::RefCell;

use jiff::civil::Date;
use passerelle_domain::{Brief, DocumentId, Match, Ranking, Reason, ReasonKind, Score};
use rayon::prelude::*;

use crate::index::{self, Index, IndexError};
use crate::settings::Settings;
use closely::Reader;
use evidence::Closely;
pub(crate) use lexical::idf;
use pool::Pool;
use signal::Signal;
pub use symmetric::{BriefsOfFirm, Suited};
use terms::Words;

/// How to rank.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// Weights and limits.
    pub settings: &'a Settings,
    /// The day certificates must hold on when the brief names none.
    pub today: Date,
    /// A document to ignore in every signal, by its identifier, in whatever profile it stands.
    pub hidden: Option<&'a DocumentId>,
    /// How many firms are returned at most, and as many of those behind a gate.
    pub depth: usize,
    /// How many of those get evidence sentences.
    pub explained: usize,
}

/// Ranks for several briefs at once; one ranking a brief, in their order, the same on any number of threads.
pub fn rank_all(index: &Index, briefs: &[Brief], query: &Query<'_>) -> Result<Vec<Ranking>, IndexError> {
    briefs.par_iter().map(|brief| index.rank(brief, query)).collect()
}

/// The signals that look at the brief as a whole, each with its weight.
fn whole_signals(
    index: &Index,
    pool: &Pool,
    words: &Words,
    settings: &Settings,
    hidden: Option<u64>,
) -> Result<Vec<(ReasonKind, f64, Signal)>, IndexError> {
    let lexical = lexical::score(index, pool, words, settings);
    let meaning = meaning::score(index, pool, words, settings, hidden);
    let spelling = settings.spelling_weight * spelling::weight(words, settings);
    let mut all = vec![
        (ReasonKind::WholeBrief, settings.whole_weight, lexical.whole),
        (ReasonKind::Documents, settings.documents_weight, lexical.documents),
        (ReasonKind::Meaning, settings.meaning_weight * meaning::weight(index, words, settings), meaning),
    ];
    if spelling > 0.0 {
        let signal = spelling::score(index, pool, words, settings, hidden)?;
        all.push((ReasonKind::Spelling, spelling, signal));
    }
    Ok(all)
}

/// Firms read closely of a large market: twice what is usually looked at.
const READ_OF_MANY: usize = 40;

/// Best first; ties by identifier.
fn sort(all: &mut [(usize, Match)]) {
    all.sort_by(|(_, a), (_, b)| b.score.get().total_cmp(&a.score.get()).then_with(|| a.firm.cmp(&b.firm)));
}

impl Index {
    /// Ranks firms for a brief, best first; those that miss a must-have apart.
    pub fn rank(&self, brief: &Brief, query: &Query<'_>) -> Result<Ranking, IndexError> {
        let settings = query.settings;
        let hidden = index::hidden(query.hidden);
        let words = Words::of_brief(self, brief, settings);
        let pool = Pool::of(self, &words, settings, hidden)?;
        let signals = whole_signals(self, &pool, &words, settings, hidden)?;
        let days = gates::days(brief, query.today);
        let sites = gates::sites(brief, settings);
        let fits = fit::Asked::of(brief, &sites, settings).unless_untold(self, &pool);
        let demands = requirements::demands(self, &pool, brief, &words, (&days, &sites), settings);
        let mut all: Vec<(usize, Match)> = Vec::with_capacity(pool.firms.len());
        for (here, firm) in pool.firms.iter().enumerate() {
            let Some(placed) = self.firms.get(*firm as usize) else { continue };
            let reason = |kind, weight, satisfaction| Reason {
                kind,
                weight,
                satisfaction,
                evidence: None,
                points: Vec::new(),
                fit: None,
            };
            let mut reasons: Vec<Reason> = signals
                .iter()
                .map(|(kind, weight, signal)| reason(*kind, *weight, signal.of(here)))
                .collect();
            let mut missing = Vec::new();
            for (i, demand) in demands.iter().enumerate() {
                let satisfaction = demand.satisfactions.get(here).copied().unwrap_or_default();
                reasons.push(reason(ReasonKind::Requirement(i), demand.weight, satisfaction));
                if satisfaction < settings.met_threshold {
                    missing.push(i);
                }
            }
            reasons.extend(fits.reasons(&placed.known.facts));
            let gates = gates::closed(&placed.known.facts, brief, &days, &sites);
            let (firm, score) = (placed.known.id.clone(), Score::fold(&reasons));
            all.push((here, Match { firm, score, reasons, missing, partly: Vec::new(), gates }));
        }
        sort(&mut all);
        let reader = Reader::new(self, &pool, &words, settings);
        let closely = Closely {
            reader,
            brief,
            days: &days,
            sites: &sites,
            demands: &demands,
            query,
            lines: RefCell::default(),
        };
        let place = |here: usize| (here, pool.firms.get(here).copied().unwrap_or_default());
        // A small market is read closely whole; of a large one, those that can still come out on top.
        let read = if brief.requirements.is_empty() {
            0
        } else if all.len() <= settings.read_closely {
            all.len()
        } else {
            query.explained.max(READ_OF_MANY)
        };
        for (here, found) in all.iter_mut().take(read) {
            closely.read(self, place(*here), found, false)?;
            found.score = Score::fold(&found.reasons);
        }
        sort(&mut all);
        let (mut ranked, mut gated): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, m)| m.gates.is_empty());
        for list in [&mut ranked, &mut gated] {
            list.truncate(query.depth);
            for (here, found) in list.iter_mut().take(query.explained) {
                closely.read(self, place(*here), found, true)?;
                found.score = Score::fold(&found.reasons);
                if let Some(placed) = self.firms.get(place(*here).1 as usize) {
                    fits.explain(&placed.known.facts, found);
                }
            }
            sort(list);
        }
        let matches = |list: Vec<(usize, Match)>| list.into_iter().map(|(_, m)| m).collect();
        Ok(Ranking { brief: brief.id.clone(), ranked: matches(ranked), gated: matches(gated) })
    }
}
