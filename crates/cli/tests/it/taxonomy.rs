//! The skills taxonomy from the command line, away from the source tree: what is compiled in is enough.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn taxonomy(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command.arg("taxonomy").args(args).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn concepts_are_shown_with_the_words_that_name_them() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.txt"), "Des jumeaux\nnumériques. A digital twin.").unwrap();
    let shown = stdout(&taxonomy(folder.path(), &["spot", "a.txt", "--lang", "fr"]));
    assert_eq!(shown, "digital-twin  jumeau numérique  «jumeaux numériques», «digital twin»\n");
}

#[test]
fn an_import_is_checked_and_used_and_a_second_one_changes_nothing() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("skills_en.csv"),
        "conceptUri,preferredLabel\nhttp://esco/1,tune church organs\n",
    )
    .unwrap();
    let first = stdout(&taxonomy(folder.path(), &["import-esco", "."]));
    assert!(first.contains("1 new") && first.contains("esco.jsonl is written"), "{first}");
    let second = stdout(&taxonomy(folder.path(), &["import-esco", "."]));
    assert!(second.contains("1 unchanged") && second.contains("nothing is changed"), "{second}");
    assert!(stdout(&taxonomy(folder.path(), &["check"])).ends_with("everything fits\n"));
    fs::write(folder.path().join("a.txt"), "He tunes church organs.").unwrap();
    assert!(stdout(&taxonomy(folder.path(), &["spot", "a.txt"])).starts_with("esco-tune-church-organs"));
    fs::write(folder.path().join("config/taxonomy/esco.jsonl"), "{}\n").unwrap();
    let broken = taxonomy(folder.path(), &["check"]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("esco.jsonl:1"), "the place is told");
}
