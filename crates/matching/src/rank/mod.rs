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
mod postings;
mod remembered;
mod requirements;
mod roles;
mod signal;
mod spelling;
mod survey;
mod symmetric;
mod terms;

use std::cell::RefCell;

use jiff::civil::Date;
use passerelle_domain::{Brief, DocumentId, Gate, Match, Ranking, Reason, ReasonKind, Score};
use rayon::prelude::*;

use crate::index::{self, Facts, Index, IndexError, Known};
use crate::settings::Settings;
use closely::Reader;
use evidence::Closely;
pub(crate) use lexical::idf;
use pool::Pool;
pub(crate) use remembered::Remembered;
use requirements::Demand;
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

/// Firms read closely of a large market: a quarter more than what is usually looked at.
const READ_OF_MANY: usize = 25;

/// Best first; ties by identifier.
fn sort(all: &mut [(usize, Match)]) {
    all.sort_by(|(_, a), (_, b)| b.score.get().total_cmp(&a.score.get()).then_with(|| a.firm.cmp(&b.firm)));
}

/// Everything that texts and facts say of the firms of a pool, before any is read closely.
struct Judged<'a> {
    index: &'a Index,
    pool: &'a Pool,
    signals: &'a [(ReasonKind, f64, Signal)],
    demands: &'a [Demand],
    fits: &'a fit::Asked<'a>,
}

impl Judged<'_> {
    fn known(&self, here: usize) -> Option<&Known> {
        let firm = self.pool.firms.get(here)?;
        Some(&self.index.firms.get(*firm as usize)?.known)
    }

    /// The reasons of the firm at a place of the pool, the same things with the same weights for each.
    fn reasons<'s>(&'s self, here: usize, facts: &'s Facts) -> impl Iterator<Item = Reason> + 's {
        let reason = |kind, weight, satisfaction| Reason {
            kind,
            weight,
            satisfaction,
            evidence: None,
            points: Vec::new(),
            fit: None,
        };
        let signals =
            self.signals.iter().map(move |(kind, weight, signal)| reason(*kind, *weight, signal.of(here)));
        let demands = self.demands.iter().enumerate().map(move |(i, demand)| {
            let satisfaction = demand.satisfactions.get(here).copied().unwrap_or_default();
            reason(ReasonKind::Requirement(i), demand.weight, satisfaction)
        });
        signals.chain(demands).chain(self.fits.reasons(facts))
    }

    /// What orders the firms: weights are the same for all, so the sum will do.
    fn sum(&self, here: usize) -> f64 {
        let known = self.known(here);
        known.map_or(0.0, |known| self.reasons(here, &known.facts).map(|r| r.weight * r.satisfaction).sum())
    }

    fn matched(&self, here: usize, gates: Vec<Gate>, settings: &Settings) -> Option<(usize, Match)> {
        let known = self.known(here)?;
        let reasons: Vec<Reason> = self.reasons(here, &known.facts).collect();
        let met = |i: &usize| {
            let demand = self.demands.get(*i).and_then(|demand| demand.satisfactions.get(here));
            demand.is_some_and(|satisfaction| *satisfaction >= settings.met_threshold)
        };
        let missing = (0..self.demands.len()).filter(|i| !met(i)).collect();
        let (firm, score) = (known.id.clone(), Score::fold(&reasons));
        Some((here, Match { firm, score, reasons, missing, partly: Vec::new(), gates }))
    }

    /// The best firms of those at some places, best first; ties by identifier.
    fn best(
        &self,
        mut places: Vec<(f64, usize, Vec<Gate>)>,
        most: usize,
        settings: &Settings,
    ) -> Vec<(usize, Match)> {
        let id = |here: usize| self.known(here).map(|known| &known.id);
        let order = |a: &(f64, usize, Vec<Gate>), b: &(f64, usize, Vec<Gate>)| {
            b.0.total_cmp(&a.0).then_with(|| id(a.1).cmp(&id(b.1)))
        };
        if places.len() > most {
            places.select_nth_unstable_by(most, order);
            places.truncate(most);
        }
        let mut found: Vec<_> =
            places.into_iter().filter_map(|(_, here, gates)| self.matched(here, gates, settings)).collect();
        sort(&mut found);
        found
    }
}

impl Index {
    /// Ranks firms for a brief, best first; those that miss a must-have apart.
    pub fn rank(&self, brief: &Brief, query: &Query<'_>) -> Result<Ranking, IndexError> {
        let settings = query.settings;
        let hidden = index::hidden(query.hidden);
        let words = Words::of_brief(self, brief, settings);
        let days = gates::days(brief, query.today);
        let sites = gates::sites(brief, settings);
        let fits = fit::Asked::of(brief, &sites, settings);
        let asked = survey::Asked { brief, words: &words, days: &days, sites: &sites, fits: &fits, settings };
        let pool = Pool::of(self, &asked, hidden)?;
        let fits = fits.unless_untold(self, &pool);
        let signals = whole_signals(self, &pool, &words, settings, hidden)?;
        let demands = requirements::demands(self, &pool, brief, &words, (&days, &sites), settings);
        let judged = Judged { index: self, pool: &pool, signals: &signals, demands: &demands, fits: &fits };
        // A small market is read closely whole; of a large one, those that can still come out on top.
        let whole = pool.firms.len() <= settings.read_closely;
        let read = match (brief.requirements.is_empty(), whole) {
            (true, _) => 0,
            (false, true) => usize::MAX,
            (false, false) => query.explained.max(READ_OF_MANY),
        };
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for here in 0..pool.firms.len() {
            let Some(known) = judged.known(here) else { continue };
            let gates = gates::closed(&known.facts, brief, &days, &sites);
            (if gates.is_empty() { &mut open } else { &mut closed }).push((judged.sum(here), here, gates));
        }
        let mut ranked = judged.best(open, query.depth.max(read), settings);
        let mut gated = judged.best(closed, if whole { usize::MAX } else { query.depth }, settings);
        let closely = Closely {
            reader: Reader::new(self, &pool, &words, settings),
            brief,
            days: &days,
            sites: &sites,
            demands: &demands,
            query,
            heard: RefCell::default(),
        };
        let place = |here: usize| (here, pool.firms.get(here).copied().unwrap_or_default());
        for (list, read) in [(&mut ranked, read), (&mut gated, if whole { read } else { 0 })] {
            for (here, found) in list.iter_mut().take(read) {
                closely.read(self, place(*here), found, false)?;
                found.score = Score::fold(&found.reasons);
            }
            sort(list);
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
