//! The scheduling problem: who can meet whom, when, where, and what it is worth.
//!
//! A [`ProblemSpec`] speaks in identifiers, as files do. [`Problem::new`] checks it whole and resolves every identifier to
//! an index (`usize`, into the slice of the same name), so that solvers never look anything up. Pairs may form any graph:
//! `a` and `b` are the two ends, not two sides; [`Problem::is_bipartite`] tells whether two sides exist.

use std::collections::BTreeMap;

use crate::{GroupLimit, Objective, Policy, Problems, policy_rules, problem_rules, problem_spec};

/// The largest value of a pair. With at most 2^32 pairs any sum fits `i64`: overflow cannot happen.
pub const MAX_VALUE: u32 = 1_000_000_000;

/// A half-day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Session {
    /// Morning.
    Am,
    /// Afternoon.
    Pm,
}

impl Session {
    /// Reads `am` or `pm`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "am" => Some(Self::Am),
            "pm" => Some(Self::Pm),
            _ => None,
        }
    }

    /// `am` or `pm`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Am => "am",
            Self::Pm => "pm",
        }
    }
}

/// A problem as written, in identifiers; nothing checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProblemSpec {
    /// Slots in time order.
    pub slots: Vec<SlotSpec>,
    /// Tables; may be empty when slots only count them.
    pub tables: Vec<Table>,
    /// Participants.
    pub participants: Vec<ParticipantSpec>,
    /// Pairs.
    pub pairs: Vec<PairSpec>,
    /// Limits on sets of pairs: pair ids, minimum, maximum.
    pub limits: Vec<(Vec<String>, Option<u32>, Option<u32>)>,
    /// Limits between sets of participants, told by their labels; resolving turns them into floors, caps and limits.
    pub group_limits: Vec<GroupLimit>,
    /// Locks: pair id, slot id, table id.
    pub locked: Vec<(String, Option<String>, Option<String>)>,
    /// Excluded pair ids.
    pub excluded: Vec<String>,
    /// Precedences: first pair id, then pair id.
    pub precedences: Vec<(String, String)>,
    /// Whether slots of absence count as idle.
    pub count_absence: bool,
    /// Objectives in order; `None` is [`Objective::USUAL`].
    pub objectives: Option<Vec<Objective>>,
    /// Largest difference allowed between two participants' numbers of idle groups.
    pub spread: Option<u32>,
    /// Share of the value that may be given up for fewer idle groups, parts per million; at most [`Policy::WHOLE`].
    pub give_up: u32,
}

/// A slot as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlotSpec {
    /// Its identifier.
    pub id: String,
    /// The day it belongs to; all slots without one share a day.
    pub day: Option<String>,
    /// The half-day it belongs to.
    pub session: Option<Session>,
    /// When it begins, as written; for display.
    pub start: Option<String>,
    /// How long it lasts, minutes.
    pub minutes: Option<u32>,
    /// Tables open in it.
    pub tables: SlotTables,
}

/// Tables open in a slot, as written.
#[derive(Debug, Clone, PartialEq)]
pub enum SlotTables {
    /// The first n tables.
    Count(u32),
    /// These tables.
    Ids(Vec<String>),
}

impl Default for SlotTables {
    fn default() -> Self {
        Self::Count(0)
    }
}

/// A participant as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParticipantSpec {
    /// Its identifier.
    pub id: String,
    /// A label for reporting: `client`, `firm`.
    pub side: Option<String>,
    /// A label for reporting: the client a desk belongs to.
    pub group: Option<String>,
    /// A label for reporting: the size class, `sme` for a small or medium firm.
    pub class: Option<String>,
    /// Parallel seats.
    pub seats: Seats<String>,
    /// Floor of meetings.
    pub min: Option<u32>,
    /// Cap on meetings.
    pub max: Option<u32>,
    /// Most meetings in consecutive slots of one day before a slot of rest.
    pub max_run: Option<u32>,
    /// The table at which all its meetings take place.
    pub table: Option<String>,
    /// The half-day it would rather have: among agendas alike in value and idle groups, fewer of its meetings lie in slots of
    /// the other one. Slots without a half-day suit everybody.
    pub prefer: Option<Session>,
    /// Slots in which it is away.
    pub unavailable: Vec<String>,
}

