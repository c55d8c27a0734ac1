//! Chooses pairs by a linear programme that knows no slots, and so bounds what any agenda can reach.
//!
//! Rows are degrees, floors, limits and totals. In the bipartite case, limits apart, the rows are two laminar families: the
//! matrix is totally unimodular and a vertex is integral (see Schrijver, "Combinatorial Optimization", 2003, chapter 21).

use std::collections::BTreeSet;

use passerelle_domain::Session;

use crate::cuts::Cut;
use crate::lp::{Answer, Lp, Outcome, Prices, Relaxation, Sense, Work};
use crate::model::Model;
use crate::options::Stop;
use crate::slots::SlotSet;

/// Most variables for which a fractional vertex is worth branching on.
const BRANCH: usize = 12_000;
/// Nodes spent on it, and steps of the simplex method.
const NODES: usize = 2_000;
const ITERATIONS: usize = 60_000;
/// Most distinct sets of slots per participant that get a row of their own.
const HALL: usize = 80;

/// What is demanded of the levels above the one that is maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Everything.
    All,
    /// At least so many musts; at most so much shortfall.
    Reach(i64),
    /// Nothing.
    Free,
}

/// What is maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    Musts,
    Floors,
    Value,
}

/// A choice of pairs with the bounds behind it.
pub(crate) struct Choice {
    /// By pair: whether it is taken as a whole.
    pub(crate) chosen: Vec<bool>,
    /// By pair: how much of it is taken, 0 to 1.
    pub(crate) share: Vec<f64>,
    /// Whether every pair is taken as a whole or not at all.
    pub(crate) whole: bool,
    /// Most musts any agenda can place.
    pub(crate) musts: i64,
    /// Least shortfall any agenda with those musts can have.
    pub(crate) shortfall: i64,
    /// Most value any agenda with that shortfall and those musts can have.
    pub(crate) value: i64,
    /// By pair: what the bound loses if a pair goes in (negative) or out (positive); none without duals.
    pub(crate) prices: Option<Prices>,
}

/// How choosing ended.
pub(crate) enum Chosen {
    Choice(Box<Choice>),
    /// Locks, caps and limits contradict each other.
    Contradiction,
    /// The solver gave no answer.
    Unknown,
}

/// The floors as the programme sees them: pairs, what can be asked of them at most, and what is missing whatever happens.
pub(crate) struct Floors {
    pub(crate) rows: Vec<(Vec<usize>, i64)>,
    pub(crate) lost: i64,
}

impl Floors {
    pub(crate) fn new(model: &Model<'_>) -> Self {
        let mut floors = Self { rows: Vec::new(), lost: 0 };
        let mut add = |pairs: Vec<usize>, min: u32, most: usize| {
            let can = i64::from(min).min(i64::try_from(most).unwrap_or(i64::MAX));
            floors.lost += i64::from(min) - can;
            if can > 0 {
                floors.rows.push((pairs, can));
            }
        };
        for (index, party) in model.problem.participants().iter().enumerate().filter(|(_, p)| p.min > 0) {
            let pairs = model.pairs_of[index].clone();
            let most = model.cap[index].min(pairs.len());
            add(pairs, party.min, most);
        }
        for limit in model.problem.limits().iter().filter(|limit| limit.min > 0) {
            let pairs: Vec<usize> =
                limit.pairs.iter().copied().filter(|&pair| !model.allowed[pair].is_empty()).collect();
            let most = pairs.len();
            add(pairs, limit.min, most);
        }
        floors
    }
}

/// Chooses pairs once, without any cut.
pub(crate) fn choose(model: &Model<'_>, stop: &dyn Stop) -> Chosen {
    Chooser::new(model).choose(None, stop)
}

/// The pair programme with the cuts found so far.
pub(crate) struct Chooser<'m> {
    model: &'m Model<'m>,
    floors: Floors,
    packings: Vec<Packing>,
    cuts: Vec<Cut>,
    /// The programme for the value of all musts and floors, kept loaded; none once it is known to ask too much.
    usual: Option<Relaxation>,
    /// Cuts it has.
    has: usize,
}

