//! A lean annealing for fewer idle groups, where everybody has one seat and a day fits a word of bits.
//!
//! A move exchanges two slots along one alternating (Kempe) chain, and along a second one where tables are full. Everybody
//! inside a chain uses both slots before and after: only its two ends are idle at another time, so that a move is judged
//! from two words before anything is changed. Chains of the same two slots are disjoint.

use crate::board::Board;
use crate::idle::Idle;
use crate::model::Model;
use crate::options::Stop;
use crate::rng::Rng;

/// What one idle group costs while annealing, and one slot of it: shorter gaps are nearer to none. The best arrangement is
/// kept by groups alone.
const GROUP: i64 = 10;
const IDLE: i64 = 1;
/// What one group beyond the spread costs.
const BEYOND: i64 = 6 * GROUP;
/// Temperatures at the beginning and at the end, in the same units.
const HOT: f64 = 3.5;
const COLD: f64 = 1.2;
/// Rises that have a chance at all.
const RISES: usize = 64;
/// Longest chain that is followed.
const LONGEST: usize = 400;
/// Tries of finding a second chain that keeps the number of meetings in a slot.
const TRIES: usize = 4;
/// Moves between two looks at temperature and stop.
const ROUND: usize = 4096;

const NONE: u32 = u32::MAX;

struct Meeting {
    pair: usize,
    ends: [u32; 2],
    allowed: u64,
}

/// What annealing works on: who meets when, in flat arrays.
pub(crate) struct Kernel<'k, 'm> {
    model: &'m Model<'m>,
    idle: &'k Idle<'m>,
    slots: usize,
    meetings: Vec<Meeting>,
    /// By meeting: its slot.
    at: Vec<u8>,
    /// By participant times slots, plus slot: its meeting.
    cell: Vec<u32>,
    busy: Vec<u64>,
    /// By slot: its meetings; and by meeting: its place there.
    held: Vec<Vec<u32>>,
    place: Vec<u32>,
    groups: Vec<u8>,
    /// By participant: slots of its idle groups.
    width: Vec<u8>,
    total: i64,
    spread: Option<u32>,
    /// How many participants have so many groups.
    with: Vec<u32>,
    gappy: Vec<u32>,
    stands: Vec<u32>,
    /// By meeting: meetings that come before and after it.
    order: Option<Vec<[Vec<u32>; 2]>>,
    path: Vec<u32>,
    mark: Vec<u32>,
    stamp: u32,
}

/// One or two chains between two slots.
#[derive(Clone, Copy, Default)]
struct Move {
    ends: [u32; 4],
    count: usize,
}

impl<'k, 'm> Kernel<'k, 'm> {
    /// None where the problem needs more than the kernel knows: several seats, own tables, more slots than bits.
    pub(crate) fn new(board: &Board<'m>, idle: &'k Idle<'m>, spread: Option<u32>) -> Option<Self> {
        let model = board.model;
        if model.slots > 64 || !model.own_tables.is_empty() || model.seats.iter().any(|&seats| seats > 1) {
            return None;
        }
        let people = model.pairs_of.len();
        let mut kernel = Self {
            model,
            idle,
            slots: model.slots,
            meetings: Vec::new(),
            at: Vec::new(),
            cell: vec![NONE; people * model.slots],
            busy: vec![0; people],
            held: vec![Vec::new(); model.slots],
            place: Vec::new(),
            groups: vec![0; people],
            width: vec![0; people],
            total: 0,
            spread,
            with: vec![0; model.slots + 2],
            gappy: Vec::new(),
            stands: vec![NONE; people],
            order: None,
            path: Vec::new(),
            mark: Vec::new(),
            stamp: 0,
        };
        let mut number = vec![NONE; model.allowed.len()];
        for (pair, slot) in board.placed() {
            let meeting = u32::try_from(kernel.meetings.len()).ok()?;
            number[pair] = meeting;
            let ends = model.ends(pair).map(|end| u32::try_from(end).unwrap_or(NONE));
            kernel.meetings.push(Meeting { pair, ends, allowed: model.allowed[pair].word()? });
            kernel.at.push(u8::try_from(slot).ok()?);
            kernel.place.push(0);
            kernel.mark.push(0);
            kernel.sit(meeting, slot);
        }
        for participant in 0..people {
            let (groups, width) = idle.gaps_of_word(participant, kernel.busy[participant])?;
            kernel.groups[participant] = u8::try_from(groups).ok()?;
            kernel.width[participant] = u8::try_from(width).ok()?;
            kernel.total += i64::from(groups);
            *kernel.with.get_mut(groups as usize)? += 1;
            kernel.list(participant);
        }
        if !model.problem.precedences().is_empty() {
            let known = |pairs: &[usize]| -> Vec<u32> {
                pairs.iter().map(|&pair| number[pair]).filter(|&meeting| meeting != NONE).collect()
            };
            let of =
                |meeting: &Meeting| [known(&model.before[meeting.pair]), known(&model.after[meeting.pair])];
            kernel.order = Some(kernel.meetings.iter().map(of).collect());
        }
        Some(kernel)
    }

