//! Reads fields out of a tree and collects everything that is wrong, with its place.
//!
//! A [`Fields`] remembers which keys were asked for; [`Fields::finish`] refuses the others by name. So the reader is the one
//! list of the keys that a file may have.

use std::collections::BTreeSet;
use std::fmt;

use passerelle_domain::{Invalid, Problems};

use crate::tree::{Entry, Node, SyntaxError, Value};
use crate::{FileError, FileNotice, SourceFile};

/// Where in a file the reader stands; written out only when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl<'p> Path<'p> {
    pub(crate) fn key(&'p self, key: &'p str) -> Path<'p> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&'p self, i: usize) -> Path<'p> {
        Path::Index(self, i)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(up, key) => write!(f, "{up}.{key}"),
            Path::Index(up, i) => write!(f, "{up}[{i}]"),
        }
    }
}

/// Collects what is wrong with one file.
pub(crate) struct Log {
    file: String,
    errors: Vec<FileError>,
    notices: Vec<FileNotice>,
}

impl Log {
    pub(crate) fn new(file: &SourceFile) -> Self {
        Self { file: file.name.clone(), errors: Vec::new(), notices: Vec::new() }
    }

    pub(crate) fn error(
        &mut self,
        line: usize,
        field: impl fmt::Display,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.errors.push(FileError {
            file: self.file.clone(),
            line: Some(line),
            field: field.to_string(),
            message: message.into(),
            hint: hint.into(),
        });
    }

    pub(crate) fn push(&mut self, error: FileError) {
        self.errors.push(error);
    }

    pub(crate) fn note_all(&mut self, notices: impl IntoIterator<Item = FileNotice>) {
        self.notices.extend(notices);
    }

    pub(crate) fn notice(
        &mut self,
        line: Option<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (file, message, hint) = (self.file.clone(), message.into(), hint.into());
        self.notices.push(FileNotice { file, line, field: String::new(), message, hint });
    }

    pub(crate) fn syntax(&mut self, errors: Vec<SyntaxError>) {
        for e in errors {
            self.error(e.line, e.field, e.message, e.hint);
        }
    }

    /// A complaint of the domain about the value at a path.
    pub(crate) fn invalid(&mut self, line: usize, path: &Path<'_>, wrong: Invalid) {
        let wrong = wrong.under(&path.to_string());
        self.error(line, wrong.field, wrong.message, wrong.hint);
    }

    /// Complaints of the domain whose fields are paths in this tree, but for those that only follow from what was already
    /// told: about the same item, or about any name when a name itself could not be read.
    pub(crate) fn further_problems(&mut self, tree: &Node<'_>, problems: Problems) {
        let item = |field: &str| field.split('.').next().unwrap_or_default().to_owned();
        let told: BTreeSet<String> = self.errors.iter().map(|error| item(&error.field)).collect();
        let lists = ["", "slots", "tables", "participants", "pairs"];
        let names_unread = |error: &FileError| {
            error.field.rsplit('.').next() == Some("id") || lists.contains(&error.field.as_str())
        };
        if self.errors.iter().any(names_unread) {
            return;
        }
        for wrong in problems {
            if !told.contains(&item(&wrong.field)) {
                self.error(tree.line_of(&wrong.field), wrong.field, wrong.message, wrong.hint);
            }
        }
    }

    /// Whether something was said about a field.
    pub(crate) fn names(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    pub(crate) fn failed(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The complaints and remarks, sorted.
    pub(crate) fn into_parts(mut self) -> (Vec<FileError>, Vec<FileNotice>) {
        self.errors.sort();
        self.errors.dedup();
        self.notices.sort();
        self.notices.dedup();
        (self.errors, self.notices)
    }

    /// The value if nothing is wrong; a value that is absent although nothing was said would be a slip of ours.
    pub(crate) fn done<T>(self, value: Option<T>) -> Result<(T, Vec<FileNotice>), Vec<FileError>> {
        let file = self.file.clone();
        let (errors, notices) = self.into_parts();
        match value {
            Some(value) if errors.is_empty() => Ok((value, notices)),
            _ if errors.is_empty() => Err(vec![FileError {
                file,
                line: None,
                field: String::new(),
                message: "could not be read".into(),
                hint: "compare it with the schema that `passerelle schema` prints".into(),
            }]),
            _ => Err(errors),
        }
    }
}

/// The fields of one table.
pub(crate) struct Fields<'n, 'a, 'p> {
    /// Line of the table.
    pub line: usize,
    /// Path of the table.
    pub path: &'p Path<'p>,
    entries: &'n [Entry<'a>],
    known: Vec<&'static str>,
    /// The node is no table, which has been told: that its keys are missing goes without saying.
    broken: bool,
}

