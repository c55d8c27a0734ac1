//! Plain BM25, a peer to compare with: what any search engine gives without knowing firms or briefs.

use std::collections::{BTreeMap, HashMap};

use passerelle_domain::{Brief, DocumentId, FirmId, Language, Profile};
use rayon::prelude::*;

use crate::analyse::{Analysers, detect};

/// How fast repetition stops counting; the usual value.
const K1: f64 = 1.2;
/// How much a long text pays; the usual value.
const B: f64 = 0.75;

/// Okapi BM25 (Robertson and Zaragoza 2009, with the idf of Lucene, which is never negative) over the concatenated text of
/// each profile: one field, stemmed in the language that most profiles are written in.
///
/// A query is the bag of its title's and text's words, a repeated word counting as often as it stands there. No weights of
/// fields, no requirements, no lexicon, no gate.
pub struct Baseline {
    language: Language,
    analysers: Analysers,
    profiles: Vec<FirmId>,
    /// For each word, the texts that hold it and how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
    texts: Vec<Text>,
    /// Words of each profile.
    lengths: Vec<f64>,
    mean_length: f64,
}

/// One text of one profile; apart, so that a query's own document can be hidden.
struct Text {
    profile: usize,
    /// `None` for the profile's name.
    document: Option<DocumentId>,
    /// In words.
    length: f64,
}

impl Text {
    fn is(&self, hidden: Option<&DocumentId>) -> bool {
        hidden.is_some() && self.document.as_ref() == hidden
    }
}

impl std::fmt::Debug for Baseline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Baseline").field("profiles", &self.profiles.len()).finish_non_exhaustive()
    }
}

impl Baseline {
    /// Counts the words of every profile.
    pub fn of(profiles: &[Profile]) -> Self {
        let analysers = Analysers::new();
        let language = main_language(profiles);
        let counted: Vec<(Text, Vec<String>)> = profiles
            .par_iter()
            .enumerate()
            .flat_map_iter(|(place, profile)| texts(place, profile, &analysers, language))
            .collect();
        let mut texts = Vec::with_capacity(counted.len());
        let mut lengths = vec![0.0; profiles.len()];
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        for (number, (text, words)) in counted.into_iter().enumerate() {
            if let Some(length) = lengths.get_mut(text.profile) {
                *length += text.length;
            }
            for word in words {
                let list = postings.entry(word).or_default();
                match list.last_mut() {
                    Some((holder, times)) if *holder == number => *times += 1.0,
                    _ => list.push((number, 1.0)),
                }
            }
            texts.push(text);
        }
        let mean_length = lengths.iter().sum::<f64>() / (lengths.len() as f64).max(1.0);
        let profiles = profiles.iter().map(|profile| profile.id.clone()).collect();
        Self { language, analysers, profiles, postings, texts, lengths, mean_length }
    }

    /// The profiles that share a word with the brief, with their scores, best first; the hidden document counts nowhere.
    pub fn rank(&self, brief: &Brief, hidden: Option<&DocumentId>) -> Vec<(FirmId, f64)> {
        let asked = |text: &str| self.analysers.stems(text, self.language).into_iter();
        let mut words: BTreeMap<String, f64> = BTreeMap::new();
        // A title given apart is asked too; one that the text begins with is not asked twice.
        let title = brief.title.as_str();
        for word in asked(if brief.text.contains(title) { "" } else { title }).chain(asked(&brief.text)) {
            *words.entry(word).or_default() += 1.0;
        }
        let mut hidden_length: BTreeMap<usize, f64> = BTreeMap::new();
        for text in self.texts.iter().filter(|text| text.is(hidden)) {
            *hidden_length.entry(text.profile).or_default() += text.length;
        }
        let length = |profile: usize| {
            let whole = self.lengths.get(profile).copied().unwrap_or_default();
            (whole - hidden_length.get(&profile).copied().unwrap_or_default()) / self.mean_length
        };
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (word, asked) in &words {
            let times = self.times(word, hidden);
            let idf = idf(self.profiles.len(), times.len());
            for (profile, times) in times {
                let weight = times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length(profile)));
                *scores.entry(profile).or_default() += asked * idf * weight;
            }
        }
        let mut ranked: Vec<(FirmId, f64)> = scores
            .into_iter()
            .filter_map(|(profile, score)| Some((self.profiles.get(profile)?.clone(), score)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked
    }

    /// How often each profile holds a word.
    fn times(&self, word: &str, hidden: Option<&DocumentId>) -> BTreeMap<usize, f64> {
        let mut times: BTreeMap<usize, f64> = BTreeMap::new();
        for (number, count) in self.postings.get(word).map(Vec::as_slice).unwrap_or_default() {
            if let Some(text) = self.texts.get(*number)
                && !text.is(hidden)
            {
                *times.entry(text.profile).or_default() += count;
            }
        }
        times
    }
}

