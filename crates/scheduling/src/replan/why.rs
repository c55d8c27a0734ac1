//! Says of every meeting that is another than before because of which change, directly or through which other meeting.
//!
//! It looks at the two agendas alone: what cannot stay has its change; whoever takes a seat or a table that such a meeting left,
//! or leaves one that such a meeting takes, follows from it; and so on outwards, so that chains are as short as they can be.

use std::collections::{BTreeMap, VecDeque};

use passerelle_domain::{Agenda, Changed, Meeting, MeetingChange, Place, Why};

pub(super) fn changes(changed: &Changed, now: &Agenda) -> Vec<MeetingChange> {
    let place = |m: &Meeting| (m.pair, (m.slot, m.table));
    let before: BTreeMap<usize, Place> = changed.released().meetings().iter().map(place).collect();
    let after: BTreeMap<usize, Place> = now.meetings().iter().map(place).collect();
    let mut list: Vec<MeetingChange> = Vec::new();
    for (&pair, &from) in &before {
        let to = after.get(&pair).copied();
        if to != Some(from) {
            list.push(MeetingChange { pair, from: Some(from), to, why: Why::Gain });
        }
    }
    let new = after.iter().filter(|(pair, _)| !before.contains_key(pair));
    list.extend(new.map(|(&pair, &to)| MeetingChange { pair, from: None, to: Some(to), why: Why::Gain }));
    list.sort_by_key(|change| change.pair);
    let direct: Vec<Option<usize>> = list.iter().map(|change| cause(changed, change)).collect();
    let links = Links::new(changed, &list);
    let mut queue = VecDeque::new();
    let mut known: Vec<Option<usize>> = direct.clone();
    for (index, change) in direct.iter().enumerate() {
        if let Some(change) = *change {
            list[index].why = Why::Direct(change);
            queue.push_back(index);
        }
    }
    while let Some(index) = queue.pop_front() {
        let Some(change) = known[index] else { continue };
        for next in links.from(&list, index) {
            if known[next].is_none() {
                known[next] = Some(change);
                list[next].why = Why::Chain { change, through: list[index].pair };
                queue.push_back(next);
            }
        }
    }
    list
}

/// The change that says so itself, or that leaves the meeting no place.
fn cause(changed: &Changed, change: &MeetingChange) -> Option<usize> {
    let was =
        change.from.and_then(|(slot, table)| changed.cause(&Meeting { slot, table, pair: change.pair }));
    let pair = changed.problem().pairs().get(change.pair)?;
    let newcomer = || {
        // A newcomer's meeting is what it came for.
        let of = |party| changed.names_participant(party).filter(|_| change.from.is_none());
        of(pair.a).or_else(|| of(pair.b))
    };
    was.or_else(|| changed.names_pair(change.pair)).or_else(newcomer)
}

/// Which changed meetings touch each other.
struct Links {
    ends: Vec<[usize; 2]>,
    of_party: BTreeMap<usize, Vec<usize>>,
    of_slot: BTreeMap<usize, Vec<usize>>,
}

impl Links {
    fn new(changed: &Changed, list: &[MeetingChange]) -> Self {
        let mut links = Self { ends: Vec::new(), of_party: BTreeMap::new(), of_slot: BTreeMap::new() };
        for (index, change) in list.iter().enumerate() {
            let pair = &changed.problem().pairs()[change.pair];
            links.ends.push([pair.a, pair.b]);
            for end in [pair.a, pair.b] {
                links.of_party.entry(end).or_default().push(index);
            }
            for (slot, _) in [change.from, change.to].into_iter().flatten() {
                links.of_slot.entry(slot).or_default().push(index);
            }
        }
        links
    }

    /// What follows from a changed meeting, the closest first: one of its people in the slot it left or takes, one of its people
    /// at all, somebody else at a table of those slots.
    fn from(&self, list: &[MeetingChange], index: usize) -> Vec<usize> {
        let slots = |at: usize| -> Vec<usize> {
            [list[at].from, list[at].to].into_iter().flatten().map(|(slot, _)| slot).collect()
        };
        let mine = slots(index);
        let shares = |other: &usize| slots(*other).iter().any(|slot| mine.contains(slot));
        let people: Vec<usize> = self.ends[index]
            .iter()
            .flat_map(|end| self.of_party.get(end).into_iter().flatten().copied())
            .filter(|&other| other != index)
            .collect();
        let (close, far): (Vec<usize>, Vec<usize>) = people.into_iter().partition(shares);
        let tables = mine.iter().flat_map(|slot| self.of_slot.get(slot).into_iter().flatten().copied());
        close.into_iter().chain(far).chain(tables.filter(|&other| other != index)).collect()
    }
}
