//! The verbs and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// From R&D briefs to a speed-dating agenda.
///
/// Ranks service firms for each brief and shows why, builds the meeting agenda from the best matches and the wishes of both
/// sides, and proves how good it is.
#[derive(Debug, Parser)]
#[command(
    name = "passerelle",
    version,
    after_help = "Exit codes: 0 done, 1 a rule is broken, 2 the input is wrong, 3 no agenda exists (proved), 4 the limit was reached without an agenda."
)]
pub(crate) struct Arguments {
    /// Settings that differ from config/default.toml.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Runs the whole way on the demonstration event: briefs, ranked firms, agenda, pages.
    Demo(Demo),
    /// Ranks firms for briefs and shows why.
    Match(Match),
    /// Builds the agenda of an event, or solves a bare problem.
    Plan(Plan),
    /// Checks an agenda against a problem: every rule, every violation.
    Check(Check),
    /// Measures the ranking on a test set.
    Eval(Eval),
    /// Prints the JSON Schema of a file format.
    Schema(Schema),
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The event to run.
    #[arg(long, value_name = "DIR", default_value = "fixtures/occitanie")]
    pub(crate) event: PathBuf,
    /// Where the results go.
    #[arg(long, value_name = "DIR", default_value = "out/demo")]
    pub(crate) out: PathBuf,
    /// Language of pages and calendars.
    #[arg(long, default_value = "fr")]
    pub(crate) lang: Lang,
}

/// Options of `match`.
#[derive(Debug, Args)]
pub(crate) struct Match {
    /// Briefs: Markdown, text, TOML or JSON files, or folders of them; `-` is the standard input.
    #[arg(required = true, value_name = "BRIEF")]
    pub(crate) briefs: Vec<PathBuf>,
    /// Firms: a folder of TOML, JSON or Markdown files, or one CSV or JSON Lines file.
    #[arg(long, value_name = "PATH")]
    pub(crate) firms: PathBuf,
    /// How many firms to show for each brief.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The event: a TOML file, or a folder that holds event.toml.
    #[arg(value_name = "EVENT", required_unless_present = "problem", conflicts_with = "problem")]
    pub(crate) event: Option<PathBuf>,
    /// A bare problem in JSON instead; `-` is the standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) problem: Option<PathBuf>,
    /// Where the agenda goes: a folder for an event (default out/EVENT), a file for a problem (default: standard output).
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Seconds after which the best agenda so far is taken.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) time_limit: Option<f64>,
    /// Same seed, same agenda.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads to use; the agenda does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Language of pages and calendars.
    #[arg(long, default_value = "fr")]
    pub(crate) lang: Lang,
    /// Prints the event's agenda as JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number of seconds"))?;
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(format!("`{text}` is not a number of seconds of at least 0"))
    }
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The problem, JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// The agenda, JSON: a result of `plan --problem`, or just its meetings.
    #[arg(value_name = "AGENDA")]
    pub(crate) agenda: PathBuf,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `eval`.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// A folder with corpus.jsonl, queries.jsonl and qrels.tsv, or with firms/, briefs/ and judgements.tsv.
    #[arg(value_name = "SET_DIR")]
    pub(crate) set: PathBuf,
    /// Another corpus.
    #[arg(long, value_name = "FILE")]
    pub(crate) corpus: Option<PathBuf>,
    /// Other queries.
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// Other judgements.
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: Option<PathBuf>,
    /// Writes the run: query, item, score, separated by tabs.
    #[arg(long, value_name = "FILE")]
    pub(crate) run: Option<PathBuf>,
    /// Hides the document whose id is the query's from every signal.
    #[arg(long)]
    pub(crate) exclude_own_id: bool,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which format.
    pub(crate) name: Format,
}

/// A file format with a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A bare scheduling problem.
    Problem,
    /// The result of a solve.
    Agenda,
    /// An event.
    Event,
    /// A firm.
    Firm,
    /// A brief.
    Brief,
}

impl Format {
    /// The name the formats know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Agenda => "agenda",
            Self::Event => "event",
            Self::Firm => "firm",
            Self::Brief => "brief",
        }
    }
}

/// A language of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// French.
    Fr,
    /// English.
    En,
}

impl From<Lang> for passerelle_domain::Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::French,
            Lang::En => Self::English,
        }
    }
}
