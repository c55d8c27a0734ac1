//! A re-plan as a mixed programme over pairs and slots, with a variable for each participant or pair that may be touched: exact,
//! where the size allows.

use passerelle_domain::ChangeUnit;

use super::frame::Frame;
use super::ledger::Ledger;
use crate::board::Board;
use crate::lp::{Lp, Outcome, Sense, Work};
use crate::model::Model;

/// What a programme optimises, all that comes before held at what was reached.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stage {
    Musts,
    Floors,
    /// Value, less a price for each change.
    Value {
        price: i64,
    },
    Changes,
}

/// What must be held.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) musts: i64,
    pub(super) shortfall: i64,
    pub(super) value: i64,
    pub(super) cap: usize,
}

/// An answer: the slots of the pairs that were free to move, and the bound that was proved.
pub(super) struct Answer {
    pub(super) slots: Vec<Option<usize>>,
    pub(super) bound: Option<i64>,
}

/// Solves one stage over the pairs that are `open`; the others stay where the board has them.
pub(super) fn solve(
    frame: &Frame<'_>,
    board: &Board<'_>,
    (open, stage, held): (&[bool], Stage, Held),
    work: Work,
) -> Option<Answer> {
    let mut programme = Programme::new(frame, board, open, stage);
    programme.room();
    programme.order();
    programme.rest();
    programme.levels(stage, held);
    programme.changes(stage, held);
    match programme.lp.solve(work) {
        Outcome::Solved(answer) => {
            let at = |pair: usize| {
                let chosen = programme.seat[pair].iter().find(|&&(_, x)| answer.x[x] > 0.5);
                if open[pair] { chosen.map(|&(slot, _)| slot) } else { board.slot_of(pair) }
            };
            let bound = answer.bound.map(|bound| match stage {
                Stage::Musts | Stage::Value { .. } => bound + programme.fixed,
                Stage::Floors | Stage::Changes => programme.fixed - bound,
            });
            Some(Answer { slots: (0..open.len()).map(at).collect(), bound })
        }
        _ => None,
    }
}

/// How many places in slots the open pairs have: the size of a programme.
pub(super) fn size(model: &Model<'_>, open: &[bool]) -> usize {
    model.eligible().filter(|&pair| open[pair]).map(|pair| model.allowed[pair].len()).sum()
}

/// Who is touched when the terms come to less than a number: item, terms, number.
type Touch = (usize, Vec<(usize, i64)>, i64);

struct Programme<'p, 'm> {
    frame: &'p Frame<'m>,
    model: &'m Model<'m>,
    board: &'p Board<'m>,
    open: &'p [bool],
    lp: Lp,
    /// By pair: its slots and their variables; empty for pairs that stay.
    seat: Vec<Vec<(usize, usize)>>,
    /// What the objective has beside the programme's own.
    fixed: i64,
}

impl<'p, 'm> Programme<'p, 'm> {
    fn new(frame: &'p Frame<'m>, board: &'p Board<'m>, open: &'p [bool], stage: Stage) -> Self {
        let model = frame.model;
        let mut programme = Self {
            frame,
            model,
            board,
            open,
            lp: Lp::default(),
            seat: vec![Vec::new(); open.len()],
            fixed: 0,
        };
        let cost = |pair: usize| match stage {
            Stage::Musts => i64::from(model.is_must(pair)),
            Stage::Value { .. } => model.value(pair),
            Stage::Floors | Stage::Changes => 0,
        };
        for pair in model.eligible() {
            if !open[pair] {
                programme.fixed += if board.slot_of(pair).is_some() { cost(pair) } else { 0 };
                continue;
            }
            for slot in model.allowed[pair].iter() {
                let x = programme.lp.variable(cost(pair), (0, 1), true);
                programme.seat[pair].push((slot, x));
            }
            let once: Vec<(usize, i64)> = programme.seat[pair].iter().map(|&(_, x)| (x, 1)).collect();
            if model.is_locked(pair) {
                programme.lp.row(once.clone(), Sense::AtLeast, 1);
            }
            if once.len() > 1 {
                programme.lp.row(once, Sense::AtMost, 1);
            }
        }
        programme
    }

    fn all(&self, pairs: impl IntoIterator<Item = usize>) -> Vec<(usize, i64)> {
        pairs.into_iter().flat_map(|pair| self.seat[pair].iter().map(|&(_, x)| (x, 1))).collect()
    }

    fn at(&self, pair: usize, slot: usize) -> Option<usize> {
        self.seat[pair].iter().find(|&&(at, _)| at == slot).map(|&(_, x)| x)
    }

    fn here(&self, pairs: &[usize], slot: usize) -> Vec<(usize, i64)> {
        pairs.iter().filter_map(|&pair| self.at(pair, slot)).map(|x| (x, 1)).collect()
    }

    /// How many of some pairs stay, in a slot or anywhere.
    fn staying(&self, pairs: &[usize], slot: Option<usize>) -> usize {
        let stays = |&&pair: &&usize| {
            !self.open[pair] && self.board.slot_of(pair).is_some_and(|at| slot.is_none_or(|slot| slot == at))
        };
        pairs.iter().filter(stays).count()
    }

