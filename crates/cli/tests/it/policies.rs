//! `plan --policy`: one policy changes the agenda, several are compared.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/small-event");

fn passerelle(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// One desk, three slots; `x` is worth most, `y` is small. At most two meetings.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let slots = ["s1", "s2", "s3"].map(|id| json!({"id": id, "tables": 2, "minutes": 20}));
    let problem = json!({
        "slots": slots,
        "participants": [{"id": "a", "side": "client", "max": 2}, {"id": "x", "side": "firm", "class": "large"},
                         {"id": "y", "side": "firm", "class": "sme"}, {"id": "z", "side": "firm", "class": "large"}],
        "pairs": [{"a": "a", "b": "x", "value": 900}, {"a": "a", "b": "y", "value": 100}, {"a": "a", "b": "z", "value": 500}],
    });
    fs::write(folder.path().join("p.json"), problem.to_string()).unwrap();
    fs::write(folder.path().join("plain.toml"), "").unwrap();
    fs::write(folder.path().join("small.toml"), "floors = [{ class = \"sme\", min = 1 }]\n").unwrap();
    folder
}

#[test]
fn one_policy_decides_the_agenda() {
    let folder = folder();
    let output = passerelle(folder.path(), &["plan", "--problem", "p.json", "--policy", "small.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&result["value"], &result["status"]), (&json!(1000), &json!("optimal")));
    let names: Vec<&str> = result["objectives"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| level["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["musts", "floors", "value", "gaps", "moves"]);
}

#[test]
fn several_policies_stand_side_by_side_and_their_agendas_are_written() {
    let folder = folder();
    let args =
        ["plan", "--problem", "p.json", "--policy", "plain.toml", "--policy", "small.toml", "--out", "both"];
    let output = passerelle(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    for part in ["1400 proved", "1000 proved", "plain and small: 1 pairs meet only in plain, 1 only in small"]
    {
        assert!(table.contains(part), "{table}");
    }
    for name in ["plain", "small"] {
        let agenda = folder.path().join(format!("both/{name}.json"));
        let checked = passerelle(folder.path(), &["check", "p.json", agenda.to_str().unwrap()]);
        // Under the problem alone no floor is asked, and none is claimed.
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    }
    let output = passerelle(folder.path(), &[&args[..7], &["--json"]].concat());
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["scenarios"][1]["value"], 1000);
    assert_eq!(json["scenarios"][0]["meetings_min"], 0);
    let difference = &json["differences"][0];
    assert_eq!(difference["between"], json!(["plain", "small"]));
    assert_eq!((&difference["only_first"], &difference["only_second"]), (&json!(["a~z"]), &json!(["a~y"])));
}

#[test]
fn everything_wrong_with_all_policies_is_told_before_any_solve() {
    let folder = folder();
    fs::write(folder.path().join("typo.toml"), "give_up = -1\nspraed = 2\n").unwrap();
    fs::write(folder.path().join("none.json"), r#"{"floors": [{"class": "smee", "min": 1}]}"#).unwrap();
    fs::write(folder.path().join("again.toml"), "name = \"plain\"\n").unwrap();
    let plan = |policies: &[&str]| {
        let policies: Vec<&str> = policies.iter().flat_map(|one| ["--policy", one]).collect();
        let output = passerelle(folder.path(), &[&["plan", "--problem", "p.json"][..], &policies].concat());
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let told = plan(&["typo.toml", "plain.toml", "again.toml"]);
    for part in
        ["typo.toml:1: give_up", "typo.toml:2: spraed", "did you mean `spread`", "`plain` is the name of"]
    {
        assert!(told.contains(part), "{told}");
    }
    let told = plan(&["none.json", "plain.toml"]);
    assert!(told.contains("none.json:1: floors[0]: no participant has class `smee`"), "{told}");
}

#[test]
fn an_event_is_compared_under_policies_too() {
    let folder = folder();
    fs::write(folder.path().join("firms.toml"), "floors = [{ side = \"firm\", min = 2 }]\n").unwrap();
    let args = ["plan", STORY, "--policy", "plain.toml", "--policy", "firms.toml", "--out", "both", "--json"];
    let output = passerelle(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let figures = json["scenarios"].as_array().unwrap();
    assert_eq!(figures.len(), 2);
    assert!(figures[0]["value"].as_i64() >= figures[1]["value"].as_i64());
    for name in ["plain", "firms"] {
        assert!(folder.path().join(format!("both/{name}/index.html")).is_file());
    }
}

#[test]
fn the_rules_are_listed() {
    let output = passerelle(Path::new("."), &["rules"]);
    let lines = text(&output.stdout);
    assert!(lines.lines().count() >= 15 && lines.contains("max_run"), "{lines}");
}
