//! An agenda in the forms people take away: JSON, CSV, iCalendar, printable pages, and the sentence behind each "no".
//!
//! Who reads decides what is shown. The organiser's files hold everything. What a firm is handed shows a brief by its public
//! title alone, never its identifier, its title or its must-haves when it is confidential, and nobody else's wishes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use passerelle_domain::Language;

use crate::error::FileError;
use crate::view::{AgendaView, PartyKind, UnplacedView};

mod calendar;
mod facts;
mod feed;
mod html;
mod messages;
mod names;
mod pdf;
mod reader;
mod sentence;
mod stored;
mod table;
mod times;
mod tree;
mod workbook;
mod zone;

#[cfg(test)]
mod tests;

/// For whom a sentence is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The organiser, who may read everything.
    Organiser,
    /// One party (index).
    Party(usize),
}

/// The organiser's full data as JSON, one meeting a line; the sentences in it are English.
pub fn json(view: &AgendaView) -> String {
    tree::write(view)
}

/// Reads what [`json()`] wrote, of this version or an older one: functions of persons are not kept in it, and where persons were
/// taken out there are none.
///
/// A brief of which it is not told that it is open is taken for confidential, without a public title.
///
/// # Errors
/// When it is not JSON, or a value is of another kind.
pub fn read_json(text: &str) -> Result<AgendaView, FileError> {
    stored::read(text)
}

/// The organiser's list of meetings as CSV (RFC 4180) with a byte order mark, one row a meeting.
///
/// A cell that a spreadsheet would run as a formula is preceded by an apostrophe.
pub fn csv(view: &AgendaView) -> String {
    table::write(view)
}

/// One party's meetings as an iCalendar object (RFC 5545); `stamp` is the time of writing.
pub fn ics_party(view: &AgendaView, party: usize, stamp: Timestamp, language: Language) -> String {
    calendar::write(view, Audience::Party(party), stamp, language)
}

/// The organiser's workbook (XLSX): the agenda, tables by slots, desks, firms, what was left out, the proof, what each party got.
///
/// Every text is written as text, never as a formula; `at` is the time of the release, so that the same release gives the same bytes.
pub fn workbook(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    workbook::write(view, at, language)
}

/// One party's agenda as a paper (PDF, A4), with what its reader may see; of an unknown party, a page that says so.
///
/// `at` is the time of the release, the only time in the file: the same release gives the same bytes.
pub fn pdf_party(view: &AgendaView, kind: PartyKind, id: &str, at: Timestamp, language: Language) -> Vec<u8> {
    pdf::party(view, kind, id, at, language)
}

/// The agendas of all parties, to print and hand out (PDF, A4): desks, then firms, by name, each as its reader may see it, with bookmarks.
pub fn pdf_booklet(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    pdf::booklet(view, at, language)
}

/// A page for each table (PDF, A4): its number, and who meets there when. Subjects are not told: the room reads it.
pub fn pdf_table_cards(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    pdf::table_cards(view, at, language)
}

/// Badges of 85 × 54 mm, ten on a page of A4 with lines to cut along: event, person, firm or client, and the party's private link as a QR
/// code. `links` are the addresses of those pages; who has none gets no code.
pub fn pdf_badges(
    view: &AgendaView,
    links: &BTreeMap<(PartyKind, String), String>,
    at: Timestamp,
    language: Language,
) -> Vec<u8> {
    pdf::badges(view, links, at, language)
}

/// One release of an agenda, for a calendar that tells what changed from one to the next.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    /// What was released.
    pub view: &'a AgendaView,
    /// When.
    pub at: Timestamp,
}

/// A party's calendar to subscribe to (all meetings when `party` is `None`), from all releases, oldest first.
///
/// A meeting keeps its UID; its SEQUENCE counts the releases in which it got another time or table, was cancelled or came back. Those
/// of an earlier release that no longer take place stay in it as cancelled. `link` is the page of the agenda.
pub fn ics_feed(
    releases: &[Release<'_>],
    party: Option<(PartyKind, &str)>,
    link: Option<&str>,
    language: Language,
) -> String {
    feed::write(releases, party, link, language)
}

/// All meetings as one iCalendar object (RFC 5545), for the organiser; `stamp` is the time of writing.
pub fn ics_all(view: &AgendaView, stamp: Timestamp, language: Language) -> String {
    calendar::write(view, Audience::Organiser, stamp, language)
}

/// One party's agenda as a page to hand out: self-contained, printable on A4.
pub fn html_party(view: &AgendaView, party: usize, language: Language) -> String {
    html::party(view, party, language)
}

/// The organiser's page: the proof, the grid of tables by slots, parties by slots, and what was left out.
///
/// Links to `desks/<file name>.html` and `firms/<file name>.html` beside it, see [`file_name`].
pub fn html_grid(view: &AgendaView, language: Language) -> String {
    html::grid(view, language)
}

/// The name under which the files of a party or event are kept, without extension: lower-case ASCII letters, digits, `-`,
/// `.` and `_`.
///
/// An identifier that is not already such a name gets a hash behind what can be kept of it, so that no two collide.
pub fn file_name(id: &str) -> String {
    names::file_name(id)
}

/// Why a pair was left out, as a full sentence for that reader.
pub fn sentence(
    view: &AgendaView,
    unplaced: &UnplacedView,
    audience: Audience,
    language: Language,
) -> String {
    sentence::write(view, unplaced, audience, language)
}
