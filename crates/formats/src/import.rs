//! What an organiser has in spreadsheets: firms with skills and certificates, clients with their desks, contacts, wishes,
//! absences.
//!
//! [`read`] takes one file (`.xlsx`, `.csv`, `.tsv`, `.json`) and gives all rows that could be read, each with the cells it
//! came from, beside all cells that could not ([`Read`]). Nothing is looked up and nothing is written here: whoever calls
//! decides whether refused rows stop the rest, lays firms over those that exist ([`ImportedFirm::over`]), and resolves names
//! ([`Names`]). [`compare`] shows beforehand what would change; [`template`] makes a workbook to fill in.
//!
//! * Which [`Kind`] a sheet holds is told by its name, else by its headings, else by a [`Mapping`]; headings may be French
//!   or English, in any case, with or without accents, below a title, under merged group headings.
//! * **An empty cell says nothing** and changes nothing; a cell that holds only `-` says that there is nothing. So a file of
//!   few columns, or one that is half filled in, erases nothing.
//! * The template's example rows (first cell `(exemple)` or `(example)`) are passed over.
//! * Workbooks are bounded before they are read ([`Limits`]); those with macros, links to other files or a password are refused.
//!
//! In JSON the keys are `firms`, `skills`, `certifications`, `clients`, `contacts`, `wishes`, `absences`, each a list of objects; firms have the keys of
//! `passerelle schema firm`, the others those of [`Kind::columns`]. A list by itself is a list of firms.

use passerelle_domain::{Absence, ClientId, DeskId, Name, Sector, WishGrade};
use serde::Serialize;

use crate::{FileError, FileNotice, SourceFile};

mod cells;
mod clients;
mod columns;
mod compare;
mod dates;
mod delimited;
mod details;
mod example;
mod field;
mod firms;
pub(crate) mod french;
mod guard;
mod headings;
mod json;
mod limits;
mod mapping;
mod names;
mod over;
mod people;
mod place;
mod rows;
mod sheet;
mod template;
mod text;
mod wishes;
mod workbook;

pub use columns::{ColumnInfo, Kind};
pub use compare::{Change, Changed, Difference, Fresh, MatchedBy, RefusedCell, Unchanged, compare};
pub use field::FirmField;
pub use limits::Limits;
pub use mapping::{Mapping, SheetMapping};
pub use names::{Found, Names, folded_company};
pub use over::ImportedFirm;
pub use place::Place;
pub use template::template;

/// Everything that was read from one file, row by row, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// Firms, each once, with what sheets of skills and certificates tell of them.
    pub firms: Vec<ImportedFirm>,
    /// Clients, each once, with the desks of all its rows.
    pub clients: Vec<ImportedClient>,
    /// People to talk to, at firms and clients.
    pub contacts: Vec<ImportedContact>,
    /// Wishes of either side.
    pub wishes: Vec<ImportedWish>,
    /// Times in which somebody is away.
    pub absences: Vec<ImportedAbsence>,
}

impl Import {
    /// How many rows were read.
    pub fn len(&self) -> usize {
        let desks: usize = self.clients.iter().map(|client| client.desks.len().max(1)).sum();
        self.firms.len() + desks + self.contacts.len() + self.wishes.len() + self.absences.len()
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A client, from one row or from several that differ in the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedClient {
    /// Its identifier, when the file tells it.
    pub id: Option<ClientId>,
    /// Its name.
    pub name: Name,
    /// Its sector, when told.
    pub sector: Option<Sector>,
    /// Its desks, in the order of the file.
    pub desks: Vec<ImportedDesk>,
    /// Its first row.
    pub place: Place,
}

/// A desk of a client: a person with briefs of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedDesk {
    /// Its identifier, when the file tells it.
    pub id: Option<DeskId>,
    /// Who sits there.
    pub person: Name,
    /// Their function.
    pub role: Option<Name>,
    /// Their e-mail address.
    pub email: Option<Name>,
    /// Their telephone.
    pub phone: Option<Name>,
    /// Where it stands.
    pub place: Place,
}

/// Whom or what a cell names: by identifier, name or e-mail address, to be looked up with [`Names`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// On which side to look; `None` when the file leaves it open.
    pub side: Option<PartySide>,
    /// As written.
    pub named: String,
}

/// The sorts of party that rows speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartySide {
    /// A firm.
    Firm,
    /// A client as a whole.
    Client,
    /// A client's desk.
    Desk,
}

/// Someone to talk to.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedContact {
    /// Where they work.
    pub party: Party,
    /// Name of the person.
    pub name: Name,
    /// Function.
    pub role: Option<Name>,
    /// E-mail address.
    pub email: Option<Name>,
    /// Telephone.
    pub phone: Option<Name>,
    /// Where it stands.
    pub place: Place,
}

