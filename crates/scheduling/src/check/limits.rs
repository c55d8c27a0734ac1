//! Caps on sets of pairs.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "limits", find };

fn find(view: &View<'_>) -> Vec<String> {
    let by_pair = view.by_pair();
    let mut found = Vec::new();
    for (index, limit) in view.problem.limits().iter().enumerate() {
        let placed = limit.pairs.iter().filter(|pair| by_pair.contains_key(pair)).count();
        if placed > limit.max as usize {
            let first = limit.pairs.first().map_or("", |&pair| &view.problem.pairs()[pair].id);
            found.push(format!(
                "limit {} (`{first}` and others) allows {} meetings and has {placed}",
                index + 1,
                limit.max
            ));
        }
    }
    found
}
