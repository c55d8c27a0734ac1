//! The fields of an event file.

use jiff::tz::TimeZone;
use passerelle_domain::{
    Absence, Attendance, BriefId, Client, ClientId, DayWishes, Desk, DeskId, EventId, EventParts, EventTable,
    FirmId, Sector, Session, TableId,
};

use super::layout::{self, Break, Closed, ClosedTables, SessionSpec};
use super::{Layout, WishPlace, requests};
use crate::reader::{Fields, Log, Path};
use crate::tree::{Node, Value};
use crate::values::{amount, count, date, date_time, name, parsed, text, time, whole, word};

/// What the file itself says.
pub(super) struct Read {
    pub firms: String,
    pub briefs: String,
    pub parts: EventParts,
    pub layout: Layout,
    pub everyone: bool,
    pub wishes: Vec<WishPlace>,
}

/// More tables than any hall has, more slots than any week has; guards against slips of the pen.
const MAX_TABLES: i64 = 10_000;
const MAX_SLOTS: i64 = 2_000;
/// A slot or a break within one day.
const MAX_MINUTES: i64 = 24 * 60;

const SESSIONS: &[&str] = &["am", "pm"];

pub(super) fn event(tree: &Node<'_>, log: &mut Log) -> Option<Read> {
    let root = Path::Root;
    let mut f = Fields::of(tree, &root, log);
    let id = f.need("id", log, parsed(EventId::new));
    let title = f.need("name", log, name);
    let time_zone = f.need("timezone", log, zone);
    let firms = f.need("firms", log, |n, p, log| text(n, p, log).map(str::to_owned));
    let briefs = f.need("briefs", log, |n, p, log| text(n, p, log).map(str::to_owned));
    let tables = f.need("tables", log, tables).unwrap_or_default();
    let sessions = f.list("sessions", log, session);
    let closed = f.list("closed_tables", log, |n, p, log| closed_tables(n, p, &tables, log));
    let clients = f.list("clients", log, client);
    let everyone = !f.has("attending");
    let attending = f.list("attending", log, attendance);
    let (wishes, places) = requests::wishes(&mut f, log);
    let refusals = f.list("refusals", log, requests::refusal);
    let exclusions = f.list("exclusions", log, requests::exclusion);
    let musts = f.list("musts", log, requests::must);
    let locks = f.list("locks", log, requests::lock);
    if !f.has("sessions") {
        f.missing("sessions", log);
    }
    f.finish(log);
    let slots: Vec<_> =
        sessions.iter().flat_map(|session| layout::slots(session, &tables, &closed)).collect();
    if slots.is_empty() && !log.failed() {
        let hint = "add a session with a date, a start, a count and minutes";
        log.error(tree.line_of("sessions"), "sessions", "the event has no slot", hint);
    }
    let parts = EventParts {
        id: id?,
        name: title?,
        time_zone: time_zone?,
        slots,
        tables,
        clients,
        attending,
        wishes,
        refusals,
        exclusions,
        musts,
        locks,
    };
    let layout = Layout { sessions, closed };
    Some(Read { firms: firms?, briefs: briefs?, parts, layout, everyone, wishes: places })
}

