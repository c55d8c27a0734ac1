//! Excluded pairs stay apart.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "excluded", find };

fn find(view: &View<'_>) -> Vec<String> {
    view.meetings
        .iter()
        .filter(|m| view.pair(m).excluded)
        .map(|m| format!("`{}` is excluded and meets in `{}`", view.pair(m).id, view.slot(m).id))
        .collect()
}
