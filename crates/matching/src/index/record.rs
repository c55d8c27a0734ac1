//! A firm's texts as the index stores them: what evidence quotes from.

use passerelle_domain::{Document, DocumentId, DocumentKind, FirmId, Profile};
use serde::{Deserialize, Serialize};

use super::IndexError;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    id: String,
    name: String,
    texts: Vec<Written>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    id: String,
    kind: char,
    #[serde(default)]
    place: usize,
    title: String,
    text: String,
}

impl Record {
    pub(super) fn of(profile: &Profile) -> Self {
        let text = |document: &Document| {
            let (kind, place) = letter(document.kind);
            let (title, text) = (document.title.clone(), document.text.clone());
            Written { id: document.id.as_str().to_owned(), kind, place, title, text }
        };
        Self {
            id: profile.id.as_str().to_owned(),
            name: profile.name.clone(),
            texts: profile.documents.iter().map(text).collect(),
        }
    }

    pub(super) fn read(text: &str) -> Result<Profile, IndexError> {
        let record: Self = serde_json::from_str(text).map_err(|_| IndexError::Damaged)?;
        let document = |it: Written| {
            let id = DocumentId::new(&it.id).map_err(|_| IndexError::Damaged)?;
            Ok(Document { id, kind: kind(it.kind, it.place), title: it.title, text: it.text })
        };
        Ok(Profile {
            id: FirmId::new(&record.id).map_err(|_| IndexError::Damaged)?,
            name: record.name,
            language: None,
            documents: record.texts.into_iter().map(document).collect::<Result<_, IndexError>>()?,
        })
    }
}

fn letter(kind: DocumentKind) -> (char, usize) {
    match kind {
        DocumentKind::Summary => ('s', 0),
        DocumentKind::Capability(n) => ('c', n),
        DocumentKind::Reference(n) => ('r', n),
        DocumentKind::Certification(n) => ('n', n),
        DocumentKind::Tools => ('t', 0),
        DocumentKind::Other => ('o', 0),
    }
}

fn kind(letter: char, n: usize) -> DocumentKind {
    match letter {
        's' => DocumentKind::Summary,
        'c' => DocumentKind::Capability(n),
        'r' => DocumentKind::Reference(n),
        'n' => DocumentKind::Certification(n),
        't' => DocumentKind::Tools,
        _ => DocumentKind::Other,
    }
}
