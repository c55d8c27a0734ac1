//! Who is shown what: a confidential brief leaks to nobody, and no firm sees another.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Stands in all that is not to be seen of a confidential brief.
const CANARY: &str = "zyxocanary";
/// Words of the teaser.
const TEASER: &str = "Un essai de banc hydraulique est à confier";

/// A market of a few firms, an open brief and a confidential one.
fn market() -> TempDir {
    let folder = TempDir::new().unwrap();
    let put = |path: &str, text: String| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let firms = [
        (
            "hydrobanc",
            "Hydrobanc Vaillant",
            "Nous construisons des bancs d'essai hydrauliques pour actionneurs.",
        ),
        ("codalys", "Codalys Martel", "Nous écrivons des logiciels embarqués temps réel pour calculateurs."),
        ("soudexa", "Soudexa Ferrand", "Nous soudons des structures en titane et des réservoirs."),
    ];
    for (id, name, summary) in firms {
        let head = format!("id = \"{id}\"\nname = \"{name}\"\nlanguage = \"fr\"\n");
        put(&format!("firms/{id}.toml"), format!("{head}summary = \"{summary}\"\n"));
    }
    put(
        "briefs/open.md",
        "+++\nid = \"ouvert\"\nstart = 2027-05-01\n+++\n# Banc d'essai pour actionneurs\n\n\
         Nous voulons un banc d'essai hydraulique.\n\n## Exigences\n\n\
         - Obligatoire : certification EN 9100\n- Souhaité : essais hydrauliques d'actionneurs\n"
            .to_owned(),
    );
    put(
        &format!("briefs/{CANARY}.md"),
        format!(
            "+++\nid = \"{CANARY}\"\nconfidential = true\nteaser = \"{TEASER}.\"\nclient = \"{CANARY}\"\n+++\n\
             # Banc {CANARY} pour actionneurs\n\nNous voulons un banc d'essai hydraulique {CANARY}.\n\n\
             ## Exigences\n\n- Obligatoire : certification EN 9100 {CANARY}\n- Souhaité : essais {CANARY} hydrauliques\n"
        ),
    );
    folder
}

fn passerelle(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).args(args).current_dir(folder).output().unwrap()
}

/// All that a command says, on both outputs.
fn said(folder: &Path, args: &[&str]) -> String {
    let output = passerelle(folder, args);
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = passerelle(folder, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_command_leaks_nothing_either() {
    let market = market();
    for args in [
        &["match", "briefs", "--firms", "firms", "--as", "firm:codalys"][..],
        &["briefs", "--firm", "codalys", "--firms", "firms", "briefs", "--admitted", "unknown"],
    ] {
        let text = said(market.path(), args);
        assert!(!text.contains(CANARY) && !text.contains("hydrobanc") && !text.contains("Soudexa"), "{text}");
    }
}

#[test]
fn a_teaser_comes_with_a_coarse_fit_and_nothing_else() {
    let market = market();
    let value =
        json(market.path(), &["match", "briefs", "--firms", "firms", "--as", "firm:hydrobanc", "--json"]);
    let briefs = value["briefs"].as_array().unwrap();
    let teaser = briefs.iter().find(|brief| !brief["teaser"].is_null()).unwrap().as_object().unwrap();
    assert_eq!(teaser.keys().collect::<Vec<_>>(), ["fit", "teaser", "title"]);
    assert!(["strong", "possible", "weak"].contains(&teaser["fit"].as_str().unwrap()));
}

#[test]
fn files_that_are_wrong_are_not_quoted_to_a_firm() {
    let market = market();
    let path = market.path().join(format!("briefs/{CANARY}.md"));
    fs::write(&path, format!("+++\nid = \"{CANARY}\"\nstart = \"{CANARY}\"\n+++\n# {CANARY}\n")).unwrap();
    let output =
        passerelle(market.path(), &["match", "briefs", "--firms", "firms", "--as", "firm:hydrobanc"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("are wrong in the files") && !text.contains(CANARY), "{text}");
}

#[test]
fn a_firm_is_told_what_it_lacks_on_which_day() {
    let market = market();
    let text = said(market.path(), &["briefs", "--firm", "hydrobanc", "--firms", "firms", "briefs"]);
    assert!(text.contains("you lack EN 9100 on 2027-05-01"), "{text}");
    let value =
        json(market.path(), &["briefs", "--firm", "hydrobanc", "--firms", "firms", "briefs", "--json"]);
    assert_eq!(value["briefs"][0]["own"]["gates"][0]["cause"], "certificate_missing");
    let reasons = value["briefs"][0]["own"]["reasons"].as_array().unwrap();
    let quoted =
        |reason: &Value| reason["evidence"]["sentence"].as_str().is_some_and(|s| s.contains("hydrauliques"));
    assert!(reasons.iter().any(quoted), "its own evidence is shown: {value}");
}

#[test]
fn a_contrast_sums_to_the_difference_of_the_scores() {
    let market = market();
    let args = ["match", "briefs/open.md", "--firms", "firms", "--contrast", "hydrobanc", "soudexa"];
    let value = json(market.path(), &[&args[..], &["--json"]].concat());
    let contrast = &value["contrasts"][0];
    #[expect(clippy::cast_possible_truncation, reason = "a score of at most 1")]
    let millionths = |value: &Value| (value.as_f64().unwrap() * 1e6).round() as i64;
    let parts = contrast["parts"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|part| millionths(&part["difference"])).sum();
    let score = |side: &str| millionths(&contrast[side]["score"]);
    assert_eq!(sum, score("above") - score("below"));
    for side in ["above", "below"] {
        let sum: i64 = parts.iter().map(|part| millionths(&part[side]["adds"])).sum();
        assert_eq!(sum, score(side), "{side}");
    }
    let ranked = json(market.path(), &["match", "briefs/open.md", "--firms", "firms", "--json"]);
    let firms = ranked["briefs"][0]["gated"].as_array().unwrap();
    for side in ["above", "below"] {
        let firm = firms.iter().find(|firm| firm["firm"] == contrast[side]["firm"]).unwrap();
        assert_eq!(millionths(&firm["score"]), score(side), "the score is the ranking's");
    }

    let text = said(market.path(), &args);
    assert!(text.contains("Soudexa Ferrand (soudexa) stands below Hydrobanc Vaillant (hydrobanc)"), "{text}");
    assert!(text.contains("essais hydrauliques d'actionneurs"), "the requirement is said: {text}");
    assert!(text.contains("is ruled out by a must-have, whatever its score: EN 9100"), "{text}");
}

#[test]
fn a_contrast_with_an_unknown_firm_suggests_the_nearest() {
    let market = market();
    let args = ["match", "briefs/open.md", "--firms", "firms", "--contrast", "hydrobank", "soudexa"];
    let output = passerelle(market.path(), &args);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text.contains("there is no firm `hydrobank`") && text.contains("did you mean `hydrobanc`?"),
        "{text}"
    );
}
