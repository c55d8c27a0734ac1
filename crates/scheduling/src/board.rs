//! Who meets when: the state that placing, repairing and tidying change step by step, and can take back.

use std::cmp::Reverse;

use crate::model::Model;
use crate::rules;
use crate::slots::SlotSet;

/// No pair.
const NOBODY: usize = usize::MAX;

/// A partial agenda without tables. Seats and own tables are never overfull; open tables may be while a chain runs.
#[derive(Clone)]
pub(crate) struct Board<'m> {
    pub(crate) model: &'m Model<'m>,
    slot_of: Vec<Option<usize>>,
    /// Where the seats of a participant (times slots, plus slot) begin in `cells`.
    start: Vec<usize>,
    cells: Vec<usize>,
    load: Vec<usize>,
    in_slot: Vec<Vec<usize>>,
    /// By pair: its place in the list of its slot.
    place: Vec<usize>,
    own: Vec<usize>,
    met: Vec<usize>,
    counted: Vec<usize>,
    busy: Vec<SlotSet>,
    journal: Vec<(usize, Option<usize>)>,
    score: Score,
    outside: i64,
}

impl<'m> Board<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        let mut start = Vec::with_capacity(model.seats.len());
        let mut cells = 0;
        for &seats in &model.seats {
            start.push(cells);
            cells += seats;
        }
        let parties = model.problem.participants().len();
        Self {
            model,
            slot_of: vec![None; model.allowed.len()],
            start,
            cells: vec![NOBODY; cells],
            load: vec![0; model.seats.len()],
            in_slot: vec![Vec::new(); model.slots],
            place: vec![0; model.allowed.len()],
            own: vec![NOBODY; model.own_tables.len() * model.slots],
            met: vec![0; parties],
            counted: vec![0; model.problem.limits().len()],
            busy: vec![SlotSet::collect(model.slots, |_| false); parties],
            journal: Vec::new(),
            score: Score { locks: 0, musts: 0, shortfall: Reverse(all_short(model)), value: 0 },
            outside: 0,
        }
    }

    pub(crate) fn slot_of(&self, pair: usize) -> Option<usize> {
        self.slot_of[pair]
    }

    pub(crate) fn value(&self) -> i64 {
        self.score.value
    }

    /// Meetings outside the half-day that one of the two prefers, counted twice where both do.
    pub(crate) fn outside(&self) -> i64 {
        self.outside
    }

    pub(crate) fn met(&self, participant: usize) -> usize {
        self.met[participant]
    }

    pub(crate) fn counted(&self, limit: usize) -> usize {
        self.counted[limit]
    }

    pub(crate) fn busy(&self, participant: usize) -> &SlotSet {
        &self.busy[participant]
    }

    /// Pairs in a slot, in no particular but a reproducible order.
    pub(crate) fn in_slot(&self, slot: usize) -> &[usize] {
        &self.in_slot[slot]
    }

    /// Pairs of a participant in a slot.
    pub(crate) fn at(&self, participant: usize, slot: usize) -> &[usize] {
        let cell = participant * self.model.slots + slot;
        &self.cells[self.start[cell]..self.start[cell] + self.load[cell]]
    }

    pub(crate) fn has_seat(&self, participant: usize, slot: usize) -> bool {
        let cell = participant * self.model.slots + slot;
        self.load[cell] < self.model.seats[cell]
    }

    pub(crate) fn has_table(&self, slot: usize) -> bool {
        self.in_slot[slot].len() < self.model.open[slot]
    }

    /// The pair that holds the own table which `pair` needs in a slot.
    pub(crate) fn holds_table(&self, pair: usize, slot: usize) -> Option<usize> {
        let table = self.model.needs_table[pair]?;
        let holder = self.own[table * self.model.slots + slot];
        (holder != NOBODY).then_some(holder)
    }

    /// Placed pairs with their slots.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.slot_of.iter().enumerate().filter_map(|(pair, slot)| slot.map(|slot| (pair, slot)))
    }

    /// Sits down a pair that sits nowhere; the caller has seen to seats and own tables.
    pub(crate) fn put(&mut self, pair: usize, slot: usize) {
        debug_assert!(self.slot_of[pair].is_none(), "a pair sits once");
        self.journal.push((pair, None));
        self.sit(pair, slot);
    }

    /// Takes a placed pair out; nothing happens when it sits nowhere.
    pub(crate) fn take(&mut self, pair: usize) {
        if let Some(slot) = self.slot_of[pair] {
            self.journal.push((pair, Some(slot)));
            self.rise(pair, slot);
        }
    }

    /// A point to which [`Board::rollback`] can return.
    pub(crate) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Undoes everything since a mark, last step first.
    pub(crate) fn rollback(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((pair, was)) = self.journal.pop() else { return };
            match (was, self.slot_of[pair]) {
                (None, Some(slot)) => self.rise(pair, slot),
                (Some(slot), None) => self.sit(pair, slot),
                _ => {}
            }
        }
    }

    /// Pairs touched since a mark, with repetitions.
    pub(crate) fn touched(&self, mark: usize) -> impl Iterator<Item = usize> + '_ {
        self.journal[mark..].iter().map(|&(pair, _)| pair)
    }

    /// Forgets how to undo.
    pub(crate) fn commit(&mut self) {
        self.journal.clear();
    }

    /// Whether caps and limits leave room for one more pair.
    pub(crate) fn may_add(&self, pair: usize) -> bool {
        self.model.ends(pair).into_iter().all(|end| rules::caps::leaves_room(self, end))
            && self.model.limits_of[pair].iter().all(|&limit| rules::limits::leaves_room(self, limit))
    }

    /// Whether an unplaced pair may sit in a slot as things stand; caps and limits apart.
    pub(crate) fn fits(&self, pair: usize, slot: usize) -> bool {
        let [a, b] = self.model.ends(pair);
        self.model.allowed[pair].contains(slot)
            && self.has_seat(a, slot)
            && self.has_seat(b, slot)
            && self.has_table(slot)
            && self.suits(pair, slot)
    }

    /// Whether own tables, order and rest let an unplaced pair sit in a slot.
    pub(crate) fn suits(&self, pair: usize, slot: usize) -> bool {
        !self.model.special
            || (rules::fixed_table::is_free(self, pair, slot)
                && rules::precedences::holds(self, pair, slot)
                && self.model.ends(pair).into_iter().all(|end| rules::max_run::holds(self, end, Some(slot))))
    }

    /// Whether what was touched since a mark keeps order and rest, and no slot has more meetings than tables.
    pub(crate) fn holds_since(&self, mark: usize) -> bool {
        self.touched(mark).all(|pair| {
            let Some(slot) = self.slot_of[pair] else { return true };
            self.in_slot[slot].len() <= self.model.open[slot]
                && (!self.model.special
                    || (rules::precedences::holds(self, pair, slot)
                        && self
                            .model
                            .ends(pair)
                            .into_iter()
                            .all(|end| rules::max_run::holds(self, end, None))))
        })
    }

    /// What it is worth: locks, musts, shortfall of floors, value. Greater is better.
    pub(crate) fn score(&self) -> Score {
        self.score
    }

    /// Total shortfall of the floors of participants and limits.
    pub(crate) fn shortfall(&self) -> i64 {
        self.score.shortfall.0
    }

    /// Counts a pair in (`by` 1) or out (`by` -1) of the score; `met` and `counted` are those with the pair.
    fn count(&mut self, pair: usize, by: i64) {
        let problem = self.model.problem;
        self.score.locks += by * i64::from(self.model.is_locked(pair));
        self.score.musts += by * i64::from(self.model.is_must(pair));
        self.score.value += by * self.model.value(pair);
        for end in self.model.ends(pair) {
            if self.met[end] <= problem.participants()[end].min as usize {
                self.score.shortfall.0 -= by;
            }
        }
        for &limit in &self.model.limits_of[pair] {
            if self.counted[limit] <= problem.limits()[limit].min as usize {
                self.score.shortfall.0 -= by;
            }
        }
    }

    fn sit(&mut self, pair: usize, slot: usize) {
        self.slot_of[pair] = Some(slot);
        self.outside += self.model.outside(pair, slot);
        for end in self.model.ends(pair) {
            let cell = end * self.model.slots + slot;
            self.cells[self.start[cell] + self.load[cell]] = pair;
            self.load[cell] += 1;
            self.met[end] += 1;
            self.busy[end].insert(slot);
        }
        self.place[pair] = self.in_slot[slot].len();
        self.in_slot[slot].push(pair);
        if let Some(table) = self.model.needs_table[pair] {
            self.own[table * self.model.slots + slot] = pair;
        }
        for &limit in &self.model.limits_of[pair] {
            self.counted[limit] += 1;
        }
        self.count(pair, 1);
    }

    fn rise(&mut self, pair: usize, slot: usize) {
        self.count(pair, -1);
        self.slot_of[pair] = None;
        self.outside -= self.model.outside(pair, slot);
        for end in self.model.ends(pair) {
            let cell = end * self.model.slots + slot;
            let seats = &mut self.cells[self.start[cell]..self.start[cell] + self.load[cell]];
            if let Some(seat) = seats.iter().position(|&p| p == pair) {
                let last = seats.len() - 1;
                seats.swap(seat, last);
                self.load[cell] -= 1;
            }
            self.met[end] -= 1;
            if self.load[cell] == 0 {
                self.busy[end].remove(slot);
            }
        }
        let place = self.place[pair];
        self.in_slot[slot].swap_remove(place);
        if let Some(&moved) = self.in_slot[slot].get(place) {
            self.place[moved] = place;
        }
        if let Some(table) = self.model.needs_table[pair] {
            self.own[table * self.model.slots + slot] = NOBODY;
        }
        for &limit in &self.model.limits_of[pair] {
            self.counted[limit] -= 1;
        }
    }
}

/// The shortfall when nobody meets.
fn all_short(model: &Model<'_>) -> i64 {
    let parties = model.problem.participants().iter().map(|party| i64::from(party.min));
    parties.chain(model.problem.limits().iter().map(|limit| i64::from(limit.min))).sum()
}

/// What a board is worth, compared level by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Score {
    pub(crate) locks: i64,
    pub(crate) musts: i64,
    pub(crate) shortfall: Reverse<i64>,
    pub(crate) value: i64,
}
