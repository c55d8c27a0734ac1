//! Measures of rankings against judgements, equal to those of `trec_eval` for the same run.

use std::collections::BTreeMap;

use passerelle_domain::{Judgements, Measures, Run};

/// How deep a list is looked at.
const DEPTH: usize = 1000;

/// Means over all judged queries that have a relevant item; a query without an answer counts zero.
///
/// Items are ordered by score, ties by identifier downwards, and only the first 1,000 count, as in `trec_eval`. The gain of
/// nDCG is the grade itself, its discount log2(rank + 1) (Järvelin and Kekäläinen 2002). Of an item named twice the last
/// score counts.
pub fn measures(run: &Run, judgements: &Judgements) -> Measures {
    let mut sum = Measures::default();
    for (query, grades) in &judgements.0 {
        let relevant: BTreeMap<&str, f64> = grades
            .iter()
            .filter(|(_, grade)| **grade > 0.0)
            .map(|(id, grade)| (id.as_str(), *grade))
            .collect();
        if relevant.is_empty() {
            continue;
        }
        sum.queries += 1;
        let answers = run.0.get(query).map(Vec::as_slice).unwrap_or_default();
        let scores: BTreeMap<&str, f64> = answers.iter().map(|(id, score)| (id.as_str(), *score)).collect();
        let mut order: Vec<(&str, f64)> = scores.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(a.0)));
        order.truncate(DEPTH);
        add(&mut sum, &order, &relevant);
    }
    if sum.queries > 0 {
        let n = sum.queries as f64;
        sum.ndcg_10 /= n;
        sum.map /= n;
        sum.recall_20 /= n;
        sum.mrr /= n;
    }
    sum
}

fn add(sum: &mut Measures, order: &[(&str, f64)], relevant: &BTreeMap<&str, f64>) {
    let gain: f64 = order
        .iter()
        .take(10)
        .enumerate()
        .map(|(i, (id, _))| relevant.get(id).copied().unwrap_or(0.0) / discount(i))
        .sum();
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best: f64 = ideal.iter().take(10).enumerate().map(|(i, grade)| grade / discount(i)).sum();
    sum.ndcg_10 += gain / best;

    let (mut found, mut precision) = (0_usize, 0.0);
    for (i, (id, _)) in order.iter().enumerate() {
        if relevant.contains_key(id) {
            found += 1;
            precision += found as f64 / (i + 1) as f64;
            if found == 1 {
                sum.mrr += 1.0 / (i + 1) as f64;
            }
        }
    }
    sum.map += precision / relevant.len() as f64;
    sum.recall_20 += order.iter().take(20).filter(|(id, _)| relevant.contains_key(id)).count() as f64
        / relevant.len() as f64;
}

fn discount(place: usize) -> f64 {
    (place as f64 + 2.0).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &[(&str, &str, f64)]) -> Judgements {
        let mut all = Judgements::default();
        for (query, item, grade) in rows {
            all.0.entry((*query).to_owned()).or_default().insert((*item).to_owned(), *grade);
        }
        all
    }

    fn answered(rows: &[(&str, &[(&str, f64)])]) -> Run {
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
        let got = measures(&run, &judgements);
        let ideal = 3.0 + 1.0 / 3.0_f64.log2();
        assert!((got.ndcg_10 - (3.0 / 3.0_f64.log2() + 1.0 / 2.0) / ideal).abs() < 1e-12);
        assert!((got.map - f64::midpoint(0.5, 2.0 / 3.0)).abs() < 1e-12);
        assert!((got.mrr - 0.5).abs() < 1e-12);
        assert!((got.recall_20 - 1.0).abs() < 1e-12);
        assert_eq!(got.queries, 1);
    }

    #[test]
    fn ties_go_to_the_later_identifier_and_absent_queries_count_zero() {
        let judgements = judged(&[("q", "a", 1.0), ("absent", "a", 1.0)]);
        let run = answered(&[("q", &[("a", 0.5), ("b", 0.5)])]);
        let got = measures(&run, &judgements);
        assert!((got.mrr - 0.25).abs() < 1e-12, "b comes before a, and the absent query halves it: {got:?}");
        assert_eq!(got.queries, 2);
    }

    #[test]
    fn nothing_judged_is_nothing_measured() {
        assert_eq!(measures(&Run::default(), &Judgements::default()), Measures::default());
    }
}
