//! ESCO, the European classification of skills: its official CSV files in, one file of our own in and out, and how its skills
//! join the concepts that we have.
//!
//! Our file (`esco.jsonl`) holds one skill a line, by URI: `{"uri", "en", "fr", "broader"}`, preferred labels first. What joins
//! what is not written there but found when the taxonomy is read ([`merge()`]), so that the file stays right when our own
//! concepts change.
//!
//! Source of layout: ESCO v1 downloads, « skills », « skill groups » and « broader relations of the skill pillar », CSV.

use std::collections::BTreeSet;

use passerelle_domain::Name;
use serde::Serialize;

use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{parsed, text};
use crate::{FileError, SourceFile, json};

mod merge;
mod official;
#[cfg(test)]
mod tests;

pub use merge::{Merged, merge};
pub use official::{Official, OfficialFiles, read_official};

/// One skill of ESCO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EscoSkill {
    /// Its URI.
    pub uri: String,
    /// English labels, the preferred one first; never empty.
    #[serde(rename = "en")]
    pub english: Vec<String>,
    /// French labels, the preferred one first.
    #[serde(rename = "fr", skip_serializing_if = "Vec::is_empty")]
    pub french: Vec<String>,
    /// The URI of one broader skill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broader: Option<String>,
}

/// Writes skills, one a line.
pub fn write(skills: &[EscoSkill]) -> String {
    let mut out = String::new();
    for skill in skills {
        // A skill is plain text: writing it to memory cannot fail.
        out.push_str(&serde_json::to_string(skill).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// Broken lines, missing keys, a URI given twice.
pub fn parse(file: &SourceFile) -> Result<Vec<EscoSkill>, Vec<FileError>> {
    let mut log = Log::new(file);
    let text = file.text().map_err(|error| vec![error])?.0;
    let found = lines(&text, &mut log).into_iter().map(|(_, skill)| skill).collect();
    log.done(Some(found)).map(|(found, _)| found)
}

/// The skills of a file, each with its line.
pub(crate) fn lines(text: &str, log: &mut Log) -> Vec<(usize, EscoSkill)> {
    let mut found: Vec<(usize, EscoSkill)> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (tree, wrong) = json::parse_from(line, i + 1);
        log.syntax(wrong);
        let Some(skill) = tree.and_then(|tree| skill(&tree, log)) else { continue };
        if !seen.insert(skill.uri.clone()) {
            log.error(i + 1, "uri", format!("`{}` is given twice", skill.uri), "import ESCO again");
        }
        found.push((i + 1, skill));
    }
    found
}

fn skill(node: &Node<'_>, log: &mut Log) -> Option<EscoSkill> {
    let label = |node: &Node<'_>, path: &Path<'_>, log: &mut Log| {
        parsed(Name::new)(node, path, log).map(|name| name.as_str().to_owned())
    };
    let uri = |node: &Node<'_>, path: &Path<'_>, log: &mut Log| text(node, path, log).map(str::to_owned);
    let root = Path::Root;
    let mut f = Fields::of(node, &root, log);
    let own = f.need("uri", log, uri);
    let english = f.list("en", log, label);
    if english.is_empty() {
        f.missing("en", log);
    }
    let french = f.list("fr", log, label);
    let broader = f.read("broader", log, uri);
    f.finish(log);
    own.filter(|_| !english.is_empty()).map(|uri| EscoSkill { uri, english, french, broader })
}
