//! Linear programmes in integers, and the one place that knows which solver answers them.
//!
//! With HiGHS the bound of a continuous programme is not the solver's word: its duals are rounded to fractions and the bound
//! is recomputed in integers by weak duality, so that no tolerance can make it too small.

#[cfg(feature = "highs")]
#[path = "highs.rs"]
mod backend;
#[cfg(all(feature = "microlp", not(feature = "highs")))]
#[path = "microlp.rs"]
mod backend;
#[cfg(feature = "highs")]
mod interrupt;
mod stated;

use crate::options::Stop;

/// Most variables of a mixed programme that is worth trying with the solver at hand.
pub(crate) const MIXED_SIZE: usize = if cfg!(feature = "highs") { 30_000 } else { 1_500 };

/// Fractions of duals are kept in these units: the first is exact for halves, thirds, quarters, fifths, the second close to anything.
const UNITS: [i64; 2] = [60, 1 << 20];
/// A variable this close to an integer is one.
const NEAR: f64 = 1e-5;

/// The sense of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    AtMost,
    AtLeast,
}

/// One row: terms (variable, coefficient), sense, right-hand side.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) terms: Vec<(usize, i64)>,
    pub(crate) sense: Sense,
    pub(crate) rhs: i64,
}

/// A programme to maximise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lp {
    cost: Vec<i64>,
    bounds: Vec<(i64, i64)>,
    integer: Vec<bool>,
    rows: Vec<Row>,
}

/// How much a solve may work.
#[derive(Clone, Copy)]
pub(crate) struct Work<'s> {
    /// Asked again and again while the solver runs.
    pub(crate) stop: &'s dyn Stop,
    /// Nodes of branch and bound.
    #[cfg_attr(not(feature = "highs"), expect(dead_code, reason = "microlp counts no nodes"))]
    pub(crate) nodes: usize,
    /// Steps of the simplex method in a mixed programme; looked at now and then.
    #[cfg_attr(not(feature = "highs"), expect(dead_code, reason = "microlp counts no steps"))]
    pub(crate) iterations: usize,
}

impl<'s> Work<'s> {
    /// Enough for a continuous programme.
    pub(crate) fn plain(stop: &'s dyn Stop) -> Self {
        Self { stop, nodes: 0, iterations: 0 }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) x: Vec<f64>,
    /// An upper bound on the objective; none when the solver ended before it had one.
    pub(crate) bound: Option<i64>,
    /// What each variable is worth at the duals; none without duals.
    pub(crate) prices: Option<Prices>,
    /// By row: the multiplier the solver gives it, at least zero for `AtMost` up to its tolerance; none without duals.
    pub(crate) duals: Option<Vec<f64>>,
}

/// Reduced costs with the bound they belong to.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    /// The bound by weak duality.
    pub(crate) bound: i64,
    /// By variable: raising one with a negative figure by 1 from its lower bound, or lowering one with a positive figure by 1
    /// from its upper, costs the bound that much.
    pub(crate) reduced: Vec<i64>,
}

impl Answer {
    /// The variables as integers, when all are.
    pub(crate) fn integral(&self) -> Option<Vec<i64>> {
        let near = |x: &f64| (x - x.round()).abs() < NEAR;
        self.x.iter().all(near).then(|| self.x.iter().map(|x| to_int(x.round())).collect())
    }
}

/// How a solve ended.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// The best there is, or, when a mixed programme was ended early, the best found.
    Solved(Answer),
    Infeasible,
    /// Ended without a solution, with the bound that was reached until then.
    Stopped(Option<i64>),
}

/// What a solver hands back before it is read in integers.
struct Raw {
    x: Vec<f64>,
    duals: Option<Vec<f64>>,
    end: End,
}

/// How far a solver came.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The solution is the best there is.
    Best,
    /// It is one of a mixed programme ended early; the objective is at most so much.
    #[cfg_attr(not(feature = "highs"), expect(dead_code, reason = "microlp tells no bound"))]
    Early(f64),
    /// It is one, and nothing else is known.
    #[cfg_attr(feature = "highs", expect(dead_code, reason = "HiGHS always tells a bound"))]
    Unbounded,
}

