//! The verbs and their options.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use passerelle_app::market::Place;
use passerelle_domain::{Audience, BriefId, FirmId};

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
    /// Keeps firms in a stored index: `match --index` searches it without reading their files again.
    #[command(subcommand)]
    Index(Index),
    /// Lists the briefs that suit one firm, as the firm may see them.
    Briefs(Briefs),
    /// Builds the agenda of an event, or solves a bare problem.
    Plan(Plan),
    /// Checks an agenda against a problem: every rule, every violation.
    Check(Check),
    /// Shows what a guaranteed floor of meetings, or a smaller spread, costs in value.
    Fairness(Fairness),
    /// Changes a released agenda after withdrawals, delays, refusals and the like, as little as possible.
    Replan(Replan),
    /// Names who could step in for each participant of each meeting.
    Standby(Standby),
    /// Says why pairs are not in an agenda and what forcing each would cost, confirmed by solving.
    Why(Why),
    /// Suggests what would let more, or better, meetings take place, and what each change brings.
    Helps(Helps),
    /// Measures the ranking on a test set.
    Eval(Eval),
    /// Prints the JSON Schema of a file format.
    Schema(Schema),
    /// Lists the rules that every agenda keeps: the code under which `check` tells a violation, and a sentence.
    Rules,
    /// Runs the server: directory, briefs, events and agendas behind an HTTP API.
    Serve(Serve),
    /// Cares for the server's database: tables, checks, copies, moves.
    #[command(subcommand)]
    Db(DbVerb),
    /// Makes and closes organisers' accounts.
    #[command(subcommand)]
    Organiser(Organiser),
    /// Exports or erases what is held about a person.
    #[command(subcommand)]
    Person(Person),
    /// Checks the skills taxonomy, adds ESCO to it, shows what it finds in a text.
    #[command(subcommand)]
    Taxonomy(Taxonomy),
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Only checks the configuration, environment included, and says what is wrong with it.
    #[arg(long)]
    pub(crate) check_config: bool,
    /// Loads the demonstration event into a database that is empty.
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "fixtures/occitanie")]
    pub(crate) demo: Option<PathBuf>,
}

/// Verbs of `db`.
#[derive(Debug, Subcommand)]
pub(crate) enum DbVerb {
    /// Makes the tables, or brings them up to date.
    Migrate,
    /// Checks the database and everything in it; exit code 1 when something is wrong.
    Check,
    /// Copies the database while the server runs: SQLite to a database file, PostgreSQL to an archive.
    Backup(DbFile),
    /// Puts a copy or an archive in the place of a database that is empty or not there.
    Restore(DbFile),
    /// Writes everything into one archive, which SQLite and PostgreSQL read alike.
    Export(DbFile),
    /// Reads an archive into an empty database.
    Import(DbFile),
    /// Loads an event's folder: its firms, briefs and set-up.
    Load(DbFile),
}

