//! Why a pair is not in an agenda, what forcing it would cost, and what would help: values that others put into words.

use std::cmp::Reverse;

use crate::{Agenda, Conflict, Meeting, Missing, Problem, Status, UnplacedReason};

/// What an agenda reaches at the levels that are proved; compared level by level, greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Worth {
    /// Must-pairs placed.
    pub musts: i64,
    /// What is missing of the floors of participants and limits, in total.
    pub shortfall: Reverse<i64>,
    /// Total value.
    pub value: i64,
}

impl Worth {
    /// What an agenda reaches, by plain counting.
    pub fn of(problem: &Problem, agenda: &Agenda) -> Self {
        let musts = agenda.meetings().iter().filter(|m| problem.pairs()[m.pair].must).count();
        let short = Missing::of(problem, agenda).into_iter().map(|missing| match missing {
            Missing::Must(_) => 0,
            Missing::Participant(_, miss) | Missing::Limit(_, miss) => i64::from(miss.min - miss.has),
        });
        Self {
            musts: i64::try_from(musts).unwrap_or(i64::MAX),
            shortfall: Reverse(short.sum()),
            value: agenda.value(problem),
        }
    }
}

/// The best that was found and the bound behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// How the solve ended.
    pub status: Status,
    /// The best agenda found.
    pub worth: Worth,
    /// What no agenda exceeds, level by level, given what is reached above.
    pub bound: Worth,
}

impl Reached {
    /// Whether no agenda is better.
    pub fn is_proved(&self) -> bool {
        self.worth == self.bound
    }
}

/// A difference of two optima, one level: it lies between the two figures, and is known when they are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Between {
    /// At least.
    pub least: i64,
    /// At most.
    pub most: i64,
}

impl Between {
    /// The figure, when it is known.
    pub fn exact(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }
}

/// How much better one optimum is than another, level by level; a lower level counts only where those above do not differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Margin {
    /// Must-pairs.
    pub musts: Between,
    /// Shortfall of the floors (more of it is worse).
    pub shortfall: Between,
    /// Value.
    pub value: Between,
}

impl Margin {
    /// By how much the optimum behind `better` exceeds the one behind `worse`.
    pub fn of(better: &Reached, worse: &Reached) -> Self {
        let between = |a: (i64, i64), b: (i64, i64)| Between { least: a.0 - b.1, most: a.1 - b.0 };
        Self {
            musts: between((better.worth.musts, better.bound.musts), (worse.worth.musts, worse.bound.musts)),
            shortfall: between(
                (worse.bound.shortfall.0, worse.worth.shortfall.0),
                (better.bound.shortfall.0, better.worth.shortfall.0),
            ),
            value: between((better.worth.value, better.bound.value), (worse.worth.value, worse.bound.value)),
        }
    }

    /// The same where the first is known to be no worse, since whatever the second can do it can do too.
    #[must_use]
    pub fn no_less_than_nothing(mut self) -> Self {
        self.musts.least = self.musts.least.max(0);
        if self.musts.exact() == Some(0) {
            self.shortfall.least = self.shortfall.least.max(0);
            if self.shortfall.exact() == Some(0) {
                self.value.least = self.value.least.max(0);
            }
        }
        self
    }

    /// Whether all three are known.
    pub fn is_exact(&self) -> bool {
        [self.musts, self.shortfall, self.value].iter().all(|level| level.exact().is_some())
    }

    /// Whether it is proved that there is no difference.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// How one agenda becomes another. Values add up: the first, less those that go, plus those that come, is the second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exchange {
    /// Meetings that go.
    pub gone: Vec<Meeting>,
    /// Meetings that come.
    pub added: Vec<Meeting>,
    /// Meetings that change their slot or table: before, after.
    pub moved: Vec<(Meeting, Meeting)>,
}

impl Exchange {
    /// The difference of two agendas of one problem, by pair.
    pub fn between(before: &Agenda, after: &Agenda) -> Self {
        let by_pair = |agenda: &Agenda| {
            let list = agenda.meetings().iter().map(|m| (m.pair, *m));
            list.collect::<std::collections::BTreeMap<usize, Meeting>>()
        };
        let (old, new) = (by_pair(before), by_pair(after));
        let mut exchange = Self::default();
        for (pair, was) in &old {
            match new.get(pair) {
                None => exchange.gone.push(*was),
                Some(is) if is != was => exchange.moved.push((*was, *is)),
                Some(_) => {}
            }
        }
        exchange.added = new.iter().filter(|(pair, _)| !old.contains_key(pair)).map(|(_, m)| *m).collect();
        exchange
    }