    /// The slots of all pairs as they stand.
    pub(crate) fn arrangement(&self) -> Vec<Option<usize>> {
        let mut slots = vec![None; self.model.allowed.len()];
        for (meeting, &slot) in self.meetings.iter().zip(&self.at) {
            slots[meeting.pair] = Some(usize::from(slot));
        }
        slots
    }

    /// Anneals for so many moves, or until no more than `bound` groups are left; ends at the best arrangement met.
    /// Where a clock is running it is cool in time: what is left of it is shared out by `share`.
    pub(crate) fn run(&mut self, moves: usize, bound: u32, share: f64, (rng, stop): (&mut Rng, &dyn Stop)) {
        let mut best = (self.rank(), self.at.clone());
        let had = stop.seconds_left();
        let mut heat = [0u64; RISES];
        let (mut done, mut progress) = (0, 0.0_f64);
        if self.meetings.is_empty() {
            return;
        }
        while done < moves && !(self.total <= i64::from(bound) && self.excess() == 0) && !stop.should_stop() {
            let by_clock = had
                .zip(stop.seconds_left())
                .map_or(0.0, |(had, left)| (had - left) / (had * share).max(1e-9));
            progress = progress.max(done as f64 / moves as f64).max(by_clock);
            if progress > 1.0 {
                break;
            }
            let temperature = HOT * (COLD / HOT).powf(progress);
            for (rise, chance) in heat.iter_mut().enumerate() {
                *chance = chance_of(rise, temperature);
            }
            for _ in 0..ROUND.min(moves - done) {
                if self.step(&heat, rng) && self.rank() < best.0 {
                    best = (self.rank(), self.at.clone());
                    if best.0 <= (0, i64::from(bound)) {
                        break;
                    }
                }
            }
            done += ROUND;
        }
        if best.0 < self.rank() {
            self.restore(&best.1);
        }
    }

    fn rank(&self) -> (i64, i64) {
        (self.excess(), self.total)
    }

    /// Groups beyond the spread over all participants.
    fn excess(&self) -> i64 {
        let Some(spread) = self.spread else { return 0 };
        let least = self.with.iter().position(|&n| n > 0).unwrap_or(0);
        let first = least.saturating_add(spread as usize).saturating_add(1);
        let beyond = self.with.iter().enumerate().skip(first);
        beyond.map(|(groups, &n)| i64::from(n) * i64::try_from(groups + 1 - first).unwrap_or(0)).sum()
    }

    fn cell(&self, participant: u32, slot: usize) -> u32 {
        self.cell[participant as usize * self.slots + slot]
    }

