//! The fields of a result.

use std::collections::BTreeMap;

use passerelle_domain::{Agenda, FloorMiss, Meeting, Missing, Problem};

use super::ReadAgenda;
use crate::reader::{Fields, Log, Path};
use crate::tree::{Node, Value};
use crate::values::{amount, count, flag, ident, text, whole, word};

const STATUSES: &[&str] = &["optimal", "feasible", "infeasible", "cancelled"];

/// The identifiers of a problem.
struct Names<'p> {
    pairs: BTreeMap<&'p str, usize>,
    slots: BTreeMap<&'p str, usize>,
    tables: BTreeMap<&'p str, usize>,
    participants: BTreeMap<&'p str, usize>,
    problem: &'p Problem,
}

fn index<'p>(ids: impl Iterator<Item = &'p String>) -> BTreeMap<&'p str, usize> {
    ids.enumerate().map(|(i, id)| (id.as_str(), i)).collect()
}

fn find(
    what: &'static str,
    known: &BTreeMap<&str, usize>,
) -> impl Fn(&Node<'_>, &Path<'_>, &mut Log) -> Option<usize> {
    move |node, path, log| {
        let id = ident(node, path, log)?;
        let found = known.get(id.as_str()).copied();
        if found.is_none() {
            let hint = "use an id of the problem this agenda belongs to";
            log.error(node.line, path, format!("the problem has no {what} `{id}`"), hint);
        }
        found
    }
}

