//! An agenda laid out for counting.

use std::collections::BTreeMap;

use passerelle_domain::{Agenda, Meeting, Pair, Participant, Problem, Slot};

/// The agenda's meetings whose indexes the problem knows, and the same by participant and slot.
pub(super) struct View<'a> {
    pub(super) problem: &'a Problem,
    /// Every meeting as given.
    pub(super) all: &'a [Meeting],
    /// Those whose pair, slot and table exist.
    pub(super) meetings: Vec<Meeting>,
    /// Number of meetings by participant, then slot.
    pub(super) load: Vec<BTreeMap<usize, u32>>,
}

impl<'a> View<'a> {
    pub(super) fn new(problem: &'a Problem, agenda: &'a Agenda) -> Self {
        let all = agenda.meetings();
        let exists = |m: &&Meeting| {
            m.pair < problem.pairs().len()
                && m.slot < problem.slots().len()
                && m.table < problem.tables().len()
        };
        let meetings: Vec<Meeting> = all.iter().filter(exists).copied().collect();
        let mut load = vec![BTreeMap::new(); problem.participants().len()];
        for meeting in &meetings {
            let pair = &problem.pairs()[meeting.pair];
            for end in [pair.a, pair.b] {
                *load[end].entry(meeting.slot).or_insert(0) += 1;
            }
        }
        Self { problem, all, meetings, load }
    }

    pub(super) fn pair(&self, meeting: &Meeting) -> &'a Pair {
        &self.problem.pairs()[meeting.pair]
    }

    pub(super) fn slot(&self, meeting: &Meeting) -> &'a Slot {
        &self.problem.slots()[meeting.slot]
    }

    pub(super) fn ends(&self, meeting: &Meeting) -> [&'a Participant; 2] {
        let pair = self.pair(meeting);
        [&self.problem.participants()[pair.a], &self.problem.participants()[pair.b]]
    }

    /// The meetings of each pair, by pair index.
    pub(super) fn by_pair(&self) -> BTreeMap<usize, Vec<Meeting>> {
        let mut by_pair: BTreeMap<usize, Vec<Meeting>> = BTreeMap::new();
        for meeting in &self.meetings {
            by_pair.entry(meeting.pair).or_default().push(*meeting);
        }
        by_pair
    }

    /// Number of meetings of a participant.
    pub(super) fn met(&self, participant: usize) -> u32 {
        self.load[participant].values().sum()
    }
}