impl<'m> Chooser<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        let mut chooser = Self::of_levels(model);
        chooser.usual = Some(Relaxation::new(chooser.build(Aim::Value, (Need::All, Need::All))));
        chooser
    }

    /// The same for bounds of single levels alone, without the programme of all of them loaded.
    pub(crate) fn of_levels(model: &'m Model<'m>) -> Self {
        let (floors, packings) = (Floors::new(model), packings(model));
        Self { model, floors, packings, cuts: Vec::new(), usual: None, has: 0 }
    }

    /// Takes cuts in; tells whether one of them is new.
    pub(crate) fn add(&mut self, cuts: Vec<Cut>) -> bool {
        let before = self.cuts.len();
        for cut in cuts {
            if !self.cuts.contains(&cut) {
                self.cuts.push(cut);
            }
        }
        self.cuts.len() > before
    }

    /// What is known of every choice.
    pub(crate) fn rows(&self) -> (&[Packing], &[Cut]) {
        (&self.packings, &self.cuts)
    }

    /// Chooses pairs level by level. With `at_least` the choice is whole: of it and better ones the best.
    pub(crate) fn choose(&mut self, at_least: Option<i64>, stop: &dyn Stop) -> Chosen {
        let musts = self.model.eligible().filter(|&pair| self.model.is_must(pair)).count();
        let all = i64::try_from(musts).unwrap_or(i64::MAX);
        if let Some(mut usual) = self.usual.take() {
            for cut in &self.cuts[self.has..] {
                usual.row(self.terms(cut), Sense::AtMost, cut.most);
            }
            self.has = self.cuts.len();
            match usual.solve(Work { stop, nodes: NODES, iterations: ITERATIONS }) {
                Outcome::Solved(answer) => {
                    let answer = match at_least {
                        Some(value) if answer.integral().is_none() => {
                            self.whole(usual.lp(), answer, value, stop)
                        }
                        _ => answer,
                    };
                    self.usual = Some(usual);
                    return finish(self.model, answer, all, self.floors.lost);
                }
                Outcome::Stopped(_) => {
                    self.usual = Some(usual);
                    return Chosen::Unknown;
                }
                // For good: more cuts only take more away.
                Outcome::Infeasible => {}
            }
        }
        let musts = match self.solve(Aim::Musts, (Need::Free, Need::Free), None, stop) {
            Outcome::Solved(answer) => answer.bound.unwrap_or(all),
            Outcome::Infeasible => return Chosen::Contradiction,
            Outcome::Stopped(_) => return Chosen::Unknown,
        };
        let need = if musts == all { Need::All } else { Need::Reach(musts) };
        let short = match self.solve(Aim::Floors, (need, Need::Free), None, stop) {
            Outcome::Solved(answer) => {
                answer.bound.map_or(self.floors.lost, |bound| self.floors.lost - bound)
            }
            _ => return Chosen::Unknown,
        };
        match self.solve(Aim::Value, (need, Need::Reach(short)), at_least, stop) {
            Outcome::Solved(answer) => finish(self.model, answer, musts, short),
            _ => Chosen::Unknown,
        }
    }

    /// The bound of one level alone, given what is demanded of those above: musts, shortfall (not negated) or value.
    pub(crate) fn bound(&self, aim: Aim, needs: (Need, Need), stop: &dyn Stop) -> Option<Answer> {
        match self.solve(aim, needs, None, stop) {
            Outcome::Solved(mut answer) => {
                if aim == Aim::Floors {
                    answer.bound = answer.bound.map(|bound| self.floors.lost - bound);
                }
                Some(answer)
            }
            _ => None,
        }
    }

    fn solve(&self, aim: Aim, needs: (Need, Need), at_least: Option<i64>, stop: &dyn Stop) -> Outcome {
        let lp = self.build(aim, needs);
        let first = lp.solve(Work { stop, nodes: NODES, iterations: ITERATIONS });
        match first {
            // The levels above value are small numbers: there a whole programme is quick, and closes most of what is open.
            Outcome::Solved(answer)
                if answer.integral().is_none() && (at_least.is_some() || aim != Aim::Value) =>
            {
                Outcome::Solved(self.whole(&lp, answer, at_least.unwrap_or(i64::MIN / 4), stop))
            }
            other => other,
        }
    }

    /// The best whole choice worth at least so much, or the best known; the fractional one when there is none.
    fn whole(&self, lp: &Lp, fractional: Answer, at_least: i64, stop: &dyn Stop) -> Answer {
        let pairs = self.model.eligible().count();
        let mut lp = lp.clone();
        lp.require_integers(pairs);
        let mut open = lp.variables();
        if let Some(prices) = &fractional.prices {
            open -= lp.fix(prices, at_least);
        }
        if open > BRANCH {
            return fractional;
        }
        match lp.solve(Work { stop, nodes: NODES, iterations: ITERATIONS }) {
            Outcome::Solved(mut whole) => {
                whole.bound = whole.bound.into_iter().chain(fractional.bound).min();
                whole.prices = fractional.prices;
                whole
            }
            Outcome::Stopped(bound) => {
                Answer { bound: bound.into_iter().chain(fractional.bound).min(), ..fractional }
            }
            // Nothing is worth as much.
            Outcome::Infeasible => {
                Answer { bound: fractional.bound.map(|bound| bound.min(at_least)), ..fractional }
            }
        }
    }

    fn build(&self, aim: Aim, (musts, short): (Need, Need)) -> Lp {
        let (model, floors) = (self.model, &self.floors);
        let mut lp = Lp::default();
        let mut column = vec![0; model.allowed.len()];
        for pair in model.eligible() {
            let must = model.is_must(pair);
            let cost = match aim {
                Aim::Musts => i64::from(must),
                Aim::Floors => 0,
                Aim::Value => model.value(pair),
            };
            let low = i64::from(model.is_locked(pair) || (must && musts == Need::All));
            column[pair] = lp.variable(cost, (low, 1), false);
        }
        let sum =
            |pairs: &[usize]| -> Vec<(usize, i64)> { pairs.iter().map(|&pair| (column[pair], 1)).collect() };
        if let Need::Reach(count) = musts {
            let pairs: Vec<usize> = model.eligible().filter(|&pair| model.is_must(pair)).collect();
            lp.row(sum(&pairs), Sense::AtLeast, count);
        }
        for packing in &self.packings {
            lp.row(sum(&packing.pairs), Sense::AtMost, packing.most);
        }
        for cut in &self.cuts {
            let terms = cut.terms.iter().map(|&(pair, factor)| (column[pair], factor)).collect();
            lp.row(terms, Sense::AtMost, cut.most);
        }
        let mut shortfalls = Vec::new();
        for (pairs, min) in floors.rows.iter().filter(|_| short != Need::Free || aim == Aim::Floors) {
            let mut terms = sum(pairs);
            if short != Need::All {
                let missing = lp.variable(-i64::from(aim == Aim::Floors), (0, *min), false);
                terms.push((missing, 1));
                shortfalls.push((missing, 1));
            }
            lp.row(terms, Sense::AtLeast, *min);
        }
        if let Need::Reach(most) = short
            && !shortfalls.is_empty()
        {
            lp.row(shortfalls, Sense::AtMost, most - floors.lost);
        }
        lp
    }

    fn terms(&self, cut: &Cut) -> Vec<(usize, i64)> {
        // Columns are numbered as eligible pairs are.
        let mut column = vec![0; self.model.allowed.len()];
        for (at, pair) in self.model.eligible().enumerate() {
            column[pair] = at;
        }
        cut.terms.iter().map(|&(pair, factor)| (column[pair], factor)).collect()
    }
}

