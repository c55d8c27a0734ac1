//! The organiser's CSV: a row a meeting, for spreadsheets and mail merges.

use csv::{Terminator, WriterBuilder};

use super::reader;
use crate::view::{AgendaView, MeetingView};

const COLUMNS: [&str; 16] = [
    "date",
    "start",
    "end",
    "table",
    "client",
    "desk",
    "person",
    "firm",
    "firm_name",
    "firm_contact",
    "brief",
    "brief_title",
    "value",
    "score",
    "wished_by_desk",
    "wished_by_firm",
];

/// Spreadsheets take a file for UTF-8 when it starts with this mark.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// See [`super::csv`].
pub(super) fn write(view: &AgendaView) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    // Writing rows of equal length to memory cannot fail.
    let mut written = writer.write_record(COLUMNS);
    for meeting in &view.meetings {
        written = written.and_then(|()| writer.write_record(row(view, meeting)));
    }
    debug_assert!(written.is_ok(), "{written:?}");
    let bytes = writer.into_inner().unwrap_or_default();
    BYTE_ORDER_MARK.to_owned() + &String::from_utf8(bytes).unwrap_or_default()
}

fn row(view: &AgendaView, meeting: &MeetingView) -> [String; 16] {
    let slot = view.slots.get(meeting.slot);
    let desk = reader::party(view, meeting.desk);
    let firm = reader::party(view, meeting.firm);
    let time = |t: jiff::civil::Time| format!("{:02}:{:02}", t.hour(), t.minute());
    let text = |field: Option<&str>| field.map(inert).unwrap_or_default();
    let grade = |grade: Option<u8>| grade.map(|g| g.to_string()).unwrap_or_default();
    [
        slot.map(|s| s.start.date().to_string()).unwrap_or_default(),
        slot.map(|s| time(s.start.time())).unwrap_or_default(),
        slot.map(|s| time(s.end().time())).unwrap_or_default(),
        text(view.tables.get(meeting.table).map(|t| t.id.as_str())),
        text(desk.map(|p| p.name.as_str())),
        text(desk.map(|p| p.id.as_str())),
        text(desk.and_then(|p| p.person.as_deref())),
        text(firm.map(|p| p.id.as_str())),
        text(firm.map(|p| p.name.as_str())),
        text(firm.and_then(|p| p.person.as_deref())),
        inert(&meeting.brief_id),
        inert(&meeting.brief_title),
        meeting.value.to_string(),
        format!("{:.4}", meeting.score),
        grade(meeting.wished_by_desk),
        grade(meeting.wished_by_firm),
    ]
}

/// A cell no spreadsheet runs as a formula (OWASP, CSV injection).
fn inert(cell: &str) -> String {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if cell.trim_start_matches(' ').starts_with(risky) { format!("'{cell}") } else { cell.to_owned() }
}