    fn at_most(&mut self, terms: Vec<(usize, i64)>, most: usize, taken: usize) {
        let left = most.saturating_sub(taken);
        if terms.len() > left {
            self.lp.row(terms, Sense::AtMost, i64::try_from(left).unwrap_or(i64::MAX));
        }
    }

    /// Seats, tables, own tables, caps, limits.
    fn room(&mut self) {
        let model = self.model;
        let every: Vec<usize> = model.eligible().collect();
        for slot in 0..model.slots {
            for (party, pairs) in model.pairs_of.iter().enumerate() {
                let here = self.here(pairs, slot);
                if !here.is_empty() {
                    let taken = self.staying(pairs, Some(slot));
                    self.at_most(here, model.seats[party * model.slots + slot], taken);
                }
            }
            for table in 0..model.own_tables.len() {
                let own: Vec<usize> =
                    every.iter().copied().filter(|&pair| model.needs_table[pair] == Some(table)).collect();
                let (here, taken) = (self.here(&own, slot), self.staying(&own, Some(slot)));
                self.at_most(here, 1, taken);
            }
            let (here, taken) = (self.here(&every, slot), self.staying(&every, Some(slot)));
            self.at_most(here, model.open[slot], taken);
        }
        for (party, pairs) in model.pairs_of.iter().enumerate() {
            let (all, taken) = (self.all(pairs.iter().copied()), self.staying(pairs, None));
            self.at_most(all, model.party(party).max as usize, taken);
        }
        for limit in model.problem.limits() {
            let (all, taken) = (self.all(limit.pairs.iter().copied()), self.staying(&limit.pairs, None));
            self.at_most(all, limit.max as usize, taken);
        }
    }

    fn order(&mut self) {
        let stays = |pair: usize| self.board.slot_of(pair).filter(|_| !self.open[pair]);
        let mut rows = Vec::new();
        for order in self.model.problem.precedences() {
            let (first, then) = (order.first, order.then);
            for slot in 0..self.model.slots {
                let late = self.seat[first].iter().filter(|&&(at, _)| at >= slot);
                let early = self.seat[then].iter().filter(|&&(at, _)| at <= slot);
                let terms: Vec<(usize, i64)> = late.chain(early).map(|&(_, x)| (x, 1)).collect();
                let taken = usize::from(stays(first).is_some_and(|at| at >= slot))
                    + usize::from(stays(then).is_some_and(|at| at <= slot));
                rows.push((terms, taken));
            }
        }
        for (terms, taken) in rows {
            self.at_most(terms, 1, taken);
        }
    }

    /// In no window of one slot more than the longest run is every slot busy.
    fn rest(&mut self) {
        let model = self.model;
        let slots = model.problem.slots();
        for (party, pairs) in model.pairs_of.iter().enumerate() {
            let Some(longest) = model.party(party).max_run.map(|n| n as usize) else { continue };
            if longest >= model.slots || pairs.iter().all(|&pair| !self.open[pair]) {
                continue;
            }
            // By slot: whether it is busy for certain, and what makes it so otherwise.
            let mut busy: Vec<(bool, Option<usize>)> = Vec::with_capacity(model.slots);
            for slot in 0..model.slots {
                let here = self.here(pairs, slot);
                let certain = self.staying(pairs, Some(slot)) > 0;
                let any = match here[..] {
                    [(x, _)] if !certain => Some(x),
                    [_, ..] if !certain => {
                        let any = self.lp.variable(0, (0, 1), true);
                        for (x, _) in here {
                            self.lp.row(vec![(x, 1), (any, -1)], Sense::AtMost, 0);
                        }
                        Some(any)
                    }
                    _ => None,
                };
                busy.push((certain, any));
            }
            for first in 0..model.slots - longest {
                let last = first + longest;
                if slots[first].day == slots[last].day {
                    let window = &busy[first..=last];
                    let terms = window.iter().filter_map(|&(_, any)| any).map(|x| (x, 1)).collect();
                    let taken = window.iter().filter(|(certain, _)| *certain).count();
                    self.at_most(terms, longest, taken);
                }
            }
        }
    }

