//! Finds the row of headings of a sheet, what the sheet holds, and which column is which.

use std::collections::BTreeMap;
use std::sync::Arc;

use passerelle_domain::fold;

use super::columns::Kind;
use super::mapping::{Said, SheetMapping};
use super::rows::Log;
use super::sheet::{Cell, Row, Sheet};
use super::{SheetRead, place};
use crate::reader::nearest;

/// How far down headings are looked for: below titles, logos and notes.
const DEPTH: usize = 20;

/// What a sheet was understood to be.
pub(super) struct Layout {
    pub kind: Kind,
    /// Number of the row of headings.
    pub heading_row: usize,
    /// Place among the sheet's rows of the first row of data.
    pub first: usize,
    /// Column of each key.
    pub columns: Arc<BTreeMap<&'static str, usize>>,
    titles: Vec<Title>,
}

/// A heading.
struct Title {
    at: usize,
    written: String,
    key: Option<&'static str>,
    /// Left out because the mapping says so: nobody needs to be told.
    silent: bool,
}

impl Layout {
    pub(super) fn summary(&self, sheet: &Sheet, rows: usize) -> SheetRead {
        SheetRead {
            name: sheet.name.clone(),
            kind: Some(self.kind),
            heading_row: Some(self.heading_row),
            headings: self.titles.iter().map(|title| (title.written.clone(), title.key)).collect(),
            rows,
        }
    }
}

/// A row read as headings of a kind.
struct Guess {
    kind: Kind,
    row: usize,
    titles: Vec<Title>,
    known: usize,
    repeated: usize,
}

impl Guess {
    /// How many headings say something, on their own or by the mapping.
    fn telling(&self) -> usize {
        let left_out = self.titles.iter().filter(|title| title.silent).count();
        self.known + left_out
    }

    /// How well the kind fits: known headings are good, the same one twice and unknown ones are bad.
    fn fit(&self) -> isize {
        let count = |n: usize| isize::try_from(n).unwrap_or(isize::MAX / 4);
        let unknown = self.titles.iter().filter(|title| title.key.is_none() && !title.silent).count();
        2 * count(self.known) - count(self.repeated) - count(unknown)
    }

    fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.titles.iter().filter_map(|title| title.key)
    }

    fn has(&self, key: &str) -> bool {
        self.keys().any(|known| known == key)
    }
}

/// Understands a sheet; `None` when it is not one of ours, or when what is missing was told.
pub(super) fn find(
    sheet: &Sheet,
    mapping: Option<&SheetMapping>,
    only: bool,
    log: &mut Log,
) -> Option<Layout> {
    if mapping.is_some_and(|mapping| mapping.leave_out) || sheet.rows.is_empty() {
        return None;
    }
    let told = mapping.and_then(|mapping| mapping.kind).or_else(|| Kind::of_sheet(&fold(&sheet.name)));
    let kinds: &[Kind] = match &told {
        Some(kind) => std::slice::from_ref(kind),
        None => &Kind::ALL,
    };
    let mut best: Option<Guess> = None;
    for (i, row) in sheet.rows.iter().enumerate().take(DEPTH) {
        let above =
            i.checked_sub(1).and_then(|i| sheet.rows.get(i)).filter(|above| above.number + 1 == row.number);
        // Of kinds that fit alike the first stands.
        let mut here: Option<Guess> = None;
        for &kind in kinds {
            let guess = guess(kind, i, row, above, mapping);
            let alone = told.is_some() || (only && row.cells.len() == 1);
            let enough = guess.telling() >= 2 || (guess.telling() == 1 && alone);
            let whole = told.is_some() || missing(&guess).is_none();
            if enough && whole && here.as_ref().is_none_or(|best| guess.fit() > best.fit()) {
                here = Some(guess);
            }
        }
        best = match (best, here) {
            (Some(best), Some(here)) if here.telling() > best.telling() => Some(here),
            (best, here) => best.or(here),
        };
    }
    let Some(guess) = best else {
        if let Some(kind) = told {
            let wanted: Vec<&str> = kind.columns().iter().take(6).map(|column| column.french).collect();
            log.sheet(
                &sheet.name,
                sheet.rows.first().map_or(1, |row| row.number),
                "no row of headings is known".into(),
                format!("write headings such as `{}` in one row, or take the template", wanted.join("`, `")),
            );
        }
        return None;
    };
    if let Some(mapping) = mapping {
        mapping.check_keys(guess.kind, log);
    }
    let row = sheet.rows.get(guess.row)?;
    if let Some(wanted) = missing(&guess) {
        log.sheet(
            &sheet.name,
            row.number,
            format!("there is no column of {wanted}"),
            "add it, or say in the mapping which it is".into(),
        );
        return None;
    }
    let columns = columns(sheet, row, &guess, log);
    Some(Layout {
        kind: guess.kind,
        heading_row: row.number,
        first: guess.row + 1,
        columns: Arc::new(columns),
        titles: guess.titles,
    })
}

