//! The fields of an event file, for its schema.
#![expect(dead_code, reason = "the structs exist for their schema; the reader is `event::fields`")]

use schemars::JsonSchema;

use crate::problem::file::SessionWord;

/// A meeting event: when and where, who comes, who wishes to meet whom. Times are local: `2027-03-18T13:30`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct EventFile {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// IANA name of its time zone: `Europe/Paris`.
    timezone: String,
    /// Where the firms are: a folder or file, relative to this file.
    firms: String,
    /// Where the briefs are: a folder or file, relative to this file.
    briefs: String,
    /// How many tables there are (called `T1`, `T2` ...), or each by id.
    tables: TablesFile,
    /// Half-days, in time order.
    sessions: Vec<SessionFile>,
    /// Times in which there are fewer tables.
    closed_tables: Option<Vec<ClosedTablesFile>>,
    /// Clients with their desks.
    clients: Option<Vec<ClientFile>>,
    /// The firms that come. All when left out.
    attending: Option<Vec<AttendingFile>>,
    /// Wishes of desks.
    desk_wishes: Option<Vec<DeskWishFile>>,
    /// Wishes of firms.
    firm_wishes: Option<Vec<FirmWishFile>>,
    /// Pairs that one side does not want.
    refusals: Option<Vec<RefusalFile>>,
    /// Pairs that the organiser rules out.
    exclusions: Option<Vec<ExclusionFile>>,
    /// Meetings that the organiser guarantees.
    musts: Option<Vec<MustFile>>,
    /// Meetings fixed beforehand.
    locks: Option<Vec<LockFile>>,
}

/// A number of tables, or the tables one by one.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum TablesFile {
    /// How many.
    Count(#[schemars(range(min = 1, max = 10_000))] u32),
    /// Each by id.
    List(Vec<TableFile>),
}

/// A table and where it stands.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TableFile {
    /// Its id, as printed.
    id: String,
    /// Position, metres; given together with `y`.
    x: Option<f64>,
    /// Position, metres; given together with `x`.
    y: Option<f64>,
}

/// A half-day: `count` slots of `minutes` each from `start` on, none of which runs into a break.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SessionFile {
    /// The day.
    #[schemars(extend("format" = "date"))]
    date: String,
    /// The half-day. From the clock, slot by slot, when left out.
    session: Option<SessionWord>,
    /// When the first slot begins: `13:30`.
    start: String,
    /// How many slots.
    #[schemars(range(min = 0, max = 2_000))]
    count: u32,
    /// Length of a slot, minutes.
    #[schemars(range(min = 1, max = 1_440))]
    minutes: u32,
    /// Breaks.
    breaks: Option<Vec<BreakFile>>,
}

/// A pause; a slot that would overlap it starts after it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct BreakFile {
    /// When it begins: `15:30`.
    start: String,
    /// Its length, minutes.
    #[schemars(range(min = 1, max = 1_440))]
    minutes: u32,
}

/// A time in which tables are closed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ClosedTablesFile {
    /// From.
    from: String,
    /// Until.
    until: String,
    /// How many, counted from the last, or which.
    tables: ClosedFile,
}

/// A number of tables, or table ids.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ClosedFile {
    /// How many, counted from the last.
    Count(u32),
    /// Which.
    Ids(Vec<String>),
}

/// A client at the event.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ClientFile {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Its sector.
    sector: Option<String>,
    /// Its desks, at least one.
    desks: Option<Vec<DeskFile>>,
}

/// A person with briefs of their own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DeskFile {
    /// Its id.
    id: String,
    /// Who sits there.
    person: String,
    /// Their function.
    role: Option<String>,
    /// Their e-mail address.
    email: Option<String>,
    /// Ids of the briefs they talk about, at least one.
    briefs: Option<Vec<String>>,
    /// Floor of meetings.
    min: Option<u32>,
    /// Cap on meetings.
    max: Option<u32>,
    /// Id of the table at which all its meetings take place. Any table when left out.
    table: Option<String>,
    /// The shortest slot in which it meets, minutes.
    #[schemars(range(min = 1, max = 1_440))]
    minutes: Option<u32>,
    /// The half-day they would rather meet in, where that costs nothing.
    prefer: Option<SessionWord>,
    /// Most meetings in a row before a slot of rest.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    max_run: Option<u32>,
    /// When they are away.
    absences: Option<Vec<AbsenceFile>>,
}

/// A time in which someone is away.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AbsenceFile {
    /// Away from.
    from: String,
    /// Back at.
    until: String,
}

/// A firm that comes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AttendingFile {
    /// Id of the firm.
    firm: String,
    /// Floor of meetings.
    min: Option<u32>,
    /// Cap on meetings.
    max: Option<u32>,
    /// Meetings it can hold at once. 1 when left out.
    #[schemars(range(min = 1, max = 10_000))]
    seats: Option<u32>,
    /// The half-day it would rather meet in, where that costs nothing.
    prefer: Option<SessionWord>,
    /// Most meetings in a row before a slot of rest.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    max_run: Option<u32>,
    /// When nobody of it is there.
    absences: Option<Vec<AbsenceFile>>,
}

/// A desk's wishes about one brief.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DeskWishFile {
    /// Id of the desk.
    desk: String,
    /// Id of the brief.
    brief: String,
    /// 1 glad, 2 keen, 3 essential.
    #[schemars(range(min = 1, max = 3))]
    grade: u8,
    /// Ids of the firms.
    firms: Vec<String>,
}

/// A firm's wishes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FirmWishFile {
    /// Id of the firm.
    firm: String,
    /// 1 glad, 2 keen, 3 essential.
    #[schemars(range(min = 1, max = 3))]
    grade: u8,
    /// Id of the desk, when it must be that one. Any desk that holds the brief when left out.
    desk: Option<String>,
    /// Ids of the briefs.
    briefs: Vec<String>,
}

/// A pair that one side does not want.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RefusalFile {
    /// Which side.
    by: SideWord,
    /// Id of the desk.
    desk: String,
    /// Id of the firm.
    firm: String,
    /// Why.
    reason: Option<String>,
}

/// One of the two sides.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum SideWord {
    /// The client's desk.
    Desk,
    /// The firm.
    Firm,
}

/// A pair that the organiser rules out: a firm, and either all desks of a client or one desk.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExclusionFile {
    /// Id of the client; `client` or `desk`, not both.
    client: Option<String>,
    /// Id of the desk; `client` or `desk`, not both.
    desk: Option<String>,
    /// Id of the firm.
    firm: String,
    /// Why.
    reason: Option<String>,
}

/// A meeting that the organiser guarantees.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MustFile {
    /// Id of the desk.
    desk: String,
    /// Id of the firm.
    firm: String,
    /// Id of the brief.
    brief: String,
}

/// A meeting fixed beforehand.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct LockFile {
    /// Id of the desk.
    desk: String,
    /// Id of the firm.
    firm: String,
    /// Id of the brief.
    brief: String,
    /// When its slot begins, when fixed: `2027-03-18T13:30`.
    slot: Option<String>,
    /// Id of its table, when fixed.
    table: Option<String>,
}
