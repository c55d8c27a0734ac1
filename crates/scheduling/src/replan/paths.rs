//! Betters an agenda along alternating paths: a meeting in, one of its two gives another up, whose other side is free again, and
//! so on. That is how flows are augmented; here every step also has a price for whom it touches, and slots must agree.

use std::collections::BTreeSet;

use passerelle_domain::ChangeUnit;

use super::insert::Hands;
use crate::board::Score;
use crate::options::Stop;

/// Pairs that may come in along one path.
const LONGEST: usize = 4;
/// Paths that are tried before the search looks anew.
const TRIED: usize = 300;
/// Rounds in a row in which nothing may be gained.
const FAILED: usize = 4;
/// Rounds at most.
const ROUNDS: usize = 200;
/// What a lock, a must and a floor weigh beside values of at most 10^9.
const LOCK: i64 = 1 << 48;
const MUST: i64 = 1 << 40;
const FLOOR: i64 = 1 << 34;

/// What is searched for.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    /// What each change costs, in value.
    pub(super) price: i64,
    /// Most that may be counted.
    pub(super) cap: usize,
    /// Multiplies the work.
    pub(super) rounds: usize,
}

/// What a board is worth under an aim; more is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Worth {
    pub(super) level: (i64, std::cmp::Reverse<i64>, i64, std::cmp::Reverse<i64>),
    pub(super) net: i64,
    pub(super) counted: std::cmp::Reverse<usize>,
}

/// A step of a path: a pair that comes in, and the pair that goes out for it.
type Step = (usize, Option<usize>);

#[derive(Clone, Copy)]
struct Label {
    gain: i64,
    counted: usize,
    /// The participant before, and the step taken from there.
    back: Option<(usize, Step)>,
}

impl Hands<'_, '_> {
    pub(super) fn worth(&self, price: i64) -> Worth {
        let Score { locks, musts, shortfall, value } = self.board.score();
        let counted = self.counted();
        let cost = price.saturating_mul(i64::try_from(counted).unwrap_or(i64::MAX));
        Worth {
            level: (locks, std::cmp::Reverse(self.excess()), musts, shortfall),
            net: value.saturating_sub(cost),
            counted: std::cmp::Reverse(counted),
        }
    }

    /// How far the spread of idle groups is above what is allowed.
    pub(super) fn excess(&self) -> i64 {
        let model = self.board.model;
        let Some(spread) = model.problem.spread() else { return 0 };
        let groups = (0..model.pairs_of.len()).map(|p| self.idle.groups(p, self.board.busy(p)));
        let (mut least, mut most) = (u32::MAX, 0);
        for n in groups {
            (least, most) = (least.min(n), most.max(n));
        }
        (i64::from(most) - i64::from(least) - i64::from(spread)).max(0)
    }

    /// Betters the board until no path does.
    pub(super) fn augment(&mut self, aim: Aim, stop: &dyn Stop) {
        let mut tabu: BTreeSet<Step> = BTreeSet::new();
        let mut failed = 0;
        for _ in 0..ROUNDS.min(aim.rounds) {
            if failed >= FAILED || stop.should_stop() {
                break;
            }
            let paths = self.search(aim, &tabu);
            if paths.is_empty() {
                break;
            }
            let mut used: BTreeSet<usize> = BTreeSet::new();
            let mut gained = false;
            for path in paths {
                let ends = || {
                    path.iter()
                        .flat_map(|&(pair, out)| [Some(pair), out])
                        .flatten()
                        .flat_map(|pair| self.board.model.ends(pair))
                };
                if ends().any(|end| used.contains(&end)) {
                    continue;
                }
                let ends: Vec<usize> = ends().collect();
                if self.walk(&path, aim) {
                    gained = true;
                    used.extend(ends);
                } else if let Some(&last) = path.last() {
                    tabu.insert(last);
                    // A path that fails as a whole may fail at any of its steps; the last is the one to vary.
                }
            }
            failed = if gained { 0 } else { failed + 1 };
        }
        self.go_home();
    }