/// Any whole number that `i64` holds exactly when JSON is read elsewhere as floating point.
fn total(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<i64> {
    whole(-(1 << 53), 1 << 53)(node, path, log)
}

pub(super) fn agenda(tree: &Node<'_>, problem: &Problem, log: &mut Log) -> ReadAgenda {
    let names = Names {
        pairs: index(problem.pairs().iter().map(|p| &p.id)),
        slots: index(problem.slots().iter().map(|s| &s.id)),
        tables: index(problem.tables().iter().map(|t| &t.id)),
        participants: index(problem.participants().iter().map(|p| &p.id)),
        problem,
    };
    let root = Path::Root;
    let mut f = Fields::of(tree, &root, log);
    if !f.has("meetings") {
        f.missing("meetings", log);
    }
    f.read("status", log, word("a status", STATUSES, |s| STATUSES.contains(&s).then_some(())));
    let value = f.read("value", log, total);
    let bound = f.read("bound", log, total);
    f.read("gap", log, amount(-1e18, 1e18));
    f.read("seconds", log, amount(0.0, 1e12));
    f.read("value_seconds", log, amount(0.0, 1e12));
    f.list("objectives", log, |n, p, log| {
        level(n, p, log);
        Some(())
    });
    let meetings = f.list("meetings", log, |n, p, log| meeting(n, p, &names, log));
    let unplaced = f.list("unplaced", log, |n, p, log| {
        let mut f = Fields::of(n, p, log);
        let pair = f.need("pair", log, find("pair", &names.pairs));
        f.read("reason", log, text);
        f.read("detail", log, text);
        f.finish(log);
        pair
    });
    let missing = f.list("missing", log, |n, p, log| missing(n, p, &names, log));
    f.list("conflict", log, |n, p, log| text(n, p, log).map(|_| ()));
    let gaps = f.read("gaps", log, |n, p, log| Some(gaps(n, p, &names, log)));
    let moves = f.read("moves", log, |n, p, log| Some(moves(n, p, &names, log)));
    // What a re-plan says besides is for people and programs, not for checking.
    f.entry("replan");
    f.finish(log);
    let (gap_groups, gap_slots) = gaps.unwrap_or_default();
    let (table_changes, metres) = moves.unwrap_or_default();
    ReadAgenda {
        agenda: Agenda::new(meetings),
        value,
        bound,
        gap_groups,
        gap_slots,
        table_changes,
        metres,
        missing,
        unplaced,
    }
}

fn level(node: &Node<'_>, path: &Path<'_>, log: &mut Log) {
    let mut f = Fields::of(node, path, log);
    f.need("name", log, text);
    f.need("value", log, total);
    f.need("bound", log, total);
    f.need("proved", log, flag);
    f.finish(log);
}

fn meeting(node: &Node<'_>, path: &Path<'_>, names: &Names<'_>, log: &mut Log) -> Option<Meeting> {
    let mut f = Fields::of(node, path, log);
    let pair = f.need("pair", log, find("pair", &names.pairs));
    for key in ["a", "b"] {
        let Some(entry) = f.entry(key) else { continue };
        let told = find("participant", &names.participants)(&entry.node, &path.key(key), log);
        let real =
            pair.and_then(|p| names.problem.pairs().get(p)).map(|p| if key == "a" { p.a } else { p.b });
        if let (Some(told), Some(real)) = (told, real)
            && told != real
        {
            let id = names.problem.participants().get(real).map_or("", |p| p.id.as_str());
            log.error(
                entry.line,
                path.key(key),
                format!("this pair's `{key}` is `{id}`"),
                "correct it, or leave it out",
            );
        }
    }
    let slot = f.need("slot", log, find("slot", &names.slots));
    let table = f.need("table", log, find("table", &names.tables));
    f.finish(log);
    Some(Meeting { slot: slot?, table: table?, pair: pair? })
}

fn missing(node: &Node<'_>, path: &Path<'_>, names: &Names<'_>, log: &mut Log) -> Option<Missing> {
    let mut f = Fields::of(node, path, log);
    let pair = f.read("pair", log, find("pair", &names.pairs));
    let party = f.read("participant", log, find("participant", &names.participants));
    let limits = i64::try_from(names.problem.limits().len()).unwrap_or(i64::MAX);
    let limit = f.read("limit", log, whole::<usize>(0, limits - 1));
    let (min, has) = (f.read("min", log, count), f.read("has", log, count));
    let kinds = ["pair", "participant", "limit"].iter().filter(|key| f.has(key)).count();
    if kinds != 1 {
        log.error(node.line, path, "says not what is missing", "give one of `pair`, `participant`, `limit`");
    }
    f.finish(log);
    let miss = min.zip(has).map(|(min, has)| FloorMiss { min, has });
    match (pair, party, limit) {
        (Some(pair), _, _) => Some(Missing::Must(pair)),
        (_, Some(party), _) => miss.map(|miss| Missing::Participant(party, miss)),
        (_, _, Some(limit)) => miss.map(|miss| Missing::Limit(limit, miss)),
        _ => None,
    }
}

fn gaps(node: &Node<'_>, path: &Path<'_>, names: &Names<'_>, log: &mut Log) -> (Option<u32>, Option<u32>) {
    let mut f = Fields::of(node, path, log);
    let (groups, slots) = (f.read("groups", log, count), f.read("slots", log, count));
    for more in ["minutes", "bound", "chosen_bound"] {
        f.read(more, log, count);
    }
    f.read("proved", log, flag);
    f.read("given_up", log, total);
    by_participant(&mut f, names, log, |f, log| {
        for figure in ["groups", "slots", "minutes"] {
            f.read(figure, log, count);
        }
    });
    f.finish(log);
    (groups, slots)
}

fn moves(node: &Node<'_>, path: &Path<'_>, names: &Names<'_>, log: &mut Log) -> (Option<u32>, Option<f64>) {
    let mut f = Fields::of(node, path, log);
    let (changes, metres) = (f.read("changes", log, count), f.read("metres", log, amount(0.0, 1e15)));
    f.read("bound", log, count);
    f.read("proved", log, flag);
    by_participant(&mut f, names, log, |f, log| {
        f.read("changes", log, count);
        f.read("metres", log, amount(0.0, 1e15));
    });
    f.finish(log);
    (changes, metres)
}

/// The table `by_participant`, each of whose values is a table of figures.
fn by_participant(
    f: &mut Fields<'_, '_, '_>,
    names: &Names<'_>,
    log: &mut Log,
    figures: impl Fn(&mut Fields<'_, '_, '_>, &mut Log),
) {
    let Some(entry) = f.entry("by_participant") else { return };
    let at = f.path.key("by_participant");
    let Value::Table(parties) = &entry.node.value else {
        log.error(
            entry.line,
            at,
            "participants are given by name",
            "write it as {\"id\": {\"...\": 0}}, with the figures as keys",
        );
        return;
    };
    for party in parties {
        if !names.participants.contains_key(party.key.as_ref()) {
            let message = format!("the problem has no participant `{}`", party.key);
            log.error(party.line, at.key(&party.key), message, "use an id of the problem");
        }
        let here = at.key(&party.key);
        let mut f = Fields::of(&party.node, &here, log);
        figures(&mut f, log);
        f.finish(log);
    }
}
