//! Fewer idle groups by exchanging who meets: pairs go, come and change places as long as the total value stays at a given
//! least one, and musts, floors and locks are kept. Annealing over moves that begin at a gap.
//!
//! Value is not spent for its own sake: while annealing each unit lost has a price, high at first so that the groups which
//! cost least are bought first, and of two agendas with as many groups the more valuable is kept.

use crate::board::Board;
use crate::exact::Known;
use crate::idle::Idle;
use crate::options::Stop;
use crate::repair::{restore, snapshot};
use crate::rng::Rng;

/// What one idle group costs while annealing, and one beyond the spread.
const GROUP: f64 = 1.0;
const BEYOND: f64 = 6.0;
/// Temperatures at the beginning and at the end, in the same units.
const HOT: f64 = 0.3;
const COLD: f64 = 0.06;
/// Price of the value that a group may cost on average, in groups, at the beginning and at the end.
const DEAR: f64 = 1.5;
const CHEAP: f64 = 0.2;
/// Moves between two looks at temperature and stop.
const ROUND: usize = 512;
/// Pairs that may have to go for one that comes.
const VICTIMS: usize = 4;
/// Pairs that are tried in the place of one that went.
const HEIRS: usize = 6;

/// What may be exchanged, and what must be kept.
pub(crate) struct Terms<'t> {
    /// Which pairs may come and go: those that are open.
    pub(crate) known: &'t [Known],
    /// The least value.
    pub(crate) least: i64,
    /// It ends when so few groups are left.
    pub(crate) bound: u32,
    /// Moves it may try.
    pub(crate) moves: usize,
}

/// Exchanges pairs for fewer idle groups; the board ends at the best agenda met, which is never worse than it was: fewer
/// groups, or as many and more value. False when there is nothing to exchange.
pub(crate) fn exchange<'m>(
    board: &mut Board<'m>,
    idle: &Idle<'m>,
    terms: &Terms<'_>,
    (rng, stop): (&mut Rng, &dyn Stop),
) -> bool {
    let open = |pair: usize| terms.known[pair] == Known::Open;
    let waiting = board.model.eligible().any(|pair| open(pair) && board.slot_of(pair).is_none());
    if waiting || board.value() > terms.least {
        Trade::new(board, idle, terms).run(board, (rng, stop));
        return true;
    }
    false
}

/// How good an agenda is here: groups beyond the spread, groups, and value the other way round. Smaller is better.
type Rank = (i64, i64, i64);

struct Trade<'t, 'm> {
    idle: &'t Idle<'m>,
    terms: &'t Terms<'t>,
    musts: i64,
    shortfall: i64,
    groups: Vec<u32>,
    total: i64,
    beyond: i64,
    gappy: Vec<usize>,
    stands: Vec<usize>,
    /// Participants with a pair that may come or go.
    traders: Vec<usize>,
    /// Those whose groups a move may change, and what they had.
    touched: Vec<(usize, u32)>,
    /// What a unit of value costs now.
    price: f64,
    full: i64,
}

const NOWHERE: usize = usize::MAX;

impl<'t, 'm> Trade<'t, 'm> {
    fn new(board: &Board<'m>, idle: &'t Idle<'m>, terms: &'t Terms<'t>) -> Self {
        let people = board.model.pairs_of.len();
        let groups: Vec<u32> = (0..people).map(|p| idle.groups(p, board.busy(p))).collect();
        let mut trade = Self {
            idle,
            terms,
            musts: board.score().musts,
            shortfall: board.shortfall(),
            total: groups.iter().map(|&g| i64::from(g)).sum(),
            beyond: 0,
            gappy: (0..people).filter(|&p| groups[p] > 0).collect(),
            stands: vec![NOWHERE; people],
            traders: (0..people)
                .filter(|&p| board.model.pairs_of[p].iter().any(|&pair| terms.known[pair] == Known::Open))
                .collect(),
            groups,
            touched: Vec::new(),
            price: 0.0,
            full: board.value(),
        };
        for (place, &p) in trade.gappy.iter().enumerate() {
            trade.stands[p] = place;
        }
        trade.beyond = trade.excess(board);
        trade
    }

    fn rank(&self, board: &Board<'_>) -> Rank {
        (self.beyond, self.total, -board.value())
    }

    fn excess(&self, board: &Board<'_>) -> i64 {
        let Some(spread) = board.model.problem.spread() else { return 0 };
        let least = self.groups.iter().copied().min().unwrap_or(0);
        self.groups.iter().map(|&g| i64::from(g.saturating_sub(least.saturating_add(spread)))).sum()
    }

