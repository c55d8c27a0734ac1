//! Chooses pairs by a linear programme that knows no slots, and so bounds what any agenda can reach.
//!
//! Rows are degrees, floors, limits and totals. In the bipartite case, limits apart, the rows are two laminar families: the
//! matrix is totally unimodular and a vertex is integral (see Schrijver, "Combinatorial Optimization", 2003, chapter 21).

use std::collections::BTreeSet;

use passerelle_domain::Session;

use crate::lp::{Answer, Lp, Outcome, Prices, Sense, Work};
use crate::model::Model;
use crate::slots::SlotSet;

/// Most variables for which a fractional vertex is worth branching on.
const BRANCH: usize = 12_000;
/// Nodes spent on it.
const NODES: usize = 2_000;
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
    /// By pair.
    pub(crate) chosen: Vec<bool>,
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

/// Chooses pairs level by level.
pub(crate) fn choose(model: &Model<'_>, seconds: &dyn Fn() -> Option<f64>) -> Chosen {
    let work = || Work { seconds: seconds(), nodes: NODES };
    let floors = Floors::new(model);
    let all = i64::try_from(model.eligible().filter(|&pair| model.is_must(pair)).count()).unwrap_or(i64::MAX);
    match solve(model, &floors, Aim::Value, (Need::All, Need::All), work()) {
        Outcome::Solved(answer) => return finish(model, &answer, all, floors.lost),
        Outcome::Unknown => return Chosen::Unknown,
        Outcome::Infeasible => {}
    }
    let musts = match solve(model, &floors, Aim::Musts, (Need::Free, Need::Free), work()) {
        Outcome::Solved(answer) => answer.bound.unwrap_or(all),
        Outcome::Infeasible => return Chosen::Contradiction,
        Outcome::Unknown => return Chosen::Unknown,
    };
    let need = if musts == all { Need::All } else { Need::Reach(musts) };
    let short = match solve(model, &floors, Aim::Floors, (need, Need::Free), work()) {
        Outcome::Solved(answer) => answer.bound.map_or(floors.lost, |bound| floors.lost - bound),
        _ => return Chosen::Unknown,
    };
    match solve(model, &floors, Aim::Value, (need, Need::Reach(short)), work()) {
        Outcome::Solved(answer) => finish(model, &answer, musts, short),
        _ => Chosen::Unknown,
    }
}

/// The bound of one level alone, given what is demanded of those above: musts, shortfall (not negated) or value.
pub(crate) fn bound(
    model: &Model<'_>,
    aim: Aim,
    needs: (Need, Need),
    seconds: Option<f64>,
) -> Option<Answer> {
    let floors = Floors::new(model);
    match solve(model, &floors, aim, needs, Work { seconds, nodes: NODES }) {
        Outcome::Solved(mut answer) => {
            if aim == Aim::Floors {
                answer.bound = answer.bound.map(|bound| floors.lost - bound);
            }
            Some(answer)
        }
        _ => None,
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

fn finish(model: &Model<'_>, answer: &Answer, musts: i64, shortfall: i64) -> Chosen {
    let count = model.eligible().count();
    let Some(value) = answer.bound else { return Chosen::Unknown };
    let taken: Vec<bool> = answer.x.iter().take(count).map(|&x| x > 0.99).collect();
    let prices = answer.prices.as_ref().map(|prices| Prices {
        bound: prices.bound,
        reduced: spread_out(model, &prices.reduced[..count], 0),
    });
    Chosen::Choice(Box::new(Choice {
        chosen: spread_out(model, &taken, false),
        musts,
        shortfall,
        value,
        prices,
    }))
}

fn solve(model: &Model<'_>, floors: &Floors, aim: Aim, needs: (Need, Need), work: Work) -> Outcome {
    let mut lp = build(model, floors, aim, needs);
    let first = lp.solve(work);
    let Outcome::Solved(answer) = &first else { return first };
    if answer.integral().is_some() || lp.variables() > BRANCH {
        return first;
    }
    let pairs = model.eligible().count();
    lp.require_integers(pairs);
    match lp.solve(work) {
        Outcome::Solved(mut whole) => {
            whole.prices.clone_from(&answer.prices);
            whole.bound = whole.bound.into_iter().chain(answer.bound).min();
            Outcome::Solved(whole)
        }
        Outcome::Infeasible => Outcome::Infeasible,
        Outcome::Unknown => first,
    }
}

fn build(model: &Model<'_>, floors: &Floors, aim: Aim, (musts, short): (Need, Need)) -> Lp {
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
    for packing in packings(model) {
        lp.row(sum(&packing.pairs), Sense::AtMost, packing.most);
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
