//! How well each firm answers each requirement.

use passerelle_domain::{Brief, Language, Requirement, RequirementKind, Strength, fold};

use crate::index::{Facts, Index};
use crate::rank::terms::{Located, Words};
use crate::rank::whole::{idf, main_languages};
use crate::rank::{Query, gates};
use crate::read::Needed;
use crate::settings::Settings;

/// One requirement, judged for all firms.
#[derive(Debug)]
pub(crate) struct Demand {
    /// Its share of the score.
    pub(crate) weight: f64,
    /// How well each profile answers, 0 to 1.
    pub(crate) satisfactions: Vec<f64>,
}

/// A requirement should be answered in one place: the best single text counts this much, the profile the rest.
const ONE_PLACE: f64 = 0.6;
/// A certificate that does not hold on the day is worth asking about, no more.
const LAPSED: f64 = 0.3;
/// The name of a standard in a text shows practice of it, whatever else the demand says.
const NAMED_STANDARD: f64 = 0.7;
/// A fact that a profile does not tell may be either way.
const UNTOLD: f64 = 0.5;

/// Weights of requirements beside this sum count little: a brief with one demand in passing is still told by its whole text.
const FEW: f64 = 8.0;

/// Judges all requirements of a brief.
pub(crate) fn demands(
    index: &Index,
    brief: &Brief,
    words: &Words,
    days: &[Option<Needed>],
    query: &Query<'_>,
) -> Vec<Demand> {
    let strength = |r: &Requirement| match r.strength {
        Strength::Must => query.settings.must_weight,
        Strength::Should => query.settings.should_weight,
        Strength::Nice => query.settings.nice_weight,
    };
    let languages = main_languages(index);
    let total: f64 = brief.requirements.iter().map(strength).sum();
    brief
        .requirements
        .iter()
        .zip(&words.requirements)
        .zip(days)
        .map(|((requirement, terms), day)| {
            let mut satisfactions = by_text(index, terms, &languages, query.settings);
            let named = named_standard(index, requirement, terms);
            for (place, satisfaction) in satisfactions.iter_mut().enumerate() {
                if named.get(place).copied().unwrap_or(false) {
                    *satisfaction = satisfaction.max(NAMED_STANDARD);
                }
                if let Some(facts) = index.facts.get(place) {
                    *satisfaction = by_fact(&requirement.kind, facts, *day, *satisfaction);
                }
            }
            let weight = query.settings.requirements_weight * strength(requirement) / (total + FEW);
            Demand { weight, satisfactions }
        })
        .collect()
}

fn by_fact(kind: &RequirementKind, facts: &Facts, day: Option<Needed>, by_text: f64) -> f64 {
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
        RequirementKind::Site(town) => {
            if facts.towns.contains(&fold(town.as_str())) {
                1.0
            } else {
                by_text.min(UNTOLD)
            }
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
fn by_text(index: &Index, terms: &[Located], languages: &[Language], settings: &Settings) -> Vec<f64> {
    let all = index.units.len() as f64;
    let mut units = vec![Held::default(); index.units.len()];
    let mut profiles = vec![0.0; index.profiles.len()];
    let mut ideals = [0.0; 2];
    for (_, hits) in terms {
        let weight = idf(all, hits.len());
        let mut said = [false; 2];
        let mut last: Option<(usize, f64)> = None;
        for hit in hits {
            let Some(unit) = index.units.get(hit.unit) else { continue };
            if let Some(flag) = said.get_mut(usize::from(unit.language == Language::English)) {
                *flag = true;
            }
            let found = weight * hit.count.min(1.0);
            if let Some(held) = units.get_mut(hit.unit) {
                held.sum += found;
                held.words += 1;
                held.rarest = held.rarest.max(weight);
            }
            let before = last.filter(|(profile, _)| *profile == unit.profile).map_or(0.0, |l| l.1);
            if found > before {
                if let Some(sum) = profiles.get_mut(unit.profile) {
                    *sum += found - before;
                }
                last = Some((unit.profile, found));
            }
        }
        // A word that nobody says in a language may be a slip, a turn of phrase or a gap of the lexicon: it cannot decide
        // between firms, only lower them all.
        for (ideal, said) in ideals.iter_mut().zip(said) {
            *ideal += if said { weight } else { weight / 2.0 };
        }
    }
    let mut best = vec![Held::default(); index.profiles.len()];
    for (unit, held) in index.units.iter().zip(units) {
        if let Some(most) = best.get_mut(unit.profile).filter(|most| held.sum > most.sum) {
            *most = held;
        }
    }
    let rare = settings.rare_word * idf(all, 1);
    let [french, english] = ideals;
    best.iter()
        .zip(profiles)
        .zip(languages)
        .map(|((held, profile), language)| {
            let ideal = if *language == Language::French { french } else { english };
            if ideal <= 0.0 || settings.full_answer <= 0.0 {
                return 0.0;
            }
            let share = (ONE_PLACE * held.sum + (1.0 - ONE_PLACE) * profile) / ideal / settings.full_answer;
            let alone = held.words < 2 && terms.len() > 1 && held.rarest < rare;
            share.clamp(0.0, if alone { settings.met_threshold * ALMOST } else { 1.0 })
        })
        .collect()
}

/// What one common word of a demand brings at most, as a share of what meets it.
const ALMOST: f64 = 0.9;

/// Which profiles name the standard that the requirement is about.
fn named_standard(index: &Index, requirement: &Requirement, terms: &[Located]) -> Vec<bool> {
    let mut out = vec![false; index.profiles.len()];
    let RequirementKind::Certification { standard, certificate: false } = &requirement.kind else {
        return out;
    };
    let key: String = standard.key().chars().filter(|c| c.is_alphanumeric()).collect();
    for (term, hits) in terms {
        if term.key.strip_prefix('=').is_some_and(|word| word == key) || term.key == key {
            for unit in hits.iter().filter_map(|hit| index.units.get(hit.unit)) {
                if let Some(slot) = out.get_mut(unit.profile) {
                    *slot = true;
                }
            }
        }
    }
    out
}
