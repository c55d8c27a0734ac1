//! Rest after consecutive meetings.

use super::{Grid, Rule};
use crate::board::Board;
use crate::lp::{Lp, Sense};
use crate::model::Model;

pub(super) const RULE: Rule = Rule {
    code: "max_run",
    sentence: "a participant with a longest run rests a slot after that many consecutive slots with meetings on one day",
    alone: None,
    rows: Some(rows),
};

/// Whether a participant rests as it must, with one more busy slot when given.
pub(crate) fn holds(board: &Board<'_>, participant: usize, with: Option<usize>) -> bool {
    let Some(longest) = board.model.party(participant).max_run else { return true };
    let slots = board.model.problem.slots();
    let mut run = 0;
    for slot in 0..board.model.slots {
        if slot > 0 && slots[slot].day != slots[slot - 1].day {
            run = 0;
        }
        run = if board.busy(participant).contains(slot) || with == Some(slot) { run + 1 } else { 0 };
        if run > longest {
            return false;
        }
    }
    true
}

/// Most meetings in a day with rest, when `seats` tells how many each slot has room for. Resting is always allowed.
pub(crate) fn most(model: &Model<'_>, longest: usize, seats: impl Fn(usize) -> usize) -> usize {
    // best[r]: most meetings so far when the last r slots of this day are busy.
    let width = longest.min(model.slots) + 1;
    let mut best = vec![0usize; width];
    let mut reached = vec![false; width];
    reached[0] = true;
    for slot in 0..model.slots {
        let new_day = slot > 0 && model.problem.slots()[slot].day != model.problem.slots()[slot - 1].day;
        let (mut next, mut can) = (vec![0; width], vec![false; width]);
        for run in (0..width).filter(|&run| reached[run]) {
            let start = if new_day { 0 } else { run };
            next[0] = next[0].max(best[run]);
            can[0] = true;
            if seats(slot) > 0 && start + 1 < width {
                next[start + 1] = next[start + 1].max(best[run] + seats(slot));
                can[start + 1] = true;
            }
        }
        (best, reached) = (next, can);
    }
    best.into_iter().max().unwrap_or(0)
}

/// In no window of one slot more than the longest run is every slot busy.
fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    let model = grid.model;
    let slots = model.problem.slots();
    for (participant, pairs) in model.pairs_of.iter().enumerate() {
        let Some(longest) = model.party(participant).max_run.map(|n| n as usize) else { continue };
        let rests: Vec<bool> = (0..model.slots).map(|slot| grid.stay(pairs, slot) == 0).collect();
        let busy: Vec<Vec<(usize, i64)>> = (0..model.slots)
            .map(|slot| {
                if !rests[slot] {
                    // Busy already, whatever else comes.
                    return Vec::new();
                }
                let here = grid.here(pairs, slot);
                if here.len() < 2 || model.seats[participant * model.slots + slot] < 2 {
                    return here;
                }
                let any = lp.variable(0, (0, 1), grid.whole);
                for &(x, _) in &here {
                    lp.row(vec![(x, 1), (any, -1)], Sense::AtMost, 0);
                }
                vec![(any, 1)]
            })
            .collect();
        for first in 0..model.slots {
            let Some(last) = first.checked_add(longest).filter(|&last| last < model.slots) else { break };
            if slots[first].day == slots[last].day {
                let terms: Vec<(usize, i64)> = busy[first..=last].iter().flatten().copied().collect();
                let longest =
                    longest.saturating_sub(rests[first..=last].iter().filter(|&&rests| !rests).count());
                if terms.len() > longest {
                    lp.row(terms, Sense::AtMost, i64::try_from(longest).unwrap_or(i64::MAX));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{decides, spec};

    #[test]
    fn whoever_needs_rest_has_it() {
        let free = spec(2, 2, &[("a", "x", 9), ("a", "y", 5)]);
        let mut ruled = free.clone();
        ruled.participants[0].max_run = Some(1);
        decides("max_run", (free, ruled), (14, 9), &[(0, 0, 0), (1, 1, 0)]);
    }
}
