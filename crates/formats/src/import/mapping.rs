//! What a person says about sheets and columns that are not recognised by themselves, or wrongly.

use std::collections::BTreeMap;

use passerelle_domain::fold;
use serde::{Deserialize, Serialize};

use super::columns::Kind;
use super::place::letters;
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
    /// The key of the column ([`Kind::columns`]) for each heading, or for each place such as `#C` where two columns have one
    /// heading; `None` for a column not to be read.
    pub columns: BTreeMap<String, Option<String>>,
}

/// What a mapping says of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Said {
    #[default]
    Nothing,
    LeaveOut,
    Column(&'static str),
}

impl SheetMapping {
    /// What the mapping says of a column, by its place or its heading.
    pub(super) fn column(&self, kind: Kind, at: usize, heading: &str) -> Said {
        let (folded, place) = (fold(heading), format!("#{}", letters(at)));
        let by_place = self.columns.get(&place);
        let by_title = || self.columns.iter().find(|(title, _)| fold(title) == folded).map(|(_, key)| key);
        match by_place.or_else(by_title) {
            None => Said::Nothing,
            Some(None) => Said::LeaveOut,
            // A key that does not exist is told by `Mapping::check`.
            Some(Some(key)) => kind.key(key).map_or(Said::LeaveOut, |column| Said::Column(column.key)),
        }
    }
}

impl SheetMapping {
    /// Tells the keys that a sheet of a kind does not have.
    pub(super) fn check_keys(&self, kind: Kind, log: &mut Log) {
        let keys: Vec<&str> = kind.columns().iter().map(|column| column.key).collect();
        for key in self.columns.values().flatten().filter(|key| kind.key(key).is_none()) {
            let hint = match nearest(key, &keys) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the columns are `{}`", keys.join("`, `")),
            };
            log.mapping(format!("`{key}` is no column of {}", kind.word()), hint);
        }
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
    let titles: Vec<String> = sheet
        .rows
        .iter()
        .take(20)
        .flat_map(|row| &row.cells)
        .filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(fold(text)) } else { None })
        .collect();
    let places: Vec<String> =
        sheet.rows.iter().take(20).flat_map(|row| &row.cells).map(|(at, _)| letters(*at)).collect();
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    for (heading, key) in &mapping.columns {
        let by_place = heading.strip_prefix('#').is_some_and(|place| places.iter().any(|at| at == place));
        if !by_place && !titles.contains(&fold(heading)) {
            log.mapping(
                format!("there is no heading `{heading}`"),
                "give it as it stands in the sheet".into(),
            );
        }
        let Some(key) = key else { continue };
        if let Some(first) = used.insert(key, heading) {
            log.mapping(format!("`{first}` and `{heading}` are both `{key}`"), "keep one of the two".into());
        }
    }
}
