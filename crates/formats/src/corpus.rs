//! Evaluation sets: a corpus, queries, judgements, and the run of a system.
//!
//! Corpus and queries are JSON lines, `{"id", "title"?, "text"?}`, or for firms
//! `{"id", "name", "documents": [{"id", "title", "text"}]}`. Public data sets carry keys of their own: here, and only here,
//! unknown keys are passed over. Judgements, runs and annotations are tables of columns separated by tabs.

mod notes;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Document, DocumentId, DocumentKind, FirmId, Language, Profile};

pub use notes::{Says, parse_evidence, parse_strengths};
pub use tables::{Known, parse_qrels, parse_run, write_run};

use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{ident, text, word};
use crate::{FileError, SourceFile, json};

/// A query of an evaluation set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusQuery {
    /// Its identifier.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// Its text; may be empty.
    pub text: String,
}

/// Reads a corpus in the order of the file.
///
/// # Errors
/// Broken lines, missing or repeated identifiers, values of the wrong kind, and an empty corpus.
pub fn parse_corpus(file: &SourceFile) -> Result<Vec<Profile>, Vec<FileError>> {
    items(file, "profile", profile, |profile| profile.id.as_str())
}

/// Reads queries in the order of the file.
///
/// # Errors
/// Broken lines, missing or repeated identifiers, values of the wrong kind, and no query at all.
pub fn parse_queries(file: &SourceFile) -> Result<Vec<CorpusQuery>, Vec<FileError>> {
    items(file, "query", query, |query| &query.id)
}

fn items<T>(
    file: &SourceFile,
    what: &str,
    read: impl Fn(&Node<'_>, &mut Log) -> Option<T>,
    id: impl Fn(&T) -> &str,
) -> Result<Vec<T>, Vec<FileError>> {
    let mut log = Log::new(file);
    let text = file.text().map_err(|error| vec![error])?.0;
    let mut found: Vec<T> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (tree, wrong) = json::parse_from(line, i + 1);
        log.syntax(wrong);
        let Some(item) = tree.and_then(|tree| read(&tree, &mut log)) else { continue };
        if let Some(first) = places.get(id(&item)) {
            let message = format!("`{}` was already given on line {first}", id(&item));
            log.error(i + 1, "id", message, "give each line its own id");
        } else {
            places.insert(id(&item).to_owned(), i + 1);
        }
        found.push(item);
    }
    if found.is_empty() && !log.failed() {
        log.push(file.error(
            None,
            "",
            &format!("holds no {what}"),
            "give one JSON object a line, each with an `id`",
        ));
    }
    log.done(Some(found)).map(|(found, _)| found)
}

fn owned(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<String> {
    text(node, path, log).map(str::to_owned)
}

fn query(node: &Node<'_>, log: &mut Log) -> Option<CorpusQuery> {
    let mut f = Fields::of(node, &Path::Root, log);
    let id = f.need("id", log, ident);
    let title = f.read("title", log, owned).unwrap_or_default();
    let text = f.read("text", log, owned).unwrap_or_default();
    Some(CorpusQuery { id: id?, title, text })
}

fn profile(node: &Node<'_>, log: &mut Log) -> Option<Profile> {
    let root = Path::Root;
    let mut f = Fields::of(node, &root, log);
    let id = f.need("id", log, |n, p, log| {
        let id = ident(n, p, log)?;
        FirmId::new(&id).map_err(|wrong| log.invalid(n.line, p, wrong)).ok()
    });
    let language =
        f.read("language", log, word("a language of the texts", &["fr", "en"], Language::from_code));
    let name = f.read("name", log, owned);
    let title = f.read("title", log, owned);
    let body = f.read("text", log, owned);
    let mut documents = f.list("documents", log, document);
    let mut seen = BTreeSet::new();
    for document in documents.iter().filter(|document| !seen.insert(document.id.clone())) {
        let message = format!("document `{}` is given twice", document.id);
        log.error(node.line, "documents", message, "give each document its own id");
    }
    let body = body.unwrap_or_default();
    // An item that is nothing but its title is found by its title.
    let only_title = documents.is_empty() && title.is_some();
    if (!body.is_empty() || only_title)
        && let Ok(id) = DocumentId::new("text")
    {
        let title = title.clone().unwrap_or_default();
        documents.insert(0, Document { id, kind: DocumentKind::Other, title, text: body });
    }
    let id = id?;
    let name = name.or(title).unwrap_or_default();
    Some(Profile { id, name, language, documents })
}

fn document(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Document> {
    let mut f = Fields::of(node, path, log);
    let id = f.need("id", log, |n, p, log| {
        let id = ident(n, p, log)?;
        DocumentId::new(&id).map_err(|wrong| log.invalid(n.line, p, wrong)).ok()
    });
    let title = f.read("title", log, owned).unwrap_or_default();
    let text = f.read("text", log, owned).unwrap_or_default();
    Some(Document { id: id?, kind: DocumentKind::Other, title, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "set/x".into(), bytes: text.into() }
    }

    #[test]
    fn both_forms_of_profiles_are_read() {
        let text = "{\"id\": 7, \"title\": \"T\", \"text\": \"B\", \"url\": 1}\n\n{\"id\":\"a\",\"name\":\"N\",\"documents\":[{\"id\":\"d\",\"title\":\"\",\"text\":\"x\"}]}";
        let corpus = parse_corpus(&file(text)).unwrap();
        assert_eq!(
            (corpus[0].id.as_str(), corpus[0].name.as_str(), corpus[0].documents.len()),
            ("7", "T", 1)
        );
        assert_eq!(corpus[0].documents[0].text, "B");
        assert_eq!((corpus[1].name.as_str(), corpus[1].documents[0].id.as_str()), ("N", "d"));
    }

    #[test]
    fn every_broken_line_is_told() {
        let wrong = parse_queries(&file("{\"id\":\"a\"}\n{\"id\":\"a\"}\n{\n{\"title\":3}")).unwrap_err();
        let told: Vec<String> = wrong.iter().map(|e| format!("{}:{}", e.line.unwrap(), e.field)).collect();
        assert_eq!(told, ["2:id", "3:", "4:id", "4:title"]);
    }

    #[test]
    fn an_item_of_a_title_alone_is_a_document() {
        let corpus =
            parse_corpus(&file("{\"id\": \"a\", \"title\": \"T\"}\n{\"id\": \"b\", \"name\": \"N\"}"))
                .unwrap();
        assert_eq!(corpus[0].documents.iter().map(|d| d.title.as_str()).collect::<Vec<_>>(), ["T"]);
        assert!(corpus[1].documents.is_empty());
    }
}
