//! Badges, ten a page (85 × 54 mm), to cut along the lines: event, who, of which house, and the way to the own agenda.

use std::collections::BTreeMap;

use qrcode::{Color, EcLevel, QrCode};

use super::letters::{bold, regular};
use super::sheet::{BRAND, HEIGHT, INK, MM, SOFT, Sheet, WHITE, WIDTH};
use super::{Press, in_order};
use crate::export::reader;
use crate::view::{PartyKind, PartyView};

const ACROSS: usize = 2;
const DOWN: usize = 5;
const BADGE: [f32; 2] = [85.0 * MM, 54.0 * MM];
const LEFT: f32 = (WIDTH - ACROSS as f32 * BADGE[0]) / 2.0;
const TOP: f32 = (HEIGHT - DOWN as f32 * BADGE[1]) / 2.0;
/// Height of the band that names the event.
const BAND: f32 = 9.0 * MM;
/// Space within a badge.
const PAD: f32 = 4.0 * MM;
/// Side of the code.
const CODE: f32 = 27.0 * MM;
/// How far cutting lines reach beyond the badges.
const BEYOND: f32 = 6.0 * MM;

/// The pages of all badges, parties by name; `links` are the private pages.
pub(super) fn sheets(press: &Press<'_>, links: &BTreeMap<(PartyKind, String), String>) -> Vec<Sheet> {
    let parties: Vec<&PartyView> =
        in_order(press.view).into_iter().filter_map(|at| reader::party(press.view, at)).collect();
    let page = |parties: &[&PartyView]| {
        let mut sheet = Sheet::default();
        for (at, party) in parties.iter().enumerate() {
            let corner = [LEFT + (at % ACROSS) as f32 * BADGE[0], TOP + (at / ACROSS) as f32 * BADGE[1]];
            let link = links.get(&(party.kind, party.id.clone()));
            badge(press, &mut sheet, party, link.map(String::as_str), corner);
        }
        lines(&mut sheet);
        sheet
    };
    parties.chunks(ACROSS * DOWN).map(page).collect()
}

fn lines(sheet: &mut Sheet) {
    for at in 0..=ACROSS {
        let x = LEFT + at as f32 * BADGE[0];
        sheet.cut_line([x, TOP - BEYOND], [x, HEIGHT - TOP + BEYOND]);
    }
    for at in 0..=DOWN {
        let y = TOP + at as f32 * BADGE[1];
        sheet.cut_line([LEFT - BEYOND, y], [WIDTH - LEFT + BEYOND, y]);
    }
}

fn badge(press: &Press<'_>, sheet: &mut Sheet, party: &PartyView, link: Option<&str>, [x, y]: [f32; 2]) {
    let letters = &press.letters;
    sheet.boxes(vec![[x, y, BADGE[0], BAND]], BRAND);
    let event = letters.largest(&press.view.event_name, &[bold(10.0), bold(8.0)], BADGE[0] - 2.0 * PAD, 1);
    for line in event {
        sheet.text(x + PAD, y + BAND / 2.0 + line.style.size * 0.36, line, WHITE);
    }
    let code = link.and_then(|link| QrCode::with_error_correction_level(link, EcLevel::L).ok());
    let width = BADGE[0] - 2.0 * PAD - if code.is_some() { CODE + 2.0 * MM } else { 0.0 };
    let mut blocks = Vec::new();
    if let Some(person) = &party.person {
        blocks.push((letters.largest(person, &[bold(17.0), bold(14.0), bold(12.0)], width, 2), INK, 0.0));
        if let Some(role) = &party.role {
            blocks.push((letters.wrap(role, regular(8.0), width, 2), SOFT, 1.0));
        }
        blocks.push((letters.largest(&party.name, &[bold(12.0), bold(10.0)], width, 3), BRAND, 5.0));
    } else {
        let sizes = [bold(18.0), bold(15.0), bold(12.0), bold(10.0)];
        blocks.push((letters.largest(&party.name, &sizes, width, 4), BRAND, 0.0));
    }
    let height: f32 = blocks
        .iter()
        .map(|(lines, _, above)| above + lines.iter().map(|line| line.style.size * 1.2).sum::<f32>())
        .sum();
    // In the middle of what is below the band.
    let mut at = y + BAND + (BADGE[1] - BAND - height) / 2.0;
    for (lines, ink, above) in blocks {
        at += above;
        for line in lines {
            let size = line.style.size;
            sheet.text(x + PAD, at + size * 0.92, line, ink);
            at += size * 1.2;
        }
    }
    if let Some(code) = code {
        let left = x + BADGE[0] - PAD - CODE;
        let top = y + BAND + (BADGE[1] - BAND - CODE - 9.0) / 2.0;
        squares(sheet, &code, [left, top]);
        let hint = letters.fit(press.words.own_agenda, regular(7.0), CODE);
        sheet.text_about(left + CODE / 2.0, top + CODE + 9.0, hint, SOFT);
    }
}

/// The dark modules of a code; those beside one another are one box.
fn squares(sheet: &mut Sheet, code: &QrCode, [left, top]: [f32; 2]) {
    let across = code.width();
    let side = CODE / across as f32;
    let mut boxes = Vec::new();
    for (row, modules) in code.to_colors().chunks(across).enumerate() {
        let mut at = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (x, y) = (left + at as f32 * side, top + row as f32 * side);
                boxes.push([x, y, run.len() as f32 * side, side]);
            }
            at += run.len();
        }
    }
    sheet.boxes(boxes, [0; 3]);
}
