//! What each slot holds against a pair, counted off the agenda.

use passerelle_domain::{Agenda, EndFact, Meeting, Problem, SlotFact};

/// The slots that would suit a pair alone, as an agenda has them.
pub(super) fn slots(problem: &Problem, agenda: &Agenda, pair: usize) -> Vec<SlotFact> {
    let wanted = &problem.pairs()[pair];
    let suited = (0..problem.slots().len()).filter(|&slot| problem.fits(pair, slot));
    suited
        .map(|slot| {
            let here: Vec<&Meeting> =
                agenda.meetings().iter().filter(|m| m.slot == slot && m.pair != pair).collect();
            let end = |party: usize| {
                let meets = |m: &&&Meeting| {
                    let other = &problem.pairs()[m.pair];
                    other.a == party || other.b == party
                };
                let mut held_by: Vec<usize> = here.iter().filter(meets).map(|m| m.pair).collect();
                held_by.sort_unstable();
                EndFact { seats: problem.participants()[party].seats[slot], held_by }
            };
            let tables_left = problem.slots()[slot].tables.len().saturating_sub(here.len());
            SlotFact { slot, a: end(wanted.a), b: end(wanted.b), tables_left }
        })
        .collect()
}
