//! Idle time is shared.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "spread", find };

fn find(view: &View<'_>) -> Vec<String> {
    let Some(spread) = view.problem.spread() else { return Vec::new() };
    let groups: Vec<u32> = super::gaps::count(view).iter().map(|g| g.groups).collect();
    let most = groups.iter().enumerate().max_by_key(|&(p, &n)| (n, std::cmp::Reverse(p)));
    let least = groups.iter().enumerate().min_by_key(|&(p, &n)| (n, p));
    let (Some((top, &most)), Some((low, &least))) = (most, least) else { return Vec::new() };
    if most - least <= spread {
        return Vec::new();
    }
    let name = |p: usize| &view.problem.participants()[p].id;
    vec![format!(
        "`{}` has {most} idle groups and `{}` has {least}; the spread is {spread}",
        name(top),
        name(low)
    )]
}