    fn step(&mut self, heat: &[u64; RISES], rng: &mut Rng) -> bool {
        let dice = rng.next();
        // Half of the moves are drawn from those who have a gap, into a slot in which they are idle.
        let (meeting, to) = if dice & 1 == 0 && !self.gappy.is_empty() {
            let who = self.gappy[pick(dice >> 1, self.gappy.len())] as usize;
            let from = nth_bit(self.busy[who], rng.below(self.busy[who].count_ones() as usize));
            let meeting = self.cell[who * self.slots + from];
            let idle = self.meetings[meeting as usize].allowed & !self.busy[who];
            if idle == 0 {
                return false;
            }
            (meeting, nth_bit(idle, rng.below(idle.count_ones() as usize)))
        } else {
            let meeting = pick(dice >> 1, self.meetings.len());
            let allowed = self.meetings[meeting].allowed & !(1 << self.at[meeting]);
            if allowed == 0 {
                return false;
            }
            #[expect(
                clippy::cast_possible_truncation,
                reason = "an index below the number of meetings, which fits"
            )]
            let meeting = meeting as u32;
            (meeting, nth_bit(allowed, rng.below(allowed.count_ones() as usize)))
        };
        let from = usize::from(self.at[meeting as usize]);
        let Some(moved) = self.chains(meeting, from, to, rng) else { return false };
        let mut rise = 0;
        let (mut groups, mut widths) = ([0u8; 4], [0u8; 4]);
        for (&end, (new, wide)) in moved.ends[..moved.count].iter().zip(groups.iter_mut().zip(&mut widths)) {
            let end = end as usize;
            let busy = self.busy[end] ^ (1 << from) ^ (1 << to);
            (*new, *wide) = self.count(end, busy);
            rise += GROUP * (i64::from(*new) - i64::from(self.groups[end]));
            rise += IDLE * (i64::from(*wide) - i64::from(self.width[end]));
            if let Some(longest) = self.model.party(end).max_run
                && longest_run(busy, self.idle.day_words()) > longest
            {
                return false;
            }
        }
        if self.spread.is_some() && moved.count > 0 {
            let before = self.excess();
            self.exchange(&moved, &mut groups);
            rise += BEYOND * (self.excess() - before);
            self.exchange(&moved, &mut groups);
        }
        if rise > 0 {
            let chance = usize::try_from(rise).ok().and_then(|rise| heat.get(rise)).copied().unwrap_or(0);
            if rng.next() >> 1 > chance {
                return false;
            }
        }
        self.apply(from, to);
        if self.order.is_some() && !self.in_order() {
            self.apply(from, to);
            return false;
        }
        for (&end, (new, wide)) in moved.ends[..moved.count].iter().zip(groups.into_iter().zip(widths)) {
            let end = end as usize;
            self.width[end] = wide;
            self.busy[end] ^= (1 << from) ^ (1 << to);
            let old = std::mem::replace(&mut self.groups[end], new);
            self.with[usize::from(old)] -= 1;
            self.with[usize::from(new)] += 1;
            self.total += i64::from(new) - i64::from(old);
            self.list(end);
        }
        true
    }

    /// Exchanges the groups of the ends with the given ones, in the tally by number only.
    fn exchange(&mut self, moved: &Move, groups: &mut [u8; 4]) {
        for (&end, new) in moved.ends[..moved.count].iter().zip(groups) {
            let old = std::mem::replace(&mut self.groups[end as usize], *new);
            self.with[usize::from(old)] -= 1;
            self.with[usize::from(*new)] += 1;
            *new = old;
        }
    }

    /// Idle groups of a participant and the slots in them.
    fn count(&self, participant: usize, busy: u64) -> (u8, u8) {
        let (groups, width) = self.idle.gaps_of_word(participant, busy).unwrap_or((0, 0));
        (u8::try_from(groups).unwrap_or(u8::MAX), u8::try_from(width).unwrap_or(u8::MAX))
    }

    /// The chain that takes a meeting from one slot to the other, with a second one where tables would not do; the meetings
    /// are left in `path`. None when somebody on it cannot move.
    fn chains(&mut self, meeting: u32, from: usize, to: usize, rng: &mut Rng) -> Option<Move> {
        self.path.clear();
        self.stamp = self.stamp.wrapping_add(1);
        let mut moved = Move::default();
        let net = self.walk(meeting, (from, to), &mut moved)?;
        let (gains, loses) = match net {
            0 => return Some(moved),
            1 => (to, from),
            _ => (from, to),
        };
        if self.held[gains].len() < self.model.open[gains] {
            return Some(moved);
        }
        let (length, one) = (self.path.len(), moved);
        for _ in 0..TRIES {
            let there = &self.held[gains];
            let other = there[rng.below(there.len())];
            if self.mark[other as usize] == self.stamp {
                continue;
            }
            if self.walk(other, (gains, loses), &mut moved) == Some(1) {
                return Some(moved);
            }
            // Marks of the failed walk stay: its meetings are not tried again in this move.
            self.path.truncate(length);
            moved = one;
        }
        None
    }

    /// Follows the chain of a meeting both ways; gives by how many more meetings move its way than the other.
    fn walk(&mut self, meeting: u32, (from, to): (usize, usize), moved: &mut Move) -> Option<i32> {
        if self.meetings[meeting as usize].allowed >> to & 1 == 0 {
            return None;
        }
        self.mark[meeting as usize] = self.stamp;
        self.path.push(meeting);
        let mut net = 1;
        for side in 0..2 {
            let mut at = self.meetings[meeting as usize].ends[side];
            let (mut into, mut away) = (to, from);
            loop {
                let met = self.cell(at, into);
                if met == NONE {
                    moved.ends[moved.count] = at;
                    moved.count += 1;
                    break;
                }
                if met == meeting {
                    return Some(net);
                }
                let there = &self.meetings[met as usize];
                if there.allowed >> away & 1 == 0 || self.path.len() >= LONGEST {
                    return None;
                }
                at = if there.ends[0] == at { there.ends[1] } else { there.ends[0] };
                net += if into == to { -1 } else { 1 };
                self.mark[met as usize] = self.stamp;
                self.path.push(met);
                std::mem::swap(&mut into, &mut away);
            }
        }
        Some(net)
    }

    /// Exchanges the two slots for every meeting of the path.
    fn apply(&mut self, one: usize, two: usize) {
        let path = std::mem::take(&mut self.path);
        for &meeting in &path {
            self.rise(meeting);
        }
        for &meeting in &path {
            let slot = usize::from(self.at[meeting as usize]);
            let slot = if slot == one { two } else { one };
            self.seat(meeting, slot);
        }
        self.path = path;
    }

    fn rise(&mut self, meeting: u32) {
        let slot = usize::from(self.at[meeting as usize]);
        for end in self.meetings[meeting as usize].ends {
            self.cell[end as usize * self.slots + slot] = NONE;
        }
        let place = self.place[meeting as usize] as usize;
        self.held[slot].swap_remove(place);
        if let Some(&other) = self.held[slot].get(place) {
            self.place[other as usize] = self.place[meeting as usize];
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "slots are below 64 and meetings below 2^32")]
    fn seat(&mut self, meeting: u32, slot: usize) {
        self.at[meeting as usize] = slot as u8;
        for end in self.meetings[meeting as usize].ends {
            self.cell[end as usize * self.slots + slot] = meeting;
        }
        self.place[meeting as usize] = self.held[slot].len() as u32;
        self.held[slot].push(meeting);
    }

    fn sit(&mut self, meeting: u32, slot: usize) {
        self.seat(meeting, slot);
        for end in self.meetings[meeting as usize].ends {
            self.busy[end as usize] |= 1 << slot;
        }
    }

    /// Whether the order of the meetings on the path holds.
    fn in_order(&self) -> bool {
        let Some(order) = &self.order else { return true };
        self.path.iter().all(|&meeting| {
            let slot = self.at[meeting as usize];
            let [before, after] = &order[meeting as usize];
            before.iter().all(|&other| self.at[other as usize] < slot)
                && after.iter().all(|&other| self.at[other as usize] > slot)
        })
    }

    /// Brings the list of those with a gap up to date.
    fn list(&mut self, participant: usize) {
        let stands = self.stands[participant];
        match (self.groups[participant] > 0, stands) {
            (true, NONE) => {
                self.stands[participant] = u32::try_from(self.gappy.len()).unwrap_or(NONE);
                self.gappy.push(u32::try_from(participant).unwrap_or(NONE));
            }
            (false, place) if place != NONE => {
                self.stands[participant] = NONE;
                self.gappy.swap_remove(place as usize);
                if let Some(&other) = self.gappy.get(place as usize) {
                    self.stands[other as usize] = place;
                }
            }
            _ => {}
        }
    }

    fn restore(&mut self, at: &[u8]) {
        self.cell.fill(NONE);
        self.busy.fill(0);
        self.held.iter_mut().for_each(Vec::clear);
        for (meeting, &slot) in (0u32..).zip(at) {
            self.sit(meeting, usize::from(slot));
        }
        self.with.fill(0);
        self.total = 0;
        for participant in 0..self.busy.len() {
            (self.groups[participant], self.width[participant]) =
                self.count(participant, self.busy[participant]);
            self.total += i64::from(self.groups[participant]);
            self.with[usize::from(self.groups[participant])] += 1;
            self.list(participant);
        }
    }
}

