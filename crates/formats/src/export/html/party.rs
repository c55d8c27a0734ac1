//! A party's page: its day in order of time, and its wishes that were not met.

use askama::Template;

use super::dates;
use crate::export::messages::{self, Words};
use crate::export::{Audience, reader, sentence, times};
use crate::view::{AgendaView, MeetingView, PartyKind, PartyView, UnplacedFacts, UnplacedView};

/// How many strong matches nobody wished are told to a desk: its own wishes matter more.
const STRONG_SHOWN: usize = 8;

/// The page, and what its paper is made from.
#[derive(Template)]
#[template(path = "export/party.html")]
pub(in crate::export) struct Page {
    words: &'static Words,
    lang: &'static str,
    pub(in crate::export) event: String,
    pub(in crate::export) dates: String,
    pub(in crate::export) name: String,
    pub(in crate::export) person: Option<String>,
    pub(in crate::export) summary: String,
    pub(in crate::export) nobody: bool,
    pub(in crate::export) why_heading: &'static str,
    pub(in crate::export) days: Vec<Day>,
    left_out: Vec<LeftOut>,
}

/// A day of the event.
pub(in crate::export) struct Day {
    pub(in crate::export) date: String,
    pub(in crate::export) rows: Vec<Row>,
}

/// A line of the day: a meeting, or what lies between meetings.
pub(in crate::export) struct Row {
    pub(in crate::export) class: &'static str,
    pub(in crate::export) start: String,
    pub(in crate::export) end: String,
    pub(in crate::export) label: String,
    pub(in crate::export) meeting: Option<Meeting>,
}

/// A meeting as its reader may see it.
pub(in crate::export) struct Meeting {
    pub(in crate::export) table: String,
    pub(in crate::export) name: String,
    pub(in crate::export) details: Vec<String>,
    pub(in crate::export) topic: String,
    pub(in crate::export) marks: Vec<String>,
    pub(in crate::export) why: Vec<String>,
}

struct LeftOut {
    heading: &'static str,
    entries: Vec<Entry>,
    more: Option<String>,
}

struct Entry {
    name: String,
    topic: String,
    wish: Option<String>,
    reason: String,
}

impl Page {
    /// Gathers what the page of a party shows; of an unknown party, an empty page.
    pub(in crate::export) fn new(view: &AgendaView, index: usize, words: &'static Words) -> Self {
        let language = words.language;
        let gatherer = Gatherer { view, index, words };
        let party = reader::party(view, index);
        let meetings = reader::meetings_of(view, index);
        let days = if party.is_some() { gatherer.days(&meetings) } else { Vec::new() };
        let free = gatherer.free_slots(&meetings);
        Self {
            words,
            lang: language.code(),
            event: view.event_name.clone(),
            dates: dates(view, language),
            name: party.map_or(words.unknown_party.to_owned(), |p| p.name.clone()),
            person: party.and_then(reader::person_and_role),
            summary: [messages::meetings(meetings.len(), language), messages::free_slots(free, language)]
                .join(" · "),
            nobody: meetings.is_empty(),
            why_heading: if party.is_some_and(|p| p.kind == PartyKind::Firm) {
                words.why_own
            } else {
                words.why
            },
            days,
            left_out: gatherer.left_out(),
        }
    }
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Presence {
    Free,
    Away,
}

struct Gatherer<'a> {
    view: &'a AgendaView,
    index: usize,
    words: &'static Words,
}

