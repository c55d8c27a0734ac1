//! Rows of what firms can do and of their certificates, each of which belongs to a firm.

use std::collections::BTreeSet;

use passerelle_domain::{Capability, Certification, Firm, FirmId, Name, Skill, Standard, Validity};

use super::firms::Meant;
use super::over::{self, Depth, Details, ImportedFirm};
use super::rows::{Cells, State};
use super::{Import, dates, text};
use crate::firms::cells as written;

/// Reads a row of skills.
pub(super) fn skill(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let skill = cells.value("skill", Skill::new);
    let level = cells.known("level", "a level", "write notion, pratique, confirmé or expert", |cell| {
        text::level(&cell.shown())
    });
    let headcount = cells.known("headcount", "a number of people", "write digits only, such as 45", |cell| {
        text::whole(cell, 1_000_000_000)
    });
    let more = cells.text("text").unwrap_or_default();
    if skill.is_none() && !cells.failed {
        cells.wrong("skill", "the skill is empty", "write what the firm can do");
    }
    let (Some(at), Some(skill)) = (firm(cells, import, state), skill) else { return };
    if let Some(first) = state.first(format!("skill\n{at}\n{}", skill.key()), &cells.place) {
        cells.wrong("skill", format!("the skill is already given in {first}"), "take one of the two away");
        return;
    }
    let capability = Capability { skill, level, headcount, text: more };
    add(import, at, |details| details.capabilities.push(capability));
}

/// Reads a row of certificates.
pub(super) fn certificate(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let standard = cells.value("standard", Standard::new);
    let scope = cells.text("scope").unwrap_or_default();
    let number = cells.name("number");
    let day = "write it as 14/09/2026 or 2026-09-14";
    let from = cells.known("valid_from", "a day", day, dates::day);
    let until = cells.known("valid_until", "a day", day, dates::day);
    if standard.is_none() && !cells.failed {
        cells.wrong("standard", "the standard is empty", "write which standard it is");
    }
    let validity = match Validity::new(from, until) {
        Ok(validity) => validity,
        Err(wrong) => {
            cells.wrong("valid_until", wrong.message, wrong.hint);
            return;
        }
    };
    let (Some(at), Some(standard)) = (firm(cells, import, state), standard) else { return };
    if let Some(first) = state.first(format!("certificate\n{at}\n{}", standard.key()), &cells.place) {
        cells.wrong(
            "standard",
            format!("the certificate is already given in {first}"),
            "take one of the two away",
        );
        return;
    }
    let certification = Certification { standard, scope, number, validity };
    add(import, at, |details| details.certifications.push(certification));
}

/// Adds an item to what is told of a firm, and to the firm itself, which may be new.
fn add(import: &mut Import, at: usize, push: impl FnOnce(&mut Details)) {
    if let Some(told) = import.firms.get_mut(at) {
        let mut one = Details::default();
        push(&mut one);
        over::add_all(&one, &mut told.firm);
        told.details.capabilities.append(&mut one.capabilities);
        told.details.certifications.append(&mut one.certifications);
    }
}

/// The firm that a row speaks of, by its place in the list; one of which this file tells nothing else is put there.
fn firm(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) -> Option<usize> {
    let named = cells.text("firm");
    if cells.failed {
        return None;
    }
    let Some(named) = named else {
        cells.wrong("firm", "the row names no firm", "write whose it is");
        return None;
    };
    match state.firms.meant(&named) {
        Meant::Kept(at) => Some(at),
        // That its own row is refused was told there.
        Meant::Refused => None,
        Meant::Several(all) => {
            let places: Vec<String> =
                all.iter().filter_map(|&at| import.firms.get(at)).map(|firm| firm.place.cell("")).collect();
            let message = format!("`{named}` may be any of the firms given in {}", places.join(", "));
            cells.wrong("firm", message, "write the id of the one that is meant");
            None
        }
        Meant::Unknown => {
            let name = cells.value("firm", Name::new)?;
            let slug: String = written::slug(name.as_str()).chars().take(100).collect();
            let Ok(id) = FirmId::new(&slug) else {
                cells.wrong("firm", "no identifier can be made of the name", "give the firm an id");
                return None;
            };
            let at = import.firms.len();
            state.firms.keep(None, name.as_str(), at);
            import.firms.push(ImportedFirm {
                id: None,
                firm: Firm::named(id, name.clone()),
                name,
                given: BTreeSet::new(),
                place: cells.place.clone(),
                depth: Depth::Labels { country: false },
                details: Details { alone: true, ..Details::default() },
            });
            Some(at)
        }
    }
}