/// Expands a vector over eligible pairs to one over all pairs.
pub(crate) fn spread_out<T: Copy>(model: &Model<'_>, of: &[T], fill: T) -> Vec<T> {
    let mut all = vec![fill; model.allowed.len()];
    for (pair, &x) in model.eligible().zip(of) {
        all[pair] = x;
    }
    all
}

fn finish(model: &Model<'_>, answer: Answer, musts: i64, shortfall: i64) -> Chosen {
    let count = model.eligible().count();
    let Some(value) = answer.bound else { return Chosen::Unknown };
    let whole = answer.integral().is_some();
    let prices = answer.prices.as_ref().map(|prices| Prices {
        bound: prices.bound,
        reduced: spread_out(model, &prices.reduced[..count], 0),
    });
    let mut share = answer.x;
    share.truncate(count);
    let share = spread_out(model, &share, 0.0);
    let chosen = share.iter().map(|&x| x > 0.99).collect();
    Chosen::Choice(Box::new(Choice { chosen, share, whole, musts, shortfall, value, prices }))
}

/// A set of eligible pairs of which at most so many can be placed, whatever the slots.
pub(crate) struct Packing {
    pub(crate) pairs: Vec<usize>,
    pub(crate) most: i64,
    pub(crate) cause: Cause,
}

