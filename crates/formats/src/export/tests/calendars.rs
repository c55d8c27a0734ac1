//! iCalendar: RFC 5545 line by line.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use passerelle_domain::Language;

use super::{LANGUAGES, sample};
use crate::export::{ics_all, ics_party};

fn stamp() -> Timestamp {
    "2027-03-01T08:00:00Z".parse().unwrap()
}

#[test]
fn calendar_of_a_firm() {
    let calendar = ics_party(&sample::small(), 2, stamp(), Language::French);
    insta::assert_snapshot!(calendar.replace("\r\n", "\n"));
}

#[test]
fn lines_are_folded_at_75_octets_and_unfold_to_what_was_meant() {
    let mut view = sample::real();
    for (i, party) in view.parties.iter_mut().enumerate() {
        party.name = format!("{}{}", "a".repeat(i), "é漢😀".repeat(40));
    }
    for language in LANGUAGES {
        let calendar = ics_all(&view, stamp(), language);
        assert!(calendar.ends_with("\r\n"));
        assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
        for line in calendar.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
        }
        let whole = calendar.replace("\r\n ", "");
        assert!(view.meetings.iter().all(|m| whole.contains(&view.parties[m.firm].name)));
    }
}

#[test]
fn texts_are_escaped() {
    let mut view = sample::small();
    view.parties[0].name = "a;b,c\\d\r\ne\u{7}\nEND:VCALENDAR".into();
    let calendar = ics_party(&view, 2, stamp(), Language::English).replace("\r\n ", "");
    assert!(calendar.contains("SUMMARY:a\\;b\\,c\\\\d\\ne\\nEND:VCALENDAR (Claire Delmas) – "));
    assert_eq!(calendar.lines().filter(|l| *l == "END:VCALENDAR").count(), 1);
}

/// UIDs by start and table.
fn uids(calendar: &str) -> BTreeMap<String, String> {
    let whole = calendar.replace("\r\n ", "");
    let entries = whole.split("BEGIN:VEVENT").skip(1);
    let field = |entry: &str, name: &str| {
        entry.lines().find_map(|l| l.strip_prefix(name)).unwrap().trim_start_matches(':').to_owned()
    };
    entries.map(|e| (field(e, "DTSTART") + &field(e, "LOCATION"), field(e, "UID"))).collect()
}

#[test]
fn a_meeting_has_one_identifier_in_every_calendar() {
    let view = sample::real();
    let all = uids(&ics_all(&view, stamp(), Language::English));
    assert_eq!(all.len(), view.meetings.len());
    assert_eq!(all.values().collect::<BTreeSet<_>>().len(), view.meetings.len());
    let mut seen = 0;
    for party in 0..view.parties.len() {
        for (place, uid) in uids(&ics_party(&view, party, Timestamp::UNIX_EPOCH, Language::French)) {
            assert_eq!(all[&place], uid);
            seen += 1;
        }
    }
    assert_eq!(seen, 2 * view.meetings.len());
}

#[test]
fn the_zone_tells_the_onsets_around_the_event() {
    let paris = ics_all(&sample::small(), stamp(), Language::French);
    for onset in [
        "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n",
        "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n",
        "BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\n",
    ] {
        assert!(paris.contains(onset), "{onset}");
    }
    let with = |zone| {
        ics_all(&crate::view::AgendaView { time_zone: zone, ..sample::small() }, stamp(), Language::English)
    };
    let fixed = with(TimeZone::fixed(offset(-3)));
    assert!(
        fixed
            .contains("TZID:UTC-0300\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0300\r\n")
    );
    assert!(fixed.contains("DTSTART;TZID=UTC-0300:20270318T090000\r\n"));
    let south = with(TimeZone::get("Pacific/Auckland").unwrap());
    assert!(
        south.contains(
            "BEGIN:STANDARD\r\nDTSTART:20270404T030000\r\nTZOFFSETFROM:+1300\r\nTZOFFSETTO:+1200\r\n"
        )
    );
}
