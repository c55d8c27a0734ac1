//! `eval`: what is printed, written and refused.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const REGION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/occitanie");
const FIRMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/stories/first-brief/firms");

fn eval(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .arg("eval")
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).unwrap_or_else(|_| panic!("{}{}", stdout(output), stderr(output)))
}

/// Two texts, two queries; the second item's only document bears the first query's id.
fn tiny() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "corpus.jsonl",
        "{\"id\":\"a\",\"title\":\"hydrogen tank\",\"text\":\"liquid hydrogen storage for aircraft\"}\n\
         {\"id\":\"b\",\"name\":\"Bee\",\"documents\":[{\"id\":\"q1\",\"title\":\"rail\",\"text\":\"signalling software for trains\"}]}\n",
    );
    write(
        "queries.jsonl",
        "{\"id\":\"q1\",\"text\":\"software for railway signalling\"}\n{\"id\":\"q2\",\"text\":\"hydrogen storage\"}\n",
    );
    write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tb\t1\nq2\ta\t2\n");
    folder
}

/// Real firms, one brief, everything annotated.
fn annotated() -> TempDir {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("firms")).unwrap();
    fs::create_dir_all(path.join("briefs")).unwrap();
    for firm in ["hexabench.toml", "lauze.toml", "pixelane.toml"] {
        fs::copy(Path::new(FIRMS).join(firm), path.join("firms").join(firm)).unwrap();
    }
    fs::copy(Path::new(FIRMS).join("../brief.md"), path.join("briefs/banc-essai.md")).unwrap();
    fs::write(path.join("judgements.tsv"), "banc-essai\thexabench\t3\nbanc-essai\tpixelane\t0\n").unwrap();
    folder
}

