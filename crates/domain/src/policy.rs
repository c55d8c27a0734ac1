//! A policy: what comes first, what may be given up for what, and who is promised how much.

use crate::{Objective, Selector};

/// What an organiser decides about an event beyond its facts. What is left out stays as the problem has it.
///
/// It says nothing of seeds, time or threads: two runs under one policy differ only by how long they may search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Its name, for comparisons.
    pub name: Option<String>,
    /// Objectives in lexicographic order.
    pub objectives: Option<Vec<Objective>>,
    /// Share of the value that may be given up for fewer idle groups, parts per million.
    pub give_up: Option<u32>,
    /// How unequal participants' numbers of idle groups may be.
    pub spread: Option<Spread>,
    /// Floors for whole classes of participants.
    pub floors: Vec<PolicyFloor>,
}

/// How unequal participants' numbers of idle groups may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spread {
    /// As it comes.
    Free,
    /// The largest difference between any two.
    AtMost(u32),
}

/// A floor of meetings for each participant that a selector chooses, as far as its seats and its cap allow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyFloor {
    /// For whom.
    pub of: Selector,
    /// How many meetings.
    pub min: u32,
    /// Whether it takes the place of a higher floor too; otherwise it only raises floors.
    pub replace: bool,
}

impl Policy {
    /// The whole value, in parts per million.
    pub const WHOLE: u32 = 1_000_000;

    /// This policy where it decides, the other one where it does not. Floors of the other come first.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        Self {
            name: self.name.clone().or_else(|| base.name.clone()),
            objectives: self.objectives.clone().or_else(|| base.objectives.clone()),
            give_up: self.give_up.or(base.give_up),
            spread: self.spread.or(base.spread),
            floors: base.floors.iter().chain(&self.floors).cloned().collect(),
        }
    }
}
