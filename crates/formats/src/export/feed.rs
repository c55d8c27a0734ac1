//! A calendar to subscribe to: the last release, with how often each meeting changed and what was cancelled on the way (RFC 5545,
//! sections 3.8.7.4 and 3.8.1.11; RFC 7986 for the refresh).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use passerelle_domain::Language;

use super::calendar::{self, Entry, Writer, local};
use super::messages::Words;
use super::{Audience, Release, reader, zone};
use crate::view::{AgendaView, MeetingView, PartyKind, SlotView};

/// How often calendars should look again: on the day itself an agenda changes within the hour.
const REFRESH: &str = "PT15M";

/// What became of a meeting over the releases.
struct History<'a> {
    /// The release in which it stands, or stood last.
    view: &'a AgendaView,
    meeting: &'a MeetingView,
    slot: &'a SlotView,
    audience: Audience,
    sequence: u32,
    changed: Timestamp,
    cancelled: bool,
}

impl History<'_> {
    fn place(&self) -> (DateTime, DateTime, &str) {
        (self.slot.start, self.slot.end(), reader::table_id(self.view, self.meeting.table))
    }

    fn change(&mut self, at: Timestamp) {
        self.sequence += 1;
        self.changed = at;
    }
}

/// See [`super::ics_feed`].
pub(super) fn write(
    releases: &[Release<'_>],
    party: Option<(PartyKind, &str)>,
    link: Option<&str>,
    language: Language,
) -> String {
    let words = Words::of(language);
    let mut out = Writer::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", &format!("-//Passerelle//Agenda//{}", language.code().to_ascii_uppercase()));
    out.line("CALSCALE", "GREGORIAN");
    out.line("METHOD", "PUBLISH");
    out.line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    out.line("X-PUBLISHED-TTL", REFRESH);
    let Some(last) = releases.last() else {
        out.line("END", "VCALENDAR");
        return out.finish();
    };
    let name = calendar_name(releases, party);
    out.text("NAME", &name);
    out.text("X-WR-CALNAME", &name);
    let url = link.filter(|link| !link.chars().any(|c| c.is_control() || c.is_whitespace()));
    if let Some(url) = url {
        out.line("URL", url);
    }
    let histories = histories(releases, party);
    let zone = &last.view.time_zone;
    let instant = |time: Option<DateTime>| time.and_then(|t| zone.to_timestamp(t).ok()).unwrap_or(last.at);
    let from = instant(histories.values().map(|one| one.slot.start).min());
    let to = instant(histories.values().map(|one| one.slot.end()).max());
    let zone_name = zone::name(zone, from);
    out.line("X-WR-TIMEZONE", &zone_name);
    zone::write(&mut out, zone, from, to);
    let mut entries: Vec<(&String, &History<'_>)> = histories.iter().collect();
    entries.sort_by_key(|(uid, one)| (one.slot.start, one.meeting.table, uid.as_str()));
    for (uid, one) in entries {
        let entry = Entry { view: one.view, meeting: one.meeting, audience: one.audience, words };
        out.line("BEGIN", "VEVENT");
        out.line("UID", uid);
        out.line("DTSTAMP", &calendar::utc(last.at));
        out.line("LAST-MODIFIED", &calendar::utc(one.changed));
        out.line(&format!("DTSTART;TZID={zone_name}"), &local(one.slot.start));
        out.line(&format!("DTEND;TZID={zone_name}"), &local(one.slot.end()));
        out.line("SEQUENCE", &one.sequence.to_string());
        out.line("STATUS", if one.cancelled { "CANCELLED" } else { "CONFIRMED" });
        // A cancelled meeting keeps nobody from another one.
        out.line("TRANSP", if one.cancelled { "TRANSPARENT" } else { "OPAQUE" });
        let summary = entry.summary();
        let summary =
            if one.cancelled { format!("{}{}{summary}", words.cancelled, words.colon) } else { summary };
        out.text("SUMMARY", &summary);
        out.text("LOCATION", &format!("{} {}", words.table, reader::table_id(one.view, one.meeting.table)));
        out.text("DESCRIPTION", &entry.description());
        if let Some(url) = url {
            out.line("URL", url);
        }
        out.line("END", "VEVENT");
    }
    out.line("END", "VCALENDAR");
    out.finish()
}

/// By UID, what the releases tell of each meeting that concerns the party.
fn histories<'a>(
    releases: &[Release<'a>],
    party: Option<(PartyKind, &str)>,
) -> BTreeMap<String, History<'a>> {
    let mut known: BTreeMap<String, History<'a>> = BTreeMap::new();
    for release in releases {
        let view = release.view;
        let audience = match party {
            None => Some(Audience::Organiser),
            // Who is not in a release has no meeting in it.
            Some((kind, id)) => view.party(kind, id).map(Audience::Party),
        };
        let mut there: BTreeMap<String, (&'a MeetingView, &'a SlotView, Audience)> = BTreeMap::new();
        for (meeting, uid) in view.meetings.iter().zip(calendar::uids(view)) {
            let concerned = audience.filter(|audience| calendar::concerns(meeting, *audience));
            if let (Some(audience), Some(slot)) = (concerned, view.slots.get(meeting.slot)) {
                there.insert(uid, (meeting, slot, audience));
            }
        }
        for (uid, one) in &mut known {
            if !one.cancelled && !there.contains_key(uid) {
                one.cancelled = true;
                one.change(release.at);
            }
        }
        for (uid, (meeting, slot, audience)) in there {
            let now =
                History { view, meeting, slot, audience, sequence: 0, changed: release.at, cancelled: false };
            let mut now = match known.get(&uid) {
                Some(before) => {
                    let (sequence, changed) = (before.sequence, before.changed);
                    let other = before.cancelled || before.place() != now.place();
                    let mut now = History { sequence, changed, ..now };
                    if other {
                        now.change(release.at);
                    }
                    now
                }
                None => now,
            };
            now.cancelled = false;
            known.insert(uid, now);
        }
    }
    known
}

/// The event and the party, as they are called in the last release that knows the party.
fn calendar_name(releases: &[Release<'_>], party: Option<(PartyKind, &str)>) -> String {
    let event = releases.last().map_or("", |last| last.view.event_name.as_str());
    let name = party.and_then(|(kind, id)| {
        releases
            .iter()
            .rev()
            .find_map(|release| Some(reader::short_name(release.view, release.view.party(kind, id)?)))
    });
    name.map_or_else(|| event.to_owned(), |name| format!("{event} – {name}"))
}
