//! A programme in the words of good_lp, which states it to either solver.

use good_lp::variable::UnsolvedProblem;
use good_lp::{Constraint, Expression, ProblemVariables, Variable, variable};

use super::{Lp, Sense};

/// The objective with its variables in the programme's order, and the rows.
pub(super) fn stated(lp: &Lp) -> (UnsolvedProblem, Vec<Constraint>, Vec<Variable>) {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> = lp
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
    let rows = lp.rows.iter().map(|row| {
        let sum = expression(&mut row.terms.iter().copied());
        match row.sense {
            Sense::AtMost => sum.leq(row.rhs as f64),
            Sense::AtLeast => sum.geq(row.rhs as f64),
        }
    });
    let rows = rows.collect();
    (variables.maximise(objective), rows, columns)
}
