//! A problem prepared for searching: where each pair may sit, who shares what, how many each can meet at most.

use std::collections::BTreeMap;

use passerelle_domain::{Participant, Problem};

use crate::rules::{self, fixed_table::Wanted};
use crate::slots::SlotSet;

/// What the search reads again and again, computed once.
pub(crate) struct Model<'a> {
    pub(crate) problem: &'a Problem,
    /// Number of slots.
    pub(crate) slots: usize,
    /// Open tables by slot.
    pub(crate) open: Vec<usize>,
    /// By pair: the slots in which it may sit, looked at alone; empty when it never can.
    pub(crate) allowed: Vec<SlotSet>,
    /// By pair: the index into `own_tables` of the table it must have.
    pub(crate) needs_table: Vec<Option<usize>>,
    /// Tables that somebody must have.
    pub(crate) own_tables: Vec<usize>,
    /// By participant: its pairs that may sit somewhere.
    pub(crate) pairs_of: Vec<Vec<usize>>,
    /// By pair: the limits it counts for.
    pub(crate) limits_of: Vec<Vec<usize>>,
    /// By pair: the pairs that come before it.
    pub(crate) before: Vec<Vec<usize>>,
    /// By pair: the pairs that come after it.
    pub(crate) after: Vec<Vec<usize>>,
    /// By participant: most meetings it can have at all.
    pub(crate) cap: Vec<usize>,
    /// Seats by participant times slots, plus slot.
    pub(crate) seats: Vec<usize>,
    /// By slot: most meetings it can have, by tables and by the seats of either side.
    pub(crate) room_in: Vec<usize>,
    /// Whether an order, a rest or a fixed table ties slots to each other.
    pub(crate) special: bool,
    /// By participant: slots of the half-day that is not the one it prefers; empty when no preference is at stake.
    unloved: Vec<SlotSet>,
}

