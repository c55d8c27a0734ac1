//! `fairness` on problem files, and the files that an event's plan leaves for the verbs over problems.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/fairness/problem.json");
const EVENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/small-event");

fn passerelle(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn curves_come_as_json_with_a_proof_at_each_point() {
    let output = passerelle(&["fairness", STORY, "--curve", "floor", "--curve", "idle", "--class", "sme"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let curves: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(curves["crowd"], "firm sme");
    assert!(curves["complete"].as_bool().unwrap() && curves.get("meeting_spreads").is_none());
    for point in curves["floors"].as_array().unwrap().iter().chain(curves["idle_spreads"].as_array().unwrap())
    {
        assert_eq!(point["status"], "optimal");
        assert_eq!(point["value"], point["bound"]);
    }
    let floors: Vec<i64> =
        curves["floors"].as_array().unwrap().iter().map(|point| point["value"].as_i64().unwrap()).collect();
    assert_eq!(floors[..2], [4350, 4250]);
}

#[test]
fn a_side_that_nobody_has_is_refused_with_those_there_are() {
    let output = passerelle(&["fairness", STORY, "--side", "exhibitor"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("`exhibitor`") && said.contains("client, firm, firm large, firm sme"), "{said}");
}

#[test]
fn an_event_leaves_a_problem_and_a_result_for_the_verbs_over_problems() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let event = passerelle(&["plan", EVENT, "--out", out.to_str().unwrap()]);
    assert_eq!(event.status.code(), Some(0), "{}", text(&event.stderr));
    let (problem, result) = (out.join("problem.json"), out.join("result.json"));
    let (problem, result) = (problem.to_str().unwrap(), result.to_str().unwrap());
    for verb in [&["check", problem, result][..], &["why", problem, result], &["standby", problem, result]] {
        let output = passerelle(verb);
        assert_eq!(output.status.code(), Some(0), "{verb:?}: {}", text(&output.stderr));
    }
    // What a party is handed holds neither.
    for folder in ["desks", "firms"] {
        for entry in fs::read_dir(out.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(path.extension().is_none_or(|end| end != "json"), "{}", path.display());
        }
    }
}
