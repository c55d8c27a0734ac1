//! Chooses and places at once, by a mixed programme over pairs and slots: every rule, exactly; the spread of idle groups only where asked.
//!
//! It is slow where choosing first and placing then is fast, so it is asked only what they left open, and only about pairs
//! that the prices of the pair programme leave in doubt.

use crate::cuts::Cut;
use crate::lp::{Lp, MIXED_SIZE, Outcome, Prices, Sense, Work};
use crate::model::Model;
use crate::relax::{Aim, Floors, Need, Packing, packings};
use crate::rules::{self, Grid};

/// What is known of a pair before the programme is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    In,
    Out,
    Open,
    /// It sits in this slot, and stays there.
    At(usize),
}

/// How slots enter a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slots {
    /// A meeting may be split over several: a bound, and a choice of pairs.
    Split,
    /// Each meeting sits in one.
    Whole,
    /// The same, and the spread of idle groups holds.
    Spread,
}

/// How an exact solve ended.
pub(crate) enum Exact {
    /// The best possible, with a slot for every pair taken (when slots were integer) and which pairs are taken.
    Solved { bound: Option<i64>, slots: Vec<Option<usize>>, chosen: Vec<bool> },
    /// Nothing meets the demands.
    Infeasible,
    /// Ended before anything was found; nothing is better than this.
    Bound(i64),
    /// Too large, or given up.
    Unknown,
}

/// What the prices say about each pair when only agendas worth at least `value` matter.
pub(crate) fn known(model: &Model<'_>, prices: Option<&Prices>, value: i64) -> Vec<Known> {
    let Some(prices) = prices else { return vec![Known::Open; model.allowed.len()] };
    let slack = prices.bound - value;
    let known = |(pair, &reduced): (usize, &i64)| match reduced {
        _ if model.is_locked(pair) => Known::In,
        r if r > slack => Known::In,
        // A must may be in by demand: its figure then says what it costs, not that it is out.
        r if -r > slack && !model.is_must(pair) => Known::Out,
        _ => Known::Open,
    };
    prices.reduced.iter().enumerate().map(known).collect()
}

/// Maximises one level over pairs and slots; pairs known to be out are not looked at.
pub(crate) fn solve(
    model: &Model<'_>,
    asked: (Aim, (Need, Need)),
    known: &[Known],
    slots: Slots,
    work: Work<'_>,
) -> Exact {
    solve_with(model, (&packings(model), &[]), asked, known, slots, work)
}

