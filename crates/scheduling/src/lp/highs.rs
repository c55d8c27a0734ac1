//! HiGHS: good_lp states a programme; its own interface runs it, since only that can be interrupted, tells bounds, and keeps a
//! continuous programme loaded while rows are added.

use good_lp::SolverModel as _;
use good_lp::solvers::highs::highs;
use highs::{
    Col, HighsModelStatus as Status, HighsSolutionStatus, Model, RowProblem, Sense as Direction, SolvedModel,
};

use super::interrupt::run;
use super::stated::stated;
use super::{End, Lp, Raw, Row, Said, Sense, Work};

/// Solves a programme once.
pub(super) fn solve(lp: &Lp, work: Work<'_>) -> Said {
    let (problem, rows, _) = stated(lp);
    let mut model = problem.using(highs);
    for row in rows {
        model.add_constraint(row);
    }
    let Ok(mut model) = model.try_into_inner() else { return Said::Nothing(None) };
    settle(&mut model, lp);
    if !lp.is_mixed() {
        return run(model, work).map_or(Said::Nothing(None), |solved| read(lp, &solved));
    }
    // The objectives are integers: within less than one of the bound is the optimum.
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", 0.5);
    model.set_option("mip_max_nodes", i32::try_from(work.nodes).unwrap_or(i32::MAX));
    // Inside, mixed programmes solve continuous ones that ask nobody but look at the clock.
    if let Some(seconds) = work.stop.seconds_left() {
        model.set_option("time_limit", seconds.max(0.01));
    }
    run(model, work).map_or(Said::Nothing(None), |solved| read(lp, &solved))
}

/// A continuous programme kept loaded, with its columns and how many of its rows the solver has.
#[derive(Default)]
pub(super) struct Live(Option<(Model, Vec<Col>, usize)>);

impl Live {
    pub(super) fn solve(&mut self, lp: &Lp, work: Work<'_>) -> Said {
        let loaded = self.0.take().or_else(|| {
            let (model, columns) = load(lp)?;
            Some((model, columns, lp.rows.len()))
        });
        let Some((mut model, columns, had)) = loaded else { return Said::Nothing(None) };
        for row in lp.rows.iter().skip(had) {
            let added = match row.sense {
                Sense::AtMost => model.try_add_row(..=row.rhs as f64, factors(row, &columns)),
                Sense::AtLeast => model.try_add_row(row.rhs as f64.., factors(row, &columns)),
            };
            if added.is_err() {
                return Said::Nothing(None);
            }
        }
        let Ok(solved) = run(model, work) else { return Said::Nothing(None) };
        let said = read(lp, &solved);
        self.0 = Some((solved.into(), columns, lp.rows.len()));
        said
    }
}

fn factors(row: &Row, columns: &[Col]) -> Vec<(Col, f64)> {
    row.terms.iter().map(|&(column, factor)| (columns[column], factor as f64)).collect()
}

fn load(lp: &Lp) -> Option<(Model, Vec<Col>)> {
    let mut problem = RowProblem::new();
    let columns: Vec<Col> = lp
        .cost
        .iter()
        .zip(&lp.bounds)
        .zip(&lp.integer)
        .map(|((&cost, &(low, high)), &integer)| {
            problem.add_column_with_integrality(cost as f64, low as f64..=high as f64, integer)
        })
        .collect();
    for row in &lp.rows {
        match row.sense {
            Sense::AtMost => problem.add_row(..=row.rhs as f64, factors(row, &columns)),
            Sense::AtLeast => problem.add_row(row.rhs as f64.., factors(row, &columns)),
        }
    }
    let mut model = problem.try_optimise(Direction::Maximise).ok()?;
    settle(&mut model, lp);
    Some((model, columns))
}

/// Options of every solve.
fn settle(model: &mut Model, lp: &Lp) {
    // The number of threads belongs to the whole process: one everywhere, so that no two solves disagree about it.
    model.set_option("threads", 1);
    model.set_option("random_seed", 1);
    if !lp.is_mixed() {
        model.set_option("solver", "simplex");
    }
}

fn read(lp: &Lp, solved: &SolvedModel) -> Said {
    let mixed = lp.is_mixed();
    let bound = || mixed.then(|| solved.double_info_value(c"mip_dual_bound").ok()).flatten();
    let end = match solved.status() {
        Status::Optimal => End::Best,
        Status::Infeasible => return Said::Infeasible,
        Status::ReachedInterrupt
        | Status::ReachedTimeLimit
        | Status::ReachedSolutionLimit
        | Status::ReachedIterationLimit
        | Status::ReachedMemoryLimit
            if mixed =>
        {
            match bound() {
                Some(bound) if solved.primal_solution_status() == HighsSolutionStatus::Feasible => {
                    End::Early(bound)
                }
                bound => return Said::Nothing(bound),
            }
        }
        _ => return Said::Nothing(None),
    };
    let solution = solved.get_solution();
    let duals = (!mixed).then(|| solution.dual_rows().to_vec());
    Said::Solution(Raw { x: solution.columns().to_vec(), duals, end })
}
