//! What makes a problem impossible to state, all at once; and the resolution of identifiers to indexes.

mod contradictions;
mod groups;
mod order;
mod parties;
mod rooms;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use contradictions::contradictions;
use order::{objectives, order};
use parties::participants;
use rooms::rooms;

use crate::problem::{Lock, MAX_VALUE, Pair, PairLimit, Problem, ProblemSpec};
use crate::{Invalid, Problems};

/// Collects complaints.
#[derive(Default)]
struct Complaints(Vec<Invalid>);

impl Complaints {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>, hint: &str) {
        self.0.push(Invalid::new(field, message, hint));
    }

    /// The items (`pairs[3]`) about which something was said: what else seems wrong with them may only follow from it.
    fn told(&self) -> BTreeSet<String> {
        let item = |wrong: &Invalid| wrong.field.split('.').next().unwrap_or_default().to_owned();
        self.0.iter().map(item).collect()
    }
}

/// Indexes identifiers; repeated ones are one complaint each, however often they return.
fn index<'a>(
    what: &str,
    ids: impl Iterator<Item = &'a str>,
    hint: &str,
    wrong: &mut Complaints,
) -> BTreeMap<&'a str, usize> {
    let mut known = BTreeMap::new();
    let mut repeated: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, id) in ids.enumerate() {
        if id.trim().is_empty() {
            wrong.add(
                format!("{what}[{i}].id"),
                "the identifier is empty",
                "give it a short name of its own",
            );
        }
        if known.contains_key(id) {
            repeated.entry(id).or_default().push(i);
        } else {
            known.insert(id, i);
        }
    }
    for (id, places) in repeated {
        let more =
            if places.len() > 1 { format!(" and {} more times", places.len() - 1) } else { String::new() };
        wrong.add(
            format!("{what}[{}].id", places[0]),
            format!("`{id}` is already the name of {what}[{}]; it returns here{more}", known[id]),
            hint,
        );
    }
    known
}

pub(crate) fn resolve(spec: &ProblemSpec) -> Result<Problem, Problems> {
    let mut wrong = Complaints::default();
    let (tables, slots) = rooms(spec, &mut wrong);
    let slot_of =
        index("slots", spec.slots.iter().map(|s| s.id.as_str()), "give each slot its own id", &mut wrong);
    let table_of: Names<'_> = tables.iter().enumerate().map(|(i, t)| (t.id.as_str(), i)).collect();
    let parties = spec.participants.iter().map(|p| p.id.as_str());
    let party_of = index("participants", parties, "give each participant its own id", &mut wrong);
    let mut participants = participants(spec, &slot_of, &table_of, &mut wrong);

    let pair_ids: Vec<String> =
        spec.pairs.iter().map(|p| p.id.clone().unwrap_or_else(|| format!("{}~{}", p.a, p.b))).collect();
    let pair_of =
        index("pairs", pair_ids.iter().map(String::as_str), "parallel pairs need distinct ids", &mut wrong);
    let mut pairs = pairs(spec, &pair_ids, (&party_of, &slot_of), &mut wrong);
    let find_pair = |field: String, id: &str, wrong: &mut Complaints| {
        let found = pair_of.get(id).copied();
        if found.is_none() {
            wrong.add(field, format!("there is no pair `{id}`"), "use a pair's id; by default it is `a~b`");
        }
        found
    };
    for (i, id) in spec.excluded.iter().enumerate() {
        if let Some(pair) = find_pair(format!("excluded[{i}]"), id, &mut wrong) {
            pairs[pair].excluded = true;
        }
    }
    let mut limits = limits(spec, &find_pair, &mut wrong);
    groups::expand(spec, (&mut participants, &pairs, &mut limits), &mut wrong);
    locks(spec, &mut pairs, &find_pair, (&slot_of, &table_of), &mut wrong);
    let precedences = order(spec, &find_pair, &pairs, &mut wrong);
    let objectives = objectives(spec, &mut wrong);

    let problem = Problem {
        slots,
        tables,
        participants,
        pairs,
        limits,
        precedences,
        count_absence: spec.count_absence,
        objectives,
        spread: spec.spread,
        give_up: spec.give_up,
    };
    let told = wrong.told();
    contradictions(&problem, &told, &mut wrong);
    Problems::check(wrong.0)?;
    Ok(problem)
}

/// Locks, musts and exclusions of a problem that cannot hold together.
pub(crate) fn contradictions_of(problem: &Problem) -> Vec<Invalid> {
    let mut wrong = Complaints::default();
    contradictions(problem, &BTreeSet::new(), &mut wrong);
    wrong.0
}

