//! What a person says about sheets and columns that are not recognised by themselves, or wrongly.

use std::collections::BTreeMap;

use passerelle_domain::fold;
use serde::{Deserialize, Serialize};

use super::columns::Kind;
use super::rows::Log;
use super::sheet::{Cell, Sheet};
use crate::reader::nearest;

/// Which sheet holds what, and which heading names which column. What is not mentioned is recognised as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// By the name of the sheet; of a file that is one sheet, the empty name.
    pub sheets: BTreeMap<String, SheetMapping>,
}

/// One sheet of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SheetMapping {
    /// What the sheet holds; recognised when left out.
    pub kind: Option<Kind>,
    /// Whether the sheet is not to be read at all.
    pub leave_out: bool,
    /// The key of the column ([`Kind::columns`]) for each heading; `None` for a column not to be read.
    pub columns: BTreeMap<String, Option<String>>,
}

impl SheetMapping {
    /// What the mapping says of a heading: nothing, to leave it out, or its column.
    pub(super) fn column(&self, kind: Kind, heading: &str) -> Option<Option<&'static str>> {
        let folded = fold(heading);
        let (_, key) = self.columns.iter().find(|(title, _)| fold(title) == folded)?;
        Some(key.as_ref().and_then(|key| kind.key(key)).map(|column| column.key))
    }
}

impl Mapping {
    pub(super) fn of(&self, sheet: &str) -> Option<&SheetMapping> {
        self.sheets.get(sheet).or_else(|| {
            let folded = fold(sheet);
            self.sheets.iter().find(|(name, _)| fold(name) == folded).map(|(_, mapping)| mapping)
        })
    }

    /// Tells what the mapping says that cannot be: sheets, headings and columns that do not exist, one column twice.
    pub(super) fn check(&self, sheets: &[Sheet], log: &mut Log) {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        for (name, mapping) in &self.sheets {
            let Some(sheet) = sheets.iter().find(|sheet| fold(&sheet.name) == fold(name)) else {
                let hint = match nearest(name, &names) {
                    Some(near) if !near.is_empty() => format!("did you mean `{near}`?"),
                    _ => format!("the sheets are `{}`", names.join("`, `")),
                };
                log.mapping(format!("there is no sheet `{name}`"), hint);
                continue;
            };
            check_sheet(sheet, mapping, log);
        }
    }
}

fn check_sheet(sheet: &Sheet, mapping: &SheetMapping, log: &mut Log) {
    let kind = mapping.kind.or_else(|| Kind::of_sheet(&fold(&sheet.name)));
    let titles: Vec<String> = sheet
        .rows
        .iter()
        .take(20)
        .flat_map(|row| &row.cells)
        .filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(fold(text)) } else { None })
        .collect();
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    for (heading, key) in &mapping.columns {
        if !titles.contains(&fold(heading)) {
            log.mapping(
                format!("there is no heading `{heading}`"),
                "give it as it stands in the sheet".into(),
            );
        }
        let Some(key) = key else { continue };
        if let Some(kind) = kind
            && kind.key(key).is_none()
        {
            let keys: Vec<&str> = kind.columns().iter().map(|column| column.key).collect();
            let hint = match nearest(key, &keys) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the columns are `{}`", keys.join("`, `")),
            };
            log.mapping(format!("`{key}` is no column of {}", kind.word()), hint);
        } else if kind.is_none() {
            log.mapping(
                format!("what the sheet of `{heading}` holds is not told"),
                "give its `kind`: firms, clients, contacts, wishes or absences".into(),
            );
        }
        if let Some(first) = used.insert(key, heading) {
            log.mapping(format!("`{first}` and `{heading}` are both `{key}`"), "keep one of the two".into());
        }
    }
}
