//! From the last board of a re-plan to what is handed back.

use passerelle_domain::{
    Agenda, Gaps, Level, Meeting, Missing, Moves, Objective, PartyGaps, Plan, Proof, Replanned, Status,
};

use super::{Search, tables, why};
use crate::board::Board;
use crate::explain;
use crate::idle::Idle;
use crate::model::Model;
use crate::repair::snapshot;

impl Search<'_, '_> {
    pub(super) fn finish(mut self) -> Replanned {
        let model = self.hands.board.model;
        let problem = model.problem;
        let locked = |pair: usize| !model.is_locked(pair) || self.hands.board.slot_of(pair).is_some();
        let (cap, unit) = (self.hands.frame.cap(), self.hands.frame.policy.unit.word());
        if !(0..model.allowed.len()).all(locked) || self.hands.excess() > 0 || self.hands.counted() > cap {
            let sentence = if self.hands.excess() > 0 {
                format!(
                    "no agenda was found that keeps the spread of idle groups within {cap} changed {unit}"
                )
            } else {
                format!("no agenda was found that keeps the locks within {cap} changed {unit}")
            };
            return without_agenda(model, Status::Cancelled, vec![sentence]);
        }
        self.is_bound();
        let board = &self.hands.board;
        let idle = self.hands.idle;
        let by_participant: Vec<PartyGaps> = (0..model.pairs_of.len())
            .map(|party| {
                let (groups, slots) = idle.runs(party, board.busy(party));
                PartyGaps { groups, slots, minutes: idle.minutes(party, board.busy(party)) }
            })
            .collect();
        let groups: u32 = by_participant.iter().map(|gaps| gaps.groups).sum();
        let bound = idle.bound(&self.target.known(model, board.value())).min(groups);
        let gaps = Gaps {
            groups,
            slots: by_participant.iter().map(|gaps| gaps.slots).sum(),
            minutes: by_participant.iter().map(|gaps| gaps.minutes).sum(),
            chosen_bound: bound,
            bound,
            proved: groups == bound,
            given_up: 0,
            by_participant,
        };
        let agenda = tables::assign(self.hands.frame, board);
        let moves = Moves::of(problem, &agenda, crate::tables::fewest(board));
        let levels = self.target.bounds.levels(board, (&gaps, &moves));
        let comfort = |level: &Level| matches!(level.objective, Objective::Gaps | Objective::Moves);
        let proved = levels.iter().filter(|level| !comfort(level)).all(|level| level.proved);
        let status = if proved { Status::Optimal } else { Status::Feasible };
        let changes = why::changes(self.changed, &agenda);
        let mut people: Vec<usize> = changes.iter().flat_map(|change| model.ends(change.pair)).collect();
        people.sort_unstable();
        people.dedup();
        let chosen = |flags: &[bool]| (0..flags.len()).filter(|&i| flags[i]).collect::<Vec<usize>>();
        let plan = Plan {
            missing: Missing::of(problem, &agenda),
            unplaced: unplaced(model, board),
            agenda,
            proof: Proof { status, levels },
            gaps,
            moves,
            conflict: Vec::new(),
        };
        Replanned {
            free_bound: self.free_bound.unwrap_or(self.target.bounds.value),
            people,
            changes,
            forced: chosen(&self.hands.frame.forced),
            forced_pairs: chosen(&self.hands.frame.free_pair),
            counted: u32::try_from(self.hands.counted()).unwrap_or(u32::MAX),
            fewest: self.fewest,
            plan,
        }
    }
}

/// Why pairs are left out, seen with the problem as it is and not as locks trim it.
fn unplaced(model: &Model<'_>, board: &Board<'_>) -> Vec<passerelle_domain::Unplaced> {
    let whole = Model::new(model.problem);
    let mut same = Board::new(&whole);
    for (pair, slot) in snapshot(board).into_iter().enumerate() {
        if let Some(slot) = slot {
            same.put(pair, slot);
        }
    }
    explain::unplaced(&same, &Idle::new(&whole), false)
}

pub(super) fn without_agenda(model: &Model<'_>, status: Status, conflict: Vec<String>) -> Replanned {
    let agenda = Agenda::new(Vec::<Meeting>::new());
    let plan = Plan {
        missing: Missing::of(model.problem, &agenda),
        agenda,
        proof: Proof { status, levels: Vec::<Level>::new() },
        unplaced: Vec::new(),
        gaps: Gaps { by_participant: vec![PartyGaps::default(); model.pairs_of.len()], ..Gaps::default() },
        moves: Moves::default(),
        conflict,
    };
    Replanned {
        plan,
        free_bound: 0,
        changes: Vec::new(),
        people: Vec::new(),
        forced: Vec::new(),
        forced_pairs: Vec::new(),
        counted: 0,
        fewest: false,
    }
}
