//! How sure a mean over queries is: the bootstrap, with a seed, so that the same figures come out on any machine.

use passerelle_domain::{Difference, Interval, Mean, Measure, QueryMeasures};
use rayon::prelude::*;

/// Resamples: enough for the third digit of a 95 % interval to stand still.
pub const RESAMPLES: usize = 10_000;
/// Resamples in either tail of a 95 % interval.
const TAIL: usize = RESAMPLES / 40;
/// Differences below this are rounding.
const NOTHING: f64 = 1e-12;

/// The mean of each of [`Measure::ALL`] over queries.
pub fn means(queries: &[QueryMeasures]) -> [Mean; 4] {
    Measure::ALL.map(|measure| mean(&values(queries, measure)))
}

pub(super) fn values(queries: &[QueryMeasures], measure: Measure) -> Vec<f64> {
    queries.iter().map(|query| query.get(measure)).collect()
}

/// A mean with its 95 % percentile interval (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
/// Of nothing it is zero.
pub(super) fn mean(values: &[f64]) -> Mean {
    if values.is_empty() {
        return Mean::default();
    }
    let mut resampled = resamples(values, average);
    resampled.sort_by(f64::total_cmp);
    // The k-th smallest and the k-th largest, k = (B + 1) 0.025 rounded down.
    let bound = |i: usize| resampled.get(i).copied().unwrap_or_default();
    let interval = Interval { low: bound(TAIL - 1), high: bound(RESAMPLES - TAIL) };
    Mean { value: average(values), interval }
}

/// First less second, query by query: the interval of the mean difference, and the two-sided p-value of the paired bootstrap
/// test on the studentised mean (Efron and Tibshirani 1993, chapter 16; Sakai, Evaluating evaluation metrics based on the
/// bootstrap, SIGIR 2006).
pub(super) fn paired(first: &[f64], second: &[f64]) -> Difference {
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let count = |which: fn(f64) -> bool| differences.iter().filter(|d| which(**d)).count();
    Difference {
        mean: mean(&differences),
        p: p_value(&differences),
        wins: count(|d| d > NOTHING),
        losses: count(|d| d < -NOTHING),
        ties: count(|d| d.abs() <= NOTHING),
    }
}

/// How often differences shifted to a mean of zero give a mean at least as extreme. The observed one counts as one of the
/// resamples, so that no p-value is zero; one difference alone says nothing.
fn p_value(differences: &[f64]) -> f64 {
    if differences.len() < 2 {
        return 1.0;
    }
    let seen = studentised(differences).abs();
    let centre = average(differences);
    let shifted: Vec<f64> = differences.iter().map(|d| d - centre).collect();
    let extreme = resamples(&shifted, studentised).iter().filter(|t| t.abs() >= seen).count();
    (extreme + 1) as f64 / (RESAMPLES + 1) as f64
}

/// The mean in units of its standard error; infinite when all values are the same and not zero.
fn studentised(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let centre = average(values);
    let variance = values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / (n - 1.0);
    if centre.abs() < NOTHING {
        0.0
    } else if variance.sqrt() < NOTHING {
        f64::INFINITY * centre.signum()
    } else {
        centre / (variance / n).sqrt()
    }
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A statistic of as many samples drawn with replacement, each from a stream of its own: the threads do not matter.
fn resamples(values: &[f64], statistic: fn(&[f64]) -> f64) -> Vec<f64> {
    (0..RESAMPLES as u64)
        .into_par_iter()
        .map_init(
            || vec![0.0; values.len()],
            |sample, seed| {
                let mut rng = Rng(Rng(seed).next());
                for slot in sample.iter_mut() {
                    *slot = values.get(rng.below(values.len())).copied().unwrap_or_default();
                }
                statistic(sample)
            },
        )
        .collect()
}

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * (n as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, by: f64) -> bool {
        (a - b).abs() <= by
    }

    #[test]
    fn the_interval_of_a_constant_is_that_constant() {
        let got = mean(&[0.3; 7]);
        assert!(
            [got.value, got.interval.low, got.interval.high].iter().all(|v| near(*v, 0.3, 1e-12)),
            "{got:?}"
        );
        assert_eq!(mean(&[]), Mean::default());
    }

    #[test]
    fn two_values_have_the_interval_that_counting_gives() {
        // Means 0, 1/2, 1 with chances 1/4, 1/2, 1/4: both tails of 2.5 % lie within the outer ones.
        let got = mean(&[0.0, 1.0]);
        assert_eq!((got.value, got.interval), (0.5, Interval { low: 0.0, high: 1.0 }));
        // Of six zeros and ones the mean 0 has a chance of 1/64, below 2.5 %, and 1/6 of 7/64 in all: it is the bound.
        let got = mean(&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]).interval;
        assert!(near(got.low, 1.0 / 6.0, 1e-12) && near(got.high, 5.0 / 6.0, 1e-12), "{got:?}");
    }

    #[test]
    fn an_interval_covers_the_truth_about_as_often_as_it_says() {
        // Uniform numbers, whose mean is known: 95 % of 200 intervals, give or take four standard errors.
        let mut rng = Rng(11);
        let mut covered = 0;
        for _ in 0..200 {
            let sample: Vec<f64> = (0..40).map(|_| rng.below(1_000_000) as f64 / 1e6).collect();
            let Interval { low, high } = mean(&sample).interval;
            covered += usize::from(low <= 0.5 && 0.5 <= high);
        }
        assert!((176..=199).contains(&covered), "{covered} of 200");
    }

    #[test]
    fn a_run_does_not_differ_from_itself() {
        let values = [0.1, 0.7, 0.4];
        let got = paired(&values, &values);
        assert_eq!((got.mean, got.p), (Mean::default(), 1.0));
        assert_eq!((got.wins, got.losses, got.ties), (0, 0, 3));
    }

    #[test]
    fn a_difference_everywhere_is_seen_and_one_by_chance_is_not() {
        let low: Vec<f64> = (0..40).map(|i| f64::from(i % 7) / 10.0).collect();
        let high: Vec<f64> = low.iter().enumerate().map(|(i, v)| v + 0.1 + (i % 3) as f64 / 50.0).collect();
        let got = paired(&high, &low);
        assert!(got.p < 0.001 && got.mean.interval.low > 0.09 && got.wins == 40, "{got:?}");
        let back = paired(&low, &high);
        assert!(
            near(back.mean.value, -got.mean.value, 1e-12) && back.losses == 40 && near(back.p, got.p, 1e-9)
        );
        let other: Vec<f64> =
            low.iter().enumerate().map(|(i, v)| if i % 2 == 0 { v + 0.1 } else { v - 0.1 }).collect();
        let got = paired(&other, &low);
        assert!(got.p > 0.5 && got.mean.interval.low < 0.0 && got.mean.interval.high > 0.0, "{got:?}");
    }

    #[test]
    fn the_same_difference_everywhere_is_no_chance_and_one_query_says_nothing() {
        assert!(paired(&[0.3; 30], &[0.1; 30]).p < 0.001);
        assert!(near(paired(&[0.3], &[0.1]).p, 1.0, 0.0));
    }
}
