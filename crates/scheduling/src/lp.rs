//! Linear programmes in integers, and the one place that knows which solver answers them.
//!
//! With HiGHS the bound of a continuous programme is not the solver's word: its duals are rounded to fractions and the bound
//! is recomputed in integers by weak duality, so that no tolerance can make it too small.

use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel as _, variable};

/// Most variables of a mixed programme that is worth trying with the solver at hand.
pub(crate) const MIXED_SIZE: usize = if cfg!(feature = "highs") { 12_000 } else { 1_500 };

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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Work {
    /// Seconds, when the caller's clock limits it.
    pub(crate) seconds: Option<f64>,
    /// Nodes of branch and bound.
    #[cfg_attr(not(feature = "highs"), expect(dead_code, reason = "microlp counts no nodes"))]
    pub(crate) nodes: usize,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) x: Vec<f64>,
    /// An upper bound on the objective; none when the solver was interrupted.
    pub(crate) bound: Option<i64>,
    /// What each variable is worth at the duals; none without duals.
    pub(crate) prices: Option<Prices>,
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
    Solved(Answer),
    Infeasible,
    Unknown,
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

    /// Solves it; deterministic unless `work.seconds` strikes.
    pub(crate) fn solve(&self, work: Work) -> Outcome {
        if self.rows.is_empty() || self.cost.is_empty() {
            return self.without_rows();
        }
        let mut variables = ProblemVariables::new();
        let columns: Vec<good_lp::Variable> = self
            .bounds
            .iter()
            .zip(&self.integer)
            .map(|(&(low, high), &integer)| {
                let definition = variable().min(low as f64).max(high as f64);
                variables.add(if integer { definition.integer() } else { definition })
            })
            .collect();
        let expression = |terms: &mut dyn Iterator<Item = (usize, i64)>| {
            let mut sum = Expression::default();
            for (column, factor) in terms {
                sum.add_mul(factor as f64, columns[column]);
            }
            sum
        };
        let objective = expression(&mut self.cost.iter().copied().enumerate().filter(|&(_, cost)| cost != 0));
        let mut model = backend::model(variables.maximise(objective), self.is_mixed(), work);
        for row in &self.rows {
            let sum = expression(&mut row.terms.iter().copied());
            model.add_constraint(match row.sense {
                Sense::AtMost => sum.leq(row.rhs as f64),
                Sense::AtLeast => sum.geq(row.rhs as f64),
            });
        }
        match model.solve() {
            Ok(solution) => {
                let proved = !matches!(solution.status(), good_lp::solvers::SolutionStatus::TimeLimit);
                let x: Vec<f64> = columns.iter().map(|&column| solution.value(column)).collect();
                let duals = if self.is_mixed() || !proved { None } else { backend::duals(solution) };
                Outcome::Solved(self.answer(x, proved, duals.as_deref()))
            }
            Err(good_lp::ResolutionError::Infeasible) => Outcome::Infeasible,
            Err(_) => Outcome::Unknown,
        }
    }

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
        Outcome::Solved(Answer { x: x.into_iter().map(|x| x as f64).collect(), bound: Some(bound), prices })
    }

    fn objective(&self, x: &[i64]) -> i64 {
        self.cost.iter().zip(x).map(|(&cost, &x)| cost.saturating_mul(x)).sum()
    }

    fn answer(&self, x: Vec<f64>, proved: bool, duals: Option<&[f64]>) -> Answer {
        let mut answer = Answer { x, bound: None, prices: None };
        if !proved {
            return answer;
        }
        let best = duals.and_then(|duals| {
            UNITS.iter().filter_map(|&unit| self.weak_duality(duals, unit)).min_by_key(|prices| prices.bound)
        });
        let objective: f64 = self.cost.iter().zip(&answer.x).map(|(&c, x)| c as f64 * x).sum();
        let slack = objective.abs().max(1.0) * 1e-6;
        let word = match answer.integral() {
            // The vertex is integral: its own value, in integers, is the optimum the solver speaks of.
            Some(x) if (self.objective(&x) as f64 - objective).abs() <= slack => self.objective(&x),
            _ => to_int((objective + slack).floor()),
        };
        answer.bound = Some(best.as_ref().map_or(word, |prices| prices.bound));
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

#[cfg(feature = "highs")]
mod backend {
    use good_lp::solvers::highs::{HighsProblem, HighsSolution, highs};
    use good_lp::variable::UnsolvedProblem;

    use super::Work;

    pub(super) fn model(problem: UnsolvedProblem, mixed: bool, work: Work) -> HighsProblem {
        let model = problem.using(highs).set_threads(1).set_option("random_seed", 1);
        let model = match work.seconds {
            Some(seconds) => model.set_time_limit(seconds.max(0.01)),
            None => model,
        };
        if mixed {
            // The objectives are integers: within less than one of the bound is the optimum.
            let nodes = i32::try_from(work.nodes).unwrap_or(i32::MAX);
            model
                .set_option("mip_rel_gap", 0.0)
                .set_option("mip_abs_gap", 0.5)
                .set_option("mip_max_nodes", nodes)
        } else {
            model.set_option("solver", "simplex")
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "the other solver has none")]
    pub(super) fn duals(solution: HighsSolution) -> Option<Vec<f64>> {
        Some(solution.into_inner().dual_rows().to_vec())
    }
}

#[cfg(all(feature = "microlp", not(feature = "highs")))]
mod backend {
    use good_lp::WithTimeLimit as _;
    use good_lp::solvers::microlp::{MicroLpProblem, MicroLpSolution, microlp};
    use good_lp::variable::UnsolvedProblem;

    use super::Work;

    pub(super) fn model(problem: UnsolvedProblem, _mixed: bool, work: Work) -> MicroLpProblem {
        let model = problem.using(microlp);
        match work.seconds {
            Some(seconds) => model.with_time_limit(seconds.max(0.01)),
            None => model,
        }
    }

    pub(super) fn duals(_solution: MicroLpSolution) -> Option<Vec<f64>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Lp, Outcome, Sense, Work};

    const WORK: Work = Work { seconds: None, nodes: 1000 };

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
}
