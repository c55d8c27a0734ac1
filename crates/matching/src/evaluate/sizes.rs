//! Where relevant firms stand, by size: a small firm must not be buried for having few references.

use std::collections::BTreeMap;

use passerelle_domain::{Judgements, Run, SizeClass, SizeLine};

use super::{bootstrap, ordered};

/// From this grade on, a firm is one to meet.
const TO_MEET: f64 = 2.0;
/// As far as people look.
const FIRST: usize = 10;

/// One brief's firm that should be met.
struct Pair {
    class: Option<SizeClass>,
    /// From 1; `None` when it is not listed.
    rank: Option<usize>,
    /// The share of the brief's firms to meet that are within the first ten.
    expected: f64,
}

/// Ranks of the firms to meet (grade 2 and above), class by class, those of unknown size last.
///
/// The expected share assumes that size plays no part: of a brief that has k of its n firms to meet within the first ten,
/// each counts k/n. So a class is not blamed for the hard briefs that its firms happen to suit.
pub fn by_size(
    run: &Run,
    judgements: &Judgements,
    sizes: &BTreeMap<String, Option<SizeClass>>,
    depth: usize,
) -> Vec<SizeLine> {
    let mut pairs = Vec::new();
    for (query, grades) in &judgements.0 {
        let order = ordered(run, query, depth);
        let ranks: Vec<(&String, Option<usize>)> = grades
            .iter()
            .filter(|(_, grade)| **grade >= TO_MEET)
            .map(|(id, _)| (id, order.iter().position(|listed| listed == id).map(|at| at + 1)))
            .collect();
        let found = ranks.iter().filter(|(_, rank)| early(*rank)).count();
        let expected = found as f64 / ranks.len() as f64;
        pairs.extend(ranks.into_iter().map(|(id, rank)| Pair {
            class: sizes.get(id).copied().flatten(),
            rank,
            expected,
        }));
    }
    let classes =
        [SizeClass::Micro, SizeClass::Small, SizeClass::Medium, SizeClass::Intermediate, SizeClass::Large];
    classes
        .into_iter()
        .map(Some)
        .chain([None])
        .map(|class| {
            let firms = sizes.values().filter(|size| **size == class).count();
            line(class, firms, &pairs.iter().filter(|pair| pair.class == class).collect::<Vec<_>>())
        })
        .filter(|line| line.firms > 0 || line.pairs > 0)
        .collect()
}

fn line(class: Option<SizeClass>, firms: usize, pairs: &[&Pair]) -> SizeLine {
    let share =
        |of: fn(&Pair) -> f64| pairs.iter().map(|pair| of(pair)).sum::<f64>() / (pairs.len() as f64).max(1.0);
    let beyond: Vec<f64> = pairs.iter().map(|pair| hit(pair) - pair.expected).collect();
    SizeLine {
        class,
        firms,
        pairs: pairs.len(),
        mean_reciprocal_rank: share(|pair| pair.rank.map_or(0.0, |rank| 1.0 / rank as f64)),
        median_rank: median(pairs.iter().map(|pair| pair.rank).collect()),
        top_10: share(hit),
        expected: share(|pair| pair.expected),
        difference: bootstrap::mean(&beyond),
    }
}

fn early(rank: Option<usize>) -> bool {
    rank.is_some_and(|rank| rank <= FIRST)
}

fn hit(pair: &Pair) -> f64 {
    f64::from(u8::from(early(pair.rank)))
}

/// Ranks that are not listed come after all others.
fn median(mut ranks: Vec<Option<usize>>) -> Option<f64> {
    ranks.sort_by_key(|rank| rank.unwrap_or(usize::MAX));
    let upper = (*ranks.get(ranks.len() / 2)?)? as f64;
    if ranks.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = (*ranks.get(ranks.len() / 2 - 1)?)? as f64;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{answered, judged};
    use super::*;

    #[test]
    fn a_class_is_compared_with_the_briefs_it_suits() {
        let mut list: Vec<(&str, f64)> = vec![("big", 9.0)];
        list.extend(["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|id| (id, 5.0)));
        list.push(("small", 1.0));
        let run = answered(&[("p", &list), ("q", &[("small", 1.0)])]);
        let judgements = judged(&[
            ("p", "big", 3.0),
            ("p", "small", 2.0),
            ("p", "9", 1.0),
            ("q", "small", 3.0),
            ("q", "unlisted", 2.0),
        ]);
        let sizes = [("big", Some(SizeClass::Large)), ("small", Some(SizeClass::Small)), ("unlisted", None)];
        let sizes = sizes.into_iter().map(|(id, size)| (id.to_owned(), size)).collect();
        let got = by_size(&run, &judgements, &sizes, 1000);
        let classes: Vec<_> = got.iter().map(|line| (line.class, line.firms, line.pairs)).collect();
        assert_eq!(classes, [(Some(SizeClass::Small), 1, 2), (Some(SizeClass::Large), 1, 1), (None, 1, 1)]);
        let small = got[0];
        assert_eq!((small.top_10, small.expected, small.difference.value), (0.5, 0.5, 0.0));
        assert_eq!(small.median_rank, Some(6.0), "ranks 11 and 1");
        assert!((small.mean_reciprocal_rank - f64::midpoint(1.0, 1.0 / 11.0)).abs() < 1e-12);
        let large = got[1];
        assert_eq!((large.top_10, large.expected, large.difference.value), (1.0, 0.5, 0.5));
        assert_eq!((got[2].median_rank, got[2].top_10, got[2].expected), (None, 0.0, 0.5));
    }
}
