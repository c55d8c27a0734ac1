//! Idle time is shared. Chains are accepted only when it holds (`crate::idle`), and a programme counts groups where it is asked to.

use super::{Grid, Rule};
use crate::lp::{Lp, Sense};

pub(super) const RULE: Rule = Rule {
    code: "spread",
    sentence: "the numbers of idle groups of any two participants differ by at most the spread",
    alone: None,
    // Only where the programme is asked for it: `Slots::Spread`.
    rows: None,
};

/// Nobody has more idle groups than the one with fewest and the spread.
pub(crate) fn rows(grid: &Grid<'_>, lp: &mut Lp) {
    let Some(spread) = grid.model.problem.spread() else { return };
    let most = i64::try_from(grid.model.slots).unwrap_or(i64::MAX);
    let least = lp.variable(0, (0, most), true);
    for participant in 0..grid.model.pairs_of.len() {
        let groups = groups(grid, lp, participant);
        let mut above = groups.clone();
        above.push((least, -1));
        lp.row(above, Sense::AtMost, i64::from(spread));
        let mut below: Vec<(usize, i64)> = groups.iter().map(|&(x, n)| (x, -n)).collect();
        below.push((least, 1));
        lp.row(below, Sense::AtMost, 0);
    }
}

/// Terms that count the idle groups of a participant: on each day one fewer than it begins to be busy, slots in which
/// idleness does not count left out (nobody is busy in them).
fn groups(grid: &Grid<'_>, lp: &mut Lp, participant: usize) -> Vec<(usize, i64)> {
    let model = grid.model;
    let slots = model.problem.slots();
    let counts = |&slot: &usize| model.problem.count_absence() || model.party(participant).is_available(slot);
    let mut groups = Vec::new();
    let mut today: Vec<usize> = Vec::new();
    let mut before: Option<(usize, Option<usize>)> = None;
    for slot in (0..model.slots).filter(counts) {
        let earlier_today = before.filter(|&(at, _)| slots[at].day == slots[slot].day);
        if earlier_today.is_none() {
            groups.extend(any(lp, &today).map(|x| (x, -1)));
            today.clear();
        }
        let here: Vec<usize> =
            grid.here(&model.pairs_of[participant], slot).into_iter().map(|(x, _)| x).collect();
        let busy = any(lp, &here);
        if let Some(busy) = busy {
            today.push(busy);
            let start = lp.variable(0, (0, 1), true);
            groups.push((start, 1));
            lp.row(vec![(start, 1), (busy, -1)], Sense::AtMost, 0);
            let mut begins = vec![(busy, 1), (start, -1)];
            if let Some(earlier) = earlier_today.and_then(|(_, busy)| busy) {
                begins.push((earlier, -1));
                lp.row(vec![(start, 1), (earlier, 1)], Sense::AtMost, 1);
            }
            lp.row(begins, Sense::AtMost, 0);
        }
        before = Some((slot, busy));
    }
    groups.extend(any(lp, &today).map(|x| (x, -1)));
    groups
}

/// A variable that is 1 exactly when one of some binary variables is; none for none.
fn any(lp: &mut Lp, of: &[usize]) -> Option<usize> {
    if of.len() < 2 {
        return of.first().copied();
    }
    let any = lp.variable(0, (0, 1), true);
    for &x in of {
        lp.row(vec![(x, 1), (any, -1)], Sense::AtMost, 0);
    }
    let mut terms: Vec<(usize, i64)> = of.iter().map(|&x| (x, -1)).collect();
    terms.push((any, 1));
    lp.row(terms, Sense::AtMost, 0);
    Some(any)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::ProblemSpec;

    use crate::rules::testing::{decides, spec};

    #[test]
    fn a_gap_of_one_alone_costs_a_meeting() {
        let mut free = spec(3, 2, &[("a", "x", 9), ("a", "y", 5)]);
        free.participants[0].unavailable = vec!["s1".into()];
        free.count_absence = true;
        let ruled = ProblemSpec { spread: Some(0), ..free.clone() };
        decides("spread", (free, ruled), (14, 9), &[(0, 0, 0), (1, 2, 0)]);
    }
}
