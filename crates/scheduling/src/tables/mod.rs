//! Seats the meetings of each slot at tables: fewest changes first, then shortest walks.
//!
//! When times are settled, what a meeting's table costs depends only on the tables of its two participants' meetings before and
//! after: with all other slots held fast, one slot is an assignment problem and is solved exactly. Two starts, one with hosts that
//! stay put and one without, are improved slot by slot until nothing changes, then wander among equals by lot until the bound or the
//! budget is reached; last, whole tables exchange their places in the room. The bound is that of [`bound::changes`].

mod assignment;
mod bound;
mod hops;
mod hosts;
mod sittings;
mod walks;

use passerelle_domain::{Agenda, Moves};

use crate::board::Board;
use crate::options::{Options, Stop};
use crate::rng::Rng;
use assignment::cheapest;
use hops::Hop;
use sittings::{NOWHERE, Sittings};

/// What a change costs, what it costs beside that when the host changes, and the width of the room. Walks never add up to a change of
/// a host, nor these to a change more: a slot has far fewer than 2^10 meetings with four hops each. Nor do sums overflow.
const CHANGE: i64 = 1 << 46;
const HOST: i64 = 1 << 33;
const ROOM: i64 = 1 << 20;
/// Passes over all slots; the second one usually changes little.
const PASSES: usize = 8;
/// Rounds over all slots in which equals are told apart by lot, and how wide the lot is: below what walks of a slot add up to beside a
/// change of a host.
const ROUNDS: usize = 150;
const LOT: usize = 1 << 20;
/// Cells of assignment problems that may be looked at, each start.
const CELLS: usize = 150_000_000;

/// The agenda of a board with hosts that stay and everybody else where it costs least so far; quick.
pub(crate) fn assign(board: &Board<'_>) -> Agenda {
    let sittings = Sittings::of(board);
    let mut table = Seating::new(&sittings);
    table.start(true);
    table.sittings.agenda()
}

/// The agenda of a board with few changes of table and short walks, and fewest changes that its times allow.
pub(crate) fn seat(board: &Board<'_>, options: &Options, stop: &dyn Stop) -> (Agenda, u32) {
    let problem = board.model.problem;
    let sittings = Sittings::of(board);
    let all = hops::hops(&sittings);
    let bound = hops::fewest_changes(&sittings, &all);
    let mut best: Option<(Moves, Agenda)> = None;
    for hosted in [true, false] {
        let mut seating = Seating::new(&sittings);
        seating.start(hosted);
        let cells = options.budget(CELLS);
        let work = seating.improve(cells, stop);
        if seating.changes() > bound {
            seating.wander(bound, cells.saturating_sub(work), &mut Rng::new(options.seed), stop);
            seating.improve(cells, stop);
        }
        if seating.placed {
            walks::shorten(&mut seating.sittings, &seating.hops, stop);
        }
        let agenda = seating.sittings.agenda();
        let moves = Moves::of(problem, &agenda, bound);
        let ends = moves.changes == bound || stop.should_stop();
        // Hosts that stay are what people expect: without them only for fewer changes.
        if best.as_ref().is_none_or(|(known, _)| moves.changes < known.changes) {
            best = Some((moves, agenda));
        }
        if ends {
            break;
        }
    }
    let (moves, agenda) = best.unwrap_or_default();
    (agenda, bound::changes(&sittings, &all, moves.changes, stop))
}

/// Fewest changes of table that the times of a board allow.
pub(crate) fn fewest(board: &Board<'_>) -> u32 {
    let sittings = Sittings::of(board);
    hops::fewest_changes(&sittings, &hops::hops(&sittings))
}

/// Tables being given, slot by slot.
struct Seating<'p> {
    sittings: Sittings<'p>,
    hops: Vec<Hop>,
    /// By slot: the hops that lead to it, and those that lead from it.
    arriving: Vec<Vec<usize>>,
    leaving: Vec<Vec<usize>>,
    hosts: Vec<bool>,
    /// Distances between tables, scaled to [`ROOM`]; empty without positions.
    far: Vec<i64>,
    placed: bool,
}

impl<'p> Seating<'p> {
    fn new(sittings: &Sittings<'p>) -> Self {
        let hops = hops::hops(sittings);
        let slots = sittings.by_slot.len();
        let (mut arriving, mut leaving) = (vec![Vec::new(); slots], vec![Vec::new(); slots]);
        for (index, hop) in hops.iter().enumerate() {
            arriving[hop.to.0].push(index);
            leaving[hop.from.0].push(index);
        }
        let far = walks::scaled(sittings.problem, ROOM);
        Self {
            hosts: hosts::hosts(sittings),
            sittings: sittings.clone(),
            hops,
            arriving,
            leaving,
            placed: !far.is_empty(),
            far,
        }
    }

    /// Everybody a table: hosts first when asked, then slot by slot whoever has none, where the way there is cheapest.
    fn start(&mut self, hosted: bool) {
        if hosted {
            hosts::settle(&mut self.sittings, &self.hosts);
        }
        for slot in 0..self.sittings.by_slot.len() {
            self.solve(slot, true, None);
        }
    }

