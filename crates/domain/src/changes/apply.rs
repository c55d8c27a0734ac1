//! Makes changes: first what comes in, then each change in turn, then the past is frozen and what has become pointless lifted.

use std::collections::{BTreeMap, BTreeSet};

use super::lift::{Lift, freeze};
use super::moment::{Edge, slot as moment};
use super::{Change, Changed, Changes, Effect};
use crate::problem::Lock;
use crate::problem_rules::contradictions_of;
use crate::{Agenda, Invalid, Meeting, Problem, Problems};

pub(super) fn apply(changes: &Changes, problem: &Problem, released: &Agenda) -> Result<Changed, Problems> {
    let mut wrong = Vec::new();
    let frozen = changes
        .frozen_before
        .as_deref()
        .map_or(Ok(0), |text| moment(problem, text, Edge::Begin, "frozen_before"));
    // With the moment unknown, what lies before it cannot be told; everything else still can.
    let frozen = frozen.unwrap_or_else(|one| {
        wrong.push(one);
        0
    });
    let (problem, added) = match enlarged(changes, problem) {
        Ok(grown) => grown,
        Err(mut more) => {
            wrong.append(&mut more);
            (problem.clone(), vec![(Vec::new(), Vec::new()); changes.list.len()])
        }
    };
    let mut edit = Edit::new(problem, released, frozen, wrong);
    for (index, (change, added)) in changes.list.iter().zip(added).enumerate() {
        edit.at = format!("changes[{index}]");
        if let Some(effect) = edit.change(change, added) {
            edit.effects.push(effect);
        }
    }
    edit.against_each_other(changes);
    edit.finish(released)
}

/// The problem with everything that is added, and the indexes of it by change.
type Grown = (Problem, Vec<(Vec<usize>, Vec<usize>)>);

fn enlarged(changes: &Changes, problem: &Problem) -> Result<Grown, Vec<Invalid>> {
    let mut places = vec![(Vec::new(), Vec::new()); changes.list.len()];
    if !changes.list.iter().any(|change| matches!(change, Change::Added { .. })) {
        return Ok((problem.clone(), places));
    }
    let mut spec = problem.spec();
    let (mut parties, mut pairs) = (Vec::new(), Vec::new());
    for (index, change) in changes.list.iter().enumerate() {
        let Change::Added { participants, pairs: more } = change else { continue };
        for (j, one) in participants.iter().enumerate() {
            places[index].0.push(spec.participants.len());
            parties.push(format!("changes[{index}].participants[{j}]"));
            spec.participants.push(one.clone());
        }
        for (j, one) in more.iter().enumerate() {
            places[index].1.push(spec.pairs.len());
            pairs.push(format!("changes[{index}].pairs[{j}]"));
            spec.pairs.push(one.clone());
        }
    }
    let before = (problem.participants().len(), problem.pairs().len());
    // Fields speak of the whole problem's lists; what is told is about the change that brought the item.
    let rename = |field: &str| -> Option<String> {
        for (list, old, new) in [("participants[", before.0, &parties), ("pairs[", before.1, &pairs)] {
            if let Some((number, rest)) = field.strip_prefix(list).and_then(|rest| rest.split_once(']')) {
                let place = number.parse::<usize>().ok()?.checked_sub(old)?;
                return Some(format!("{}{rest}", new.get(place)?));
            }
        }
        None
    };
    match Problem::new(spec) {
        Ok(problem) => Ok((problem, places)),
        Err(problems) => Err(problems
            .into_iter()
            .map(|one| Invalid { field: rename(&one.field).unwrap_or_else(|| "changes".into()), ..one })
            .collect()),
    }
}

/// A problem while it is being changed.
struct Edit {
    problem: Problem,
    frozen: usize,
    /// Where each pair met before.
    was: Vec<Option<Meeting>>,
    /// Meetings of each participant in the frozen past.
    had: Vec<u32>,
    parties: BTreeMap<String, usize>,
    pairs: BTreeMap<String, usize>,
    at: String,
    effects: Vec<Effect>,
    wrong: Vec<Invalid>,
}

const PAST: &str = "what has happened cannot be changed: name a later slot, or an earlier `frozen_before`";
const KNOWN: &str = "use an id of the problem";

