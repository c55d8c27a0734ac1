//! What stands on a table: its number, large enough to be read from afar, and who meets there when.
//!
//! Everybody in the room reads it, so it says nothing of what meetings are about.

use super::letters::{Style, bold, regular};
use super::sheet::{BRAND, INK, LINE, SOFT, Sheet, TINT, WIDTH};
use super::{BOTTOM, MARGIN, Press};
use crate::export::{reader, times};

/// Sizes in which the number is tried.
const NUMBERS: [Style; 5] = [bold(230.0), bold(150.0), bold(96.0), bold(60.0), bold(36.0)];
/// Heights of a line of the programme: what fits on the page, the largest first.
const LINES: [f32; 4] = [24.0, 20.0, 17.0, 14.5];
/// Height of the heading of a day.
const DAY: f32 = 30.0;

/// Where the names begin: left of it stand the hours.
const LEFT: f32 = MARGIN + 108.0;
/// Room for the names.
const NAMES: f32 = WIDTH - MARGIN - 10.0 - LEFT;

/// A line of the programme.
struct Line {
    hours: String,
    who: String,
    taken: bool,
}

/// The page of a table; a programme that is longer than any page goes on over further ones.
pub(super) fn sheets(press: &Press<'_>, table: usize) -> Vec<Sheet> {
    let days = days(press, table);
    let mut sheet = Sheet::default();
    let top = head(press, table, &mut sheet);
    let lines: usize = days.iter().map(|(_, lines)| lines.len()).sum();
    let needs = |height: f32| DAY * days.len() as f32 + height * lines as f32;
    let fitting = LINES.into_iter().find(|height| top + needs(*height) <= BOTTOM);
    let height = fitting.unwrap_or(LINES[LINES.len() - 1]);
    let size = size(press, &days, height);
    let mut sheets = Vec::new();
    let mut y = top;
    for (date, lines) in &days {
        let mut headed = false;
        for line in lines {
            let room = if headed { height } else { DAY + height };
            if y + room > BOTTOM {
                sheets.push(std::mem::take(&mut sheet));
                y = head(press, table, &mut sheet);
                headed = false;
            }
            if !headed {
                heading(press, &mut sheet, date, y);
                y += DAY;
                headed = true;
            }
            programme(press, &mut sheet, line, y, [height, size]);
            y += height;
        }
    }
    sheets.push(sheet);
    sheets
}

fn days(press: &Press<'_>, table: usize) -> Vec<(String, Vec<Line>)> {
    let (view, language) = (press.view, press.words.language);
    let line = |slot: usize| {
        let one = view.slots.get(slot)?;
        let met: Vec<String> = view
            .meetings
            .iter()
            .filter(|meeting| meeting.slot == slot && meeting.table == table)
            .map(|m| format!("{} × {}", reader::short_name(view, m.desk), reader::short_name(view, m.firm)))
            .collect();
        let open = view.tables.get(table).and_then(|one| one.open.get(slot)).copied().unwrap_or_default();
        let free = if open { press.words.free } else { press.words.closed };
        let hours = [one.start, one.end()].map(|time| times::hour(time.time(), language)).join(" – ");
        let taken = !met.is_empty();
        Some(Line { hours, who: if taken { met.join(" ; ") } else { free.to_owned() }, taken })
    };
    let day = |(date, slots): (_, Vec<usize>)| {
        (times::date(date, language), slots.into_iter().filter_map(line).collect())
    };
    view.days().into_iter().map(day).collect()
}

/// Event and number; returns where they end.
fn head(press: &Press<'_>, table: usize, sheet: &mut Sheet) -> f32 {
    let (letters, middle, width) = (&press.letters, WIDTH / 2.0, WIDTH - 2.0 * MARGIN);
    sheet.boxes(vec![[0.0, 0.0, WIDTH, 6.0]], BRAND);
    sheet.text_about(middle, MARGIN + 8.0, letters.fit(&press.view.event_name, bold(12.0), width), SOFT);
    sheet.text_about(middle, MARGIN + 42.0, letters.set(press.words.table, regular(26.0)), BRAND);
    let number = reader::table_id(press.view, table);
    let mut y = MARGIN + 50.0;
    for line in letters.largest(number, &NUMBERS, width, 1) {
        // Figures are three quarters of their size high.
        y += line.style.size * 0.76;
        sheet.text_about(middle, y, line, BRAND);
        y += 10.0;
    }
    y + 12.0
}

fn heading(press: &Press<'_>, sheet: &mut Sheet, date: &str, y: f32) {
    let width = WIDTH - 2.0 * MARGIN;
    sheet.boxes(vec![[MARGIN, y + 6.0, width, DAY - 9.0]], TINT);
    let line = press.letters.fit(&super::capital(date), bold(11.0), width - 20.0);
    sheet.text(MARGIN + 10.0, y + 20.5, line, BRAND);
}

/// The size of the programme's letters: smaller when somebody's names are long, and the same on every line.
fn size(press: &Press<'_>, days: &[(String, Vec<Line>)], height: f32) -> f32 {
    let size = (height * 0.56).min(12.0);
    let width = |line: &Line| press.letters.set(&line.who, bold(size)).width;
    let longest = days.iter().flat_map(|(_, lines)| lines).map(width).fold(1.0, f32::max);
    size * (NAMES / longest).clamp(0.75, 1.0)
}

fn programme(press: &Press<'_>, sheet: &mut Sheet, line: &Line, y: f32, [height, size]: [f32; 2]) {
    let base = y + height / 2.0 + size * 0.36;
    let (style, ink) = if line.taken { (bold(size), INK) } else { (regular(size), SOFT) };
    sheet.text(MARGIN + 10.0, base, press.letters.set(&line.hours, regular(size)), SOFT);
    sheet.text(LEFT, base, press.letters.fit(&line.who, style, NAMES), ink);
    sheet.line([MARGIN, y + height], [WIDTH - MARGIN, y + height], LINE, 0.5);
}