/// What may be the headings of a sheet that is not understood: the texts of the first row that has the most.
pub(super) fn candidates(sheet: &Sheet) -> Vec<(String, Option<&'static str>)> {
    let texts = |row: &Row| -> Vec<String> {
        let text = |cell: &Cell| if let Cell::Text(text) = cell { Some(text.clone()) } else { None };
        row.cells.iter().filter_map(|(_, cell)| text(cell)).collect()
    };
    let rows = sheet.rows.iter().take(DEPTH).map(texts);
    let best = rows.fold(Vec::new(), |best, row| if row.len() > best.len() { row } else { best });
    best.into_iter().map(|text| (text, None)).collect()
}

fn guess(kind: Kind, at: usize, row: &Row, above: Option<&Row>, mapping: Option<&SheetMapping>) -> Guess {
    let mut places: Vec<usize> = row.cells.iter().map(|(column, _)| *column).collect();
    if let Some(above) = above {
        places.extend(
            above.cells.iter().map(|(column, _)| *column).filter(|column| row.cell(*column).is_none()),
        );
    }
    places.sort_unstable();
    let text = |row: Option<&Row>, column: usize| match row?.cell(column) {
        Some(Cell::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let mut titles = Vec::new();
    for column in places {
        let own = text(Some(row), column);
        // A merged heading has its text in its leftmost cell, the others are empty.
        let group = above.and_then(|above| {
            above
                .cells
                .iter()
                .rev()
                .find(|(left, _)| *left <= column)
                .and_then(|(left, _)| text(Some(above), *left))
        });
        let (written, key, silent) = if let Some(own) = own {
            match mapping.map(|mapping| mapping.column(kind, column, &own)).unwrap_or_default() {
                Said::Nothing => {
                    let both = group.and_then(|group| key_of(kind, &format!("{group} {own}")));
                    let key = both.or_else(|| key_of(kind, &own));
                    (own, key, false)
                }
                Said::LeaveOut => (own, None, true),
                Said::Column(key) => (own, Some(key), false),
            }
        } else {
            // Merged downwards: the heading stands in the row above.
            let Some(title) = text(above, column) else { continue };
            let Some(key) = key_of(kind, &title) else { continue };
            (title, Some(key), false)
        };
        titles.push(Title { at: column, written, key, silent });
    }
    let mut keys: Vec<&str> = titles.iter().filter_map(|title| title.key).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    Guess { kind, row: at, known: keys.len(), repeated: all - keys.len(), titles }
}

/// The column a heading names, with what stands in parentheses or without.
fn key_of(kind: Kind, title: &str) -> Option<&'static str> {
    if title.len() > 200 {
        return None;
    }
    let named = |title: &str| kind.column(&fold(title)).map(|column| column.key);
    named(title).or_else(|| {
        let (before, rest) = title.split_once(['(', '['])?;
        let after = rest.split_once([')', ']']).map(|(_, after)| after).unwrap_or_default();
        named(&format!("{before} {after}"))
    })
}

/// What a sheet of a kind cannot do without, in words, when it is not there.
fn missing(guess: &Guess) -> Option<&'static str> {
    let any = |keys: &[&str]| keys.iter().any(|key| guess.has(key));
    match guess.kind {
        Kind::Firms => (!any(&["name", "id"])).then_some("names (`Nom`) or ids (`Identifiant`)"),
        Kind::Skills | Kind::Certifications if !any(&["firm"]) => Some("firms (`Firme`)"),
        Kind::Skills => (!any(&["skill"])).then_some("skills (`Compétence`)"),
        Kind::Certifications => (!any(&["standard"])).then_some("standards (`Norme`)"),
        Kind::Clients => (!any(&["name", "id"])).then_some("clients (`Client`)"),
        Kind::Contacts if !any(&["firm", "client"]) => Some("firms (`Firme`) or clients (`Client`)"),
        Kind::Contacts => (!any(&["name", "email"])).then_some("names (`Nom`)"),
        Kind::Wishes if !any(&["firm", "by"]) => Some("firms (`Firme`)"),
        Kind::Wishes => (!any(&["brief", "desk", "grade"])).then_some("briefs (`Projet`)"),
        Kind::Absences if !any(&["party", "firm", "desk"]) => Some("participants (`Participant`)"),
        Kind::Absences => (!any(&["from", "date"])).then_some("beginnings (`De`)"),
    }
}

/// The column of each key; what is left out and what is there twice is told.
fn columns(sheet: &Sheet, row: &Row, guess: &Guess, log: &mut Log) -> BTreeMap<&'static str, usize> {
    let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
    for title in &guess.titles {
        let Title { at, written, key, silent } = title;
        let cell = |at: usize| {
            let cell = format!("{}{}", place::letters(at), row.number);
            if sheet.name.is_empty() { cell } else { format!("{}!{cell}", sheet.name) }
        };
        match key {
            Some(key) => {
                if let Some(first) = columns.get(key) {
                    let message =
                        format!("column `{written}` says the same as column {}", place::letters(*first));
                    log.cell(
                        row.line,
                        cell(*at),
                        message,
                        "keep one of the two, or say in the mapping which it is".into(),
                    );
                } else {
                    columns.insert(key, *at);
                }
            }
            None if !silent => {
                let known: Vec<&str> =
                    guess.kind.columns().iter().flat_map(|column| [column.french, column.english]).collect();
                let hint = match nearest(written, &known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "its heading is not one that is known".into(),
                };
                log.notice(row.line, &cell(*at), format!("column `{written}` is left out"), &hint);
            }
            None => {}
        }
    }
    columns
}
