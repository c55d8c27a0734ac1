//! Counts idle groups slot by slot, as the problem statement defines them.

use passerelle_domain::PartyGaps;

use super::view::View;

/// Idle groups and slots of every participant.
pub(super) fn count(view: &View<'_>) -> Vec<PartyGaps> {
    let slots = view.problem.slots();
    let parties = view.problem.participants().iter().zip(&view.load);
    parties
        .map(|(party, load)| {
            let mut total = PartyGaps::default();
            let busy: Vec<usize> = load.keys().copied().collect();
            for two in busy.windows(2) {
                if slots[two[0]].day != slots[two[1]].day {
                    continue;
                }
                let between = two[0] + 1..two[1];
                let idle: Vec<usize> =
                    between.filter(|&slot| view.problem.count_absence() || party.seats[slot] > 0).collect();
                if !idle.is_empty() {
                    total.groups += 1;
                    total.slots += u32::try_from(idle.len()).unwrap_or(u32::MAX);
                    let minutes = idle.iter().filter_map(|&slot| slots[slot].minutes);
                    total.minutes = minutes.fold(total.minutes, u32::saturating_add);
                }
            }
            total
        })
        .collect()
}
