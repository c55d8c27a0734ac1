//! Caps of participants. A model's `cap` joins them with seats and rest; the pair programme has a row for each.

use super::Rule;
use crate::board::Board;

pub(super) const RULE: Rule = Rule {
    code: "caps",
    sentence: "a participant has at most its maximum of meetings",
    alone: None,
    rows: None,
};

/// Whether a participant may have one more meeting.
pub(crate) fn leaves_room(board: &Board<'_>, participant: usize) -> bool {
    board.met(participant) < board.model.party(participant).max as usize
}
