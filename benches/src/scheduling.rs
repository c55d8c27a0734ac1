//! The scheduler, whole process: reads a generated problem, times the binary, prints what it reached.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::generate::Recipe;
use crate::measure::{children_seconds, timed};

/// What one run came to.
struct Reached {
    pairs: usize,
    meetings: usize,
    value: i64,
    bound: i64,
    gap: f64,
    gaps: String,
    /// Seconds on the clock until value was settled, and in all.
    value_seconds: f64,
    seconds: f64,
    /// Processor seconds, system included.
    processor: f64,
    exit: i32,
}

/// Runs the binary on so many seeds of each cell and prints rows as soon as they are known.
pub(crate) fn run(
    binary: &Path,
    cells: &[Recipe],
    seeds: u64,
    summary: bool,
    options: &[String],
) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    if summary {
        println!(
            "shape     size        avail  absence  seeds  proved  worst gap %  value s: median  worst   all s: median  worst   cpu s: median  worst"
        );
    } else {
        println!(
            "shape     size        avail  absence  seed   pairs  meetings        value        bound      gap %  gaps(bound)  value s    all s    cpu s"
        );
    }
    for cell in cells {
        let mut all = Vec::new();
        for seed in 1..=seeds {
            let recipe = Recipe { seed, ..*cell };
            let reached = one(binary, &recipe, folder.path(), options)?;
            if summary {
                all.push(reached);
            } else {
                row(&recipe, &reached);
            }
        }
        if summary {
            total(cell, &all);
        }
    }
    Ok(())
}

fn head(recipe: &Recipe) -> String {
    format!(
        "{:<9} {:<11} {:>4} %  {:<7}",
        recipe.shape.name(),
        recipe.size.name(),
        recipe.availability,
        recipe.absence.name()
    )
}

fn row(recipe: &Recipe, reached: &Reached) {
    println!(
        "{} {:>5} {:>7} {:>9} {:>12} {:>12} {:>10.4} {:>12} {:>8.2} {:>8.2} {:>8.2}{}",
        head(recipe),
        recipe.seed,
        reached.pairs,
        reached.meetings,
        reached.value,
        reached.bound,
        reached.gap * 100.0,
        reached.gaps,
        reached.value_seconds,
        reached.seconds,
        reached.processor,
        if reached.exit == 0 { String::new() } else { format!("  exit {}", reached.exit) },
    );
}

/// The row of a cell.
fn total(recipe: &Recipe, all: &[Reached]) {
    let proved = all.iter().filter(|one| one.exit == 0 && one.value == one.bound).count();
    let worst = all.iter().map(|one| if one.gap.is_nan() { 1.0 } else { one.gap }).fold(0.0, f64::max);
    let times = |of: fn(&Reached) -> f64| {
        let mut sorted: Vec<f64> = all.iter().map(of).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
        (median, sorted.last().copied().unwrap_or(f64::NAN))
    };
    let (value, seconds, cpu) = (times(|r| r.value_seconds), times(|r| r.seconds), times(|r| r.processor));
    let failed = all.iter().filter(|one| one.exit != 0).count();
    println!(
        "{} {:>6} {:>4} % {:>12.4} {:>16.3} {:>6.3} {:>15.3} {:>6.3} {:>15.3} {:>6.3}{}",
        head(recipe),
        all.len(),
        proved * 100 / all.len().max(1),
        worst * 100.0,
        value.0,
        value.1,
        seconds.0,
        seconds.1,
        cpu.0,
        cpu.1,
        if failed == 0 { String::new() } else { format!("  {failed} without an agenda") },
    );
}

fn one(binary: &Path, recipe: &Recipe, folder: &Path, options: &[String]) -> io::Result<Reached> {
    let (problem, answer) = (folder.join("problem.json"), folder.join("answer.json"));
    let text = recipe.problem();
    let pairs = text["pairs"].as_array().map_or(0, Vec::len);
    fs::write(&problem, text.to_string())?;
    let _ = fs::remove_file(&answer);
    let before = children_seconds();
    let (status, seconds) = timed(|| {
        Command::new(binary)
            .args(["plan", "--threads", "1", "--problem"])
            .arg(&problem)
            .arg("--out")
            .arg(&answer)
            .args(options)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .status()
    });
    let processor = children_seconds().zip(before).map_or(f64::NAN, |(after, before)| after - before);
    let answer: Value =
        serde_json::from_str(&fs::read_to_string(&answer).unwrap_or_default()).unwrap_or_default();
    let number = |v: &Value| v.as_i64().unwrap_or(-1);
    Ok(Reached {
        pairs,
        meetings: answer["meetings"].as_array().map_or(0, Vec::len),
        value: number(&answer["value"]),
        bound: number(&answer["bound"]),
        gap: answer["gap"].as_f64().unwrap_or(f64::NAN),
        gaps: format!("{}({})", number(&answer["gaps"]["groups"]), number(&answer["gaps"]["bound"])),
        value_seconds: answer["value_seconds"].as_f64().unwrap_or(f64::NAN),
        seconds,
        processor,
        exit: status?.code().unwrap_or(-1),
    })
}
