//! Order between pairs.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "precedences", find };

fn find(view: &View<'_>) -> Vec<String> {
    let by_pair = view.by_pair();
    let mut found = Vec::new();
    for order in view.problem.precedences() {
        let (Some(first), Some(then)) = (by_pair.get(&order.first), by_pair.get(&order.then)) else {
            continue;
        };
        let late = first.iter().map(|m| m.slot).max();
        let early = then.iter().map(|m| m.slot).min();
        if late >= early {
            let name = |pair: usize| &view.problem.pairs()[pair].id;
            found.push(format!(
                "`{}` must meet before `{}` and does not",
                name(order.first),
                name(order.then)
            ));
        }
    }
    found
}
