//! What a re-plan may do, and what it has done: who is touched, and because of which change.

use crate::{Agenda, Plan};

/// What is counted against the cap of a re-plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeUnit {
    /// Participants whose agenda is another than before, those apart whom the changes themselves touch.
    People,
    /// Pairs that meet elsewhere than before, no longer, or newly, those apart that the changes themselves touch.
    Meetings,
}

impl ChangeUnit {
    /// Reads `people` or `meetings`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "people" => Some(Self::People),
            "meetings" => Some(Self::Meetings),
            _ => None,
        }
    }

    /// `people` or `meetings`.
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Meetings => "meetings",
        }
    }
}

/// How value is weighed against changes; musts and floors always come first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trade {
    /// The most value; then, with at most so large a share of it given up (0 to 1), the fewest changes.
    ValueFirst {
        /// Share of the value reached that fewer changes may cost.
        tolerance: f64,
    },
    /// The most value less a price for each change.
    Price {
        /// What a change must bring at least, in value.
        per_change: u32,
    },
}

/// The policy of a re-plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplanPolicy {
    /// The hard cap, in the unit; `None` for no cap.
    pub max_changes: Option<u32>,
    /// What is counted.
    pub unit: ChangeUnit,
    /// How value is weighed against it.
    pub trade: Trade,
}

impl Default for ReplanPolicy {
    fn default() -> Self {
        let trade = Trade::ValueFirst { tolerance: 0.0 };
        Self { max_changes: None, unit: ChangeUnit::People, trade }
    }
}

/// Slot and table of a meeting.
pub type Place = (usize, usize);

/// A pair whose meeting is elsewhere than before, gone, or new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeetingChange {
    /// The pair.
    pub pair: usize,
    /// Where it met.
    pub from: Option<Place>,
    /// Where it meets.
    pub to: Option<Place>,
    /// Because of what.
    pub why: Why,
}

/// Because of what a meeting is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A change (index) says so, or leaves it no place.
    Direct(usize),
    /// A change (index) at the end of a chain of which the next link is a pair: it made room here, or needed it.
    Chain {
        /// The change.
        change: usize,
        /// The pair before it in the chain.
        through: usize,
    },
    /// No change leads to it: it is worth more so.
    Gain,
}

/// The answer of a re-plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Replanned {
    /// The new agenda with its proof; levels are bounded by what any agenda of the changed problem can reach, or by a
    /// refutation under the cap.
    pub plan: Plan,
    /// What a free re-plan, with only the past fixed, could reach at most in value, at the musts and floors reached.
    pub free_bound: i64,
    /// Every meeting that is another than before, by pair.
    pub changes: Vec<MeetingChange>,
    /// Participants (indexes) whose agenda is another.
    pub people: Vec<usize>,
    /// Those of them, and others, whom the changes themselves touch: they count against no cap.
    pub forced: Vec<usize>,
    /// Pairs (indexes) whose released meeting cannot stand, and pairs that a change is about.
    pub forced_pairs: Vec<usize>,
    /// What counts against the cap.
    pub counted: u32,
    /// Whether it is proved that nothing better under the policy exists, the number of changes included.
    pub fewest: bool,
}

impl Replanned {
    /// Whether there is a new agenda.
    pub fn is_found(&self) -> bool {
        matches!(self.plan.proof.status, crate::Status::Optimal | crate::Status::Feasible)
    }

    /// The new agenda.
    pub fn agenda(&self) -> &Agenda {
        &self.plan.agenda
    }
}
