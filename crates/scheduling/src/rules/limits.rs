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

#[cfg(test)]
mod tests {
    use passerelle_domain::{Each, GroupLimit, PartySet, Selector};

    use crate::rules::testing::{decides, spec};

    #[test]
    fn at_most_so_many_between_the_desks_of_a_client_and_a_firm() {
        let free = spec(2, 2, &[("d1", "f", 9), ("d2", "f", 5)]);
        let mut ruled = free.clone();
        for desk in 0..2 {
            ruled.participants[desk].group = Some("acme".into());
        }
        let set = |who| PartySet { who, each: Each::Group };
        ruled.group_limits = vec![GroupLimit {
            between: set(Selector { group: Some("acme".into()), ..Selector::default() }),
            and: Some(set(Selector { id: Some("f".into()), ..Selector::default() })),
            max: Some(1),
            ..GroupLimit::default()
        }];
        decides("limits", (free, ruled), (14, 9), &[(0, 0, 0), (1, 1, 0)]);
    }
}
