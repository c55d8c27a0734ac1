//! Whether what is locked can take place at all, and if not, which meetings and which rules stand in each other's way.

use rustsat::types::Lit;

use super::encode::{Formula, Scope};
use super::face::Face;
use super::prove::{Slots, first, shorten};
use super::solver::Answer;
use crate::conflict::locks::names;
use crate::exact::Known;
use crate::idle::Idle;
use crate::model::Model;
use crate::options::Stop;

/// Conflicts spent on finding few culprits.
const CULPRITS: usize = 60_000;

/// Most pairs and slots of a question about demands.
const LARGE: usize = 16_000;

/// Whether the locked pairs can all meet.
pub(crate) enum Locked {
    /// They can, in these slots.
    Hold(Slots),
    /// They cannot: a sentence.
    Clash(String),
    /// It could not be decided.
    Unknown,
}

/// Decides whether all locked pairs can meet by every rule, with the spread of idle groups where `spread` says so. The other
/// pairs may meet only where the spread is asked: they may fill a gap.
pub(crate) fn decide(
    model: &Model<'_>,
    idle: &Idle<'_>,
    spread: Option<u32>,
    (conflicts, stop): (usize, &dyn Stop),
) -> Locked {
    let face = Face::locked(model, spread.is_some());
    match first((model, idle), &face, spread, (conflicts, stop)) {
        (Some(slots), _) => Locked::Hold(slots),
        (None, true) => Locked::Unknown,
        (None, false) => Locked::Clash(words(model, idle, &face, spread, stop)),
    }
}

/// Whether all locks, musts and floors can hold, their bounds on the number of meetings included; none where it is too
/// large, or stays open within so many conflicts.
pub(crate) fn possible(model: &Model<'_>, (conflicts, stop): (usize, &dyn Stop)) -> Option<bool> {
    let face = Face::demanded(model);
    let open = (0..model.allowed.len()).filter(|&pair| face.known[pair] != Known::Out);
    if open.map(|pair| model.allowed[pair].len()).sum::<usize>() > LARGE {
        return None;
    }
    match first((model, &Idle::new(model)), &face, None, (conflicts, stop)) {
        (Some(_), _) => Some(true),
        (None, false) => Some(false),
        (None, true) => None,
    }
}

/// Says which locked pairs and which rules leave no way, as few of both as a little work shows.
fn words(model: &Model<'_>, idle: &Idle<'_>, face: &Face, spread: Option<u32>, stop: &dyn Stop) -> String {
    let mut budget = CULPRITS;
    // Only where nobody needs to have a gap is the spread one rule for all; elsewhere it is one of several ways to keep it.
    let lone = (0..model.pairs_of.len()).any(|p| {
        let meets = model.pairs_of[p].iter().filter(|&&pair| face.known[pair] != Known::Out).count();
        meets.min(model.cap[p]) < 2
    });
    let spread_shown = spread.filter(|_| lone);
    let scope = Scope {
        model,
        idle,
        face,
        members: None,
        most: vec![spread_shown; model.pairs_of.len()],
        least: 0,
        counts: spread_shown.is_some(),
        liftable: true,
    };
    let mut formula = Formula::new(&scope, stop);
    let lifts = &formula.lifts;
    let mut all: Vec<Lit> = lifts.pairs.iter().map(|&(_, lift)| lift).collect();
    all.extend([lifts.order, lifts.rest, lifts.tables, lifts.gaps].into_iter().flatten());
    let core = match formula.solver.solve(&all, budget) {
        Answer::No => shorten(&mut formula, &mut budget),
        _ => Vec::new(),
    };
    let lifts = &formula.lifts;
    let pairs: Vec<usize> =
        lifts.pairs.iter().filter(|(_, lift)| core.contains(lift)).map(|&(pair, _)| pair).collect();
    let has = |lift: Option<Lit>| lift.is_some_and(|lift| core.contains(&lift));
    let told = !core.is_empty();
    let model_has = |is: bool, lift: Option<Lit>| if told { has(lift) } else { is };
    let mut rules = vec!["absences"];
    if model_has(!model.problem.precedences().is_empty(), lifts.order) {
        rules.push("order");
    }
    if model_has(model.problem.participants().iter().any(|p| p.max_run.is_some()), lifts.rest) {
        rules.push("rest");
    }
    if model_has(true, lifts.tables) {
        rules.push("tables");
    }
    let by_spread = spread.filter(|_| !told || has(lifts.gaps));
    let spread_words = by_spread.map(|spread| format!("the spread of idle groups (at most {spread})"));
    rules.extend(spread_words.as_deref());
    let rules = match rules.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last} leave", rest.join(", ")),
        _ => "seats and absences leave".to_owned(),
    };
    if pairs.is_empty() {
        let locked: Vec<usize> = (0..model.allowed.len()).filter(|&pair| model.is_locked(pair)).collect();
        return format!("{} are locked and cannot all take place: {rules} no way", names(model, &locked));
    }
    let verb = if pairs.len() == 1 { "is locked and cannot" } else { "are locked and cannot all" };
    format!("{} {verb} take place: {rules} no way", names(model, &pairs))
}