    fn run(&mut self, board: &mut Board<'m>, (rng, stop): (&mut Rng, &dyn Stop)) {
        let mut best = (self.rank(board), snapshot(board));
        let over = (self.total - i64::from(self.terms.bound)).max(1);
        let allowance = (self.full - self.terms.least) as f64;
        // What a group may cost on average when all that can be is taken out.
        let average = (allowance / over as f64).max(1e-9);
        let mut done = 0;
        while done < self.terms.moves && !stop.should_stop() {
            if self.total <= i64::from(self.terms.bound) && self.beyond == 0 && board.value() >= self.full {
                break;
            }
            let progress = done as f64 / self.terms.moves as f64;
            let temperature = HOT * (COLD / HOT).powf(progress);
            self.price =
                if allowance > 0.0 { DEAR * (CHEAP / DEAR).powf(progress) * GROUP / average } else { 0.0 };
            for _ in 0..ROUND.min(self.terms.moves - done) {
                self.step(board, temperature, rng);
                if (self.beyond, self.total) < (best.0.0, best.0.1) {
                    best = (self.rank(board), snapshot(board));
                }
            }
            if self.rank(board) < best.0 {
                best = (self.rank(board), snapshot(board));
            }
            done += ROUND;
        }
        if best.0 < self.rank(board) {
            restore(board, &best.1);
        }
    }

    fn may_go(&self, board: &Board<'_>, pair: usize) -> bool {
        self.terms.known[pair] == Known::Open && !board.model.is_locked(pair)
    }

    fn step(&mut self, board: &mut Board<'m>, temperature: f64, rng: &mut Rng) {
        let from = if rng.below(4) > 0 && !self.gappy.is_empty() { &self.gappy } else { &self.traders };
        let Some(&who) = from.get(rng.below(from.len())) else { return };
        let (mark, value) = (board.mark(), board.value());
        let tried = if rng.below(3) == 0 { self.part(board, who, rng) } else { self.meet(board, who, rng) };
        let kept = tried
            && board.value() >= self.terms.least
            && board.score().musts >= self.musts
            && board.shortfall() <= self.shortfall;
        if kept && self.accept(board, (mark, value), temperature, rng) {
            board.commit();
        } else {
            board.rollback(mark);
        }
    }

    /// One of a participant's meetings goes; somebody else may take its place.
    fn part(&self, board: &mut Board<'_>, who: usize, rng: &mut Rng) -> bool {
        let busy = board.busy(who);
        if busy.is_empty() {
            return false;
        }
        let slot = busy.iter().nth(rng.below(busy.len()));
        let Some(&pair) = slot.and_then(|slot| board.at(who, slot).first()) else { return false };
        if !self.may_go(board, pair) {
            return false;
        }
        board.take(pair);
        for end in board.model.ends(pair) {
            self.heir(board, (end, pair), rng);
        }
        true
    }

    /// A pair of a participant comes in, where it can into a gap; those in its way go, or go elsewhere.
    fn meet(&self, board: &mut Board<'_>, who: usize, rng: &mut Rng) -> bool {
        let model = board.model;
        let own = &model.pairs_of[who];
        if own.is_empty() {
            return false;
        }
        let pair = own[rng.below(own.len())];
        if !self.may_go(board, pair) {
            return false;
        }
        let was = board.slot_of(pair);
        let allowed = &model.allowed[pair];
        let Some(slot) =
            self.gap(board, who, pair, rng).or_else(|| allowed.iter().nth(rng.below(allowed.len())))
        else {
            return false;
        };
        if was == Some(slot) {
            return false;
        }
        if was.is_some() {
            board.take(pair);
        }
        let mut gone: Vec<usize> = Vec::new();
        for end in model.ends(pair) {
            if !board.has_seat(end, slot) {
                let there = board.at(end, slot);
                gone.push(there[rng.below(there.len())]);
            }
        }
        if let Some(holder) = board.holds_table(pair, slot) {
            gone.push(holder);
        }
        gone.dedup();
        if !self.dismiss(board, &gone) {
            return false;
        }
        if !board.has_table(slot) {
            let there = board.in_slot(slot);
            let other = there[rng.below(there.len())];
            if !self.dismiss(board, &[other]) {
                return false;
            }
            gone.push(other);
        }
        while !board.may_add(pair) {
            let Some(other) = self.rival(board, pair, rng) else { return false };
            if gone.len() >= VICTIMS || !self.dismiss(board, &[other]) {
                return false;
            }
            gone.push(other);
        }
        if !board.fits(pair, slot) {
            return false;
        }
        board.put(pair, slot);
        for &other in &gone {
            if board.may_add(other)
                && let Some((slot, rise)) = self.place(board, other)
                && (rise <= 0 || rng.below(2) == 0)
            {
                board.put(other, slot);
            }
        }
        for &other in &gone {
            if board.slot_of(other).is_none() {
                for end in model.ends(other) {
                    self.heir(board, (end, other), rng);
                }
            }
        }
        true
    }

    /// Takes some out; false when one of them has to stay.
    fn dismiss(&self, board: &mut Board<'_>, gone: &[usize]) -> bool {
        gone.iter().all(|&other| {
            let may = self.may_go(board, other);
            if may {
                board.take(other);
            }
            may
        })
    }