    /// Changes of table as they stand.
    fn changes(&self) -> u32 {
        let stay = |hop: &Hop| {
            let held = |side: &(usize, Vec<usize>)| -> Vec<usize> {
                side.1.iter().map(|&place| self.sittings.table((side.0, place))).collect()
            };
            let before = held(&hop.from);
            held(&hop.to).iter().filter(|table| before.contains(table)).count()
        };
        let changes: usize = self.hops.iter().map(|hop| hop.people() - stay(hop)).sum();
        u32::try_from(changes).unwrap_or(u32::MAX)
    }

    /// Solves slot after slot anew with lots among equals: each solution is as good as the one before, and now and then better.
    fn wander(&mut self, bound: u32, cells: usize, rng: &mut Rng, stop: &dyn Stop) {
        let mut best = (self.changes(), self.sittings.by_slot.clone());
        let mut work = 0;
        'rounds: for _ in 0..ROUNDS {
            for slot in 0..self.sittings.by_slot.len() {
                if work > cells || stop.should_stop() {
                    break 'rounds;
                }
                work += self.solve(slot, false, Some(rng));
            }
            let changes = self.changes();
            if changes < best.0 {
                best = (changes, self.sittings.by_slot.clone());
            }
            if changes <= bound {
                break;
            }
        }
        self.sittings.by_slot = best.1;
    }

    /// Solves slot after slot anew until nothing changes; returns the work.
    fn improve(&mut self, cells: usize, stop: &dyn Stop) -> usize {
        let mut work = 0;
        for _ in 0..PASSES {
            let mut changed = false;
            for slot in 0..self.sittings.by_slot.len() {
                if work > cells || stop.should_stop() {
                    return work;
                }
                let before = self.sittings.by_slot[slot].clone();
                work += self.solve(slot, false, None);
                changed |= self.sittings.by_slot[slot] != before;
            }
            if !changed {
                break;
            }
        }
        work
    }

    /// The cheapest tables of one slot, those of all others held fast: for whoever has none, or for all but the fixed. Among equals
    /// the lot decides when one is drawn, else everybody stays. Returns the work.
    fn solve(&mut self, slot: usize, only_new: bool, lot: Option<&mut Rng>) -> usize {
        let here = &self.sittings.by_slot[slot];
        let open = |place: usize| !here[place].fixed && (!only_new || here[place].table == NOWHERE);
        let places: Vec<usize> = (0..here.len()).filter(|&place| open(place)).collect();
        let mut tables = self.sittings.choice(slot);
        if only_new {
            tables.retain(|table| here.iter().all(|one| one.table != *table));
        }
        if places.is_empty() || tables.len() < places.len() {
            return 0;
        }
        let mut row = vec![None; here.len()];
        for (r, &place) in places.iter().enumerate() {
            row[place] = Some(r);
        }
        let mut cost = vec![0i64; places.len() * tables.len()];
        let ways = self.arriving[slot].iter().map(|&hop| (hop, true));
        for (hop, arrives) in ways.chain(self.leaving[slot].iter().map(|&hop| (hop, false))) {
            let hop = &self.hops[hop];
            let ((other, there), (_, mine)) =
                if arrives { (&hop.from, &hop.to) } else { (&hop.to, &hop.from) };
            let held: Vec<usize> = there
                .iter()
                .map(|&place| self.sittings.table((*other, place)))
                .filter(|&table| table != NOWHERE)
                .collect();
            if held.is_empty() {
                continue;
            }
            let share = |price: i64| price / size(mine.len()) * size(hop.people());
            let change = share(CHANGE) + if self.hosts[hop.participant] { share(HOST) } else { 0 };
            for r in mine.iter().filter_map(|&place| row[place]) {
                for (c, &table) in tables.iter().enumerate() {
                    if !held.contains(&table) {
                        cost[r * tables.len() + c] += change + share(self.nearest(&held, table));
                    }
                }
            }
        }
        if let Some(rng) = lot {
            for cell in &mut cost {
                *cell += i64::try_from(rng.below(LOT)).unwrap_or(0);
            }
        } else {
            for (r, &place) in places.iter().enumerate() {
                if let Some(c) = tables.iter().position(|&table| table == here[place].table) {
                    cost[r * tables.len() + c] -= 1;
                }
            }
        }
        let (column_of, work) = cheapest(places.len(), tables.len(), &cost);
        for (&place, column) in places.iter().zip(column_of) {
            self.sittings.by_slot[slot][place].table = tables[column];
        }
        work
    }

    fn nearest(&self, held: &[usize], table: usize) -> i64 {
        if !self.placed {
            return 0;
        }
        let tables = self.sittings.problem.tables().len();
        held.iter().map(|&other| self.far[other * tables + table]).min().unwrap_or(0)
    }
}

fn size(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX).max(1)
}
