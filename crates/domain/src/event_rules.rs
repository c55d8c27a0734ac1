//! What makes an event impossible, all at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::AmbiguousOffset;

use crate::event::{Absence, DayWishes, Desk, DeskRef, EventParts};
use crate::{BriefId, ClientId, DeskId, FirmId, Invalid};

/// Everything that is wrong with the parts of an event. Field paths are those of the parts,
/// which the event file shares but for its grouped wishes.
pub(crate) fn all(
    parts: &EventParts,
    firms: &BTreeSet<FirmId>,
    briefs: &BTreeMap<BriefId, Option<ClientId>>,
) -> Vec<Invalid> {
    let mut wrong = Vec::new();
    slots_and_tables(parts, &mut wrong);
    let desks = desks(parts, briefs, &mut wrong);
    let attending = attending(parts, firms, &mut wrong);
    let known = Known { firms, attending, desks, briefs };
    wishes(parts, &known, &mut wrong);
    refusals_and_exclusions(parts, &known, &mut wrong);
    promises(parts, &known, &mut wrong);
    lock_places(parts, &mut wrong);
    wrong
}

type Desks<'a> = BTreeMap<&'a DeskId, &'a [BriefId]>;

fn slots_and_tables(parts: &EventParts, wrong: &mut Vec<Invalid>) {
    if parts.slots.is_empty() {
        wrong.push(Invalid::new(
            "sessions",
            "the event has no slot",
            "add a session with a date, a start, a count and minutes",
        ));
    }
    if parts.tables.is_empty() {
        wrong.push(Invalid::new("tables", "the event has no table", "say how many tables there are"));
    }
    let mut seen = BTreeSet::new();
    for table in &parts.tables {
        if !seen.insert(&table.id) {
            wrong.push(Invalid::new(
                "tables",
                format!("`{}` is listed twice", table.id),
                "give each table its own id",
            ));
        }
    }
    let mut ids = BTreeSet::new();
    for slot in &parts.slots {
        if !ids.insert(&slot.id) {
            wrong.push(Invalid::new(
                "sessions",
                format!("two slots are called `{}`", slot.id),
                "sessions must not overlap",
            ));
        }
        if slot.minutes == 0 {
            wrong.push(Invalid::new(
                "sessions",
                format!("the slot at {} lasts `0` minutes", slot.start),
                "give its length in minutes",
            ));
        }
    }
    for slot in &parts.slots {
        if matches!(parts.time_zone.to_ambiguous_timestamp(slot.start).offset(), AmbiguousOffset::Gap { .. })
        {
            let message = format!("{} does not exist: the clocks go forward then", slot.start);
            wrong.push(Invalid::new("sessions", message, "begin the session at another time"));
        }
    }
    for two in parts.slots.windows(2) {
        if two[1].start < two[0].end() {
            let message =
                format!("the slot at {} begins before the one at {} is over", two[1].start, two[0].start);
            wrong.push(Invalid::new("sessions", message, "list sessions in time order, without overlap"));
        }
    }
}

fn absences(field: &str, list: &[Absence], wrong: &mut Vec<Invalid>) {
    for (i, absence) in list.iter().enumerate() {
        if absence.from >= absence.until {
            let message = format!("`{}` to `{}` runs backwards", absence.from, absence.until);
            wrong.push(Invalid::new(format!("{field}.absences[{i}]"), message, "put the earlier time first"));
        }
    }
}

fn floor_and_cap(field: &str, min: Option<u32>, max: Option<u32>, wrong: &mut Vec<Invalid>) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        wrong.push(Invalid::new(
            format!("{field}.min"),
            format!("the floor `{min}` is above the cap `{max}`"),
            "lower the floor or raise the cap",
        ));
    }
}

fn longest_run(field: &str, day: DayWishes, wrong: &mut Vec<Invalid>) {
    if day.max_run == Some(0) {
        wrong.push(Invalid::new(
            format!("{field}.max_run"),
            "a run of `0` meetings leaves none",
            "give at least 1, or leave it out",
        ));
    }
}

/// A desk's own table exists, and some slot is long enough for it.
fn desk_place(parts: &EventParts, field: &str, desk: &Desk, wrong: &mut Vec<Invalid>) {
    if let Some(table) = desk.table.as_ref().filter(|own| !parts.tables.iter().any(|t| t.id == **own)) {
        wrong.push(Invalid::new(
            format!("{field}.table"),
            format!("there is no table `{table}`"),
            "list it under `tables`, or correct the name",
        ));
    }
    let longest = parts.slots.iter().map(|slot| slot.minutes).max();
    if let Some((needed, longest)) = desk.minutes.zip(longest).filter(|(needed, longest)| needed > longest) {
        wrong.push(Invalid::new(
            format!("{field}.minutes"),
            format!("`{needed}` minutes are more than the longest slot has, {longest}"),
            "lower it, or add a session with longer slots",
        ));
    }
}

