//! How well each firm answers each requirement.

use passerelle_domain::{Brief, Language, Requirement, RequirementKind, Strength};

use crate::index::{Facts, Index};
use crate::places::Wanted;
use crate::rank::pool::{Located, Pool};
use crate::rank::terms::Words;
use crate::rank::{gates, idf};
use crate::read::Needed;
use crate::settings::Settings;

/// One requirement, judged for all firms.
#[derive(Debug)]
pub(crate) struct Demand {
    /// Its share of the score.
    pub(crate) weight: f64,
    /// How well each firm of the pool answers by the words of its texts, 0 to 1.
    pub(crate) satisfactions: Vec<f64>,
    /// Which firms of the pool name the standard asked for; empty when none is.
    pub(crate) named: Vec<bool>,
}

/// A requirement should be answered in one place: the best single text counts this much, the profile the rest.
const ONE_PLACE: f64 = 0.6;
/// A certificate that does not hold on the day is worth asking about, no more.
pub(super) const LAPSED: f64 = 0.3;
/// The name of a standard in a text shows practice of it, whatever else the demand says.
const NAMED_STANDARD: f64 = 0.7;
/// A fact that a profile does not tell may be either way.
const UNTOLD: f64 = 0.5;

/// Weights of requirements beside this sum count little: a brief with one demand in passing is still told by its whole text.
const FEW: f64 = 8.0;

/// The share of the score of each requirement.
pub(crate) fn shares(brief: &Brief, settings: &Settings) -> Vec<f64> {
    let strength = |r: &Requirement| match r.strength {
        Strength::Must => settings.must_weight,
        Strength::Should => settings.should_weight,
        Strength::Nice => settings.nice_weight,
    };
    let total: f64 = brief.requirements.iter().map(strength).sum();
    let share = |r| settings.requirements_weight * strength(r) / (total + FEW);
    brief.requirements.iter().map(share).collect()
}

/// Judges all requirements of a brief.
pub(crate) fn demands(
    index: &Index,
    pool: &Pool,
    brief: &Brief,
    words: &Words,
    (days, sites): (&[Option<Needed>], &[Option<Wanted>]),
    settings: &Settings,
) -> Vec<Demand> {
    brief
        .requirements
        .iter()
        .zip(&words.requirements)
        .zip(days.iter().zip(sites))
        .zip(shares(brief, settings))
        .map(|(((requirement, terms), (day, site)), weight)| {
            let mut satisfactions = by_text(index, pool, terms, settings);
            let named = named_standard(pool, words, requirement, terms);
            for (here, satisfaction) in satisfactions.iter_mut().enumerate() {
                let firm = pool.firms.get(here).and_then(|firm| index.firms.get(*firm as usize));
                if let Some(firm) = firm {
                    let named = named.get(here).copied().unwrap_or(false);
                    *satisfaction = judged(
                        &requirement.kind,
                        &firm.known.facts,
                        (*day, site.as_ref()),
                        *satisfaction,
                        named,
                    );
                }
            }
            Demand { weight, satisfactions, named }
        })
        .collect()
}

/// What texts and facts say together, 0 to 1. `named`: whether a text names the standard asked for.
pub(crate) fn judged(
    kind: &RequirementKind,
    facts: &Facts,
    (day, site): (Option<Needed>, Option<&Wanted>),
    by_text: f64,
    named: bool,
) -> f64 {
    by_fact(kind, facts, (day, site), if named { by_text.max(NAMED_STANDARD) } else { by_text })
}

fn by_fact(
    kind: &RequirementKind,
    facts: &Facts,
    (day, site): (Option<Needed>, Option<&Wanted>),
    by_text: f64,
) -> f64 {
    if !facts.told {
        return by_text;
    }
    match kind {
        RequirementKind::Skill => by_text,
        RequirementKind::Certification { standard, certificate } => {
            let Some(day) = day else { return by_text };
            let held = gates::certificate(facts, standard, day);
            match (held, certificate) {
                (gates::Held::Valid(_), _) => 1.0,
                (gates::Held::NotValid { .. }, true) => LAPSED,
                (gates::Held::Missing, true) => 0.0,
                (gates::Held::NotValid { .. }, false) => by_text.max(NAMED_STANDARD),
                (gates::Held::Missing, false) => by_text,
            }
        }
        RequirementKind::Language(_) if facts.spoken.is_empty() => UNTOLD,
        RequirementKind::Language(code) => f64::from(u8::from(facts.spoken.contains(code))),
        RequirementKind::Site(_) => {
            let near = site.and_then(|site| Some(site.nearest_known_km(&facts.towns)? <= site.within_km));
            if near == Some(true) { 1.0 } else { by_text.min(UNTOLD) }
        }
        RequirementKind::Sector(sector) => {
            if facts.sectors.contains(sector) {
                1.0
            } else {
                by_text
            }
        }
    }
}

