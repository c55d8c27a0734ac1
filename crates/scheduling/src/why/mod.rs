//! Why pairs are not in an agenda, and what forcing each would cost, confirmed by solving with it forced.
//!
//! The reason is read off the agenda by plain definitions. The price is not: the problem is solved once as it is and once
//! more with each pair locked, and the difference of the two proofs is the price, an interval where a proof is missing.

mod facts;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use passerelle_domain::{
    Agenda, Conflict, Cost, Exchange, Margin, Member, Price, Problem, Reached, Standing, Status, Violation,
    WhyNot, WhyNots, Worth,
};

use crate::board::Board;
use crate::check;
use crate::conflict;
use crate::explain;
use crate::idle::Idle;
use crate::model::Model;
use crate::near::{Above, Found, near};
use crate::options::{Options, Stop};

/// Which pairs are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Those left out that somebody wished, or that are among so many of the most valuable of either participant.
    Strong(usize),
    /// Every pair left out.
    Left,
    /// These (indexes), placed or not.
    Pairs(Vec<usize>),
}

/// Says of pairs why they are not in an agenda and what forcing each would cost.
///
/// Pairs are priced in order of importance (wished, then value) until told to stop; those not reached have an open price.
/// `progress` hears how many of how many have been.
///
/// # Errors
/// The rules that the agenda breaks: nothing is said about such an agenda.
pub fn why(
    problem: &Problem,
    agenda: &Agenda,
    asked: &Asked,
    options: &Options,
    stop: &dyn Stop,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<WhyNots, Vec<Violation>> {
    let broken = check::check(problem, agenda);
    if !broken.is_empty() {
        return Err(broken);
    }
    let given = Worth::of(problem, agenda);
    let (mut without, _) = best(problem, agenda, options, stop);
    let standings = standings(problem, agenda);
    let mut pairs = asked_for(problem, &standings, asked);
    let importance = |&pair: &usize| {
        let of = &problem.pairs()[pair];
        (!of.must, !of.wished, Reverse(of.value), pair)
    };
    pairs.sort_by_key(importance);
    let mut priced = Vec::with_capacity(pairs.len());
    for (done, &pair) in pairs.iter().enumerate() {
        progress(done, pairs.len());
        let price = price(problem, agenda, (pair, &standings[pair]), &without, (options, stop));
        if let Price::Costs(cost) = &price {
            // An agenda that holds the pair is one of those without the demand.
            without.worth = without.worth.max(cost.confirmed.worth);
        }
        priced.push((pair, price));
    }
    priced.sort_by_key(|&(pair, _)| pair);
    let answers = priced.into_iter().map(|(pair, mut price)| {
        if let Price::Costs(cost) = &mut price {
            cost.loss = Margin::of(&without, &cost.confirmed).no_less_than_nothing();
        }
        let slots = facts::slots(problem, agenda, pair);
        WhyNot { pair, standing: standings[pair].clone(), slots, price }
    });
    let answers = answers.collect();
    if without.is_proved() {
        without.status = Status::Optimal;
    }
    Ok(WhyNots { agenda: given, without, answers })
}

/// What the best agenda reaches, and one near the given one that does; where that stays open, the given one and bounds that
/// count pairs.
pub(crate) fn best(
    problem: &Problem,
    agenda: &Agenda,
    options: &Options,
    stop: &dyn Stop,
) -> (Reached, Agenda) {
    let above = Above::of(problem, stop).map(|(above, _)| above);
    let given = Worth::of(problem, agenda);
    match near(problem, agenda, above, options, stop) {
        Found::Near(near) => {
            let (worth, agenda) = if near.reached.worth >= given {
                (near.reached.worth, near.agenda)
            } else {
                (given, agenda.clone())
            };
            (Reached { worth, bound: near.reached.bound.max(worth), ..near.reached }, agenda)
        }
        Found::Infeasible | Found::Open => {
            let count = |test: &dyn Fn(usize) -> i64| (0..problem.pairs().len()).map(test).sum();
            let bound = Worth {
                musts: count(&|pair| i64::from(problem.pairs()[pair].must)),
                shortfall: Reverse(0),
                value: count(&|pair| i64::from(problem.pairs()[pair].value)),
            };
            (Reached { status: Status::Feasible, worth: given, bound }, agenda.clone())
        }
    }
}

/// Where every pair stands.
fn standings(problem: &Problem, agenda: &Agenda) -> Vec<Standing> {
    let model = Model::new(problem);
    let mut board = Board::new(&model);
    for meeting in agenda.meetings() {
        board.put(meeting.pair, meeting.slot);
    }
    board.commit();
    let idle = Idle::new(&model);
    let mut placed = vec![None; problem.pairs().len()];
    agenda.meetings().iter().for_each(|meeting| placed[meeting.pair] = Some(*meeting));
    let standing = |(pair, placed): (usize, Option<_>)| match placed {
        Some(meeting) => Standing::Placed(meeting),
        None => Standing::Left(explain::reason(&board, &idle, pair)),
    };
    placed.into_iter().enumerate().map(standing).collect()
}

fn asked_for(problem: &Problem, standings: &[Standing], asked: &Asked) -> Vec<usize> {
    let left = |pair: &usize| matches!(standings[*pair], Standing::Left(_));
    let all = 0..standings.len();
    match asked {
        Asked::Left => all.filter(left).collect(),
        Asked::Pairs(pairs) => {
            let known: BTreeSet<usize> = pairs.iter().copied().filter(|pair| all.contains(pair)).collect();
            known.into_iter().collect()
        }
        Asked::Strong(best) => {
            let strong = strong(problem, *best);
            all.filter(|&pair| problem.pairs()[pair].wished || problem.pairs()[pair].must || strong[pair])
                .filter(left)
                .collect()
        }
    }
}

/// Pairs of some value that are among so many of the most valuable of one of their two; among equals the first.
fn strong(problem: &Problem, best: usize) -> Vec<bool> {
    let mut of = vec![Vec::new(); problem.participants().len()];
    for (index, pair) in
        problem.pairs().iter().enumerate().filter(|(_, pair)| pair.value > 0 && !pair.excluded)
    {
        of[pair.a].push(index);
        of[pair.b].push(index);
    }
    let mut strong = vec![false; problem.pairs().len()];
    for mut pairs in of {
        pairs.sort_by_key(|&pair| (Reverse(problem.pairs()[pair].value), pair));
        pairs.into_iter().take(best).for_each(|pair| strong[pair] = true);
    }
    strong
}

fn price(
    problem: &Problem,
    agenda: &Agenda,
    (pair, standing): (usize, &Standing),
    without: &Reached,
    (options, stop): (&Options, &dyn Stop),
) -> Price {
    if matches!(standing, Standing::Placed(_)) {
        return Price::Placed;
    }
    if problem.pairs()[pair].excluded {
        let members = vec![Member::Lock(pair), Member::Exclusion(pair)];
        return Price::Impossible(vec![Conflict { members, irreducible: true }]);
    }
    let forced = problem.with_lock(pair);
    // What the best agenda reaches above value bounds what it can with the pair, when that is proved.
    let proved =
        without.worth.musts == without.bound.musts && without.worth.shortfall == without.bound.shortfall;
    let above = proved.then_some(Above { musts: without.worth.musts, shortfall: without.worth.shortfall.0 });
    match near(&forced, agenda, above, options, stop) {
        Found::Near(near) => Price::Costs(Box::new(Cost {
            loss: Margin::of(without, &near.reached).no_less_than_nothing(),
            confirmed: near.reached,
            exchange: Exchange::between(agenda, &near.agenda),
            agenda: near.agenda,
        })),
        Found::Infeasible => Price::Impossible(conflict::of_locks(&forced, stop)),
        Found::Open => Price::Open,
    }
}