fn idf(all: usize, holding: usize) -> f64 {
    (1.0 + (all as f64 - holding as f64 + 0.5) / (holding as f64 + 0.5)).ln()
}

/// The name, unless it is already the heading of a text, and each document's heading and text; with their words.
fn texts(
    place: usize,
    profile: &Profile,
    analysers: &Analysers,
    language: Language,
) -> Vec<(Text, Vec<String>)> {
    let stems = |text: &str| analysers.stems(text, language).into_iter();
    let text = |document: Option<&DocumentId>, words: Vec<String>| {
        (Text { profile: place, document: document.cloned(), length: words.len() as f64 }, words)
    };
    let titled = profile.documents.iter().any(|document| document.title == profile.name);
    let name = if titled { "" } else { profile.name.as_str() };
    let mut all = vec![text(None, stems(name).collect())];
    for document in &profile.documents {
        all.push(text(Some(&document.id), stems(&document.title).chain(stems(&document.text)).collect()));
    }
    all
}

fn main_language(profiles: &[Profile]) -> Language {
    let french: i64 = profiles
        .par_iter()
        .map(|profile| {
            let texts = profile.documents.iter().take(12).flat_map(|d| [d.title.as_str(), d.text.as_str()]);
            match profile.language.or_else(|| detect(&texts.collect::<Vec<_>>().join("\n"))) {
                Some(Language::French) => 1,
                Some(Language::English) => -1,
                None => 0,
            }
        })
        .sum();
    if french > 0 { Language::French } else { Language::English }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{BriefDraft, BriefId, Document, DocumentKind};

    use super::*;
    use crate::read_brief;

    fn profile(id: &str, texts: &[(&str, &str)]) -> Profile {
        let documents = texts.iter().map(|(id, text)| Document {
            id: DocumentId::new(id).unwrap(),
            kind: DocumentKind::Other,
            title: String::new(),
            text: (*text).to_owned(),
        });
        Profile {
            id: FirmId::new(id).unwrap(),
            name: String::new(),
            language: Some(Language::English),
            documents: documents.collect(),
        }
    }

    fn brief(text: &str) -> Brief {
        read_brief(BriefDraft::of_text(BriefId::new("q").unwrap(), text)).brief
    }

    #[test]
    fn scores_agree_with_a_hand_computation() {
        let baseline = Baseline::of(&[
            profile("a", &[("1", "hydrogen tank"), ("2", "hydrogen valve")]),
            profile("b", &[("3", "hydrogen station")]),
            profile("c", &[("4", "railway")]),
        ]);
        let got = baseline.rank(&brief("hydrogen"), None);
        // Lengths 4, 2 and 1, mean 7/3; two of three profiles hold the word.
        let idf = (1.0_f64 + 1.5 / 2.5).ln();
        let weight =
            |times: f64, length: f64| times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length * 3.0 / 7.0));
        let expected = [("a", idf * weight(2.0, 4.0)), ("b", idf * weight(1.0, 2.0))];
        assert_eq!(got.len(), 2);
        for ((firm, score), (id, by_hand)) in got.iter().zip(expected) {
            assert_eq!(firm.as_str(), id);
            assert!((score - by_hand).abs() < 1e-12, "{id}: {score} is not {by_hand}");
        }
    }

    #[test]
    fn the_hidden_document_counts_nowhere() {
        let rail = profile("b", &[("3", "rail")]);
        let whole = Baseline::of(&[profile("a", &[("1", "hydrogen tank"), ("2", "rail")]), rail]);
        let hidden = |id: &str| DocumentId::new(id).ok();
        assert!(whole.rank(&brief("hydrogen"), hidden("1").as_ref()).is_empty());
        assert_eq!(whole.rank(&brief("hydrogen"), hidden("2").as_ref()).len(), 1);
        let found = whole.rank(&brief("rail"), hidden("1").as_ref());
        assert!((found[0].1 - found[1].1).abs() < 1e-12, "without it both profiles are the same: {found:?}");
    }
}
