//! Nobody meets while away.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "availability", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for meeting in &view.meetings {
        for end in view.ends(meeting) {
            if end.seats[meeting.slot] == 0 {
                let (pair, slot) = (&view.pair(meeting).id, &view.slot(meeting).id);
                found.push(format!("`{}` is away in `{slot}`, where `{pair}` meets", end.id));
            }
        }
    }
    found
}
