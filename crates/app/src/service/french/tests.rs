//! Every sentence that sources give to a refusal has a French one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;

/// Calls that take a message and a hint, and which of their arguments those are.
const CALLS: &[(&str, &[usize])] = &[
    ("Refusal::new(", &[1, 2]),
    ("Self::new(", &[1, 2]),
    ("Refusal::invalid(", &[1, 2]),
    ("note(", &[1, 2]),
    (".refuse(", &[2, 3]),
    ("AppError::input(", &[1, 2]),
    ("file_error(", &[1, 2]),
    ("Invalid::new(", &[1, 2]),
    ("log.error(", &[2, 3]),
    ("self.wrong(", &[0, 1]),
    ("wrong.add(", &[1, 2]),
    ("complain(", &[0, 1]),
];

/// Files of other crates whose complaints reach a page.
const READERS: &[&str] = &[
    "formats/src/briefs.rs",
    "formats/src/changes.rs",
    "formats/src/event.rs",
    "formats/src/event",
    "formats/src/firms/fields.rs",
    "formats/src/json.rs",
    "formats/src/policy.rs",
    "formats/src/reader.rs",
    "formats/src/selectors.rs",
    "formats/src/values.rs",
    "domain/src",
];

/// Sentences that a function makes of a word it is given: each of its callers' words is looked at instead.
const ASSEMBLED: &[&str] = &[
    "your account may not x1",
    "there is no x1 `x1`",
    "x1: x1",
    "x1 closed on x1",
    // With ` and 2 more times`, or nothing, at its end.
    "`x1` is already the name of x1[x1]; it returns herex1",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust sources at or below a path, but for tests, and for taxonomies, which no page reads.
fn sources(path: &Path, into: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap();
        for entry in entries {
            sources(&entry.unwrap().path(), into);
        }
    } else if path.extension().is_some_and(|it| it == "rs")
        && !path.ends_with("tests.rs")
        && !path.to_string_lossy().contains("taxonomy")
    {
        into.push(path.to_owned());
    }
}

/// Where a text literal that begins at `from` ends, behind its quotation mark.
fn past_text(source: &str, from: usize) -> usize {
    let mut escaped = false;
    let inside = source[from + 1..].char_indices().find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    inside.map_or(source.len(), |(at, _)| from + 1 + at + 1)
}

/// The arguments of a call whose parenthesis opened before `from`; with `end`, the expression up to that character.
fn arguments(source: &str, from: usize, end: char) -> Vec<String> {
    let (mut all, mut depth, mut at) = (vec![String::new()], 0, from);
    while let Some(c) = source[at..].chars().next() {
        let next = match c {
            '"' => past_text(source, at),
            '/' if source[at..].starts_with("//") => source[at..].find('\n').map_or(source.len(), |n| at + n),
            // A character such as '"' or '(' is no text and opens nothing.
            '\'' if source[at..].chars().nth(2) == Some('\'') => {
                at + source[at..].chars().take(3).map(char::len_utf8).sum::<usize>()
            }
            _ => at + c.len_utf8(),
        };
        match c {
            _ if c == end && depth == 0 => return all,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => return all,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => all.push(String::new()),
            _ => {}
        }
        if !(c == ',' && depth == 0) {
            all.last_mut().unwrap().push_str(&source[at..next]);
        }
        at = next;
    }
    all
}

/// The sentences written in an expression, places filled with a sample; `None` when it has no text at all.
fn sentences(expression: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let (mut at, mut any) = (0, false);
    while let Some(found) = expression[at..].find('"') {
        let (from, to) = (at + found, past_text(expression, at + found));
        any = true;
        // Not what things are joined by, looked up by, or compared with.
        let before = expression[..from].trim_end();
        let aside = ["join(", "==", "get(", "has(", "[", "unwrap_or("].iter().any(|it| before.ends_with(it));
        if !aside && to > from + 1 {
            all.push(filled(&expression[from + 1..to - 1]));
        }
        at = to;
    }
    any.then_some(all)
}

/// A literal as it would be said: continued lines joined, escapes undone, places filled.
fn filled(literal: &str) -> String {
    let mut joined = String::new();
    for (i, part) in literal.split("\\\n").enumerate() {
        joined.push_str(if i == 0 { part } else { part.trim_start() });
    }
    let mut out = String::new();
    let mut rest = joined.as_str();
    while let Some(at) = rest.find('{') {
        let Some(end) = rest[at..].find('}') else { break };
        out.push_str(&rest[..at]);
        out.push_str("x1");
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    let (mut said, mut letters) = (String::new(), out.chars());
    while let Some(c) = letters.next() {
        let escaped = if c == '\\' { letters.next() } else { None };
        said.push(match escaped {
            Some('n') => '\n',
            Some(other) => other,
            None => c,
        });
    }
    said
}

/// The sentences of an argument: its texts, or those of the variable that it names.
fn said(source: &str, before: usize, argument: &str) -> Vec<String> {
    if let Some(all) = sentences(argument) {
        return all;
    }
    let name = argument.trim().trim_start_matches('&').trim_end_matches("()").trim_end_matches(".into");
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Vec::new();
    }
    let Some(at) = source[..before].rfind(&format!("let {name} = ")) else { return Vec::new() };
    let expression = arguments(source, at + "let  = ".len() + name.len(), ';').join(",");
    sentences(&expression).unwrap_or_default()
}