/// What one text holds of a requirement.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    sum: f64,
    words: usize,
    /// The weight of the most telling of its words.
    rarest: f64,
}

/// Share of the requirement's words, weighted by how much each tells, found in the best text and in the profile.
fn by_text(index: &Index, pool: &Pool, terms: &[usize], settings: &Settings) -> Vec<f64> {
    let all = pool.all_units as f64;
    let mut units = vec![Held::default(); pool.units.len()];
    let mut firms = vec![0.0; pool.firms.len()];
    let mut ideals = [0.0; 2];
    let located = || terms.iter().filter_map(|number| pool.located.get(*number));
    for Located { hits, units: with, said, .. } in located() {
        let weight = idf(all, *with);
        let mut last: Option<(usize, f64)> = None;
        for hit in hits {
            let Some(firm) = pool.firm(hit.unit) else { continue };
            let found = weight * f64::from(hit.count.min(1.0));
            if let Some(held) = units.get_mut(hit.unit as usize) {
                held.sum += found;
                held.words += 1;
                held.rarest = held.rarest.max(weight);
            }
            let before = last.filter(|(before, _)| *before == firm).map_or(0.0, |l| l.1);
            if found > before {
                if let Some(sum) = firms.get_mut(firm) {
                    *sum += found - before;
                }
                last = Some((firm, found));
            }
        }
        // A word that nobody says in a language may be a slip, a turn of phrase or a gap of the lexicon: it cannot decide
        // between firms, only lower them all.
        for (ideal, said) in ideals.iter_mut().zip(said) {
            *ideal += if *said { weight } else { weight / 2.0 };
        }
    }
    let mut best = vec![Held::default(); pool.firms.len()];
    for ((_, firm), held) in pool.units.iter().zip(units) {
        if let Some(most) = best.get_mut(*firm as usize).filter(|most| held.sum > most.sum) {
            *most = held;
        }
    }
    let rare = settings.rare_word * idf(all, 1);
    let [french, english] = ideals;
    best.iter()
        .zip(firms)
        .zip(&pool.firms)
        .map(|((held, sum), firm)| {
            let language = index.firms.get(*firm as usize).map_or(Language::English, |firm| firm.language);
            let ideal = if language == Language::French { french } else { english };
            if ideal <= 0.0 || settings.full_answer <= 0.0 {
                return 0.0;
            }
            let share = (ONE_PLACE * held.sum + (1.0 - ONE_PLACE) * sum) / ideal / settings.full_answer;
            let alone = held.words < 2 && terms.len() > 1 && held.rarest < rare;
            share.clamp(0.0, if alone { settings.met_threshold * ALMOST } else { 1.0 })
        })
        .collect()
}

/// What one common word of a demand brings at most, as a share of what meets it.
const ALMOST: f64 = 0.9;

/// Which firms of the pool name the standard that the requirement is about.
fn named_standard(pool: &Pool, words: &Words, requirement: &Requirement, terms: &[usize]) -> Vec<bool> {
    let mut out = vec![false; pool.firms.len()];
    let RequirementKind::Certification { standard, certificate: false } = &requirement.kind else {
        return out;
    };
    let key: String = standard.key().chars().filter(|c| c.is_alphanumeric()).collect();
    for number in terms {
        let named =
            words.terms.get(*number).is_some_and(|term| term.concept.is_none() && term.written == key);
        for hit in pool.located.get(*number).filter(|_| named).into_iter().flat_map(|located| &located.hits) {
            if let Some(slot) = pool.firm(hit.unit).and_then(|firm| out.get_mut(firm)) {
                *slot = true;
            }
        }
    }
    out
}
