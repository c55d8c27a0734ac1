//! Tables in a slot: as many meetings as are open. Which meeting is at which table is settled last (`crate::tables`).

use passerelle_domain::Problem;

use super::{Grid, Rule};
use crate::lp::Lp;

pub(super) const RULE: Rule = Rule {
    code: "tables",
    sentence: "in each slot a table is open and has one meeting",
    alone: Some(|problem: &Problem, _, slot| !problem.slots()[slot].tables.is_empty()),
    rows: Some(rows),
};

fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    for slot in 0..grid.model.slots {
        grid.at_most(lp, grid.here(grid.open, slot), grid.model.open[slot]);
    }
}
