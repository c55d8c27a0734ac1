//! An event: slots, tables, desks, attending firms, wishes, and what is settled beforehand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::DateTime, tz::TimeZone};

use crate::{
    BriefId, ClientId, DeskId, EventId, FirmId, Name, Problems, Sector, Session, SlotId, TableId, event_rules,
};

/// A valid event: every identifier it mentions exists, slots are in time order and never overlap.
#[derive(Debug, Clone)]
pub struct Event {
    parts: EventParts,
}

/// The parts of an event, not yet checked.
#[derive(Debug, Clone)]
pub struct EventParts {
    /// Its identifier.
    pub id: EventId,
    /// Its name.
    pub name: Name,
    /// Where its clock stands.
    pub time_zone: TimeZone,
    /// Its slots, in time order.
    pub slots: Vec<EventSlot>,
    /// Its tables.
    pub tables: Vec<EventTable>,
    /// The clients with their desks.
    pub clients: Vec<Client>,
    /// The firms that come.
    pub attending: Vec<Attendance>,
    /// Wishes from both sides.
    pub wishes: Vec<Wish>,
    /// Pairs that one side does not want.
    pub refusals: Vec<Refusal>,
    /// Pairs that the organiser rules out.
    pub exclusions: Vec<Exclusion>,
    /// Pairs that the organiser guarantees.
    pub musts: Vec<Must>,
    /// Meetings fixed beforehand.
    pub locks: Vec<Lock>,
}

impl Event {
    /// Checks the parts against each other and against the firms and briefs that exist.
    ///
    /// # Errors
    /// Everything that is wrong, sorted by field path (`clients[1].desks[0].briefs[0]`, `wishes[3].firm`).
    pub fn new(
        parts: EventParts,
        firms: &BTreeSet<FirmId>,
        briefs: &BTreeMap<BriefId, Option<ClientId>>,
    ) -> Result<Self, Problems> {
        Problems::check(event_rules::all(&parts, firms, briefs))?;
        Ok(Self { parts })
    }

    /// What it is made of.
    pub fn parts(&self) -> &EventParts {
        &self.parts
    }

    /// All desks with their clients, in order.
    pub fn desks(&self) -> impl Iterator<Item = (&Client, &Desk)> {
        self.parts.clients.iter().flat_map(|client| client.desks.iter().map(move |desk| (client, desk)))
    }

    /// One desk with its client.
    pub fn desk(&self, id: &DeskId) -> Option<(&Client, &Desk)> {
        self.desks().find(|(_, desk)| desk.id == *id)
    }

    /// Slots during which an absence leaves no full meeting: those it overlaps.
    pub fn slots_missed<'a>(&'a self, absences: &'a [Absence]) -> impl Iterator<Item = &'a EventSlot> {
        self.parts
            .slots
            .iter()
            .filter(|slot| absences.iter().any(|a| a.from < slot.end() && slot.start < a.until))
    }
}

/// A time in which meetings take place, in the event's own time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSlot {
    /// Its identifier.
    pub id: SlotId,
    /// When it begins, local time.
    pub start: DateTime,
    /// How long it lasts, minutes, at least 1.
    pub minutes: u32,
    /// The half-day it belongs to.
    pub session: Session,
    /// Tables open in it.
    pub tables: Vec<TableId>,
}

impl EventSlot {
    /// When it ends, local time.
    pub fn end(&self) -> DateTime {
        self.start.saturating_add(jiff::Span::new().minutes(i64::from(self.minutes.min(100_000))))
    }
}

/// A table and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct EventTable {
    /// Its identifier, as printed.
    pub id: TableId,
    /// Position in the room, metres, when known.
    pub position: Option<(f64, f64)>,
}

/// A client at the event.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// Its identifier.
    pub id: ClientId,
    /// Its name.
    pub name: Name,
    /// Its sector.
    pub sector: Option<Sector>,
    /// Its desks, at least one.
    pub desks: Vec<Desk>,
}