    /// Takes a path; keeps it when it pays.
    fn walk(&mut self, path: &[Step], aim: Aim) -> bool {
        let (before, mark) = (self.worth(aim.price), self.board.mark());
        for &(_, out) in path {
            if let Some(out) = out {
                self.take(out);
            }
        }
        let moved = path.iter().all(|&(pair, _)| self.board.slot_of(pair).is_none() && self.insert(pair));
        let after = self.worth(aim.price);
        let better = (after.level, after.net) > (before.level, before.net);
        let kept = after.counted.0 <= aim.cap || after.counted <= before.counted;
        // Seats and tables hold by construction; order and rest are looked at once more, whoever was moved.
        if moved && better && kept && self.board.holds_since(mark) {
            self.board.commit();
            return true;
        }
        self.rollback(mark);
        false
    }

    /// Paths that seem to pay, the best first.
    fn search(&self, aim: Aim, tabu: &BTreeSet<Step>) -> Vec<Vec<Step>> {
        let model = self.board.model;
        let parties = model.pairs_of.len();
        let room = aim.cap.saturating_sub(self.counted());
        let mut layers: Vec<Vec<Option<Label>>> = vec![vec![None; parties]];
        for party in (0..parties).filter(|&party| self.has_room(party)) {
            let counted = self.person(party);
            if counted <= room {
                let gain = -aim.price * count(counted);
                layers[0][party] = Some(Label { gain, counted, back: None });
            }
        }
        let mut ends: Vec<(i64, usize, usize, usize, Step)> = Vec::new();
        for hop in 0..LONGEST {
            let mut next: Vec<Option<Label>> = vec![None; parties];
            for party in 0..parties {
                let Some(label) = layers[hop][party] else { continue };
                for &pair in &model.pairs_of[party] {
                    if self.board.slot_of(pair).is_some() || !self.limits_allow(pair) {
                        continue;
                    }
                    let [a, b] = model.ends(pair);
                    let other = if a == party { b } else { a };
                    if on_path(&layers, hop, party, other) {
                        continue;
                    }
                    let counted = label.counted + self.person(other) + self.meeting(pair);
                    if counted > room {
                        continue;
                    }
                    let gain = label.gain + self.gain(pair) - aim.price * count(counted - label.counted);
                    let step = (pair, None);
                    if gain > 0 && self.has_room(other) && !tabu.contains(&step) {
                        ends.push((gain, counted, hop, party, step));
                    }
                    self.give_up(other, pair, |out, third| {
                        let step = (pair, Some(out));
                        if tabu.contains(&step) || third == party || on_path(&layers, hop, party, third) {
                            return;
                        }
                        let more = self.person(third) + self.meeting(out);
                        let back = usize::from(self.ledger.is_off(out)) * self.unit_of(out);
                        let total = (counted + more).saturating_sub(back);
                        if total > room {
                            return;
                        }
                        let gain = gain - self.loss(out, other) - aim.price * (count(more) - count(back));
                        if gain > 0 {
                            ends.push((gain, total, hop, party, step));
                        }
                        let better = |known: &Label| (gain, known.counted) > (known.gain, total);
                        if next[third].as_ref().is_none_or(better) {
                            let back = Some((party, step));
                            next[third] = Some(Label { gain, counted: total, back });
                        }
                    });
                }
            }
            layers.push(next);
        }
        ends.sort_unstable_by(|x, y| (y.0, x.1, x.2, x.3, x.4).cmp(&(x.0, y.1, y.2, y.3, y.4)));
        ends.truncate(TRIED);
        ends.into_iter().map(|(_, _, hop, party, last)| trace(&layers, hop, party, last)).collect()
    }

    /// The meetings that a participant could give up for a pair, with whom they are.
    fn give_up(&self, party: usize, pair: usize, mut tell: impl FnMut(usize, usize)) {
        let model = self.board.model;
        for &out in &model.pairs_of[party] {
            if out != pair && self.board.slot_of(out).is_some() && !model.is_locked(out) {
                let [a, b] = model.ends(out);
                tell(out, if a == party { b } else { a });
            }
        }
    }

