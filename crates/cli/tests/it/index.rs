//! The stored index through the command: what is put in is matched, what is taken out is not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/first-brief");

fn passerelle(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).current_dir(folder).output().unwrap()
}

/// What a command that succeeds prints.
fn told(folder: &Path, args: &[&str]) -> String {
    let output = passerelle(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that is refused says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = passerelle(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

/// A folder with a copy of the story's firms, and the story's brief.
fn story() -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("firms")).unwrap();
    for entry in fs::read_dir(format!("{STORY}/firms")).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, folder.path().join("firms").join(file.file_name().unwrap())).unwrap();
    }
    (folder, format!("{STORY}/brief.md"))
}

#[test]
fn an_index_answers_as_the_files_do_and_follows_them() {
    let (folder, brief) = story();
    let at = folder.path();
    let built = told(at, &["index", "build", "--firms", "firms", "--index", "idx"]);
    assert!(built.contains("can be searched"), "{built}");
    let of_files = || told(at, &["match", &brief, "--firms", "firms"]);
    let of_index = || told(at, &["match", &brief, "--index", "idx"]);
    assert_eq!(of_index(), of_files());
    let info = told(at, &["index", "info", "--index", "idx"]);
    assert_eq!(info.lines().skip(1).count(), 3, "{info}");
    // One goes, and comes back.
    told(at, &["index", "delete", "hexabench", "--index", "idx"]);
    assert!(!of_index().contains("hexabench"));
    told(at, &["index", "put", "--firms", "firms", "--index", "idx"]);
    assert!(of_index().contains("hexabench"));
}

#[test]
fn what_cannot_be_searched_says_what_to_run() {
    let (folder, brief) = story();
    let at = folder.path();
    let said = refused(at, &["match", &brief, "--index", "idx"]);
    assert!(said.contains("holds no index") && said.contains("passerelle index build"), "{said}");
    assert!(!at.join("idx").exists(), "looking makes nothing");
    assert!(told(at, &["index", "info", "--index", "idx"]).contains("passerelle index build"));
    told(at, &["index", "build", "--firms", "firms", "--index", "idx"]);
    // A concept more, and the index is out of date.
    fs::create_dir(at.join("concepts")).unwrap();
    let concept = "[[concept]]\nid = \"underwater-basketry\"\nfr = [\"vannerie sous-marine\"]\nen = [\"underwater basketry\"]\n";
    fs::write(at.join("concepts/own.toml"), concept).unwrap();
    fs::write(at.join("own.toml"), "[taxonomy]\nfolder = \"concepts\"\n").unwrap();
    let said = refused(at, &["--config", "own.toml", "match", &brief, "--index", "idx"]);
    assert!(said.contains("built again") && said.contains("passerelle index build"), "{said}");
    assert!(
        refused(at, &["--config", "own.toml", "index", "put", "--firms", "firms", "--index", "idx"])
            .contains("built again")
    );
    // Looking has not harmed it.
    told(at, &["match", &brief, "--index", "idx"]);
    // Damage is told as well.
    fs::write(at.join("idx/meta.json"), "{").unwrap();
    assert!(refused(at, &["match", &brief, "--index", "idx"]).contains("built again"));
}

#[test]
fn an_index_is_made_in_a_folder_of_its_own_and_of_firms() {
    let (folder, brief) = story();
    let at = folder.path();
    fs::create_dir(at.join("mine")).unwrap();
    fs::write(at.join("mine/thesis.txt"), "years of work").unwrap();
    let said = refused(at, &["index", "build", "--firms", "firms", "--index", "mine"]);
    assert!(said.contains("holds other things"), "{said}");
    assert_eq!(fs::read_dir(at.join("mine")).unwrap().count(), 1);
    assert!(refused(at, &["index", "build", "--firms", "nowhere", "--index", "idx"]).contains("nowhere"));
    let both = passerelle(at, &["match", &brief, "--firms", "firms", "--index", "idx"]);
    assert_eq!(both.status.code(), Some(2), "one or the other");
}