fn desks<'a>(
    parts: &'a EventParts,
    briefs: &BTreeMap<BriefId, Option<ClientId>>,
    wrong: &mut Vec<Invalid>,
) -> Desks<'a> {
    let mut clients = BTreeSet::new();
    let mut desks = Desks::new();
    if parts.clients.is_empty() {
        wrong.push(Invalid::new("clients", "the event has no client", "list at least one, with a desk"));
    }
    for (c, client) in parts.clients.iter().enumerate() {
        let field = format!("clients[{c}]");
        if !clients.insert(&client.id) {
            wrong.push(Invalid::new(
                format!("{field}.id"),
                format!("`{}` is listed twice", client.id),
                "give each client its own id",
            ));
        }
        if client.desks.is_empty() {
            wrong.push(Invalid::new(
                format!("{field}.desks"),
                format!("`{}` has no desk", client.id),
                "give it at least one desk",
            ));
        }
        for (d, desk) in client.desks.iter().enumerate() {
            let field = format!("{field}.desks[{d}]");
            if desks.insert(&desk.id, &desk.briefs).is_some() {
                wrong.push(Invalid::new(
                    format!("{field}.id"),
                    format!("`{}` is listed twice", desk.id),
                    "give each desk its own id",
                ));
            }
            if desk.briefs.is_empty() {
                wrong.push(Invalid::new(
                    format!("{field}.briefs"),
                    format!("`{}` has no brief to talk about", desk.id),
                    "name at least one brief",
                ));
            }
            for (b, brief) in desk.briefs.iter().enumerate() {
                let field = format!("{field}.briefs[{b}]");
                match briefs.get(brief) {
                    None => wrong.push(Invalid::new(
                        field,
                        format!("there is no brief `{brief}`"),
                        "add it to the briefs, or correct the name",
                    )),
                    Some(Some(owner)) if *owner != client.id => {
                        wrong.push(Invalid::new(
                            field,
                            format!("brief `{brief}` belongs to `{owner}`"),
                            "a desk talks about its own client's briefs",
                        ));
                    }
                    Some(_) => {}
                }
            }
            floor_and_cap(&field, desk.min, desk.max, wrong);
            absences(&field, &desk.absences, wrong);
            longest_run(&field, desk.day, wrong);
            desk_place(parts, &field, desk, wrong);
        }
    }
    desks
}

fn attending<'a>(
    parts: &'a EventParts,
    firms: &BTreeSet<FirmId>,
    wrong: &mut Vec<Invalid>,
) -> BTreeSet<&'a FirmId> {
    let mut attending = BTreeSet::new();
    if parts.attending.is_empty() {
        wrong.push(Invalid::new("attending", "no firm attends", "list the firms that come"));
    }
    for (i, one) in parts.attending.iter().enumerate() {
        let field = format!("attending[{i}]");
        if !firms.contains(&one.firm) {
            wrong.push(Invalid::new(
                format!("{field}.firm"),
                format!("there is no firm `{}`", one.firm),
                "add it to the firms, or correct the name",
            ));
        }
        if !attending.insert(&one.firm) {
            wrong.push(Invalid::new(
                format!("{field}.firm"),
                format!("`{}` is listed twice", one.firm),
                "list each firm once",
            ));
        }
        if one.seats == 0 {
            wrong.push(Invalid::new(
                format!("{field}.seats"),
                "`0` seats",
                "give at least 1, or take the firm off the list",
            ));
        }
        floor_and_cap(&field, one.min, one.max, wrong);
        absences(&field, &one.absences, wrong);
        longest_run(&field, one.day, wrong);
    }
    attending
}

/// What may be named in a request.
struct Known<'a> {
    firms: &'a BTreeSet<FirmId>,
    attending: BTreeSet<&'a FirmId>,
    desks: Desks<'a>,
    briefs: &'a BTreeMap<BriefId, Option<ClientId>>,
}

impl Known<'_> {
    fn firm(&self, field: String, id: &FirmId, wrong: &mut Vec<Invalid>) {
        if !self.firms.contains(id) {
            wrong.push(Invalid::new(
                field,
                format!("there is no firm `{id}`"),
                "add it to the firms, or correct the name",
            ));
        } else if !self.attending.contains(id) {
            wrong.push(Invalid::new(
                field,
                format!("`{id}` does not attend"),
                "list it under `attending`, or take this away",
            ));
        }
    }

    fn desk(&self, field: String, id: &DeskId, wrong: &mut Vec<Invalid>) {
        if !self.desks.contains_key(id) {
            wrong.push(Invalid::new(
                field,
                format!("there is no desk `{id}`"),
                "list it under its client, or correct the name",
            ));
        }
    }

    fn about(&self, field: String, at: Option<&DeskId>, brief: &BriefId, wrong: &mut Vec<Invalid>) {
        if !self.briefs.contains_key(brief) {
            wrong.push(Invalid::new(
                field,
                format!("there is no brief `{brief}`"),
                "add it to the briefs, or correct the name",
            ));
        } else if at.is_some_and(|at| self.desks.get(at).is_some_and(|held| !held.contains(brief))) {
            wrong.push(Invalid::new(
                field,
                format!("the desk does not hold brief `{brief}`"),
                "name one of the desk's briefs",
            ));
        } else if !self.desks.values().any(|held| held.contains(brief)) {
            wrong.push(Invalid::new(
                field,
                format!("no desk holds brief `{brief}`"),
                "give the brief to a desk, or take this away",
            ));
        }
    }
}

