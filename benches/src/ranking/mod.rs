//! The ranking at scale: a generated market, the same briefs for this program and for its peers, in one run.

mod peers;
pub(crate) mod phase;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::{Value, json};

use crate::inputs::Fallible;
use phase::{Phase, Size};

/// What is measured.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Market sizes.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    firms: Vec<usize>,
    /// Briefs ranked on each.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..))]
    briefs: u16,
    /// How many of them are also ranked over all firms, to see what choosing candidates loses; it takes much longer.
    #[arg(long, default_value_t = 60)]
    exhaustive: u16,
    /// How many of them the peers answer; they take much longer.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    peer_briefs: u16,
    /// Same seed, same market.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leaves SQLite and PostgreSQL out.
    #[arg(long)]
    no_peers: bool,
    /// Prints JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// The project's folder: taxonomy and peers' scripts are there.
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

/// Measures all sizes and prints what was found; what a process measures alone it measures in a process of its own.
pub(crate) fn run(arguments: &Arguments) -> Fallible<()> {
    let mut rows = Vec::new();
    for &firms in &arguments.firms {
        let size = Size {
            firms,
            briefs: usize::from(arguments.briefs),
            seed: arguments.seed,
            exhaustive: usize::from(arguments.exhaustive),
        };
        let folder = tempfile::tempdir()?;
        let mut row = json!({"firms": firms});
        for phase in [Phase::Build, Phase::Search] {
            eprintln!("passerelle: {firms} firms, {}", phase.name());
            row[phase.name()] = alone(phase, size, &arguments.root, folder.path())?;
        }
        row["peers"] = if arguments.no_peers {
            json!([])
        } else {
            peers::all(size, usize::from(arguments.peer_briefs), &arguments.root)?
        };
        if !arguments.json {
            table::print(&row);
        }
        rows.push(row);
    }
    if arguments.json {
        println!("{:#}", Value::Array(rows));
    }
    Ok(())
}

fn alone(phase: Phase, size: Size, root: &Path, folder: &Path) -> Fallible<Value> {
    let output = Command::new(std::env::current_exe()?)
        .args(["ranking-phase", phase.name(), "--firms", &size.firms.to_string()])
        .args(["--briefs", &size.briefs.to_string(), "--seed", &size.seed.to_string()])
        .args(["--exhaustive", &size.exhaustive.to_string(), "--root"])
        .arg(root)
        .arg("--folder")
        .arg(folder)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("measuring {} of {} firms failed", phase.name(), size.firms).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
