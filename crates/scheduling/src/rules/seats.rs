//! Seats of a participant in a slot. A board has as many cells.

use super::{Grid, Rule};
use crate::lp::Lp;

pub(super) const RULE: Rule = Rule {
    code: "seats",
    sentence: "a participant has at most as many meetings in a slot as it has seats there",
    alone: None,
    rows: Some(rows),
};

fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    let model = grid.model;
    for slot in 0..model.slots {
        for (participant, pairs) in model.pairs_of.iter().enumerate() {
            grid.at_most(lp, grid.here(pairs, slot), model.seats[participant * model.slots + slot]);
        }
    }
}
