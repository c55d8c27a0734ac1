//! A time zone as calendars want it: VTIMEZONE with the onsets around the event (RFC 5545, section 3.6.5).

use jiff::tz::{Dst, Offset, TimeZone, TimeZoneTransition};
use jiff::{Span, Timestamp};

use super::calendar::{Writer, local};

/// Time zones change at most a few times a year; bounds what a strange one would write.
const MOST_ONSETS: usize = 24;

/// Days told on both sides of the event, so that a moved event still finds its offset.
const MARGIN_DAYS: i64 = 366;

/// The identifier used for DTSTART;TZID and X-WR-TIMEZONE.
pub(super) fn name(zone: &TimeZone, around: Timestamp) -> String {
    match zone.iana_name() {
        Some(name) => {
            name.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | ';' | ':' | ',')).collect()
        }
        None => format!("UTC{}", offset(zone.to_offset(around))),
    }
}

/// Writes the VTIMEZONE with every onset from the last one before the first day to a year after the last day.
pub(super) fn write(out: &mut Writer, zone: &TimeZone, from: Timestamp, to: Timestamp) {
    let margin = Span::new().hours(MARGIN_DAYS * 24);
    let begin = from.checked_sub(margin).unwrap_or(Timestamp::MIN);
    let end = to.checked_add(margin).unwrap_or(Timestamp::MAX);
    out.line("BEGIN", "VTIMEZONE");
    out.line("TZID", &name(zone, from));
    let mut onsets: Vec<TimeZoneTransition<'_>> = zone.preceding(begin).take(1).collect();
    onsets.extend(zone.following(begin).take_while(|t| t.timestamp() <= end).take(MOST_ONSETS));
    let first = onsets.first().map_or(begin, TimeZoneTransition::timestamp);
    let mut before = zone.to_offset(first.checked_sub(Span::new().seconds(1)).unwrap_or(Timestamp::MIN));
    if onsets.is_empty() {
        onset(out, "STANDARD", "19700101T000000", before, before, None);
    }
    for one in &onsets {
        let kind = if one.dst() == Dst::Yes { "DAYLIGHT" } else { "STANDARD" };
        // The onset is written in the time that was valid until then.
        let start = local(before.to_datetime(one.timestamp()));
        onset(out, kind, &start, before, one.offset(), Some(one.abbreviation()));
        before = one.offset();
    }
    out.line("END", "VTIMEZONE");
}

fn onset(out: &mut Writer, kind: &str, start: &str, before: Offset, after: Offset, name: Option<&str>) {
    out.line("BEGIN", kind);
    out.line("DTSTART", start);
    out.line("TZOFFSETFROM", &offset(before));
    out.line("TZOFFSETTO", &offset(after));
    if let Some(name) = name.filter(|n| !n.is_empty()) {
        out.text("TZNAME", name);
    }
    out.line("END", kind);
}

/// `+0100`; with seconds where there are some.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let abs = seconds.unsigned_abs();
    let (h, m, s) = (abs / 3600, abs / 60 % 60, abs % 60);
    if s == 0 { format!("{sign}{h:02}{m:02}") } else { format!("{sign}{h:02}{m:02}{s:02}") }
}
