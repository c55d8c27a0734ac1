//! Cuts from a neighbourhood: a linear programme places its pairs in fractions of meetings; what it cannot place is cut off.

use std::collections::{BTreeMap, BTreeSet};

use super::{BROKEN, Cut, Multipliers, odd, whole};
use crate::lp::{Answer, Lp, Outcome, Relaxation, Sense, Work};
use crate::model::Model;
use crate::options::Stop;

/// Sizes of neighbourhoods that are tried, in pairs times slots, and how many of each in a round.
const SIZES: [(usize, usize); 4] = [(400, 12), (1_500, 8), (5_000, 3), (14_000, 1)];
/// Pairs around which a round looks.
const SEEDS: usize = 12;
/// Fractions of multipliers are tried in these units.
const UNITS: [i64; 8] = [1, 2, 3, 4, 6, 12, 60, 840];
/// Rounds of odd sets in one neighbourhood.
const ODD_ROUNDS: usize = 12;
/// Parts of a meeting in which a fractional choice is stated.
const PARTS: i64 = 840;

/// Looks for cuts around pairs.
pub(crate) struct Local<'m> {
    model: &'m Model<'m>,
    bipartite: bool,
    /// By participant: its windows of rest, first and last slot.
    windows: Vec<Vec<(usize, usize)>>,
    /// How much was looked at so far, in pairs times slots: the measure of work.
    pub(crate) steps: usize,
}

/// A rule about cells (pair, slot): of them at most so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Seat(usize, usize),
    Table(usize),
    Own(usize, usize),
    /// Participant, first and last slot of a window one longer than its longest run.
    Rest(usize, usize, usize),
    /// Index into the precedences, slot.
    Order(usize, usize),
}

