//! Says of an agenda that somebody made by hand what a plan says of its own: figures, reasons, and how far it is from the bound.

use passerelle_domain::{
    Agenda, Gaps, Level, Missing, Moves, Objective, PartyGaps, Plan, Problem, Proof, Status, Violation,
};

use crate::board::Board;
use crate::check;
use crate::explain;
use crate::idle::Idle;
use crate::levels::Bounds;
use crate::model::Model;
use crate::options::Stop;
use crate::relax::{Aim, Chooser, Need};
use crate::tables;

/// Describes an agenda as a plan would.
///
/// `known` holds the levels of an earlier plan of the same problem, or of one that allows at least as much: their bounds are kept
/// where what they assume still holds, others are made anew from the pair programme. Nothing is searched: the agenda stays what
/// it is, and its status is `optimal` only when musts, floors and value reach their bounds.
///
/// # Errors
/// The hard rules that the agenda breaks.
pub fn assess(
    problem: &Problem,
    agenda: &Agenda,
    known: &[Level],
    stop: &dyn Stop,
) -> Result<Plan, Vec<Violation>> {
    let broken = check::check(problem, agenda);
    if !broken.is_empty() {
        return Err(broken);
    }
    let model = Model::new(problem);
    let mut board = Board::new(&model);
    for meeting in agenda.meetings() {
        board.put(meeting.pair, meeting.slot);
    }
    let idle = Idle::new(&model);
    let bounds = bounds(&model, &board, known, stop);
    let gaps = gaps(&idle, &board, bounds[3]);
    let moves = Moves::of(problem, agenda, tables::fewest(&board));
    let score = board.score();
    let level = |&objective: &Objective| {
        let (value, bound) = match objective {
            Objective::Musts => (score.musts, bounds[0]),
            Objective::Floors => (score.shortfall.0, bounds[1]),
            Objective::Value => (score.value, bounds[2]),
            Objective::Gaps => (i64::from(gaps.groups), i64::from(gaps.bound)),
            Objective::Moves => (i64::from(moves.changes), i64::from(moves.bound)),
        };
        Level { objective, value, bound, proved: value == bound }
    };
    let levels: Vec<Level> = problem.objectives().iter().map(level).collect();
    let comfort = |level: &Level| matches!(level.objective, Objective::Gaps | Objective::Moves);
    let proved = levels.iter().filter(|level| !comfort(level)).all(|level| level.proved);
    Ok(Plan {
        agenda: agenda.clone(),
        proof: Proof { status: if proved { Status::Optimal } else { Status::Feasible }, levels },
        unplaced: explain::unplaced(&board, &idle, false),
        missing: Missing::of(problem, agenda),
        gaps,
        moves,
        conflict: Vec::new(),
    })
}

/// Bounds on musts, shortfall, value and idle groups, each for what the levels above it have reached.
fn bounds(model: &Model<'_>, board: &Board<'_>, known: &[Level], stop: &dyn Stop) -> [i64; 4] {
    let of = |objective: Objective| known.iter().find(|level| level.objective == objective);
    let score = board.score();
    let (musts, shortfall) = (score.musts, score.shortfall.0);
    let same = |objective: Objective, value: i64| of(objective).is_none_or(|level| level.value == value);
    let trivial = Bounds::trivial(model);
    let mut chooser = None;
    let mut made = |aim: Aim, needs: (Need, Need)| {
        let chooser = chooser.get_or_insert_with(|| Chooser::of_levels(model));
        chooser.bound(aim, needs, stop).and_then(|answer| answer.bound)
    };
    let best_musts = match of(Objective::Musts) {
        Some(level) => level.bound,
        None => made(Aim::Musts, (Need::Free, Need::Free)).unwrap_or(trivial.musts),
    };
    let least_shortfall = match of(Objective::Floors) {
        Some(level) if same(Objective::Musts, musts) => level.bound,
        _ => made(Aim::Floors, (Need::Reach(musts), Need::Free)).unwrap_or(0),
    };
    let alike = same(Objective::Musts, musts) && same(Objective::Floors, shortfall);
    let most_value = match of(Objective::Value) {
        Some(level) if alike => level.bound,
        _ => made(Aim::Value, (Need::Reach(musts), Need::Reach(shortfall))).unwrap_or(trivial.value),
    };
    let fewest_groups = match of(Objective::Gaps) {
        Some(level) if alike && same(Objective::Value, score.value) => level.bound,
        _ => 0,
    };
    [
        best_musts.max(musts),
        least_shortfall.clamp(0, shortfall.max(0)),
        most_value.max(score.value),
        fewest_groups,
    ]
}

fn gaps(idle: &Idle<'_>, board: &Board<'_>, bound: i64) -> Gaps {
    let by_participant: Vec<PartyGaps> = (0..board.model.pairs_of.len())
        .map(|party| {
            let (groups, slots) = idle.runs(party, board.busy(party));
            PartyGaps { groups, slots, minutes: idle.minutes(party, board.busy(party)) }
        })
        .collect();
    let groups: u32 = by_participant.iter().map(|gaps| gaps.groups).sum();
    let bound = u32::try_from(bound).unwrap_or(0).min(groups);
    Gaps {
        groups,
        slots: by_participant.iter().map(|gaps| gaps.slots).sum(),
        minutes: by_participant.iter().map(|gaps| gaps.minutes).sum(),
        bound,
        chosen_bound: bound,
        proved: groups == bound,
        given_up: 0,
        by_participant,
    }
}