impl<'n, 'a, 'p> Fields<'n, 'a, 'p> {
    /// Looks into a table; complains and gives an empty one when the node is something else.
    pub(crate) fn of(node: &'n Node<'a>, path: &'p Path<'p>, log: &mut Log) -> Self {
        let (entries, broken) = if let Value::Table(entries) = &node.value {
            (entries.as_slice(), false)
        } else {
            let message = format!("{} stands where a table of fields belongs", node.kind());
            log.error(node.line, path, message, "write its fields by name");
            (&[][..], true)
        };
        Self { line: node.line, path, entries, known: Vec::new(), broken }
    }

    /// The entry of a key, if it is there and not null; from now on the key is known.
    pub(crate) fn entry(&mut self, key: &'static str) -> Option<&'n Entry<'a>> {
        self.known.push(key);
        self.entries.iter().find(|entry| entry.key == key).filter(|entry| entry.node.value != Value::Null)
    }

    /// Whether the table has this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Complains that a key is missing.
    pub(crate) fn missing(&self, key: &'static str, log: &mut Log) {
        if !self.broken {
            log.error(self.line, self.path.key(key), "is missing", format!("add `{key}`"));
        }
    }

    /// Reads a key with a function that complains for itself.
    pub(crate) fn read<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl FnOnce(&'n Node<'a>, &Path<'_>, &mut Log) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        read(&entry.node, &self.path.key(key), log)
    }

    /// As [`Self::read`], and complains when the key is missing.
    pub(crate) fn need<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl FnOnce(&'n Node<'a>, &Path<'_>, &mut Log) -> Option<T>,
    ) -> Option<T> {
        if self.entry(key).is_none() {
            self.missing(key, log);
            return None;
        }
        self.read(key, log, read)
    }

    /// Reads a list item by item; empty when the key is missing.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        mut read: impl FnMut(&'n Node<'a>, &Path<'_>, &mut Log) -> Option<T>,
    ) -> Vec<T> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let path = self.path.key(key);
        items(&entry.node, &path, log)
            .iter()
            .enumerate()
            .filter_map(|(i, item)| read(item, &path.index(i), log))
            .collect()
    }

    /// As [`Self::list`], for items that are kept whatever is wrong with them.
    pub(crate) fn every<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl Fn(&'n Node<'a>, &Path<'_>, &mut Log) -> T,
    ) -> Vec<T> {
        self.list(key, log, |node, path, log| Some(read(node, path, log)))
    }

    /// Refuses the keys that nobody asked for.
    pub(crate) fn finish(self, log: &mut Log) {
        for entry in self.entries.iter().filter(|entry| !self.known.contains(&entry.key.as_ref())) {
            let key = &entry.key;
            let near = nearest(key, &self.known);
            let hint = if let Some(near) = near {
                format!("did you mean `{near}`?")
            } else {
                let mut keys = self.known.clone();
                keys.sort_unstable();
                keys.dedup();
                format!("the keys here are `{}`", keys.join("`, `"))
            };
            log.error(entry.line, self.path.key(key), format!("there is no key `{key}` here"), hint);
        }
    }
}

/// The items of a list; complains and gives none when the node is something else.
pub(crate) fn items<'n, 'a>(node: &'n Node<'a>, path: &Path<'_>, log: &mut Log) -> &'n [Node<'a>] {
    if let Value::List(items) = &node.value {
        return items;
    }
    log.error(
        node.line,
        path,
        format!("{} stands where a list belongs", node.kind()),
        "put it in `[` and `]`",
    );
    &[]
}

/// Letters of a word that are compared.
const LONG: usize = 40;

/// The closest of the known words, when it is close enough to be a slip of the pen.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let letters = word.chars().count();
    let limit = (letters / 3).clamp(1, 3);
    // As many letters more or less are as many edits, and counting them is quick.
    let alike = |candidate: &&&str| candidate.chars().count().min(LONG).abs_diff(letters.min(LONG)) <= limit;
    known
        .iter()
        .filter(alike)
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Edit distance (Levenshtein 1965) of two words; long ones are cut, since only near misses matter.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(LONG).collect();
    let b: Vec<char> = b.chars().take(LONG).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = here.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised() {
        assert_eq!(nearest("sumary", &["summary", "sites"]), Some("summary"));
        assert_eq!(nearest("wholly-other", &["summary", "sites"]), None);
        assert_eq!((distance("kitten", "sitting"), distance("", "abc")), (3, 3));
    }

    #[test]
    fn paths_read_like_code() {
        let root = Path::Root;
        let list = root.key("sites");
        let item = list.index(2);
        assert_eq!(item.key("city").to_string(), "sites[2].city");
    }
}
