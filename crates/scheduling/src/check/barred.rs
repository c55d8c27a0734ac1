//! Slots barred to a pair.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "barred", find };

fn find(view: &View<'_>) -> Vec<String> {
    let barred = view.meetings.iter().filter(|m| view.pair(m).barred.binary_search(&m.slot).is_ok());
    barred.map(|m| format!("`{}` may not meet in `{}`, and does", view.pair(m).id, view.slot(m).id)).collect()
}
