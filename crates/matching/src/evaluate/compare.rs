//! Two systems side by side over the same queries.

use std::collections::BTreeMap;

use passerelle_domain::{Comparison, ComparisonLine, Measure, QueryMeasures};

use super::bootstrap;

/// How many of the queries that differ most are named.
const NAMED: usize = 10;

/// Compares two systems over the queries that both were measured on; measured against the same judgements these are all.
pub fn compare(first: &[QueryMeasures], second: &[QueryMeasures]) -> Comparison {
    let others: BTreeMap<&str, &QueryMeasures> = second.iter().map(|b| (b.query.as_str(), b)).collect();
    let (first, second): (Vec<QueryMeasures>, Vec<QueryMeasures>) =
        first.iter().filter_map(|a| Some((a.clone(), (*others.get(a.query.as_str())?).clone()))).unzip();
    let lines = Measure::ALL
        .into_iter()
        .map(|measure| {
            let (a, b) = (bootstrap::values(&first, measure), bootstrap::values(&second, measure));
            ComparisonLine {
                measure,
                first: bootstrap::mean(&a),
                second: bootstrap::mean(&b),
                difference: bootstrap::paired(&a, &b),
            }
        })
        .collect();
    let by = Measure::Ndcg10;
    let mut largest: Vec<(String, f64, f64)> = first
        .iter()
        .zip(&second)
        .map(|(a, b)| (a.query.clone(), a.get(by), b.get(by)))
        .filter(|(_, a, b)| (a - b).abs() > 0.0)
        .collect();
    largest.sort_by(|x, y| (y.1 - y.2).abs().total_cmp(&(x.1 - x.2).abs()).then_with(|| x.0.cmp(&y.0)));
    largest.truncate(NAMED);
    Comparison { queries: first.len(), lines, largest }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{answered, judged};
    use super::super::{DEPTH, per_query};
    use super::*;

    #[test]
    fn wins_losses_and_the_largest_differences_are_named() {
        let judgements = judged(&[("p", "a", 1.0), ("q", "a", 1.0), ("r", "a", 1.0)]);
        let one = answered(&[("p", &[("a", 1.0)]), ("q", &[("x", 2.0), ("a", 1.0)]), ("r", &[("a", 1.0)])]);
        let two = answered(&[("p", &[("x", 2.0), ("a", 1.0)]), ("q", &[("a", 1.0)])]);
        let (one, two) = (per_query(&one, &judgements, DEPTH), per_query(&two, &judgements, DEPTH));
        let got = compare(&one, &two);
        let line = got.lines[3];
        assert_eq!((got.queries, line.measure), (3, Measure::ReciprocalRank));
        assert!((line.first.value - 2.5 / 3.0).abs() < 1e-12 && (line.second.value - 0.5).abs() < 1e-12);
        assert!((line.difference.mean.value - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!((line.difference.wins, line.difference.losses, line.difference.ties), (2, 1, 0));
        let named: Vec<&str> = got.largest.iter().map(|(query, ..)| query.as_str()).collect();
        assert_eq!(named, ["r", "p", "q"], "the absent answer first, then by name");
    }
}
