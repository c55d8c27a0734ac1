//! The fields of a problem.
//!
//! An item with something wrong in it stays in its list, filled up with blanks, so that the items after it keep their numbers
//! and what is wrong between items can still be told.

use std::collections::BTreeMap;

use passerelle_domain::{
    MAX_VALUE, PairSpec, ParticipantSpec, ProblemSpec, Seats, Session, SlotSpec, SlotTables, Table,
};

use crate::policy;
use crate::reader::{Fields, Log, Path};
use crate::selectors;
use crate::tree::{Node, Value};
use crate::values::{amount, count, flag, ident, text, whole, word};

const SESSIONS: &[&str] = &["am", "pm"];

pub(super) fn problem(tree: &Node<'_>, log: &mut Log) -> ProblemSpec {
    let root = Path::Root;
    let mut f = Fields::of(tree, &root, log);
    for key in ["slots", "participants", "pairs"] {
        if !f.has(key) {
            f.missing(key, log);
        }
    }
    let spec = ProblemSpec {
        slots: f.every("slots", log, slot),
        tables: f.every("tables", log, table),
        participants: f.every("participants", log, participant),
        pairs: f.every("pairs", log, pair),
        limits: f.every("limits", log, limit),
        locked: f.every("locked", log, lock),
        excluded: f.every("excluded", log, id_or_blank),
        precedences: f.every("precedences", log, precedence),
        count_absence: f.read("count_absence", log, flag).unwrap_or(false),
        group_limits: f.every("group_limits", log, selectors::group_limit),
        objectives: policy::objectives(&mut f, log),
        spread: f.read("spread", log, count),
        give_up: f.read("give_up", log, policy::share).unwrap_or(0),
    };
    f.finish(log);
    spec
}

/// An identifier; blank where there is none, which has then been told.
fn id_or_blank(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> String {
    ident(node, path, log).unwrap_or_default()
}

fn half_day(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Session> {
    word("a half-day", SESSIONS, Session::from_word)(node, path, log)
}

fn slot(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> SlotSpec {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, ident);
    let day = f.read("day", log, ident);
    let session = f.read("session", log, half_day);
    let start = f.read("start", log, |n, p, log| text(n, p, log).map(str::to_owned));
    let minutes = f.read("minutes", log, count);
    let tables = f.need("tables", log, |n, p, log| {
        if let Value::List(items) = &n.value {
            let ids = items.iter().enumerate();
            return Some(SlotTables::Ids(ids.map(|(i, item)| id_or_blank(item, &p.index(i), log)).collect()));
        }
        count(n, p, log).map(SlotTables::Count)
    });
    f.finish(log);
    SlotSpec { id: id.unwrap_or_default(), day, session, start, minutes, tables: tables.unwrap_or_default() }
}

fn table(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Table {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, ident);
    let x = f.read("x", log, amount(-1e6, 1e6));
    let y = f.read("y", log, amount(-1e6, 1e6));
    if f.has("x") != f.has("y") {
        f.missing(if f.has("x") { "y" } else { "x" }, log);
    }
    f.finish(log);
    Table { id: id.unwrap_or_default(), position: x.zip(y) }
}

pub(crate) fn participant(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> ParticipantSpec {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, ident);
    let side = f.read("side", log, |n, p, log| text(n, p, log).map(str::to_owned));
    let group = f.read("group", log, ident);
    let class = f.read("class", log, ident);
    let seats = f.read("seats", log, |n, p, log| {
        let Value::Table(entries) = &n.value else { return count(n, p, log).map(Seats::Every) };
        let mut by_slot = BTreeMap::new();
        for entry in entries {
            if let Some(n) = count(&entry.node, &p.key(&entry.key), log) {
                by_slot.insert(entry.key.clone().into_owned(), n);
            }
        }
        Some(Seats::BySlot(by_slot))
    });
    let party = ParticipantSpec {
        id: id.unwrap_or_default(),
        side,
        group,
        class,
        seats: seats.unwrap_or_default(),
        min: f.read("min", log, count),
        max: f.read("max", log, count),
        max_run: f.read("max_run", log, count),
        table: f.read("table", log, ident),
        prefer: f.read("prefer", log, half_day),
        unavailable: f.every("unavailable", log, id_or_blank),
    };
    f.finish(log);
    party
}

pub(crate) fn pair(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> PairSpec {
    let mut f = Fields::of(node, path, log);
    let id = f.read("id", log, ident);
    let a = f.need("a", log, ident);
    let b = f.need("b", log, ident);
    let value = f.need("value", log, whole(0, i64::from(MAX_VALUE)));
    let must = f.read("must", log, flag).unwrap_or(false);
    let wished = f.read("wished", log, flag).unwrap_or(false);
    let session = f.read("session", log, half_day);
    let minutes = f.read("minutes", log, count);
    let unavailable = f.every("unavailable", log, id_or_blank);
    f.finish(log);
    let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
    PairSpec { id, a, b, value: value.unwrap_or_default(), must, wished, session, minutes, unavailable }
}

fn limit(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> (Vec<String>, Option<u32>, Option<u32>) {
    let mut f = Fields::of(node, path, log);
    if !f.has("pairs") {
        f.missing("pairs", log);
    }
    let pairs = f.every("pairs", log, id_or_blank);
    let (min, max) = (f.read("min", log, count), f.read("max", log, count));
    if !f.has("min") && !f.has("max") {
        log.error(node.line, path, "the limit limits nothing", "give `min`, `max` or both");
    }
    f.finish(log);
    (pairs, min, max)
}

fn lock(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> (String, Option<String>, Option<String>) {
    let mut f = Fields::of(node, path, log);
    let pair = f.need("pair", log, ident);
    let (slot, table) = (f.read("slot", log, ident), f.read("table", log, ident));
    f.finish(log);
    (pair.unwrap_or_default(), slot, table)
}

fn precedence(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> (String, String) {
    let mut f = Fields::of(node, path, log);
    let first = f.need("first", log, ident);
    let then = f.need("then", log, ident);
    f.finish(log);
    (first.unwrap_or_default(), then.unwrap_or_default())
}
