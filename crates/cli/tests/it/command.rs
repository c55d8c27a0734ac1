//! The command on inputs too large or too odd for a story folder.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const FIRMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/first-brief/firms");
const REGION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/occitanie");

fn passerelle(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_brief_of_a_megabyte_is_read_with_a_notice() {
    let folder = TempDir::new().unwrap();
    let paragraph = "Nous cherchons un banc d'essai pour actionneurs, avec acquisition temps réel. ";
    fs::write(folder.path().join("long.md"), format!("# Banc\n\n{}", paragraph.repeat(14_000))).unwrap();
    let output = passerelle(folder.path(), &["match", "long.md", "--firms", FIRMS]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("too-long"), "no notice that the text was cut: {text}");
    assert!(text.contains("hexabench"));
}

#[test]
fn adversarial_briefs_rank_without_a_panic() {
    let folder = TempDir::new().unwrap();
    let texts = [
        "AND ( OR NOT \"".to_owned(),
        "title:[a TO z] +must -not field:* ~2^9".to_owned(),
        "\u{202e}<script>alert(1)</script>\u{0}\u{7}".to_owned(),
        "x".repeat(100_000),
        String::new(),
    ];
    for (i, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("b{i}.txt")), text).unwrap();
    }
    let output = passerelle(folder.path(), &["match", ".", "--firms", FIRMS]);
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    assert!(matches!(output.status.code(), Some(0 | 2)), "{}", stderr(&output));
}

