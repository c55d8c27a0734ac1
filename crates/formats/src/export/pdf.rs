//! Papers (PDF, A4) to print and to hand out: a party's agenda, the booklet of all, cards for tables, badges.
//!
//! What a party's paper says is what its page says, so the same reader is shown the same. Faces are embedded, lengths are points, and
//! the only time in a file is that of the release.

use std::collections::BTreeMap;

use jiff::Timestamp;
use passerelle_domain::{Language, fold};

use super::messages::{self, Words};
use super::{reader, times};
use crate::view::{AgendaView, PartyKind};

mod agenda;
mod badges;
mod cards;
mod letters;
mod sheet;

use letters::{Letters, regular};
use sheet::{Bookmark, HEIGHT, SOFT, Sheet, WIDTH};

/// Space around what is printed.
const MARGIN: f32 = 48.0;
/// Where what is printed ends; below stands the foot.
const BOTTOM: f32 = HEIGHT - 58.0;

/// What is being printed.
struct Press<'a> {
    letters: Letters,
    view: &'a AgendaView,
    words: &'static Words,
    at: Timestamp,
}

/// See [`super::pdf_party`].
pub(super) fn party(
    view: &AgendaView,
    kind: PartyKind,
    id: &str,
    at: Timestamp,
    language: Language,
) -> Vec<u8> {
    print(view, at, language, |press| {
        let party = view.party(kind, id);
        let mut sheets = agenda::sheets(press, party.unwrap_or(usize::MAX));
        press.feet(&mut sheets, true);
        let name = party.map_or(press.words.unknown_party.to_owned(), |at| reader::short_name(view, at));
        (sheets, Vec::new(), name)
    })
}

/// See [`super::pdf_booklet`].
pub(super) fn booklet(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    print(view, at, language, |press| {
        let (mut sheets, mut bookmarks) = (Vec::new(), Vec::new());
        for party in in_order(view) {
            bookmarks.push(press.bookmark(party, sheets.len()));
            sheets.extend(agenda::sheets(press, party));
        }
        if sheets.is_empty() {
            sheets.push(agenda::nothing(press));
        }
        press.feet(&mut sheets, true);
        (sheets, bookmarks, press.words.booklet.to_owned())
    })
}

/// See [`super::pdf_table_cards`].
pub(super) fn table_cards(view: &AgendaView, at: Timestamp, language: Language) -> Vec<u8> {
    print(view, at, language, |press| {
        let (mut sheets, mut bookmarks) = (Vec::new(), Vec::new());
        for (table, one) in view.tables.iter().enumerate() {
            let (heading, page) = (press.words.table_cards, sheets.len());
            bookmarks.push(Bookmark { heading, text: format!("{} {}", press.words.table, one.id), page });
            sheets.extend(cards::sheets(press, table));
        }
        if sheets.is_empty() {
            sheets.push(agenda::nothing(press));
        }
        press.feet(&mut sheets, false);
        (sheets, bookmarks, press.words.table_cards.to_owned())
    })
}

/// See [`super::pdf_badges`].
pub(super) fn badges(
    view: &AgendaView,
    links: &BTreeMap<(PartyKind, String), String>,
    at: Timestamp,
    language: Language,
) -> Vec<u8> {
    print(view, at, language, |press| {
        let mut sheets = badges::sheets(press, links);
        if sheets.is_empty() {
            sheets.push(agenda::nothing(press));
        }
        (sheets, Vec::new(), press.words.badges.to_owned())
    })
}

fn print(
    view: &AgendaView,
    at: Timestamp,
    language: Language,
    sheets: impl FnOnce(&Press<'_>) -> (Vec<Sheet>, Vec<Bookmark>, String),
) -> Vec<u8> {
    let made = Letters::new().and_then(|letters| {
        let press = Press { letters, view, words: Words::of(language), at };
        let (sheets, bookmarks, of) = sheets(&press);
        let title = format!("{of} – {}", view.event_name);
        sheet::write(&press.letters, &sheets, &bookmarks, &title, at, language)
    });
    // The faces are part of the program and every length is made from constants; tests open each kind of paper.
    debug_assert!(made.is_some());
    made.unwrap_or_default()
}

/// Parties as one looks for them: desks, then firms, each by name.
fn in_order(view: &AgendaView) -> Vec<usize> {
    let mut all: Vec<usize> = (0..view.parties.len()).collect();
    let key = |at: &usize| {
        view.parties.get(*at).map(|one| (one.kind, fold(&one.name), one.person.as_deref().map(fold), *at))
    };
    all.sort_by_cached_key(key);
    all
}

/// A heading begins with a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Press<'_> {
    fn bookmark(&self, party: usize, page: usize) -> Bookmark {
        let desk = reader::party(self.view, party).is_some_and(|one| one.kind == PartyKind::Desk);
        let heading = if desk { self.words.desks } else { self.words.firms };
        Bookmark { heading, text: reader::short_name(self.view, party), page }
    }

    /// The feet of pages: of which release they are, whose clock they tell, and the page of how many.
    fn feet(&self, sheets: &mut [Sheet], counted: bool) {
        let (local, language) = (self.view.time_zone.to_datetime(self.at), self.words.language);
        let day = times::date(local.date(), language);
        let as_of = messages::as_of(&day, &times::hour(local.time(), language), language);
        let text = format!("{as_of} {}", self.words.footer);
        let (y, of) = (HEIGHT - 34.0, sheets.len());
        for (page, sheet) in (1..).zip(sheets) {
            let count = if counted { format!("{page}/{of}") } else { String::new() };
            let count = self.letters.set(&count, regular(9.0));
            let room = WIDTH - 2.0 * MARGIN - count.width - 12.0;
            sheet.text(MARGIN, y, self.letters.fit(&text, regular(8.0), room), SOFT);
            sheet.text_to(WIDTH - MARGIN, y, count, SOFT);
        }
    }
}
