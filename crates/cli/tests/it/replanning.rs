//! `replan` and `standby` from file to file: what one writes the next reads, and `check` agrees.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

fn passerelle(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).current_dir(folder).output().unwrap()
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = passerelle(folder, args);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

fn read(folder: &Path, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

/// Eight desks by twenty firms over ten slots, planned into `p.json` and `a.json`.
fn planned(folder: &Path) -> Value {
    let slots: Vec<Value> = (0..10)
        .map(|t| json!({"id": format!("t{t}"), "start": format!("{:02}:00", 9 + t), "tables": 8}))
        .collect();
    let desks = (0..8).map(|c| json!({"id": format!("c{c}"), "side": "client", "max": 6 + c % 3}));
    let firms = (0..20).map(|f| json!({"id": format!("f{f}"), "side": "firm", "min": 1, "max": 4}));
    let participants: Vec<Value> = desks.chain(firms).collect();
    let pairs: Vec<Value> = (0..8)
        .flat_map(|c| (0..20).filter(move |f| (c * 7 + f * 3) % 4 != 0).map(move |f| (c, f)))
        .map(|(c, f)| json!({"a": format!("c{c}"), "b": format!("f{f}"), "value": 100 + (c * 37 + f * 53) % 900}))
        .collect();
    let problem = json!({"slots": slots, "participants": participants, "pairs": pairs});
    fs::write(folder.join("p.json"), problem.to_string()).unwrap();
    done(folder, &["plan", "--problem", "p.json", "--out", "a.json"]);
    read(folder, "a.json")
}

fn meetings_before(agenda: &Value, slot: usize) -> Vec<Value> {
    let early = |m: &&Value| m["slot"].as_str().unwrap()[1..].parse::<usize>().unwrap() < slot;
    agenda["meetings"].as_array().unwrap().iter().filter(early).cloned().collect()
}

#[test]
fn replans_are_chained_checked_and_keep_the_past_and_the_cap() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let released = planned(folder);
    let gone = released["meetings"][20]["b"].as_str().unwrap();
    let first = json!({"frozen_before": "11:30", "changes": [
        {"kind": "withdrawn", "participant": gone},
        {"kind": "desk_added", "participants": [{"id": "c8", "side": "client"}],
         "pairs": [{"a": "c8", "b": "f1", "value": 500}, {"a": "c8", "b": "f2", "value": 700}]},
    ]});
    fs::write(folder.join("c1.json"), first.to_string()).unwrap();
    done(folder, &["replan", "p.json", "a.json", "c1.json", "--out", "a1.json", "--problem-out", "p1.json"]);
    done(folder, &["check", "p1.json", "a1.json"]);
    let once = read(folder, "a1.json");
    assert_eq!(meetings_before(&once, 3), meetings_before(&released, 3));
    assert_eq!(once["replan"]["frozen"]["slots"], 3);
    let later = once["meetings"].as_array().unwrap().iter().skip(meetings_before(&once, 3).len());
    assert!(later.clone().all(|m| m["b"] != gone), "who has withdrawn meets nobody any more");
    assert!(later.clone().any(|m| m["a"] == "c8"), "the new desk meets somebody");

    // The next changes are changes of what the first ones left.
    let victim = once["meetings"].as_array().unwrap().iter().find(|m| m["slot"] == "t7").unwrap();
    let second = json!({"frozen_before": "t5", "changes": [
        {"kind": "must_move", "pair": victim["pair"]},
        {"kind": "late", "participant": "c2", "until": "t6"},
    ]});
    fs::write(folder.join("c2.json"), second.to_string()).unwrap();
    for cap in ["0", "2"] {
        let said = done(
            folder,
            &["replan", "p1.json", "a1.json", "c2.json", "--max-changes", cap, "--problem-out", "p2.json"],
        );
        fs::write(folder.join("a2.json"), &said).unwrap();
        done(folder, &["check", "p2.json", "a2.json"]);
        let twice = read(folder, "a2.json");
        assert_eq!(meetings_before(&twice, 5), meetings_before(&once, 5));
        assert!(twice["replan"]["people"]["counted"].as_u64().unwrap() <= cap.parse().unwrap());
        let bound = twice["replan"]["value"]["free_bound"].as_i64().unwrap();
        assert!(twice["value"].as_i64().unwrap() <= bound);
        assert!(
            twice["meetings"]
                .as_array()
                .unwrap()
                .iter()
                .all(|m| m["pair"] != victim["pair"] || m["slot"] != "t7"),
            "what must move has moved"
        );
        let again = done(folder, &["replan", "p1.json", "a1.json", "c2.json", "--max-changes", cap]);
        let mut same: Value = serde_json::from_str(&again).unwrap();
        let mut first: Value = serde_json::from_str(&said).unwrap();
        (same["seconds"], first["seconds"]) = (Value::Null, Value::Null);
        assert_eq!(same, first, "the same changes give the same agenda");
    }
}

