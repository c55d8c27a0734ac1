//! The skills taxonomy: TOML files of concepts, and what was imported of ESCO beside them.
//!
//! A TOML file holds `[[concept]]` tables. `id`, `fr` and `en` are needed; `acronyms`, `broader`, `sectors`, `close`,
//! `ambiguous`, `context` and `never` may follow, as [`passerelle_domain::Concept`] explains them. A file that ends in `.jsonl`
//! is what [`crate::esco`] writes.

use std::collections::BTreeMap;

use passerelle_domain::{Concept, ConceptId, Invalid, Name, SECTORS, Sector, Taxonomy};

use crate::esco::{self, EscoSkill, Merged};
use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{parsed, word};
use crate::{FileError, SourceFile, toml_tree};

#[cfg(test)]
mod tests;

/// A taxonomy's files, gone through.
#[derive(Debug)]
pub struct Checked {
    /// How many concepts each file holds, in the order given; of ESCO, those that join another file's concept count as well.
    pub files: Vec<(String, usize)>,
    /// How many concepts name each sector, in the order of [`SECTORS`].
    pub sectors: Vec<(&'static str, usize)>,
    /// How many ESCO skills joined a concept of another file.
    pub joined: usize,
    /// How many ESCO skills are left out, because their English name already names several concepts.
    pub left_out: usize,
    /// The taxonomy, or everything that is wrong, sorted.
    pub result: Result<Taxonomy, Vec<FileError>>,
}

/// Reads the files of a taxonomy.
///
/// # Errors
/// Everything that is wrong in all files, sorted: syntax, unknown keys, values that cannot be, and whatever
/// [`Taxonomy::new`] refuses, each with its place.
pub fn parse(files: &[SourceFile]) -> Result<Taxonomy, Vec<FileError>> {
    check(files).result
}

/// As [`parse`], with figures that are there even when something is wrong.
pub fn check(files: &[SourceFile]) -> Checked {
    let mut wrong: Vec<FileError> = Vec::new();
    let texts: Vec<String> = files.iter().map(|file| plain(file, &mut wrong)).collect();
    let mut own = Own::default();
    let mut skills: Vec<EscoSkill> = Vec::new();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut counts = Vec::with_capacity(files.len());
    for (nth, (file, text)) in files.iter().zip(&texts).enumerate() {
        let mut log = Log::new(file);
        let before = own.concepts.len() + skills.len();
        if file.extension() == "jsonl" {
            let found = esco::lines(text, &mut log);
            lines.extend(found.iter().map(|(line, _)| (nth, *line)));
            skills.extend(found.into_iter().map(|(_, skill)| skill));
        } else {
            own.read(nth, text, &mut log);
        }
        counts.push((file.name.clone(), own.concepts.len() + skills.len() - before));
        wrong.extend(log.into_parts().0);
    }
    let sectors = sectors(&own.concepts);
    let written = own.concepts.len();
    let Merged { concepts, imported, joined, left_out } =
        esco::merge(std::mem::take(&mut own.concepts), &skills);
    // A concept whose name could not be read makes references to it look wrong.
    let unread = wrong.iter().any(|error| error.field.is_empty() || error.field.ends_with("].id"));
    let mut taxonomy = None;
    if !unread {
        match Taxonomy::new(concepts) {
            Ok(made) => taxonomy = Some(made),
            Err(problems) => wrong.extend(problems.into_iter().map(|one| {
                let place = place_of(&one).unwrap_or_default();
                if place < written {
                    return own.error(files, place, &one);
                }
                let skill = imported.get(place - written).copied().unwrap_or_default();
                let (nth, line) = lines.get(skill).copied().unwrap_or_default();
                error(files, nth, line, inner(&one.field).to_owned(), &one)
            })),
        }
    }
    wrong.sort();
    wrong.dedup();
    let result = match taxonomy {
        Some(taxonomy) if wrong.is_empty() => Ok(taxonomy),
        _ => Err(wrong),
    };
    Checked { files: counts, sectors, joined, left_out: left_out.len(), result }
}

fn plain(file: &SourceFile, wrong: &mut Vec<FileError>) -> String {
    match file.text() {
        Ok((text, _)) => text,
        Err(error) => {
            wrong.push(error);
            String::new()
        }
    }
}

fn sectors(concepts: &[Concept]) -> Vec<(&'static str, usize)> {
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for sector in concepts.iter().flat_map(|concept| &concept.sectors) {
        *by_key.entry(sector.label()).or_default() += 1;
    }
    SECTORS.iter().map(|&sector| (sector, by_key.get(sector).copied().unwrap_or_default())).collect()
}

/// Concepts of TOML files, and where each stands.
#[derive(Default)]
struct Own<'t> {
    concepts: Vec<Concept>,
    /// Of each concept: its file, its place among the tables of the file.
    places: Vec<(usize, usize)>,
    trees: BTreeMap<usize, Node<'t>>,
}