    /// Meetings that are touched: gone, come, or at another time.
    pub fn touched(&self) -> usize {
        let later = self.moved.iter().filter(|(was, is)| was.slot != is.slot).count();
        self.gone.len() + self.added.len() + later
    }
}

/// One participant of a pair in one slot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EndFact {
    /// Its seats there; none where it is away.
    pub seats: u32,
    /// Pairs (indexes) that hold them, in their order.
    pub held_by: Vec<usize>,
}

/// What one slot holds against a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotFact {
    /// Which.
    pub slot: usize,
    /// The pair's first participant.
    pub a: EndFact,
    /// Its second.
    pub b: EndFact,
    /// Open tables that nobody sits at.
    pub tables_left: usize,
}

/// Whether a pair is in the agenda, and if not, by plain definition, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is there.
    Placed(Meeting),
    /// It is not.
    Left(UnplacedReason),
}

/// What forcing a pair costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Price {
    /// Nothing: it is in the agenda.
    Placed,
    /// No agenda can hold it: it is ruled out, or these cannot hold together with it.
    Impossible(Vec<Conflict>),
    /// What was found by solving with the pair forced.
    Costs(Box<Cost>),
    /// The limit of time or work came before an agenda with it was found.
    Open,
}

/// The price of a pair, confirmed by an agenda that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// By how much the best agenda exceeds the best with the pair.
    pub loss: Margin,
    /// What solving with the pair forced found.
    pub confirmed: Reached,
    /// That agenda.
    pub agenda: Agenda,
    /// How the given agenda becomes that one.
    pub exchange: Exchange,
}

/// The answer for one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// Which pair.
    pub pair: usize,
    /// Whether and why it is not there.
    pub standing: Standing,
    /// Every slot that would suit the pair alone, as the given agenda has it.
    pub slots: Vec<SlotFact>,
    /// What forcing it costs.
    pub price: Price,
}

/// Answers about an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNots {
    /// What the given agenda reaches.
    pub agenda: Worth,
    /// What the best agenda reaches.
    pub without: Reached,
    /// One a pair, in the order of the pairs.
    pub answers: Vec<WhyNot>,
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::{Between, Exchange, Margin, Reached, Worth};
    use crate::{Agenda, Meeting, Status};

    fn reached(worth: (i64, i64, i64), bound: (i64, i64, i64)) -> Reached {
        let of = |(musts, short, value): (i64, i64, i64)| Worth { musts, shortfall: Reverse(short), value };
        Reached { status: Status::Feasible, worth: of(worth), bound: of(bound) }
    }

    #[test]
    fn margins_are_intervals_until_both_optima_are_known() {
        let (base, forced) = (reached((1, 0, 90), (1, 0, 100)), reached((1, 0, 85), (1, 0, 95)));
        let loss = Margin::of(&base, &forced);
        assert_eq!(loss.value, Between { least: -5, most: 15 });
        assert_eq!(loss.no_less_than_nothing().value, Between { least: 0, most: 15 });
        let known = Margin::of(&reached((1, 0, 90), (1, 0, 90)), &reached((1, 2, 95), (1, 2, 95)));
        // A floor is given up, so the value may well be higher.
        assert_eq!((known.shortfall.exact(), known.value.exact()), (Some(2), Some(-5)));
        assert_eq!(known.no_less_than_nothing(), known);
        assert!(known.is_exact() && !known.is_nothing());
    }

    #[test]
    fn an_exchange_names_who_goes_comes_and_moves() {
        let meeting = |slot, table, pair| Meeting { slot, table, pair };
        let before = Agenda::new(vec![meeting(0, 0, 0), meeting(0, 1, 1), meeting(1, 0, 2)]);
        let after = Agenda::new(vec![meeting(0, 0, 0), meeting(1, 1, 1), meeting(1, 0, 3)]);
        let exchange = Exchange::between(&before, &after);
        assert_eq!(exchange.gone, [meeting(1, 0, 2)]);
        assert_eq!(exchange.added, [meeting(1, 0, 3)]);
        assert_eq!(exchange.moved, [(meeting(0, 1, 1), meeting(1, 1, 1))]);
        assert_eq!(exchange.touched(), 3);
    }
}
