//! A pair meets once.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "once", find };

fn find(view: &View<'_>) -> Vec<String> {
    view.by_pair()
        .into_iter()
        .filter(|(_, meetings)| meetings.len() > 1)
        .map(|(pair, meetings)| format!("`{}` meets {} times", view.problem.pairs()[pair].id, meetings.len()))
        .collect()
}
