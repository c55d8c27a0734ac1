//! Says why locks cannot all hold, with as few of them as show it.

use crate::exact::{Exact, Known, Slots, solve};
use crate::lp::Work;
use crate::model::Model;
use crate::relax::{Aim, Need, packings};

/// Most locks for which the smallest conflict is searched one by one.
const FEW: usize = 40;

/// Whether the locked pairs can all be placed, nothing else being asked.
pub(crate) enum Locks {
    /// They can, in these slots (by pair).
    Hold(Vec<Option<usize>>),
    /// They cannot, in sentences.
    Clash(Vec<String>),
    /// It could not be decided.
    Unknown,
}

/// Contradictions that counting alone shows.
pub(crate) fn obvious(model: &Model<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let pairs = model.problem.pairs();
    for pair in locked(model).filter(|&pair| model.allowed[pair].is_empty()) {
        found.push(format!(
            "`{}` is locked, and there is no slot and table in which it can take place",
            pairs[pair].id
        ));
    }
    for packing in packings(model) {
        let locks: Vec<usize> = packing.pairs.iter().copied().filter(|&pair| model.is_locked(pair)).collect();
        if i64::try_from(locks.len()).is_ok_and(|n| n > packing.most) {
            found.push(format!(
                "{} are locked, and {} at most {} of them",
                names(model, &locks),
                packing.cause.words(model),
                packing.most
            ));
        }
    }
    found
}

/// Decides whether the locks hold together, exactly.
pub(crate) fn decide(model: &Model<'_>, work: Work<'_>) -> Locks {
    let all: Vec<usize> = locked(model).collect();
    match feasible(model, &all, work) {
        Exact::Solved { slots, .. } => Locks::Hold(slots),
        Exact::Unknown | Exact::Bound(_) => Locks::Unknown,
        Exact::Infeasible => {
            let mut core = all;
            if core.len() <= FEW {
                for pair in core.clone() {
                    let without: Vec<usize> = core.iter().copied().filter(|&other| other != pair).collect();
                    if matches!(feasible(model, &without, work), Exact::Infeasible) {
                        core = without;
                    }
                }
            }
            Locks::Clash(vec![format!(
                "{} are locked and cannot all take place: absences, order, rest and tables leave no way",
                names(model, &core)
            )])
        }
    }
}

fn feasible(model: &Model<'_>, pairs: &[usize], work: Work<'_>) -> Exact {
    let mut known = vec![Known::Out; model.allowed.len()];
    for &pair in pairs {
        known[pair] = Known::In;
    }
    solve(model, (Aim::Musts, (Need::Free, Need::Free)), &known, Slots::Whole, work)
}

fn locked<'m>(model: &'m Model<'_>) -> impl Iterator<Item = usize> + 'm {
    (0..model.allowed.len()).filter(|&pair| model.is_locked(pair))
}

/// Some identifiers in one phrase.
pub(crate) fn names(model: &Model<'_>, pairs: &[usize]) -> String {
    let shown: Vec<&str> =
        pairs.iter().take(6).map(|&pair| model.problem.pairs()[pair].id.as_str()).collect();
    let more = pairs.len().saturating_sub(shown.len());
    let list = format!("`{}`", shown.join("`, `"));
    if more > 0 { format!("{list} and {more} more") } else { list }
}
