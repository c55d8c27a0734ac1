//! Problems of any size, and what the product makes of them: speed, memory, value against bound.
//!
//! `generate` prints a problem; `scheduling` runs the `passerelle` binary on generated ones, whole process, and prints a row
//! for each. `ranking` ranks a generated market of firms, beside SQLite and PostgreSQL; `fixtures` the invented region. Timings of a busy machine are compared within one run, never between runs.

mod fixtures;
mod generate;
mod inputs;
mod market;
mod measure;
mod random;
mod ranking;
mod scheduling;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use generate::{Absence, Recipe, Size};
use inputs::Fallible;
use ranking::phase::{self, Phase};

#[derive(Parser)]
#[command(
    name = "passerelle-bench",
    about = "Generates problems and markets, and measures the product on them"
)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Prints a problem for `passerelle plan --problem -`.
    Generate {
        /// s1, s2, s3, s4, s5 or convention.
        #[arg(long, default_value = "s3")]
        size: Size,
        /// Share of slots in which each participant is there, per cent.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100))]
        availability: u32,
        /// Whether absences are scattered or in one block: late arrival, early departure, a lunch away.
        #[arg(long, default_value = "random")]
        absence: Absence,
        /// Same seed, same problem.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Runs `passerelle plan --problem` on generated problems and prints a row for each.
    Scheduling {
        /// The binary to run.
        #[arg(long, default_value = "target/release/passerelle")]
        binary: PathBuf,
        /// Sizes to run.
        #[arg(long, value_delimiter = ',', default_values = ["s1", "s2", "s3", "s4", "s5"])]
        sizes: Vec<Size>,
        /// Availabilities to run, per cent.
        #[arg(long, value_delimiter = ',', default_values_t = [100, 85, 70])]
        availability: Vec<u32>,
        /// Scattered absences or blocks.
        #[arg(long, default_value = "random")]
        absence: Absence,
        /// Seeds a cell.
        #[arg(long, default_value_t = 3)]
        seeds: u64,
    },
    /// Prints briefs of a generated market, each after a line of `=`.
    Briefs {
        /// How many.
        #[arg(long, default_value_t = 3)]
        count: usize,
        /// Same seed, same briefs.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Ranks generated markets: building, searching, updating, memory, beside SQLite FTS5 and PostgreSQL full text.
    Ranking(ranking::Arguments),
    /// Ranks all fixture briefs over all fixture firms.
    Fixtures {
        /// The project's folder.
        #[arg(long, default_value = ".")]
        root: PathBuf,
    },
    /// One measurement, in a process of its own; `ranking` starts it.
    #[command(hide = true)]
    RankingPhase {
        phase: Phase,
        #[arg(long)]
        firms: usize,
        #[arg(long)]
        briefs: usize,
        #[arg(long)]
        seed: u64,
        #[arg(long)]
        exhaustive: usize,
        #[arg(long)]
        root: PathBuf,
        #[arg(long)]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(verb: Verb) -> Fallible<()> {
    match verb {
        Verb::Generate { size, availability, absence, seed } => {
            println!("{}", Recipe { size, availability, absence, seed }.problem());
            Ok(())
        }
        Verb::Scheduling { binary, sizes, availability, absence, seeds } => {
            let mut recipes = Vec::new();
            for &size in &sizes {
                for &availability in &availability {
                    recipes.extend((1..=seeds).map(|seed| Recipe { size, availability, absence, seed }));
                }
            }
            scheduling::run(&binary, &recipes).map_err(|error| {
                format!("{error}\n  hint: build it with `make build`, or give --binary").into()
            })
        }
        Verb::Briefs { count, seed } => {
            let market = market::Market::new(seed);
            (0..count).for_each(|n| println!("{}\n====", market.brief(n).1));
            Ok(())
        }
        Verb::Ranking(arguments) => ranking::run(&arguments),
        Verb::Fixtures { root } => fixtures::run(&root),
        Verb::RankingPhase { phase, firms, briefs, seed, exhaustive, root, folder } => {
            println!(
                "{}",
                phase::run(phase, phase::Size { firms, briefs, seed, exhaustive }, &root, &folder)?
            );
            Ok(())
        }
    }
}
