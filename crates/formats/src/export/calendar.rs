//! iCalendar (RFC 5545), written by hand: what calendars ask for, and nothing else.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use passerelle_domain::Language;

use super::messages::Words;
use super::{Audience, names, reader, zone};
use crate::view::{AgendaView, MeetingView, PartyKind, SlotView};

/// Longest line in octets, without its end (RFC 5545, section 3.1).
const MAX_LINE: usize = 75;

/// See [`super::ics_party`] and [`super::ics_all`].
pub(super) fn write(view: &AgendaView, audience: Audience, stamp: Timestamp, language: Language) -> String {
    let words = Words::of(language);
    let first = view.slots.iter().map(|s| s.start).min();
    let last = view.slots.iter().map(SlotView::end).max();
    let instant =
        |time: Option<DateTime>| time.and_then(|t| view.time_zone.to_timestamp(t).ok()).unwrap_or(stamp);
    let (from, to) = (instant(first), instant(last));
    let zone_name = zone::name(&view.time_zone, from);
    let mut out = Writer::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", &format!("-//Passerelle//Agenda//{}", language.code().to_ascii_uppercase()));
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    out.text("X-WR-CALNAME", &calendar_name(view, audience));
    out.line("X-WR-TIMEZONE", &zone_name);
    zone::write(&mut out, &view.time_zone, from, to);
    let stamp = utc(stamp);
    for (meeting, uid) in view.meetings.iter().zip(uids(view)) {
        let Some(slot) = view.slots.get(meeting.slot).filter(|_| concerns(meeting, audience)) else {
            continue;
        };
        let entry = Entry { view, meeting, audience, words };
        out.line("BEGIN", "VEVENT");
        out.line("UID", &uid);
        out.line("DTSTAMP", &stamp);
        out.line(&format!("DTSTART;TZID={zone_name}"), &local(slot.start));
        out.line(&format!("DTEND;TZID={zone_name}"), &local(slot.end()));
        out.line("SEQUENCE", "0");
        out.line("STATUS", "CONFIRMED");
        out.text("SUMMARY", &entry.summary());
        out.text("LOCATION", &format!("{} {}", words.table, reader::table_id(view, meeting.table)));
        out.text("DESCRIPTION", &entry.description());
        out.line("END", "VEVENT");
    }
    out.line("END", "VCALENDAR");
    out.finish()
}

/// Whether a meeting is one for that reader.
pub(super) fn concerns(meeting: &MeetingView, audience: Audience) -> bool {
    match audience {
        Audience::Organiser => true,
        Audience::Party(party) => meeting.desk == party || meeting.firm == party,
    }
}

fn calendar_name(view: &AgendaView, audience: Audience) -> String {
    match audience {
        Audience::Organiser => view.event_name.clone(),
        Audience::Party(party) => format!("{} – {}", view.event_name, reader::short_name(view, party)),
    }
}

/// One identifier a meeting, the same in every calendar and run; a hash, because a firm must not read the brief's id.
pub(super) fn uids(view: &AgendaView) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let id = |party| reader::party(view, party).map_or("", |p| p.id.as_str());
    let one = |meeting: &MeetingView| {
        let mut key = [&view.event_id, id(meeting.desk), id(meeting.firm), &meeting.brief_id].join("|");
        let times = seen.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            key = format!("{key}|{times}");
        }
        format!("{:016x}@passerelle.invalid", names::fnv1a(key.as_bytes()))
    };
    view.meetings.iter().map(one).collect()
}

/// What one calendar entry says.
pub(super) struct Entry<'a> {
    pub(super) view: &'a AgendaView,
    pub(super) meeting: &'a MeetingView,
    pub(super) audience: Audience,
    pub(super) words: &'static Words,
}

impl Entry<'_> {
    fn title(&self) -> &str {
        reader::meeting_title(self.view, self.meeting, self.audience, self.words)
    }

    fn reads_as_desk(&self) -> bool {
        let Audience::Party(party) = self.audience else { return false };
        self.view.parties.get(party).is_some_and(|p| p.kind == PartyKind::Desk)
    }

    pub(super) fn summary(&self) -> String {
        let desk = reader::short_name(self.view, self.meeting.desk);
        let firm = reader::short_name(self.view, self.meeting.firm);
        let whom = match self.audience {
            Audience::Organiser => format!("{desk} × {firm}"),
            Audience::Party(_) if self.reads_as_desk() => firm,
            Audience::Party(_) => desk,
        };
        format!("{whom} – {}", self.title())
    }

    pub(super) fn description(&self) -> String {
        let words = self.words;
        let mut lines = Vec::new();
        let others = match self.audience {
            Audience::Organiser => vec![self.meeting.desk, self.meeting.firm],
            Audience::Party(_) if self.reads_as_desk() => vec![self.meeting.firm],
            Audience::Party(_) => vec![self.meeting.desk],
        };
        for other in others.into_iter().filter_map(|i| reader::party(self.view, i)) {
            let person = reader::person_and_role(other).map(|p| format!(" ({p})")).unwrap_or_default();
            lines.push(format!("{}{}{}{person}", words.with_whom, words.colon, other.name));
        }
        lines.push(format!("{}{}{}", words.topic, words.colon, self.title()));
        if !self.meeting.why.is_empty() {
            lines.push(format!("{}{}", words.why, words.colon.trim_end()));
        }
        for sentence in &self.meeting.why {
            lines.push(format!("{}{}{}", words.quote_open, sentence.trim(), words.quote_close));
        }
        lines.join("\n")
    }
}

/// `20270318T090000`.
pub(super) fn local(time: DateTime) -> String {
    let (y, mo, d) = (time.year(), time.month(), time.day());
    format!("{y:04}{mo:02}{d:02}T{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

/// `20270301T080000Z`.
pub(super) fn utc(stamp: Timestamp) -> String {
    local(TimeZone::UTC.to_datetime(stamp)) + "Z"
}

/// Content lines with their ends, folded.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
}

impl Writer {
    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes a property whose value needs no escaping.
    pub(super) fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            // A continuation's leading space counts.
            if width + c.len_utf8() > MAX_LINE {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(c);
            width += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// Writes a property of type TEXT (RFC 5545, section 3.3.11).
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.replace("\r\n", "\n").chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' | '\r' => escaped.push_str("\\n"),
                '\t' => escaped.push(' '),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }
}