impl Edit {
    fn new(problem: Problem, released: &Agenda, frozen: usize, wrong: Vec<Invalid>) -> Self {
        let mut was = vec![None; problem.pairs.len()];
        let mut had = vec![0; problem.participants.len()];
        for meeting in released.meetings() {
            if let Some(place) = was.get_mut(meeting.pair) {
                *place = Some(*meeting);
            }
            if meeting.slot < frozen
                && let Some(pair) = problem.pairs.get(meeting.pair)
            {
                had[pair.a] += 1;
                had[pair.b] += 1;
            }
        }
        let parties = problem.participants.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        let pairs = problem.pairs.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        Self { problem, frozen, was, had, parties, pairs, at: String::new(), effects: Vec::new(), wrong }
    }

    fn tell(&mut self, field: &str, message: impl Into<String>, hint: &str) {
        let field = if field.is_empty() { self.at.clone() } else { format!("{}.{field}", self.at) };
        self.wrong.push(Invalid::new(field, message, hint));
    }

    fn party(&mut self, field: &str, id: &str) -> Option<usize> {
        let found = self.parties.get(id).copied();
        if found.is_none() {
            self.tell(field, format!("there is no participant `{id}`"), KNOWN);
        }
        found
    }

    fn pair(&mut self, id: &str) -> Option<usize> {
        let found = self.pairs.get(id).copied();
        if found.is_none() {
            let hint = "use a pair's id; by default it is `a~b`";
            self.tell("pair", format!("there is no pair `{id}`"), hint);
        }
        found
    }

    /// A moment that does not lie in the frozen past.
    fn moment(&mut self, field: &str, text: &str, edge: Edge, least: usize) -> Option<usize> {
        match moment(&self.problem, text, edge, &format!("{}.{field}", self.at)) {
            Err(one) => {
                self.wrong.push(one);
                None
            }
            Ok(slot) if slot < least => {
                self.tell(field, format!("`{text}` lies in the frozen past"), PAST);
                None
            }
            Ok(slot) => Some(slot),
        }
    }

    /// Slots by id, none of them frozen; ascending.
    fn slots(&mut self, ids: &[String]) -> Option<Vec<usize>> {
        let mut slots = BTreeSet::new();
        let before = self.wrong.len();
        for (j, id) in ids.iter().enumerate() {
            match self.problem.slots.iter().position(|slot| slot.id == *id) {
                None => self.tell(&format!("slots[{j}]"), format!("there is no slot `{id}`"), KNOWN),
                Some(slot) if slot < self.frozen => {
                    self.tell(&format!("slots[{j}]"), format!("`{id}` lies in the frozen past"), PAST);
                }
                Some(slot) => {
                    slots.insert(slot);
                }
            }
        }
        (self.wrong.len() == before).then(|| slots.into_iter().collect())
    }

    fn change(&mut self, change: &Change, added: (Vec<usize>, Vec<usize>)) -> Option<Effect> {
        match change {
            Change::Withdrawn { participant, from } => {
                let who = self.party("participant", participant);
                let from = from
                    .as_deref()
                    .map_or(Some(self.frozen), |from| self.moment("from", from, Edge::End, self.frozen));
                let (participant, from) = (who?, from?);
                self.away(participant, |slot| slot >= from);
                Some(Effect::Withdrawn { participant, from })
            }
            Change::Late { participant, until } => {
                let who = self.party("participant", participant);
                let until = self.moment("until", until, Edge::Begin, self.frozen + 1);
                let (participant, until) = (who?, until?);
                self.away(participant, |slot| slot < until);
                Some(Effect::Late { participant, until })
            }
            Change::Leaves { participant, from } => {
                let who = self.party("participant", participant);
                let from = self.moment("from", from, Edge::End, self.frozen);
                let (participant, from) = (who?, from?);
                self.away(participant, |slot| slot >= from);
                Some(Effect::Leaves { participant, from })
            }
            Change::Absent { participant, slots } => {
                let who = self.party("participant", participant);
                let slots = self.slots(slots);
                let (participant, slots) = (who?, slots?);
                self.away(participant, |slot| slots.contains(&slot));
                Some(Effect::Absent { participant, slots })
            }
            Change::TableClosed { table, slots } => self.close(table, slots),
            Change::Added { .. } => Some(Effect::Added { participants: added.0, pairs: added.1 }),
            Change::Refused { pair, by } => self.refuse(pair, by.as_deref()),
            Change::MustMove { pair, to } => self.move_on(pair, to.as_deref()),
            Change::Limits { participant, min, max, seats } => {
                let participant = self.party("participant", participant)?;
                self.limit(participant, (*min, *max, *seats));
                Some(Effect::Limits { participant })
            }
        }
    }

