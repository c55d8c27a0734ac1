//! Rows of contacts and of absences.

use jiff::civil::{DateTime, Time};
use passerelle_domain::{Absence, Name, fold};

use super::dates::{self, Moment};
use super::names::folded_company;
use super::rows::{Cells, State};
use super::{Import, ImportedAbsence, ImportedContact, Party, PartySide, cells};

/// Reads a row of contacts.
pub(super) fn contact(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let (firm, client) = (cells.text("firm"), cells.text("client"));
    let (last, first) = (cells.name("name"), cells.name("first_name"));
    let role = cells.name("role");
    let email = cells.value("email", cells::email);
    let phone = cells.text("phone").and_then(|phone| Name::new(&cells::phone(&phone)).ok());
    let name = match (first, last) {
        (Some(first), Some(last)) => Name::new(&format!("{first} {last}")).ok(),
        (first, last) => last.or(first),
    };
    let name = name.or_else(|| email.clone());
    let party = match (firm, client) {
        (Some(_), Some(_)) => {
            cells.wrong("client", "the row names a firm and a client", "keep the one the person works for");
            return;
        }
        (Some(named), None) => Some(Party { side: Some(PartySide::Firm), named }),
        (None, Some(named)) => Some(Party { side: Some(PartySide::Client), named }),
        (None, None) => None,
    };
    if cells.failed {
        return;
    }
    let Some(party) = party else {
        cells.wrong("firm", "the row names no firm and no client", "write where the person works");
        return;
    };
    let Some(name) = name else {
        cells.wrong("name", "the row names nobody", "write the person's name or e-mail address");
        return;
    };
    let who = email.as_ref().unwrap_or(&name);
    let key = format!("contact\n{:?}\n{}\n{}", party.side, folded_company(&party.named), fold(who.as_str()));
    if let Some(first) = state.first(key, &cells.place) {
        cells.wrong("name", format!("the contact is already given in {first}"), "take one of the two away");
        return;
    }
    import.contacts.push(ImportedContact { party, name, role, email, phone, place: cells.place.clone() });
}

/// Reads a row of absences.
pub(super) fn absence(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let named = [("firm", Some(PartySide::Firm)), ("desk", Some(PartySide::Desk)), ("party", None)];
    let mut parties: Vec<(&str, Party)> = Vec::new();
    for (key, side) in named {
        if let Some(named) = cells.text(key) {
            parties.push((key, Party { side, named }));
        }
    }
    let period = period(cells);
    if cells.failed {
        return;
    }
    let party = match parties.as_slice() {
        [] => {
            let key = if cells.columns.contains_key("party") { "party" } else { "firm" };
            cells.wrong(key, "the row names nobody", "write who is away");
            return;
        }
        [(_, party)] => party.clone(),
        [.., (key, _)] => {
            let key = *key;
            cells.wrong(key, "the row names two participants", "write one row for each");
            return;
        }
    };
    let Some(absence) = period else { return };
    let key = format!(
        "absence\n{:?}\n{}\n{}\n{}",
        party.side,
        folded_company(&party.named),
        absence.from,
        absence.until
    );
    if let Some(first) = state.first(key, &cells.place) {
        cells.wrong("from", format!("the absence is already given in {first}"), "take one of the two away");
        return;
    }
    import.absences.push(ImportedAbsence { party, absence, place: cells.place.clone() });
}

const HINT: &str = "write it as 18/03/2027 14:00, 2027-03-18 14:00 or 14h00";

/// From when to when: two moments, a day and two times, or whole days.
fn period(cells: &mut Cells<'_>) -> Option<Absence> {
    let day = cells.known("date", "a day", HINT, dates::day);
    let from = cells.known("from", "a day or a time", HINT, dates::moment);
    let until = cells.known("until", "a day or a time", HINT, dates::moment);
    if cells.failed {
        return None;
    }
    let none = Moment { date: None, time: None };
    let (start, end) = (from.unwrap_or(none), until.unwrap_or(none));
    let Some(first) = start.date.or(day) else {
        let key = if cells.columns.contains_key("from") { "from" } else { "date" };
        let message = if from.is_some() { "the time has no day" } else { "the beginning is empty" };
        cells.wrong(key, message, HINT);
        return None;
    };
    let last = end.date.unwrap_or(first);
    let begin = first.to_datetime(start.time.unwrap_or(Time::midnight()));
    let finish: DateTime = match end.time {
        Some(time) => last.to_datetime(time),
        // A day without a time counts as a whole.
        None => last.tomorrow().ok()?.to_datetime(Time::midnight()),
    };
    if begin >= finish {
        let shown = |at: DateTime| at.strftime("%Y-%m-%d %H:%M").to_string();
        cells.wrong(
            "until",
            format!("`{}` to `{}` runs backwards", shown(begin), shown(finish)),
            "put the earlier time first",
        );
        return None;
    }
    Some(Absence { from: begin, until: finish })
}