#[test]
fn the_demo_delivers_what_it_promises() {
    let folder = TempDir::new().unwrap();
    let output = passerelle(folder.path(), &["demo", "--event", REGION, "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("out/index.html"));
    let out = folder.path().join("out");
    let agenda: Value = serde_json::from_str(&fs::read_to_string(out.join("agenda.json")).unwrap()).unwrap();
    let meetings = agenda["meetings"].as_array().unwrap();
    assert!(meetings.len() > 150, "only {} meetings", meetings.len());
    assert!(
        meetings.iter().all(|m| m["brief"].is_string() || m["brief"].is_object()),
        "a meeting is about a named brief"
    );
    let mut codes: Vec<&str> =
        agenda["unplaced"].as_array().unwrap().iter().map(|u| u["reason"].as_str().unwrap()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert!(codes.len() >= 4, "only the reasons {codes:?}");
    for file in fs::read_to_string(out.join("manifest.txt")).unwrap().lines() {
        assert!(out.join(file).is_file(), "{file} is promised and absent");
    }
    // A second run takes the place of the first, and leaves nothing of it behind.
    let again = passerelle(folder.path(), &["demo", "--event", REGION, "--out", "out"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
}

#[test]
fn what_a_firm_holds_says_nothing_of_a_confidential_brief_but_its_teaser() {
    let folder = TempDir::new().unwrap();
    let story = Path::new(REGION).parent().unwrap().join("stories/small-event");
    let output = passerelle(folder.path(), &["plan", story.to_str().unwrap(), "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut shown = 0;
    for entry in fs::read_dir(folder.path().join("out/firms")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap().replace("\r\n ", "");
        assert!(!text.contains("Zephyrine"), "the title of a confidential brief leaks");
        shown += usize::from(text.contains("Un portail pour le commerce"));
    }
    assert!(shown >= 1, "the teaser is shown to the firm that meets about it");
    assert!(
        fs::read_to_string(folder.path().join("out/index.html")).unwrap().contains("Zephyrine"),
        "the organiser sees the title"
    );
}

#[test]
fn nothing_is_written_over_what_is_not_ours() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/thesis.txt"), "years of work").unwrap();
    let output = passerelle(folder.path(), &["demo", "--event", REGION, "--out", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("holds other things"), "{}", stderr(&output));
    assert_eq!(fs::read_dir(folder.path().join("mine")).unwrap().count(), 1);
}

/// Ten clients by thirty firms, everybody always there.
fn problem() -> Value {
    let slots: Vec<Value> = (0..12).map(|t| json!({"id": format!("t{t}"), "tables": 9})).collect();
    let clients = (0..10).map(|c| json!({"id": format!("c{c}"), "side": "client", "max": 8 + c % 5}));
    let firms = (0..30).map(|f| json!({"id": format!("f{f}"), "side": "firm", "min": 1, "max": 4}));
    let participants: Vec<Value> = clients.chain(firms).collect();
    let pairs: Vec<Value> = (0..10)
        .flat_map(|c| (0..30).filter(move |f| (c * 7 + f * 3) % 4 != 0).map(move |f| (c, f)))
        .map(|(c, f)| json!({"a": format!("c{c}"), "b": format!("f{f}"), "value": 100 + (c * 37 + f * 53) % 900}))
        .collect();
    json!({"slots": slots, "participants": participants, "pairs": pairs})
}

#[test]
fn a_plan_is_proved_checked_and_the_same_on_any_number_of_threads() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("p.json"), problem().to_string()).unwrap();
    let mut results = Vec::new();
    for threads in ["1", "4"] {
        let output = passerelle(
            folder.path(),
            &["plan", "--problem", "p.json", "--out", "a.json", "--threads", threads],
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let checked = passerelle(folder.path(), &["check", "p.json", "a.json"]);
        assert_eq!(checked.status.code(), Some(0), "{}", stdout(&checked));
        let mut result: Value =
            serde_json::from_str(&fs::read_to_string(folder.path().join("a.json")).unwrap()).unwrap();
        assert_eq!(result["status"], "optimal");
        assert_eq!(result["value"], result["bound"]);
        for clock in ["seconds", "value_seconds"] {
            assert!(result.as_object_mut().unwrap().remove(clock).is_some());
        }
        results.push(result);
    }
    assert_eq!(results[0], results[1]);
}

#[test]
fn a_must_that_was_dropped_in_silence_is_a_violation() {
    let folder = TempDir::new().unwrap();
    let mut problem = problem();
    problem["pairs"][0]["must"] = json!(true);
    fs::write(folder.path().join("p.json"), problem.to_string()).unwrap();
    passerelle(folder.path(), &["plan", "--problem", "p.json", "--out", "a.json"]);
    let mut result: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("a.json")).unwrap()).unwrap();
    let pair = result["meetings"]
        .as_array()
        .unwrap()
        .iter()
        .position(|m| m["a"] == problem["pairs"][0]["a"] && m["b"] == problem["pairs"][0]["b"]);
    result["meetings"].as_array_mut().unwrap().remove(pair.expect("the must is placed"));
    fs::write(folder.path().join("b.json"), result.to_string()).unwrap();
    let output = passerelle(folder.path(), &["check", "p.json", "b.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("must"), "{}", stdout(&output));
}

#[test]
fn the_standard_output_of_a_bare_plan_is_json_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("p.json"), problem().to_string()).unwrap();
    let output = passerelle(folder.path(), &["plan", "--problem", "p.json"]);
    let result: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let keys: Vec<&str> =
        ["status", "value", "bound", "gap", "seconds", "objectives", "meetings", "unplaced", "gaps"].to_vec();
    assert!(keys.iter().all(|key| result.get(key).is_some()), "{result}");
}

#[test]
fn every_schema_is_printed_and_is_json() {
    let folder = TempDir::new().unwrap();
    for name in ["problem", "agenda", "changes", "attendance", "replan", "standby", "event", "firm", "brief"]
    {
        let output = passerelle(folder.path(), &["schema", name]);
        let schema: Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert!(schema["$schema"].is_string(), "{name}");
    }
}

#[test]
fn a_budget_of_work_gives_the_same_agenda_and_may_stop_at_value() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("p.json"), problem().to_string()).unwrap();
    let plan = |more: &[&str]| -> Value {
        let options = [&["plan", "--problem", "p.json", "--effort", "0.05"], more].concat();
        let output = passerelle(folder.path(), &options);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    let (one, two) = (plan(&["--threads", "1"]), plan(&["--threads", "3"]));
    assert_eq!(one["meetings"], two["meetings"]);
    let value = plan(&["--no-gaps"]);
    assert_eq!((&value["value"], &value["status"]), (&one["value"], &one["status"]));
    let wrong = passerelle(folder.path(), &["plan", "--problem", "p.json", "--effort", "-1"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
}
