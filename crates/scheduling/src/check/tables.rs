//! Tables in a slot.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "tables", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for two in view.meetings.windows(2) {
        if (two[0].slot, two[0].table) == (two[1].slot, two[1].table) {
            let (slot, table) = (&view.slot(&two[1]).id, &view.problem.tables()[two[1].table].id);
            found.push(format!("table `{table}` has more than one meeting in `{slot}`"));
        }
    }
    for meeting in &view.meetings {
        if !view.slot(meeting).tables.contains(&meeting.table) {
            let (slot, table) = (&view.slot(meeting).id, &view.problem.tables()[meeting.table].id);
            found.push(format!(
                "table `{table}` is closed in `{slot}`, where `{}` meets at it",
                view.pair(meeting).id
            ));
        }
    }
    found
}
