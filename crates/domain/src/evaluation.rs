//! Values of an evaluation of rankings against judgements.

use std::collections::BTreeMap;

/// Graded relevance: query, then item, then grade above zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgements(pub BTreeMap<String, BTreeMap<String, f64>>);

/// One query's answer: items with scores, best first.
pub type RankedList = Vec<(String, f64)>;

/// The answers of a system: query, then its ranked items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run(pub BTreeMap<String, RankedList>);

/// Means over the queries that have at least one relevant item.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// Normalised discounted cumulative gain at 10, linear gain (Järvelin and Kekäläinen 2002, as in trec_eval).
    pub ndcg_10: f64,
    /// Mean average precision over the first 1,000.
    pub map: f64,
    /// Share of relevant items within the first 20.
    pub recall_20: f64,
    /// Mean reciprocal rank of the first relevant item.
    pub mrr: f64,
    /// Queries counted.
    pub queries: usize,
}
