//! The best agenda of a variant of a problem, as close as can be to an agenda that is already there.
//!
//! The pair programme decides which meetings take place: most value first, and among equal values most of those that are
//! there already (integer weights, so the first is never traded for the second). They stay in their slots; those that come
//! are inserted by the shortest chains. When that fails, or the programme is loose, the whole solver decides.

use std::cmp::Reverse;

use passerelle_domain::{Agenda, Objective, Plan, Problem, Reached, Status, Worth};

use crate::board::Board;
use crate::check;
use crate::lp::{Lp, Outcome, Sense, Work};
use crate::model::Model;
use crate::options::{Options, Stop};
use crate::place::Placer;
use crate::relax::{self, Chosen, Floors};
use crate::repair::{self, Budget, restore, snapshot};
use crate::rng::Rng;
use crate::solve::solve;

mod seat;
mod short;

/// Largest cost of a pair for which ties are broken within the programme: far below what floating point holds exactly.
const LARGEST: i64 = 1 << 40;
/// Steps of the simplex method in a mixed programme over pairs.
const ITERATIONS: usize = 200_000;
/// Nodes of the same.
const NODES: usize = 2_000;
/// Tries of repair, and meetings it may move.
const TRIES: usize = 2_000;
const STEPS: usize = 1_000_000;

/// A best agenda, with its proof.
pub(crate) struct Near {
    pub(crate) reached: Reached,
    pub(crate) agenda: Agenda,
}

/// What the levels above value can reach at most; a bound for the problem at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Above {
    pub(crate) musts: i64,
    pub(crate) shortfall: i64,
}

impl Above {
    /// What the pair programme shows; nothing when it gives no answer.
    pub(crate) fn of(problem: &Problem, stop: &dyn Stop) -> Option<(Self, i64)> {
        match relax::choose(&Model::new(problem), stop) {
            Chosen::Choice(choice) => {
                Some((Self { musts: choice.musts, shortfall: choice.shortfall }, choice.value))
            }
            Chosen::Contradiction | Chosen::Unknown => None,
        }
    }
}

/// How a search for a near agenda ended.
pub(crate) enum Found {
    /// With an agenda.
    Near(Near),
    /// It is proved that there is none.
    Infeasible,
    /// The limit came first.
    Open,
}

/// Finds a best agenda of `problem` near `from`, which is in the same indexes.
pub(crate) fn near(
    problem: &Problem,
    from: &Agenda,
    above: Option<Above>,
    options: &Options,
    stop: &dyn Stop,
) -> Found {
    if stop.should_stop() {
        return Found::Open;
    }
    let model = Model::new(problem);
    if (0..model.allowed.len()).any(|pair| model.is_locked(pair) && model.allowed[pair].is_empty()) {
        return Found::Infeasible;
    }
    if let Some(above) = above
        && let Some(near) = by_pairs(&model, from, above, (options, stop))
    {
        return Found::Near(near);
    }
    let plan = solve(problem, &Options { smooth: false, ..*options }, stop, &mut |_| {});
    match plan.proof.status {
        Status::Infeasible => Found::Infeasible,
        Status::Cancelled => Found::Open,
        Status::Optimal | Status::Feasible => Found::Near(closer(&model, from, &plan, options, stop)),
    }
}

/// What a plan reaches and what bounds it.
pub(crate) fn reached(problem: &Problem, plan: &Plan) -> Reached {
    let worth = Worth::of(problem, &plan.agenda);
    let bound = |objective, reached| plan.proof.level(objective).map_or(reached, |level| level.bound);
    let all = problem.pairs().iter().map(|pair| i64::from(pair.value)).sum();
    Reached {
        status: plan.proof.status,
        worth,
        bound: Worth {
            musts: bound(Objective::Musts, worth.musts),
            shortfall: Reverse(bound(Objective::Floors, worth.shortfall.0)),
            // Where value is no objective nothing bounds it.
            value: plan.proof.level(Objective::Value).map_or(all, |level| level.bound),
        },
    }
}

/// Chooses pairs near an agenda and seats them; none unless the result is proved to be best.
fn by_pairs(
    model: &Model<'_>,
    from: &Agenda,
    above: Above,
    (options, stop): (&Options, &dyn Stop),
) -> Option<Near> {
    let problem = model.problem;
    let (lp, weight) = programme(model, from, above);
    let Outcome::Solved(answer) = lp.solve(Work { stop, nodes: NODES, iterations: ITERATIONS }) else {
        return None;
    };
    let x = answer.integral()?;
    let bound = answer.bound?.div_euclid(weight);
    let chosen: Vec<usize> =
        model.eligible().zip(&x).filter(|&(_, &x)| x == 1).map(|(pair, _)| pair).collect();
    let value: i64 = chosen.iter().map(|&pair| model.value(pair)).sum();
    if value != bound {
        return None;
    }
    let agenda = seat_pairs(model, from, &chosen, options, stop)?;
    let worth = Worth::of(problem, &agenda);
    let bound = Worth { musts: above.musts, shortfall: Reverse(above.shortfall), value: bound };
    (worth == bound).then_some(Near { reached: Reached { status: Status::Optimal, worth, bound }, agenda })
}