    /// Somebody who has to go by a cap or a limit for a pair to come in.
    fn rival(&self, board: &Board<'_>, pair: usize, rng: &mut Rng) -> Option<usize> {
        let model = board.model;
        let placed = |pairs: &[usize]| -> Vec<usize> {
            pairs.iter().copied().filter(|&p| board.slot_of(p).is_some() && self.may_go(board, p)).collect()
        };
        let full = model.ends(pair).into_iter().find(|&end| board.met(end) >= model.cap[end]);
        let of = full.map(|end| placed(&model.pairs_of[end])).or_else(|| {
            let limits = model.problem.limits();
            let limit = model.limits_of[pair].iter().find(|&&l| board.counted(l) >= limits[l].max as usize);
            limit.map(|&limit| placed(&limits[limit].pairs))
        })?;
        (!of.is_empty()).then(|| of[rng.below(of.len())])
    }

    /// A slot within a gap of a participant that would suit one of its pairs.
    fn gap(&self, board: &Board<'_>, who: usize, pair: usize, rng: &mut Rng) -> Option<usize> {
        if self.groups[who] == 0 {
            return None;
        }
        let (busy, allowed) = (board.busy(who), &board.model.allowed[pair]);
        let mut found = None;
        let mut seen = 0;
        for day in self.idle.days() {
            let first = day.iter().find(|&slot| busy.contains(slot));
            let last = day.iter().filter(|&slot| busy.contains(slot)).last();
            let Some((first, last)) = first.zip(last) else { continue };
            for slot in (first..last).filter(|&slot| !busy.contains(slot) && allowed.contains(slot)) {
                seen += 1;
                if rng.below(seen) == 0 {
                    found = Some(slot);
                }
            }
        }
        found
    }

    /// Where a pair that fits somewhere leaves fewest groups, and how many more there are then.
    fn place(&self, board: &Board<'_>, pair: usize) -> Option<(usize, i64)> {
        let model = board.model;
        let ends = model.ends(pair);
        let now: u32 = ends.into_iter().map(|end| self.idle.groups(end, board.busy(end))).sum();
        let groups = |slot: usize| -> u32 { ends.into_iter().map(|end| self.with(board, end, slot)).sum() };
        let fits = model.allowed[pair].iter().filter(|&slot| board.fits(pair, slot));
        let (then, slot) = fits.map(|slot| (groups(slot), slot)).min()?;
        Some((slot, i64::from(then) - i64::from(now)))
    }

    /// Groups of a participant with one more busy slot.
    fn with(&self, board: &Board<'_>, who: usize, slot: usize) -> u32 {
        let busy = board.busy(who);
        let by_word = busy.word().and_then(|word| self.idle.groups_of_word(who, word | 1 << slot));
        by_word.unwrap_or_else(|| {
            let mut busy = busy.clone();
            busy.insert(slot);
            self.idle.groups(who, &busy)
        })
    }

    /// Somebody new for a participant who has lost a meeting: some are looked at, and the most valuable that fits comes.
    fn heir(&self, board: &mut Board<'_>, (who, lost): (usize, usize), rng: &mut Rng) {
        let own = &board.model.pairs_of[who];
        let mut best: Option<(i64, usize, usize)> = None;
        for _ in 0..HEIRS.min(own.len()) {
            let pair = own[rng.below(own.len())];
            let value = board.model.value(pair);
            if pair == lost
                || board.slot_of(pair).is_some()
                || self.terms.known[pair] != Known::Open
                || best.is_some_and(|best| best.0 >= value)
                || !board.may_add(pair)
            {
                continue;
            }
            if let Some((slot, _)) = self.place(board, pair).filter(|&(_, rise)| rise <= 0) {
                best = Some((value, pair, slot));
            }
        }
        if let Some((_, pair, slot)) = best {
            board.put(pair, slot);
        }
    }

    /// Counts what a move has changed; takes it over when it costs no more than chance allows.
    fn accept(
        &mut self,
        board: &Board<'m>,
        (mark, value): (usize, i64),
        temperature: f64,
        rng: &mut Rng,
    ) -> bool {
        self.touched.clear();
        let mut total = self.total;
        for pair in board.touched(mark) {
            for end in board.model.ends(pair) {
                let groups = self.idle.groups(end, board.busy(end));
                if groups != self.groups[end] {
                    total += i64::from(groups) - i64::from(self.groups[end]);
                    self.touched.push((end, self.groups[end]));
                    self.groups[end] = groups;
                }
            }
        }
        let beyond = if self.touched.is_empty() { self.beyond } else { self.excess(board) };
        let rise = GROUP * (total - self.total) as f64
            + BEYOND * (beyond - self.beyond) as f64
            + self.price * (value - board.value()) as f64;
        if rise > 0.0 && rng.unit() > (-rise / temperature).exp() {
            for &(end, groups) in self.touched.iter().rev() {
                self.groups[end] = groups;
            }
            return false;
        }
        (self.total, self.beyond) = (total, beyond);
        for at in 0..self.touched.len() {
            self.list(self.touched[at].0);
        }
        true
    }

    fn list(&mut self, who: usize) {
        let place = self.stands[who];
        if self.groups[who] > 0 && place == NOWHERE {
            self.stands[who] = self.gappy.len();
            self.gappy.push(who);
        } else if self.groups[who] == 0 && place != NOWHERE {
            self.stands[who] = NOWHERE;
            self.gappy.swap_remove(place);
            if let Some(&other) = self.gappy.get(place) {
                self.stands[other] = place;
            }
        }
    }
}
