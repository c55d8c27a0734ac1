//! Judgements and runs: three columns separated by tabs, or those of TREC; a first line may name the columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use passerelle_domain::{Judgements, Run};

use crate::reader::Log;
use crate::{FileError, SourceFile};

/// Unknown identifiers named one by one; more are counted.
const NAMED: usize = 20;
const JUDGEMENT: &str = "write it as query, tab, id, tab, grade";
const ANSWER: &str = "write it as query, tab, id, tab, score";

/// The identifiers that a table may name.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Of the first column.
    pub queries: &'a BTreeSet<&'a str>,
    /// Of the column after.
    pub items: &'a BTreeSet<&'a str>,
    /// What the two are called: `query` and `item`, or `brief` and `firm`.
    pub called: (&'static str, &'static str),
}

/// One line of a table.
pub(super) struct Row {
    /// From 1.
    pub(super) line: usize,
    /// The cells, trimmed.
    pub(super) cells: Vec<String>,
}

/// The lines that hold something; `#` begins a remark. A line without a tab is cut at white space.
pub(super) fn rows(file: &SourceFile) -> Result<Vec<Row>, Vec<FileError>> {
    let text = file.text().map_err(|error| vec![error])?.0;
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    Ok(lines
        .map(|(i, line)| {
            let own = |cell: &str| cell.trim().to_owned();
            let cells = if line.contains('\t') {
                line.split('\t').map(own).collect()
            } else {
                line.split_whitespace().map(own).collect()
            };
            Row { line: i + 1, cells }
        })
        .collect())
}

/// Reads judgements; grades of zero and less say "not relevant" and are left out. With `known`, other identifiers are
/// refused.
///
/// # Errors
/// Lines without three columns (or the four of TREC), grades that are not numbers, an item judged twice for one query.
pub fn parse_qrels(file: &SourceFile, known: Option<&Known<'_>>) -> Result<Judgements, Vec<FileError>> {
    let mut log = Log::new(file);
    let mut grades: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut strangers = Strangers::new(known);
    for (nth, row) in rows(file)?.iter().enumerate() {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        let ([query, id, written] | [query, _, id, written]) = cells.as_slice() else {
            log.error(row.line, "", format!("{} columns instead of three", cells.len()), JUDGEMENT);
            continue;
        };
        let Some(grade) = number(written) else {
            // The first line may name the columns.
            if nth > 0 {
                log.error(row.line, "score", format!("`{written}` is not a grade"), JUDGEMENT);
            }
            continue;
        };
        strangers.meet(row.line, query, id, &mut log);
        if !seen.insert(((*query).to_owned(), (*id).to_owned())) {
            log.error(row.line, "", format!("`{id}` is judged twice for `{query}`"), "keep one grade");
        }
        let judged = grades.entry((*query).to_owned()).or_default();
        if grade > 0.0 {
            judged.insert((*id).to_owned(), grade);
        }
    }
    strangers.count(file, &mut log);
    if grades.is_empty() && !log.failed() {
        log.push(file.error(None, "", "holds no judgement", JUDGEMENT));
    }
    log.done(Some(Judgements(grades))).map(|(judgements, _)| judgements)
}

/// Reads a run, this product's or any other system's. With `known`, other identifiers are refused.
///
/// # Errors
/// Lines without three columns (or the six of TREC), scores that are not numbers, and no answer at all.
pub fn parse_run(file: &SourceFile, known: Option<&Known<'_>>) -> Result<Run, Vec<FileError>> {
    let mut log = Log::new(file);
    let mut run = Run::default();
    let mut strangers = Strangers::new(known);
    for (nth, row) in rows(file)?.iter().enumerate() {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        let ([query, id, written] | [query, _, id, _, written, _]) = cells.as_slice() else {
            log.error(row.line, "", format!("{} columns instead of three", cells.len()), ANSWER);
            continue;
        };
        let Some(score) = number(written) else {
            if nth > 0 {
                log.error(row.line, "score", format!("`{written}` is not a score"), ANSWER);
            }
            continue;
        };
        strangers.meet(row.line, query, id, &mut log);
        run.0.entry((*query).to_owned()).or_default().push(((*id).to_owned(), score));
    }
    strangers.count(file, &mut log);
    if run.0.is_empty() && !log.failed() {
        log.push(file.error(None, "", "holds no answer", ANSWER));
    }
    log.done(Some(run)).map(|(run, _)| run)
}