impl<'a> Model<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        let slots = problem.slots().len();
        let pairs = problem.pairs();
        let mut dense: BTreeMap<usize, usize> = BTreeMap::new();
        let mut own_tables = Vec::new();
        let mut needs_table = vec![None; pairs.len()];
        let mut allowed = Vec::with_capacity(pairs.len());
        for (index, needs) in needs_table.iter_mut().enumerate() {
            allowed.push(SlotSet::collect(slots, |slot| rules::allow(problem, index, slot)));
            if let Wanted::One(table) = rules::fixed_table::wanted(problem, index) {
                *needs = Some(*dense.entry(table).or_insert_with(|| {
                    own_tables.push(table);
                    own_tables.len() - 1
                }));
            }
        }
        let mut pairs_of = vec![Vec::new(); problem.participants().len()];
        for (index, pair) in pairs.iter().enumerate().filter(|(index, _)| !allowed[*index].is_empty()) {
            pairs_of[pair.a].push(index);
            pairs_of[pair.b].push(index);
        }
        let mut limits_of = vec![Vec::new(); pairs.len()];
        for (index, limit) in problem.limits().iter().enumerate() {
            for &pair in &limit.pairs {
                limits_of[pair].push(index);
            }
        }
        let (mut before, mut after) = (vec![Vec::new(); pairs.len()], vec![Vec::new(); pairs.len()]);
        for order in problem.precedences() {
            before[order.then].push(order.first);
            after[order.first].push(order.then);
        }
        let seats: Vec<usize> = problem
            .participants()
            .iter()
            .zip(&pairs_of)
            .flat_map(|(p, pairs)| p.seats.iter().map(|&n| (n as usize).min(pairs.len())))
            .collect();
        let special = !problem.precedences().is_empty()
            || problem.participants().iter().any(|p| p.max_run.is_some())
            || !own_tables.is_empty();
        let mut model = Self {
            problem,
            slots,
            open: problem.slots().iter().map(|s| s.tables.len()).collect(),
            allowed,
            needs_table,
            own_tables,
            pairs_of,
            limits_of,
            before,
            after,
            cap: Vec::new(),
            room_in: Vec::new(),
            seats,
            special,
            unloved: Vec::new(),
        };
        model.unloved = model.unloved();
        model.room_in = model.rooms();
        model.cap = (0..problem.participants().len()).map(|p| model.most(p)).collect();
        model
    }

    /// Takes the slots out in which locks hold every table, or every seat of one of the two, from the pairs that are not
    /// among them: fewer places to look at, and tighter bounds.
    pub(crate) fn hold_locks(&mut self) {
        let lock_of = |pair: usize| self.problem.pairs()[pair].lock.and_then(|lock| lock.slot);
        let mut tables = vec![0usize; self.slots];
        let mut seats = vec![0usize; self.seats.len()];
        for pair in 0..self.allowed.len() {
            let Some(slot) = lock_of(pair) else { continue };
            tables[slot] += 1;
            for end in self.ends(pair) {
                seats[end * self.slots + slot] += 1;
            }
        }
        for pair in (0..self.allowed.len()).filter(|&pair| lock_of(pair).is_none()) {
            let ends = self.ends(pair);
            let taken = |slot: &usize| {
                let seat = |end: usize| end * self.slots + slot;
                tables[*slot] >= self.open[*slot]
                    || ends.into_iter().any(|end| seats[seat(end)] >= self.seats[seat(end)])
            };
            let taken: Vec<usize> = self.allowed[pair].iter().filter(taken).collect();
            for slot in taken {
                self.allowed[pair].remove(slot);
            }
        }
        self.narrowed();
    }

    /// Takes the slots out of pairs that surely meet in which the order among them leaves no slot before, or after, for
    /// another such pair.
    pub(crate) fn hold_order(&mut self, meets: impl Fn(&Self, usize) -> bool) {
        let orders: Vec<(usize, usize)> =
            self.problem.precedences().iter().map(|order| (order.first, order.then)).collect();
        let orders: Vec<(usize, usize)> =
            orders.into_iter().filter(|&(first, then)| meets(self, first) && meets(self, then)).collect();
        let mut any = false;
        loop {
            let mut gone: Vec<(usize, usize)> = Vec::new();
            for &(first, then) in &orders {
                let (soonest, latest) = (self.allowed[first].iter().min(), self.allowed[then].iter().max());
                let late =
                    self.allowed[first].iter().filter(|&slot| latest.is_none_or(|latest| slot >= latest));
                let early =
                    self.allowed[then].iter().filter(|&slot| soonest.is_none_or(|soonest| slot <= soonest));
                gone.extend(late.map(|slot| (first, slot)));
                gone.extend(early.map(|slot| (then, slot)));
            }
            if gone.is_empty() {
                break;
            }
            any = true;
            for (pair, slot) in gone {
                self.allowed[pair].remove(slot);
            }
        }
        if any {
            self.narrowed();
        }
    }

    /// Brings what was counted in line with fewer slots.
    fn narrowed(&mut self) {
        for (participant, pairs) in self.pairs_of.iter_mut().enumerate() {
            pairs.retain(|&pair| !self.allowed[pair].is_empty());
            for slot in 0..self.slots {
                let most = &mut self.seats[participant * self.slots + slot];
                *most = (*most).min(pairs.len());
            }
        }
        self.room_in = self.rooms();
        self.cap = (0..self.pairs_of.len()).map(|p| self.most(p)).collect();
    }

    pub(crate) fn ends(&self, pair: usize) -> [usize; 2] {
        let pair = &self.problem.pairs()[pair];
        [pair.a, pair.b]
    }

    pub(crate) fn value(&self, pair: usize) -> i64 {
        i64::from(self.problem.pairs()[pair].value)
    }

    pub(crate) fn is_must(&self, pair: usize) -> bool {
        self.problem.pairs()[pair].must
    }

    pub(crate) fn is_locked(&self, pair: usize) -> bool {
        self.problem.pairs()[pair].lock.is_some()
    }

    pub(crate) fn party(&self, participant: usize) -> &'a Participant {
        &self.problem.participants()[participant]
    }

    /// How many of the two a meeting in a slot takes out of the half-day they prefer.
    pub(crate) fn outside(&self, pair: usize, slot: usize) -> i64 {
        if self.unloved.is_empty() {
            return 0;
        }
        self.ends(pair).into_iter().map(|end| i64::from(self.unloved[end].contains(slot))).sum()
    }

    /// Whether a participant would rather not meet in a slot.
    pub(crate) fn is_unloved(&self, participant: usize, slot: usize) -> bool {
        self.unloved.get(participant).is_some_and(|slots| slots.contains(slot))
    }

    /// Whether somebody prefers a half-day and some slot lies in the other.
    pub(crate) fn prefers(&self) -> bool {
        !self.unloved.is_empty()
    }

    fn unloved(&self) -> Vec<SlotSet> {
        let other = |participant: &Participant, slot: usize| {
            let session = self.problem.slots()[slot].session;
            participant.prefer.zip(session).is_some_and(|(preferred, session)| preferred != session)
        };
        let of = |participant| SlotSet::collect(self.slots, |slot| other(participant, slot));
        let all: Vec<SlotSet> = self.problem.participants().iter().map(of).collect();
        if all.iter().all(SlotSet::is_empty) { Vec::new() } else { all }
    }

    /// Pairs that may sit somewhere.
    pub(crate) fn eligible(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.allowed.len()).filter(|&pair| !self.allowed[pair].is_empty())
    }

    /// Slots in which some pair of a participant may sit.
    pub(crate) fn reach(&self, participant: usize) -> SlotSet {
        let mut reach = SlotSet::collect(self.slots, |_| false);
        for &pair in &self.pairs_of[participant] {
            reach.union(&self.allowed[pair]);
        }
        reach
    }

    /// Most meetings a participant can have in a set of slots, by seats and rest, whoever it meets.
    pub(crate) fn room(&self, participant: usize, within: &SlotSet) -> usize {
        let seats = |slot: usize| {
            if within.contains(slot) {
                self.seats[participant * self.slots + slot].min(self.open[slot])
            } else {
                0
            }
        };
        let Some(longest) = self.party(participant).max_run.map(|n| n as usize) else {
            return (0..self.slots).map(seats).sum();
        };
        rules::max_run::most(self, longest, seats)
    }

    /// In each slot no more meetings than tables, nor than the seats of one side that somebody could sit at; where there are
    /// no two sides, than half of all seats.
    fn rooms(&self) -> Vec<usize> {
        let sides = self.problem.two_sides();
        let mut sums = vec![[0usize; 2]; self.slots];
        for participant in 0..self.pairs_of.len() {
            let reach = self.reach(participant);
            let side = sides.as_ref().is_some_and(|sides| sides[participant]);
            for slot in reach.iter() {
                sums[slot][usize::from(side)] += self.seats[participant * self.slots + slot];
            }
        }
        let most = |[one, two]: &[usize; 2]| if sides.is_some() { *one.min(two) } else { (one + two) / 2 };
        self.open.iter().zip(&sums).map(|(&open, sums)| open.min(most(sums))).collect()
    }

    fn most(&self, participant: usize) -> usize {
        let room = self.room(participant, &self.reach(participant));
        room.min(self.party(participant).max as usize)
    }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    use super::Model;

    #[test]
    fn rest_absence_and_tables_bound_what_a_participant_can_have() {
        let names = ["x", "y", "z", "v", "w"];
        let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
        let mut participants: Vec<ParticipantSpec> = names.map(party).to_vec();
        participants.push(ParticipantSpec { max_run: Some(2), unavailable: vec!["s0".into()], ..party("a") });
        let spec = ProblemSpec {
            slots: (0..6)
                .map(|s| SlotSpec {
                    id: format!("s{s}"),
                    day: Some(if s < 5 { "one" } else { "two" }.into()),
                    tables: SlotTables::Count(4),
                    ..Default::default()
                })
                .collect(),
            participants,
            pairs: names
                .map(|b| PairSpec { a: "a".into(), b: b.into(), value: 1, ..Default::default() })
                .to_vec(),
            ..Default::default()
        };
        let problem = Problem::new(spec).unwrap();
        let model = Model::new(&problem);
        // Away in the first slot, two of the next four in a row, then rest, then one; and the second day.
        assert_eq!(model.cap[5], 4);
        // Only `a` is on one side: one meeting a slot, none while it is away.
        assert_eq!(model.room_in, [0, 1, 1, 1, 1, 1]);
        assert!(model.special && model.allowed[0].len() == 5);
    }

    #[test]
    fn an_order_of_meetings_that_surely_take_place_narrows_their_slots() {
        let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
        let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 1, ..Default::default() };
        let narrowed = |slots: usize| {
            let problem = Problem::new(ProblemSpec {
                slots: (0..slots)
                    .map(|s| SlotSpec {
                        id: format!("s{s}"),
                        tables: SlotTables::Count(4),
                        ..Default::default()
                    })
                    .collect(),
                participants: ["a", "b", "c", "x", "y", "z"].map(party).to_vec(),
                pairs: vec![pair("a", "x"), pair("b", "y"), pair("c", "z")],
                // The last of the chain may be left out, and then nothing comes before it.
                locked: ["a~x", "b~y"].map(|id| (id.to_owned(), None, None)).to_vec(),
                precedences: [("a~x", "b~y"), ("b~y", "c~z")].map(|(a, b)| (a.into(), b.into())).to_vec(),
                ..Default::default()
            })
            .unwrap();
            let mut model = Model::new(&problem);
            model.hold_order(Model::is_locked);
            let slots: Vec<Vec<usize>> = model.allowed.iter().map(|slots| slots.iter().collect()).collect();
            (slots, model.pairs_of[0].len())
        };
        assert_eq!(narrowed(3), (vec![vec![0, 1], vec![1, 2], vec![0, 1, 2]], 1));
        assert_eq!(narrowed(1), (vec![vec![], vec![], vec![0]], 0));
    }
}
