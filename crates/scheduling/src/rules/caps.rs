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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn a_cap_ends_what_seats_would_allow() {
        let free = spec(2, 2, &[("a", "x", 9), ("a", "y", 5)]);
        let mut ruled = free.clone();
        ruled.participants[0].max = Some(1);
        decides("caps", (free, ruled), (14, 9), &[(0, 0, 0), (1, 1, 0)]);
    }
}
