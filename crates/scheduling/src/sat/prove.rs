//! The fewest idle groups: raised from below core by core, until an arrangement has no more.

use rustsat::types::Lit;

use super::encode::{Formula, Scope};
use super::face::Face;
use super::solver::Answer;
use crate::exact::Known;
use crate::idle::Idle;
use crate::model::Model;
use crate::options::Stop;

/// Conflicts spent on taking one participant out of a core.
const MINIMISE: usize = 300;
/// Conflicts of the first turn of raising a bound, at least, and as a part of all there are; later turns are longer. What is
/// refuted late in a turn would be begun anew in the next.
const FIRST_TURN: (usize, usize) = (40_000, 4);
/// Largest core that is made smaller one by one.
const LONG: usize = 80;

/// An arrangement: the slot of every pair.
pub(crate) type Slots = Vec<Option<usize>>;

/// Raises the bound on idle groups over the agendas of a face, and finds a better arrangement than one with `groups` when
/// there is one. `accept` is asked about each arrangement found and tells its idle groups, or that it will not do; then the
/// search ends, and the bound stands where it is.
pub(crate) fn fewest(
    (model, idle): (&Model<'_>, &Idle<'_>),
    face: &Face,
    groups: u32,
    conflicts: usize,
    stop: &dyn Stop,
    accept: &mut dyn FnMut(&Slots) -> Option<u32>,
) -> u32 {
    let people = model.pairs_of.len();
    let alone: Vec<u32> = (0..people).map(|p| idle.fewest(p, &face.known)).collect();
    let mut left = conflicts;
    let mut groups = groups;
    let spread = model.problem.spread();
    let mut bound = u32::MAX;
    for least in least_groups(model, face, &alone, spread) {
        let fewest: Vec<u32> = alone.iter().map(|&fewest| fewest.max(least)).collect();
        let base: u32 = fewest.iter().sum();
        // From here on everybody has so many.
        if base >= groups {
            break;
        }
        if left == 0 || stop.should_stop() {
            bound = bound.min(base);
            break;
        }
        let most = |p: usize| {
            let by_total = groups - 1 - (base - fewest[p]);
            Some(spread.map_or(by_total, |spread| by_total.min(least.saturating_add(spread))))
        };
        let most: Vec<Option<u32>> = (0..people).map(most).collect();
        if most.iter().zip(&fewest).any(|(most, &fewest)| most.is_some_and(|most| most < fewest)) {
            continue;
        }
        let scope = Scope { model, idle, face, members: None, most, least, counts: true, liftable: false };
        let mut formula = Formula::new(&scope, stop);
        let mut climb = Climb::new(&formula, &fewest, base);
        let better = climb.run(&mut formula, groups, &mut left);
        bound = bound.min(climb.bound);
        if let Some(slots) = better {
            let Some(count) = accept(&slots) else {
                // Not as good in the levels above: the bound stands, and so does what later rounds have at least.
                bound = bound.min(base);
                break;
            };
            groups = count;
        }
    }
    bound.min(groups)
}

/// The numbers of idle groups that everybody may have at least: without a spread nobody asks.
fn least_groups(
    model: &Model<'_>,
    face: &Face,
    fewest: &[u32],
    spread: Option<u32>,
) -> std::ops::RangeInclusive<u32> {
    if spread.is_none() {
        return 0..=0;
    }
    let low = fewest.iter().copied().min().unwrap_or(0);
    let can = |p: usize| {
        let meets = model.pairs_of[p].iter().filter(|&&pair| face.known[pair] != Known::Out).count();
        meets.min(model.cap[p]).saturating_sub(1)
    };
    let most = (0..model.pairs_of.len()).map(can).min().unwrap_or(0);
    low..=u32::try_from(most).unwrap_or(u32::MAX).max(low)
}

/// A first arrangement of a face in which the spread holds, were one asked; none with `false` when there is none at all.
pub(crate) fn first(
    (model, idle): (&Model<'_>, &Idle<'_>),
    face: &Face,
    spread: Option<u32>,
    (conflicts, stop): (usize, &dyn Stop),
) -> (Option<Slots>, bool) {
    let people = model.pairs_of.len();
    let fewest: Vec<u32> = (0..people).map(|p| idle.fewest(p, &face.known)).collect();
    let mut open = false;
    let mut left = conflicts;
    for least in least_groups(model, face, &fewest, spread) {
        let most = vec![spread.map(|spread| least.saturating_add(spread)); people];
        let counts = spread.is_some();
        let scope = Scope { model, idle, face, members: None, most, least, counts, liftable: false };
        let mut formula = Formula::new(&scope, stop);
        let answer = formula.solver.solve(&[], left);
        left = left.saturating_sub(formula.solver.conflicts());
        match answer {
            Answer::Yes => return (Some(formula.slots()), true),
            Answer::No => {}
            Answer::Unknown => open = true,
        }
        if left == 0 {
            return (None, true);
        }
    }
    (None, open)
}

/// A bound on the idle groups of some participants over the agendas of a face; `fewest` is what each has looked at alone.
pub(crate) fn within(
    (model, idle): (&Model<'_>, &Idle<'_>),
    face: &Face,
    members: Vec<bool>,
    (fewest, groups): (&[u32], u32),
    (conflicts, stop): (usize, &dyn Stop),
) -> (u32, usize) {
    let own: Vec<u32> =
        fewest.iter().zip(&members).map(|(&fewest, &is)| if is { fewest } else { 0 }).collect();
    let base: u32 = own.iter().sum();
    if base >= groups {
        return (base, 0);
    }
    let most = own.iter().map(|&fewest| Some(groups - 1 - (base - fewest))).collect();
    let scope =
        Scope { model, idle, face, members: Some(members), most, least: 0, counts: true, liftable: false };
    let mut formula = Formula::new(&scope, stop);
    let mut climb = Climb::new(&formula, &own, base);
    let mut budget = conflicts;
    climb.run(&mut formula, groups, &mut budget);
    (climb.bound.min(groups), conflicts - budget)
}

