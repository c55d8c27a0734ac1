//! What makes a problem impossible to state, all at once; and the resolution of identifiers to indexes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, Time};

use crate::problem::{
    Lock, MAX_VALUE, Objective, Pair, PairLimit, Participant, ParticipantSpec, Precedence, Problem,
    ProblemSpec, Seats, Slot, SlotTables, Table,
};
use crate::{Invalid, Problems};

/// More tables than any hall has; a guard against slips such as a value put in the wrong field.
const MAX_TABLES: usize = 100_000;
/// More parallel seats than any delegation has.
const MAX_SEATS: u32 = 10_000;

/// Collects complaints.
#[derive(Default)]
struct Complaints(Vec<Invalid>);

impl Complaints {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>, hint: &str) {
        self.0.push(Invalid::new(field, message, hint));
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
    let participants = participants(spec, &slot_of, &table_of, &mut wrong);

    let pair_ids: Vec<String> =
        spec.pairs.iter().map(|p| p.id.clone().unwrap_or_else(|| format!("{}~{}", p.a, p.b))).collect();
    let pair_of =
        index("pairs", pair_ids.iter().map(String::as_str), "parallel pairs need distinct ids", &mut wrong);
    let mut pairs = pairs(spec, &pair_ids, &party_of, &mut wrong);
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
    let limits = limits(spec, &find_pair, &mut wrong);
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
    };
    if wrong.0.is_empty() {
        contradictions(&problem, &mut wrong);
    }
    Problems::check(wrong.0)?;
    Ok(problem)
}

type Names<'a> = BTreeMap<&'a str, usize>;

fn pairs(spec: &ProblemSpec, ids: &[String], party_of: &Names<'_>, wrong: &mut Complaints) -> Vec<Pair> {
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
        pairs[pair].lock = Some(lock);
    }
}

fn rooms(spec: &ProblemSpec, wrong: &mut Complaints) -> (Vec<Table>, Vec<Slot>) {
    if spec.slots.is_empty() {
        wrong.add("slots", "there is no slot", "list at least one time in which meetings can take place");
    }
    index("tables", spec.tables.iter().map(|t| t.id.as_str()), "give each table its own id", wrong);
    let mut tables = spec.tables.clone();
    let declared = !tables.is_empty();
    let mut known: BTreeMap<String, usize> =
        tables.iter().enumerate().map(|(i, t)| (t.id.clone(), i)).collect();
    if !declared {
        let most = spec
            .slots
            .iter()
            .filter_map(|s| if let SlotTables::Count(n) = s.tables { Some(n as usize) } else { None })
            .max()
            .unwrap_or(0);
        let named = spec
            .slots
            .iter()
            .filter_map(|s| if let SlotTables::Ids(ids) = &s.tables { Some(ids) } else { None })
            .flatten()
            .cloned();
        for id in (1..=most.min(MAX_TABLES)).map(|n| n.to_string()).chain(named) {
            if !known.contains_key(&id) {
                known.insert(id.clone(), tables.len());
                tables.push(Table { id, position: None });
            }
        }
    }
    let mut days: Vec<&Option<String>> = Vec::new();
    let mut slots = Vec::with_capacity(spec.slots.len());
    for (i, slot) in spec.slots.iter().enumerate() {
        if days.last() != Some(&&slot.day) {
            if days.contains(&&slot.day) {
                wrong.add(
                    format!("slots[{i}].day"),
                    "this day was already over",
                    "list the slots in time order",
                );
            }
            days.push(&slot.day);
        }
        let open = match &slot.tables {
            SlotTables::Count(n) if *n as usize > MAX_TABLES => {
                wrong.add(
                    format!("slots[{i}].tables"),
                    format!("`{n}` tables are more than a hall holds"),
                    "give at most 100000",
                );
                Vec::new()
            }
            SlotTables::Count(n) => {
                if declared && *n as usize > tables.len() {
                    wrong.add(
                        format!("slots[{i}].tables"),
                        format!("`{n}` tables are asked, {} are listed", tables.len()),
                        "list more tables, or ask for fewer",
                    );
                }
                (0..(*n as usize).min(tables.len())).collect()
            }
            SlotTables::Ids(ids) => {
                let mut open = BTreeSet::new();
                for (j, id) in ids.iter().enumerate() {
                    match known.get(id) {
                        None => wrong.add(
                            format!("slots[{i}].tables[{j}]"),
                            format!("there is no table `{id}`"),
                            "list it under `tables`, or correct the name",
                        ),
                        Some(&t) => {
                            if !open.insert(t) {
                                wrong.add(
                                    format!("slots[{i}].tables[{j}]"),
                                    format!("`{id}` is named twice"),
                                    "name each table once",
                                );
                            }
                        }
                    }
                }
                open.into_iter().collect()
            }
        };
        if slot.minutes == Some(0) {
            wrong.add(format!("slots[{i}].minutes"), "a slot of `0` minutes", "give its length in minutes");
        }
        slots.push(Slot {
            id: slot.id.clone(),
            day: days.len() - 1,
            session: slot.session,
            start: slot.start.clone(),
            minutes: slot.minutes,
            tables: open,
        });
    }
    in_time_order(&slots, wrong);
    (tables, slots)
}

