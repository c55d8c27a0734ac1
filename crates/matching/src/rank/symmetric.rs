//! The other way round: for each firm, the briefs that suit it.
//!
//! Scores of firms for one brief do not compare across briefs: a long brief of common words gives more to everybody. So each text
//! is compared with the brief by cosines, which no length favours; a firm's best texts are averaged, for a firm is not better suited
//! for having written more; and what is left between briefs is taken out by measuring each against all firms: how far a firm
//! stands above the usual answer to this brief, in standard deviations. Two looks, by words and by what goes with them, add up on
//! that scale (fusion by z-scores: Wu, "Data Fusion in Information Retrieval", 2012).

use std::collections::BTreeMap;

use passerelle_domain::{Brief, BriefId, FirmId, Gate};
use rayon::prelude::*;

use crate::index::{self, Index, IndexError};
use crate::rank::pool::Pool;
use crate::rank::terms::Words;
use crate::rank::{Query, gates, idf, meaning};

/// Texts of a firm that are averaged, its best ones.
const BEST_TEXTS: usize = 3;
/// Fewer firms than this have no usual answer to stand above: cosines are then taken as they are.
const LEAST_FIRMS: usize = 10;

/// How a brief suits a firm.
#[derive(Debug, Clone, PartialEq)]
pub struct Suited {
    /// The firm.
    pub firm: FirmId,
    /// 0 (nothing in common) to 1; compares across briefs, for one firm.
    pub fit: f64,
    /// Must-haves that it does not meet.
    pub gates: Vec<Gate>,
}

/// A firm, and briefs with its fit for each.
pub type BriefsOfFirm = (FirmId, Vec<(BriefId, f64)>);

