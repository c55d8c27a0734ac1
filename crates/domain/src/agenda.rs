//! Agendas, their proofs, what was left out and why, violations, releases.

use std::collections::BTreeMap;

use crate::{Moves, Objective, PairLimit, Problem};

/// One meeting: indexes into the problem's pairs, slots and tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Meeting {
    /// When.
    pub slot: usize,
    /// Where.
    pub table: usize,
    /// Who, about what.
    pub pair: usize,
}

/// Meetings, in order of slot and table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    meetings: Vec<Meeting>,
}

impl Agenda {
    /// Sorts and keeps meetings; whether they obey the rules is for the checker to say.
    pub fn new(mut meetings: Vec<Meeting>) -> Self {
        meetings.sort_unstable();
        Self { meetings }
    }

    /// The meetings, in order of slot and table.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// The total value of its meetings.
    pub fn value(&self, problem: &Problem) -> i64 {
        self.meetings.iter().map(|m| i64::from(problem.pairs()[m.pair].value)).sum()
    }
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Musts, floors and value are proved to be the best possible.
    Optimal,
    /// An agenda was found; the gap tells how far from the bound.
    Feasible,
    /// It is proved that no agenda keeps the locks and limits.
    Infeasible,
    /// Stopped before any agenda was found.
    Cancelled,
}

impl Status {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One objective, what was reached and what could at most (value, musts) or must at least (floors, gaps, moves) be reached, given
/// the values reached by the objectives before it; for moves given the times of the meetings too, which are settled before tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Which objective.
    pub objective: Objective,
    /// Reached: musts placed; total shortfall; total value; idle groups; table changes.
    pub value: i64,
    /// The bound from a relaxation or refutation.
    pub bound: i64,
    /// Whether value equals bound.
    pub proved: bool,
}

/// How good an agenda is known to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How the solve ended.
    pub status: Status,
    /// Objectives in lexicographic order.
    pub levels: Vec<Level>,
}

impl Proof {
    /// A level by objective.
    pub fn level(&self, objective: Objective) -> Option<&Level> {
        self.levels.iter().find(|level| level.objective == objective)
    }

    /// Total value reached.
    pub fn value(&self) -> i64 {
        self.level(Objective::Value).map_or(0, |l| l.value)
    }

    /// Upper bound on the total value.
    pub fn bound(&self) -> i64 {
        self.level(Objective::Value).map_or(0, |l| l.bound)
    }

    /// (bound - value) / max(1, bound).
    pub fn gap(&self) -> f64 {
        (self.bound() - self.value()) as f64 / self.bound().max(1) as f64
    }
}

/// Why a pair was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnplacedReason {
    /// It is ruled out.
    Excluded,
    /// The two are never there at the same time in a slot that fits.
    NoCommonSlot,
    /// A participant (index) has as many meetings as its cap or its seats allow.
    ParticipantFull {
        /// Index of the participant.
        participant: usize,
        /// Its meetings.
        meetings: u32,
        /// Its cap: the smaller of `max` and its seats over the slots where it is there.
        cap: u32,
    },
    /// Every slot in which both are free has its tables taken.
    TablesFull {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// A limit over several pairs (index into the limits) is reached.
    LimitReached {
        /// Index of the limit.
        limit: usize,
    },
    /// Placing it would break a rule of order, rest or table in every slot in which both are free.
    Rules {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// Both have room, but never at the same time: others hold those slots.
    Outbid {
        /// Who holds them, the cheapest first.
        by: Vec<Outbidder>,
    },
    /// A slot is free for both, but the meeting would bring an idle gap, or was given up to take one out.
    GivenUp {
        /// Those slots.
        slots: Vec<usize>,
    },
    /// A slot is free for both, but the limit of time or work was reached first.
    NotReached {
        /// Those slots.
        slots: Vec<usize>,
    },
}

impl UnplacedReason {
    /// The code used in files; `side` is the label of the full participant.
    pub fn code(&self, problem: &Problem) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::NoCommonSlot => "no_common_slot",
            Self::ParticipantFull { participant, .. } => {
                match problem.participants()[*participant].side.as_deref() {
                    Some("client") => "client_full",
                    Some("firm") => "firm_full",
                    _ => "participant_full",
                }
            }
            Self::TablesFull { .. } => "tables_full",
            Self::LimitReached { .. } => "limit_reached",
            Self::Rules { .. } => "rules",
            Self::Outbid { .. } => "outbid",
            Self::GivenUp { .. } => "given_up",
            Self::NotReached { .. } => "not_reached",
        }
    }
}

/// A meeting that stands where a pair left out would have stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outbidder {
    /// Its value.
    pub value: u32,
    /// Its pair.
    pub pair: usize,
    /// Its slot.
    pub slot: usize,
}

/// A pair left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Which.
    pub pair: usize,
    /// Why.
    pub reason: UnplacedReason,
}

/// Idle time of one participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartyGaps {
    /// Runs of idle slots between two consecutive meetings of one day.
    pub groups: u32,
    /// Idle slots in those runs.
    pub slots: u32,
    /// Minutes of those slots, as far as the problem tells how long they last.
    pub minutes: u32,
}

