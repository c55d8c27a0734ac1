//! An agenda in the forms people take away: JSON, CSV, iCalendar, printable pages, and the sentence behind each "no".
//!
//! Who reads decides what is shown. The organiser's files hold everything. What a firm is handed shows a brief by its public
//! title alone, never its identifier, its title or its must-haves when it is confidential, and nobody else's wishes.

use jiff::Timestamp;
use passerelle_domain::Language;

use crate::view::{AgendaView, UnplacedView};

mod calendar;
mod html;
mod messages;
mod names;
mod reader;
mod sentence;
mod table;
mod times;
mod tree;
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
