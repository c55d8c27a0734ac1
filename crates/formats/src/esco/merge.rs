//! How ESCO's skills join the concepts that we have.

use std::collections::{HashMap, HashSet};

use passerelle_domain::{Concept, ConceptId, fold};

use super::EscoSkill;

/// Concepts of both, and what became of ESCO's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Our concepts in their order, some with labels more; then those that ESCO alone has.
    pub concepts: Vec<Concept>,
    /// Of each concept that ESCO alone has, the place of its skill.
    pub imported: Vec<usize>,
    /// How many skills joined a concept of ours.
    pub joined: usize,
    /// Skills (by place) that are left out, because their English name already names several concepts.
    pub left_out: Vec<usize>,
}

/// Puts ESCO's skills to our concepts.
///
/// A skill whose preferred English label is one of ours, else whose preferred French label is, joins that concept: its
/// preferred labels are added, and of its other labels those of several words, because one word alone names too much
/// (« Mocha » for JavaScript). Any other skill becomes a concept of its own, named after its English label. A label that is
/// taken already is left out: first come ours, then preferred labels, then others, by order of skills.
pub fn merge(own: Vec<Concept>, skills: &[EscoSkill]) -> Merged {
    let mut names = Names::of(&own);
    let written = own.len();
    let mut concepts = own;
    let mut places: Vec<Option<usize>> = skills.iter().map(|skill| names.joins(skill)).collect();
    let joined = places.iter().flatten().count();
    let mut taken: HashSet<ConceptId> = concepts.iter().map(|concept| concept.id.clone()).collect();
    let (mut imported, mut left_out) = (Vec::new(), Vec::new());
    for (nth, (skill, place)) in skills.iter().zip(&mut places).enumerate() {
        let first = skill.english.first().filter(|label| names.claim_english(label));
        let index = match (*place, first) {
            (Some(index), _) => index,
            (None, Some(label)) => {
                let Some(id) = identifier(skill, label, &mut taken) else { continue };
                concepts.push(Concept { imported: true, ..Concept::named(id) });
                imported.push(nth);
                *place = Some(concepts.len() - 1);
                concepts.len() - 1
            }
            (None, None) => {
                left_out.push(nth);
                continue;
            }
        };
        let Some(concept) = concepts.get_mut(index) else { continue };
        concept.english.extend(first.cloned());
        concept.french.extend(skill.french.first().filter(|label| names.claim_french(label)).cloned());
        concept.esco.get_or_insert_with(|| skill.uri.clone());
    }
    for (skill, index) in skills.iter().zip(&places) {
        let Some(concept) = index.and_then(|index| concepts.get_mut(index)) else { continue };
        let wanted = |label: &&String| concept.imported || label.trim().contains(char::is_whitespace);
        let english = skill.english.iter().skip(1).filter(wanted).filter(|label| names.claim_english(label));
        let english: Vec<String> = english.cloned().collect();
        let french = skill.french.iter().skip(1).filter(wanted).filter(|label| names.claim_french(label));
        let french: Vec<String> = french.cloned().collect();
        concept.english.extend(english);
        concept.french.extend(french);
    }
    broader(&mut concepts, written, skills, &places);
    Merged { concepts, imported, joined, left_out }
}

/// Broader concepts of the imported ones; ours keep what they have.
fn broader(concepts: &mut [Concept], written: usize, skills: &[EscoSkill], places: &[Option<usize>]) {
    let by_uri: HashMap<&str, usize> = skills
        .iter()
        .zip(places)
        .filter_map(|(skill, place)| Some((skill.uri.as_str(), (*place)?)))
        .collect();
    for (skill, place) in skills.iter().zip(places) {
        let up = skill.broader.as_deref().and_then(|uri| by_uri.get(uri)).and_then(|&up| concepts.get(up));
        let up = up.map(|concept| concept.id.clone());
        if let Some(concept) = place.filter(|&p| p >= written).and_then(|p| concepts.get_mut(p)) {
            concept.broader = up;
        }
    }
}

/// `esco-` and the English label; with the beginning of the URI's last part when two labels make the same.
fn identifier(skill: &EscoSkill, label: &str, taken: &mut HashSet<ConceptId>) -> Option<ConceptId> {
    let last = skill.uri.rsplit('/').next().unwrap_or_default();
    let short: String = last.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    [format!("esco {label}"), format!("esco {short} {label}"), format!("esco {last} {label}")]
        .iter()
        .filter_map(|text| ConceptId::of_label(text))
        .find(|id| taken.insert(id.clone()))
}

/// Which folded labels are taken, and by which concept of ours: `None` when by several, or by an imported one.
#[derive(Default)]
struct Names {
    french: HashMap<String, Option<usize>>,
    english: HashMap<String, Option<usize>>,
}

impl Names {
    fn of(own: &[Concept]) -> Self {
        let mut names = Self::default();
        for (i, concept) in own.iter().enumerate() {
            let both = [(&mut names.french, &concept.french), (&mut names.english, &concept.english)];
            for (table, labels) in both {
                for label in labels.iter().chain(&concept.acronyms) {
                    let owner = table.entry(fold(label)).or_insert(Some(i));
                    if *owner != Some(i) {
                        *owner = None;
                    }
                }
            }
        }
        names
    }

    /// The concept of ours that a skill joins.
    fn joins(&self, skill: &EscoSkill) -> Option<usize> {
        let owner = |table: &HashMap<String, Option<usize>>, labels: &[String]| {
            labels.first().and_then(|label| table.get(&fold(label)).copied().flatten())
        };
        owner(&self.english, &skill.english).or_else(|| owner(&self.french, &skill.french))
    }

    fn claim_english(&mut self, label: &str) -> bool {
        claim(&mut self.english, label)
    }

    fn claim_french(&mut self, label: &str) -> bool {
        claim(&mut self.french, label)
    }
}

/// Takes a label if it is free and says something.
fn claim(table: &mut HashMap<String, Option<usize>>, label: &str) -> bool {
    let key = fold(label);
    if key.is_empty() || table.contains_key(&key) {
        return false;
    }
    table.insert(key, None);
    true
}