    fn away(&mut self, participant: usize, gone: impl Fn(usize) -> bool) {
        let frozen = self.frozen;
        for (slot, seats) in self.problem.participants[participant].seats.iter_mut().enumerate() {
            if slot >= frozen && gone(slot) {
                *seats = 0;
            }
        }
    }

    fn close(&mut self, id: &str, ids: &[String]) -> Option<Effect> {
        let table = self.problem.tables.iter().position(|table| table.id == id);
        if table.is_none() {
            self.tell("table", format!("there is no table `{id}`"), KNOWN);
        }
        let slots = self.slots(ids);
        let (table, named) = (table?, slots?);
        let open: Vec<usize> = (self.frozen..self.problem.slots.len())
            .filter(|&slot| self.problem.slots[slot].tables.contains(&table))
            .collect();
        let slots = if ids.is_empty() { open.clone() } else { named };
        if slots.is_empty() || slots.iter().any(|slot| !open.contains(slot)) {
            self.tell(
                "",
                format!("table `{id}` is not open then anyway"),
                "name only slots in which it is open",
            );
            return None;
        }
        for &slot in &slots {
            self.problem.slots[slot].tables.retain(|&other| other != table);
        }
        let altogether = slots.len() == open.len();
        Some(Effect::TableClosed { table, slots, altogether })
    }

    fn refuse(&mut self, id: &str, by: Option<&str>) -> Option<Effect> {
        let pair = self.pair(id);
        let who = by.map(|by| (by, self.party("by", by)));
        let pair = pair?;
        let ends = [self.problem.pairs[pair].a, self.problem.pairs[pair].b];
        if let Some((by, Some(who))) = who
            && !ends.contains(&who)
        {
            self.tell(
                "by",
                format!("`{by}` is not one of the two of `{id}`"),
                "name one of its participants",
            );
        }
        if self.was[pair].is_some_and(|meeting| meeting.slot < self.frozen) {
            self.tell("pair", format!("`{id}` has taken place in the frozen past"), PAST);
            return None;
        }
        if self.problem.pairs[pair].excluded {
            self.tell("pair", format!("`{id}` is ruled out already"), "take this change away");
            return None;
        }
        let one = &mut self.problem.pairs[pair];
        (one.excluded, one.must, one.lock) = (true, false, None);
        Some(Effect::Refused { pair, by: who.and_then(|(_, who)| who) })
    }

    fn move_on(&mut self, id: &str, to: Option<&str>) -> Option<Effect> {
        let pair = self.pair(id);
        let to = to.map(|to| self.moment("to", to, Edge::Begin, self.frozen));
        let pair = pair?;
        let was = self.was[pair];
        if was.is_some_and(|meeting| meeting.slot < self.frozen) {
            self.tell("pair", format!("`{id}` has taken place in the frozen past"), PAST);
            return None;
        }
        if self.problem.pairs[pair].excluded {
            self.tell("pair", format!("`{id}` is ruled out"), "take this change away, or what rules it out");
            return None;
        }
        let away_from = was.map(|meeting| meeting.slot);
        let to = match to {
            None => None,
            Some(None) => return None,
            Some(Some(slot)) if slot >= self.problem.slots.len() || Some(slot) == away_from => {
                let message =
                    if Some(slot) == away_from { "it is there already" } else { "no slot begins then" };
                self.tell("to", message, "name another slot");
                return None;
            }
            Some(to) => to,
        };
        if to.is_none() && away_from.is_none() {
            self.tell(
                "pair",
                format!("`{id}` is not in the agenda"),
                "give `to`, the slot in which it is to be",
            );
            return None;
        }
        let one = &mut self.problem.pairs[pair];
        let table = one.lock.and_then(|lock| lock.table);
        if let Some(slot) = to {
            one.lock = Some(Lock { slot: Some(slot), table });
        } else {
            // It is to take place all the same: elsewhere, not never.
            one.must = true;
            one.lock = table.map(|table| Lock { slot: None, table: Some(table) });
        }
        if let Some(slot) = away_from
            && let Err(place) = one.barred.binary_search(&slot)
        {
            one.barred.insert(place, slot);
        }
        Some(Effect::MustMove { pair, away_from, to })
    }

