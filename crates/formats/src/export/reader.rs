//! What one reader may see, and how parties are named to them.

use super::Audience;
use super::messages::Words;
use crate::view::{AgendaView, MeetingView, PartyKind, PartyView, UnplacedView};

/// Whether the reader is shown briefs by their public title alone.
///
/// An index without a party is treated as a firm: who is not known to be entitled is shown nothing.
pub(super) fn is_outsider(view: &AgendaView, audience: Audience) -> bool {
    match audience {
        Audience::Organiser => false,
        Audience::Party(party) => view.parties.get(party).is_none_or(|p| p.kind == PartyKind::Firm),
    }
}

/// Title of a meeting's brief for that reader.
pub(super) fn meeting_title<'a>(
    view: &AgendaView,
    meeting: &'a MeetingView,
    audience: Audience,
    words: &Words,
) -> &'a str {
    let shown = if is_outsider(view, audience) { &meeting.brief_public_title } else { &meeting.brief_title };
    or_untold(shown, words)
}

/// Title of the brief of a pair left out for that reader.
pub(super) fn unplaced_title<'a>(
    view: &AgendaView,
    unplaced: &'a UnplacedView,
    audience: Audience,
    words: &Words,
) -> &'a str {
    let shown =
        if is_outsider(view, audience) { &unplaced.brief_public_title } else { &unplaced.brief_title };
    or_untold(shown, words)
}

fn or_untold<'a>(title: &'a str, words: &Words) -> &'a str {
    if title.trim().is_empty() { words.untold_topic } else { title }
}

/// The meetings of a party with their indexes, in order of time.
pub(super) fn meetings_of(view: &AgendaView, party: usize) -> Vec<&MeetingView> {
    let mut found: Vec<&MeetingView> = view
        .meetings
        .iter()
        .filter(|m| m.slot < view.slots.len())
        .filter(|m| m.desk == party || m.firm == party)
        .collect();
    found.sort_by_key(|m| (m.slot, m.table));
    found
}

/// A party by index.
pub(super) fn party(view: &AgendaView, index: usize) -> Option<&PartyView> {
    view.parties.get(index)
}

/// A desk as `Client (person)`, a firm by its name.
pub(super) fn short_name(view: &AgendaView, index: usize) -> String {
    match view.parties.get(index) {
        None => "?".to_owned(),
        Some(PartyView { kind: PartyKind::Desk, name, person: Some(person), .. }) => {
            format!("{name} ({person})")
        }
        Some(party) => party.name.clone(),
    }
}

/// The person with their function: `Claire Dupont, acheteuse`.
pub(super) fn person_and_role(party: &PartyView) -> Option<String> {
    match (&party.person, &party.role) {
        (Some(person), Some(role)) => Some(format!("{person}, {role}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// A table as printed.
pub(super) fn table_id(view: &AgendaView, table: usize) -> &str {
    view.tables.get(table).map_or("?", |t| t.id.as_str())
}
