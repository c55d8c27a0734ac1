//! A firm as a Markdown page.

use super::Found;
use super::fields::{Texts, firm};
use crate::reader::{Log, Path};
use crate::{SourceFile, front, toml_tree};

pub(super) fn read(file: &SourceFile, text: &str, log: &mut Log) -> Option<Found> {
    let parts = match front::split(text) {
        Ok(parts) => parts,
        Err(line) => {
            log.error(line, "", "the head is not closed", "end it with a line `+++`");
            return None;
        }
    };
    let tree = toml_tree::parse(parts.head, parts.head_line).map_err(|wrong| log.syntax(wrong)).ok()?;
    let (name, summary) = match front::heading(parts.body) {
        Some((title, rest)) => (Some(title), rest),
        None => (None, parts.body.to_owned()),
    };
    let texts = Texts { id: Some(file.stem()), name, summary: Some(summary) };
    let firm = firm(&tree, &Path::Root, &texts, log)?;
    Some(Found { firm, line: 1 })
}
