//! Rows of wishes, of either side.

use passerelle_domain::{WishGrade, fold};

use super::names::folded_company;
use super::rows::{Cells, State};
use super::{Import, ImportedWish, Party, PartySide, text};

/// Reads a row of wishes.
///
/// Who asks is told by the column « Demandeur »: as a word (`firme`, `bureau`), or by name. A name that is also that of the
/// row's firm or desk is that one; where the row has a firm, it is a desk that asks about it. Without that column, the desk
/// asks when the row has one, else the firm.
pub(super) fn row(cells: &mut Cells<'_>, import: &mut Import, state: &mut State) {
    let (by, firm, desk) = (cells.text("by"), cells.text("firm"), cells.text("desk"));
    let brief = cells.text("brief");
    let grade = cells.known("grade", "a grade", "write 1 (glad), 2 (keen) or 3 (essential)", text::grade);
    let message = cells.text("message").unwrap_or_default();
    if cells.failed {
        return;
    }
    let Some((by, firm, desk)) = sides(cells, by, firm, desk) else { return };
    if firm.is_none() && desk.is_none() && brief.is_none() {
        cells.wrong("brief", "the row does not say what is wished", "write the brief, or whom to meet");
        return;
    }
    let folded = |named: Option<&String>| named.map(|named| folded_company(named)).unwrap_or_default();
    let key = format!(
        "wish\n{:?}\n{}\n{}\n{}\n{}",
        by.side,
        folded_company(&by.named),
        folded(firm.as_ref()),
        folded(desk.as_ref()),
        brief.as_deref().map(fold).unwrap_or_default()
    );
    if let Some(first) = state.first(key, &cells.place) {
        cells.wrong(
            "",
            format!("the wish is already given in {first}"),
            "keep one of the two, with the grade that counts",
        );
        return;
    }
    let grade = grade.unwrap_or(WishGrade::Glad);
    import.wishes.push(ImportedWish { by, firm, desk, brief, grade, message, place: cells.place.clone() });
}

type Sides = (Party, Option<String>, Option<String>);

/// Who asks, and the firm or desk that is asked for.
fn sides(
    cells: &mut Cells<'_>,
    by: Option<String>,
    firm: Option<String>,
    desk: Option<String>,
) -> Option<Sides> {
    let party = |side: PartySide, named: String| Party { side: Some(side), named };
    let side = match by.as_deref().map(fold).as_deref() {
        None if desk.is_some() => Some(PartySide::Desk),
        None => Some(PartySide::Firm),
        Some("firme" | "firm" | "entreprise" | "societe" | "company" | "prestataire" | "supplier") => {
            Some(PartySide::Firm)
        }
        Some(
            "bureau" | "desk" | "client" | "comptoir" | "donneur d ordre" | "donneur d ordres" | "buyer"
            | "acheteur",
        ) => Some(PartySide::Desk),
        Some(_) => None,
    };
    match (side, by, firm, desk) {
        (Some(PartySide::Firm), _, Some(firm), desk) => Some((party(PartySide::Firm, firm), None, desk)),
        (Some(PartySide::Firm), _, None, _) => {
            cells.wrong("firm", "the row names no firm", "write which firm wishes it");
            None
        }
        (Some(_), _, firm, Some(desk)) => {
            if firm.is_none() {
                cells.wrong("firm", "the row names no firm", "write which firm the desk wishes to meet");
                return None;
            }
            Some((party(PartySide::Desk, desk), firm, None))
        }
        (Some(_), _, _, None) => {
            cells.wrong("desk", "the row names no desk", "write which desk wishes it");
            None
        }
        (None, Some(by), firm, desk) => {
            let same = |other: &Option<String>| {
                other.as_ref().is_some_and(|other| folded_company(other) == folded_company(&by))
            };
            if same(&firm) {
                return Some((party(PartySide::Firm, by), None, desk));
            }
            if same(&desk) {
                return sides(cells, Some("desk".into()), firm, desk);
            }
            match (firm, desk) {
                (Some(firm), None) => Some((party(PartySide::Desk, by), Some(firm), None)),
                (None, Some(desk)) => Some((party(PartySide::Firm, by), None, Some(desk))),
                (None, None) => Some((Party { side: None, named: by }, None, None)),
                (Some(_), Some(_)) => {
                    cells.wrong(
                        "by",
                        format!("`{by}` is neither the row's firm nor its desk"),
                        "write firme or bureau, or one of the two names",
                    );
                    None
                }
            }
        }
        (None, None, _, _) => None,
    }
}
