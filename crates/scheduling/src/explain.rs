//! Says of every pair that was left out why, from the final agenda, by plain definitions.

use std::cmp::Reverse;

use passerelle_domain::{Outbidder, Unplaced, UnplacedReason};

use crate::board::Board;
use crate::idle::Idle;

/// One reason for every pair that is not placed, in the order of the pairs; `given_up` tells whether value was given up for
/// fewer idle groups.
pub(crate) fn unplaced(board: &Board<'_>, idle: &Idle<'_>, given_up: bool) -> Vec<Unplaced> {
    let why = |pair: usize| match reason(board, idle, pair) {
        UnplacedReason::NotReached { slots } if given_up => UnplacedReason::GivenUp { slots },
        other => other,
    };
    (0..board.model.allowed.len())
        .filter(|&pair| board.slot_of(pair).is_none())
        .map(|pair| Unplaced { pair, reason: why(pair) })
        .collect()
}

/// The reason of one pair that is not placed.
pub(crate) fn reason(board: &Board<'_>, idle: &Idle<'_>, pair: usize) -> UnplacedReason {
    let model = board.model;
    let problem = model.problem;
    if problem.pairs()[pair].excluded {
        return UnplacedReason::Excluded;
    }
    let common: Vec<usize> = (0..model.slots).filter(|&slot| problem.fits(pair, slot)).collect();
    if common.is_empty() {
        let tableless: Vec<usize> =
            (0..model.slots).filter(|&slot| only_tables_lack(board, pair, slot)).collect();
        return match tableless[..] {
            [] => UnplacedReason::NoCommonSlot,
            _ => UnplacedReason::TablesFull { slots: tableless },
        };
    }
    // Where both are full, the one that is harder to make room with is the reason.
    let full = model.ends(pair).into_iter().filter(|&end| board.met(end) as u64 >= cap(board, end));
    if let Some(participant) = full.max_by_key(|&end| (cheapest(board, end), Reverse(end))) {
        return UnplacedReason::ParticipantFull {
            participant,
            meetings: u32::try_from(board.met(participant)).unwrap_or(u32::MAX),
            cap: u32::try_from(cap(board, participant)).unwrap_or(u32::MAX),
        };
    }
    let full = |&&limit: &&usize| board.counted(limit) >= problem.limits()[limit].max as usize;
    if let Some(&limit) = model.limits_of[pair].iter().find(full) {
        return UnplacedReason::LimitReached { limit };
    }
    if model.allowed[pair].is_empty() {
        return UnplacedReason::Rules { slots: common };
    }
    // Own seats count as they are, not as the model trims them to what can ever be used.
    let free = |&&slot: &&usize| {
        model
            .ends(pair)
            .into_iter()
            .all(|end| board.at(end, slot).len() < model.party(end).seats[slot] as usize)
    };
    let free: Vec<usize> = common.iter().filter(free).copied().collect();
    if free.is_empty() {
        return UnplacedReason::Outbid { by: outbidders(board, pair, &common) };
    }
    let tabled: Vec<usize> = free.iter().copied().filter(|&slot| board.has_table(slot)).collect();
    if tabled.is_empty() {
        return UnplacedReason::TablesFull { slots: free };
    }
    let suited: Vec<usize> = tabled
        .iter()
        .copied()
        .filter(|&slot| {
            model.allowed[pair].contains(slot)
                && board.suits(pair, slot)
                && idle.spread_holds(board, pair, slot)
        })
        .collect();
    if suited.is_empty() {
        return UnplacedReason::Rules { slots: free };
    }
    UnplacedReason::NotReached { slots: suited }
}

/// Meetings a participant can have: its `max`, or its seats where it is there.
fn cap(board: &Board<'_>, participant: usize) -> u64 {
    let party = board.model.party(participant);
    let seats: u64 = party.seats.iter().map(|&n| u64::from(n)).sum();
    u64::from(party.max).min(seats)
}

/// The least value among a participant's meetings; the most there is when it has none.
fn cheapest(board: &Board<'_>, participant: usize) -> u32 {
    let pairs = board.model.problem.pairs();
    let meetings = (0..board.model.slots).flat_map(|slot| board.at(participant, slot).iter());
    meetings.map(|&pair| pairs[pair].value).min().unwrap_or(u32::MAX)
}

/// Whether a pair would fit a slot if the slot had a table open.
fn only_tables_lack(board: &Board<'_>, pair: usize, slot: usize) -> bool {
    let problem = board.model.problem;
    let (wanted, at) = (&problem.pairs()[pair], &problem.slots()[slot]);
    at.tables.is_empty()
        && [wanted.a, wanted.b].iter().all(|&end| problem.participants()[end].is_available(slot))
        && (wanted.session.is_none() || wanted.session == at.session)
        && wanted.minutes.is_none_or(|needed| at.minutes.is_some_and(|m| m >= needed))
        && !wanted.barred.contains(&slot)
}

/// The meetings in the way of a pair in the slots that would suit it, the cheapest first.
fn outbidders(board: &Board<'_>, pair: usize, slots: &[usize]) -> Vec<Outbidder> {
    let model = board.model;
    let mut by = Vec::new();
    for &slot in slots {
        for end in model.ends(pair) {
            let there = board.at(end, slot);
            if there.len() >= model.party(end).seats[slot] as usize {
                let holder = |&other: &usize| Outbidder {
                    value: model.problem.pairs()[other].value,
                    pair: other,
                    slot,
                };
                by.extend(there.iter().map(holder));
            }
        }
    }
    by.sort_unstable();
    by.dedup();
    by
}