impl Index {
    /// For every firm, in the order of identifiers, the briefs that suit it, best first; ties by identifier. Gates are not
    /// looked at: see [`Index::suited`].
    pub fn briefs_for_firms(
        &self,
        briefs: &[Brief],
        query: &Query<'_>,
    ) -> Result<Vec<BriefsOfFirm>, IndexError> {
        let lists: Vec<Vec<Suited>> =
            briefs.par_iter().map(|brief| self.suited(brief, query)).collect::<Result<_, _>>()?;
        let mut firms: BTreeMap<FirmId, Vec<(BriefId, f64)>> = BTreeMap::new();
        for (brief, list) in briefs.iter().zip(lists) {
            for suited in list {
                firms.entry(suited.firm).or_default().push((brief.id.clone(), suited.fit));
            }
        }
        for list in firms.values_mut() {
            list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        Ok(firms.into_iter().collect())
    }

    /// How a brief suits every firm, in the order of the index.
    pub fn suited(&self, brief: &Brief, query: &Query<'_>) -> Result<Vec<Suited>, IndexError> {
        let settings = query.settings;
        let hidden = index::hidden(query.hidden);
        let words = Words::of_brief(self, brief, settings);
        let pool = Pool::exhaustive(self, &words, hidden)?;
        let folded = meaning::folded(self, &words);
        let meaning = |unit: u32| folded.as_ref().map_or(0.0, |query| self.cosine(unit, query).max(0.0));
        let by_meaning = pool.units.iter().map(|(unit, _)| meaning(*unit)).collect();
        let looks = [by_words(self, &pool, &words), by_meaning]
            .map(|cosines: Vec<f64>| best_texts(self, &pool, &cosines, hidden));
        let (days, sites) = (gates::days(brief, query.today), gates::sites(brief, settings));
        let firms = pool.firms.iter().zip(fits(&looks));
        Ok(firms
            .filter_map(|(firm, fit)| {
                let known = &self.firms.get(*firm as usize)?.known;
                Some(Suited {
                    firm: known.id.clone(),
                    fit,
                    gates: gates::closed(&known.facts, brief, &days, &sites),
                })
            })
            .collect())
    }
}

/// About the cosine of each text of the pool and the brief, by words weighted by how much they tell. The length of a text's vector
/// is taken to be the root of its number of words.
fn by_words(index: &Index, pool: &Pool, words: &Words) -> Vec<f64> {
    let all = pool.all_units as f64;
    let damped = |count: f64| if count > 1.0 { 1.0 + count.ln() } else { count };
    let mut sums = vec![0.0; pool.units.len()];
    let mut squares = 0.0;
    for (number, count) in &words.whole {
        let Some(located) = pool.located.get(*number) else { continue };
        let tells = idf(all, located.units);
        let asked = damped(*count) * tells;
        squares += asked * asked;
        for hit in &located.hits {
            if let Some(sum) = sums.get_mut(hit.unit as usize) {
                *sum += asked * tells * damped(f64::from(hit.count));
            }
        }
    }
    let length = |unit: u32| index.units.get(unit as usize).map_or(1.0, |unit| unit.length.max(1.0).sqrt());
    let brief = squares.sqrt().max(f64::MIN_POSITIVE);
    sums.iter().zip(&pool.units).map(|(sum, (unit, _))| sum / brief / length(*unit)).collect()
}

/// Of each firm of the pool, the mean over its best texts.
fn best_texts(index: &Index, pool: &Pool, cosines: &[f64], hidden: Option<u64>) -> Vec<f64> {
    let mut best: Vec<Vec<f64>> = vec![Vec::new(); pool.firms.len()];
    for ((unit, firm), cosine) in pool.units.iter().zip(cosines) {
        if !index.is_hidden(*unit, hidden)
            && let Some(list) = best.get_mut(*firm as usize)
        {
            let place = list.partition_point(|other| other >= cosine);
            list.insert(place, *cosine);
            list.truncate(BEST_TEXTS);
        }
    }
    best.iter().map(|list| list.iter().sum::<f64>() / list.len().max(1) as f64).collect()
}

/// Puts looks together: 0 where none sees anything, else above 0 and below 1.
fn fits(looks: &[Vec<f64>]) -> Vec<f64> {
    let firms = looks.first().map_or(0, Vec::len);
    let usual: Vec<(f64, f64)> = looks
        .iter()
        .map(|look| {
            let mean = look.iter().sum::<f64>() / firms.max(1) as f64;
            let variance = look.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / firms.max(1) as f64;
            (mean, variance.sqrt())
        })
        .collect();
    let at = |look: &Vec<f64>, firm: usize| look.get(firm).copied().unwrap_or_default();
    let sum = |firm: usize| -> f64 {
        let values = looks.iter().map(|look| at(look, firm)).zip(&usual);
        if firms < LEAST_FIRMS {
            return values.map(|(value, _)| value).sum();
        }
        let far = |(value, (mean, deviation)): (f64, &(f64, f64))| {
            if *deviation > 1e-9 { (value - mean) / deviation } else { 0.0 }
        };
        values.map(far).sum()
    };
    let nothing = |firm: usize| looks.iter().all(|look| at(look, firm) <= 0.0);
    // The logistic function keeps the order.
    (0..firms).map(|firm| if nothing(firm) { 0.0 } else { 1.0 / (1.0 + (-sum(firm)).exp()) }).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use passerelle_domain::{BriefDraft, Document, DocumentId, DocumentKind, Profile};

    use super::*;
    use crate::{Knowledge, Settings, read_brief};

    fn profile(id: &str, texts: &[&str]) -> Profile {
        let document = |(i, text): (usize, &&str)| Document {
            id: DocumentId::new(&format!("{id}{i}")).unwrap(),
            kind: DocumentKind::Other,
            title: String::new(),
            text: (*text).to_owned(),
        };
        let documents = texts.iter().enumerate().map(document).collect();
        Profile { id: FirmId::new(id).unwrap(), name: id.to_owned(), language: None, documents }
    }

    fn brief(id: &str, text: &str) -> Brief {
        read_brief(BriefDraft::of_text(BriefId::new(id).unwrap(), text)).brief
    }

    fn order(
        profiles: &[Profile],
        briefs: &[Brief],
        hidden: Option<&DocumentId>,
    ) -> Vec<(String, Vec<String>)> {
        let index = Index::of_profiles(profiles, &Arc::new(Knowledge::default())).unwrap();
        let settings = Settings::default();
        let query = Query { settings: &settings, today: date(2026, 11, 24), hidden, depth: 1, explained: 0 };
        let lists = index.briefs_for_firms(briefs, &query).unwrap();
        assert_eq!(lists, index.briefs_for_firms(briefs, &query).unwrap());
        let found = |list: Vec<(BriefId, f64)>| {
            list.into_iter().filter(|(_, fit)| *fit > 0.0).map(|(id, _)| id.as_str().to_owned()).collect()
        };
        lists.into_iter().map(|(firm, list)| (firm.as_str().to_owned(), found(list))).collect()
    }

    const HEAT: &str = "We design heat exchangers and cooling loops for aircraft.";
    const TEST: &str = "We build test benches for hydraulic actuators.";

    fn briefs() -> Vec<Brief> {
        let long = "Heat exchangers for a cooling loop. ".to_owned()
            + &"The aircraft of the programme flies. ".repeat(40);
        vec![brief("bench", "A hydraulic test bench for actuators."), brief("heat", &long)]
    }

    #[test]
    fn each_firm_gets_the_brief_of_its_subject_first_however_long() {
        let profiles = [profile("one", &[HEAT]), profile("two", &[TEST])];
        let got = order(&profiles, &briefs(), None);
        assert_eq!(got[0].1.first().map(String::as_str), Some("heat"));
        assert_eq!(got[1].1, ["bench"]);
    }

    #[test]
    fn a_large_market_is_measured_against_its_usual_answer() {
        let mut profiles: Vec<Profile> = (0..12)
            .map(|i| profile(&format!("p{i:02}"), &["Our aircraft programme and its loops."]))
            .collect();
        profiles
            .extend([profile("one", &[HEAT, "Paint."]), profile("two", &[TEST, "Our aircraft programme."])]);
        let got: BTreeMap<_, _> = order(&profiles, &briefs(), None).into_iter().collect();
        assert_eq!(got["two"][0], "bench", "what everybody can answer says little of one");
        assert_eq!(got["one"][0], "heat");
    }

    #[test]
    fn a_hidden_text_leaves_no_trace() {
        let profiles = [profile("one", &[HEAT]), profile("two", &[TEST])];
        let hidden = DocumentId::new("two0").unwrap();
        assert!(order(&profiles, &briefs(), Some(&hidden))[1].1.is_empty());
    }
}
