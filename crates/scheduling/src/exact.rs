//! Chooses and places at once, by a mixed programme over pairs and slots: every rule, exactly; the spread of idle groups only where asked.
//!
//! It is slow where choosing first and placing then is fast, so it is asked only what they left open, and only about pairs
//! that the prices of the pair programme leave in doubt.

use crate::cuts::Cut;
use crate::lp::{Lp, MIXED_SIZE, Outcome, Prices, Sense, Work};
use crate::model::Model;
use crate::relax::{Aim, Floors, Need, Packing, packings};

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
    let grid = Grid { model, seat: &seat, known };
    grid.shared(&mut lp, &open);
    grid.order(&mut lp);
    grid.rest(&mut lp, whole);
    if slots == Slots::Spread {
        grid.spread(&mut lp);
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

/// The columns of pairs in slots, and the rows over them.
struct Grid<'g> {
    model: &'g Model<'g>,
    seat: &'g [Vec<(usize, usize)>],
    known: &'g [Known],
}

impl Grid<'_> {
    fn at(&self, pair: usize, slot: usize) -> Option<usize> {
        self.seat[pair].iter().find(|&&(at, _)| at == slot).map(|&(_, x)| x)
    }

    fn here(&self, pairs: &[usize], slot: usize) -> Vec<(usize, i64)> {
        pairs.iter().filter_map(|&pair| self.at(pair, slot)).map(|x| (x, 1)).collect()
    }

    /// How many of some pairs stay in a slot.
    fn stay<'a>(&self, pairs: impl IntoIterator<Item = &'a usize>, slot: usize) -> usize {
        pairs.into_iter().filter(|&&pair| self.known[pair] == Known::At(slot)).count()
    }

    /// Seats, tables, own tables.
    fn shared(&self, lp: &mut Lp, open: &[usize]) {
        let model = self.model;
        let mut add = |terms: Vec<(usize, i64)>, most: usize| {
            if terms.len() > most {
                lp.row(terms, Sense::AtMost, whole_number(most));
            }
        };
        let all: Vec<usize> = model.eligible().collect();
        for slot in 0..model.slots {
            for (participant, pairs) in model.pairs_of.iter().enumerate() {
                let terms = self.here(pairs, slot);
                if !terms.is_empty() {
                    let seats = model.seats[participant * model.slots + slot];
                    add(terms, seats.saturating_sub(self.stay(pairs, slot)));
                }
            }
            for table in 0..model.own_tables.len() {
                let own: Vec<usize> =
                    open.iter().copied().filter(|&pair| model.needs_table[pair] == Some(table)).collect();
                let own_all = all.iter().filter(|&&pair| model.needs_table[pair] == Some(table));
                add(self.here(&own, slot), 1usize.saturating_sub(self.stay(own_all, slot)));
            }
            add(self.here(open, slot), model.open[slot].saturating_sub(self.stay(&all, slot)));
        }
    }

    /// The first not at or after a slot while the second is at or before it.
    fn order(&self, lp: &mut Lp) {
        for order in self.model.problem.precedences() {
            for slot in 0..self.model.slots {
                let late = self.seat[order.first].iter().filter(|&&(at, _)| at >= slot);
                let early = self.seat[order.then].iter().filter(|&&(at, _)| at <= slot);
                let terms: Vec<(usize, i64)> = late.chain(early).map(|&(_, x)| (x, 1)).collect();
                let stays = |pair: usize, here: &dyn Fn(usize) -> bool| {
                    i64::from(matches!(self.known[pair], Known::At(at) if here(at)))
                };
                let gone = stays(order.first, &|at| at >= slot) + stays(order.then, &|at| at <= slot);
                if whole_number(terms.len()) > 1 - gone && gone < 2 {
                    lp.row(terms, Sense::AtMost, 1 - gone);
                }
            }
        }
    }

    /// In no window of one slot more than the longest run is every slot busy.
    fn rest(&self, lp: &mut Lp, whole: bool) {
        let model = self.model;
        let slots = model.problem.slots();
        for (participant, pairs) in model.pairs_of.iter().enumerate() {
            let Some(longest) = model.party(participant).max_run.map(|n| n as usize) else { continue };
            let rests: Vec<bool> = (0..model.slots).map(|slot| self.stay(pairs, slot) == 0).collect();
            let busy: Vec<Vec<(usize, i64)>> = (0..model.slots)
                .map(|slot| {
                    let here = self.here(pairs, slot);
                    if !rests[slot] {
                        // Busy already, whatever else comes.
                        return Vec::new();
                    }
                    if here.len() < 2 || model.seats[participant * model.slots + slot] < 2 {
                        return here;
                    }
                    let any = lp.variable(0, (0, 1), whole);
                    for &(x, _) in &here {
                        lp.row(vec![(x, 1), (any, -1)], Sense::AtMost, 0);
                    }
                    vec![(any, 1)]
                })
                .collect();
            for first in 0..model.slots {
                let Some(last) = first.checked_add(longest).filter(|&last| last < model.slots) else { break };
                if slots[first].day == slots[last].day {
                    let terms: Vec<(usize, i64)> = busy[first..=last].iter().flatten().copied().collect();
                    let longest = longest.saturating_sub(rests[first..=last].iter().filter(|&&r| !r).count());
                    if terms.len() > longest {
                        lp.row(terms, Sense::AtMost, whole_number(longest));
                    }
                }
            }
        }
    }

    /// Nobody has more idle groups than the one with fewest and the spread.
    fn spread(&self, lp: &mut Lp) {
        let Some(spread) = self.model.problem.spread() else { return };
        let most = i64::try_from(self.model.slots).unwrap_or(i64::MAX);
        let least = lp.variable(0, (0, most), true);
        for participant in 0..self.model.pairs_of.len() {
            let groups = self.groups(lp, participant);
            let mut above = groups.clone();
            above.push((least, -1));
            lp.row(above, Sense::AtMost, i64::from(spread));
            let mut below: Vec<(usize, i64)> = groups.iter().map(|&(x, n)| (x, -n)).collect();
            below.push((least, 1));
            lp.row(below, Sense::AtMost, 0);
        }
    }

    /// Terms that count the idle groups of a participant: on each day one fewer than it begins to be busy, slots in which
    /// idleness does not count left out (nobody is busy in them).
    fn groups(&self, lp: &mut Lp, participant: usize) -> Vec<(usize, i64)> {
        let model = self.model;
        let slots = model.problem.slots();
        let counts =
            |&slot: &usize| model.problem.count_absence() || model.party(participant).is_available(slot);
        let mut groups = Vec::new();
        let mut today: Vec<usize> = Vec::new();
        let mut before: Option<(usize, Option<usize>)> = None;
        for slot in (0..model.slots).filter(counts) {
            let earlier_today = before.filter(|&(at, _)| slots[at].day == slots[slot].day);
            if earlier_today.is_none() {
                groups.extend(any(lp, &today).map(|x| (x, -1)));
                today.clear();
            }
            let here: Vec<usize> =
                self.here(&model.pairs_of[participant], slot).into_iter().map(|(x, _)| x).collect();
            let busy = any(lp, &here);
            if let Some(busy) = busy {
                today.push(busy);
                let start = lp.variable(0, (0, 1), true);
                groups.push((start, 1));
                lp.row(vec![(start, 1), (busy, -1)], Sense::AtMost, 0);
                let mut begins = vec![(busy, 1), (start, -1)];
                if let Some(earlier) = earlier_today.and_then(|(_, busy)| busy) {
                    begins.push((earlier, -1));
                    lp.row(vec![(start, 1), (earlier, 1)], Sense::AtMost, 1);
                }
                lp.row(begins, Sense::AtMost, 0);
            }
            before = Some((slot, busy));
        }
        groups.extend(any(lp, &today).map(|x| (x, -1)));
        groups
    }
}

/// A variable that is 1 exactly when one of some binary variables is; none for none.
fn any(lp: &mut Lp, of: &[usize]) -> Option<usize> {
    if of.len() < 2 {
        return of.first().copied();
    }
    let any = lp.variable(0, (0, 1), true);
    for &x in of {
        lp.row(vec![(x, 1), (any, -1)], Sense::AtMost, 0);
    }
    let mut terms: Vec<(usize, i64)> = of.iter().map(|&x| (x, -1)).collect();
    terms.push((any, 1));
    lp.row(terms, Sense::AtMost, 0);
    Some(any)
}

fn whole_number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