/// The pair programme with ties broken towards what is there, and by how much value is weighted above that.
fn programme(model: &Model<'_>, from: &Agenda, above: Above) -> (Lp, i64) {
    let floors = Floors::new(model);
    let mut there = vec![false; model.allowed.len()];
    from.meetings().iter().for_each(|meeting| there[meeting.pair] = true);
    let most = model.eligible().map(|pair| model.value(pair)).max().unwrap_or(0).max(1);
    let weight = i64::try_from(from.meetings().len() + 1).unwrap_or(i64::MAX);
    let weight = if weight.saturating_mul(most) <= LARGEST { weight } else { 1 };
    let musts: Vec<usize> = model.eligible().filter(|&pair| model.is_must(pair)).collect();
    let all = i64::try_from(musts.len()).is_ok_and(|all| all <= above.musts);
    let mut lp = Lp::default();
    let mut column = vec![0; model.allowed.len()];
    for pair in model.eligible() {
        let keep = i64::from(weight > 1 && there[pair]);
        let low = i64::from(model.is_locked(pair) || (all && model.is_must(pair)));
        column[pair] = lp.variable(model.value(pair) * weight + keep, (low, 1), false);
    }
    let sum =
        |pairs: &[usize]| -> Vec<(usize, i64)> { pairs.iter().map(|&pair| (column[pair], 1)).collect() };
    if !all {
        lp.row(sum(&musts), Sense::AtLeast, above.musts);
    }
    for packing in relax::packings(model) {
        lp.row(sum(&packing.pairs), Sense::AtMost, packing.most);
    }
    let spare = above.shortfall - floors.lost;
    let mut missing = Vec::new();
    for (pairs, min) in &floors.rows {
        let mut terms = sum(pairs);
        if spare > 0 {
            let short = lp.variable(0, (0, *min), false);
            terms.push((short, 1));
            missing.push((short, 1));
        }
        lp.row(terms, Sense::AtLeast, *min);
    }
    if !missing.is_empty() {
        lp.row(missing, Sense::AtMost, spare);
    }
    (lp, weight)
}

/// An agenda of exactly these pairs that moves few of the meetings that are there; none when it is not found, or breaks a rule.
fn seat_pairs(
    model: &Model<'_>,
    from: &Agenda,
    chosen: &[usize],
    options: &Options,
    stop: &dyn Stop,
) -> Option<Agenda> {
    let mut wanted = vec![false; model.allowed.len()];
    for &pair in chosen {
        wanted[pair] = true;
    }
    let mut board = Board::new(model);
    let mut come: Vec<usize> = Vec::new();
    let mut was = vec![None; model.allowed.len()];
    for meeting in from.meetings() {
        was[meeting.pair] = Some(meeting.slot);
        if wanted[meeting.pair] && board.may_add(meeting.pair) && board.fits(meeting.pair, meeting.slot) {
            board.put(meeting.pair, meeting.slot);
        }
    }
    board.commit();
    come.extend(chosen.iter().copied().filter(|&pair| board.slot_of(pair).is_none()));
    come.sort_by_key(|&pair| (!model.is_locked(pair), model.allowed[pair].len(), pair));
    let mut placer = Placer::new(model);
    let mut left: Vec<usize> = Vec::new();
    for pair in come {
        if !short::insert(&mut board, &mut placer, pair, &was) {
            left.push(pair);
        }
    }
    if !left.is_empty() {
        let budget = Budget { tries: options.budget(TRIES), steps: options.budget(STEPS) };
        repair::eject(&mut board, &mut placer, left, (&mut Rng::new(options.seed), budget), stop);
        if chosen.iter().any(|&pair| board.slot_of(pair).is_none()) {
            return None;
        }
    }
    short::back(&mut board, &was);
    let agenda = seat::tables(&board, from);
    check::check(model.problem, &agenda).is_empty().then_some(agenda)
}

/// The meetings of a plan, seated near an agenda where that is possible.
fn closer(model: &Model<'_>, from: &Agenda, plan: &Plan, options: &Options, stop: &dyn Stop) -> Near {
    let problem = model.problem;
    let mut pairs: Vec<usize> = plan.agenda.meetings().iter().map(|meeting| meeting.pair).collect();
    pairs.sort_unstable();
    let mut reached = reached(problem, plan);
    let given = Worth::of(problem, from);
    // The agenda that is there may itself be as good: then nothing need change.
    if given >= reached.worth && check::check(problem, from).is_empty() {
        reached.worth = given;
        reached.bound = reached.bound.max(given);
        return Near { reached, agenda: from.clone() };
    }
    let agenda = seat_pairs(model, from, &pairs, options, stop).unwrap_or_else(|| {
        let mut board = Board::new(model);
        let mut slots = snapshot(&board);
        plan.agenda.meetings().iter().for_each(|meeting| slots[meeting.pair] = Some(meeting.slot));
        restore(&mut board, &slots);
        let seated = seat::tables(&board, from);
        if check::check(problem, &seated).is_empty() { seated } else { plan.agenda.clone() }
    });
    Near { reached, agenda }
}