#[test]
fn a_configured_cap_and_price_are_obeyed_and_bad_ones_refused() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let released = planned(folder);
    let changes = json!({"changes": [{"kind": "withdrawn", "participant": released["meetings"][9]["b"]}]});
    fs::write(folder.join("c.json"), changes.to_string()).unwrap();
    fs::write(folder.join("dear.toml"), "[replan]\ntrade = \"price\"\nprice_per_change = 100000\n").unwrap();
    fs::write(folder.join("capped.toml"), "[replan]\nmax_changes = 1\nunit = \"meetings\"\n").unwrap();
    fs::write(folder.join("wrong.toml"), "[replan]\ntolerance = 7.0\n").unwrap();
    let counted = |config: &str| -> u64 {
        let said = done(folder, &["--config", config, "replan", "p.json", "a.json", "c.json"]);
        serde_json::from_str::<Value>(&said).unwrap()["replan"]["people"]["counted"].as_u64().unwrap()
    };
    assert_eq!(counted("dear.toml"), 0);
    assert!(counted("capped.toml") <= 1);
    let output = passerelle(folder, &["--config", "wrong.toml", "replan", "p.json", "a.json", "c.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("replan.tolerance"));
}

#[test]
fn an_agenda_that_breaks_rules_is_not_replanned_nor_stood_by() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let mut released = planned(folder);
    let first = released["meetings"][0].clone();
    for key in ["slot", "table"] {
        released["meetings"][1][key] = first[key].clone();
    }
    fs::write(folder.join("bad.json"), released.to_string()).unwrap();
    fs::write(folder.join("c.json"), r#"{"changes": []}"#).unwrap();
    for args in [&["replan", "p.json", "bad.json", "c.json"][..], &["standby", "p.json", "bad.json"]] {
        let output = passerelle(folder, args);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("bad.json: tables: "));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn standby_names_reserves_and_counts_chances() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let released = planned(folder);
    fs::write(folder.join("chances.json"), r#"{"default": 0.9, "participants": {"f3": 0.25}}"#).unwrap();
    let sure: Value = serde_json::from_str(&done(folder, &["standby", "p.json", "a.json"])).unwrap();
    assert_eq!((&sure["value"], &sure["with_standby"]), (&released["value"], &sure["expected"]));
    let args =
        ["standby", "p.json", "a.json", "--attendance", "chances.json", "--ranks", "2", "--out", "s.json"];
    assert_eq!(done(folder, &args), "");
    let unsure = read(folder, "s.json");
    let figure = |key: &str| unsure[key].as_f64().unwrap();
    assert!(figure("expected") < figure("with_standby"));
    assert!(figure("with_standby") < figure("value"));
    let cases =
        unsure["meetings"].as_array().unwrap().iter().flat_map(|m| m["if_absent"].as_array().unwrap());
    assert!(cases.clone().all(|case| case["reserves"].as_array().unwrap().len() <= 2));
    assert!(cases.clone().any(|case| case["reserves"].as_array().unwrap().len() == 2));
    fs::write(folder.join("wrong.json"), "{\"participants\": {\"nobody\": 0.5,\n\"f1\": 1.5}}").unwrap();
    let output = passerelle(folder, &["standby", "p.json", "a.json", "--attendance", "wrong.json"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("wrong.json:1: participants.nobody") && told.contains("wrong.json:2: participants.f1"),
        "{told}"
    );
}
