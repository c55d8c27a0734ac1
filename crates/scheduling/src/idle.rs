//! Counts idle groups of a participant from the slots in which it is busy, and bounds them from below.

use crate::board::Board;
use crate::exact::Known;
use crate::model::Model;
use crate::slots::SlotSet;

/// Counts idle groups; one word of bits where the event has at most 64 slots.
pub(crate) struct Idle<'m> {
    model: &'m Model<'m>,
    days: Vec<SlotSet>,
    /// By participant: slots in which idleness counts.
    present: Vec<SlotSet>,
    /// The same as words.
    words: Option<(Vec<u64>, Vec<u64>)>,
}

impl<'m> Idle<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        let slots = model.problem.slots();
        let days = slots.last().map_or(0, |slot| slot.day + 1);
        let days: Vec<SlotSet> =
            (0..days).map(|day| SlotSet::collect(model.slots, |slot| slots[slot].day == day)).collect();
        let absence = model.problem.count_absence();
        let present: Vec<SlotSet> = model
            .problem
            .participants()
            .iter()
            .map(|party| SlotSet::collect(model.slots, |slot| absence || party.is_available(slot)))
            .collect();
        let words = days
            .iter()
            .map(SlotSet::word)
            .collect::<Option<Vec<u64>>>()
            .zip(present.iter().map(SlotSet::word).collect::<Option<Vec<u64>>>());
        Self { model, days, present, words }
    }

    /// The slots of each day.
    pub(crate) fn days(&self) -> &[SlotSet] {
        &self.days
    }

    /// Slots in which idleness of a participant counts.
    pub(crate) fn counted(&self, participant: usize) -> &SlotSet {
        &self.present[participant]
    }

    /// Idle groups of a participant that is busy in these slots.
    pub(crate) fn groups(&self, participant: usize, busy: &SlotSet) -> u32 {
        let groups = busy.word().and_then(|busy| self.groups_of_word(participant, busy));
        groups.unwrap_or_else(|| self.runs(participant, busy).0)
    }

    /// The days as words; none where a word is too short.
    pub(crate) fn day_words(&self) -> &[u64] {
        self.words.as_ref().map_or(&[], |(days, _)| days)
    }

    /// Idle groups of a participant that is busy in the slots of a word; none where a word is too short.
    #[inline]
    pub(crate) fn groups_of_word(&self, participant: usize, busy: u64) -> Option<u32> {
        let (days, present) = self.words.as_ref()?;
        let present = present[participant];
        Some(days.iter().map(|&day| groups_of_word(busy & day, present)).sum())
    }

    /// The same, with the slots of those groups in which idleness counts.
    #[inline]
    pub(crate) fn gaps_of_word(&self, participant: usize, busy: u64) -> Option<(u32, u32)> {
        let (days, present) = self.words.as_ref()?;
        let present = present[participant];
        let of = |&day: &u64| {
            let busy = busy & day;
            (groups_of_word(busy, present), (within(busy) & !busy & present).count_ones())
        };
        Some(days.iter().map(of).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1)))
    }

    /// Idle groups and idle slots, by walking through the slots.
    pub(crate) fn runs(&self, participant: usize, busy: &SlotSet) -> (u32, u32) {
        let present = &self.present[participant];
        let (mut groups, mut slots) = (0, 0);
        for day in &self.days {
            let mut idle = None;
            for slot in day.iter() {
                if busy.contains(slot) {
                    if let Some(n) = idle.filter(|&n| n > 0) {
                        groups += 1;
                        slots += n;
                    }
                    idle = Some(0);
                } else if present.contains(slot) {
                    idle = idle.map(|n| n + 1);
                }
            }
        }
        (groups, slots)
    }

    /// Minutes of the idle slots that count, as far as slots tell how long they last.
    pub(crate) fn minutes(&self, participant: usize, busy: &SlotSet) -> u32 {
        let present = &self.present[participant];
        let (mut total, slots) = (0u32, self.model.problem.slots());
        for day in &self.days {
            let mut idle: Option<u32> = None;
            for slot in day.iter() {
                if busy.contains(slot) {
                    total = total.saturating_add(idle.unwrap_or(0));
                    idle = Some(0);
                } else if present.contains(slot) {
                    idle = idle.map(|sum| sum.saturating_add(slots[slot].minutes.unwrap_or(0)));
                }
            }
        }
        total
    }

    /// Whether the spread of idle groups, where one is asked, would hold with one more pair in a slot.
    pub(crate) fn spread_holds(&self, board: &Board<'_>, pair: usize, slot: usize) -> bool {
        self.spread_holds_with(board, Some((pair, slot)))
    }

    /// Whether the spread of idle groups, where one is asked, holds.
    pub(crate) fn spread_is_kept(&self, board: &Board<'_>) -> bool {
        self.spread_holds_with(board, None)
    }

    fn spread_holds_with(&self, board: &Board<'_>, more: Option<(usize, usize)>) -> bool {
        let Some(spread) = self.model.problem.spread() else { return true };
        let more = more.map(|(pair, slot)| (self.model.ends(pair), slot));
        let groups = |participant: usize| {
            let mut busy = board.busy(participant).clone();
            if let Some((_, slot)) = more.filter(|(ends, _)| ends.contains(&participant)) {
                busy.insert(slot);
            }
            self.groups(participant, &busy)
        };
        let all: Vec<u32> = (0..self.model.pairs_of.len()).map(groups).collect();
        let (least, most) = (all.iter().min(), all.iter().max());
        least.zip(most).is_none_or(|(least, most)| most - least <= spread)
    }

    /// Fewest idle groups over all participants, each looked at alone, for any agenda that agrees with what is known.
    pub(crate) fn bound(&self, known: &[Known]) -> u32 {
        (0..self.model.pairs_of.len()).map(|participant| self.fewest(participant, known)).sum()
    }

    /// Fewest idle groups of one participant: over every number of meetings it may have, by dynamic programming over slots.
    pub(crate) fn fewest(&self, participant: usize, known: &[Known]) -> u32 {
        let model = self.model;
        let pairs = &model.pairs_of[participant];
        let least = pairs.iter().filter(|&&pair| known[pair] == Known::In || model.is_locked(pair)).count();
        if least < 2 {
            return 0;
        }
        let mut reach = SlotSet::collect(model.slots, |_| false);
        for &pair in pairs.iter().filter(|&&pair| known[pair] != Known::Out) {
            reach.union(&model.allowed[pair]);
        }
        let mut fixed = SlotSet::collect(model.slots, |_| false);
        for &pair in pairs.iter().filter(|&&p| known[p] == Known::In || model.is_locked(p)) {
            if model.allowed[pair].len() == 1 {
                fixed.union(&model.allowed[pair]);
            }
        }
        // cost[n][state]: fewest groups with n meetings so far; states: not begun, busy, idle uncounted, idle counted, done.
        let none = u32::MAX;
        let mut cost = vec![[none; 5]; least + 1];
        cost[0][0] = 0;
        let slots = model.problem.slots();
        for slot in 0..model.slots {
            if slot > 0 && slots[slot].day != slots[slot - 1].day {
                for states in &mut cost {
                    let over = states[0].min(states[1]).min(states[4]);
                    *states = [over, none, none, none, none];
                }
            }
            let seats = model.seats[participant * model.slots + slot].min(model.open[slot]);
            let present = self.present[participant].contains(slot);
            let mut next = vec![[none; 5]; least + 1];
            for (met, &[fresh, busy, idle, counted, done]) in cost.iter().enumerate() {
                if !fixed.contains(slot) {
                    let open = if present { none } else { busy.min(idle) };
                    let closed =
                        if present { busy.min(idle).saturating_add(1).min(counted) } else { counted };
                    let rest = [fresh, none, open, closed, done.min(busy)];
                    for (have, offer) in next[met].iter_mut().zip(rest) {
                        *have = (*have).min(offer);
                    }
                }
                if seats > 0 && reach.contains(slot) {
                    let from = fresh.min(busy).min(idle).min(counted);
                    for more in 1..=seats {
                        let now = (met + more).min(least);
                        next[now][1] = next[now][1].min(from);
                    }
                }
            }
            cost = next;
        }
        let ends = &cost[least];
        let fewest = ends[0].min(ends[1]).min(ends[4]);
        if fewest == none { 0 } else { fewest }
    }
}