/// What a solver says.
enum Said {
    Solution(Raw),
    Infeasible,
    Nothing(Option<f64>),
}

/// A continuous programme that is solved again as rows are added: the solver goes on from where it was.
pub(crate) struct Relaxation {
    lp: Lp,
    live: backend::Live,
}

impl Relaxation {
    pub(crate) fn new(lp: Lp) -> Self {
        Self { lp, live: backend::Live::default() }
    }

    pub(crate) fn lp(&self) -> &Lp {
        &self.lp
    }

    pub(crate) fn row(&mut self, terms: Vec<(usize, i64)>, sense: Sense, rhs: i64) {
        self.lp.row(terms, sense, rhs);
    }

    /// Solves it as it is now.
    pub(crate) fn solve(&mut self, work: Work<'_>) -> Outcome {
        if self.lp.is_trivial() {
            return self.lp.without_rows();
        }
        let said = self.live.solve(&self.lp, work);
        self.lp.read(said)
    }
}

impl Lp {
    pub(crate) fn variable(&mut self, cost: i64, bounds: (i64, i64), integer: bool) -> usize {
        self.cost.push(cost);
        self.bounds.push(bounds);
        self.integer.push(integer);
        self.cost.len() - 1
    }

    pub(crate) fn row(&mut self, terms: Vec<(usize, i64)>, sense: Sense, rhs: i64) {
        self.rows.push(Row { terms, sense, rhs });
    }

    pub(crate) fn variables(&self) -> usize {
        self.cost.len()
    }

    /// Makes the first `count` variables integer.
    pub(crate) fn require_integers(&mut self, count: usize) {
        self.integer.iter_mut().take(count).for_each(|integer| *integer = true);
    }

    /// Fixes what prices say of every solution worth at least so much; tells how many variables that were.
    pub(crate) fn fix(&mut self, prices: &Prices, at_least: i64) -> usize {
        let slack = prices.bound.saturating_sub(at_least);
        let mut fixed = 0;
        // Only whole steps cost what the figures say.
        let whole = self.bounds.iter_mut().zip(&self.integer).zip(&prices.reduced);
        for ((bounds, _), &reduced) in whole.filter(|((_, integer), _)| **integer) {
            if bounds.0 < bounds.1 && reduced > slack {
                bounds.0 = bounds.1;
                fixed += 1;
            } else if bounds.0 < bounds.1 && -reduced > slack {
                bounds.1 = bounds.0;
                fixed += 1;
            }
        }
        fixed
    }

    /// Solves it; deterministic unless `work.stop` strikes.
    pub(crate) fn solve(&self, work: Work<'_>) -> Outcome {
        if self.is_trivial() {
            return self.without_rows();
        }
        self.read(backend::solve(self, work))
    }

    fn is_trivial(&self) -> bool {
        self.rows.is_empty() || self.cost.is_empty()
    }

    fn read(&self, said: Said) -> Outcome {
        match said {
            Said::Solution(raw) => Outcome::Solved(self.answer(raw)),
            Said::Infeasible => Outcome::Infeasible,
            Said::Nothing(bound) => Outcome::Stopped(bound.and_then(safe)),
        }
    }

    #[cfg(feature = "highs")]
    fn is_mixed(&self) -> bool {
        self.integer.contains(&true)
    }

    fn without_rows(&self) -> Outcome {
        if self.bounds.iter().any(|(low, high)| low > high) {
            return Outcome::Infeasible;
        }
        let best = |(&cost, &(low, high)): (&i64, &(i64, i64))| if cost > 0 { high } else { low };
        let x: Vec<i64> = self.cost.iter().zip(&self.bounds).map(best).collect();
        let bound = self.objective(&x);
        let prices = Some(Prices { bound, reduced: self.cost.clone() });
        let x = x.into_iter().map(|x| x as f64).collect();
        Outcome::Solved(Answer { x, bound: Some(bound), prices, duals: None })
    }

    fn objective(&self, x: &[i64]) -> i64 {
        self.cost.iter().zip(x).map(|(&cost, &x)| cost.saturating_mul(x)).sum()
    }