/// A meeting that one side asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedWish {
    /// Who asks; its side may be open, its name never.
    pub by: Party,
    /// The firm the wish is about, as written; of a firm's own wish `None`.
    pub firm: Option<String>,
    /// The client's desk that is asked for, as written; of a desk's own wish `None`.
    pub desk: Option<String>,
    /// The brief it is about, by identifier or title, as written.
    pub brief: Option<String>,
    /// How much.
    pub grade: WishGrade,
    /// A word to the other side; may be empty.
    pub message: String,
    /// Where it stands.
    pub place: Place,
}

/// A time in which somebody is away, local time of the event.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedAbsence {
    /// Who.
    pub party: Party,
    /// From when to when, the end not included.
    pub absence: Absence,
    /// Where it stands.
    pub place: Place,
}

/// What reading a file gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// The rows without fault.
    pub import: Import,
    /// What is wrong, cell by cell, sorted by place. A row of which a cell is refused is not in [`Self::import`].
    pub refused: Vec<FileError>,
    /// What deserves a look.
    pub notices: Vec<FileNotice>,
    /// The sheets and what their columns were taken for: for whoever lets a person correct the [`Mapping`].
    pub sheets: Vec<SheetRead>,
}

/// A sheet and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRead {
    /// Its name; empty for a file that is one sheet.
    pub name: String,
    /// What it holds; `None` when it was left out.
    pub kind: Option<Kind>,
    /// The row of its headings, from 1, when there is one.
    pub heading_row: Option<usize>,
    /// Its headings from left to right, with the key of the column each was taken for; of a sheet that was left out, what may
    /// be its headings.
    pub headings: Vec<(String, Option<&'static str>)>,
    /// Rows below the headings that hold anything, examples apart.
    pub rows: usize,
}

/// Reads one file. What sheets of skills and certificates tell goes to the firms that they name. Never fails: what is wrong is in [`Read::refused`].
pub fn read(file: &SourceFile, mapping: &Mapping, limits: &Limits) -> Read {
    let mut log = rows::Log::new(&file.name);
    let mut out = Read::default();
    if u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) > limits.file_bytes {
        let message = format!("the file has more than {}", limits::shown(limits.file_bytes));
        log.file(message, "take away pictures and old sheets, or import it in parts");
    } else {
        match file.extension().as_str() {
            "json" => json::read(file, limits, &mut out.import, &mut log),
            _ => {
                if let Some(sheets) = sheets(file, limits, &mut log) {
                    read_sheets(&sheets, mapping, &mut out, &mut log);
                }
            }
        }
        if out.import.is_empty() && !log.failed() {
            log.file("holds no row to import".into(), "fill in the template, one line for each firm");
        }
    }
    (out.refused, out.notices) = log.into_parts();
    out
}

fn sheets(file: &SourceFile, limits: &Limits, log: &mut rows::Log) -> Option<Vec<sheet::Sheet>> {
    let found = match file.extension().as_str() {
        "csv" | "tsv" | "txt" if !guard::looks_zipped(&file.bytes) => delimited::read(file, limits, log),
        _ => workbook::read(file, limits, log),
    };
    found.map_err(|error| log.push(error)).ok()
}

fn read_sheets(sheets: &[sheet::Sheet], mapping: &Mapping, out: &mut Read, log: &mut rows::Log) {
    mapping.check(sheets, log);
    let mut unknown = Vec::new();
    let mut known = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        out.sheets.push(SheetRead {
            name: sheet.name.clone(),
            kind: None,
            heading_row: None,
            headings: headings::candidates(sheet),
            rows: 0,
        });
        match headings::find(sheet, mapping.of(&sheet.name), sheets.len() == 1, log) {
            Some(layout) => known.push((i, layout)),
            None if sheet.rows.is_empty() => {}
            None => unknown.push(sheet.name.clone()),
        }
    }
    // Firms first, whatever the order of the sheets: the others speak of them.
    known.sort_by_key(|(_, layout)| layout.kind != Kind::Firms);
    let mut state = rows::State::default();
    for (i, layout) in known {
        let (Some(sheet), Some(summary)) = (sheets.get(i), out.sheets.get_mut(i)) else { continue };
        let rows = rows::read(sheet, &layout, &mut out.import, &mut state, log);
        *summary = layout.summary(sheet, rows);
    }
    let none_known = out.sheets.iter().all(|sheet| sheet.kind.is_none());
    for name in unknown {
        if none_known {
            let sheet = if name.is_empty() { String::new() } else { format!(" of sheet `{name}`") };
            log.file(
                format!("the columns{sheet} are not known"),
                "write headings such as `Nom`, `Effectif`, `Compétences` in the first line, or take the template",
            );
        } else {
            log.notice(
                None,
                &name,
                "the sheet is left out".into(),
                "its name and headings are not ones that are known",
            );
        }
    }
}