fn zone(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<TimeZone> {
    let id = text(node, path, log)?;
    let zone = TimeZone::get(id).ok();
    if zone.is_none() {
        log.error(
            node.line,
            path,
            format!("`{id}` is not a time zone"),
            "use an IANA name such as `Europe/Paris`",
        );
    }
    zone
}

fn tables(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Vec<EventTable>> {
    if let Value::List(items) = &node.value {
        let all = items.iter().enumerate();
        return Some(all.filter_map(|(i, item)| table(item, &path.index(i), log)).collect());
    }
    let n: u32 = whole(1, MAX_TABLES)(node, path, log)?;
    let ids = (1..=n).filter_map(|i| TableId::new(&format!("T{i}")).ok());
    Some(ids.map(|id| EventTable { id, position: None }).collect())
}

fn table(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<EventTable> {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, parsed(TableId::new));
    let x = f.read("x", log, amount(-10_000.0, 10_000.0));
    let y = f.read("y", log, amount(-10_000.0, 10_000.0));
    if f.has("x") != f.has("y") {
        f.missing(if f.has("x") { "y" } else { "x" }, log);
    }
    f.finish(log);
    Some(EventTable { id: id?, position: x.zip(y) })
}

fn session(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<SessionSpec> {
    let mut f = Fields::of(node, path, log);
    let date = f.need("date", log, date);
    let session = f.read("session", log, word("a half-day", SESSIONS, Session::from_word));
    let start = f.need("start", log, time);
    let count = f.need("count", log, whole(0, MAX_SLOTS));
    let minutes = f.need("minutes", log, whole(1, MAX_MINUTES));
    let breaks = f.list("breaks", log, |node, path, log| {
        let mut f = Fields::of(node, path, log);
        let start = f.need("start", log, time);
        let minutes = f.need("minutes", log, whole(1, MAX_MINUTES));
        f.finish(log);
        Some(Break { start: start?, minutes: minutes? })
    });
    f.finish(log);
    Some(SessionSpec { date: date?, session, start: start?, count: count?, minutes: minutes?, breaks })
}

fn closed_tables(node: &Node<'_>, path: &Path<'_>, tables: &[EventTable], log: &mut Log) -> Option<Closed> {
    let period = absence_fields(node, path, log, |f, log| {
        f.need("tables", log, |n, p, log| {
            if let Value::List(items) = &n.value {
                let ids = items.iter().enumerate().filter_map(|(i, item)| {
                    let id = parsed(TableId::new)(item, &p.index(i), log)?;
                    if !tables.iter().any(|table| table.id == id) {
                        log.error(
                            item.line,
                            p.index(i),
                            format!("there is no table `{id}`"),
                            "correct the name",
                        );
                    }
                    Some(id)
                });
                return Some(ClosedTables::These(ids.collect()));
            }
            let most = i64::try_from(tables.len()).unwrap_or(MAX_TABLES);
            whole(0, most)(n, p, log).map(ClosedTables::Last)
        })
    });
    let (absence, closed) = period?;
    Some(Closed { from: absence.from, until: absence.until, tables: closed? })
}

fn absence_fields<T>(
    node: &Node<'_>,
    path: &Path<'_>,
    log: &mut Log,
    more: impl FnOnce(&mut Fields<'_, '_, '_>, &mut Log) -> T,
) -> Option<(Absence, T)> {
    let mut f = Fields::of(node, path, log);
    let from = f.need("from", log, date_time);
    let until = f.need("until", log, date_time);
    let rest = more(&mut f, log);
    f.finish(log);
    let (from, until) = (from?, until?);
    if from >= until {
        log.error(
            node.line,
            path,
            format!("`{from}` to `{until}` runs backwards"),
            "put the earlier time first",
        );
        return None;
    }
    Some((Absence { from, until }, rest))
}

fn absence(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Absence> {
    absence_fields(node, path, log, |_, _| ()).map(|(absence, ())| absence)
}

fn client(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Client> {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, parsed(ClientId::new));
    let title = f.need("name", log, name);
    let sector = f.read("sector", log, parsed(Sector::new));
    let desks = f.list("desks", log, desk);
    f.finish(log);
    Some(Client { id: id?, name: title?, sector, desks })
}

fn day_wishes(f: &mut Fields<'_, '_, '_>, log: &mut Log) -> DayWishes {
    DayWishes {
        prefer: f.read("prefer", log, word("a half-day", SESSIONS, Session::from_word)),
        max_run: f.read("max_run", log, count),
    }
}

fn desk(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Desk> {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, parsed(DeskId::new));
    let person = f.need("person", log, name);
    let role = f.read("role", log, name);
    let email = f.read("email", log, name);
    let briefs = f.list("briefs", log, parsed(BriefId::new));
    let min = f.read("min", log, count);
    let max = f.read("max", log, count);
    let table = f.read("table", log, parsed(TableId::new));
    let minutes = f.read("minutes", log, whole(1, MAX_MINUTES));
    let day = day_wishes(&mut f, log);
    let absences = f.list("absences", log, absence);
    f.finish(log);
    Some(Desk { id: id?, person: person?, role, email, briefs, min, max, table, minutes, day, absences })
}

fn attendance(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Attendance> {
    let mut f = Fields::of(node, path, log);
    let firm = f.need("firm", log, parsed(FirmId::new));
    let min = f.read("min", log, count);
    let max = f.read("max", log, count);
    let seats = f.read("seats", log, whole(1, MAX_TABLES));
    let day = day_wishes(&mut f, log);
    let absences = f.list("absences", log, absence);
    f.finish(log);
    Some(Attendance { firm: firm?, min, max, seats: seats.unwrap_or(1), day, absences })
}
