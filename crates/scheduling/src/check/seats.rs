//! Seats of a participant in a slot.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "seats", find };

fn find(view: &View<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (participant, load) in view.problem.participants().iter().zip(&view.load) {
        for (&slot, &meetings) in load {
            let seats = participant.seats[slot];
            if seats > 0 && meetings > seats {
                let slot = &view.problem.slots()[slot].id;
                found.push(format!(
                    "`{}` has {meetings} meetings in `{slot}` and {seats} seats",
                    participant.id
                ));
            }
        }
    }
    found
}