    fn answer(&self, raw: Raw) -> Answer {
        let mut answer = Answer { x: raw.x, bound: None, prices: None, duals: raw.duals };
        match raw.end {
            End::Best => {}
            End::Early(bound) => {
                answer.bound = safe(bound);
                return answer;
            }
            End::Unbounded => return answer,
        }
        let best = answer.duals.as_ref().and_then(|duals| {
            UNITS.iter().filter_map(|&unit| self.weak_duality(duals, unit)).min_by_key(|prices| prices.bound)
        });
        let objective: f64 = self.cost.iter().zip(&answer.x).map(|(&c, x)| c as f64 * x).sum();
        let word = match answer.integral() {
            // The vertex is integral: its own value, in integers, is the optimum the solver speaks of.
            Some(x) if (self.objective(&x) as f64 - objective).abs() <= slack(objective) => {
                Some(self.objective(&x))
            }
            _ => safe(objective),
        };
        answer.bound = best.as_ref().map(|prices| prices.bound).or(word);
        answer.prices = best;
        answer
    }

    /// An upper bound from any duals: each is moved to the sign its row allows, and the rest is arithmetic.
    fn weak_duality(&self, duals: &[f64], unit: i64) -> Option<Prices> {
        let mut reduced: Vec<i128> = self.cost.iter().map(|&c| i128::from(c) * i128::from(unit)).collect();
        let mut total: i128 = 0;
        for (row, &dual) in self.rows.iter().zip(duals) {
            if !dual.is_finite() {
                return None;
            }
            let y = i128::from(to_int((dual * unit as f64).round()));
            let y = if row.sense == Sense::AtMost { y.max(0) } else { y.min(0) };
            total += y * i128::from(row.rhs);
            for &(column, factor) in &row.terms {
                reduced[column] -= y * i128::from(factor);
            }
        }
        for (&reduced, &(low, high)) in reduced.iter().zip(&self.bounds) {
            total += reduced * i128::from(if reduced > 0 { high } else { low });
        }
        let bound = i64::try_from(total.div_euclid(i128::from(unit))).ok()?;
        // Rounded towards zero, so that a figure never claims more than it costs.
        let reduced = reduced.into_iter().map(|r| i64::try_from(r / i128::from(unit)).unwrap_or(0)).collect();
        Some(Prices { bound, reduced })
    }
}

fn to_int(x: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and sums stay far below 2^63")]
    let int = x as i64;
    int
}

/// How far from the truth a sum in floating point is allowed to be.
fn slack(objective: f64) -> f64 {
    objective.abs().max(1.0) * 1e-6
}

/// The largest integer that a solver's word for an upper bound allows, its tolerance included; none for infinity.
fn safe(bound: f64) -> Option<i64> {
    bound.is_finite().then(|| to_int((bound + slack(bound)).floor()))
}

#[cfg(test)]
mod tests {
    use super::{Lp, Outcome, Relaxation, Sense, Work};
    use crate::options::Never;

    const WORK: Work<'_> = Work { stop: &Never, nodes: 1000, iterations: 100_000 };