/// From the first to the last busy slot.
fn within(busy: u64) -> u64 {
    if busy == 0 {
        return 0;
    }
    (u64::MAX >> busy.leading_zeros()) & (u64::MAX << busy.trailing_zeros())
}

/// Idle groups within one day: runs of zeros between ones, those without a present slot apart.
fn groups_of_word(busy: u64, present: u64) -> u32 {
    if busy & busy.wrapping_sub(1) == 0 {
        return 0;
    }
    let idle = within(busy) & !busy;
    let starts = idle & !(idle << 1);
    let absent = idle & !present;
    // Adding a start to a run of absences carries to the place behind it; where that is busy the run is all absence.
    let carried = absent.wrapping_add(absent & starts) & !absent & busy;
    starts.count_ones() - carried.count_ones()
}

#[cfg(test)]
mod tests {
    use super::groups_of_word;

    #[test]
    fn words_agree_with_walking() {
        for busy in 0u64..512 {
            for present in 0u64..512 {
                let (mut groups, mut idle) = (0, None);
                for slot in 0..9 {
                    if busy >> slot & 1 == 1 {
                        groups += u32::from(idle == Some(true));
                        idle = Some(false);
                    } else if present >> slot & 1 == 1 {
                        idle = idle.map(|_| true);
                    }
                }
                assert_eq!(groups_of_word(busy, present), groups, "{busy:b} {present:b}");
            }
        }
    }
}
