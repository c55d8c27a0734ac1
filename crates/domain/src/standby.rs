//! Who stands by for whom, should one of the two of a meeting not come.

use crate::{Agenda, Meeting, Problem};

/// How likely each participant is to come, by index; 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances(Vec<f64>);

impl Chances {
    /// Keeps probabilities, each brought into 0 to 1; those that are not numbers count as certain.
    pub fn new(by_participant: impl IntoIterator<Item = f64>) -> Self {
        let within = |p: f64| if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) };
        Self(by_participant.into_iter().map(within).collect())
    }

    /// Everybody comes.
    pub fn certain(problem: &Problem) -> Self {
        Self(vec![1.0; problem.participants().len()])
    }

    /// How likely a participant is to come; 1 for one that is not known.
    pub fn of(&self, participant: usize) -> f64 {
        self.0.get(participant).copied().unwrap_or(1.0)
    }
}

/// Somebody who can take the place of an absent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reserve {
    /// Who.
    pub participant: usize,
    /// The pair that would meet instead.
    pub pair: usize,
    /// The table at which it would.
    pub table: usize,
    /// What that meeting is worth.
    pub value: u32,
}

/// One of the two does not come.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Who does not come.
    pub absent: usize,
    /// Who is left alone.
    pub stays: usize,
    /// Who can step in, the first to be asked first.
    pub reserves: Vec<Reserve>,
    /// How many could step in altogether.
    pub candidates: usize,
}

/// A meeting with those who stand by.
#[derive(Debug, Clone, PartialEq)]
pub struct StandbyMeeting {
    /// The meeting.
    pub meeting: Meeting,
    /// Its first participant does not come; its second does not.
    pub cases: [Case; 2],
    /// What it is worth on average, without anybody standing by.
    pub expected: f64,
    /// The same with the reserves.
    pub with_standby: f64,
}

/// Those who stand by for the meetings of an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Standby {
    /// By meeting, in the agenda's order.
    pub meetings: Vec<StandbyMeeting>,
    /// Most cases for which one participant is the first reserve: no smaller number covers as many cases.
    pub most_first: u32,
    /// By participant: for how many cases it is the first reserve.
    pub first_for: Vec<u32>,
    /// Whether the choice of first reserves has the most value among those spread as well.
    pub exact: bool,
}

impl Standby {
    /// The agenda's value on average, without anybody standing by.
    pub fn expected(&self) -> f64 {
        self.meetings.iter().map(|one| one.expected).sum()
    }

    /// The same with the reserves.
    pub fn with_standby(&self) -> f64 {
        self.meetings.iter().map(|one| one.with_standby).sum()
    }

    /// Cases in which nobody can step in.
    pub fn uncovered(&self) -> usize {
        let cases = self.meetings.iter().flat_map(|one| &one.cases);
        cases.filter(|case| case.reserves.is_empty()).count()
    }

    /// The agenda if a reserve stepped in for the absent one of a meeting.
    pub fn replaced(agenda: &Agenda, meeting: &Meeting, reserve: &Reserve) -> Agenda {
        let others = agenda.meetings().iter().filter(|other| *other != meeting).copied();
        let instead = Meeting { slot: meeting.slot, table: reserve.table, pair: reserve.pair };
        Agenda::new(others.chain([instead]).collect())
    }
}
