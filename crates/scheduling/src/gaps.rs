//! Rearranges without changing which pairs meet, for fewer idle groups and then for preferred half-days: simulated annealing
//! whose moves are alternating chains.

use crate::board::Board;
use crate::idle::Idle;
use crate::options::Stop;
use crate::place::Placer;
use crate::repair::{restore, snapshot};
use crate::rng::Rng;
use crate::slots::SlotSet;

/// Temperatures at the beginning and at the end, in units of what is annealed for.
const HOT: f64 = 0.7;
const COLD: f64 = 0.12;
/// What one group beyond the spread costs beside one group anywhere.
const BEYOND: i64 = 6;

/// What annealing works towards.
pub(crate) struct Goal {
    /// Moves it may try.
    pub(crate) moves: usize,
    /// It ends when so few groups are left.
    pub(crate) bound: u32,
    /// Largest number of groups a participant may have above the one with fewest.
    pub(crate) spread: Option<u32>,
    /// Whether idle groups matter at all.
    pub(crate) groups: bool,
}

/// What a group and a meeting outside a preferred half-day cost while annealing, and which of them a temperature of 1 is.
/// The best arrangement is kept by groups first, whatever the costs are.
#[derive(Clone, Copy)]
struct Costs {
    group: i64,
    outside: i64,
    unit: i64,
}

impl Costs {
    fn are_for_groups(self) -> bool {
        self.unit == self.group
    }
}

/// For groups, with a slight pull towards preferred half-days.
const FOR_GROUPS: Costs = Costs { group: 16, outside: 1, unit: 16 };
/// For preferred half-days, where groups were seen to already.
const FOR_HALF_DAYS: Costs = Costs { group: 3, outside: 1, unit: 1 };
/// For preferred half-days when nobody asked about groups.
const FOR_HALF_DAYS_ALONE: Costs = Costs { group: 0, outside: 1, unit: 1 };

/// Rearranges the board for fewer idle groups; the same pairs stay placed.
pub(crate) fn for_groups(
    board: &mut Board<'_>,
    placer: &mut Placer,
    idle: &Idle<'_>,
    goal: &Goal,
    run: (&mut Rng, &dyn Stop),
) {
    let annealing = Annealing::new(board, idle, goal);
    if !annealing.meetings.is_empty() {
        annealing.run(board, placer, FOR_GROUPS, run);
    }
}

/// Rearranges the board for fewer meetings outside preferred half-days, without more idle groups where those matter.
pub(crate) fn for_half_days(
    board: &mut Board<'_>,
    placer: &mut Placer,
    idle: &Idle<'_>,
    goal: &Goal,
    run: (&mut Rng, &dyn Stop),
) {
    let annealing = Annealing::new(board, idle, goal);
    if !annealing.meetings.is_empty() {
        let costs = if goal.groups { FOR_HALF_DAYS } else { FOR_HALF_DAYS_ALONE };
        annealing.run(board, placer, costs, run);
    }
}

/// One problem of annealing: what may move where, and where it ends.
struct Annealing<'a> {
    idle: &'a Idle<'a>,
    goal: &'a Goal,
    meetings: Vec<usize>,
    choices: Vec<Vec<usize>>,
    /// Meetings outside preferred half-days that no arrangement of the same pairs can avoid.
    outside: i64,
}

impl<'a> Annealing<'a> {
    fn new(board: &Board<'_>, idle: &'a Idle<'a>, goal: &'a Goal) -> Self {
        let model = board.model;
        let meetings: Vec<usize> =
            board.placed().map(|(pair, _)| pair).filter(|&p| model.allowed[p].len() > 1).collect();
        let choices = meetings.iter().map(|&pair| model.allowed[pair].iter().collect()).collect();
        Self { idle, goal, meetings, choices, outside: unavoidable(board) }
    }

    /// Whether no better arrangement is known to be possible.
    fn enough(&self, state: &State<'_>, board: &Board<'_>) -> bool {
        let groups =
            state.costs.group == 0 || (state.total <= i64::from(self.goal.bound) && state.beyond == 0);
        // The run for half-days comes after the one for groups, so that this one need not wait for them.
        groups && (state.costs.are_for_groups() || board.outside() <= self.outside)
    }