/// Raises a bound by cores, and in turn by asking for a total. Each chain is a row of literals, each of which costs one when
/// it holds, and follows only after the one before it.
struct Climb {
    chains: Vec<(Vec<Lit>, usize)>,
    /// Every literal that costs.
    all: Vec<Lit>,
    /// What is paid whatever holds.
    base: u32,
    bound: u32,
}

impl Climb {
    fn new(formula: &Formula<'_>, fewest: &[u32], base: u32) -> Self {
        let chains: Vec<(Vec<Lit>, usize)> =
            formula.more.iter().zip(fewest).map(|(more, &fewest)| (more.clone(), fewest as usize)).collect();
        let all = chains.iter().flat_map(|(chain, at)| chain.iter().skip(*at).copied()).collect();
        Self { chains, all, base, bound: base }
    }

    fn open(&self) -> Vec<Lit> {
        self.chains.iter().filter_map(|(chain, at)| chain.get(*at).map(|&literal| !literal)).collect()
    }

    /// Ends with an arrangement that has as many groups as the bound, or with the bound at `enough`, or without budget.
    fn run(&mut self, formula: &mut Formula<'_>, enough: u32, budget: &mut usize) -> Option<Slots> {
        let mut slice = FIRST_TURN.0.max(*budget / FIRST_TURN.1);
        let mut by_cores = self.bound;
        let mut total: Option<Vec<Lit>> = None;
        while self.bound < enough && *budget > 0 {
            let mut turn = slice.min(*budget);
            let had = turn;
            let answer = ask(formula, &self.open(), &mut turn);
            *budget = budget.saturating_sub(had - turn);
            match answer {
                Answer::Yes => return Some(formula.slots()),
                Answer::No => {
                    // Making cores smaller was seen to cost more than it saves.
                    let mut core = formula.solver.core();
                    core.sort_unstable();
                    if core.is_empty() {
                        self.bound = enough;
                        return None;
                    }
                    by_cores += 1;
                    self.bound = self.bound.max(by_cores);
                    self.relax(formula, &core);
                    continue;
                }
                Answer::Unknown => {}
            }
            // The cores have become long: the same question about the sum.
            let outputs =
                total.get_or_insert_with(|| formula.solver.total(&self.all, (enough - self.base) as usize));
            let limit = outputs.get((self.bound - self.base) as usize).map(|&literal| !literal);
            let mut turn = slice.min(*budget);
            let had = turn;
            let answer = ask(formula, &limit.into_iter().collect::<Vec<_>>(), &mut turn);
            *budget = budget.saturating_sub(had - turn);
            match answer {
                Answer::Yes => return Some(formula.slots()),
                Answer::No if formula.solver.core().is_empty() => self.bound = enough,
                Answer::No => self.bound += 1,
                Answer::Unknown if formula.solver.stopped() => return None,
                Answer::Unknown => slice = slice.saturating_mul(2),
            }
        }
        None
    }

    /// One of the core's literals holds; a second of them costs more.
    fn relax(&mut self, formula: &mut Formula<'_>, core: &[Lit]) {
        let literals: Vec<Lit> = core.iter().map(|&literal| !literal).collect();
        for (chain, at) in &mut self.chains {
            if chain.get(*at).is_some_and(|literal| literals.contains(literal)) {
                *at += 1;
            }
        }
        formula.solver.clause(&literals);
        if literals.len() > 1 {
            let outputs = formula.solver.total(&literals, literals.len());
            self.chains.push((outputs, 1));
        }
    }
}

/// One question within a budget of conflicts.
fn ask(formula: &mut Formula<'_>, assumptions: &[Lit], budget: &mut usize) -> Answer {
    if *budget == 0 {
        return Answer::Unknown;
    }
    let before = formula.solver.conflicts();
    let answer = formula.solver.solve(assumptions, *budget);
    // A question costs something even when it meets no conflict.
    let spent = formula.solver.conflicts().saturating_sub(before) + 1;
    *budget = budget.saturating_sub(spent);
    answer
}

/// The core of the refutation just made, made smaller: by asking again about it alone, then without one after the other.
pub(super) fn shorten(formula: &mut Formula<'_>, budget: &mut usize) -> Vec<Lit> {
    let mut core = formula.solver.core();
    core.sort_unstable();
    for _ in 0..4 {
        if core.len() < 2 || ask(formula, &core, budget) != Answer::No {
            break;
        }
        let mut again = formula.solver.core();
        again.sort_unstable();
        if again.len() >= core.len() {
            break;
        }
        core = again;
    }
    if core.len() < 2 || core.len() > LONG {
        return core;
    }
    for literal in core.clone() {
        if core.len() < 2 {
            break;
        }
        let rest: Vec<Lit> = core.iter().copied().filter(|&other| other != literal).collect();
        if rest.len() == core.len() {
            continue;
        }
        let mut little = MINIMISE.min(*budget);
        let had = little;
        if ask(formula, &rest, &mut little) == Answer::No {
            core = formula.solver.core();
            core.sort_unstable();
        }
        *budget = budget.saturating_sub(had - little);
    }
    core
}