    fn limit(&mut self, participant: usize, (min, max, seats): (Option<u32>, Option<u32>, Option<u32>)) {
        if min.is_none() && max.is_none() && seats.is_none() {
            self.tell("", "nothing changes", "give `min`, `max` or `seats`");
        }
        if let Some(max) = max
            && max < self.had[participant]
        {
            let had = self.had[participant];
            self.tell("max", format!("`{max}` is below the {had} meetings it has had already"), PAST);
        }
        if seats == Some(0) || seats.is_some_and(|n| n > 10_000) {
            self.tell(
                "seats",
                "give 1 to 10000 seats",
                "to be away is `withdrawn`, `late`, `leaves` or `absent`",
            );
        }
        let frozen = self.frozen;
        let party = &mut self.problem.participants[participant];
        (party.min, party.max) = (min.unwrap_or(party.min), max.unwrap_or(party.max));
        let (min, max) = (party.min, party.max);
        if let Some(n) = seats {
            for now in party.seats.iter_mut().skip(frozen).filter(|now| **now > 0) {
                *now = n;
            }
        }
        if min > max {
            let message = format!("the floor `{min}` is above the cap `{max}`");
            self.tell("", message, "give both `min` and `max`");
        }
    }

    /// Changes of which one makes nonsense of another.
    fn against_each_other(&mut self, changes: &Changes) {
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, change) in changes.list.iter().enumerate() {
            self.at = format!("changes[{index}]");
            match change {
                Change::Withdrawn { participant, .. } => {
                    if let Some(first) = gone.insert(participant, index) {
                        let message = format!("`{participant}` withdraws twice, first in changes[{first}]");
                        self.tell("participant", message, "keep one of the two");
                    }
                }
                Change::Refused { pair, .. } | Change::MustMove { pair, .. } => {
                    if let Some(first) = pairs.insert(pair, index) {
                        let message = format!("`{pair}` is refused or moved already, in changes[{first}]");
                        self.tell("pair", message, "keep one of the two");
                    }
                }
                _ => {}
            }
        }
    }

    fn finish(mut self, released: &Agenda) -> Result<Changed, Problems> {
        Problems::check(std::mem::take(&mut self.wrong))?;
        freeze(&mut self.problem, released, self.frozen);
        let lifted = Lift { effects: &self.effects, frozen: self.frozen, was: &self.was, had: &self.had }
            .run(&mut self.problem);
        for (index, effect) in self.effects.iter().enumerate() {
            if let Effect::MustMove { pair, to: Some(to), .. } = *effect
                && !self.problem.fits(pair, to)
            {
                let message = format!(
                    "`{}` cannot be in `{}`: someone is away, or the slot does not suit it",
                    self.problem.pairs[pair].id, self.problem.slots[to].id
                );
                let field = format!("changes[{index}].to");
                self.wrong.push(Invalid::new(field, message, "name another slot"));
            }
        }
        if self.wrong.is_empty() {
            let moved = self.effects.iter().rposition(|e| matches!(e, Effect::MustMove { to: Some(_), .. }));
            let field = moved.map_or("changes".to_owned(), |index| format!("changes[{index}].to"));
            let clashes = contradictions_of(&self.problem).into_iter();
            self.wrong = clashes.map(|one| Invalid { field: field.clone(), ..one }).collect();
        }
        Problems::check(self.wrong)?;
        let Self { problem, frozen, effects, .. } = self;
        Ok(Changed { problem, released: released.clone(), frozen, effects, lifted })
    }
}
