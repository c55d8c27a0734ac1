//! Pages: self-contained, without script, escaped by askama; what they hold is gathered here, how they look is in `templates/export`.

use askama::Template;
use passerelle_domain::Language;

use super::messages::Words;
use super::times;
use crate::view::{AgendaView, PartyKind};

mod grid;
mod left_out;
mod marks;
pub(super) mod party;
mod strips;

/// See [`super::html_party`].
pub(super) fn party(view: &AgendaView, party: usize, language: Language) -> String {
    render(&party::Page::new(view, party, Words::of(language)))
}

/// See [`super::html_grid`].
pub(super) fn grid(view: &AgendaView, language: Language) -> String {
    render(&grid::Page::new(view, Words::of(language)))
}

fn render(page: &impl Template) -> String {
    let text = page.render();
    // Templates only write strings and numbers to memory.
    debug_assert!(text.is_ok(), "{text:?}");
    text.unwrap_or_default()
}

/// The days of the event: `jeudi 18 mars 2027, vendredi 19 mars 2027`.
fn dates(view: &AgendaView, language: Language) -> String {
    let days: Vec<String> = view.days().iter().map(|(day, _)| times::date(*day, language)).collect();
    match days.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, .., last] => format!("{first} – {last}"),
    }
}

/// One hue (degrees) a party: that of its client for a desk; clients are spread over the circle in order of appearance.
fn hues(view: &AgendaView) -> Vec<usize> {
    let mut clients: Vec<&str> = Vec::new();
    for party in view.parties.iter().filter(|p| p.kind == PartyKind::Desk) {
        if !clients.contains(&party.name.as_str()) {
            clients.push(&party.name);
        }
    }
    let count = clients.len().max(1);
    let hue =
        |name: &str| clients.iter().position(|c| *c == name).map_or(0, |i| (205 + 360 * i / count) % 360);
    view.parties.iter().map(|p| if p.kind == PartyKind::Desk { hue(&p.name) } else { 0 }).collect()
}
