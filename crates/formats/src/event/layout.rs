//! Slots laid out over sessions, and the tables open in each.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use passerelle_domain::{EventSlot, EventTable, Session, SlotId, TableId};

/// A half-day as written.
#[derive(Debug, Clone)]
pub(super) struct SessionSpec {
    pub date: Date,
    pub session: Option<Session>,
    pub start: Time,
    pub count: u32,
    pub minutes: u32,
    pub breaks: Vec<Break>,
}

/// A pause in a half-day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Break {
    pub start: Time,
    pub minutes: u32,
}

/// Tables that are closed for a while.
#[derive(Debug, Clone)]
pub(super) struct Closed {
    pub from: DateTime,
    pub until: DateTime,
    pub tables: ClosedTables,
}

/// Which tables are closed.
#[derive(Debug, Clone)]
pub(super) enum ClosedTables {
    /// The last n.
    Last(u32),
    /// These.
    These(Vec<TableId>),
}

fn after(start: DateTime, minutes: u32) -> DateTime {
    start.saturating_add(Span::new().minutes(i64::from(minutes)))
}

/// Lays out the slots of one session; a slot that would overlap a break starts after it.
pub(super) fn slots(spec: &SessionSpec, tables: &[EventTable], closed: &[Closed]) -> Vec<EventSlot> {
    let mut breaks: Vec<(DateTime, DateTime)> = spec
        .breaks
        .iter()
        .map(|b| (spec.date.to_datetime(b.start), after(spec.date.to_datetime(b.start), b.minutes)))
        .collect();
    breaks.sort_unstable();
    let mut at = spec.date.to_datetime(spec.start);
    let mut slots = Vec::new();
    for _ in 0..spec.count {
        for &(from, until) in &breaks {
            if at < until && from < after(at, spec.minutes) {
                at = until;
            }
        }
        let end = after(at, spec.minutes);
        // Identifiers made of digits, `-`, `T` and `:` are always valid.
        if let Ok(id) = SlotId::new(&at.strftime("%Y-%m-%dT%H:%M").to_string()) {
            let session = spec.session.unwrap_or(if at.hour() < 12 { Session::Am } else { Session::Pm });
            let tables = open(tables, closed, at, end);
            slots.push(EventSlot { id, start: at, minutes: spec.minutes, session, tables });
        }
        at = end;
    }
    slots
}

fn open(tables: &[EventTable], closed: &[Closed], start: DateTime, end: DateTime) -> Vec<TableId> {
    let mut open: Vec<TableId> = tables.iter().map(|table| table.id.clone()).collect();
    let mut last = 0;
    for one in closed.iter().filter(|one| one.from < end && start < one.until) {
        match &one.tables {
            ClosedTables::Last(n) => last += *n as usize,
            ClosedTables::These(ids) => open.retain(|id| !ids.contains(id)),
        }
    }
    open.truncate(open.len().saturating_sub(last));
    open
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn a_slot_does_not_run_into_a_break() {
        let tables: Vec<EventTable> = ["T1", "T2", "T3"]
            .iter()
            .map(|id| EventTable { id: TableId::new(id).unwrap(), position: None })
            .collect();
        let spec = SessionSpec {
            date: date(2027, 3, 18),
            session: None,
            start: time(11, 0, 0, 0),
            count: 4,
            minutes: 25,
            breaks: vec![Break { start: time(11, 40, 0, 0), minutes: 20 }],
        };
        let closed = [Closed {
            from: date(2027, 3, 18).at(12, 0, 0, 0),
            until: date(2027, 3, 18).at(12, 20, 0, 0),
            tables: ClosedTables::Last(2),
        }];
        let slots = slots(&spec, &tables, &closed);
        let ids: Vec<&str> = slots.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["2027-03-18T11:00", "2027-03-18T12:00", "2027-03-18T12:25", "2027-03-18T12:50"]);
        let open: Vec<usize> = slots.iter().map(|s| s.tables.len()).collect();
        assert_eq!(open, [3, 1, 3, 3]);
        assert_eq!((slots[0].session, slots[1].session), (Session::Am, Session::Pm));
    }
}