fn wishes(parts: &EventParts, known: &Known<'_>, wrong: &mut Vec<Invalid>) {
    // Files group wishes: `formats` leads each of these paths back to its entry.
    let mut once = BTreeSet::new();
    for (i, wish) in parts.wishes.iter().enumerate() {
        known.firm(format!("wishes[{i}].firm"), &wish.firm, wrong);
        if let Some(at) = &wish.desk {
            known.desk(format!("wishes[{i}].desk"), at, wrong);
        }
        known.about(format!("wishes[{i}].brief"), wish.desk.as_ref(), &wish.brief, wrong);
        if !once.insert((wish.by, wish.desk.as_ref(), &wish.firm, &wish.brief)) {
            wrong.push(Invalid::new(
                format!("wishes[{i}]"),
                format!("`{}` and brief `{}` are wished twice by the same side", wish.firm, wish.brief),
                "keep one grade",
            ));
        }
    }
}

fn refusals_and_exclusions(parts: &EventParts, known: &Known<'_>, wrong: &mut Vec<Invalid>) {
    for (i, it) in parts.refusals.iter().enumerate() {
        known.firm(format!("refusals[{i}].firm"), &it.firm, wrong);
        known.desk(format!("refusals[{i}].desk"), &it.desk, wrong);
    }
    for (i, it) in parts.exclusions.iter().enumerate() {
        known.firm(format!("exclusions[{i}].firm"), &it.firm, wrong);
        match &it.desks {
            DeskRef::Desk(id) => known.desk(format!("exclusions[{i}].desk"), id, wrong),
            DeskRef::Client(id) => {
                if !parts.clients.iter().any(|c| c.id == *id) {
                    wrong.push(Invalid::new(
                        format!("exclusions[{i}].client"),
                        format!("there is no client `{id}`"),
                        "list it, or correct the name",
                    ));
                }
            }
        }
    }
}

/// Musts and locks: what the organiser promises must not be ruled out elsewhere.
fn promises(parts: &EventParts, known: &Known<'_>, wrong: &mut Vec<Invalid>) {
    let ruled_out = |at: &DeskId, firm: &FirmId| {
        let owner = parts.clients.iter().find(|c| c.desks.iter().any(|d| d.id == *at)).map(|c| &c.id);
        let excluded = parts.exclusions.iter().any(|e| {
            e.firm == *firm
                && match &e.desks {
                    DeskRef::Desk(d) => d == at,
                    DeskRef::Client(c) => owner == Some(c),
                }
        });
        excluded || parts.refusals.iter().any(|r| r.firm == *firm && r.desk == *at)
    };
    let musts = parts.musts.iter().map(|m| ("musts", &m.desk, &m.firm, &m.brief));
    let locks = parts.locks.iter().map(|l| ("locks", &l.desk, &l.firm, &l.brief));
    let mut i = 0;
    let mut list_before = "";
    for (list, at, who, brief) in musts.chain(locks) {
        i = if list == list_before { i + 1 } else { 0 };
        list_before = list;
        known.firm(format!("{list}[{i}].firm"), who, wrong);
        known.desk(format!("{list}[{i}].desk"), at, wrong);
        known.about(format!("{list}[{i}].brief"), Some(at), brief, wrong);
        if ruled_out(at, who) {
            wrong.push(Invalid::new(
                format!("{list}[{i}]"),
                format!("`{at}` with `{who}` is promised and ruled out"),
                "take away the exclusion, the refusal, or the promise",
            ));
        }
    }
}

fn lock_places(parts: &EventParts, wrong: &mut Vec<Invalid>) {
    for (i, lock) in parts.locks.iter().enumerate() {
        let Some(slot) = &lock.slot else { continue };
        match parts.slots.iter().find(|s| s.id == *slot) {
            None => wrong.push(Invalid::new(
                format!("locks[{i}].slot"),
                format!("there is no slot `{slot}`"),
                "give the time at which a slot begins",
            )),
            Some(found) => {
                if lock.table.as_ref().is_some_and(|t| !found.tables.contains(t)) {
                    wrong.push(Invalid::new(
                        format!("locks[{i}].table"),
                        "this table is not open in that slot",
                        "choose another table",
                    ));
                }
            }
        }
    }
}