/// Where starts can be read (`09:00`, `2027-03-18T09:00`), they must follow each other without overlap.
fn in_time_order(slots: &[Slot], wrong: &mut Complaints) {
    let instant = |slot: &Slot| -> Option<DateTime> {
        let text = slot.start.as_deref()?;
        let on_day = |time: Time| jiff::civil::date(2000, 1, 1).to_datetime(time);
        text.parse::<DateTime>().ok().or_else(|| text.parse::<Time>().ok().map(on_day))
    };
    for (i, two) in slots.windows(2).enumerate() {
        let (Some(early), Some(late)) = (instant(&two[0]), instant(&two[1])) else { continue };
        if two[0].day != two[1].day {
            continue;
        }
        let end = early
            .saturating_add(jiff::Span::new().minutes(i64::from(two[0].minutes.unwrap_or(0).min(100_000))));
        if late < end || late == early {
            wrong.add(
                format!("slots[{}].start", i + 1),
                format!("`{}` begins before `{}` is over", two[1].id, two[0].id),
                "list the slots in time order, without overlap",
            );
        }
    }
}

fn participants(
    spec: &ProblemSpec,
    slot_of: &BTreeMap<&str, usize>,
    table_of: &BTreeMap<&str, usize>,
    wrong: &mut Complaints,
) -> Vec<Participant> {
    spec.participants
        .iter()
        .enumerate()
        .map(|(i, party)| participant(i, party, spec.slots.len(), slot_of, table_of, wrong))
        .collect()
}

fn participant(
    i: usize,
    party: &ParticipantSpec,
    slots: usize,
    slot_of: &BTreeMap<&str, usize>,
    table_of: &BTreeMap<&str, usize>,
    wrong: &mut Complaints,
) -> Participant {
    let at = |field: &str| format!("participants[{i}].{field}");
    let checked = |n: u32, wrong: &mut Complaints| {
        if n > MAX_SEATS {
            wrong.add(
                at("seats"),
                format!("`{n}` seats are more than a delegation has"),
                "give at most 10000",
            );
        }
        n.min(MAX_SEATS)
    };
    let mut seats = match &party.seats {
        Seats::Every(n) => vec![checked(*n, wrong); slots],
        Seats::BySlot(by_slot) => {
            let mut seats = vec![1; slots];
            for (id, n) in by_slot {
                match slot_of.get(id.as_str()) {
                    Some(&slot) => seats[slot] = checked(*n, wrong),
                    None => wrong.add(at("seats"), format!("there is no slot `{id}`"), "use a slot's id"),
                }
            }
            seats
        }
    };
    let places: u64 = seats.iter().map(|&n| u64::from(n)).sum();
    for (j, id) in party.unavailable.iter().enumerate() {
        match slot_of.get(id.as_str()) {
            Some(&slot) => seats[slot] = 0,
            None => wrong.add(
                format!("participants[{i}].unavailable[{j}]"),
                format!("there is no slot `{id}`"),
                "use a slot's id",
            ),
        }
    }
    let (min, max) = (party.min.unwrap_or(0), party.max.unwrap_or(u32::MAX));
    if min > max {
        wrong.add(
            at("min"),
            format!("the floor `{min}` is above the cap `{max}`"),
            "lower the floor or raise the cap",
        );
    }
    if u64::from(min) > places && slots > 0 {
        wrong.add(
            at("min"),
            format!("the floor `{min}` is above the {places} meetings its seats allow"),
            "lower the floor, or add slots or seats",
        );
    }
    if party.max_run == Some(0) {
        wrong.add(at("max_run"), "a run of `0` meetings leaves none", "give at least 1, or leave it out");
    }
    let table = party.table.as_deref().and_then(|id| {
        let found = table_of.get(id).copied();
        if found.is_none() {
            wrong.add(
                at("table"),
                format!("there is no table `{id}`"),
                "list it under `tables`, or correct the name",
            );
        }
        found
    });
    Participant {
        id: party.id.clone(),
        side: party.side.clone(),
        group: party.group.clone(),
        seats,
        min,
        max,
        max_run: party.max_run,
        table,
        prefer: party.prefer,
    }
}

