//! Story fixtures: a folder holds the inputs, the command line and what is expected of it. A new case needs no code.
//!
//! `fixtures/stories/<story>/story.toml`:
//! `args`, run inside the folder; `exit`; `stdout` and `stderr`: lines that must appear, in this order; `never`: what must
//! appear nowhere. `expected/stdout.txt`, when it exists, is the whole standard output; `PASSERELLE_BLESS=1` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml::{Table, Value};

fn stories() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories");
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("story.toml").exists())
        .collect();
    found.sort();
    found
}

fn texts(story: &Table, key: &str) -> Vec<String> {
    let list = story.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    list.iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}

/// The first expected line that does not appear after the ones before it.
fn missing<'a>(expected: &'a [String], text: &str) -> Option<&'a String> {
    let mut rest = text;
    expected.iter().find(|line| match rest.find(line.as_str()) {
        Some(at) => {
            rest = &rest[at + line.len()..];
            false
        }
        None => true,
    })
}

fn run(folder: &Path) -> Vec<String> {
    let story: Table = fs::read_to_string(folder.join("story.toml")).unwrap().parse().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args(texts(&story, "args"))
        .current_dir(folder)
        .output()
        .unwrap();
    let (stdout, stderr) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let mut wrong = Vec::new();
    let exit = story.get("exit").and_then(Value::as_integer).unwrap_or(0);
    if output.status.code().map(i64::from) != Some(exit) {
        wrong.push(format!("exit {:?} instead of {exit}", output.status.code()));
    }
    for (name, text) in [("stdout", &stdout), ("stderr", &stderr)] {
        if let Some(line) = missing(&texts(&story, name), text) {
            wrong.push(format!("{name} lacks `{line}` in its place"));
        }
    }
    for word in texts(&story, "never") {
        if stdout.contains(&word) || stderr.contains(&word) {
            wrong.push(format!("`{word}` appears"));
        }
    }
    let expected = folder.join("expected/stdout.txt");
    if expected.exists() {
        if std::env::var_os("PASSERELLE_BLESS").is_some() {
            fs::write(&expected, &stdout).unwrap();
        }
        if fs::read_to_string(&expected).unwrap() != stdout {
            wrong.push("stdout differs from expected/stdout.txt".into());
        }
    }
    if !wrong.is_empty() {
        wrong.push(format!("stdout:\n{stdout}\nstderr:\n{stderr}"));
    }
    wrong
}

#[test]
fn every_story_ends_as_expected() {
    let stories = stories();
    assert!(stories.len() >= 10, "the stories are not where they should be");
    let mut report = String::new();
    for folder in stories {
        let wrong = run(&folder);
        if !wrong.is_empty() {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            report.extend([&name, ":\n  ", &wrong.join("\n  "), "\n"]);
        }
    }
    assert!(report.is_empty(), "{report}");
}