/// Parallel seats: the same in every slot, or given slot by slot (1 where a slot is not named).
#[derive(Debug, Clone, PartialEq)]
pub enum Seats<S: Ord> {
    /// The same in every slot.
    Every(u32),
    /// By slot.
    BySlot(BTreeMap<S, u32>),
}

impl<S: Ord> Default for Seats<S> {
    fn default() -> Self {
        Self::Every(1)
    }
}

/// A pair as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PairSpec {
    /// Its identifier; by default `a~b`.
    pub id: Option<String>,
    /// One participant.
    pub a: String,
    /// The other.
    pub b: String,
    /// What the meeting is worth, 0 to [`MAX_VALUE`].
    pub value: u32,
    /// Whether it must take place.
    pub must: bool,
    /// Whether somebody wished it.
    pub wished: bool,
    /// The half-day in which it must take place.
    pub session: Option<Session>,
    /// The shortest slot it fits, minutes.
    pub minutes: Option<u32>,
    /// Slots in which it may not take place although both are there.
    pub unavailable: Vec<String>,
}

/// A valid problem, identifiers resolved to indexes.
#[derive(Debug, Clone)]
pub struct Problem {
    pub(crate) slots: Vec<Slot>,
    pub(crate) tables: Vec<Table>,
    pub(crate) participants: Vec<Participant>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) limits: Vec<PairLimit>,
    pub(crate) precedences: Vec<Precedence>,
    pub(crate) count_absence: bool,
    pub(crate) objectives: Vec<Objective>,
    pub(crate) spread: Option<u32>,
    pub(crate) give_up: u32,
}

/// A slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Its identifier.
    pub id: String,
    /// Index of its day, 0 for the first.
    pub day: usize,
    /// Its half-day, when told.
    pub session: Option<Session>,
    /// When it begins, as written.
    pub start: Option<String>,
    /// Its length in minutes, when told.
    pub minutes: Option<u32>,
    /// Indexes of the tables open in it, ascending.
    pub tables: Vec<usize>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its identifier.
    pub id: String,
    /// Position in the room, metres.
    pub position: Option<(f64, f64)>,
}

/// A participant.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// Its identifier.
    pub id: String,
    /// Label for reporting.
    pub side: Option<String>,
    /// Label for reporting.
    pub group: Option<String>,
    /// Label for reporting: the size class.
    pub class: Option<String>,
    /// Parallel seats in each slot; 0 where it is away.
    pub seats: Vec<u32>,
    /// Floor of meetings, 0 when there is none.
    pub min: u32,
    /// Cap on meetings; `u32::MAX` when there is none.
    pub max: u32,
    /// Most meetings in consecutive slots.
    pub max_run: Option<u32>,
    /// Index of its fixed table.
    pub table: Option<usize>,
    /// The half-day it would rather have: among agendas alike in value and idle groups, fewer of its meetings lie in slots of
    /// the other one. Slots without a half-day suit everybody.
    pub prefer: Option<Session>,
}

impl Participant {
    /// Whether it is there in a slot.
    pub fn is_available(&self, slot: usize) -> bool {
        self.seats[slot] > 0
    }

    /// Most meetings that its seats and its cap allow.
    pub fn most(&self) -> u32 {
        let seats: u64 = self.seats.iter().map(|&n| u64::from(n)).sum();
        u32::try_from(seats).unwrap_or(u32::MAX).min(self.max)
    }
}

/// A pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Its identifier.
    pub id: String,
    /// Index of one participant.
    pub a: usize,
    /// Index of the other; differs from `a`.
    pub b: usize,
    /// What the meeting is worth.
    pub value: u32,
    /// Whether it must take place.
    pub must: bool,
    /// Whether somebody wished it.
    pub wished: bool,
    /// Whether it is ruled out.
    pub excluded: bool,
    /// The half-day in which it must take place.
    pub session: Option<Session>,
    /// The shortest slot it fits, minutes.
    pub minutes: Option<u32>,
    /// Indexes of slots in which it may not take place, ascending.
    pub barred: Vec<usize>,
    /// What of it is fixed beforehand; a locked pair must be placed.
    pub lock: Option<Lock>,
}

/// What is fixed of a locked pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Index of the slot, when fixed.
    pub slot: Option<usize>,
    /// Index of the table, when fixed.
    pub table: Option<usize>,
}

/// How many of a set of pairs may or should be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairLimit {
    /// Indexes of the pairs, ascending, distinct.
    pub pairs: Vec<usize>,
    /// Floor, 0 when there is none.
    pub min: u32,
    /// Cap, `u32::MAX` when there is none.
    pub max: u32,
}

