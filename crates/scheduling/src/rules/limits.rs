//! Caps on sets of pairs: one row each of the pair programme, a count each on a board.

use super::Rule;
use crate::board::Board;

pub(super) const RULE: Rule = Rule {
    code: "limits",
    sentence: "of a set of pairs under a limit, at most its maximum meet",
    alone: None,
    rows: None,
};

/// Whether one more pair of a limit may be placed.
pub(crate) fn leaves_room(board: &Board<'_>, limit: usize) -> bool {
    board.counted(limit) < board.model.problem.limits()[limit].max as usize
}