fn order(
    spec: &ProblemSpec,
    find_pair: &impl Fn(String, &str, &mut Complaints) -> Option<usize>,
    pairs: &[Pair],
    wrong: &mut Complaints,
) -> Vec<Precedence> {
    let mut edges = BTreeSet::new();
    for (i, (first, then)) in spec.precedences.iter().enumerate() {
        let first = find_pair(format!("precedences[{i}].first"), first, wrong);
        let then = find_pair(format!("precedences[{i}].then"), then, wrong);
        if let (Some(first), Some(then)) = (first, then) {
            edges.insert(Precedence { first, then });
        }
    }
    // Kahn's algorithm: what cannot be peeled off lies on or behind a cycle.
    let mut before = vec![0usize; pairs.len()];
    let mut after: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for edge in &edges {
        before[edge.then] += 1;
        after.entry(edge.first).or_default().push(edge.then);
    }
    let mut ready: Vec<usize> = (0..pairs.len()).filter(|&p| before[p] == 0).collect();
    while let Some(pair) = ready.pop() {
        for &next in after.get(&pair).map_or(&[][..], Vec::as_slice) {
            before[next] -= 1;
            if before[next] == 0 {
                ready.push(next);
            }
        }
    }
    let stuck: Vec<&str> =
        (0..pairs.len()).filter(|&p| before[p] > 0).take(6).map(|p| pairs[p].id.as_str()).collect();
    if !stuck.is_empty() {
        wrong.add(
            "precedences",
            format!("`{}` wait for each other in a circle", stuck.join("`, `")),
            "take one of these precedences away",
        );
    }
    edges.into_iter().collect()
}

fn objectives(spec: &ProblemSpec, wrong: &mut Complaints) -> Vec<Objective> {
    let Some(asked) = &spec.objectives else { return Objective::USUAL.to_vec() };
    let mut rest = Objective::USUAL.iter();
    if !asked.iter().all(|o| rest.any(|usual| usual == o)) {
        wrong.add(
            "objectives",
            "this order is not supported",
            "keep the order musts, floors, value, gaps; gaps may be left out",
        );
    }
    if let Some(needed) = Objective::USUAL[..3].iter().find(|o| !asked.contains(o)) {
        wrong.add(
            "objectives",
            format!("`{}` cannot be left out", needed.word()),
            "name musts, floors and value; gaps may be left out",
        );
    }
    asked.clone()
}

/// What contradicts itself although each part is well written.
fn contradictions(problem: &Problem, wrong: &mut Complaints) {
    let mut seated: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut set: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for (p, pair) in problem.pairs.iter().enumerate() {
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
        if let Some(slot) = lock.slot {
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

#[cfg(test)]
mod tests {
    use crate::{PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    fn spec() -> ProblemSpec {
        let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
        let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 5, ..Default::default() };
        ProblemSpec {
            slots: vec![SlotSpec { id: "s1".into(), tables: SlotTables::Count(2), ..Default::default() }],
            participants: vec![party("c"), party("f"), party("g")],
            pairs: vec![pair("c", "f"), pair("c", "g")],
            ..Default::default()
        }
    }

    #[test]
    fn a_plain_problem_resolves() {
        let problem = Problem::new(spec()).unwrap();
        assert_eq!(problem.pairs()[1].id, "c~g");
        assert_eq!(problem.tables().len(), 2);
        assert!(problem.is_bipartite());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut bad = spec();
        bad.pairs.push(PairSpec { a: "c".into(), b: "f".into(), value: u32::MAX, ..Default::default() });
        bad.pairs.push(PairSpec { a: "x".into(), b: "x".into(), ..Default::default() });
        bad.participants[0].min = Some(9);
        bad.excluded.push("nobody".into());
        bad.precedences = vec![("c~f".into(), "c~g".into()), ("c~g".into(), "c~f".into())];
        let wrong = Problem::new(bad).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|w| w.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "excluded[0]",
                "pairs[2].id",
                "pairs[2].value",
                "pairs[3]",
                "pairs[3].a",
                "pairs[3].b",
                "participants[0].min",
                "precedences"
            ]
        );
    }

    #[test]
    fn a_thousand_repetitions_are_one_complaint() {
        let mut bad = spec();
        for _ in 0..1000 {
            bad.pairs.push(bad.pairs[0].clone());
        }
        assert_eq!(Problem::new(bad).unwrap_err().iter().count(), 1);
    }

    #[test]
    fn locks_that_cannot_hold_are_told() {
        let mut bad = spec();
        bad.locked = vec![("c~f".into(), Some("s1".into()), None), ("c~g".into(), Some("s1".into()), None)];
        let wrong = Problem::new(bad).unwrap_err();
        assert!(wrong.to_string().contains("`c` has 2 meetings locked to `s1`"), "{wrong}");
    }

    #[test]
    fn no_slot_is_said() {
        assert!(Problem::new(ProblemSpec::default()).unwrap_err().to_string().contains("no slot"));
    }
}
