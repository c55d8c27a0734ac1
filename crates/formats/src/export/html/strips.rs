//! Parties by slots: one line a party, one box a slot.

use super::hues;
use crate::export::messages::Words;
use crate::export::{names, reader, times};
use crate::view::{AgendaView, MeetingView, PartyKind, PartyView};

/// One side's parties.
pub(super) struct Side {
    pub(super) heading: &'static str,
    pub(super) lines: Vec<Line>,
}

/// One party.
pub(super) struct Line {
    pub(super) link: String,
    pub(super) name: String,
    pub(super) person: Option<String>,
    pub(super) meetings: usize,
    pub(super) boxes: Vec<Slot>,
}

/// One slot of a party.
pub(super) struct Slot {
    /// `held`, `idle`, `away` or `free`; `after` begins a half-day.
    pub(super) class: String,
    pub(super) hue: usize,
    pub(super) text: String,
    pub(super) label: String,
}

/// The head of the columns.
pub(super) struct Column {
    pub(super) class: &'static str,
    pub(super) hour: String,
    pub(super) label: String,
}

/// One column a slot.
pub(super) fn columns(view: &AgendaView, words: &Words) -> Vec<Column> {
    let column = |(i, slot): (usize, &crate::view::SlotView)| {
        let hour = times::hour(slot.start.time(), words.language);
        Column {
            class: if begins(view, i) { "after" } else { "" },
            label: format!("{}, {hour}", times::date(slot.start.date(), words.language)),
            hour,
        }
    };
    view.slots.iter().enumerate().map(column).collect()
}

/// Desks, then firms.
pub(super) fn sides(view: &AgendaView, words: &'static Words) -> Vec<Side> {
    let hues = hues(view);
    [(PartyKind::Desk, words.desks, "desks"), (PartyKind::Firm, words.firms, "firms")]
        .into_iter()
        .map(|(kind, heading, folder)| Side {
            heading,
            lines: view
                .parties
                .iter()
                .enumerate()
                .filter(|(_, party)| party.kind == kind)
                .map(|(index, party)| line(view, words, &hues, folder, index, party))
                .collect(),
        })
        .collect()
}

/// Whether a half-day begins with that slot, the first apart.
fn begins(view: &AgendaView, slot: usize) -> bool {
    let half = |i: usize| view.slots.get(i).map(|s| (s.start.date(), s.session));
    slot > 0 && half(slot - 1) != half(slot)
}

fn line(
    view: &AgendaView,
    words: &Words,
    hues: &[usize],
    folder: &str,
    index: usize,
    party: &PartyView,
) -> Line {
    let meetings = reader::meetings_of(view, index);
    let boxes = (0..view.slots.len())
        .map(|slot| {
            let held: Vec<&&MeetingView> = meetings.iter().filter(|m| m.slot == slot).collect();
            let mut class = state(view, party, &meetings, slot).to_owned();
            if begins(view, slot) {
                class.push_str(" after");
            }
            let tables: Vec<&str> = held.iter().map(|m| reader::table_id(view, m.table)).collect();
            let others = held.iter().map(|m| {
                let other = if m.desk == index { m.firm } else { m.desk };
                format!(
                    "{} {}{}{}",
                    words.table,
                    reader::table_id(view, m.table),
                    words.colon,
                    reader::short_name(view, other)
                )
            });
            Slot {
                class,
                hue: held.first().and_then(|m| hues.get(m.desk)).copied().unwrap_or_default(),
                text: tables.join("+"),
                label: others.collect::<Vec<_>>().join(" + "),
            }
        })
        .collect();
    Line {
        link: format!("{folder}/{}.html", names::file_name(&party.id)),
        name: party.name.clone(),
        person: party.person.clone().filter(|_| party.kind == PartyKind::Desk),
        meetings: meetings.len(),
        boxes,
    }
}

fn state(view: &AgendaView, party: &PartyView, meetings: &[&MeetingView], slot: usize) -> &'static str {
    let day = |i: usize| view.slots.get(i).map(|s| s.start.date());
    let that_day = || meetings.iter().filter(|m| day(m.slot) == day(slot));
    if meetings.iter().any(|m| m.slot == slot) {
        "held"
    } else if party.absences.contains(&slot) {
        "away"
    } else if that_day().any(|m| m.slot < slot) && that_day().any(|m| m.slot > slot) {
        "idle"
    } else {
        "free"
    }
}
