//! Changes worth a look, with an estimate of what each may bring.

use std::cmp::Reverse;

use passerelle_domain::{Agenda, HelpChange, Problem};

use crate::board::Board;
use crate::model::Model;

/// Slots of one participant in which a seat or its presence is looked at one by one, and slots in which a table is; all of
/// them in a small problem.
const FEW: usize = 3;
const TABLES: usize = 10;
/// A small problem has at most so many participants times slots.
const SMALL: usize = 60;

/// A change and the value of the pairs it may let in.
pub(super) struct Candidate {
    pub(super) change: HelpChange,
    pub(super) estimate: i64,
}

/// Every change that is not plainly useless beside a best agenda: caps that are not reached, tables that are not all taken
/// and seats that are not all held stand in nobody's way. Where musts or floors are missed, or the proof is open, the
/// estimate only orders them.
pub(super) fn of(problem: &Problem, agenda: &Agenda) -> Vec<Candidate> {
    let model = Model::new(problem);
    let mut board = Board::new(&model);
    for meeting in agenda.meetings() {
        board.put(meeting.pair, meeting.slot);
    }
    board.commit();
    let small = problem.participants().len() * model.slots <= SMALL;
    let left: Vec<usize> = (0..problem.pairs().len())
        .filter(|&pair| board.slot_of(pair).is_none() && !problem.pairs()[pair].excluded)
        .collect();
    let look = Look { problem, board: &board, left: &left, small };
    let mut found = look.tables();
    found.extend(look.slots());
    for party in 0..problem.participants().len() {
        found.extend(look.party(party));
    }
    for (limit, rule) in problem.limits().iter().enumerate() {
        if rule.max < u32::MAX && board.counted(limit) >= rule.max as usize {
            let pairs = rule.pairs.iter().copied().filter(|pair| left.contains(pair));
            let estimate = pairs.map(|pair| look.worth(pair)).max().unwrap_or(-1);
            found.push(Candidate { change: HelpChange::LimitCap(limit), estimate });
        }
    }
    found.retain(|candidate| candidate.estimate >= 0);
    found
}

struct Look<'l> {
    problem: &'l Problem,
    board: &'l Board<'l>,
    left: &'l [usize],
    small: bool,
}

impl Look<'_> {
    /// A must, and a pair that fills a floor, before any value.
    fn worth(&self, pair: usize) -> i64 {
        let of = &self.problem.pairs()[pair];
        let short = |end: usize| self.board.met(end) < self.problem.participants()[end].min as usize;
        let fills = [of.a, of.b].into_iter().filter(|&end| short(end)).count();
        let fills = i64::try_from(fills).unwrap_or(0);
        i64::from(of.value) + (i64::from(of.must) << 40) + (fills << 34)
    }

    /// Whether nothing but a table keeps a pair out of a slot, as things stand.
    fn would_sit(&self, pair: usize, slot: usize, but: Option<usize>) -> bool {
        let ends = self.board.model.ends(pair);
        let free = |end: usize| {
            let seats = self.problem.participants()[end].seats[slot] as usize;
            but == Some(end) || self.board.at(end, slot).len() < seats
        };
        ends.into_iter().all(free)
    }

    /// The most that a pair left out which passes a test is worth; -1 for none.
    fn best(&self, test: &dyn Fn(usize) -> bool) -> i64 {
        self.left.iter().copied().filter(|&pair| test(pair)).map(|pair| self.worth(pair)).max().unwrap_or(-1)
    }

    fn tables(&self) -> Vec<Candidate> {
        let slots = 0..self.problem.slots().len();
        let full: Vec<usize> = slots
            .filter(|&slot| self.board.in_slot(slot).len() >= self.problem.slots()[slot].tables.len())
            .collect();
        let anybody = self.best(&|_| true);
        let one = |slot: usize| Candidate {
            estimate: self.best(&|pair| self.would_sit(pair, slot, None)).max(anybody / 2),
            change: HelpChange::Table(slot),
        };
        let mut found: Vec<Candidate> = full.iter().map(|&slot| one(slot)).collect();
        self.keep(&mut found, TABLES);
        if !full.is_empty() {
            let total = anybody.saturating_mul(i64::try_from(full.len()).unwrap_or(1));
            found.push(Candidate { change: HelpChange::TableEverywhere, estimate: total });
        }
        found
    }

    /// One more slot at the end of each half-day, or day.
    fn slots(&self) -> Vec<Candidate> {
        let slots = self.problem.slots();
        let last = |&slot: &usize| {
            slots
                .get(slot + 1)
                .is_none_or(|next| next.day != slots[slot].day || next.session != slots[slot].session)
        };
        let estimate = self.best(&|_| true).saturating_mul(4);
        let ends = (0..slots.len()).filter(last);
        ends.map(|slot| Candidate { change: HelpChange::SlotAfter(slot), estimate }).collect()
    }

    fn party(&self, party: usize) -> Vec<Candidate> {
        let of = &self.problem.participants()[party];
        let mine: Vec<usize> =
            self.left.iter().copied().filter(|&pair| self.board.model.ends(pair).contains(&party)).collect();
        let best = mine.iter().map(|&pair| self.worth(pair)).max().unwrap_or(-1);
        let mut found = Vec::new();
        if best < 0 {
            return found;
        }
        if self.board.met(party) >= of.max as usize {
            // Beyond its cap nothing but the cap is in its way.
            found.push(Candidate { change: HelpChange::Cap(party), estimate: best });
            return found;
        }
        let in_slot = |slot: usize| {
            let suits = |pair: &&usize| self.would_sit(**pair, slot, Some(party));
            mine.iter().filter(suits).map(|&pair| self.worth(pair)).max().unwrap_or(best / 4)
        };
        let slots = 0..self.problem.slots().len();
        let held = |&slot: &usize| {
            of.is_available(slot) && self.board.at(party, slot).len() >= of.seats[slot] as usize
        };
        let seat = |slot: usize| Candidate { change: HelpChange::Seat(party, slot), estimate: in_slot(slot) };
        let mut seats: Vec<Candidate> = slots.clone().filter(held).map(seat).collect();
        let several = seats.len() > 1;
        self.keep(&mut seats, FEW);
        found.extend(seats);
        if several {
            found.push(Candidate { change: HelpChange::SeatEverywhere(party), estimate: best });
        }
        let away: Vec<usize> = slots.filter(|&slot| !of.is_available(slot)).collect();
        let there = |&slot: &usize| Candidate {
            change: HelpChange::Presence(party, vec![slot]),
            estimate: in_slot(slot),
        };
        let mut single: Vec<Candidate> = away.iter().map(there).collect();
        self.keep(&mut single, FEW);
        found.extend(single);
        for block in self.blocks(&away) {
            found.push(Candidate { change: HelpChange::Presence(party, block), estimate: best });
        }
        found
    }

    /// Runs of two or more slots of one day.
    fn blocks(&self, away: &[usize]) -> Vec<Vec<usize>> {
        let day = |slot: usize| self.problem.slots()[slot].day;
        let together = |one: &usize, two: &usize| one + 1 == *two && day(*one) == day(*two);
        away.chunk_by(together).filter(|block| block.len() > 1).map(<[usize]>::to_vec).collect()
    }

    /// The best few, or all in a small problem.
    fn keep(&self, found: &mut Vec<Candidate>, few: usize) {
        found.sort_by_key(|candidate| Reverse(candidate.estimate));
        if !self.small {
            found.truncate(few);
        }
    }
}
