//! Measures of rankings against judgements, equal to those of `trec_eval` for the same run; how sure they are; two systems
//! side by side; a plain baseline; firms by size; evidence and strengths beside what people annotated.

mod annotated;
mod baseline;
mod bootstrap;
mod compare;
mod sizes;

use std::collections::BTreeMap;

use passerelle_domain::{Judgements, QueryMeasures, Run};

pub use annotated::{asks, evidence, strengths};
pub use baseline::Baseline;
pub use bootstrap::{RESAMPLES, means};
pub use compare::compare;
pub use sizes::by_size;

/// How deep a list is looked at when nothing else is said, as in `trec_eval`.
pub const DEPTH: usize = 1000;

/// The measures of each judged query that has a relevant item, by query; one without an answer counts zero.
///
/// Items are ordered by score, ties by identifier downwards, and only the first `depth` count, as in `trec_eval`. The gain of
/// nDCG is the grade itself, its discount log2(rank + 1) (Järvelin and Kekäläinen 2002). Of an item named twice the last
/// score counts.
pub fn per_query(run: &Run, judgements: &Judgements, depth: usize) -> Vec<QueryMeasures> {
    let mut all = Vec::new();
    for (query, grades) in &judgements.0 {
        let relevant: BTreeMap<&str, f64> = grades
            .iter()
            .filter(|(_, grade)| **grade > 0.0)
            .map(|(id, grade)| (id.as_str(), *grade))
            .collect();
        if !relevant.is_empty() {
            let values = of_one(&ordered(run, query, depth), &relevant);
            all.push(QueryMeasures { query: query.clone(), values });
        }
    }
    all
}

/// The first items of a query's answer, best first.
fn ordered<'r>(run: &'r Run, query: &str, depth: usize) -> Vec<&'r str> {
    let answers = run.0.get(query).map(Vec::as_slice).unwrap_or_default();
    let scores: BTreeMap<&str, f64> = answers.iter().map(|(id, score)| (id.as_str(), *score)).collect();
    let mut order: Vec<(&str, f64)> = scores.into_iter().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(a.0)));
    order.truncate(depth);
    order.into_iter().map(|(id, _)| id).collect()
}

/// The values in the order of `Measure::ALL`.
fn of_one(order: &[&str], relevant: &BTreeMap<&str, f64>) -> [f64; 4] {
    let gains = order.iter().take(10).enumerate();
    let gain = gains
        .map(|(i, id)| relevant.get(id).copied().unwrap_or(0.0) / discount(i))
        // The sum of nothing is a negative zero.
        .fold(0.0, |sum, gain| sum + gain);
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best: f64 = ideal.iter().take(10).enumerate().map(|(i, grade)| grade / discount(i)).sum();

    let (mut found, mut precision, mut first) = (0_usize, 0.0, 0.0);
    for (i, _) in order.iter().enumerate().filter(|(_, id)| relevant.contains_key(*id)) {
        found += 1;
        precision += found as f64 / (i + 1) as f64;
        if found == 1 {
            first = 1.0 / (i + 1) as f64;
        }
    }
    let early = order.iter().take(20).filter(|id| relevant.contains_key(*id)).count();
    let all = relevant.len() as f64;
    [gain / best, precision / all, early as f64 / all, first]
}

fn discount(place: usize) -> f64 {
    (place as f64 + 2.0).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn judged(rows: &[(&str, &str, f64)]) -> Judgements {
        let mut all = Judgements::default();
        for (query, item, grade) in rows {
            all.0.entry((*query).to_owned()).or_default().insert((*item).to_owned(), *grade);
        }
        all
    }

    pub(super) fn answered(rows: &[(&str, &[(&str, f64)])]) -> Run {
        Run(rows
            .iter()
            .map(|(query, list)| {
                ((*query).to_owned(), list.iter().map(|(id, s)| ((*id).to_owned(), *s)).collect())
            })
            .collect())
    }

    #[test]
    fn measures_agree_with_a_hand_computation() {
        let judgements = judged(&[("q", "a", 3.0), ("q", "b", 1.0), ("q", "z", 0.0), ("none", "a", 0.0)]);
        let run = answered(&[("q", &[("x", 0.9), ("a", 0.8), ("b", 0.1)])]);
        let got = per_query(&run, &judgements, DEPTH);
        assert_eq!(got.len(), 1, "a query without a relevant item does not count");
        let ideal = 3.0 + 1.0 / 3.0_f64.log2();
        let expected = [(3.0 / 3.0_f64.log2() + 1.0 / 2.0) / ideal, f64::midpoint(0.5, 2.0 / 3.0), 1.0, 0.5];
        assert!(got[0].values.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{got:?}");
    }

    #[test]
    fn ties_go_to_the_later_identifier_and_absent_queries_count_zero() {
        let judgements = judged(&[("q", "a", 1.0), ("absent", "a", 1.0)]);
        let run = answered(&[("q", &[("a", 0.5), ("b", 0.5)])]);
        let got = per_query(&run, &judgements, DEPTH);
        let ranks: Vec<f64> = got.iter().map(|q| q.values[3]).collect();
        assert_eq!(ranks, [0.0, 0.5], "b comes before a: {got:?}");
    }

    #[test]
    fn what_lies_deeper_does_not_count() {
        let judgements = judged(&[("q", "a", 1.0)]);
        let run = answered(&[("q", &[("x", 0.9), ("a", 0.8)])]);
        assert!(per_query(&run, &judgements, 1)[0].values.iter().all(|v| *v == 0.0));
        assert!(per_query(&run, &judgements, 2)[0].values.iter().all(|v| *v > 0.0));
    }

    #[test]
    fn nothing_judged_is_nothing_measured() {
        assert!(per_query(&Run::default(), &Judgements::default(), DEPTH).is_empty());
    }
}
