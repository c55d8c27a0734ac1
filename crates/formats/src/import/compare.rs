//! What an import would change: the dry run.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Firm, FirmId};
use serde::{Serialize, Serializer};

use super::Read;
use super::field::FirmField;
use super::names::Names;
use super::over::ImportedFirm;

use crate::FileError;

mod sentence;

/// What importing the firms of a file would do to those that exist. Written as JSON it is the dry run's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Difference {
    /// Firms that do not exist yet.
    pub new: Vec<Fresh>,
    /// Firms of which something would change.
    pub changed: Vec<Changed>,
    /// Firms of which the file says nothing new.
    pub unchanged: Vec<Unchanged>,
    /// What is refused: the cells of the file, and rows that fit several firms or none.
    pub refused: Vec<RefusedCell>,
}

/// A firm that does not exist yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fresh {
    /// The identifier it gets.
    #[serde(serialize_with = "as_text")]
    pub id: FirmId,
    /// Its name.
    pub name: String,
    /// Its row: `Firmes!12`.
    pub place: String,
    /// The whole firm, as it would be kept.
    #[serde(skip)]
    pub firm: Firm,
}

/// A firm of which something would change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Its identifier, which stays.
    #[serde(serialize_with = "as_text")]
    pub id: FirmId,
    /// Its name, as it is.
    pub name: String,
    /// Its row.
    pub place: String,
    /// How the row was known to be this firm.
    pub matched_by: MatchedBy,
    /// What would change, in the order of a profile.
    pub changes: Vec<Change>,
    /// The whole firm, as it would be kept.
    #[serde(skip)]
    pub firm: Firm,
}

/// A firm of which the file says nothing new.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unchanged {
    /// Its identifier.
    #[serde(serialize_with = "as_text")]
    pub id: FirmId,
    /// Its name.
    pub name: String,
    /// Its row.
    pub place: String,
}

/// How a row was known to be a firm that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchedBy {
    /// By the identifier in the file.
    Id,
    /// By its name, legal form apart.
    Name,
}

/// One field that would change, as text on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which.
    pub field: FirmField,
    /// What is kept now; empty for nothing.
    pub before: String,
    /// What would be kept; empty for nothing.
    pub after: String,
}

/// Something that is refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedCell {
    /// The file.
    pub file: String,
    /// The line of a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The cell, `Firmes!C12`; empty for the file as a whole.
    pub cell: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

fn as_text<S: Serializer>(id: &FirmId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id.as_str())
}

impl From<&FileError> for RefusedCell {
    fn from(error: &FileError) -> Self {
        Self {
            file: error.file.clone(),
            line: error.line,
            cell: error.field.clone(),
            message: error.message.clone(),
            hint: error.hint.clone(),
        }
    }
}

impl Difference {
    /// The firms that would be written: new ones, and changed ones as they would be.
    pub fn to_write(&self) -> impl Iterator<Item = &Firm> {
        self.new.iter().map(|fresh| &fresh.firm).chain(self.changed.iter().map(|changed| &changed.firm))
    }
}

/// Compares the firms of a file with those that exist.
///
/// A row is the firm of its identifier, else the one firm of its name (legal forms such as SAS or SARL apart); where several
/// have that name it is refused, naming them. What was already refused in reading is among the refusals.
pub fn compare(existing: &[Firm], read: &Read) -> Difference {
    let mut difference =
        Difference { refused: read.refused.iter().map(RefusedCell::from).collect(), ..Difference::default() };
    let by_id: BTreeMap<&str, &Firm> = existing.iter().map(|firm| (firm.id.as_str(), firm)).collect();
    let mut names = Names::new();
    for firm in existing {
        names.add(firm.id.as_str(), firm.name.as_str());
    }
    let mut taken: BTreeSet<String> = by_id.keys().map(|id| (*id).to_owned()).collect();
    taken.extend(read.import.firms.iter().filter_map(|firm| Some(firm.id.as_ref()?.as_str().to_owned())));
    let mut matched: BTreeMap<&str, String> = BTreeMap::new();
    for row in &read.import.firms {
        let place = row.place.cell("");
        let (known, matched_by) = match find(row, &by_id, &names) {
            Ok(Some(found)) => found,
            Ok(None) => {
                let mut firm = row.firm.clone();
                if row.id.is_none() {
                    firm.id = free(&firm.id, &taken);
                    taken.insert(firm.id.as_str().to_owned());
                }
                difference.new.push(Fresh { id: firm.id.clone(), name: firm.name.to_string(), place, firm });
                continue;
            }
            Err(error) => {
                difference.refused.push(RefusedCell::from(&error));
                continue;
            }
        };
        if let Some(first) = matched.insert(known.id.as_str(), place.clone()) {
            let message = format!("`{}` is firm `{}`, which is already given in {first}", row.name, known.id);
            let error = row.place.error("name", message, "give each firm one row");
            difference.refused.push(RefusedCell::from(&error));
            matched.insert(known.id.as_str(), first);
            continue;
        }
        let firm = row.over(known);
        let changes: Vec<Change> = FirmField::ALL
            .into_iter()
            .filter(|field| !field.same(known, &firm))
            .map(|field| Change { field, before: field.shown(known), after: field.shown(&firm) })
            .collect();
        let (id, name) = (known.id.clone(), known.name.to_string());
        if changes.is_empty() {
            difference.unchanged.push(Unchanged { id, name, place });
        } else {
            difference.changed.push(Changed { id, name, place, matched_by, changes, firm });
        }
    }
    difference
}

/// The existing firm that a row is, if any.
fn find<'f>(
    row: &ImportedFirm,
    by_id: &BTreeMap<&str, &'f Firm>,
    names: &Names,
) -> Result<Option<(&'f Firm, MatchedBy)>, FileError> {
    if let Some(firm) = row.id.as_ref().and_then(|id| by_id.get(id.as_str())) {
        return Ok(Some((firm, MatchedBy::Id)));
    }
    if row.details.alone {
        // Another sheet speaks of it, by name or by identifier.
        if let Some(firm) = by_id.get(row.name.as_str()) {
            return Ok(Some((firm, MatchedBy::Id)));
        }
        if names.named(row.name.as_str()).is_empty() {
            let hint = "correct the name, or give the firm in the sheet of firms";
            return Err(row.place.error("firm", format!("there is no firm `{}`", row.name), hint));
        }
    } else if !row.given.contains(&FirmField::Name) {
        let message = format!("there is no firm `{}`", row.name);
        return Err(row.place.error("id", message, "correct the id, or write the name of the new firm"));
    }
    match names.named(row.name.as_str()) {
        [] => Ok(None),
        [one] => Ok(by_id.get(one.as_str()).map(|firm| (*firm, MatchedBy::Name))),
        several => {
            let message = format!("`{}` may be any of the firms `{}`", row.name, several.join("`, `"));
            Err(row.place.error("name", message, "write in the column of ids which one it is"))
        }
    }
}

/// The identifier itself, or the first free one numbered after it.
fn free(id: &FirmId, taken: &BTreeSet<String>) -> FirmId {
    if !taken.contains(id.as_str()) {
        return id.clone();
    }
    // Among as many numbers as there are names, and one more, one is free.
    let numbered = (2..taken.len() + 3).map(|n| format!("{id}-{n}")).find(|name| !taken.contains(name));
    numbered.and_then(|name| FirmId::new(&name).ok()).unwrap_or_else(|| id.clone())
}
