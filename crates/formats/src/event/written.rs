//! An event as JSON, in the keys that its reader accepts.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use passerelle_domain::{
    Absence, Attendance, BriefId, Client, Desk, DeskId, DeskRef, EventTable, Exclusion, FirmId, Lock, Must,
    Name, Refusal, Sector, Session, Side, SlotId, TableId, Wish,
};
use serde::Serialize;

use super::EventFile;
use super::layout::{Closed, ClosedTables, SessionSpec};

/// An event as written; see `schema::event` for what the keys mean.
#[derive(Serialize)]
struct File<'e> {
    id: &'e str,
    name: &'e str,
    timezone: &'e str,
    firms: &'e str,
    briefs: &'e str,
    tables: Tables<'e>,
    sessions: Vec<SessionFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    closed_tables: Vec<ClosedFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clients: Vec<ClientFile<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attending: Option<Vec<AttendingFile<'e>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    desk_wishes: Vec<DeskWishFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    firm_wishes: Vec<FirmWishFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refusals: Vec<RefusalFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<ExclusionFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    musts: Vec<MustFile<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locks: Vec<LockFile<'e>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Tables<'e> {
    Count(usize),
    List(Vec<TableFile<'e>>),
}

#[derive(Serialize)]
struct TableFile<'e> {
    id: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<f64>,
}

#[derive(Serialize)]
struct SessionFile<'e> {
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'e str>,
    start: String,
    count: u32,
    minutes: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breaks: Vec<BreakFile>,
}

#[derive(Serialize)]
struct BreakFile {
    start: String,
    minutes: u32,
}

#[derive(Serialize)]
struct ClosedFile<'e> {
    from: String,
    until: String,
    tables: ClosedWhich<'e>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ClosedWhich<'e> {
    Last(u32),
    These(Vec<&'e str>),
}

#[derive(Serialize)]
struct ClientFile<'e> {
    id: &'e str,
    name: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'e str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    desks: Vec<DeskFile<'e>>,
}

#[derive(Serialize)]
struct DeskFile<'e> {
    id: &'e str,
    person: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'e str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    briefs: Vec<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefer: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_run: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absences: Vec<AbsenceFile>,
}

#[derive(Serialize)]
struct AttendingFile<'e> {
    firm: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u32>,
    #[serde(skip_serializing_if = "is_one")]
    seats: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefer: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_run: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    absences: Vec<AbsenceFile>,
}

#[derive(Serialize)]
struct AbsenceFile {
    from: String,
    until: String,
}

#[derive(Serialize)]
struct DeskWishFile<'e> {
    desk: &'e str,
    brief: &'e str,
    grade: u8,
    firms: Vec<&'e str>,
}

#[derive(Serialize)]
struct FirmWishFile<'e> {
    firm: &'e str,
    grade: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<&'e str>,
    briefs: Vec<&'e str>,
}

#[derive(Serialize)]
struct RefusalFile<'e> {
    by: &'static str,
    desk: &'e str,
    firm: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'e str>,
}

#[derive(Serialize)]
struct ExclusionFile<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<&'e str>,
    firm: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'e str>,
}

#[derive(Serialize)]
struct MustFile<'e> {
    desk: &'e str,
    firm: &'e str,
    brief: &'e str,
}

#[derive(Serialize)]
struct LockFile<'e> {
    desk: &'e str,
    firm: &'e str,
    brief: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'e str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_one(seats: &u32) -> bool {
    *seats == 1
}

/// An event file as one line of JSON, in the keys of [`super::parse`] and of `passerelle schema event`.
///
/// Keys stand in a fixed order and what is absent is left out; half-days keep their breaks, tables that are only counted stay
/// a number, and wishes that follow one another and differ in the firm (or brief) alone share an entry. Reading the line back
/// gives the same event. What the reader refused ([`EventFile::errors`]) is not in it.
pub fn write_json(event: &EventFile) -> String {
    let parts = &event.parts;
    let file = File {
        id: parts.id.as_str(),
        name: parts.name.as_str(),
        timezone: TimeZone::iana_name(&parts.time_zone).unwrap_or("UTC"),
        firms: &event.firms,
        briefs: &event.briefs,
        tables: tables(&parts.tables),
        sessions: event.layout.sessions.iter().map(session).collect(),
        closed_tables: event.layout.closed.iter().map(closed).collect(),
        clients: parts.clients.iter().map(client).collect(),
        attending: (!event.everyone).then(|| parts.attending.iter().map(attending).collect()),
        desk_wishes: desk_wishes(&parts.wishes),
        firm_wishes: firm_wishes(&parts.wishes),
        refusals: parts.refusals.iter().map(refusal).collect(),
        exclusions: parts.exclusions.iter().map(exclusion).collect(),
        musts: parts.musts.iter().map(must).collect(),
        locks: parts.locks.iter().map(lock).collect(),
    };
    // Texts, finite numbers and string keys are always written.
    serde_json::to_string(&file).unwrap_or_default()
}

fn clock(time: Time) -> String {
    if time.second() == 0 && time.subsec_nanosecond() == 0 {
        return time.strftime("%H:%M").to_string();
    }
    time.to_string()
}

fn moment(at: DateTime) -> String {
    format!("{}T{}", at.date(), clock(at.time()))
}

