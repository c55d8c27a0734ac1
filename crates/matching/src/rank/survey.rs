//! A first look at all firms of a large market: about what each would score, to choose those worth a second look.
//!
//! Word by word, each list is read once and adds to one number a firm for the brief as a whole, and to one for each requirement that
//! asks for the word. Facts come in for the best of these only: a firm behind a gate must not take the place of one that is not.

use passerelle_domain::{Brief, RequirementKind};

use crate::index::Index;
use crate::places::Wanted;
use crate::rank::lexical::{Attainable, MOST_REPEATS, excused, idf};
use crate::rank::remembered::Told;
use crate::rank::requirements::{judged, shares};
use crate::rank::terms::Words;
use crate::rank::{fit, gates};
use crate::read::Needed;
use crate::settings::Settings;

/// Firms whose facts are looked at, for each that is chosen.
const LOOKED_AT: usize = 2;
/// Of so many that are chosen, one may be behind a gate.
const GATED: usize = 5;

/// A brief as the survey needs it.
pub(crate) struct Asked<'a> {
    pub(crate) brief: &'a Brief,
    pub(crate) words: &'a Words,
    pub(crate) days: &'a [Option<Needed>],
    pub(crate) sites: &'a [Option<Wanted>],
    pub(crate) fits: &'a fit::Asked<'a>,
    pub(crate) settings: &'a Settings,
}

/// What one requirement comes to.
#[derive(Debug)]
struct Demand {
    /// Its share of the score.
    share: f64,
    /// Sum of the weights of its words that each firm says.
    sums: Vec<f32>,
    /// What a text in French, in English can say of it at all.
    ideals: [f64; 2],
}

/// Sums over the words read so far, firm by firm.
pub(crate) struct Survey<'a> {
    index: &'a Index,
    asked: &'a Asked<'a>,
    /// How often the brief says each term, 0 for those of requirements alone.
    counts: Vec<f64>,
    /// Which requirements ask for each term.
    asking: Vec<Vec<usize>>,
    /// k1 times the part that a firm's length plays in it.
    damping: Vec<f32>,
    whole: Vec<f32>,
    ideal: f64,
    attainable: Attainable,
    demands: Vec<Demand>,
}

impl<'a> Survey<'a> {
    pub(crate) fn new(index: &'a Index, asked: &'a Asked<'a>) -> Self {
        let (words, settings) = (asked.words, asked.settings);
        let firms = index.firms.len();
        let mean = (index.sums.words / firms.max(1) as f64).max(1.0);
        let damped = |length: f64| {
            let relative = 1.0 - settings.profile_b + settings.profile_b * length / mean;
            #[expect(clippy::cast_possible_truncation, reason = "a factor of a few units")]
            let damping = (settings.k1 * relative) as f32;
            damping
        };
        let mut counts = vec![0.0; words.terms.len()];
        for (number, count) in &words.whole {
            if let Some(slot) = counts.get_mut(*number) {
                *slot = *count;
            }
        }
        let mut asking = vec![Vec::new(); words.terms.len()];
        for (requirement, terms) in words.requirements.iter().enumerate() {
            for number in terms {
                if let Some(list) = asking.get_mut(*number) {
                    list.push(requirement);
                }
            }
        }
        let demand = |share| Demand { share, sums: vec![0.0; firms], ideals: [0.0; 2] };
        Self {
            index,
            asked,
            counts,
            asking,
            damping: index.owners.lengths().iter().map(|length| damped(f64::from(*length))).collect(),
            whole: vec![0.0; firms],
            ideal: 0.0,
            attainable: Attainable::default(),
            demands: shares(asked.brief, settings).into_iter().map(demand).collect(),
        }
    }

    /// Adds what a term brings.
    #[expect(clippy::cast_possible_truncation, reason = "weights of a few units")]
    pub(crate) fn add(&mut self, number: usize, told: &Told) {
        let Told { located: found, runs } = told;
        let count = self.counts.get(number).copied().unwrap_or_default();
        if count > 0.0 {
            let tells = count.min(MOST_REPEATS)
                * idf(self.index.firms.len() as f64, found.firms)
                * (self.asked.settings.k1 + 1.0);
            self.ideal += tells;
            self.attainable.add(found, tells);
            let tells = tells as f32;
            let (whole, damping) = (&mut self.whole, &self.damping);
            for run in runs {
                let firm = run.firm as usize;
                if let (Some(sum), Some(damping)) = (whole.get_mut(firm), damping.get(firm)) {
                    *sum += tells * run.count / (run.count + damping);
                }
            }
        }
        let weight = idf(self.index.sums.units as f64, found.units);
        for requirement in self.asking.get(number).into_iter().flatten() {
            let Some(demand) = self.demands.get_mut(*requirement) else { continue };
            for (ideal, said) in demand.ideals.iter_mut().zip(found.said) {
                *ideal += if said { weight } else { weight / 2.0 };
            }
            for run in runs {
                if let Some(sum) = demand.sums.get_mut(run.firm as usize) {
                    *sum += weight as f32 * run.most.min(1.0);
                }
            }
        }
    }

