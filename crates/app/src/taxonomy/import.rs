//! Importing ESCO.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use passerelle_formats::esco::{self, EscoSkill, OfficialFiles};
use passerelle_formats::{FileNotice, SourceFile, taxonomy};

use super::{AppError, file_name, files, sources};

/// The one file that an import writes.
pub const ESCO_FILE: &str = "esco.jsonl";

/// What an import read and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file, written or found as it should be.
    pub file: PathBuf,
    /// Whether it was written; false when it already held all this.
    pub written: bool,
    /// How many English rows the official files hold.
    pub rows: usize,
    /// How many skills were taken.
    pub skills: usize,
    /// How many of them the file did not hold before.
    pub new: usize,
    /// How many it held in other words.
    pub changed: usize,
    /// How many it held as they are.
    pub unchanged: usize,
    /// How many it held before and holds no more.
    pub gone: usize,
    /// How many join a concept of the product.
    pub joined: usize,
    /// How many are in the file and yet not used, because their English name already names several concepts.
    pub left_out: usize,
    /// How many have no French label.
    pub without_french: usize,
    /// What was not taken, each with its reason.
    pub refused: Vec<FileNotice>,
}

/// Reads ESCO's official CSV files out of a folder and writes one file into the taxonomy's folder: whole, or not at all, and only
/// when something changed. No other file is touched.
///
/// # Errors
/// When `skills_en.csv` is missing or a file is not what ESCO gives; when the taxonomy would not hold with it; when the file
/// cannot be written.
pub fn import_esco(download: &Path, folder: &Path) -> Result<Imported, AppError> {
    let official = esco::read_official(&official_files(download)?)?;
    let file = folder.join(ESCO_FILE);
    let mut others = sources(folder)?;
    let before = others.iter().position(|one| file_name(one) == ESCO_FILE).map(|at| others.remove(at));
    let text = esco::write(&official.skills);
    let now = SourceFile { name: file.display().to_string(), bytes: text.into_bytes() };
    others.push(now.clone());
    let checked = taxonomy::check(&others);
    checked.result?;
    let written = before.as_ref().is_none_or(|before| before.bytes != now.bytes);
    if written {
        files::write_file(&file, &now.bytes)?;
    }
    // A file that cannot be read any more counts as one that held nothing.
    let held = before.and_then(|before| esco::parse(&before).ok()).unwrap_or_default();
    let mut held: BTreeMap<&str, &EscoSkill> = held.iter().map(|skill| (skill.uri.as_str(), skill)).collect();
    let (mut new, mut changed, mut unchanged) = (0, 0, 0);
    for skill in &official.skills {
        match held.remove(skill.uri.as_str()) {
            None => new += 1,
            Some(earlier) if earlier == skill => unchanged += 1,
            Some(_) => changed += 1,
        }
    }
    Ok(Imported {
        file,
        written,
        rows: official.rows,
        skills: official.skills.len(),
        new,
        changed,
        unchanged,
        gone: held.len(),
        joined: checked.joined,
        left_out: checked.left_out,
        without_french: official.skills.iter().filter(|skill| skill.french.is_empty()).count(),
        refused: official.refused,
    })
}

fn official_files(download: &Path) -> Result<OfficialFiles, AppError> {
    let (mut found, mut wrong) = (OfficialFiles::default(), Vec::new());
    let lists = [
        (&mut found.english, ["skills_en.csv", "skillGroups_en.csv"]),
        (&mut found.french, ["skills_fr.csv", "skillGroups_fr.csv"]),
        (&mut found.relations, ["broaderRelationsSkillPillar.csv", "broaderRelationsSkillPillar_en.csv"]),
    ];
    for (list, names) in lists {
        for name in names {
            let path = download.join(name);
            if path.exists() || name == "skills_en.csv" {
                match files::read(&path) {
                    Ok(file) => list.push(file),
                    Err(AppError::Input(errors)) => wrong.extend(errors),
                    Err(other) => return Err(other),
                }
            }
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong.into()) }
}
