//! Problems of any size, and what the product makes of them: speed, memory, value against bound.
//!
//! `generate` prints a problem; `scheduling` runs the `passerelle` binary on generated ones, whole process, and prints a row
//! for each; `published` on the published instances of a folder. `ranking` ranks a generated market of firms, beside SQLite and PostgreSQL; `fixtures` the invented region. Timings of a busy machine are compared within one run, never between runs.

mod fixtures;
mod generate;
mod harden;
mod inputs;
mod market;
mod measure;
mod published;
mod random;
mod ranking;
mod replan;
mod scheduling;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use generate::{Absence, Recipe, Shape, Size};
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
        /// What makes it harder.
        #[arg(long, default_value = "plain")]
        shape: Shape,
        /// Same seed, same problem.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Runs the server on generated firms: import, start, memory, reads, rankings.
    Server {
        /// The binary to run.
        #[arg(long, default_value = "target/release/passerelle")]
        binary: PathBuf,
        /// Firms to import.
        #[arg(long, default_value_t = 5_000)]
        firms: usize,
        /// Seconds for each figure.
        #[arg(long, default_value_t = 5)]
        seconds: u64,
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
        #[arg(long, value_delimiter = ',', default_values = ["random"])]
        absence: Vec<Absence>,
        /// What makes the problems harder.
        #[arg(long, value_delimiter = ',', default_values = ["plain"])]
        shape: Vec<Shape>,
        /// Seeds a cell.
        #[arg(long, default_value_t = 3)]
        seeds: u64,
        /// Prints a row for each cell only: share proved, worst gap, times.
        #[arg(long)]
        summary: bool,
        /// More options for `passerelle plan`, after `--`: `--no-gaps`, `--effort 0.1`, `--time-limit 10`.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Runs `passerelle plan --problem` on every `.dzn` of a folder, beside the published answers of its `reference.csv`.
    Published {
        /// The folder of the instances.
        folder: PathBuf,
        /// The binary to run.
        #[arg(long, default_value = "target/release/passerelle")]
        binary: PathBuf,
        /// Parts of names: only instances that have one of them.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
        /// More options for `passerelle plan`, after `--`: `--time-limit 120`, `--seed 2`.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Runs `passerelle replan` on generated problems, agendas and changes, beside a full plan of the changed problem.
    Replan {
        /// The binary to run.
        #[arg(long, default_value = "target/release/passerelle")]
        binary: PathBuf,
        /// Sizes to run.
        #[arg(long, value_delimiter = ',', default_values = ["s1", "s2", "s3", "s4", "s5"])]
        sizes: Vec<Size>,
        /// Availabilities to run, per cent.
        #[arg(long, value_delimiter = ',', default_values_t = [100, 85])]
        availability: Vec<u32>,
        /// Scattered absences or blocks.
        #[arg(long, default_value = "block")]
        absence: Absence,
        /// Changes at once; a single one is a withdrawal.
        #[arg(long, value_delimiter = ',', default_values_t = [1, 10])]
        changes: Vec<usize>,
        /// The most people that may be changed beyond those whom the changes themselves touch.
        #[arg(long)]
        max_changes: Option<u32>,
        /// Seeds a cell.
        #[arg(long, default_value_t = 2)]
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
        Verb::Generate { size, availability, absence, shape, seed } => {
            println!("{}", Recipe { size, availability, absence, shape, seed }.problem());
            Ok(())
        }
        Verb::Scheduling { binary, sizes, availability, absence, shape, seeds, summary, options } => {
            let mut cells = Vec::new();
            for &shape in &shape {
                for &absence in &absence {
                    for &size in &sizes {
                        // Everybody there: scattered or in blocks is the same.
                        let kinds = availability.iter().filter(|&&a| a < 100 || absence == Absence::Random);
                        cells.extend(kinds.map(|&availability| Recipe {
                            size,
                            availability,
                            absence,
                            shape,
                            seed: 0,
                        }));
                    }
                }
            }
            scheduling::run(&binary, &cells, seeds, summary, &options).map_err(unbuilt)
        }
        Verb::Published { folder, binary, only, options } => {
            published::run(&binary, &folder, &only, &options).map_err(unbuilt)
        }
        Verb::Replan { binary, sizes, availability, absence, changes, max_changes, seeds } => {
            let recipes = recipes(&sizes, &availability, absence, seeds);
            let replans = replan::Replans { binary: &binary, changes: &changes, cap: max_changes };
            replans.run(&recipes).map_err(unbuilt)
        }
        Verb::Briefs { count, seed } => {
            let market = market::Market::new(seed);
            (0..count).for_each(|n| println!("{}\n====", market.brief(n).1));
            Ok(())
        }
        Verb::Ranking(arguments) => ranking::run(&arguments),
        Verb::Server { binary, firms, seconds } => server::run(&binary, &server::Load { firms, seconds }),
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

/// Every size at every availability, with so many seeds.
fn recipes(sizes: &[Size], availability: &[u32], absence: Absence, seeds: u64) -> Vec<Recipe> {
    let cells = sizes.iter().flat_map(|&size| availability.iter().map(move |&there| (size, there)));
    cells
        .flat_map(|(size, availability)| {
            (1..=seeds).map(move |seed| Recipe { size, availability, absence, shape: Shape::Plain, seed })
        })
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn unbuilt(error: std::io::Error) -> Box<dyn std::error::Error> {
    format!("{error}\n  hint: build it with `make build`, or give --binary").into()
}