impl Gatherer<'_> {
    fn party(&self) -> Option<&PartyView> {
        reader::party(self.view, self.index)
    }

    fn audience(&self) -> Audience {
        Audience::Party(self.index)
    }

    fn is_away(&self, slot: usize) -> bool {
        self.party().is_some_and(|p| p.absences.contains(&slot))
    }

    fn free_slots(&self, meetings: &[&MeetingView]) -> usize {
        let slots = 0..self.view.slots.len();
        slots.filter(|&s| !self.is_away(s) && !meetings.iter().any(|m| m.slot == s)).count()
    }

    fn days(&self, meetings: &[&MeetingView]) -> Vec<Day> {
        let language = self.words.language;
        let day = |(date, slots): (_, Vec<usize>)| Day {
            date: times::date(date, language),
            rows: self.rows(&slots, meetings),
        };
        self.view.days().into_iter().map(day).collect()
    }

    /// The lines of a day: free and missed slots in a row become one line, pauses stand between.
    fn rows(&self, slots: &[usize], meetings: &[&MeetingView]) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        let mut before: Option<usize> = None;
        for &slot in slots {
            if let Some(pause) = before.and_then(|before| self.pause(before, slot)) {
                self.close(&mut run, &mut rows);
                rows.push(pause);
            }
            before = Some(slot);
            let held: Vec<_> = meetings.iter().filter(|m| m.slot == slot).collect();
            let same = run.last().is_some_and(|&last| self.presence(last) == self.presence(slot));
            if !held.is_empty() || !same {
                self.close(&mut run, &mut rows);
            }
            if held.is_empty() {
                run.push(slot);
            }
            rows.extend(held.into_iter().filter_map(|m| self.meeting(m)));
        }
        self.close(&mut run, &mut rows);
        rows
    }

    fn presence(&self, slot: usize) -> Presence {
        if self.is_away(slot) { Presence::Away } else { Presence::Free }
    }

    fn pause(&self, before: usize, after: usize) -> Option<Row> {
        let (before, after) = (self.view.slots.get(before)?, self.view.slots.get(after)?);
        let minutes = times::pause(before, after);
        let language = self.words.language;
        (minutes >= times::PAUSE_SHOWN).then(|| Row {
            class: "pause",
            start: times::hour(before.end().time(), language),
            end: times::hour(after.start.time(), language),
            label: format!("{}, {}", self.words.pause, times::length(minutes, language)),
            meeting: None,
        })
    }

    fn close(&self, run: &mut Vec<usize>, rows: &mut Vec<Row>) {
        let slots = std::mem::take(run);
        let ends = (slots.first(), slots.last());
        let (Some(&first), Some(&last)) = ends else { return };
        let (Some(from), Some(to)) = (self.view.slots.get(first), self.view.slots.get(last)) else { return };
        let language = self.words.language;
        let (class, label) = match self.presence(first) {
            Presence::Away => ("away", self.words.absent.to_owned()),
            Presence::Free => {
                ("free", format!("{} · {}", self.words.free, messages::slots(slots.len(), language)))
            }
        };
        rows.push(Row {
            class,
            start: times::hour(from.start.time(), language),
            end: times::hour(to.end().time(), language),
            label,
            meeting: None,
        });
    }

    fn meeting(&self, meeting: &MeetingView) -> Option<Row> {
        let slot = self.view.slots.get(meeting.slot)?;
        let language = self.words.language;
        let other =
            reader::party(self.view, if meeting.desk == self.index { meeting.firm } else { meeting.desk });
        let size = other.and_then(|p| p.size_class).map(|s| messages::size_class(s, language).to_owned());
        let shown = Meeting {
            table: reader::table_id(self.view, meeting.table).to_owned(),
            name: other.map_or("?", |p| p.name.as_str()).to_owned(),
            details: other.and_then(reader::person_and_role).into_iter().chain(size).collect(),
            topic: reader::meeting_title(self.view, meeting, self.audience(), self.words).to_owned(),
            marks: self.marks(meeting),
            why: meeting.why.iter().map(|w| w.trim().to_owned()).collect(),
        };
        Some(Row {
            class: "meeting",
            start: times::hour(slot.start.time(), language),
            end: times::hour(slot.end().time(), language),
            label: String::new(),
            meeting: Some(shown),
        })
    }

    /// The party's own wish, and that it is mutual when it is; what the other alone wished stays with the other.
    fn marks(&self, meeting: &MeetingView) -> Vec<String> {
        let mut marks = Vec::new();
        if meeting.must {
            marks.push(self.words.must.to_owned());
        }
        if let Some(grade) = self.own_wish(meeting.desk, meeting.wished_by_desk, meeting.wished_by_firm) {
            marks.push(messages::own_wish(grade, self.words.language));
            if meeting.wished_by_desk.is_some() && meeting.wished_by_firm.is_some() {
                marks.push(self.words.mutual.to_owned());
            }
        }
        marks
    }

    fn own_wish(&self, desk: usize, by_desk: Option<u8>, by_firm: Option<u8>) -> Option<u8> {
        if desk == self.index { by_desk } else { by_firm }
    }

    fn left_out(&self) -> Vec<LeftOut> {
        if self.party().is_none() {
            return Vec::new();
        }
        let wish = |u: &UnplacedView| self.own_wish(u.desk, u.wished_by_desk, u.wished_by_firm);
        let mut mine: Vec<&UnplacedView> =
            self.view.unplaced.iter().filter(|u| u.desk == self.index || u.firm == self.index).collect();
        mine.sort_by_key(|u| (std::cmp::Reverse((wish(u), u.value)), u.desk, u.firm));
        let (wished, rest): (Vec<_>, Vec<_>) = mine.into_iter().partition(|u| wish(u).is_some());
        let strong: Vec<_> = rest.into_iter().filter(|u| u.desk == self.index && is_strong(u)).collect();
        let hidden = strong.len().saturating_sub(STRONG_SHOWN);
        let sections = [
            (self.words.wishes_left_out, wished, 0),
            (self.words.strong_left_out, strong.into_iter().take(STRONG_SHOWN).collect(), hidden),
        ];
        sections
            .into_iter()
            .filter(|(_, pairs, _)| !pairs.is_empty())
            .map(|(heading, pairs, hidden)| LeftOut {
                heading,
                entries: pairs.into_iter().map(|u| self.entry(u, wish(u))).collect(),
                more: (hidden > 0).then(|| format!("+ {}", messages::more(hidden, self.words.language))),
            })
            .collect()
    }

    fn entry(&self, unplaced: &UnplacedView, wish: Option<u8>) -> Entry {
        let language = self.words.language;
        let other = if unplaced.desk == self.index { unplaced.firm } else { unplaced.desk };
        Entry {
            name: reader::short_name(self.view, other),
            topic: reader::unplaced_title(self.view, unplaced, self.audience(), self.words).to_owned(),
            wish: wish.map(|grade| messages::own_wish(grade, language)),
            reason: sentence::write(self.view, unplaced, self.audience(), language),
        }
    }
}

/// Whether a pair nobody wished is worth telling to its desk: ranked, and not a matter between the others.
fn is_strong(unplaced: &UnplacedView) -> bool {
    let apart = matches!(
        unplaced.facts,
        UnplacedFacts::Excluded { .. } | UnplacedFacts::Refused { .. } | UnplacedFacts::BelowThreshold { .. }
    );
    unplaced.rank.is_some() && !apart
}