    fn run(
        &self,
        board: &mut Board<'_>,
        placer: &mut Placer,
        costs: Costs,
        (rng, stop): (&mut Rng, &dyn Stop),
    ) {
        let model = board.model;
        let mut state = State::new(board, self.idle, self.goal.spread, costs);
        let mut best = (state.rank(board), snapshot(board));
        let cooling = (COLD / HOT).powf(1.0 / (self.goal.moves.max(1) as f64 / 256.0).max(1.0));
        let mut temperature = HOT;
        for step in 0..self.goal.moves {
            if self.enough(&state, board) {
                break;
            }
            if step % 256 == 255 {
                temperature *= cooling;
                if stop.should_stop() {
                    break;
                }
            }
            // Half of the moves are drawn from those who have a gap, into a slot in which they are idle.
            let aimed = if step % 2 == 0 && costs.are_for_groups() { state.aim(board, rng) } else { None };
            let (pair, to) = aimed.unwrap_or_else(|| {
                let at = rng.below(self.meetings.len());
                (self.meetings[at], self.choices[at][rng.below(self.choices[at].len())])
            });
            let Some(from) = board.slot_of(pair).filter(|&from| from != to) else { continue };
            let allowance = (-temperature * (1.0 - rng.unit()).ln()).min(64.0);
            let mark = board.mark();
            let fits = placer.chain(board, pair, to, from)
                && make_room(board, placer, (pair, to, from), rng)
                && board.in_slot(from).len() <= model.open[from]
                && board.in_slot(to).len() <= model.open[to]
                && (!model.special || board.holds_since(mark));
            if fits && state.accept(board, mark, allowance * costs.unit as f64) {
                board.commit();
                if state.rank(board) < best.0 {
                    best = (state.rank(board), snapshot(board));
                }
            } else {
                board.rollback(mark);
            }
        }
        if best.0 < state.rank(board) {
            restore(board, &best.1);
        }
    }
}

/// Where a pair has come into a slot whose tables were full, moves one of the others to the slot it came from: between two
/// full slots only exchanges are possible. False when nobody can go.
fn make_room(
    board: &mut Board<'_>,
    placer: &mut Placer,
    (pair, to, from): (usize, usize, usize),
    rng: &mut Rng,
) -> bool {
    let model = board.model;
    let there = board.in_slot(to);
    if there.len() != model.open[to] + 1 {
        return true;
    }
    let first = rng.below(there.len());
    let goes = |&&other: &&usize| other != pair && model.allowed[other].contains(from);
    let other = there[first..].iter().chain(&there[..first]).find(goes).copied();
    other.is_some_and(|other| placer.chain(board, other, from, to))
}

/// Meetings outside preferred half-days that remain however the placed pairs are arranged, each participant looked at alone.
fn unavoidable(board: &Board<'_>) -> i64 {
    let model = board.model;
    if !model.prefers() {
        return 0;
    }
    let least = |participant: usize| {
        let loved = SlotSet::collect(model.slots, |slot| !model.is_unloved(participant, slot));
        let without = |&&pair: &&usize| {
            board.slot_of(pair).is_some()
                && model.allowed[pair].iter().all(|slot| model.is_unloved(participant, slot))
        };
        let forced = model.pairs_of[participant].iter().filter(without).count();
        forced.max(board.met(participant).saturating_sub(model.room(participant, &loved)))
    };
    (0..model.pairs_of.len()).map(|participant| i64::try_from(least(participant)).unwrap_or(0)).sum()
}

/// Idle groups by participant, kept up to date.
struct State<'i> {
    idle: &'i Idle<'i>,
    costs: Costs,
    groups: Vec<u32>,
    total: i64,
    spread: Option<u32>,
    beyond: i64,
    cost: i64,
    changed: Vec<(usize, u32)>,
    /// Participants with a gap, and where each stands in that list.
    gappy: Vec<usize>,
    stands: Vec<Option<usize>>,
}

impl<'i> State<'i> {
    fn new(board: &Board<'_>, idle: &'i Idle<'i>, spread: Option<u32>, costs: Costs) -> Self {
        let groups: Vec<u32> =
            (0..board.model.pairs_of.len()).map(|p| idle.groups(p, board.busy(p))).collect();
        let total = groups.iter().map(|&g| i64::from(g)).sum();
        let stands = vec![None; groups.len()];
        let changed = (0..groups.len()).map(|p| (p, 0)).collect();
        let (beyond, cost, gappy) = (0, 0, Vec::new());
        let mut state = Self { idle, costs, groups, total, spread, beyond, cost, changed, gappy, stands };
        state.list();
        state.beyond = state.excess();
        state.cost = state.cost_of(total, state.beyond, board);
        state
    }

    fn cost_of(&self, total: i64, beyond: i64, board: &Board<'_>) -> i64 {
        self.costs.group * (total + BEYOND * beyond) + self.costs.outside * board.outside()
    }

    /// What is compared: the spread, groups where they matter, then meetings outside preferred half-days. Smaller is better.
    fn rank(&self, board: &Board<'_>) -> (i64, i64, i64) {
        let groups = if self.costs.group == 0 { 0 } else { self.total };
        (self.beyond, groups, board.outside())
    }

