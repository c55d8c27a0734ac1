//! Tables and slots, and their order in time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, Time};

use super::{Complaints, index};
use crate::problem::{ProblemSpec, Slot, SlotTables, Table};

/// More tables than any hall has; a guard against slips such as a value put in the wrong field.
const MAX_TABLES: usize = 100_000;

pub(super) fn rooms(spec: &ProblemSpec, wrong: &mut Complaints) -> (Vec<Table>, Vec<Slot>) {
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
