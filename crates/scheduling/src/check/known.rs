//! Meetings name what exists.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule {
    code: "known",
    sentence: "each meeting is of a pair, in a slot and at a table of the problem",
    find,
};

fn find(view: &View<'_>) -> Vec<String> {
    let sizes = (view.problem.pairs().len(), view.problem.slots().len(), view.problem.tables().len());
    view.all
        .iter()
        .filter(|m| m.pair >= sizes.0 || m.slot >= sizes.1 || m.table >= sizes.2)
        .map(|m| {
            format!(
                "a meeting names pair {}, slot {}, table {}, which do not all exist",
                m.pair, m.slot, m.table
            )
        })
        .collect()
}
