//! The small marks on a meeting in the organiser's page.

use passerelle_domain::{Language, Side};

use crate::export::messages::{self, Words};
use crate::view::{MeetingView, UnplacedView};

/// A mark and what it means.
pub(super) struct Mark {
    /// As printed: `C3`.
    pub(super) text: String,
    /// In words, for those who point at it or hear it.
    pub(super) label: String,
    /// Its style.
    pub(super) class: &'static str,
}

/// Marks of a meeting.
pub(super) fn of_meeting(meeting: &MeetingView, words: &Words) -> Vec<Mark> {
    let mut marks = Vec::new();
    if meeting.must {
        marks.push(Mark { text: words.mark_must.into(), label: words.must.into(), class: "must" });
    }
    if meeting.locked {
        marks.push(Mark { text: words.mark_locked.into(), label: words.locked.into(), class: "must" });
    }
    marks.extend(wishes(meeting.wished_by_desk, meeting.wished_by_firm, words));
    marks
}

/// Marks of a pair left out.
pub(super) fn of_unplaced(unplaced: &UnplacedView, words: &Words) -> Vec<Mark> {
    wishes(unplaced.wished_by_desk, unplaced.wished_by_firm, words)
}

fn wishes(desk: Option<u8>, firm: Option<u8>, words: &Words) -> Vec<Mark> {
    let language: Language = words.language;
    let mark = |letter: &str, side, grade: u8| Mark {
        text: format!("{letter}{grade}"),
        label: messages::wish_of(side, grade, language),
        class: "wish",
    };
    let desk = desk.map(|grade| mark(words.mark_desk, Side::Desk, grade));
    let firm = firm.map(|grade| mark(words.mark_firm, Side::Firm, grade));
    desk.into_iter().chain(firm).collect()
}