fn tables(tables: &[EventTable]) -> Tables<'_> {
    let counted = |(i, table): (usize, &EventTable)| {
        table.position.is_none() && table.id.as_str().strip_prefix('T') == Some(&*(i + 1).to_string())
    };
    if !tables.is_empty() && tables.iter().enumerate().all(counted) {
        return Tables::Count(tables.len());
    }
    let all = tables.iter().map(|table| TableFile {
        id: table.id.as_str(),
        x: table.position.map(|at| at.0),
        y: table.position.map(|at| at.1),
    });
    Tables::List(all.collect())
}

fn session(spec: &SessionSpec) -> SessionFile<'_> {
    let breaks = spec.breaks.iter().map(|one| BreakFile { start: clock(one.start), minutes: one.minutes });
    SessionFile {
        date: spec.date.to_string(),
        session: spec.session.map(Session::word),
        start: clock(spec.start),
        count: spec.count,
        minutes: spec.minutes,
        breaks: breaks.collect(),
    }
}

fn closed(one: &Closed) -> ClosedFile<'_> {
    let tables = match &one.tables {
        ClosedTables::Last(n) => ClosedWhich::Last(*n),
        ClosedTables::These(ids) => ClosedWhich::These(ids.iter().map(TableId::as_str).collect()),
    };
    ClosedFile { from: moment(one.from), until: moment(one.until), tables }
}

fn absences(all: &[Absence]) -> Vec<AbsenceFile> {
    all.iter().map(|one| AbsenceFile { from: moment(one.from), until: moment(one.until) }).collect()
}

fn client(client: &Client) -> ClientFile<'_> {
    ClientFile {
        id: client.id.as_str(),
        name: client.name.as_str(),
        sector: client.sector.as_ref().map(Sector::label),
        desks: client.desks.iter().map(desk).collect(),
    }
}

fn desk(desk: &Desk) -> DeskFile<'_> {
    DeskFile {
        id: desk.id.as_str(),
        person: desk.person.as_str(),
        role: desk.role.as_ref().map(Name::as_str),
        email: desk.email.as_ref().map(Name::as_str),
        briefs: desk.briefs.iter().map(BriefId::as_str).collect(),
        min: desk.min,
        max: desk.max,
        table: desk.table.as_ref().map(TableId::as_str),
        minutes: desk.minutes,
        prefer: desk.day.prefer.map(Session::word),
        max_run: desk.day.max_run,
        absences: absences(&desk.absences),
    }
}

fn attending(one: &Attendance) -> AttendingFile<'_> {
    AttendingFile {
        firm: one.firm.as_str(),
        min: one.min,
        max: one.max,
        seats: one.seats,
        prefer: one.day.prefer.map(Session::word),
        max_run: one.day.max_run,
        absences: absences(&one.absences),
    }
}

fn desk_wishes(wishes: &[Wish]) -> Vec<DeskWishFile<'_>> {
    let mut found: Vec<DeskWishFile<'_>> = Vec::new();
    for wish in wishes.iter().filter(|wish| wish.by == Side::Desk) {
        let Some(desk) = wish.desk.as_ref().map(DeskId::as_str) else { continue };
        let (brief, grade, firm) = (wish.brief.as_str(), wish.grade.number(), wish.firm.as_str());
        match found.last_mut() {
            Some(last) if (last.desk, last.brief, last.grade) == (desk, brief, grade) => {
                last.firms.push(firm);
            }
            _ => found.push(DeskWishFile { desk, brief, grade, firms: vec![firm] }),
        }
    }
    found
}

fn firm_wishes(wishes: &[Wish]) -> Vec<FirmWishFile<'_>> {
    let mut found: Vec<FirmWishFile<'_>> = Vec::new();
    for wish in wishes.iter().filter(|wish| wish.by == Side::Firm) {
        let desk = wish.desk.as_ref().map(DeskId::as_str);
        let (firm, grade, brief) = (wish.firm.as_str(), wish.grade.number(), wish.brief.as_str());
        match found.last_mut() {
            Some(last) if (last.firm, last.grade, last.desk) == (firm, grade, desk) => {
                last.briefs.push(brief);
            }
            _ => found.push(FirmWishFile { firm, grade, desk, briefs: vec![brief] }),
        }
    }
    found
}

fn refusal(one: &Refusal) -> RefusalFile<'_> {
    let by = match one.by {
        Side::Desk => "desk",
        Side::Firm => "firm",
    };
    RefusalFile {
        by,
        desk: one.desk.as_str(),
        firm: one.firm.as_str(),
        reason: one.reason.as_ref().map(Name::as_str),
    }
}

fn exclusion(one: &Exclusion) -> ExclusionFile<'_> {
    let (client, desk) = match &one.desks {
        DeskRef::Client(id) => (Some(id.as_str()), None),
        DeskRef::Desk(id) => (None, Some(id.as_str())),
    };
    ExclusionFile { client, desk, firm: one.firm.as_str(), reason: one.reason.as_ref().map(Name::as_str) }
}

fn must(one: &Must) -> MustFile<'_> {
    MustFile { desk: one.desk.as_str(), firm: FirmId::as_str(&one.firm), brief: one.brief.as_str() }
}

fn lock(one: &Lock) -> LockFile<'_> {
    LockFile {
        desk: one.desk.as_str(),
        firm: one.firm.as_str(),
        brief: one.brief.as_str(),
        slot: one.slot.as_ref().map(SlotId::as_str),
        table: one.table.as_ref().map(TableId::as_str),
    }
}