    /// Brings the list of participants with a gap up to date with what has changed.
    fn list(&mut self) {
        for &(participant, _) in &self.changed {
            match (self.groups[participant] > 0, self.stands[participant]) {
                (true, None) => {
                    self.stands[participant] = Some(self.gappy.len());
                    self.gappy.push(participant);
                }
                (false, Some(place)) => {
                    self.stands[participant] = None;
                    self.gappy.swap_remove(place);
                    if let Some(&moved) = self.gappy.get(place) {
                        self.stands[moved] = Some(place);
                    }
                }
                _ => {}
            }
        }
    }

    /// A meeting of somebody with a gap, and a slot in which it is idle.
    fn aim(&self, board: &Board<'_>, rng: &mut Rng) -> Option<(usize, usize)> {
        let participant = *self.gappy.get(rng.below(self.gappy.len()))?;
        let busy = board.busy(participant);
        let from = busy.iter().nth(rng.below(busy.len()))?;
        let there = board.at(participant, from);
        let pair = there[rng.below(there.len())];
        let first = rng.below(board.model.slots);
        let turn = (first..board.model.slots).chain(0..first);
        let mut idle = turn.filter(|&slot| board.model.allowed[pair].contains(slot) && !busy.contains(slot));
        idle.next().map(|to| (pair, to))
    }

    /// Groups beyond the spread over all participants.
    fn excess(&self) -> i64 {
        let Some(spread) = self.spread else { return 0 };
        let least = self.groups.iter().copied().min().unwrap_or(0);
        self.groups.iter().map(|&g| i64::from(g.saturating_sub(least.saturating_add(spread)))).sum()
    }

    /// Takes over what changed on the board since a mark when it costs no more than the allowance.
    fn accept(&mut self, board: &Board<'_>, mark: usize, allowance: f64) -> bool {
        self.changed.clear();
        let mut total = self.total;
        for pair in board.touched(mark) {
            for end in board.model.ends(pair) {
                let groups = self.idle.groups(end, board.busy(end));
                if groups != self.groups[end] {
                    total += i64::from(groups) - i64::from(self.groups[end]);
                    self.changed.push((end, self.groups[end]));
                    self.groups[end] = groups;
                }
            }
        }
        let beyond = if self.changed.is_empty() { self.beyond } else { self.excess() };
        let cost = self.cost_of(total, beyond, board);
        if (cost - self.cost) as f64 <= allowance {
            (self.total, self.beyond, self.cost) = (total, beyond, cost);
            self.list();
            return true;
        }
        for &(end, groups) in self.changed.iter().rev() {
            self.groups[end] = groups;
        }
        false
    }
}

/// Takes meetings out until the spread holds; false when locks leave no way.
pub(crate) fn enforce_spread(board: &mut Board<'_>, idle: &Idle<'_>) -> bool {
    let model = board.model;
    let Some(spread) = model.problem.spread() else { return true };
    loop {
        let groups: Vec<u32> = (0..model.pairs_of.len()).map(|p| idle.groups(p, board.busy(p))).collect();
        let least = groups.iter().copied().min().unwrap_or(0);
        let over = |&(_, &g): &(usize, &u32)| g > least.saturating_add(spread);
        let worst = groups.iter().enumerate().filter(over).max_by_key(|&(p, &g)| (g, std::cmp::Reverse(p)));
        let Some((worst, _)) = worst else { break };
        let own = model.pairs_of[worst].iter().copied();
        let own: Vec<usize> =
            own.filter(|&pair| board.slot_of(pair).is_some() && !model.is_locked(pair)).collect();
        // Whoever leaves fewest gaps behind goes, the least important first.
        let mut go: Option<((u32, bool, i64, usize), usize)> = None;
        for pair in own {
            let mark = board.mark();
            board.take(pair);
            let left = idle.groups(worst, board.busy(worst));
            board.rollback(mark);
            let rank = (left, model.is_must(pair), model.value(pair), pair);
            if go.is_none_or(|(best, _)| rank < best) {
                go = Some((rank, pair));
            }
        }
        let Some((_, pair)) = go else {
            board.commit();
            return false;
        };
        board.take(pair);
    }
    board.commit();
    true
}

/// Puts in what fits beside the spread of idle groups, without moving anybody.
pub(crate) fn fill_within_spread(board: &mut Board<'_>, idle: &Idle<'_>) {
    let model = board.model;
    let mut rest: Vec<usize> = model.eligible().filter(|&pair| board.slot_of(pair).is_none()).collect();
    rest.sort_by_key(|&pair| (!model.is_must(pair), -model.value(pair), pair));
    for pair in rest {
        let fits = |&slot: &usize| board.fits(pair, slot) && idle.spread_holds(board, pair, slot);
        if board.may_add(pair)
            && let Some(slot) = model.allowed[pair].iter().find(fits)
        {
            board.put(pair, slot);
        }
    }
    board.commit();
}