#[test]
fn a_tiny_set_is_scored_with_intervals_and_the_run_is_written() {
    let folder = tiny();
    let output = eval(folder.path(), &[".", "--run", "run.tsv"]);
    let one = "1.0000 [1.000, 1.000]";
    assert_eq!(
        stdout(&output).trim(),
        format!("nDCG@10 {one}  MAP {one}  Recall@20 {one}  MRR {one}  queries 2"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stderr(&output), "", "no progress where nobody watches");
    assert!(fs::read_to_string(folder.path().join("run.tsv")).unwrap().starts_with("q1\tb\t"));
    // The only document of `b` is hidden from the query of its name: nothing of `b` is left to find.
    let hidden = eval(folder.path(), &[".", "--exclude-own-id"]);
    assert!(stdout(&hidden).starts_with("nDCG@10 0.5000 [0.000, 1.000]"), "{}", stdout(&hidden));
}

#[test]
fn the_view_of_firms_turns_judgements_and_run() {
    let folder = tiny();
    let output = eval(folder.path(), &[".", "--view", "firm", "--run", "run.tsv", "--json", "--per-query"]);
    let value = json(&output);
    assert_eq!((&value["view"], &value["per_query"][0]["query"]), (&"firm".into(), &"a".into()));
    let run = fs::read_to_string(folder.path().join("run.tsv")).unwrap();
    assert!(run.starts_with("a\tq2\t") && run.contains("\nb\tq1\t"), "{run}");
    let wrong = eval(folder.path(), &[".", "--against", "run.tsv"]);
    assert_eq!(wrong.status.code(), Some(2), "the run of one view is not that of the other");
    assert!(stderr(&wrong).contains("run.tsv:1: query: the set has no query `a`"), "{}", stderr(&wrong));
}

#[test]
fn the_depth_is_what_is_kept() {
    let folder = annotated();
    for (depth, kept) in [("2", 2), ("1", 1)] {
        let output = eval(folder.path(), &[".", "--depth", depth, "--run", "run.tsv"]);
        let run = fs::read_to_string(folder.path().join("run.tsv")).unwrap();
        assert_eq!(run.lines().count(), kept, "{}", stderr(&output));
    }
    assert_eq!(eval(folder.path(), &[".", "--depth", "0"]).status.code(), Some(2));
}

#[test]
fn plain_bm25_stands_beside_the_ranking_and_is_beaten() {
    // Without the annotations, which take evidence for every pair.
    let folder = TempDir::new().unwrap();
    for part in ["firms", "briefs"] {
        fs::create_dir(folder.path().join(part)).unwrap();
        for entry in fs::read_dir(Path::new(REGION).join(part)).unwrap() {
            let file = entry.unwrap();
            fs::copy(file.path(), folder.path().join(part).join(file.file_name())).unwrap();
        }
    }
    fs::copy(Path::new(REGION).join("judgements.tsv"), folder.path().join("judgements.tsv")).unwrap();
    let value = json(&eval(folder.path(), &[".", "--baseline", "bm25", "--json"]));
    let line = &value["comparison"]["measures"]["ndcg_10"];
    assert_eq!(line["first"]["mean"], value["ndcg_10"]);
    assert!(
        line["difference"]["interval"][0].as_f64().unwrap() > 0.0,
        "plain BM25 is beaten clearly: {line}"
    );
    assert!(line["p"].as_f64().unwrap() < 0.05);
    let counted = ["wins", "losses", "ties"].iter().map(|key| line[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(counted, value["queries"].as_u64().unwrap());
    assert_eq!(value["comparison"]["largest_ndcg_10"].as_array().unwrap().len(), 10);
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let folder = tiny();
    eval(folder.path(), &[".", "--run", "ours.tsv"]);
    let same = json(&eval(folder.path(), &[".", "--compare", "ours.tsv", "ours.tsv", "--json"]));
    let again = json(&eval(folder.path(), &[".", "--against", "ours.tsv", "--json"]));
    for value in [same, again] {
        let line = &value["comparison"]["measures"]["map"];
        assert_eq!((line["difference"]["mean"].as_f64(), line["p"].as_f64()), (Some(0.0), Some(1.0)));
        assert_eq!(value["comparison"]["largest_ndcg_10"], Value::Array(Vec::new()));
    }
}

#[test]
fn two_configurations_stand_side_by_side() {
    let folder = annotated();
    fs::write(folder.path().join("a.toml"), "").unwrap();
    fs::write(folder.path().join("b.toml"), "[ranking]\nrequirements_weight = 0.0\n").unwrap();
    let output = eval(folder.path(), &[".", "--config", "a.toml", "--versus-config", "b.toml"]);
    let text = stdout(&output);
    assert!(text.contains("first   a.toml\nsecond  b.toml\n"), "{text}{}", stderr(&output));
    assert!(text.contains("first - second"), "{text}");
    fs::write(folder.path().join("a.toml"), "[rankign]\n").unwrap();
    fs::write(folder.path().join("b.toml"), "[pairz]\n").unwrap();
    let wrong = eval(folder.path(), &[".", "--config", "a.toml", "--versus-config", "b.toml"]);
    let told = stderr(&wrong);
    assert!(told.contains("a.toml") && told.contains("b.toml"), "both are told at once: {told}");
}

#[test]
fn evidence_strengths_and_sizes_are_counted() {
    let folder = annotated();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "evidence.tsv",
        "brief\trequirement\tfirm\tsentence\n\
         banc-essai\tcertification EN 9100\thexabench\tScope of nothing || Design and manufacture of test means.\n\
         banc-essai\tcertification EN 9100\tpixelane\tnone\n",
    );
    write(
        "strengths.tsv",
        "banc-essai\tcertification EN 9100\tmust\nbanc-essai\tactionneurs électriques\tmust\n",
    );
    let value = json(&eval(folder.path(), &[".", "--json"]));
    assert_eq!((&value["evidence"]["right"], &value["evidence"]["total"]), (&2.into(), &2.into()), "{value}");
    assert_eq!(value["evidence"]["annotated"]["none"]["missing"], 1, "{value}");
    assert_eq!(value["strengths"]["annotated"]["must"]["must"], 1, "{value}");
    assert_eq!(value["strengths"]["musts_lost"].as_array().unwrap().len(), 1, "{value}");
    assert_eq!(
        value["sizes"].as_array().unwrap().iter().map(|s| s["pairs"].as_u64().unwrap()).sum::<u64>(),
        1
    );
    let text = stdout(&eval(folder.path(), &[".", "--verbose"]));
    assert!(
        text.contains("MUST LOST line 2: banc-essai \"actionneurs électriques\" is a must, read as nothing"),
        "{text}"
    );
}

#[test]
fn everything_wrong_in_the_tables_is_told_at_once() {
    let folder = annotated();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("judgements.tsv", "banc-essai\tnobody\t3\n");
    write("evidence.tsv", "banc-essai\tEN 9100\thexabench\nbanc-essai\tunsaid words\thexabench\tnone\n");
    write("strengths.tsv", "banc\tEN 9100\tmust\nbanc-essai\tEN 9100\tperhaps\n");
    write("run.tsv", "banc-essai\thexabench\tx\nbanc-essai\thexabench\ty\n");
    let output = eval(folder.path(), &[".", "--against", "run.tsv"]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    for place in [
        "judgements.tsv:1: firm: the set has no firm `nobody`",
        "evidence.tsv:1: 3 columns instead of 4",
        "evidence.tsv:2: requirement: the brief `banc-essai` does not say `unsaid words`",
        "strengths.tsv:1: brief: the set has no brief `banc`",
        "strengths.tsv:2: strength: `perhaps` is not a strength",
        "run.tsv:2: score: `y` is not a score",
    ] {
        assert!(told.contains(place), "not told: {place}\n{told}");
    }
}
