//! microlp, through good_lp: pure Rust, looks at the clock alone, has no duals.

use good_lp::solvers::microlp::microlp;
use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel as _, WithTimeLimit as _, variable};

use super::{End, Lp, Raw, Said, Sense, Work};

/// Solves a programme once.
pub(super) fn solve(lp: &Lp, work: Work<'_>) -> Said {
    let mut variables = ProblemVariables::new();
    let columns: Vec<good_lp::Variable> = lp
        .bounds
        .iter()
        .zip(&lp.integer)
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
    let objective = expression(&mut lp.cost.iter().copied().enumerate().filter(|&(_, cost)| cost != 0));
    let mut model = variables.maximise(objective).using(microlp);
    if let Some(seconds) = work.stop.seconds_left() {
        model = model.with_time_limit(seconds.max(0.01));
    }
    for row in &lp.rows {
        let sum = expression(&mut row.terms.iter().copied());
        model.add_constraint(match row.sense {
            Sense::AtMost => sum.leq(row.rhs as f64),
            Sense::AtLeast => sum.geq(row.rhs as f64),
        });
    }
    match model.solve() {
        Ok(solution) => {
            let limited = matches!(solution.status(), good_lp::solvers::SolutionStatus::TimeLimit);
            let x = columns.iter().map(|&column| solution.value(column)).collect();
            let end = if limited { End::Unbounded } else { End::Best };
            Said::Solution(Raw { x, duals: None, end })
        }
        Err(good_lp::ResolutionError::Infeasible) => Said::Infeasible,
        Err(_) => Said::Nothing(None),
    }
}

/// Solves again from the beginning: microlp keeps nothing.
#[derive(Default)]
pub(super) struct Live;

impl Live {
    #[expect(clippy::unused_self, reason = "the other solver keeps its programme here")]
    pub(super) fn solve(&mut self, lp: &Lp, work: Work<'_>) -> Said {
        solve(lp, work)
    }
}