/// A file of `db`.
#[derive(Debug, Args)]
pub(crate) struct DbFile {
    /// The file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Verbs of `organiser`.
#[derive(Debug, Subcommand)]
pub(crate) enum Organiser {
    /// Makes an organiser's account; the password is read from the standard input.
    Add(OrganiserAdd),
}

/// Options of `organiser add`.
#[derive(Debug, Args)]
pub(crate) struct OrganiserAdd {
    /// E-mail address.
    #[arg(long)]
    pub(crate) email: String,
    /// Name of the person.
    #[arg(long)]
    pub(crate) name: String,
}

/// Verbs of `person`.
#[derive(Debug, Subcommand)]
pub(crate) enum Person {
    /// Prints everything that is held about a person, as JSON.
    Export(PersonEmail),
    /// Erases a person from accounts, registrations, letters, firms' contacts and events' desks.
    Erase(PersonEmail),
}

/// A person.
#[derive(Debug, Args)]
pub(crate) struct PersonEmail {
    /// Their e-mail address.
    #[arg(value_name = "EMAIL")]
    pub(crate) email: String,
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
    #[arg(long, value_name = "PATH", required_unless_present = "index", conflicts_with = "index")]
    pub(crate) firms: Option<PathBuf>,
    /// A stored index instead of files, see `index build`.
    #[arg(long, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// How many firms to show for each brief.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Shows what an audience may see: organiser, client, public, firm:ID or firm:ID:admitted.
    #[arg(long = "as", value_name = "AUDIENCE", default_value = "organiser", value_parser = passerelle_app::audience::parse)]
    pub(crate) audience: Audience,
    /// Says why one of two firms stands below the other, instead of ranking all.
    #[arg(long, value_names = ["FIRM", "FIRM"], num_args = 2, value_parser = firm, conflicts_with = "audience")]
    pub(crate) contrast: Option<Vec<FirmId>>,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

fn firm(text: &str) -> Result<FirmId, String> {
    FirmId::new(text).map_err(|wrong| wrong.message)
}

fn brief(text: &str) -> Result<BriefId, String> {
    BriefId::new(text).map_err(|wrong| wrong.message)
}

/// Where the firms of `match` and `briefs` are found, exactly one of the two.
pub(crate) fn place<'a>(firms: Option<&'a Path>, index: Option<&'a Path>) -> Place<'a> {
    match index {
        Some(index) => Place::Index(index),
        None => Place::Files(firms.unwrap_or(Path::new("firms"))),
    }
}

/// Options of `briefs`.
#[derive(Debug, Args)]
#[expect(clippy::struct_field_names, reason = "the names are those of the command line")]
pub(crate) struct Briefs {
    /// Briefs: Markdown, text, TOML or JSON files, or folders of them; `-` is the standard input.
    #[arg(required = true, value_name = "BRIEF")]
    pub(crate) briefs: Vec<PathBuf>,
    /// Firms: a folder of TOML, JSON or Markdown files, or one CSV or JSON Lines file.
    #[arg(long, value_name = "PATH", required_unless_present = "index", conflicts_with = "index")]
    pub(crate) firms: Option<PathBuf>,
    /// A stored index instead of files, see `index build`.
    #[arg(long, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// The firm.
    #[arg(long, value_name = "FIRM", value_parser = firm)]
    pub(crate) firm: FirmId,
    /// A confidential brief to which its client admits the firm; may be repeated.
    #[arg(long, value_name = "BRIEF_ID", value_parser = brief)]
    pub(crate) admitted: Vec<BriefId>,
    /// How many briefs to show, and as many teasers.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to do with a stored index.
#[derive(Debug, Subcommand)]
pub(crate) enum Index {
    /// Makes the index of the given firms; what it held before is replaced.
    Build(IndexFirms),
    /// Adds firms, or replaces those with the same identifier.
    Put(IndexFirms),
    /// Takes firms out.
    Delete(IndexDelete),
    /// Shows what an index holds and whether it can be searched.
    Info(IndexInfo),
}

/// Options of `index build` and `index put`.
#[derive(Debug, Args)]
pub(crate) struct IndexFirms {
    /// Firms: a folder of TOML, JSON or Markdown files, or one CSV or JSON Lines file.
    #[arg(long, value_name = "PATH")]
    pub(crate) firms: PathBuf,
    /// The folder of the index; it holds nothing else.
    #[arg(long, value_name = "DIR")]
    pub(crate) index: PathBuf,
}

/// Options of `index delete`.
#[derive(Debug, Args)]
pub(crate) struct IndexDelete {
    /// Identifiers of firms.
    #[arg(required = true, value_name = "ID", value_parser = firm_id)]
    pub(crate) firms: Vec<FirmId>,
    /// The folder of the index.
    #[arg(long, value_name = "DIR")]
    pub(crate) index: PathBuf,
}

fn firm_id(text: &str) -> Result<FirmId, String> {
    FirmId::new(text).map_err(|error| error.to_string())
}

/// Options of `index info`.
#[derive(Debug, Args)]
pub(crate) struct IndexInfo {
    /// The folder of the index.
    #[arg(long, value_name = "DIR")]
    pub(crate) index: PathBuf,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The event: a TOML file, or a folder that holds event.toml.
    #[arg(value_name = "EVENT", required_unless_present = "problem", conflicts_with = "problem")]
    pub(crate) event: Option<PathBuf>,
    /// A bare problem instead: JSON, or MiniZinc data (`.dzn`) of the published meeting problem; `-` is the standard input (JSON).
    #[arg(long, value_name = "FILE")]
    pub(crate) problem: Option<PathBuf>,
    /// Largest difference between two participants' numbers of idle groups, instead of what the problem file asks.
    #[arg(long, value_name = "N", requires = "problem")]
    pub(crate) spread: Option<u32>,
    /// A policy, TOML or JSON: order of objectives, tolerance, spread, floors. Given several times, it compares: each policy's agenda
    /// in figures side by side, and what differs between them.
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Vec<PathBuf>,
    /// Where the agenda goes: a folder for an event (default out/EVENT), a file for a problem (default: standard output); with several
    /// policies a folder for all of them (default: none is written).
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
    /// Multiplies the work of the searches. Work is then what ends them: no clock, unless --time-limit is given too, so that
    /// the same seed gives the same agenda on any machine.
    #[arg(long, value_name = "FACTOR", value_parser = factor)]
    pub(crate) effort: Option<f64>,
    /// Stops once value is settled: no work on idle gaps and preferred half-days.
    #[arg(long)]
    pub(crate) no_gaps: bool,
    /// Language of pages and calendars.
    #[arg(long, default_value = "fr")]
    pub(crate) lang: Lang,
    /// Prints the event's agenda, or the comparison of policies, as JSON, for other programs.
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

fn factor(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    if (0.0..=1e6).contains(&value) {
        Ok(value)
    } else {
        Err(format!("`{text}` is not a number from 0 to 1000000"))
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

/// Options of `fairness`.
#[derive(Debug, Args)]
pub(crate) struct Fairness {
    /// The problem, JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// The side that floors and the spread of meetings are about; by default `firm` where the problem has that label.
    #[arg(long, value_name = "SIDE")]
    pub(crate) side: Option<String>,
    /// Only those of a size class, such as `sme`.
    #[arg(long, value_name = "CLASS")]
    pub(crate) class: Option<String>,
    /// The largest floor to try; by default as far as anybody can reach, at most 8.
    #[arg(long, value_name = "N")]
    pub(crate) max_floor: Option<u32>,
    /// Curves to draw; may be repeated. By default `floor` and `meetings`.
    #[arg(long = "curve", value_name = "CURVE")]
    pub(crate) curves: Vec<Curve>,
    /// Seconds after which the points reached so far are taken.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) time_limit: Option<f64>,
    /// Same seed, same curves.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Where the result goes; by default the standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Prints tables for a person instead of JSON.
    #[arg(long)]
    pub(crate) text: bool,
}

/// A curve of `fairness`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Curve {
    /// Value against a guaranteed number of meetings for each.
    Floor,
    /// Value against the largest difference between two numbers of meetings.
    Meetings,
    /// Value against the largest difference between two numbers of idle groups; slower, since idle groups are worked on.
    Idle,
}

/// Options of `replan`.
#[derive(Debug, Args)]
pub(crate) struct Replan {
    /// The problem in JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// Its released agenda: a result of `plan --problem`, or its meetings alone.
    #[arg(value_name = "AGENDA")]
    pub(crate) agenda: PathBuf,
    /// What has changed, see `passerelle schema changes`; `-` is the standard input.
    #[arg(value_name = "CHANGES")]
    pub(crate) changes: PathBuf,
    /// Where the result goes; by default the standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Where the changed problem goes: the next changes are changes of it, and `check` takes it.
    #[arg(long, value_name = "FILE")]
    pub(crate) problem_out: Option<PathBuf>,
    /// The most people (or meetings) that may be changed beyond those whom the changes themselves touch.
    #[arg(long, value_name = "N")]
    pub(crate) max_changes: Option<u32>,
    /// What `--max-changes` counts.
    #[arg(long)]
    pub(crate) unit: Option<Unit>,
    /// Seconds after which the best agenda so far is taken.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) time_limit: Option<f64>,
    /// Prints the difference for people; the default on a terminal.
    #[arg(long, conflicts_with = "json")]
    pub(crate) text: bool,
    /// Prints JSON, for other programs; the default elsewhere.
    #[arg(long)]
    pub(crate) json: bool,
    /// Language of the text.
    #[arg(long, default_value = "fr")]
    pub(crate) lang: Lang,
}

/// What is counted as a change.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Unit {
    /// Participants whose agenda is another.
    People,
    /// Pairs that meet elsewhere, no longer, or newly.
    Meetings,
}

impl From<Unit> for passerelle_domain::ChangeUnit {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::People => Self::People,
            Unit::Meetings => Self::Meetings,
        }
    }
}

/// Options of `standby`.
#[derive(Debug, Args)]
pub(crate) struct Standby {
    /// The problem in JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// Its agenda: a result of `plan --problem` or `replan`, or its meetings alone.
    #[arg(value_name = "AGENDA")]
    pub(crate) agenda: PathBuf,
    /// How likely participants are to come, see `passerelle schema attendance`; by default everybody does.
    #[arg(long, value_name = "FILE")]
    pub(crate) attendance: Option<PathBuf>,
    /// Reserves named for each case.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) ranks: Option<u16>,
    /// Where the result goes; by default the standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// Options of `why`.
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// The problem, JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// The agenda, JSON: a result of `plan --problem`, or just its meetings.
    #[arg(value_name = "AGENDA")]
    pub(crate) agenda: PathBuf,
    /// One pair: its id, or two participants as a~b. Default: wished, must and strong pairs left out.
    #[arg(value_name = "PAIR", conflicts_with = "all")]
    pub(crate) pair: Option<String>,
    /// Answers for every pair left out.
    #[arg(long)]
    pub(crate) all: bool,
    /// A pair is strong when it is among so many of the most valuable of either participant.
    #[arg(long, value_name = "N", default_value_t = 5, conflicts_with_all = ["all", "pair"])]
    pub(crate) strong: usize,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// Options of `helps`.
#[derive(Debug, Args)]
pub(crate) struct Helps {
    /// The problem, JSON.
    #[arg(value_name = "PROBLEM")]
    pub(crate) problem: PathBuf,
    /// The agenda, JSON: a result of `plan --problem`, or just its meetings.
    #[arg(value_name = "AGENDA")]
    pub(crate) agenda: PathBuf,
    /// How many suggestions to find.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// How a question about an agenda is answered.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Prints sentences instead of JSON.
    #[arg(long)]
    pub(crate) words: bool,
    /// Where the answer goes instead of the standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Seconds after which what is not yet solved stays open.
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) time_limit: Option<f64>,
    /// Seed of the searches.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
}

/// Options of `eval`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
#[command(group = clap::ArgGroup::new("beside").args(["against", "versus_config", "baseline", "compare"]))]
pub(crate) struct Eval {
    /// A folder with corpus.jsonl, queries.jsonl and qrels.tsv, or with firms/, briefs/ and judgements.tsv (and evidence.tsv,
    /// strengths.tsv).
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
    /// Which order is scored and written: the firms for each brief, or the briefs for each firm.
    #[arg(long, default_value = "brief")]
    pub(crate) view: View,
    /// How many answers of each list are kept, scored and written.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) depth: u32,
    /// Writes the run: query, item, score (with `--view firm`: item, query, score), separated by tabs.
    #[arg(long, value_name = "FILE", conflicts_with = "compare")]
    pub(crate) run: Option<PathBuf>,
    /// Hides the document whose id is the query's from every signal.
    #[arg(long)]
    pub(crate) exclude_own_id: bool,
    /// Compares with a run of any system, in the same view.
    #[arg(long, value_name = "RUN")]
    pub(crate) against: Option<PathBuf>,
    /// Compares with the ranking under another configuration than `--config`.
    #[arg(long, value_name = "FILE")]
    pub(crate) versus_config: Option<PathBuf>,
    /// Compares with a plain ranking.
    #[arg(long)]
    pub(crate) baseline: Option<Baseline>,
    /// Compares two runs with each other; nothing is ranked.
    #[arg(long, value_names = ["RUN", "RUN"], num_args = 2)]
    pub(crate) compare: Option<Vec<PathBuf>>,
    /// Shows the measures of every query.
    #[arg(long, conflicts_with = "compare")]
    pub(crate) per_query: bool,
    /// Lists every wrong evidence sentence and strength.
    #[arg(long, short, conflicts_with = "compare")]
    pub(crate) verbose: bool,
    /// Prints JSON, for other programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which of the two orders is evaluated.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum View {
    /// For each brief, the firms that suit it.
    Brief,
    /// For each firm, the briefs that suit it.
    Firm,
}

impl View {
    /// The word used in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Firm => "firm",
        }
    }
}

