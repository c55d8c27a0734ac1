//! The skills taxonomy: the files that come with the program, those of a folder, and imports of ESCO.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use passerelle_domain::{Span, Taxonomy};
use passerelle_formats::SourceFile;
use passerelle_formats::taxonomy::{self, Checked};

use crate::config::Config;
use crate::error::AppError;
use crate::files;

mod import;
#[cfg(test)]
mod tests;

pub use import::{ESCO_FILE, Imported, import_esco};

macro_rules! compiled_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../config/taxonomy/", $name)))),*]
    };
}

/// The files that come with the program.
const COMPILED_IN: [(&str, &str); 12] = compiled_in![
    "control-autonomy.toml",
    "cyber-networks.toml",
    "data-ai.toml",
    "domains.toml",
    "electronics.toml",
    "energy-environment.toml",
    "manufacturing.toml",
    "materials.toml",
    "mechanics.toml",
    "safety-certification.toml",
    "software.toml",
    "systems-engineering.toml",
];

/// Endings of files that hold concepts.
const CONCEPT_FILES: [&str; 2] = ["toml", "jsonl"];

/// The taxonomy that comes with the program, with what the configured folder changes of it and adds to it.
///
/// # Errors
/// Everything that is wrong in the folder's files, or with what they say together.
pub fn load(config: &Config) -> Result<Taxonomy, AppError> {
    Ok(taxonomy::parse(&sources(&config.taxonomy.folder)?)?)
}

/// Goes through the taxonomy as [`load`] would with this folder, and gives figures even when something is wrong.
///
/// # Errors
/// When the folder cannot be read.
pub fn check(folder: &Path) -> Result<Checked, AppError> {
    Ok(taxonomy::check(&sources(folder)?))
}

/// A concept found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its index in the taxonomy.
    pub concept: usize,
    /// The words that named it, as they stand in the text; each writing once.
    pub words: Vec<String>,
}

/// The concepts that a text names, in the order in which they first appear. `-` is the standard input.
///
/// # Errors
/// When the file cannot be read or is not UTF-8 text.
pub fn spot(taxonomy: &Taxonomy, file: &Path) -> Result<Vec<Found>, AppError> {
    let text = files::read_text(file)?;
    let mut found: Vec<Found> = Vec::new();
    for (concept, place) in passerelle_matching::spot_concepts(taxonomy, &text) {
        let words = words(place, &text);
        match found.iter_mut().find(|earlier| earlier.concept == concept) {
            Some(earlier) if earlier.words.contains(&words) => {}
            Some(earlier) => earlier.words.push(words),
            None => found.push(Found { concept, words: vec![words] }),
        }
    }
    Ok(found)
}

/// A place of a text on one line.
fn words(place: Span, text: &str) -> String {
    place.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The program's files, those of a folder in their place, and the folder's others after them.
fn sources(folder: &Path) -> Result<Vec<SourceFile>, AppError> {
    let mut on_disk = on_disk(folder)?;
    let mut all = Vec::new();
    for (name, text) in COMPILED_IN {
        let place = on_disk.iter().position(|file| file_name(file) == name);
        all.push(match place {
            Some(place) => on_disk.remove(place),
            None => SourceFile { name: format!("{name} (of the program)"), bytes: text.as_bytes().to_vec() },
        });
    }
    all.extend(on_disk);
    Ok(all)
}

fn on_disk(folder: &Path) -> Result<Vec<SourceFile>, AppError> {
    let holds_some = fs::read_dir(folder).is_ok_and(|entries| {
        let mut names = entries.filter_map(Result::ok).map(|entry| entry.path());
        names
            .any(|path| path.extension().and_then(|e| e.to_str()).is_some_and(|e| CONCEPT_FILES.contains(&e)))
    });
    if holds_some { files::read_all(folder, &CONCEPT_FILES, "concept") } else { Ok(Vec::new()) }
}

fn file_name(file: &SourceFile) -> &str {
    Path::new(&file.name).file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// The names of the files that come with the program.
pub fn compiled_in() -> BTreeSet<&'static str> {
    COMPILED_IN.iter().map(|(name, _)| *name).collect()
}