/// The same with what is known of choices already. The bound speaks of the pairs that do not stay where they are.
pub(crate) fn solve_with(
    model: &Model<'_>,
    (packings, cuts): (&[Packing], &[Cut]),
    (aim, needs): (Aim, (Need, Need)),
    known: &[Known],
    slots: Slots,
    work: Work<'_>,
) -> Exact {
    let floors = Floors::new(model);
    let moves = |pair: &usize| matches!(known[*pair], Known::In | Known::Open);
    let open: Vec<usize> = model.eligible().filter(moves).collect();
    let size: usize = open.iter().map(|&pair| model.allowed[pair].len() + 1).sum();
    if size > MIXED_SIZE {
        return Exact::Unknown;
    }
    let pinned: Vec<bool> = known.iter().map(|known| matches!(known, Known::At(_))).collect();
    let whole = slots != Slots::Split;
    let mut lp = Lp::default();
    let mut column = vec![None; model.allowed.len()];
    for &pair in &open {
        let must = model.is_must(pair);
        let cost = match aim {
            Aim::Musts => i64::from(must),
            Aim::Floors => 0,
            Aim::Value => model.value(pair),
        };
        let fixed = model.is_locked(pair) || known[pair] == Known::In || (must && needs.0 == Need::All);
        column[pair] = Some(lp.variable(cost, (i64::from(fixed), 1), true));
    }
    let mut seat: Vec<Vec<(usize, usize)>> = vec![Vec::new(); model.allowed.len()];
    for &pair in &open {
        for slot in model.allowed[pair].iter() {
            seat[pair].push((slot, lp.variable(0, (0, 1), whole)));
        }
        let mut terms: Vec<(usize, i64)> = seat[pair].iter().map(|&(_, x)| (x, -1)).collect();
        terms.extend(column[pair].map(|u| (u, 1)));
        if slots == Slots::Spread {
            // Elsewhere a seat held for nobody does no harm; here it would fill a gap.
            lp.row(terms.iter().map(|&(x, n)| (x, -n)).collect(), Sense::AtMost, 0);
        }
        lp.row(terms, Sense::AtMost, 0);
    }
    let grid = Grid { model, seat: &seat, open: &open, known, whole };
    grid.rows(&mut lp);
    if slots == Slots::Spread {
        rules::spread::rows(&grid, &mut lp);
    }
    let pairs = Pairs { column: &column, pinned: &pinned };
    pairs.limit(&mut lp, packings, cuts);
    let sum = |of: &[usize]| pairs.sum(of);
    let stay = |of: &[usize]| pairs.stay(of);
    if let Need::Reach(count) = needs.0 {
        let musts: Vec<usize> = model.eligible().filter(|&pair| model.is_must(pair)).collect();
        lp.row(sum(&musts), Sense::AtLeast, count - stay(&musts));
    }
    let mut shortfalls = Vec::new();
    let mut lost = floors.lost;
    for (pairs, min) in floors.rows.iter().filter(|_| needs.1 != Need::Free || aim == Aim::Floors) {
        let (mut terms, min) = (sum(pairs), *min - stay(pairs));
        if min <= 0 {
            continue;
        }
        if terms.is_empty() {
            lost += min;
            continue;
        }
        let missing = lp.variable(-i64::from(aim == Aim::Floors), (0, min), false);
        terms.push((missing, 1));
        shortfalls.push((missing, 1));
        lp.row(terms, Sense::AtLeast, min);
    }
    let most = match needs.1 {
        Need::All => Some(0),
        Need::Reach(most) => Some(most - lost),
        Need::Free => None,
    };
    match most {
        Some(most) if most < 0 => return Exact::Infeasible,
        Some(most) if !shortfalls.is_empty() => lp.row(shortfalls, Sense::AtMost, most),
        _ => {}
    }
    match lp.solve(work) {
        Outcome::Infeasible => Exact::Infeasible,
        Outcome::Stopped(bound) => bound.map_or(Exact::Unknown, |bound| {
            Exact::Bound(if aim == Aim::Floors { lost - bound } else { bound })
        }),
        Outcome::Solved(answer) => {
            let taken = |pair: usize| pinned[pair] || column[pair].is_some_and(|u| answer.x[u] > 0.5);
            let slot = |pair: usize| match known[pair] {
                Known::At(slot) => Some(slot),
                _ => seat[pair].iter().find(|&&(_, x)| answer.x[x] > 0.5).map(|&(slot, _)| slot),
            };
            let pairs = 0..model.allowed.len();
            let bound = answer.bound.map(|b| if aim == Aim::Floors { lost - b } else { b });
            Exact::Solved {
                bound,
                slots: pairs.clone().map(|pair| if taken(pair) { slot(pair) } else { None }).collect(),
                chosen: pairs.map(taken).collect(),
            }
        }
    }
}

/// The columns of pairs: none for those that are out or stay where they are.
struct Pairs<'p> {
    column: &'p [Option<usize>],
    pinned: &'p [bool],
}

impl Pairs<'_> {
    fn sum(&self, pairs: &[usize]) -> Vec<(usize, i64)> {
        pairs.iter().filter_map(|&pair| self.column[pair].map(|u| (u, 1))).collect()
    }

    /// How many of some pairs stay.
    fn stay(&self, pairs: &[usize]) -> i64 {
        whole_number(pairs.iter().filter(|&&pair| self.pinned[pair]).count())
    }

    /// What is known of every choice.
    fn limit(&self, lp: &mut Lp, packings: &[Packing], cuts: &[Cut]) {
        for packing in packings {
            let (terms, most) = (self.sum(&packing.pairs), packing.most - self.stay(&packing.pairs));
            if whole_number(terms.len()) > most {
                lp.row(terms, Sense::AtMost, most);
            }
        }
        for cut in cuts {
            let staying = cut.terms.iter().filter(|&&(pair, _)| self.pinned[pair]).map(|&(_, factor)| factor);
            let most = cut.most - staying.sum::<i64>();
            let terms: Vec<(usize, i64)> = cut
                .terms
                .iter()
                .filter_map(|&(pair, factor)| self.column[pair].map(|u| (u, factor)))
                .collect();
            if terms.iter().map(|&(_, factor)| factor).sum::<i64>() > most {
                lp.row(terms, Sense::AtMost, most);
            }
        }
    }
}

fn whole_number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
