//! What was left out, for the organiser: by reason, from the highest value to the lowest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::marks::{self, Mark};
use crate::export::messages::{self, Words};
use crate::export::{Audience, reader, sentence, times};
use crate::view::{AgendaView, UnplacedView};

/// The pairs left out for one reason.
pub(super) struct Group {
    pub(super) heading: &'static str,
    pub(super) code: String,
    pub(super) count: String,
    pub(super) pairs: Vec<Pair>,
}

/// A pair left out.
pub(super) struct Pair {
    pub(super) value: String,
    pub(super) desk: String,
    pub(super) firm: String,
    pub(super) topic: String,
    pub(super) reason: String,
    pub(super) marks: Vec<Mark>,
}

/// The largest group first.
pub(super) fn groups(view: &AgendaView, words: &Words) -> Vec<Group> {
    let mut by_code: BTreeMap<&str, Vec<&UnplacedView>> = BTreeMap::new();
    for unplaced in &view.unplaced {
        by_code.entry(&unplaced.code).or_default().push(unplaced);
    }
    let mut found: Vec<_> = by_code.into_iter().collect();
    found.sort_by_key(|(code, pairs)| (Reverse(pairs.len()), *code));
    found.into_iter().filter_map(|(code, pairs)| group(view, words, code, pairs)).collect()
}

fn group(view: &AgendaView, words: &Words, code: &str, mut pairs: Vec<&UnplacedView>) -> Option<Group> {
    pairs.sort_by_key(|u| (Reverse(u.value), u.desk, u.firm));
    Some(Group {
        heading: messages::reason_heading(&pairs.first()?.facts, words.language),
        code: code.to_owned(),
        count: messages::pairs(pairs.len(), words.language),
        pairs: pairs.into_iter().map(|u| pair(view, words, u)).collect(),
    })
}

fn pair(view: &AgendaView, words: &Words, unplaced: &UnplacedView) -> Pair {
    Pair {
        value: times::number(i64::from(unplaced.value), words.language),
        desk: reader::short_name(view, unplaced.desk),
        firm: reader::short_name(view, unplaced.firm),
        topic: reader::unplaced_title(view, unplaced, Audience::Organiser, words).to_owned(),
        reason: sentence::write(view, unplaced, Audience::Organiser, words.language),
        marks: marks::of_unplaced(unplaced, words),
    }
}