/// Idle time of all participants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    /// Runs over all participants.
    pub groups: u32,
    /// Idle slots over all participants.
    pub slots: u32,
    /// Minutes of those slots, as far as the problem tells how long they last.
    pub minutes: u32,
    /// Lower bound on the number of runs, for every agenda as good in the objectives before.
    pub bound: u32,
    /// Lower bound on the number of runs of the pairs chosen, however they are arranged; at least [`Self::bound`].
    pub chosen_bound: u32,
    /// Whether the number of runs equals the bound.
    pub proved: bool,
    /// Value given up for fewer runs, within the problem's tolerance, of what had been reached before.
    pub given_up: i64,
    /// By participant (index).
    pub by_participant: Vec<PartyGaps>,
}

/// A floor that was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloorMiss {
    /// The floor.
    pub min: u32,
    /// What was reached.
    pub has: u32,
}

/// Something that was to be maximised first and could not be had whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A must-pair (index) that is not placed.
    Must(usize),
    /// A participant (index) below its floor.
    Participant(usize, FloorMiss),
    /// A limit (index) below its floor.
    Limit(usize, FloorMiss),
}

impl Missing {
    /// What an agenda misses of the problem's musts and floors, by plain counting.
    pub fn of(problem: &Problem, agenda: &Agenda) -> Vec<Self> {
        let mut placed = vec![false; problem.pairs().len()];
        let mut met = vec![0u32; problem.participants().len()];
        for meeting in agenda.meetings() {
            let pair = &problem.pairs()[meeting.pair];
            placed[meeting.pair] = true;
            met[pair.a] += 1;
            met[pair.b] += 1;
        }
        let musts = problem
            .pairs()
            .iter()
            .enumerate()
            .filter(|(i, p)| p.must && !placed[*i])
            .map(|(i, _)| Self::Must(i));
        let parties = problem.participants().iter().enumerate().filter(|(i, p)| met[*i] < p.min);
        let parties = parties.map(|(i, p)| Self::Participant(i, FloorMiss { min: p.min, has: met[i] }));
        let count = |limit: &PairLimit| {
            u32::try_from(limit.pairs.iter().filter(|&&p| placed[p]).count()).unwrap_or(u32::MAX)
        };
        let limits = problem.limits().iter().enumerate().filter(|(_, l)| count(l) < l.min);
        let limits = limits.map(|(i, l)| Self::Limit(i, FloorMiss { min: l.min, has: count(l) }));
        musts.chain(parties).chain(limits).collect()
    }
}

/// The answer of a solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The meetings; empty when none was found.
    pub agenda: Agenda,
    /// How good they are known to be.
    pub proof: Proof,
    /// Every pair that was left out.
    pub unplaced: Vec<Unplaced>,
    /// Musts and floors that were missed.
    pub missing: Vec<Missing>,
    /// Idle time.
    pub gaps: Gaps,
    /// Table changes and walks.
    pub moves: Moves,
    /// Why there is no agenda, in sentences, when the status is infeasible.
    pub conflict: Vec<String>,
}

/// A rule that an agenda breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The rule's code: `seats`, `tables`, `availability` ...
    pub rule: &'static str,
    /// What is broken, where, in one sentence with identifiers.
    pub message: String,
}

/// The number under which an agenda was released, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReleaseNumber(pub u32);

/// A released agenda: immutable, by meeting identifiers (pair, then slot and table).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    number: ReleaseNumber,
    meetings: BTreeMap<String, (String, String)>,
}

/// One difference between two releases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReleaseChange {
    /// A meeting that was not there before: pair, slot, table.
    Added(String, String, String),
    /// A meeting that is no longer there: pair, slot, table.
    Removed(String, String, String),
    /// A meeting elsewhere: pair, slot and table before, slot and table now.
    Moved(String, (String, String), (String, String)),
}

impl Release {
    /// Freezes an agenda under a number.
    pub fn new(number: ReleaseNumber, problem: &Problem, agenda: &Agenda) -> Self {
        let place = |m: &Meeting| (problem.slots()[m.slot].id.clone(), problem.tables()[m.table].id.clone());
        let meetings =
            agenda.meetings().iter().map(|m| (problem.pairs()[m.pair].id.clone(), place(m))).collect();
        Self { number, meetings }
    }

    /// Its number.
    pub fn number(&self) -> ReleaseNumber {
        self.number
    }

    /// What is different in a later release, by pair.
    pub fn changes_to(&self, later: &Self) -> Vec<ReleaseChange> {
        let mut changes = Vec::new();
        for (pair, old) in &self.meetings {
            match later.meetings.get(pair) {
                None => changes.push(ReleaseChange::Removed(pair.clone(), old.0.clone(), old.1.clone())),
                Some(new) if new != old => {
                    changes.push(ReleaseChange::Moved(pair.clone(), old.clone(), new.clone()));
                }
                Some(_) => {}
            }
        }
        for (pair, new) in later.meetings.iter().filter(|(pair, _)| !self.meetings.contains_key(*pair)) {
            changes.push(ReleaseChange::Added(pair.clone(), new.0.clone(), new.1.clone()));
        }
        changes.sort();
        changes
    }
}
