//! The scheduler, whole process: reads a generated problem, times the binary, prints what it reached.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::generate::{Absence, Recipe};

/// Runs the binary once for each recipe and prints a row as soon as it is known.
pub(crate) fn run(binary: &Path, recipes: &[Recipe]) -> io::Result<()> {
    let folder = std::env::temp_dir().join(format!("passerelle-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    println!(
        "size        avail  absence  seed   pairs  meetings        value        bound      gap %  gaps(bound)  seconds"
    );
    let mut result = Ok(());
    for recipe in recipes {
        result = row(binary, recipe, &folder);
        if result.is_err() {
            break;
        }
    }
    fs::remove_dir_all(&folder)?;
    result
}

fn row(binary: &Path, recipe: &Recipe, folder: &Path) -> io::Result<()> {
    let (problem, answer) = (folder.join("problem.json"), folder.join("answer.json"));
    let text = recipe.problem();
    let pairs = text["pairs"].as_array().map_or(0, Vec::len);
    fs::write(&problem, text.to_string())?;
    #[expect(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "measuring time is what this program is for"
    )]
    let begin = std::time::Instant::now();
    let status = Command::new(binary)
        .args(["plan", "--threads", "1", "--problem"])
        .arg(&problem)
        .arg("--out")
        .arg(&answer)
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .status()?;
    let seconds = begin.elapsed().as_secs_f64();
    let answer: Value =
        serde_json::from_str(&fs::read_to_string(&answer).unwrap_or_default()).unwrap_or_default();
    let number = |v: &Value| v.as_i64().unwrap_or(-1);
    println!(
        "{:<11} {:>4} %  {:<7} {:>5} {:>7} {:>9} {:>12} {:>12} {:>10.4} {:>12} {:>8.2}{}",
        recipe.size.name(),
        recipe.availability,
        match recipe.absence {
            Absence::Random => "random",
            Absence::Block => "block",
        },
        recipe.seed,
        pairs,
        answer["meetings"].as_array().map_or(0, Vec::len),
        number(&answer["value"]),
        number(&answer["bound"]),
        answer["gap"].as_f64().unwrap_or(f64::NAN) * 100.0,
        format!("{}({})", number(&answer["gaps"]["groups"]), number(&answer["gaps"]["bound"])),
        seconds,
        if status.success() { String::new() } else { format!("  exit {}", status.code().unwrap_or(-1)) },
    );
    Ok(())
}
