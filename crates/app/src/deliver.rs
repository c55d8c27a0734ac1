//! A planned event as the files people hold: data, calendars, printable pages.

use passerelle_domain::Language;
use passerelle_formats::view::PartyKind;
use passerelle_formats::{agenda, export, problem};

use crate::clock;
use crate::plan::PlannedEvent;

/// Relative path and content of every file of an event's agenda.
///
/// `problem.json` and `result.json` are the scheduling problem and its plan as the verbs over problem files read them (`why`,
/// `helps`, `replan`, `standby`, `fairness`, `check`): the organiser's, for they name every brief.
/// `index.html` is the organiser's grid; `agenda.json`, `agenda.csv` and `agenda.ics` hold all meetings; `desks/` and
/// `firms/` hold a page and a calendar for each party, in which a firm sees no more of a confidential brief than its teaser.
pub fn agenda_files(planned: &PlannedEvent, language: Language) -> Vec<(String, String)> {
    let view = planned.view();
    let stamp = clock::now();
    let mut files = vec![
        ("problem.json".to_owned(), problem::write(&planned.book.problem)),
        (
            "result.json".to_owned(),
            agenda::write_result(&planned.book.problem, &planned.plan, planned.seconds),
        ),
        ("agenda.json".to_owned(), export::json(&view)),
        ("agenda.csv".to_owned(), export::csv(&view)),
        ("agenda.ics".to_owned(), export::ics_all(&view, stamp, language)),
        ("index.html".to_owned(), export::html_grid(&view, language)),
    ];
    for (i, party) in view.parties.iter().enumerate() {
        let folder = match party.kind {
            PartyKind::Desk => "desks",
            PartyKind::Firm => "firms",
        };
        let name = export::file_name(&party.id);
        files.push((format!("{folder}/{name}.html"), export::html_party(&view, i, language)));
        files.push((format!("{folder}/{name}.ics"), export::ics_party(&view, i, stamp, language)));
    }
    files
}
