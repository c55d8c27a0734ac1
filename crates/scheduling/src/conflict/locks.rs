//! Says why locks cannot all hold, with as few of them as show it.

use passerelle_domain::Language;

use crate::exact::{Exact, Known, Slots, solve};
use crate::lp::Work;
use crate::model::Model;
use crate::options::Stop;
use crate::relax::{Aim, Need, packings};

/// Whether the locked pairs can all be placed, nothing else being asked.
pub(crate) enum Locks {
    /// They can, in these slots (by pair).
    Hold(Vec<Option<usize>>),
    /// They cannot, in sentences.
    Clash(Vec<String>),
    /// It could not be decided.
    Unknown,
}

/// Contradictions that counting alone shows, said with as few locks and rules as show them.
pub(crate) fn obvious(model: &Model<'_>, stop: &dyn Stop) -> Vec<String> {
    let counted = counted(model);
    if counted.is_empty() { counted } else { smallest(model, stop).unwrap_or(counted) }
}

/// One smallest conflict in words.
fn smallest(model: &Model<'_>, stop: &dyn Stop) -> Option<Vec<String>> {
    let found = super::of_locks(model.problem, stop);
    let words = found.iter().map(|conflict| conflict.sentence(model.problem, Language::English));
    (!found.is_empty()).then(|| words.collect())
}

fn counted(model: &Model<'_>) -> Vec<String> {
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
        Exact::Infeasible => Locks::Clash(smallest(model, work.stop).unwrap_or_else(|| {
            vec![format!(
                "{} are locked and cannot all take place: absences, order, rest and tables leave no way",
                names(model, &all)
            )]
        })),
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
