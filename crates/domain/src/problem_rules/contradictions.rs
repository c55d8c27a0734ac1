//! Locks, musts and exclusions that cannot hold together.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaints;
use crate::problem::Problem;

/// What contradicts itself although each part is well written; items about which something was told already are left alone.
pub(super) fn contradictions(problem: &Problem, told: &BTreeSet<String>, wrong: &mut Complaints) {
    let sound = |list: &str, index: usize| !told.contains(&format!("{list}[{index}]"));
    let mut seated: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut set: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for (p, pair) in problem.pairs.iter().enumerate() {
        // Nearly every pair is neither.
        if !(pair.excluded && pair.must) && pair.lock.is_none() {
            continue;
        }
        if !sound("pairs", p) {
            continue;
        }
        if pair.excluded && pair.must {
            wrong.add(
                format!("pairs[{p}]"),
                format!("`{}` must take place and is excluded", pair.id),
                "take away one of the two",
            );
        }
        let Some(lock) = pair.lock else { continue };
        if pair.excluded {
            wrong.add(
                format!("pairs[{p}]"),
                format!("`{}` is locked and excluded", pair.id),
                "take away one of the two",
            );
        }
        if let Some(slot) = lock.slot.filter(|&slot| sound("slots", slot)) {
            let name = &problem.slots[slot].id;
            if !problem.fits(p, slot) {
                wrong.add(
                    "locked",
                    format!("`{}` is locked to `{name}`, where it cannot be: someone is away, or the slot does not suit it", pair.id),
                    "choose another slot, or lift the absence",
                );
            }
            *taken.entry(slot).or_default() += 1;
            for party in [pair.a, pair.b] {
                *seated.entry((party, slot)).or_default() += 1;
            }
            if let Some(table) = lock.table {
                if !problem.slots[slot].tables.contains(&table) {
                    wrong.add(
                        "locked",
                        format!("table `{}` is closed in `{name}`", problem.tables[table].id),
                        "choose another table",
                    );
                }
                if let Some(other) = set.insert((slot, table), p) {
                    wrong.add(
                        "locked",
                        format!(
                            "`{}` and `{}` are locked to one table in `{name}`",
                            problem.pairs[other].id, pair.id
                        ),
                        "move one of the two",
                    );
                }
            }
        }
    }
    for ((party, slot), n) in seated {
        let party = &problem.participants[party];
        if n > party.seats[slot] {
            wrong.add(
                "locked",
                format!(
                    "`{}` has {n} meetings locked to `{}`, and {} seats",
                    party.id, problem.slots[slot].id, party.seats[slot]
                ),
                "move one of them, or add a seat",
            );
        }
    }
    for (slot, n) in taken {
        let slot = &problem.slots[slot];
        if n > slot.tables.len() {
            wrong.add(
                "locked",
                format!("{n} meetings are locked to `{}`, which has {} tables", slot.id, slot.tables.len()),
                "move one of them, or open a table",
            );
        }
    }
}
