//! Ranking: reasons first, the score is their fold.

mod evidence;
mod filler;
mod gates;
mod requirements;
mod terms;
mod whole;

use jiff::civil::Date;
use passerelle_domain::{Brief, DocumentId, Match, Ranking, Reason, ReasonKind, Score};
use rayon::prelude::*;

use crate::index::{Index, IndexError};
use crate::settings::Settings;
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
    /// How many firms (and as many of those behind a gate) get evidence; all are returned with score and reasons.
    pub depth: usize,
    /// Whether evidence sentences are wanted.
    pub explain: bool,
}

/// Ranks for several briefs at once; one ranking a brief, in their order, the same on any number of threads.
pub fn rank_all(index: &Index, briefs: &[Brief], query: &Query<'_>) -> Result<Vec<Ranking>, IndexError> {
    briefs.par_iter().map(|brief| index.rank(brief, query)).collect()
}

impl Index {
    /// Ranks all firms for a brief, best first; those that miss a must-have apart.
    pub fn rank(&self, brief: &Brief, query: &Query<'_>) -> Result<Ranking, IndexError> {
        let words = Words::of_brief(self, brief, query)?;
        let whole = whole::score(self, &words.whole, query);
        let days = gates::days(brief, query.today);
        let demands = requirements::demands(self, brief, &words, &days, query);
        let mut all: Vec<(usize, Match)> = self
            .profiles
            .iter()
            .zip(whole)
            .enumerate()
            .map(|(place, (profile, found))| {
                let reason =
                    |kind, weight, satisfaction| Reason { kind, weight, satisfaction, evidence: None };
                let mut reasons = vec![
                    reason(ReasonKind::WholeBrief, query.settings.whole_weight, found.whole),
                    reason(ReasonKind::Documents, query.settings.documents_weight, found.documents),
                ];
                let mut missing = Vec::new();
                for (i, demand) in demands.iter().enumerate() {
                    let satisfaction = demand.satisfactions.get(place).copied().unwrap_or_default();
                    reasons.push(reason(ReasonKind::Requirement(i), demand.weight, satisfaction));
                    if satisfaction < query.settings.met_threshold {
                        missing.push(i);
                    }
                }
                let gates = gates::closed(self.facts.get(place), brief, &days);
                let score = Score::fold(&reasons);
                (place, Match { firm: profile.id.clone(), score, reasons, missing, gates })
            })
            .collect();
        all.sort_by(|(_, a), (_, b)| {
            b.score.get().total_cmp(&a.score.get()).then_with(|| a.firm.cmp(&b.firm))
        });
        let (mut ranked, mut gated): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, m)| m.gates.is_empty());
        if query.explain {
            for (place, found) in
                ranked.iter_mut().take(query.depth).chain(gated.iter_mut().take(query.depth))
            {
                evidence::add(self, *place, brief, &days, &words, query, found);
            }
        }
        let matches = |list: Vec<(usize, Match)>| list.into_iter().map(|(_, m)| m).collect();
        Ok(Ranking { brief: brief.id.clone(), ranked: matches(ranked), gated: matches(gated) })
    }
}
