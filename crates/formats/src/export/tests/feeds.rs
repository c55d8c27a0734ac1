//! Calendars to subscribe to, read by a reader of their own.

use std::collections::BTreeMap;

use jiff::Timestamp;
use passerelle_domain::Language;

use super::sample;
use crate::export::{Release, ics_feed};
use crate::view::{AgendaView, PartyKind};

const FIRM: Option<(PartyKind, &str)> = Some((PartyKind::Firm, "=cmd()"));
const DESK: Option<(PartyKind, &str)> = Some((PartyKind::Desk, "garoneo-1"));

/// Entries as properties by name without parameters, unfolded and unescaped.
fn entries(calendar: &str) -> Vec<BTreeMap<String, String>> {
    let whole = calendar.replace("\r\n ", "");
    let body = |block: &str| {
        block
            .lines()
            .take_while(|line| *line != "END:VEVENT")
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| {
                let value = value.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n");
                (name.split(';').next().unwrap().to_owned(), value)
            })
            .collect()
    };
    whole.split("BEGIN:VEVENT\r\n").skip(1).map(body).collect()
}

fn at(day: i8) -> Timestamp {
    format!("2027-03-{day:02}T08:00:00Z").parse().unwrap()
}

fn feed(views: &[AgendaView], party: Option<(PartyKind, &str)>) -> String {
    let releases: Vec<Release<'_>> =
        views.iter().zip(1..).map(|(view, day)| Release { view, at: at(day) }).collect();
    ics_feed(&releases, party, Some("https://example.org/a/zzz"), Language::French)
}

/// Of the one entry about Garonéo: sequence, status, start, table, last change.
fn told(views: &[AgendaView]) -> [String; 5] {
    let calendar = feed(views, FIRM);
    let all = entries(&calendar);
    let mut found = all.iter().filter(|one| one["SUMMARY"].contains("Garonéo"));
    let one = found.next().unwrap();
    assert!(found.next().is_none(), "{calendar}");
    ["SEQUENCE", "STATUS", "DTSTART", "LOCATION", "LAST-MODIFIED"].map(|key| one[key].clone())
}

/// Released as planned; moved by time; the same; by table; cancelled; back where it stood.
fn history() -> Vec<AgendaView> {
    let first = sample::small();
    let mut later = first.clone();
    later.meetings[0].slot = 2;
    let same = later.clone();
    let mut other_table = later.clone();
    other_table.meetings[0].table = 1;
    let mut without = other_table.clone();
    without.meetings.remove(0);
    vec![first.clone(), later, same, other_table.clone(), without, other_table]
}

#[test]
fn a_sequence_counts_the_releases_in_which_a_meeting_changed() {
    let all = history();
    let expected = [
        ["0", "CONFIRMED", "20270318T090000", "Table 1", "20270301T080000Z"],
        ["1", "CONFIRMED", "20270318T100000", "Table 1", "20270302T080000Z"],
        ["1", "CONFIRMED", "20270318T100000", "Table 1", "20270302T080000Z"],
        ["2", "CONFIRMED", "20270318T100000", "Table 2", "20270304T080000Z"],
        ["3", "CANCELLED", "20270318T100000", "Table 2", "20270305T080000Z"],
        ["4", "CONFIRMED", "20270318T100000", "Table 2", "20270306T080000Z"],
    ];
    for (n, expected) in expected.iter().enumerate() {
        assert_eq!(told(&all[..=n]), expected.map(str::to_owned), "after release {}", n + 1);
    }
}

#[test]
fn identifiers_stay_and_stamps_are_of_the_last_release() {
    let all = history();
    let uids = |n: usize| -> Vec<String> {
        let mut uids: Vec<String> =
            entries(&feed(&all[..n], FIRM)).iter().map(|one| one["UID"].clone()).collect();
        uids.sort();
        uids
    };
    for n in 2..=6 {
        assert_eq!(uids(n), uids(1));
    }
    let calendar = feed(&all, FIRM);
    assert!(entries(&calendar).iter().all(|one| one["DTSTAMP"] == "20270306T080000Z"));
    assert!(entries(&calendar).iter().all(|one| one["URL"] == "https://example.org/a/zzz"));
    for line in ["REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M", "METHOD:PUBLISH"] {
        assert!(calendar.lines().any(|one| one == line), "{calendar}");
    }
    assert_eq!(calendar, feed(&all, FIRM));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
}

#[test]
fn a_cancellation_stays_with_those_whom_it_concerned() {
    let mut all = history();
    all.truncate(5);
    // The firm is no longer there at all.
    let firm = all[4].parties.remove(2);
    all[4].meetings.retain(|one| one.firm != 2);
    all[4].meetings.iter_mut().for_each(|one| one.firm -= 1);
    all[4].unplaced.clear();
    let left = entries(&feed(&all, FIRM));
    assert_eq!(left.len(), 2);
    assert!(
        left.iter().all(|one| one["STATUS"] == "CANCELLED" && one["SUMMARY"].starts_with("Annulé\u{a0}: "))
    );
    assert!(feed(&all, FIRM).replace("\r\n ", "").contains("Atelier Numérique\\; Occitan\\, SARL\r\n"));
    let desk = entries(&feed(&all, DESK));
    let cancelled: Vec<_> = desk.iter().filter(|one| one["STATUS"] == "CANCELLED").collect();
    assert_eq!((desk.len(), cancelled.len()), (2, 1));
    assert!(cancelled[0]["SUMMARY"].contains(&firm.name));
    let other = entries(&feed(&all, Some((PartyKind::Firm, "north-star"))));
    assert!(other.len() == 1 && other[0]["STATUS"] == "CONFIRMED");
    assert_eq!(entries(&feed(&all, None)).len(), 3);
    assert_eq!(entries(&feed(&all, Some((PartyKind::Firm, "nobody")))).len(), 0);
    assert!(feed(&[], FIRM).ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn a_firm_s_calendar_keeps_the_secret_of_every_release() {
    let all = history();
    for n in 1..=all.len() {
        let calendar = feed(&all[..n], FIRM).replace("\r\n ", "");
        assert!(calendar.contains(sample::TEASER));
        for secret in [sample::SECRET_TITLE, sample::SECRET_ID, sample::SECRET_NEED] {
            assert!(!calendar.contains(secret), "{calendar}");
        }
        assert!(feed(&all[..n], DESK).replace("\r\n ", "").contains(sample::SECRET_TITLE));
    }
}
