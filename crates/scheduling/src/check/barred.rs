//! Slots barred to a pair.

use super::{Rule, view::View};

pub(super) const RULE: Rule =
    Rule { code: "barred", sentence: "a pair does not meet in a slot that is barred to it", find };

fn find(view: &View<'_>) -> Vec<String> {
    let barred = view.meetings.iter().filter(|m| view.pair(m).barred.binary_search(&m.slot).is_ok());
    barred.map(|m| format!("`{}` may not meet in `{}`, and does", view.pair(m).id, view.slot(m).id)).collect()
}
