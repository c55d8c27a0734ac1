//! Removes idle groups without changing which pairs meet: simulated annealing whose moves are alternating chains.

use crate::board::Board;
use crate::idle::Idle;
use crate::options::Stop;
use crate::place::Placer;
use crate::repair::{restore, snapshot};
use crate::rng::Rng;

/// Temperatures at the beginning and at the end, in idle groups.
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
}

/// Rearranges the board for fewer idle groups; the same pairs stay placed.
pub(crate) fn smooth(
    board: &mut Board<'_>,
    placer: &mut Placer,
    idle: &Idle<'_>,
    goal: &Goal,
    (rng, stop): (&mut Rng, &dyn Stop),
) {
    let model = board.model;
    let meetings: Vec<usize> =
        board.placed().map(|(pair, _)| pair).filter(|&p| model.allowed[p].len() > 1).collect();
    let mut state = State::new(board, idle, goal.spread);
    if meetings.is_empty() {
        return;
    }
    let mut best = (state.cost, snapshot(board));
    let choices: Vec<Vec<usize>> =
        meetings.iter().map(|&pair| model.allowed[pair].iter().collect()).collect();
    let cooling = (COLD / HOT).powf(1.0 / (goal.moves.max(1) as f64 / 256.0).max(1.0));
    let mut temperature = HOT;
    let enough = |state: &State| state.total <= i64::from(goal.bound) && state.beyond == 0;
    for step in 0..goal.moves {
        if enough(&state) {
            break;
        }
        if step % 256 == 255 {
            temperature *= cooling;
            if stop.should_stop() {
                break;
            }
        }
        // Half of the moves are drawn from those who have a gap, into a slot in which they are idle.
        let aimed = if step % 2 == 0 { state.aim(board, rng) } else { None };
        let (pair, to) = aimed.unwrap_or_else(|| {
            let at = rng.below(meetings.len());
            (meetings[at], choices[at][rng.below(choices[at].len())])
        });
        let Some(from) = board.slot_of(pair).filter(|&from| from != to) else { continue };
        let allowance = (-temperature * (1.0 - rng.unit()).ln()).min(64.0);
        let mark = board.mark();
        let fits = placer.chain(board, pair, to, from)
            && board.in_slot(from).len() <= model.open[from]
            && board.in_slot(to).len() <= model.open[to]
            && (!model.special || board.holds_since(mark));
        if fits && state.accept(board, idle, mark, allowance) {
            board.commit();
            if state.cost < best.0 {
                best = (state.cost, snapshot(board));
            }
        } else {
            board.rollback(mark);
        }
    }
    if best.0 < state.cost {
        restore(board, &best.1);
    }
}

/// Idle groups by participant, kept up to date.
struct State {
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

impl State {
    fn new(board: &Board<'_>, idle: &Idle<'_>, spread: Option<u32>) -> Self {
        let groups: Vec<u32> =
            (0..board.model.pairs_of.len()).map(|p| idle.groups(p, board.busy(p))).collect();
        let total = groups.iter().map(|&g| i64::from(g)).sum();
        let stands = vec![None; groups.len()];
        let changed = (0..groups.len()).map(|p| (p, 0)).collect();
        let mut state =
            Self { groups, total, spread, beyond: 0, cost: total, changed, gappy: Vec::new(), stands };
        state.list();
        state.beyond = state.excess();
        state.cost = state.total + BEYOND * state.beyond;
        state
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
    fn accept(&mut self, board: &Board<'_>, idle: &Idle<'_>, mark: usize, allowance: f64) -> bool {
        self.changed.clear();
        let mut total = self.total;
        for pair in board.touched(mark) {
            for end in board.model.ends(pair) {
                let groups = idle.groups(end, board.busy(end));
                if groups != self.groups[end] {
                    total += i64::from(groups) - i64::from(self.groups[end]);
                    self.changed.push((end, self.groups[end]));
                    self.groups[end] = groups;
                }
            }
        }
        let beyond = if self.changed.is_empty() { self.beyond } else { self.excess() };
        let cost = total + BEYOND * beyond;
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

/// Takes meetings out until the spread holds, then puts in what fits beside it; false when locks leave no way.
pub(crate) fn enforce_spread(board: &mut Board<'_>, idle: &Idle<'_>) -> bool {
    let model = board.model;
    let Some(spread) = model.problem.spread() else { return true };
    let mut out = false;
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
        out = true;
    }
    if out {
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
    }
    board.commit();
    true
}
