//! Tables in a slot: as many meetings as are open. Which meeting is at which table is settled last (`crate::tables`).

use passerelle_domain::Problem;

use super::{Grid, Rule, at_most};
use crate::lp::Lp;

pub(super) const RULE: Rule = Rule {
    code: "tables",
    sentence: "in each slot a table is open and has one meeting",
    alone: Some(|problem: &Problem, _, slot| !problem.slots()[slot].tables.is_empty()),
    rows: Some(rows),
};

fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    let all: Vec<usize> = grid.model.eligible().collect();
    for slot in 0..grid.model.slots {
        let open = grid.model.open[slot].saturating_sub(grid.stay(&all, slot));
        at_most(lp, grid.here(grid.open, slot), open);
    }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{SlotTables, Table};

    use crate::rules::testing::{decides, spec};

    #[test]
    fn as_many_meetings_as_tables_are_open() {
        let open = |tables: &[&str]| {
            let mut spec = spec(1, 0, &[("a", "x", 9), ("b", "y", 5)]);
            spec.tables = ["t1", "t2"].map(|id| Table { id: id.into(), position: None }).to_vec();
            spec.slots[0].tables = SlotTables::Ids(tables.iter().map(|&id| id.into()).collect());
            spec
        };
        decides("tables", (open(&["t1", "t2"]), open(&["t1"])), (14, 9), &[(0, 0, 0), (1, 0, 1)]);
    }
}
