//! Values of an evaluation: rankings against judgements, two systems side by side, what was annotated by hand.

use std::collections::BTreeMap;

use crate::{SizeClass, Strength};

/// Graded relevance: query, then item, then grade above zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgements(pub BTreeMap<String, BTreeMap<String, f64>>);

impl Judgements {
    /// The same judgements seen from the items: item, then query, then grade.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut turned: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
        for (query, grades) in &self.0 {
            for (item, grade) in grades {
                turned.entry(item.clone()).or_default().insert(query.clone(), *grade);
            }
        }
        Self(turned)
    }
}

/// One query's answer: items with scores, best first.
pub type RankedList = Vec<(String, f64)>;

/// The answers of a system: query, then its ranked items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run(pub BTreeMap<String, RankedList>);

/// What is measured of one query's answer; each is 0 to 1, more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Normalised discounted cumulative gain at 10, linear gain (Järvelin and Kekäläinen 2002, as in trec_eval).
    Ndcg10,
    /// Average precision over the whole depth; its mean is MAP.
    AveragePrecision,
    /// Share of relevant items within the first 20.
    Recall20,
    /// Reciprocal rank of the first relevant item; its mean is MRR.
    ReciprocalRank,
}

impl Measure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Ndcg10, Self::AveragePrecision, Self::Recall20, Self::ReciprocalRank];

    /// The name of its mean, as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ndcg10 => "nDCG@10",
            Self::AveragePrecision => "MAP",
            Self::Recall20 => "Recall@20",
            Self::ReciprocalRank => "MRR",
        }
    }

    /// The key of its mean in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ndcg10 => "ndcg_10",
            Self::AveragePrecision => "map",
            Self::Recall20 => "recall_20",
            Self::ReciprocalRank => "mrr",
        }
    }
}

/// The measures of one query's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryMeasures {
    /// Which query.
    pub query: String,
    /// One value for each of [`Measure::ALL`], in that order.
    pub values: [f64; 4],
}

impl QueryMeasures {
    /// The value of one measure.
    pub fn get(&self, measure: Measure) -> f64 {
        self.values[measure as usize]
    }
}

/// Between what bounds a figure lies, with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// A mean over queries and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// How much better the first of two systems is than the second, over the same queries.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Difference {
    /// The mean of the differences query by query, with its interval.
    pub mean: Mean,
    /// How likely a difference at least as large is when the two are equally good; two-sided, above 0, at most 1.
    pub p: f64,
    /// Queries that the first answers better.
    pub wins: usize,
    /// Queries that the second answers better.
    pub losses: usize,
    /// Queries that both answer equally well.
    pub ties: usize,
}

/// Two systems side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Queries counted.
    pub queries: usize,
    /// One line for each of [`Measure::ALL`], in that order.
    pub lines: Vec<ComparisonLine>,
    /// The queries whose nDCG@10 differs most, most first: query, first, second.
    pub largest: Vec<(String, f64, f64)>,
}

/// One measure of two systems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparisonLine {
    /// Which measure.
    pub measure: Measure,
    /// The mean of the first.
    pub first: Mean,
    /// The mean of the second.
    pub second: Mean,
    /// First less second.
    pub difference: Difference,
}

/// Where the relevant firms of one size class stand in the lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeLine {
    /// The class; `None` for firms that tell neither size nor headcount.
    pub class: Option<SizeClass>,
    /// Firms of this class.
    pub firms: usize,
    /// Pairs of a brief and a firm of this class with a grade of at least 2.
    pub pairs: usize,
    /// The mean of 1 / rank over these pairs; a pair that is not listed counts zero.
    pub mean_reciprocal_rank: f64,
    /// The median rank, from 1; `None` when that pair is not listed.
    pub median_rank: Option<f64>,
    /// The share of these pairs within the first 10.
    pub top_10: f64,
    /// The share within the first 10 if size played no part: each pair counts the share of its brief's relevant firms.
    pub expected: f64,
    /// Share less expected share, with its interval over pairs.
    pub difference: Mean,
}

/// What a person found in a firm's profile for a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceNote {
    /// The line of its file, from 1.
    pub line: usize,
    /// The brief.
    pub brief: String,
    /// The words of the brief that ask.
    pub requirement: String,
    /// The firm.
    pub firm: String,
    /// The sentences of the firm that answer, each enough by itself; empty when none does.
    pub sentences: Vec<String>,
}

/// What the product shows of a firm for a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A sentence.
    Sentence(String),
    /// That the requirement is met, without a sentence.
    MetUnquoted,
    /// That nothing was found.
    Missing,
    /// Nothing, because no requirement was read from those words.
    Unread,
}

/// One annotated pair of a requirement and a firm beside what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    /// What the person found.
    pub note: EvidenceNote,
    /// What the product shows.
    pub shown: Shown,
    /// Whether it is one of the sentences, or rightly missing.
    pub right: bool,
}

/// What a person understood of a requirement's strength.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrengthNote {
    /// The line of its file, from 1.
    pub line: usize,
    /// The brief.
    pub brief: String,
    /// The words of the brief that ask.
    pub requirement: String,
    /// How much they matter.
    pub strength: Strength,
}

/// One annotated strength beside the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrengthLine {
    /// What the person understood.
    pub note: StrengthNote,
    /// What was read; `None` when no requirement was read from those words.
    pub read: Option<Strength>,
}

impl StrengthLine {
    /// Whether both say the same.
    pub fn right(&self) -> bool {
        self.read == Some(self.note.strength)
    }

    /// Whether a must was read as less, or not at all.
    pub fn must_lost(&self) -> bool {
        self.note.strength == Strength::Must && !self.right()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_turned_twice_are_the_same() {
        let row = |list: &[(&str, f64)]| list.iter().map(|(id, g)| ((*id).to_owned(), *g)).collect();
        let judged = Judgements(
            [("q".to_owned(), row(&[("a", 2.0), ("b", 1.0)])), ("r".to_owned(), row(&[("a", 3.0)]))].into(),
        );
        let turned = judged.transposed();
        assert_eq!(turned.0["a"], row(&[("q", 2.0), ("r", 3.0)]));
        assert_eq!(turned.0["b"], row(&[("q", 1.0)]));
        assert_eq!(turned.transposed(), judged);
    }

    #[test]
    fn measures_keep_their_order() {
        let values = QueryMeasures { query: "q".into(), values: [0.1, 0.2, 0.3, 0.4] };
        assert!(
            Measure::ALL
                .iter()
                .zip([0.1, 0.2, 0.3, 0.4])
                .all(|(m, value)| (values.get(*m) - value).abs() < 1e-12)
        );
    }
}