/// A plain ranking to compare with.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Baseline {
    /// BM25 over the whole text of each item, k1 1.2, b 0.75, words stemmed in the corpus' main language.
    Bm25,
}

/// What to do with the skills taxonomy.
#[derive(Debug, Subcommand)]
pub(crate) enum Taxonomy {
    /// Reads ESCO's official CSV files and writes one file into the taxonomy's folder.
    ///
    /// Takes skills_en.csv and, when they are there, skills_fr.csv, skillGroups_en.csv, skillGroups_fr.csv and
    /// broaderRelationsSkillPillar.csv. The same files a second time change nothing.
    ImportEsco(ImportEsco),
    /// Checks every file of the taxonomy and counts concepts by file and by sector.
    Check(TaxonomyCheck),
    /// Shows the concepts that a text names, with the words that name them.
    Spot(Spot),
}

/// Options of `taxonomy import-esco`.
#[derive(Debug, Args)]
pub(crate) struct ImportEsco {
    /// The folder of an ESCO download, CSV.
    #[arg(value_name = "DIR")]
    pub(crate) download: PathBuf,
    /// The taxonomy's folder; by default the configured one.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) into: Option<PathBuf>,
}

/// Options of `taxonomy check`.
#[derive(Debug, Args)]
pub(crate) struct TaxonomyCheck {
    /// The taxonomy's folder; by default the configured one.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<PathBuf>,
}