    /// Musts, floors and value, where an earlier stage has settled them.
    fn levels(&mut self, stage: Stage, held: Held) {
        let model = self.model;
        let musts: Vec<usize> = model.eligible().filter(|&pair| model.is_must(pair)).collect();
        if stage != Stage::Musts && !musts.is_empty() {
            let (terms, taken) = (self.all(musts.iter().copied()), self.staying(&musts, None));
            self.lp.row(terms, Sense::AtLeast, held.musts - i64::try_from(taken).unwrap_or(0));
        }
        if stage == Stage::Musts {
            return;
        }
        let parties = model.problem.participants().iter().zip(&model.pairs_of);
        let mut floors: Vec<(Vec<usize>, u32)> = parties
            .filter(|(party, _)| party.min > 0)
            .map(|(party, pairs)| (pairs.clone(), party.min))
            .collect();
        let limits = model.problem.limits().iter().filter(|limit| limit.min > 0);
        floors.extend(limits.map(|limit| (limit.pairs.clone(), limit.min)));
        let mut shortfalls = Vec::new();
        let mut certain = 0;
        for (pairs, min) in floors {
            let (terms, taken) = (self.all(pairs.iter().copied()), self.staying(&pairs, None));
            let min = i64::from(min) - i64::try_from(taken).unwrap_or(0);
            if min <= 0 {
                continue;
            }
            if terms.is_empty() {
                certain += min;
                continue;
            }
            let short = self.lp.variable(-i64::from(stage == Stage::Floors), (0, min), false);
            shortfalls.push((short, 1));
            let mut terms = terms;
            terms.push((short, 1));
            self.lp.row(terms, Sense::AtLeast, min);
        }
        if stage == Stage::Floors {
            self.fixed = certain;
            return;
        }
        if !shortfalls.is_empty() {
            self.lp.row(shortfalls, Sense::AtMost, held.shortfall - certain);
        }
        if stage == Stage::Changes {
            let value = |pair: usize| model.value(pair);
            let terms: Vec<(usize, i64)> = model
                .eligible()
                .flat_map(|pair| self.seat[pair].iter().map(move |&(_, x)| (x, value(pair))))
                .filter(|&(_, value)| value > 0)
                .collect();
            let stay = model.eligible().filter(|&p| !self.open[p] && self.board.slot_of(p).is_some());
            let taken: i64 = stay.map(value).sum();
            if !terms.is_empty() {
                self.lp.row(terms, Sense::AtLeast, held.value - taken);
            }
        }
    }

    /// Who is touched: a variable for each, the cap, and the price or the sum to be least.
    fn changes(&mut self, stage: Stage, held: Held) {
        let people = self.frame.policy.unit == ChangeUnit::People;
        let items = if people { self.frame.forced.len() } else { self.open.len() };
        let free = |item: usize| if people { self.frame.forced[item] } else { self.frame.free_pair[item] };
        let ledger = Ledger::new(self.frame, self.board);
        // What stays elsewhere is touched for certain.
        let mut touched = vec![false; items];
        for pair in (0..self.open.len()).filter(|&pair| !self.open[pair] && ledger.is_off(pair)) {
            for item in self.items(people, pair) {
                touched[item] = true;
            }
        }
        let certain = (0..items).filter(|&item| touched[item] && !free(item)).count();
        let price = match stage {
            Stage::Changes => -1,
            Stage::Value { price } => -price,
            _ => 0,
        };
        let mut of: Vec<Option<usize>> = vec![None; items];
        let mut rows: Vec<Touch> = Vec::new();
        for pair in self.model.eligible().filter(|&pair| self.open[pair]) {
            let home = self.frame.home[pair].map(|(slot, _)| slot);
            let stays = home.and_then(|slot| self.at(pair, slot));
            let away: Vec<(usize, i64)> = self.seat[pair]
                .iter()
                .filter(|&&(slot, _)| Some(slot) != home)
                .map(|&(_, x)| (x, -1))
                .collect();
            for item in self.items(people, pair).into_iter().filter(|&item| !free(item) && !touched[item]) {
                if let Some(x) = stays {
                    rows.push((item, vec![(x, 1)], 1));
                } else if home.is_some() {
                    rows.push((item, Vec::new(), 1));
                }
                if !away.is_empty() {
                    rows.push((item, away.clone(), 0));
                }
            }
            // Whom it drives from their table.
            for &(slot, x) in self.seat[pair].iter().filter(|&&(slot, _)| Some(slot) != home) {
                let Some(driven) = self.frame.stays_at_own(pair, slot) else { continue };
                let there = self.at(driven, slot);
                if there.is_none() && self.board.slot_of(driven) != Some(slot) {
                    continue;
                }
                for item in
                    self.items(people, driven).into_iter().filter(|&item| !free(item) && !touched[item])
                {
                    let terms = [Some((x, -1)), there.map(|there| (there, -1))];
                    rows.push((item, terms.into_iter().flatten().collect(), -i64::from(there.is_some())));
                }
            }
        }
        for (item, mut terms, least) in rows {
            let lp = &mut self.lp;
            let y = *of[item].get_or_insert_with(|| lp.variable(price, (0, 1), true));
            terms.push((y, 1));
            self.lp.row(terms, Sense::AtLeast, least);
        }
        let sum: Vec<(usize, i64)> = of.iter().flatten().map(|&y| (y, 1)).collect();
        self.at_most(sum, held.cap, certain);
        let certain = i64::try_from(certain).unwrap_or(i64::MAX);
        match stage {
            Stage::Changes => self.fixed = certain,
            Stage::Value { price } => self.fixed -= price * certain,
            _ => {}
        }
    }

    /// What a pair counts for: its two participants, or itself.
    fn items(&self, people: bool, pair: usize) -> Vec<usize> {
        if people { self.model.ends(pair).to_vec() } else { vec![pair] }
    }
}
