//! Meetings name what exists.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "known", find };

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
