//! Caps of participants.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "caps", find };

fn find(view: &View<'_>) -> Vec<String> {
    (0..view.problem.participants().len())
        .filter(|&p| view.met(p) > view.problem.participants()[p].max)
        .map(|p| {
            let party = &view.problem.participants()[p];
            format!("`{}` has {} meetings; its cap is {}", party.id, view.met(p), party.max)
        })
        .collect()
}
