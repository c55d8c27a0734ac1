//! What people annotated of real firms and briefs: `evidence.tsv` and `strengths.tsv`, columns separated by tabs; a first
//! line may name the columns.

use std::collections::BTreeSet;

use passerelle_domain::{EvidenceNote, Strength, StrengthNote};

use super::tables::{Known, Row, Strangers, rows};
use crate::reader::Log;
use crate::{FileError, SourceFile};

/// Between sentences of which each is enough.
const OR: &str = " || ";
/// In place of a sentence, when the firm shows nothing.
const NONE: &str = "none";

/// Whether a brief says these words; of a brief that nobody knows, anything may be said.
pub type Says<'a> = dyn Fn(&str, &str) -> bool + 'a;

/// Reads `brief TAB requirement TAB firm TAB sentence`: the words of the brief, and the firm's own sentences that answer
/// them, several separated by ` || `, or `none`. With `known`, other identifiers are refused.
///
/// # Errors
/// Lines without four columns, empty cells, words that the brief does not say, a requirement annotated twice for one firm, and no line at all.
pub fn parse_evidence(
    file: &SourceFile,
    known: Option<&Known<'_>>,
    says: &Says<'_>,
) -> Result<Vec<EvidenceNote>, Vec<FileError>> {
    let hint = "write it as brief, tab, words of the brief, tab, firm, tab, sentence of the firm or `none`";
    let mut log = Log::new(file);
    let (mut notes, mut seen) = (Vec::new(), BTreeSet::new());
    let mut strangers = Strangers::new(known);
    for row in body(file)? {
        let Some([brief, requirement, firm, sentence]) = cells(&row, hint, &mut log) else { continue };
        strangers.meet(row.line, &brief, &firm, &mut log);
        said(row.line, &brief, &requirement, says, &mut log);
        if !seen.insert((brief.clone(), requirement.clone(), firm.clone())) {
            let message = format!("`{requirement}` is annotated twice for `{firm}`");
            log.error(row.line, "", message, format!("keep one line; put `{}` between sentences", OR.trim()));
        }
        let sentences = if sentence.eq_ignore_ascii_case(NONE) {
            Vec::new()
        } else {
            sentence.split(OR).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
        };
        notes.push(EvidenceNote { line: row.line, brief, requirement, firm, sentences });
    }
    strangers.count(file, &mut log);
    if notes.is_empty() && !log.failed() {
        log.push(file.error(None, "", "holds no annotation", hint));
    }
    log.done(Some(notes)).map(|(notes, _)| notes)
}

/// Reads `brief TAB requirement TAB strength`: the words of the brief, and `must`, `should` or `nice`. With `known`, other
/// briefs are refused.
///
/// # Errors
/// Lines without three columns, empty cells, words that the brief does not say, words that are no strength, a requirement
/// annotated twice, and no line at all.
pub fn parse_strengths(
    file: &SourceFile,
    known: Option<&Known<'_>>,
    says: &Says<'_>,
) -> Result<Vec<StrengthNote>, Vec<FileError>> {
    let hint = "write it as brief, tab, words of the brief, tab, `must`, `should` or `nice`";
    let mut log = Log::new(file);
    let (mut notes, mut seen) = (Vec::new(), BTreeSet::new());
    let mut strangers = Strangers::new(known);
    for row in body(file)? {
        let Some([brief, requirement, word]) = cells(&row, hint, &mut log) else { continue };
        strangers.meet_query(row.line, &brief, &mut log);
        said(row.line, &brief, &requirement, says, &mut log);
        if !seen.insert((brief.clone(), requirement.clone())) {
            log.error(row.line, "", format!("`{requirement}` is annotated twice"), "keep one line");
        }
        let Some(strength) = Strength::from_word(&word.to_lowercase()) else {
            log.error(row.line, "strength", format!("`{word}` is not a strength"), hint);
            continue;
        };
        notes.push(StrengthNote { line: row.line, brief, requirement, strength });
    }
    strangers.count(file, &mut log);
    if notes.is_empty() && !log.failed() {
        log.push(file.error(None, "", "holds no annotation", hint));
    }
    log.done(Some(notes)).map(|(notes, _)| notes)
}

/// The rows without the names of the columns.
fn body(file: &SourceFile) -> Result<Vec<Row>, Vec<FileError>> {
    let mut rows = rows(file)?;
    if rows.first().and_then(|row| row.cells.first()).is_some_and(|cell| cell.eq_ignore_ascii_case("brief")) {
        rows.remove(0);
    }
    Ok(rows)
}

fn said(line: usize, brief: &str, words: &str, says: &Says<'_>, log: &mut Log) {
    if !says(brief, words) {
        let message = format!("the brief `{brief}` does not say `{words}`");
        log.error(line, "requirement", message, "copy the words from the brief as they stand there");
    }
}

fn cells<const N: usize>(row: &Row, hint: &str, log: &mut Log) -> Option<[String; N]> {
    let Ok(cells) = <[String; N]>::try_from(row.cells.clone()) else {
        log.error(row.line, "", format!("{} columns instead of {N}", row.cells.len()), hint);
        return None;
    };
    if cells.iter().any(String::is_empty) {
        log.error(row.line, "", "a column is empty", hint);
        return None;
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "set/x".into(), bytes: text.into() }
    }

    #[test]
    fn sentences_are_alternatives_and_none_is_none() {
        let text = "brief\trequirement\tfirm\tsentence\nb\tC++ and Linux\tf\tOne. || Two.\nb\tC++ and Linux\tg\tnone\n";
        let notes = parse_evidence(&file(text), None, &|_, _| true).unwrap();
        assert_eq!(notes[0].sentences, ["One.", "Two."]);
        assert_eq!((notes[1].line, notes[1].firm.as_str(), notes[1].sentences.len()), (3, "g", 0));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let (queries, items) = (BTreeSet::from(["b"]), BTreeSet::from(["f"]));
        let known = Known { queries: &queries, items: &items, called: ("brief", "firm") };
        let says = |_: &str, words: &str| words != "unsaid";
        let text = "b\tC\tf\tS\nb\tC\tf\tT\nx\tC\ty\tS\nb\tC\tf\nb\t\tf\tS\nb\tunsaid\tf\tS\n";
        let wrong = parse_evidence(&file(text), Some(&known), &says).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|e| (e.line.unwrap(), e.field.as_str())).collect();
        assert_eq!(told, [(2, ""), (3, "brief"), (3, "firm"), (4, ""), (5, ""), (6, "requirement")]);
        let text = "brief\trequirement\tstrength\nb\tC\tMust\nb\tD\tperhaps\ny\tC\tnice\n";
        let wrong = parse_strengths(&file(text), Some(&known), &says).unwrap_err();
        let told: Vec<_> = wrong.iter().map(|e| (e.line.unwrap(), e.field.as_str())).collect();
        assert_eq!(told, [(3, "strength"), (4, "brief")]);
        let notes = parse_strengths(&file("b\tC\tMust\n"), Some(&known), &says).unwrap();
        assert_eq!(notes[0].strength, Strength::Must);
    }
}