/// When both pairs are placed, the first meets in an earlier slot than the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Precedence {
    /// Index of the earlier pair.
    pub first: usize,
    /// Index of the later pair.
    pub then: usize,
}

impl Problem {
    /// Checks a specification whole and resolves it.
    ///
    /// # Errors
    /// Everything that is wrong with it: unknown or repeated identifiers, values out of range, cyclic precedences, no slot ...
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a specification has served once it has become a problem"
    )]
    pub fn new(spec: ProblemSpec) -> Result<Self, Problems> {
        problem_rules::resolve(&spec)
    }

    /// The specification that gives this problem again, to be changed and resolved anew. Days come out numbered from `1`.
    pub fn spec(&self) -> ProblemSpec {
        problem_spec::of(self)
    }

    /// The same problem under a policy: its order of objectives, tolerance, spread and floors, where the policy tells them.
    ///
    /// # Errors
    /// Everything in the policy that does not suit this problem: labels that nobody has, an order that is not supported.
    pub fn with_policy(&self, policy: &Policy) -> Result<Self, Problems> {
        policy_rules::apply(self, policy)
    }

    /// The same problem with other values of its pairs, in their order; those that are not given stay, and none is above
    /// [`MAX_VALUE`].
    #[must_use]
    pub fn revalued(&self, values: &[u32]) -> Self {
        let mut other = self.clone();
        for (pair, &value) in other.pairs.iter_mut().zip(values) {
            pair.value = value.min(MAX_VALUE);
        }
        other
    }

    /// Slots in time order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Tables.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Participants.
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// Pairs, excluded ones included.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Limits on sets of pairs.
    pub fn limits(&self) -> &[PairLimit] {
        &self.limits
    }

    /// Precedences.
    pub fn precedences(&self) -> &[Precedence] {
        &self.precedences
    }

    /// Whether slots of absence count as idle.
    pub fn count_absence(&self) -> bool {
        self.count_absence
    }

    /// Objectives in lexicographic order.
    pub fn objectives(&self) -> &[Objective] {
        &self.objectives
    }

    /// Largest difference allowed between two participants' numbers of idle groups.
    pub fn spread(&self) -> Option<u32> {
        self.spread
    }

    /// Share of the value that may be given up for fewer idle groups, parts per million.
    pub fn give_up(&self) -> u32 {
        self.give_up
    }

    /// Whether a pair, taken alone, may sit in a slot: both there, the right half-day, long enough, not barred, a table open.
    ///
    /// Locks, exclusions and other meetings are not looked at.
    pub fn fits(&self, pair: usize, slot: usize) -> bool {
        let (pair, at) = (&self.pairs[pair], &self.slots[slot]);
        !at.tables.is_empty()
            && self.participants[pair.a].is_available(slot)
            && self.participants[pair.b].is_available(slot)
            && (pair.session.is_none() || pair.session == at.session)
            && pair.minutes.is_none_or(|needed| at.minutes.is_some_and(|m| m >= needed))
            && !pair.barred.contains(&slot)
    }

    /// Two-colours the participants when the pairs allow it: `Some(side of each)`, `None` on an odd cycle.
    pub fn two_sides(&self) -> Option<Vec<bool>> {
        let mut neighbours = vec![Vec::new(); self.participants.len()];
        for pair in &self.pairs {
            neighbours[pair.a].push(pair.b);
            neighbours[pair.b].push(pair.a);
        }
        let mut side: Vec<Option<bool>> = vec![None; self.participants.len()];
        let mut stack = Vec::new();
        for root in 0..side.len() {
            if side[root].is_some() {
                continue;
            }
            side[root] = Some(false);
            stack.push(root);
            while let Some(at) = stack.pop() {
                let other = !side[at].unwrap_or(false);
                for &next in &neighbours[at] {
                    match side[next] {
                        None => {
                            side[next] = Some(other);
                            stack.push(next);
                        }
                        Some(known) if known != other => return None,
                        Some(_) => {}
                    }
                }
            }
        }
        Some(side.into_iter().map(|s| s.unwrap_or(false)).collect())
    }

    /// Whether the pairs split the participants into two sides.
    pub fn is_bipartite(&self) -> bool {
        self.two_sides().is_some()
    }
}
