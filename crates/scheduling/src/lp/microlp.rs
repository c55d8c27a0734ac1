//! microlp, through good_lp: pure Rust, looks at the clock alone, has no duals.

use good_lp::solvers::microlp::microlp;
use good_lp::{Solution as _, SolverModel as _, WithTimeLimit as _};

use super::stated::stated;
use super::{End, Lp, Raw, Said, Work};

/// Solves a programme once.
pub(super) fn solve(lp: &Lp, work: Work<'_>) -> Said {
    let (problem, rows, columns) = stated(lp);
    let mut model = problem.using(microlp);
    if let Some(seconds) = work.stop.seconds_left() {
        model = model.with_time_limit(seconds.max(0.01));
    }
    for row in rows {
        model.add_constraint(row);
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
