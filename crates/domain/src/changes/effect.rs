//! Whom and what a change is about.

use super::Effect;
use crate::{Meeting, Problem};

impl Effect {
    /// The participants it is about: their agendas change because it says so.
    pub fn participants(&self) -> &[usize] {
        match self {
            Self::Withdrawn { participant, .. }
            | Self::Late { participant, .. }
            | Self::Leaves { participant, .. }
            | Self::Absent { participant, .. }
            | Self::Limits { participant } => std::slice::from_ref(participant),
            Self::Added { participants, .. } => participants,
            Self::TableClosed { .. } | Self::Refused { .. } | Self::MustMove { .. } => &[],
        }
    }

    pub(super) fn names_pair(&self, pair: usize) -> bool {
        match self {
            Self::Added { pairs, .. } => pairs.contains(&pair),
            Self::Refused { pair: one, .. } | Self::MustMove { pair: one, .. } => *one == pair,
            _ => false,
        }
    }

    /// The slots in which a participant is away because of it.
    pub(super) fn away(&self, participant: usize, slot: usize) -> bool {
        match self {
            Self::Withdrawn { participant: who, from } | Self::Leaves { participant: who, from } => {
                *who == participant && slot >= *from
            }
            Self::Late { participant: who, until } => *who == participant && slot < *until,
            Self::Absent { participant: who, slots } => *who == participant && slots.contains(&slot),
            _ => false,
        }
    }

    /// Whether a meeting cannot stay where it is because of it.
    pub(super) fn displaces(&self, problem: &Problem, meeting: &Meeting) -> bool {
        let Some(pair) = problem.pairs().get(meeting.pair) else { return false };
        match self {
            Self::TableClosed { table, slots, .. } => {
                *table == meeting.table && slots.contains(&meeting.slot)
            }
            Self::Refused { pair, .. } => *pair == meeting.pair,
            Self::MustMove { pair: moved, away_from, to } => {
                if *moved == meeting.pair {
                    return *away_from == Some(meeting.slot);
                }
                // Whoever holds the seat that the moved meeting is to have.
                let shared = problem
                    .pairs()
                    .get(*moved)
                    .is_some_and(|other| [other.a, other.b].iter().any(|end| [pair.a, pair.b].contains(end)));
                *to == Some(meeting.slot) && shared
            }
            Self::Limits { participant } => [pair.a, pair.b].contains(participant),
            Self::Added { .. } => false,
            _ => [pair.a, pair.b].iter().any(|&end| self.away(end, meeting.slot)),
        }
    }
}