    /// The places of the firms to look at again, in order.
    pub(crate) fn best(&self) -> Vec<u32> {
        let settings = self.asked.settings;
        let scores = self.by_text();
        let most = settings.candidates.saturating_mul(LOOKED_AT);
        let mut order: Vec<u32> = (0_u32..).zip(&scores).filter(|(_, s)| **s > 0.0).map(|(i, _)| i).collect();
        if order.len() > most {
            let score = |i: &u32| scores.get(*i as usize).copied().unwrap_or_default();
            order.select_nth_unstable_by(most, |a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
            order.truncate(most);
            // Facts lie in the order of firms.
            order.sort_unstable();
        }
        let mut again: Vec<(bool, f64, u32)> =
            order.into_iter().map(|firm| self.with_facts(firm, &scores)).collect();
        again.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let open = again.partition_point(|(gated, ..)| !gated);
        let (open, gated) = again.split_at(open);
        let behind = (settings.candidates / GATED).max(settings.candidates.saturating_sub(open.len()));
        let chosen = open.iter().take(settings.candidates).chain(gated.iter().take(behind));
        let mut firms: Vec<u32> = chosen.map(|(.., firm)| *firm).collect();
        firms.sort_unstable();
        firms
    }

    /// About what texts bring each firm.
    #[expect(clippy::cast_possible_truncation, reason = "shares of a score")]
    fn by_text(&self) -> Vec<f32> {
        let settings = self.asked.settings;
        let excuse = self.attainable.excuses(settings);
        let in_english = self.index.owners.in_english();
        let mut best_of = [0.0_f32; 2];
        for (sum, english) in self.whole.iter().zip(in_english) {
            let best = &mut best_of[usize::from(*english)];
            *best = best.max(*sum);
        }
        let best = best_of
            .iter()
            .zip(excuse)
            .map(|(best, excuse)| f64::from(*best) / excuse)
            .fold(self.ideal * settings.good_share, f64::max)
            .max(f64::MIN_POSITIVE);
        // What the words go with, and single texts, mostly follow the words of the profile.
        let weight = settings.whole_weight + settings.documents_weight + settings.meaning_weight;
        let scale = excuse.map(|excuse| (weight / (excuse * best)) as f32);
        let mut scores: Vec<f32> = self
            .whole
            .iter()
            .zip(in_english)
            .map(|(sum, english)| sum * scale[usize::from(*english)])
            .collect();
        for demand in &self.demands {
            let (share, full) = (demand.share as f32, demand.full(settings).map(|full| full as f32));
            for ((score, sum), english) in scores.iter_mut().zip(&demand.sums).zip(in_english) {
                *score += share * (sum * full[usize::from(*english)]).min(1.0);
            }
        }
        scores
    }

    /// Whether a firm is behind a gate, about what it scores with its facts, and its place.
    fn with_facts(&self, place: u32, by_text: &[f32]) -> (bool, f64, u32) {
        let Asked { brief, days, sites, settings, fits, .. } = self.asked;
        let at = place as usize;
        let mut score = f64::from(by_text.get(at).copied().unwrap_or_default());
        let Some(firm) = self.index.firms.get(at) else { return (false, score, place) };
        let facts = &firm.known.facts;
        let requirements = brief.requirements.iter().zip(&self.demands).zip(days.iter().zip(*sites));
        for ((requirement, demand), (day, site)) in requirements {
            if requirement.kind != RequirementKind::Skill {
                let said = f64::from(demand.sums.get(at).copied().unwrap_or_default());
                let said = (said * excused(demand.full(settings), firm.language)).min(1.0);
                let found = judged(&requirement.kind, facts, (*day, site.as_ref()), said, false);
                score += demand.share * (found - said);
            }
        }
        score += fits.reasons(facts).map(|reason| reason.weight * reason.satisfaction).sum::<f64>();
        (!gates::closed(facts, brief, days, sites).is_empty(), score, place)
    }
}

impl Demand {
    /// What turns a sum into a satisfaction, for French texts and for English ones.
    fn full(&self, settings: &Settings) -> [f64; 2] {
        self.ideals.map(|ideal| {
            let full = ideal * settings.full_answer;
            if full > 0.0 { 1.0 / full } else { 0.0 }
        })
    }
}