type Names<'a> = BTreeMap<&'a str, usize>;

fn pairs(
    spec: &ProblemSpec,
    ids: &[String],
    (party_of, slot_of): (&Names<'_>, &Names<'_>),
    wrong: &mut Complaints,
) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(spec.pairs.len());
    for (i, (pair, id)) in spec.pairs.iter().zip(ids).enumerate() {
        let mut end = |field: &str, name: &String| {
            party_of.get(name.as_str()).copied().unwrap_or_else(|| {
                wrong.add(
                    format!("pairs[{i}].{field}"),
                    format!("there is no participant `{name}`"),
                    "list it under `participants`, or correct the name",
                );
                0
            })
        };
        let (a, b) = (end("a", &pair.a), end("b", &pair.b));
        if pair.a == pair.b {
            wrong.add(
                format!("pairs[{i}]"),
                format!("`{}` would meet itself", pair.a),
                "give two different participants",
            );
        }
        if pair.value > MAX_VALUE {
            wrong.add(
                format!("pairs[{i}].value"),
                format!("`{}` is out of range", pair.value),
                "give a whole number from 0 to 1000000000",
            );
        }
        let mut barred = BTreeSet::new();
        for (j, slot) in pair.unavailable.iter().enumerate() {
            match slot_of.get(slot.as_str()) {
                Some(&slot) => {
                    barred.insert(slot);
                }
                None => wrong.add(
                    format!("pairs[{i}].unavailable[{j}]"),
                    format!("there is no slot `{slot}`"),
                    "use a slot's id",
                ),
            }
        }
        pairs.push(Pair {
            id: id.clone(),
            a,
            b,
            value: pair.value,
            must: pair.must,
            wished: pair.wished,
            excluded: false,
            session: pair.session,
            minutes: pair.minutes,
            barred: barred.into_iter().collect(),
            lock: None,
        });
    }
    pairs
}

fn limits(
    spec: &ProblemSpec,
    find_pair: &impl Fn(String, &str, &mut Complaints) -> Option<usize>,
    wrong: &mut Complaints,
) -> Vec<PairLimit> {
    let mut limits = Vec::new();
    for (i, (ids, min, max)) in spec.limits.iter().enumerate() {
        let mut members = BTreeSet::new();
        for (j, id) in ids.iter().enumerate() {
            if let Some(pair) = find_pair(format!("limits[{i}].pairs[{j}]"), id, wrong)
                && !members.insert(pair)
            {
                wrong.add(
                    format!("limits[{i}].pairs[{j}]"),
                    format!("`{id}` is named twice"),
                    "name each pair once",
                );
            }
        }
        let (min, max) = (min.unwrap_or(0), max.unwrap_or(u32::MAX));
        if min > max {
            wrong.add(
                format!("limits[{i}].min"),
                format!("`{min}` is above the maximum `{max}`"),
                "lower the minimum or raise the maximum",
            );
        }
        if min as usize > ids.len() {
            wrong.add(
                format!("limits[{i}].min"),
                format!("`{min}` is more than the {} pairs it counts", ids.len()),
                "lower the minimum",
            );
        }
        limits.push(PairLimit { pairs: members.into_iter().collect(), min, max });
    }
    limits
}

fn locks(
    spec: &ProblemSpec,
    pairs: &mut [Pair],
    find_pair: &impl Fn(String, &str, &mut Complaints) -> Option<usize>,
    (slot_of, table_of): (&Names<'_>, &Names<'_>),
    wrong: &mut Complaints,
) {
    for (i, (id, slot, table)) in spec.locked.iter().enumerate() {
        let Some(pair) = find_pair(format!("locked[{i}].pair"), id, wrong) else { continue };
        let mut place = |field: &str, what: &str, name: &Option<String>, known: &Names<'_>| {
            let name = name.as_deref()?;
            let found = known.get(name).copied();
            if found.is_none() {
                wrong.add(
                    format!("locked[{i}].{field}"),
                    format!("there is no {what} `{name}`"),
                    "use an id from the list above",
                );
            }
            found
        };
        let lock = Lock {
            slot: place("slot", "slot", slot, slot_of),
            table: place("table", "table", table, table_of),
        };
        if pairs[pair].lock.is_some_and(|earlier| earlier != lock) {
            wrong.add(
                format!("locked[{i}]"),
                format!("`{id}` is locked twice, differently"),
                "keep one of the two locks",
            );
        }
        // The first one stands, so that what contradicts it is told too.
        pairs[pair].lock = pairs[pair].lock.or(Some(lock));
    }
}
