//! Participants that stay at their table, and pairs locked to one.

use passerelle_domain::Problem;

use super::{Grid, Rule, at_most};
use crate::board::Board;
use crate::lp::Lp;

pub(super) const RULE: Rule = Rule {
    code: "fixed_table",
    sentence: "a participant with a table of its own has all its meetings there",
    alone: Some(|problem: &Problem, pair, slot| match wanted(problem, pair) {
        Wanted::Any => true,
        Wanted::One(table) => problem.slots()[slot].tables.contains(&table),
        Wanted::Several => false,
    }),
    rows: Some(rows),
};

/// The table that a pair must have: those of its two ends, and that of its lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Any,
    One(usize),
    /// More than one: it can never meet.
    Several,
}

pub(crate) fn wanted(problem: &Problem, pair: usize) -> Wanted {
    let pair = &problem.pairs()[pair];
    let ends = [pair.a, pair.b].into_iter().filter_map(|end| problem.participants()[end].table);
    let all = ends.chain(pair.lock.and_then(|lock| lock.table));
    all.fold(Wanted::Any, |wanted, table| match wanted {
        Wanted::Any => Wanted::One(table),
        Wanted::One(other) if other == table => wanted,
        _ => Wanted::Several,
    })
}

/// Whether the table that an unplaced pair must have, if any, is free in a slot.
pub(crate) fn is_free(board: &Board<'_>, pair: usize, slot: usize) -> bool {
    board.holds_table(pair, slot).is_none()
}

fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    let model = grid.model;
    for table in 0..model.own_tables.len() {
        let own = |&pair: &usize| model.needs_table[pair] == Some(table);
        let staying: Vec<usize> = model.eligible().filter(own).collect();
        let own: Vec<usize> = grid.open.iter().copied().filter(own).collect();
        for slot in 0..model.slots {
            at_most(lp, grid.here(&own, slot), 1usize.saturating_sub(grid.stay(&staying, slot)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn two_who_stay_at_different_tables_never_meet() {
        let free = spec(1, 2, &[("a", "b", 9)]);
        let mut ruled = free.clone();
        ruled.participants[0].table = Some("1".into());
        ruled.participants[1].table = Some("2".into());
        decides("fixed_table", (free, ruled), (9, 0), &[(0, 0, 0)]);
    }
}
