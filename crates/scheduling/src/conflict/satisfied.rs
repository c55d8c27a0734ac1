//! Whether every lock, must and floor of a problem can hold; nothing else of it is looked at.

use passerelle_domain::Problem;

use crate::board::Board;
use crate::exact::{self, Exact, Known, Slots};
use crate::lp::Work;
use crate::model::Model;
use crate::options::Stop;
use crate::place::Placer;
use crate::relax::{self, Aim, Chosen, Floors, Need};
use crate::repair::{self, Budget};
use crate::rng::Rng;
use crate::sat;

/// Tries of repair, and meetings it may move.
const TRIES: usize = 400;
const STEPS: usize = 400_000;
/// Steps of the simplex method in a mixed programme.
const ITERATIONS: usize = 200_000;
/// Nodes of the same.
const NODES: usize = 400;
/// Conflicts of a formula, before the mixed programme.
const CONFLICTS: usize = 20_000;

/// What is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All demands hold in some agenda.
    Holds,
    /// No agenda meets them all.
    Refuted,
    /// Too large, or stopped.
    Unknown,
}

/// Decides whether all demands can hold.
pub(super) fn verdict(problem: &Problem, stop: &dyn Stop) -> Verdict {
    let mut model = Model::new(problem);
    model.hold_order(|model, pair| model.is_locked(pair) || model.is_must(pair));
    let asked = |pair: usize| model.is_locked(pair) || model.is_must(pair);
    let pairs = 0..model.allowed.len();
    if pairs.clone().any(|pair| asked(pair) && model.allowed[pair].is_empty()) || Floors::new(&model).lost > 0
    {
        return Verdict::Refuted;
    }
    let mut board = Board::new(&model);
    let mut placer = Placer::new(&model);
    let first: Vec<usize> = pairs.filter(|&pair| asked(pair)).collect();
    if placer.place(&mut board, &first).is_empty() && seat_floors(&mut board, &mut placer) {
        return Verdict::Holds;
    }
    if stop.should_stop() {
        return Verdict::Unknown;
    }
    match relax::choose(&model, stop) {
        Chosen::Contradiction => return Verdict::Refuted,
        Chosen::Unknown => {}
        Chosen::Choice(choice) => {
            let all = (0..model.allowed.len()).filter(|&pair| model.is_must(pair)).count();
            if choice.shortfall > 0 || i64::try_from(all).is_ok_and(|all| choice.musts < all) {
                return Verdict::Refuted;
            }
            repair::restore(&mut board, &[]);
            let chosen: Vec<usize> = model.eligible().filter(|&pair| choice.chosen[pair]).collect();
            let left = placer.place(&mut board, &chosen);
            if !left.is_empty() {
                let budget = Budget { tries: TRIES, steps: STEPS };
                repair::eject(&mut board, &mut placer, left, (&mut Rng::new(0), budget), stop);
            }
            if holds(&board) || seat_floors(&mut board, &mut placer) {
                return Verdict::Holds;
            }
        }
    }
    exactly(&model, stop)
}

fn exactly(model: &Model<'_>, stop: &dyn Stop) -> Verdict {
    if let Some(holds) = sat::possible(model, (CONFLICTS, stop)) {
        return if holds { Verdict::Holds } else { Verdict::Refuted };
    }
    let known = vec![Known::Open; model.allowed.len()];
    for slots in [Slots::Split, Slots::Whole] {
        if stop.should_stop() {
            break;
        }
        let work = Work { stop, nodes: NODES, iterations: ITERATIONS };
        match exact::solve(model, (Aim::Musts, (Need::All, Need::All)), &known, slots, work) {
            Exact::Infeasible => return Verdict::Refuted,
            Exact::Solved { slots: found, .. } if slots == Slots::Whole => {
                let mut board = Board::new(model);
                for (pair, slot) in found.iter().enumerate() {
                    if let Some(slot) = slot.filter(|&slot| board.may_add(pair) && board.fits(pair, slot)) {
                        board.put(pair, slot);
                    }
                }
                return if holds(&board) { Verdict::Holds } else { Verdict::Unknown };
            }
            Exact::Solved { .. } | Exact::Bound(_) | Exact::Unknown => {}
        }
    }
    Verdict::Unknown
}

/// Whether the board meets every demand within all caps; chains look at seats and tables alone.
fn holds(board: &Board<'_>) -> bool {
    let model = board.model;
    let problem = model.problem;
    let mut parties = problem.participants().iter().enumerate();
    let mut limits = problem.limits().iter().enumerate();
    if parties.any(|(index, party)| board.met(index) > party.max as usize)
        || limits.any(|(index, limit)| board.counted(index) > limit.max as usize)
    {
        return false;
    }
    let placed = |pair: usize| board.slot_of(pair).is_some();
    (0..model.allowed.len()).all(|pair| placed(pair) || !(model.is_locked(pair) || model.is_must(pair)))
        && board.shortfall() == 0
}

/// Adds pairs where floors are short, those with the least choice first; tells whether every demand holds.
fn seat_floors(board: &mut Board<'_>, placer: &mut Placer) -> bool {
    let model = board.model;
    let problem = model.problem;
    let participants = problem.participants().iter().zip(&model.pairs_of);
    let mut short: Vec<(usize, usize, Vec<usize>)> = participants
        .enumerate()
        .filter(|(index, (party, _))| board.met(*index) < party.min as usize)
        .map(|(index, (party, pairs))| {
            (pairs.len() - (party.min as usize).min(pairs.len()), index, pairs.clone())
        })
        .collect();
    short.sort();
    let fills = |board: &Board<'_>, pair: usize| {
        model.ends(pair).into_iter().filter(|&end| board.met(end) < model.party(end).min as usize).count()
    };
    for (_, party, mut pairs) in short {
        pairs.sort_by_key(|&pair| (std::cmp::Reverse(fills(board, pair)), pair));
        let enough = |board: &Board<'_>| board.met(party) >= model.party(party).min as usize;
        add(board, placer, &pairs, &enough);
    }
    for (index, limit) in problem.limits().iter().enumerate() {
        let enough = |board: &Board<'_>| board.counted(index) >= limit.min as usize;
        add(board, placer, &limit.pairs, &enough);
    }
    holds(board)
}

fn add(board: &mut Board<'_>, placer: &mut Placer, pairs: &[usize], enough: &dyn Fn(&Board<'_>) -> bool) {
    for &pair in pairs {
        if enough(board) {
            return;
        }
        let free = board.slot_of(pair).is_none() && !board.model.allowed[pair].is_empty();
        if free && board.may_add(pair) && placer.insert(board, pair) {
            board.commit();
        }
    }
}
