//! Order between pairs.

use super::{Grid, Rule};
use crate::board::Board;
use crate::exact::Known;
use crate::lp::{Lp, Sense};

pub(super) const RULE: Rule = Rule {
    code: "precedences",
    sentence: "of two pairs in an order that both meet, the first meets in an earlier slot",
    alone: None,
    rows: Some(rows),
};

/// Whether a pair in a slot keeps the order with the placed ones.
pub(crate) fn holds(board: &Board<'_>, pair: usize, slot: usize) -> bool {
    let model = board.model;
    model.before[pair].iter().all(|&first| board.slot_of(first).is_none_or(|at| at < slot))
        && model.after[pair].iter().all(|&then| board.slot_of(then).is_none_or(|at| at > slot))
}

/// The first not at or after a slot while the second is at or before it.
fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    for order in grid.model.problem.precedences() {
        for slot in 0..grid.model.slots {
            let late = grid.seat[order.first].iter().filter(|&&(at, _)| at >= slot);
            let early = grid.seat[order.then].iter().filter(|&&(at, _)| at <= slot);
            let terms: Vec<(usize, i64)> = late.chain(early).map(|&(_, x)| (x, 1)).collect();
            let stays = |pair: usize, here: &dyn Fn(usize) -> bool| {
                i64::from(matches!(grid.known[pair], Known::At(at) if here(at)))
            };
            let gone = stays(order.first, &|at| at >= slot) + stays(order.then, &|at| at <= slot);
            if gone < 2 && terms.len() + usize::from(gone == 1) > 1 {
                lp.row(terms, Sense::AtMost, 1 - gone);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::ProblemSpec;

    use crate::rules::testing::{decides, spec};

    #[test]
    fn two_in_an_order_do_not_meet_at_once() {
        let free = spec(1, 2, &[("a", "x", 9), ("b", "y", 5)]);
        let ruled = ProblemSpec { precedences: vec![("a~x".into(), "b~y".into())], ..free.clone() };
        decides("precedences", (free, ruled), (14, 9), &[(0, 0, 0), (1, 0, 1)]);
    }
}