impl<'m> Local<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        let slots = model.problem.slots();
        let windows = model.problem.participants().iter().map(|party| {
            let Some(longest) = party.max_run.map(|n| n as usize) else { return Vec::new() };
            let ends = (0..model.slots).filter_map(|first| Some((first, first.checked_add(longest)?)));
            ends.filter(|&(first, last)| last < model.slots && slots[first].day == slots[last].day).collect()
        });
        Self { model, bipartite: model.problem.is_bipartite(), windows: windows.collect(), steps: 0 }
    }

    /// Cuts that a choice breaks around some pairs: small neighbourhoods first, larger ones where those show nothing.
    pub(super) fn separate(&mut self, share: &[f64], around: &[usize], stop: &dyn Stop) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        // Where a neighbourhood is all there is, it need not be looked at again from another pair.
        let mut tried: BTreeSet<Vec<usize>> = BTreeSet::new();
        let orders: Vec<Vec<usize>> =
            around.iter().take(SEEDS).map(|&seed| self.nearest(share, seed)).collect();
        for (size, seeds) in SIZES {
            let mut looked = 0;
            for (&seed, order) in around.iter().zip(&orders) {
                if looked == seeds || stop.should_stop() {
                    break;
                }
                if self.model.ends(seed).iter().any(|end| seen.contains(end)) {
                    continue;
                }
                let (pairs, _) = self.neighbourhood(share, order, size);
                if !tried.insert(pairs.clone()) {
                    continue;
                }
                looked += 1;
                if let Some(cut) = self.cut(share, &pairs, stop) {
                    let pairs = cut.terms.iter().map(|&(pair, _)| pair).filter(|&pair| share[pair] > 0.0);
                    seen.extend(pairs.flat_map(|pair| self.model.ends(pair)));
                    cuts.push(cut);
                }
            }
            if !cuts.is_empty() {
                break;
            }
        }
        cuts
    }

    /// Participants by their distance from a pair; among equals those with little room first.
    pub(crate) fn nearest(&self, share: &[f64], seed: usize) -> Vec<usize> {
        let model = self.model;
        let room = |participant: usize| {
            let load: f64 = model.pairs_of[participant].iter().map(|&pair| share[pair]).sum();
            (whole(model.room(participant, &model.reach(participant))) as f64 - load, participant)
        };
        let mut known: BTreeSet<usize> = model.ends(seed).into_iter().collect();
        let mut ring: Vec<usize> = known.iter().copied().collect();
        let mut order = Vec::new();
        while !ring.is_empty() && order.len() < 4_000 {
            let mut next: Vec<(f64, usize)> = Vec::new();
            for &participant in &ring {
                for &pair in model.pairs_of[participant].iter().filter(|&&pair| share[pair] > 1e-6) {
                    for end in model.ends(pair) {
                        if known.insert(end) {
                            next.push(room(end));
                        }
                    }
                }
            }
            order.append(&mut ring);
            next.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
            ring = next.into_iter().map(|(_, participant)| participant).collect();
        }
        order
    }

    /// Pairs of the nearest participants up to a size, and whether that is everything within reach.
    pub(crate) fn neighbourhood(&self, share: &[f64], order: &[usize], size: usize) -> (Vec<usize>, bool) {
        let model = self.model;
        let mut pairs = BTreeSet::new();
        let mut cells = 0;
        for &participant in order {
            for &pair in model.pairs_of[participant].iter().filter(|&&pair| share[pair] > 1e-6) {
                if !pairs.contains(&pair) {
                    if cells + model.allowed[pair].len() > size {
                        return (pairs.into_iter().collect(), false);
                    }
                    cells += model.allowed[pair].len();
                    pairs.insert(pair);
                }
            }
        }
        (pairs.into_iter().collect(), true)
    }

    fn cut(&mut self, share: &[f64], pairs: &[usize], stop: &dyn Stop) -> Option<Cut> {
        let model = self.model;
        let parts = if pairs.iter().all(|&pair| share[pair] > 1.0 - 1e-6) { 1 } else { PARTS };
        let mut lp = Lp::default();
        let mut cells: Vec<(usize, usize, usize)> = Vec::new();
        let mut rules: BTreeMap<Rule, Vec<(usize, i64)>> = BTreeMap::new();
        let mut wanted = 0;
        let within: BTreeSet<usize> = pairs.iter().copied().collect();
        for &pair in pairs {
            #[expect(clippy::cast_possible_truncation, reason = "at most the number of parts")]
            let want = (share[pair] * parts as f64).round() as i64;
            wanted += want;
            let first = lp.variables();
            for slot in model.allowed[pair].iter() {
                let x = lp.variable(1, (0, parts), false);
                cells.push((pair, slot, x));
                for end in model.ends(pair) {
                    rules.entry(Rule::Seat(end, slot)).or_default().push((x, 1));
                    for &(from, to) in
                        self.windows[end].iter().filter(|&&(from, to)| from <= slot && slot <= to)
                    {
                        rules.entry(Rule::Rest(end, from, to)).or_default().push((x, 1));
                    }
                }
                rules.entry(Rule::Table(slot)).or_default().push((x, 1));
                if let Some(table) = model.needs_table[pair] {
                    rules.entry(Rule::Own(table, slot)).or_default().push((x, 1));
                }
            }
            lp.row((first..lp.variables()).map(|x| (x, 1)).collect(), Sense::AtMost, want);
        }
        for (index, order) in model.problem.precedences().iter().enumerate() {
            if within.contains(&order.first) && within.contains(&order.then) {
                for slot in 0..model.slots {
                    let here = cells.iter().filter(|&&(pair, at, _)| {
                        (pair == order.first && at >= slot) || (pair == order.then && at <= slot)
                    });
                    rules.insert(Rule::Order(index, slot), here.map(|&(_, _, x)| (x, 1)).collect());
                }
            }
        }
        self.steps += cells.len();
        let mut rows: Vec<Rule> = Vec::new();
        for (rule, terms) in rules {
            let most = self.most(rule);
            if whole(terms.len()) > most {
                lp.row(terms, Sense::AtMost, most * parts);
                rows.push(rule);
            }
        }
        let work = Work::plain(stop);
        let mut relaxation = Relaxation::new(lp);
        let mut sets: Vec<(Vec<bool>, usize)> = Vec::new();
        for _ in 0..ODD_ROUNDS {
            let Outcome::Solved(answer) = relaxation.solve(work) else { return None };
            let placed: f64 = answer.x.iter().sum();
            if placed < wanted as f64 - BROKEN * parts as f64 {
                return self.of_duals(share, &answer, pairs.len(), &rows, &sets);
            }
            if self.bipartite {
                return None;
            }
            let found = odd::sets(model, &cells, &answer.x, parts as f64);
            if found.is_empty() {
                return None;
            }
            for (set, slot) in found {
                let inside = |&&(pair, at, _): &&(usize, usize, usize)| {
                    at == slot && model.ends(pair).into_iter().all(|end| set[end])
                };
                let terms = cells.iter().filter(inside).map(|&(_, _, x)| (x, 1)).collect();
                relaxation.row(terms, Sense::AtMost, odd::most(model, &set, slot) * parts);
                sets.push((set, slot));
            }
        }
        None
    }

    /// How many of the cells of a rule can be taken.
    fn most(&self, rule: Rule) -> i64 {
        let model = self.model;
        match rule {
            Rule::Seat(participant, slot) => whole(model.seats[participant * model.slots + slot]),
            Rule::Table(slot) => whole(model.open[slot]),
            Rule::Own(..) | Rule::Order(..) => 1,
            Rule::Rest(participant, first, last) => {
                let seats =
                    &model.seats[participant * model.slots + first..=participant * model.slots + last];
                // One slot of the window is rest: the one with fewest seats, at best.
                whole(seats.iter().sum::<usize>() - seats.iter().copied().min().unwrap_or(0))
            }
        }
    }

    /// The most broken of the cuts that the multipliers of the rows make in one unit or another.
    fn of_duals(
        &self,
        share: &[f64],
        answer: &Answer,
        pairs: usize,
        rows: &[Rule],
        sets: &[(Vec<bool>, usize)],
    ) -> Option<Cut> {
        let duals = answer.duals.as_ref()?;
        let made = UNITS.iter().map(|&unit| {
            let times = |dual: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "clamped")]
                let y = (dual.clamp(0.0, 1e3) * unit as f64).round() as i64;
                y
            };
            let mut multipliers = Multipliers::new(self.model);
            let (on_rules, on_sets) = duals[pairs..].split_at(rows.len().min(duals.len() - pairs));
            for (&rule, &dual) in rows.iter().zip(on_rules) {
                self.add(&mut multipliers, rule, times(dual));
            }
            for ((set, slot), &dual) in sets.iter().zip(on_sets) {
                let y = times(dual);
                if y > 0 {
                    multipliers.most += y * odd::most(self.model, set, *slot);
                    multipliers.odd.push((set.clone(), *slot, y));
                }
            }
            multipliers.cut()
        });
        let best = made.max_by(|one, two| one.violation(share).total_cmp(&two.violation(share)))?;
        (best.violation(share) > BROKEN).then_some(best)
    }

    fn add(&self, to: &mut Multipliers<'_>, rule: Rule, y: i64) {
        if y == 0 {
            return;
        }
        let model = self.model;
        match rule {
            Rule::Seat(participant, slot) => to.add_seat(participant, slot, y),
            Rule::Table(slot) => to.add_table(slot, y),
            Rule::Own(table, slot) => {
                to.own[table * model.slots + slot] += y;
                to.most += y;
            }
            Rule::Rest(participant, first, last) => {
                for slot in first..=last {
                    to.seat[participant * model.slots + slot] += y;
                }
                to.most += y * self.most(rule);
            }
            Rule::Order(index, slot) => {
                let order = model.problem.precedences()[index];
                for at in model.allowed[order.first].iter().filter(|&at| at >= slot) {
                    *to.order.entry((order.first, at)).or_default() += y;
                }
                for at in model.allowed[order.then].iter().filter(|&at| at <= slot) {
                    *to.order.entry((order.then, at)).or_default() += y;
                }
                to.most += y;
            }
        }
    }
}
