//! What was fixed beforehand holds.

use super::{Rule, view::View};

pub(super) const RULE: Rule = Rule { code: "locks", find };

fn find(view: &View<'_>) -> Vec<String> {
    let by_pair = view.by_pair();
    let mut found = Vec::new();
    for (index, pair) in view.problem.pairs().iter().enumerate() {
        let Some(lock) = pair.lock else { continue };
        let meetings = by_pair.get(&index).map_or(&[][..], Vec::as_slice);
        if meetings.is_empty() {
            found.push(format!("`{}` is locked and does not meet", pair.id));
        }
        for meeting in meetings {
            if let Some(slot) = lock.slot.filter(|&slot| slot != meeting.slot) {
                let (wanted, got) = (&view.problem.slots()[slot].id, &view.slot(meeting).id);
                found.push(format!("`{}` is locked to slot `{wanted}` and meets in `{got}`", pair.id));
            }
            if let Some(table) = lock.table.filter(|&table| table != meeting.table) {
                let tables = view.problem.tables();
                let (wanted, got) = (&tables[table].id, &tables[meeting.table].id);
                found.push(format!("`{}` is locked to table `{wanted}` and meets at `{got}`", pair.id));
            }
        }
    }
    found
}