    fn has_room(&self, party: usize) -> bool {
        let model = self.board.model;
        self.board.met(party) < model.party(party).max as usize
            && (0..model.slots).any(|slot| self.board.has_seat(party, slot))
    }

    fn limits_allow(&self, pair: usize) -> bool {
        let model = self.board.model;
        let under = |&limit: &usize| self.board.counted(limit) < model.problem.limits()[limit].max as usize;
        model.limits_of[pair].iter().all(under)
    }

    /// What touching a participant counts.
    fn person(&self, party: usize) -> usize {
        let people = self.frame.policy.unit == ChangeUnit::People;
        usize::from(people && !self.ledger.is_touched(self.frame, party))
    }

    /// What taking a pair in or out counts.
    fn meeting(&self, pair: usize) -> usize {
        usize::from(!self.ledger.is_off(pair)) * self.unit_of(pair)
    }

    fn unit_of(&self, pair: usize) -> usize {
        usize::from(self.frame.policy.unit == ChangeUnit::Meetings && !self.frame.free_pair[pair])
    }

    fn gain(&self, pair: usize) -> i64 {
        let model = self.board.model;
        let fills = |end: &usize| self.board.met(*end) < model.party(*end).min as usize;
        let limit =
            |limit: &&usize| self.board.counted(**limit) < model.problem.limits()[**limit].min as usize;
        let floors = model.ends(pair).iter().filter(|end| fills(end)).count()
            + model.limits_of[pair].iter().filter(limit).count();
        self.weight(pair) + FLOOR * count(floors.min(30))
    }

    /// What giving a pair up loses; `stays` gets another meeting for it.
    fn loss(&self, pair: usize, stays: usize) -> i64 {
        let model = self.board.model;
        let needs = |end: &&usize| **end != stays && self.board.met(**end) <= model.party(**end).min as usize;
        let limit =
            |limit: &&usize| self.board.counted(**limit) <= model.problem.limits()[**limit].min as usize;
        let floors = model.ends(pair).iter().filter(needs).count()
            + model.limits_of[pair].iter().filter(limit).count();
        self.weight(pair) + FLOOR * count(floors.min(30))
    }

    fn weight(&self, pair: usize) -> i64 {
        let model = self.board.model;
        model.value(pair) + MUST * i64::from(model.is_must(pair)) + LOCK * i64::from(model.is_locked(pair))
    }

    /// Takes back whatever can go where it was at no loss.
    pub(super) fn go_home(&mut self) {
        for pair in 0..self.frame.home.len() {
            let Some((home, _)) = self.frame.home[pair] else { continue };
            if self.board.slot_of(pair).is_none_or(|at| at == home) {
                continue;
            }
            let (before, excess, mark) = (self.counted(), self.excess(), self.board.mark());
            self.take(pair);
            if self.board.fits(pair, home) {
                self.put(pair, home);
                if self.counted() <= before && self.excess() <= excess {
                    self.board.commit();
                    continue;
                }
            }
            self.rollback(mark);
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Whether a participant is on the path to another already.
fn on_path(layers: &[Vec<Option<Label>>], hop: usize, party: usize, sought: usize) -> bool {
    let (mut hop, mut party) = (hop, party);
    loop {
        if party == sought {
            return true;
        }
        let Some(Label { back: Some((before, _)), .. }) = layers[hop][party] else { return false };
        (hop, party) = (hop - 1, before);
    }
}

fn trace(layers: &[Vec<Option<Label>>], hop: usize, party: usize, last: Step) -> Vec<Step> {
    let mut path = vec![last];
    let (mut hop, mut party) = (hop, party);
    while let Some(Label { back: Some((before, step)), .. }) = layers[hop][party] {
        path.push(step);
        (hop, party) = (hop - 1, before);
    }
    path.reverse();
    path
}