/// A client's desk: a person with briefs of their own; a participant in its own right.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// Its identifier.
    pub id: DeskId,
    /// Who sits there.
    pub person: Name,
    /// Their function.
    pub role: Option<Name>,
    /// Their e-mail address.
    pub email: Option<Name>,
    /// The briefs they talk about, at least one.
    pub briefs: Vec<BriefId>,
    /// Floor of meetings.
    pub min: Option<u32>,
    /// Cap on meetings.
    pub max: Option<u32>,
    /// The table at which all its meetings take place; any when there is none.
    pub table: Option<TableId>,
    /// The shortest slot in which it meets, minutes.
    pub minutes: Option<u32>,
    /// How it would rather spend the day.
    pub day: DayWishes,
    /// When they are not there.
    pub absences: Vec<Absence>,
}

/// A firm at the event.
#[derive(Debug, Clone, PartialEq)]
pub struct Attendance {
    /// The firm.
    pub firm: FirmId,
    /// Floor of meetings.
    pub min: Option<u32>,
    /// Cap on meetings.
    pub max: Option<u32>,
    /// Meetings it can hold at once, at least 1.
    pub seats: u32,
    /// How it would rather spend the day.
    pub day: DayWishes,
    /// When nobody of it is there.
    pub absences: Vec<Absence>,
}

/// How someone would rather spend the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayWishes {
    /// The half-day they prefer: honoured where it costs no value and no idle gap.
    pub prefer: Option<Session>,
    /// Most meetings in a row before a slot of rest, at least 1; a rule, not a wish.
    pub max_run: Option<u32>,
}

/// A half-open time in which someone is away, local time of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// Away from.
    pub from: DateTime,
    /// Back at.
    pub until: DateTime,
}

/// One of the two sides of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The client's desk.
    Desk,
    /// The firm.
    Firm,
}

/// How much a meeting is wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WishGrade {
    /// 1: would be glad of it.
    Glad,
    /// 2: keen on it.
    Keen,
    /// 3: came for it.
    Essential,
}

impl WishGrade {
    /// Reads 1, 2 or 3.
    pub fn from_number(n: u8) -> Option<Self> {
        Some(match n {
            1 => Self::Glad,
            2 => Self::Keen,
            3 => Self::Essential,
            _ => return None,
        })
    }

    /// 1, 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::Glad => 1,
            Self::Keen => 2,
            Self::Essential => 3,
        }
    }
}

/// A meeting that one side asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which side asks.
    pub by: Side,
    /// The desk; `None` when a firm asks about a brief and any desk that holds it will do.
    pub desk: Option<DeskId>,
    /// The firm.
    pub firm: FirmId,
    /// The brief it is about.
    pub brief: BriefId,
    /// How much.
    pub grade: WishGrade,
}

/// A pair that one side does not want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which side refuses.
    pub by: Side,
    /// The desk.
    pub desk: DeskId,
    /// The firm.
    pub firm: FirmId,
    /// Why, in words.
    pub reason: Option<Name>,
}

/// Which desks an exclusion covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskRef {
    /// All desks of a client.
    Client(ClientId),
    /// One desk.
    Desk(DeskId),
}

/// A pair that the organiser rules out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The desks.
    pub desks: DeskRef,
    /// The firm.
    pub firm: FirmId,
    /// Why, in words.
    pub reason: Option<Name>,
}

/// A pair that the organiser guarantees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Must {
    /// The desk.
    pub desk: DeskId,
    /// The firm.
    pub firm: FirmId,
    /// The brief it is about.
    pub brief: BriefId,
}

/// A meeting fixed beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The desk.
    pub desk: DeskId,
    /// The firm.
    pub firm: FirmId,
    /// The brief it is about.
    pub brief: BriefId,
    /// The slot, when that is fixed too.
    pub slot: Option<SlotId>,
    /// The table, when that is fixed too.
    pub table: Option<TableId>,
}
