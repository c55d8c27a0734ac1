//! Participants that stay at their table.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "fixed_table", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for meeting in &view.meetings {
        for end in view.ends(meeting) {
            if let Some(own) = end.table.filter(|&own| own != meeting.table) {
                let tables = view.problem.tables();
                let (own, got) = (&tables[own].id, &tables[meeting.table].id);
                let slot = &view.slot(meeting).id;
                found.push(format!("`{}` stays at `{own}` and meets at `{got}` in `{slot}`", end.id));
            }
        }
    }
    found
}