/// Why only so many can be placed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cause {
    Participant(usize),
    Limit(usize),
    Table(usize),
    Tables,
}

impl Cause {
    /// The beginning of a sentence that ends in "at most n of them".
    pub(crate) fn words(self, model: &Model<'_>) -> String {
        let problem = model.problem;
        match self {
            Self::Participant(p) => format!("`{}` can have", problem.participants()[p].id),
            Self::Limit(limit) => format!("limit {} allows", limit + 1),
            Self::Table(table) => format!("table `{}` takes", problem.tables()[table].id),
            Self::Tables => "the tables take".into(),
        }
    }
}

/// All such sets, without those that cannot bind.
pub(crate) fn packings(model: &Model<'_>) -> Vec<Packing> {
    let mut rows: Vec<Packing> = Vec::new();
    let mut add = |pairs: Vec<usize>, most: usize, cause: Cause| {
        if pairs.len() > most {
            rows.push(Packing { pairs, most: i64::try_from(most).unwrap_or(i64::MAX), cause });
        }
    };
    for (participant, pairs) in model.pairs_of.iter().enumerate() {
        add(pairs.clone(), model.cap[participant], Cause::Participant(participant));
        for set in unions(model, pairs) {
            let inside: Vec<usize> =
                pairs.iter().copied().filter(|&pair| model.allowed[pair].is_subset(&set)).collect();
            if inside.len() < pairs.len() {
                let room = model.room(participant, &set);
                add(inside, room, Cause::Participant(participant));
            }
        }
    }
    for (index, limit) in model.problem.limits().iter().enumerate() {
        let pairs = limit.pairs.iter().copied().filter(|&pair| !model.allowed[pair].is_empty()).collect();
        add(pairs, limit.max as usize, Cause::Limit(index));
    }
    let every: Vec<usize> = model.eligible().collect();
    let slots = model.problem.slots();
    let total = |test: &dyn Fn(usize) -> bool| -> usize {
        (0..model.slots).filter(|&slot| test(slot)).map(|slot| model.room_in[slot]).sum()
    };
    for session in [Session::Am, Session::Pm] {
        let half = SlotSet::collect(model.slots, |slot| slots[slot].session == Some(session));
        let inside: Vec<usize> =
            every.iter().copied().filter(|&pair| model.allowed[pair].is_subset(&half)).collect();
        if inside.len() < every.len() {
            add(inside, total(&|slot| half.contains(slot)), Cause::Tables);
        }
    }
    for (index, &table) in model.own_tables.iter().enumerate() {
        let own = every.iter().copied().filter(|&pair| model.needs_table[pair] == Some(index)).collect();
        let slots = slots.iter().filter(|slot| slot.tables.contains(&table)).count();
        add(own, slots, Cause::Table(table));
    }
    add(every, total(&|_| true), Cause::Tables);
    rows
}

/// The sets of slots of some pairs, distinct, tightest first, and their pairwise unions when they are few.
fn unions(model: &Model<'_>, pairs: &[usize]) -> Vec<SlotSet> {
    let single: BTreeSet<&SlotSet> = pairs.iter().map(|&pair| &model.allowed[pair]).collect();
    let mut sets: BTreeSet<SlotSet> = single.iter().map(|&set| set.clone()).collect();
    if single.len() * single.len() <= HALL * 2 {
        for one in &single {
            for two in &single {
                let mut union = (*one).clone();
                union.union(two);
                sets.insert(union);
            }
        }
    }
    let mut sets: Vec<SlotSet> = sets.into_iter().collect();
    sets.sort_by_key(SlotSet::len);
    sets.truncate(HALL);
    sets
}