fn number(written: &str) -> Option<f64> {
    written.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Tells each unknown identifier once, and only so many of them.
pub(super) struct Strangers<'k> {
    known: Option<&'k Known<'k>>,
    told: BTreeSet<(&'static str, String)>,
}

impl<'k> Strangers<'k> {
    pub(super) fn new(known: Option<&'k Known<'k>>) -> Self {
        Self { known, told: BTreeSet::new() }
    }

    pub(super) fn meet(&mut self, line: usize, query: &str, item: &str, log: &mut Log) {
        self.meet_query(line, query, log);
        if let Some(known) = self.known {
            self.check(line, item, known.items, known.called.1, log);
        }
    }

    pub(super) fn meet_query(&mut self, line: usize, query: &str, log: &mut Log) {
        if let Some(known) = self.known {
            self.check(line, query, known.queries, known.called.0, log);
        }
    }

    fn check(&mut self, line: usize, id: &str, all: &BTreeSet<&str>, called: &'static str, log: &mut Log) {
        if !all.contains(id) && self.told.insert((called, id.to_owned())) && self.told.len() <= NAMED {
            let message = format!("the set has no {called} `{id}`");
            log.error(line, called, message, format!("correct the {called}'s id, or take the line out"));
        }
    }

    pub(super) fn count(&self, file: &SourceFile, log: &mut Log) {
        if let Some(more) = self.told.len().checked_sub(NAMED).filter(|more| *more > 0) {
            let message = format!("names {more} more ids that the set does not have");
            log.push(file.error(None, "", &message, "check that the file belongs to this set"));
        }
    }
}

/// Writes a run: `query TAB id TAB score` a line, best first within each query, scores in full so that no tie arises.
pub fn write_run(run: &Run) -> String {
    let mut out = String::new();
    for (query, list) in &run.0 {
        for (id, score) in list {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{query}\t{id}\t{score}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "set/x".into(), bytes: text.into() }
    }

    #[test]
    fn judgements_with_and_without_names_of_columns() {
        let with = parse_qrels(&file("query-id\tcorpus-id\tscore\nq\ta\t2\nq\tb\t0\n"), None).unwrap();
        assert_eq!(with, parse_qrels(&file("q 0 a 2\nq 0 b 0\n"), None).unwrap());
        assert_eq!(with.0["q"].len(), 1);
        let wrong = parse_qrels(&file("q\ta\t1\nq\ta\t1\nq\tb\nq\tc\tx\n"), None).unwrap_err();
        assert_eq!(wrong.iter().map(|e| e.line.unwrap()).collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn a_run_is_read_as_it_was_written() {
        let run = parse_run(&file("q Q0 b 1 0.1 me\nq Q0 a 2 0.0000000123 me\n"), None).unwrap();
        assert_eq!(run.0["q"], [("b".to_owned(), 0.1), ("a".to_owned(), 1.23e-8)]);
        assert_eq!(parse_run(&file(&write_run(&run)), None).unwrap(), run);
        let wrong = parse_run(&file("query\titem\tscore\nq\ta\tnan\nq\ta\n"), None).unwrap_err();
        assert_eq!(wrong.iter().map(|e| e.line.unwrap()).collect::<Vec<_>>(), [2, 3]);
        assert!(parse_run(&file("\n"), None).unwrap_err()[0].message.contains("no answer"));
    }

    #[test]
    fn unknown_identifiers_are_told_once_and_counted() {
        let (queries, items) = (BTreeSet::from(["q"]), BTreeSet::from(["a"]));
        let known = Known { queries: &queries, items: &items, called: ("brief", "firm") };
        let wrong = parse_run(&file("q\ta\t1\nr\tb\t1\nr\ta\t1\n"), Some(&known)).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|e| (e.line.unwrap(), e.field.as_str())).collect();
        assert_eq!(told, [(2, "brief"), (2, "firm")]);
        let many = (0..30).map(|i| format!("q\tx{i}\t1")).collect::<Vec<_>>().join("\n");
        let wrong = parse_qrels(&file(&many), Some(&known)).unwrap_err();
        assert_eq!(wrong.len(), NAMED + 1);
        assert!(wrong.iter().any(|e| e.line.is_none() && e.message.contains("10 more")));
    }
}
