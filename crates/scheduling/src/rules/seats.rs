//! Seats of a participant in a slot. A board has as many cells.

use super::{Grid, Rule, at_most};
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
            let seats = model.seats[participant * model.slots + slot];
            at_most(lp, grid.here(pairs, slot), seats.saturating_sub(grid.stay(pairs, slot)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn as_many_at_once_as_there_are_seats() {
        let ruled = spec(1, 2, &[("a", "x", 9), ("a", "y", 5)]);
        let mut free = ruled.clone();
        free.participants[0].seats = passerelle_domain::Seats::Every(2);
        decides("seats", (free, ruled), (14, 9), &[(0, 0, 0), (1, 0, 1)]);
    }
}
