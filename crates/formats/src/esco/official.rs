//! ESCO's official CSV files.

use std::collections::{BTreeMap, BTreeSet};

use csv::{Position, ReaderBuilder, StringRecord};
use passerelle_domain::{Name, fold};

use super::EscoSkill;
use crate::tree::Lines;
use crate::{FileError, FileNotice, SourceFile};

/// The files of one download, sorted by what they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficialFiles {
    /// `skills_en.csv`, and `skillGroups_en.csv` when it is there.
    pub english: Vec<SourceFile>,
    /// The same in French; a skill that is missing there has no French label.
    pub french: Vec<SourceFile>,
    /// `broaderRelationsSkillPillar.csv`.
    pub relations: Vec<SourceFile>,
}

/// What the files hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// How many English rows were read.
    pub rows: usize,
    /// The skills, by URI.
    pub skills: Vec<EscoSkill>,
    /// Rows and relations that were not taken, each with its place and the reason.
    pub refused: Vec<FileNotice>,
}

/// Reads a download. Other columns than those needed are passed over.
///
/// Of several broader skills the first one is taken that is known and does not close a circle.
///
/// # Errors
/// A file that is no text, or lacks a column; no skill at all.
pub fn read_official(files: &OfficialFiles) -> Result<Official, Vec<FileError>> {
    let mut wrong = Vec::new();
    let mut refused = Vec::new();
    let columns = ["conceptUri", "preferredLabel"];
    let english = rows(&files.english, columns, &mut wrong);
    let french = rows(&files.french, columns, &mut wrong);
    let relations = rows(&files.relations, ["conceptUri", "broaderUri"], &mut wrong);
    let mut skills: BTreeMap<String, EscoSkill> = BTreeMap::new();
    for row in &english {
        let labels = match row.labels() {
            Ok(labels) => labels,
            Err(reason) => {
                refused.push(row.refused(reason));
                continue;
            }
        };
        if skills.contains_key(row.uri()) {
            refused.push(row.refused("the URI was given before"));
            continue;
        }
        let uri = row.uri().to_owned();
        skills.insert(uri.clone(), EscoSkill { uri, english: labels, french: Vec::new(), broader: None });
    }
    for row in &french {
        match (row.labels(), skills.get_mut(row.uri())) {
            (Err(reason), _) => refused.push(row.refused(reason)),
            (_, None) => refused.push(row.refused("no English row has this URI")),
            (_, Some(skill)) if !skill.french.is_empty() => {
                refused.push(row.refused("the URI was given before"));
            }
            (Ok(labels), Some(skill)) => skill.french = labels,
        }
    }
    broader(&mut skills, &relations, &mut refused);
    if skills.is_empty() && wrong.is_empty() {
        let file = files.english.first().map_or("skills_en.csv", |file| file.name.as_str()).into();
        let hint = "give the folder of an ESCO download in CSV, with skills_en.csv in it".into();
        wrong.push(FileError {
            file,
            line: None,
            field: String::new(),
            message: "holds no skill".into(),
            hint,
        });
    }
    if !wrong.is_empty() {
        wrong.sort();
        return Err(wrong);
    }
    Ok(Official { rows: english.len(), skills: skills.into_values().collect(), refused })
}

fn broader(skills: &mut BTreeMap<String, EscoSkill>, relations: &[Row<'_>], refused: &mut Vec<FileNotice>) {
    for row in relations {
        let up = row.get("broaderUri");
        // Groups are there only when their own file is: a relation that leads out of what was read says nothing.
        if !skills.contains_key(up) || skills.get(row.uri()).is_none_or(|skill| skill.broader.is_some()) {
            continue;
        }
        let mut above = std::iter::successors(Some(up), |uri| skills.get(*uri)?.broader.as_deref());
        if above.any(|uri| uri == row.uri()) {
            refused.push(row.refused("the broader skills would form a circle"));
            continue;
        }
        let up = up.to_owned();
        if let Some(skill) = skills.get_mut(row.uri()) {
            skill.broader = Some(up);
        }
    }
}

/// One row, its place, and the names of its columns.
struct Row<'f> {
    file: &'f str,
    line: usize,
    columns: BTreeMap<&'static str, usize>,
    record: StringRecord,
}

/// The columns that are used; the first is needed everywhere.
const COLUMNS: [&str; 5] = ["conceptUri", "preferredLabel", "altLabels", "status", "broaderUri"];

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        let cell = self.columns.get(column).and_then(|&i| self.record.get(i));
        cell.map(str::trim).unwrap_or_default()
    }

    fn uri(&self) -> &str {
        self.get("conceptUri")
    }

    /// The labels, the preferred one first, each once; or why the row cannot be taken.
    fn labels(&self) -> Result<Vec<String>, &'static str> {
        if self.uri().is_empty() {
            return Err("there is no URI");
        }
        if !matches!(self.get("status"), "" | "released") {
            return Err("the skill is not released");
        }
        let preferred = self.get("preferredLabel");
        if preferred.is_empty() {
            return Err("there is no preferred label");
        }
        let mut seen = BTreeSet::new();
        let mut labels = Vec::new();
        for label in std::iter::once(preferred).chain(self.get("altLabels").lines()) {
            let Ok(label) = Name::new(label) else { continue };
            let key = fold(label.as_str());
            if !key.is_empty() && seen.insert(key) {
                labels.push(label.as_str().to_owned());
            }
        }
        let first = labels.first().is_some_and(|first| fold(first) == fold(preferred));
        if first { Ok(labels) } else { Err("the preferred label is too long, or holds no letter or digit") }
    }

    fn refused(&self, reason: &str) -> FileNotice {
        let (file, line) = (self.file.to_owned(), Some(self.line));
        FileNotice {
            file,
            line,
            field: self.uri().to_owned(),
            message: reason.to_owned(),
            hint: String::new(),
        }
    }
}

fn rows<'f>(files: &'f [SourceFile], needed: [&'static str; 2], wrong: &mut Vec<FileError>) -> Vec<Row<'f>> {
    files
        .iter()
        .flat_map(|file| {
            rows_of(file, needed).unwrap_or_else(|errors| {
                wrong.extend(errors);
                Vec::new()
            })
        })
        .collect()
}

fn rows_of<'f>(file: &'f SourceFile, needed: [&'static str; 2]) -> Result<Vec<Row<'f>>, Vec<FileError>> {
    let text = file.text().map_err(|error| vec![error])?.0;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let lines = Lines::new(&text, 1);
    let line_of = |position: &Position| usize::try_from(position.byte()).ok().map(|byte| lines.of(byte));
    let broken = |cause: csv::Error| {
        let line = cause.position().and_then(line_of);
        vec![file.error(line, "", &format!("is not CSV: {cause}"), "take the file as ESCO gives it")]
    };
    let header = reader.headers().map_err(broken)?.clone();
    let columns: BTreeMap<&'static str, usize> =
        COLUMNS.iter().filter_map(|&c| Some((c, header.iter().position(|h| h.trim() == c)?))).collect();
    let absent: Vec<FileError> = needed
        .iter()
        .filter(|column| !columns.contains_key(*column))
        .map(|column| {
            let message = format!("there is no column `{column}`");
            file.error(Some(1), column, &message, "take the file as ESCO gives it, separated by commas")
        })
        .collect();
    if !absent.is_empty() {
        return Err(absent);
    }
    let mut found = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(broken)?;
        let line = record.position().and_then(line_of).unwrap_or_default();
        found.push(Row { file: &file.name, line, columns: columns.clone(), record });
    }
    Ok(found)
}