/// All that a source gives as a message or a hint.
fn told(source: &str) -> BTreeSet<String> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut all = BTreeSet::new();
    let behind = |call: &str| -> Vec<usize> {
        source
            .match_indices(call)
            // `footnote(` is another function.
            .filter(|(at, _)| {
                !call.starts_with(char::is_lowercase)
                    || !source[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            })
            .map(|(at, _)| at + call.len())
            .collect()
    };
    for &(call, which) in CALLS {
        for at in behind(call) {
            let given = arguments(source, at, ')');
            for argument in which.iter().filter_map(|&one| given.get(one)) {
                all.extend(said(source, at, argument));
            }
        }
    }
    for at in behind("Wrong {") {
        for field in arguments(source, at, '}') {
            if let Some((key, value)) = field.trim().split_once(':')
                && ["message", "hint"].contains(&key)
            {
                all.extend(said(source, at, value));
            }
        }
    }
    let first = |at: usize| arguments(source, at, ')').first().cloned().unwrap_or_default();
    for at in behind("Refusal::forbidden(") {
        all.extend(said(source, at, &first(at)).iter().map(|what| format!("your account may not {what}")));
    }
    for call in ["not_found(", "StoreError::missing("] {
        for at in behind(call) {
            all.extend(said(source, at, &first(at)).iter().map(|kind| format!("there is no {kind} `x1`")));
        }
    }
    all
}

#[test]
fn the_scanner_finds_what_is_said() {
    let source = r#"
        let hint = if far { "go (there), now" } else { "stay" };
        return Err(Refusal::new(Cause::Closed, format!("{what} closed on {}", at.join(" or ")), hint));
        wrong.push(Wrong { field: "f".into(), message: "is none".into(), hint: "give, one".into() });
        Refusal::forbidden("fly");
    "#;
    let all: Vec<String> = told(source).into_iter().collect();
    assert_eq!(
        all,
        ["give, one", "go (there), now", "is none", "stay", "x1 closed on x1", "your account may not fly"]
    );
}

#[test]
fn every_refusal_has_a_french_text() {
    let crates = crates();
    let mut files = Vec::new();
    for place in ["app/src/service", "store/src", "web/src"].iter().chain(READERS) {
        sources(&crates.join(place), &mut files);
    }
    let mut seen = 0;
    let mut missing = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        for sentence in told(&source) {
            seen += 1;
            // What is not quoted may be a term of ours, such as `a list`.
            let with_terms = sentence.replace("`x1`", "`y`").replace("x1", "a list");
            let known = in_french(&sentence).or_else(|| in_french(&with_terms)).is_some();
            if !known && !ASSEMBLED.contains(&sentence.as_str()) {
                missing.push(format!("{}: {sentence}", file.strip_prefix(&crates).unwrap().display()));
            }
        }
    }
    // As many as there were when this was written: a scanner that finds nothing would miss nothing.
    assert!(seen > 300, "{seen} sentences were found");
    assert!(missing.is_empty(), "no French for\n{}", missing.join("\n"));
}

#[test]
fn places_are_as_many_in_both_languages_and_no_sentence_is_hidden() {
    let all = TABLES.concat();
    for (i, (english, french)) in all.iter().enumerate() {
        assert_eq!(english.matches("{}").count(), french.matches("{}").count(), "{english}");
        let sample = english.replace("{}", "x1");
        let first = all.iter().position(|one| french::translated(&[*one], &sample).is_some());
        assert_eq!(first, Some(i), "`{english}` is taken for another");
    }
}

#[test]
fn a_field_keeps_its_name() {
    assert_eq!(
        in_french("capabilities[2].level: is empty").unwrap(),
        "capabilities[2].level\u{a0}: est vide"
    );
    assert_eq!(in_french("something else: is empty"), None);
    assert_eq!(in_french("is empty\n  hint: fill it in").unwrap(), "est vide\u{a0}; remplissez ce champ");
    assert_eq!(in_french("has more than 2000 characters").unwrap(), "dépasse 2000 caractères");
}

#[test]
fn what_is_assembled_is_known_for_every_word() {
    use passerelle_store::Kind;
    for kind in [Kind::Firm, Kind::Client, Kind::Brief, Kind::Event] {
        assert!(in_french(&format!("there is no {} `x`", kind.word())).is_some(), "{}", kind.word());
    }
    for what in ["wishes", "answers"] {
        let said = in_french(&format!("{what} closed on 2027-03-01T18:00:00Z")).unwrap();
        assert!(said.ends_with("depuis le 2027-03-01T18:00:00Z"), "{said}");
    }
}
