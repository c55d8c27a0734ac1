//! Rest after consecutive meetings.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "max_run", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (participant, load) in view.problem.participants().iter().zip(&view.load) {
        let Some(longest) = participant.max_run else { continue };
        let (mut run, mut before) = (0, None);
        for &slot in load.keys() {
            let day = view.problem.slots()[slot].day;
            run = if before == Some((day, slot.wrapping_sub(1))) { run + 1 } else { 1 };
            before = Some((day, slot));
            if run == longest.saturating_add(1) {
                let slot = &view.problem.slots()[slot].id;
                found.push(format!(
                    "`{}` meets in more than {longest} slots in a row, up to `{slot}`",
                    participant.id
                ));
            }
        }
    }
    found
}