impl<'t> Own<'t> {
    fn read(&mut self, nth: usize, text: &'t str, log: &mut Log) {
        let tree = match toml_tree::parse(text, 1) {
            Ok(tree) => tree,
            Err(wrong) => return log.syntax(wrong),
        };
        let mut f = Fields::of(&tree, &Path::Root, log);
        let mut at = 0;
        let found = f.list("concept", log, |node, path, log| {
            at += 1;
            concept(node, path, log).map(|concept| (at - 1, concept))
        });
        f.finish(log);
        for (at, concept) in found {
            self.concepts.push(concept);
            self.places.push((nth, at));
        }
        self.trees.insert(nth, tree);
    }

    /// A complaint about a concept, at its place in its file.
    fn error(&self, files: &[SourceFile], concept: usize, one: &Invalid) -> FileError {
        let (nth, at) = self.places.get(concept).copied().unwrap_or_default();
        let field = format!("concept[{at}].{}", inner(&one.field));
        let line = self.trees.get(&nth).map_or(1, |tree| tree.line_of(&field));
        error(files, nth, line, field, one)
    }
}

fn error(files: &[SourceFile], nth: usize, line: usize, field: String, one: &Invalid) -> FileError {
    let file = files.get(nth).map(|file| file.name.clone()).unwrap_or_default();
    FileError { file, line: Some(line), field, message: one.message.clone(), hint: one.hint.clone() }
}

/// The number in `concept[12].fr[1]`.
fn place_of(one: &Invalid) -> Option<usize> {
    one.field.strip_prefix("concept[")?.split(']').next()?.parse().ok()
}

/// The part of `concept[12].fr[1]` after the concept.
fn inner(field: &str) -> &str {
    field.split_once("].").map_or(field, |(_, rest)| rest)
}

fn concept(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Concept> {
    let label = |node: &Node<'_>, path: &Path<'_>, log: &mut Log| {
        parsed(Name::new)(node, path, log).map(|name| name.as_str().to_owned())
    };
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, parsed(ConceptId::new));
    let concept = Concept {
        french: f.list("fr", log, label),
        english: f.list("en", log, label),
        acronyms: f.list("acronyms", log, label),
        broader: f.read("broader", log, parsed(ConceptId::new)),
        sectors: f.list("sectors", log, sector),
        close: f.list("close", log, parsed(ConceptId::new)),
        ambiguous: f.list("ambiguous", log, label),
        context: f.list("context", log, label),
        never: f.list("never", log, label),
        ..Concept::named(id.clone().or_else(|| ConceptId::new("unnamed").ok())?)
    };
    f.finish(log);
    id.map(|_| concept)
}

fn sector(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Sector> {
    let known = |text: &str| SECTORS.contains(&text).then(|| Sector::new(text).ok()).flatten();
    word("a sector of the taxonomy", &SECTORS, known)(node, path, log)
}
