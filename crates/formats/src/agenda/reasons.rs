//! Reasons of a bare problem in English, with identifiers.

use passerelle_domain::{Problem, Unplaced, UnplacedReason};

/// More names than this in one sentence help nobody.
const NAMED: usize = 5;

pub(super) fn detail(problem: &Problem, unplaced: &Unplaced) -> String {
    let party = |p: usize| problem.participants().get(p).map_or("?", |p| p.id.as_str());
    let slots = |list: &[usize]| {
        named(list.iter().map(|&s| problem.slots().get(s).map_or("?", |s| s.id.as_str()).to_owned()))
    };
    let (a, b) = problem.pairs().get(unplaced.pair).map_or(("?", "?"), |pair| (party(pair.a), party(pair.b)));
    match &unplaced.reason {
        UnplacedReason::Excluded => format!("the pair of `{a}` and `{b}` is excluded"),
        UnplacedReason::NoCommonSlot => {
            format!("`{a}` and `{b}` are never there at the same time in a slot that suits them")
        }
        UnplacedReason::ParticipantFull { participant, meetings, cap } => {
            format!("`{}` has {meetings} of at most {cap} meetings", party(*participant))
        }
        UnplacedReason::TablesFull { slots: list } => {
            format!("`{a}` and `{b}` are both free only in {}, where every table is taken", slots(list))
        }
        UnplacedReason::LimitReached { limit } => {
            let max = problem.limits().get(*limit).map_or(0, |limit| limit.max);
            format!("limit {limit} allows at most {max} of its pairs, and has them")
        }
        UnplacedReason::Rules { slots: list } => format!(
            "`{a}` and `{b}` are both free in {}, but a rule of order, rest or table forbids it there",
            slots(list)
        ),
        UnplacedReason::Outbid { by } => {
            let holders = named(by.iter().map(|held| {
                let pair = problem.pairs().get(held.pair).map_or("?", |pair| pair.id.as_str());
                let slot = problem.slots().get(held.slot).map_or("?", |slot| slot.id.as_str());
                format!("{pair}` ({}) in `{slot}", held.value)
            }));
            format!("`{a}` and `{b}` have room, but never in the same slot; in the way: {holders}")
        }
        UnplacedReason::GivenUp { slots: list } => format!(
            "`{a}` and `{b}` are both free in {}, but this meeting was given up for fewer idle gaps",
            slots(list)
        ),
        UnplacedReason::NotReached { slots: list } => format!(
            "`{a}` and `{b}` are both free in {}, but the limit of time or work was reached first",
            slots(list)
        ),
    }
}

fn named(list: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = list.collect();
    let shown: Vec<String> = all.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match all.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