    fn solved(lp: &Lp) -> super::Answer {
        match lp.solve(WORK) {
            Outcome::Solved(answer) => answer,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_assignment_is_integral_and_its_bound_exact_at_a_thousand_million() {
        let mut lp = Lp::default();
        let costs = [[999_999_999, 1_000_000_000], [999_999_998, 1_000_000_000]];
        for row in costs {
            for cost in row {
                lp.variable(cost, (0, 1), false);
            }
        }
        for terms in [[0, 1], [2, 3], [0, 2], [1, 3]] {
            lp.row(terms.iter().map(|&x| (x, 1)).collect(), Sense::AtMost, 1);
        }
        let answer = solved(&lp);
        assert_eq!(answer.bound, Some(1_999_999_999));
        assert_eq!(answer.integral(), Some(vec![1, 0, 0, 1]));
    }

    #[test]
    fn a_triangle_is_half_integral_until_integers_are_required() {
        let mut lp = Lp::default();
        for _ in 0..3 {
            lp.variable(10, (0, 1), false);
        }
        for terms in [[0, 1], [1, 2], [0, 2]] {
            lp.row(terms.iter().map(|&x| (x, 1)).collect(), Sense::AtMost, 1);
        }
        let answer = solved(&lp);
        assert_eq!((answer.bound, answer.integral()), (Some(15), None));
        lp.require_integers(3);
        assert_eq!(solved(&lp).bound, Some(10));
    }

    #[test]
    fn floors_and_contradictions_are_seen() {
        let mut lp = Lp::default();
        lp.variable(-3, (0, 5), false);
        lp.variable(2, (0, 5), false);
        lp.row(vec![(0, 1), (1, 1)], Sense::AtLeast, 6);
        assert_eq!(solved(&lp).bound, Some(7));
        lp.row(vec![(0, 1), (1, 1)], Sense::AtMost, 5);
        assert!(matches!(lp.solve(WORK), Outcome::Infeasible));
    }

    /// A hard little knapsack with a hundred variables, and its continuous bound.
    #[cfg(feature = "highs")]
    fn knapsack() -> Lp {
        let mut lp = Lp::default();
        let weight = |i: usize| 1_000 + i64::try_from(i * i * 37 % 911).unwrap_or(0);
        for i in 0..100 {
            lp.variable(weight(i) + i64::try_from(i % 7).unwrap_or(0), (0, 1), true);
        }
        for row in 0..3 {
            let terms = (0..100).map(|i| (i, weight(i * (row + 1)) + i64::try_from(row).unwrap_or(0)));
            lp.row(terms.collect(), Sense::AtMost, 40_321);
        }
        lp
    }

    #[cfg(feature = "highs")]
    #[test]
    fn what_an_early_end_leaves_is_used_and_its_bound_holds() {
        use std::sync::atomic::{AtomicUsize, Ordering};

        struct At(AtomicUsize, usize);
        impl crate::options::Stop for At {
            fn should_stop(&self) -> bool {
                self.0.fetch_add(1, Ordering::SeqCst) >= self.1
            }
            fn seconds_left(&self) -> Option<f64> {
                None
            }
        }
        let lp = knapsack();
        let many = Work { stop: &Never, nodes: 200_000, iterations: 10_000_000 };
        let Outcome::Solved(best) = lp.solve(many) else { panic!("no solution") };
        let optimum = lp.objective(&best.integral().unwrap());
        assert_eq!(best.bound, Some(optimum));
        let mut found = 0;
        let ends = [(1, usize::MAX), (2, usize::MAX), (5, usize::MAX), (20, usize::MAX), (usize::MAX, 10)];
        for (calls, iterations) in ends {
            let stop = At(AtomicUsize::new(0), calls);
            match lp.solve(Work { stop: &stop, nodes: 200_000, iterations }) {
                Outcome::Solved(answer) => {
                    let value = lp.objective(&answer.integral().unwrap());
                    assert!(value <= optimum && answer.bound.is_none_or(|bound| bound >= optimum));
                    found += 1;
                }
                Outcome::Stopped(bound) => assert!(bound.is_none_or(|bound| bound >= optimum), "{bound:?}"),
                Outcome::Infeasible => panic!("it is feasible"),
            }
        }
        assert!(found > 0, "no early end left a solution");
        assert!(matches!(
            lp.solve(Work { stop: &Never, nodes: 1, iterations: usize::MAX }),
            Outcome::Solved(_)
        ));
    }

    #[test]
    fn rows_added_later_count_as_if_they_had_been_there() {
        let mut lp = Lp::default();
        for cost in [5, 4, 3, 6] {
            lp.variable(cost, (0, 1), false);
        }
        lp.row(vec![(0, 1), (1, 1), (2, 1), (3, 1)], Sense::AtMost, 3);
        let mut kept = Relaxation::new(lp.clone());
        for row in [vec![(0, 1), (3, 1)], vec![(1, 2), (2, 1)], vec![(2, 1), (3, 1)]] {
            let one = kept.solve(Work::plain(&Never));
            let (Outcome::Solved(one), Outcome::Solved(two)) = (one, lp.solve(WORK)) else { panic!() };
            assert_eq!(one.bound, two.bound);
            kept.row(row.clone(), Sense::AtMost, 1);
            lp.row(row, Sense::AtMost, 1);
        }
        assert_eq!(kept.lp().variables(), 4);
    }
}
