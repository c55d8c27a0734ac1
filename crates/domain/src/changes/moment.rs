//! Moments: a slot by its id, or a time that slots can be compared with.

use jiff::civil::{DateTime, Time};

use crate::{Invalid, Problem, Slot};

/// When a slot begins, or what was written: with a day, or without one.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Day(DateTime),
    Clock(Time),
}

fn read(text: &str) -> Option<At> {
    let text = text.trim();
    if let Ok(day) = text.parse::<DateTime>() {
        // A bare date reads as midnight; what is meant by it is not clear enough.
        return text.contains(':').then_some(At::Day(day));
    }
    text.parse::<Time>().ok().filter(|_| text.contains(':')).map(At::Clock)
}

/// Which edge of a slot a moment is compared with.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Edge {
    /// The first slot that begins at the moment or later.
    Begin,
    /// The first slot that ends after the moment.
    End,
}

/// The first slot at or after a moment; the number of slots when all lie before it.
pub(super) fn slot(problem: &Problem, text: &str, edge: Edge, field: &str) -> Result<usize, Invalid> {
    let slots = problem.slots();
    if let Some(slot) = slots.iter().position(|slot| slot.id == text) {
        return Ok(slot);
    }
    let Some(moment) = read(text) else {
        let hint = "give the id of a slot, or a time such as `10:40` or `2027-03-18T10:40`";
        return Err(Invalid::new(field, format!("there is no slot `{text}`"), hint));
    };
    let begins: Option<Vec<At>> = slots.iter().map(|slot| read(slot.start.as_deref()?)).collect();
    let Some(begins) = begins else {
        let message = format!("`{text}` is a time, and not every slot says when it begins");
        return Err(Invalid::new(field, message, "give the id of a slot"));
    };
    let days = slots.last().map_or(0, |slot| slot.day + 1);
    if matches!(moment, At::Clock(_)) && days > 1 {
        let message = format!("`{text}` is on several days");
        return Err(Invalid::new(
            field,
            message,
            "give the day too, `2027-03-18T10:40`, or the id of a slot",
        ));
    }
    if matches!(moment, At::Day(_)) && begins.iter().any(|begin| matches!(begin, At::Clock(_))) {
        let message = format!("`{text}` has a day, and the slots begin at times without one");
        return Err(Invalid::new(field, message, "give the time alone, or the id of a slot"));
    }
    let late = |(slot, begin): (&Slot, &At)| match edge {
        Edge::Begin => !before(*begin, moment, 0),
        Edge::End => !before(*begin, moment, slot.minutes.unwrap_or(0)) || *begin == moment,
    };
    Ok(slots.iter().zip(&begins).position(late).unwrap_or(slots.len()))
}

/// Whether a slot that begins at `begin` and lasts so many minutes (0: its beginning) lies wholly before a moment.
fn before(begin: At, moment: At, minutes: u32) -> bool {
    let on_day = |at: At| match at {
        At::Day(day) => day,
        At::Clock(time) => jiff::civil::date(2000, 1, 1).to_datetime(time),
    };
    let moment = match (begin, moment) {
        (At::Day(day), At::Clock(time)) => day.date().to_datetime(time),
        _ => on_day(moment),
    };
    let end = on_day(begin).saturating_add(jiff::Span::new().minutes(i64::from(minutes.min(100_000))));
    if minutes == 0 { end < moment } else { end <= moment }
}
