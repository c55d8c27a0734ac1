//! Lengths asked for by pairs.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "minutes", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for meeting in &view.meetings {
        let (pair, slot) = (view.pair(meeting), view.slot(meeting));
        if let Some(needed) = pair.minutes
            && slot.minutes.is_none_or(|length| length < needed)
        {
            found.push(format!("`{}` needs {needed} minutes; `{}` is not that long", pair.id, slot.id));
        }
    }
    found
}