/// Options of `taxonomy spot`.
#[derive(Debug, Args)]
pub(crate) struct Spot {
    /// The text; `-` is the standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Language in which concepts are shown; texts may be in either.
    #[arg(long, default_value = "en")]
    pub(crate) lang: Lang,
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
    /// A policy: order of objectives, tolerance, spread, floors.
    Policy,
    /// The result of a solve.
    Agenda,
    /// What has changed since an agenda was released.
    Changes,
    /// How likely participants are to come.
    Attendance,
    /// What a re-plan says, the key `replan` of its result.
    Replan,
    /// Who stands by.
    Standby,
    /// An event.
    Event,
    /// A firm.
    Firm,
    /// A brief.
    Brief,
    /// The result of `fairness`.
    Fairness,
    /// The answer of `why`.
    Why,
    /// The answer of `helps`.
    Helps,
}

impl Format {
    /// The name the formats know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Policy => "policy",
            Self::Agenda => "agenda",
            Self::Changes => "changes",
            Self::Attendance => "attendance",
            Self::Replan => "replan",
            Self::Standby => "standby",
            Self::Event => "event",
            Self::Firm => "firm",
            Self::Brief => "brief",
            Self::Fairness => "fairness",
            Self::Why => "why",
            Self::Helps => "helps",
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