/// The chance of a rise at a temperature, as a share of 2^63.
fn chance_of(rise: usize, temperature: f64) -> u64 {
    let chance = (-(rise as f64) / temperature).exp();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2^63")]
    let share = (chance * 9.2e18) as u64;
    share
}

/// A place below `n` from 63 random bits.
fn pick(dice: u64, n: usize) -> usize {
    let wide = u128::from(dice << 1) * (n as u128);
    usize::try_from(wide >> 64).unwrap_or(0)
}

/// The place of a bit of a word, counted from the lowest.
fn nth_bit(mut word: u64, n: usize) -> usize {
    for _ in 0..n {
        word &= word - 1;
    }
    word.trailing_zeros() as usize
}

/// The longest run of ones within one of the days.
fn longest_run(busy: u64, days: &[u64]) -> u32 {
    let run = |mut word: u64| {
        let mut longest = 0;
        while word != 0 {
            word &= word << 1;
            longest += 1;
        }
        longest
    };
    days.iter().map(|&day| run(busy & day)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{longest_run, nth_bit, pick};

    #[test]
    fn bits_are_picked_and_runs_measured() {
        assert_eq!((nth_bit(0b1011_0100, 0), nth_bit(0b1011_0100, 2)), (2, 5));
        assert_eq!(longest_run(0b0111_0110, &[0b0011_1111, 0b1100_0000]), 2);
        assert!((0..1000u64).all(|n| pick(n << 53, 7) < 7));
        assert_eq!(pick(u64::MAX >> 1, 7), 6);
    }
}
