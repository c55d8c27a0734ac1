//! Typed configuration: `config/default.toml`, compiled in, and what a file of the user's changes of it.

use std::path::{Path, PathBuf};

use passerelle_domain::{ChangeUnit, FitSteps, Policy, ReplanPolicy, Trade};
use passerelle_formats::{SourceFile, policy};
use passerelle_matching::Settings;
use serde::Deserialize;

use crate::error::AppError;
use crate::files;
use crate::service::Server;

const DEFAULT: &str = include_str!("../../../config/default.toml");

/// Every setting. Each is explained, with the reason of its default, in `config/default.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Weights and limits of the ranking.
    pub ranking: Ranking,
    /// What a meeting is worth, and which pairs are built.
    pub pairs: Pairs,
    /// What comes first when not everything can be had, for events.
    #[serde(skip)]
    pub policy: Policy,
    /// How long and how hard to solve.
    pub solver: Solver,
    /// What a re-plan may change, and at what price.
    pub replan: Replan,
    /// Who stands by.
    pub standby: Standby,
    /// Where the skills taxonomy is looked for.
    pub taxonomy: Taxonomy,
    /// What firms are told of briefs that they may not read.
    pub audience: Audience,
    /// How the server runs.
    pub server: Server,
}

/// The `[ranking]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Ranking {
    pub k1: f64,
    pub profile_b: f64,
    pub document_b: f64,
    pub title_weight: f64,
    pub language_excuse: f64,
    pub voting_ranks: usize,
    pub rank_decay: f64,
    pub voting_share: f64,
    pub votes_per_firm: usize,
    pub good_share: f64,
    pub good_cosine: f64,
    pub spelling_words: f64,
    pub meaning_words: f64,
    pub exhaustive_firms: usize,
    pub candidates: usize,
    pub candidate_postings: usize,
    pub whole_weight: f64,
    pub documents_weight: f64,
    pub meaning_weight: f64,
    pub spelling_weight: f64,
    pub concept_weight: f64,
    pub requirements_weight: f64,
    pub must_weight: f64,
    pub should_weight: f64,
    pub nice_weight: f64,
    pub full_answer: f64,
    pub full_sentence: f64,
    pub read_closely: usize,
    pub lexicon_weight: f64,
    pub met_threshold: f64,
    pub rare_word: f64,
    pub capacity_weight: f64,
    pub co_financing_weight: f64,
    pub day_rate_weight: f64,
    pub distance_weight: f64,
    pub sector_weight: f64,
    pub usual_months: usize,
    pub rate_excess: f64,
    pub site_km: u32,
    pub comes_along: f64,
    pub close_sector: f64,
    pub other_sector: f64,
}

impl Ranking {
    /// The plain values that the ranking takes.
    pub fn settings(&self) -> Settings {
        Settings {
            k1: self.k1,
            profile_b: self.profile_b,
            document_b: self.document_b,
            title_weight: self.title_weight,
            language_excuse: self.language_excuse,
            voting_ranks: self.voting_ranks,
            rank_decay: self.rank_decay,
            voting_share: self.voting_share,
            votes_per_firm: self.votes_per_firm,
            good_share: self.good_share,
            good_cosine: self.good_cosine,
            spelling_words: self.spelling_words,
            meaning_words: self.meaning_words,
            exhaustive_firms: self.exhaustive_firms,
            candidates: self.candidates,
            candidate_postings: self.candidate_postings,
            whole_weight: self.whole_weight,
            documents_weight: self.documents_weight,
            meaning_weight: self.meaning_weight,
            spelling_weight: self.spelling_weight,
            concept_weight: self.concept_weight,
            requirements_weight: self.requirements_weight,
            must_weight: self.must_weight,
            should_weight: self.should_weight,
            nice_weight: self.nice_weight,
            full_answer: self.full_answer,
            full_sentence: self.full_sentence,
            read_closely: self.read_closely,
            lexicon_weight: self.lexicon_weight,
            met_threshold: self.met_threshold,
            rare_word: self.rare_word,
            capacity_weight: self.capacity_weight,
            co_financing_weight: self.co_financing_weight,
            day_rate_weight: self.day_rate_weight,
            distance_weight: self.distance_weight,
            sector_weight: self.sector_weight,
            usual_months: self.usual_months,
            rate_excess: self.rate_excess,
            site_km: self.site_km,
            comes_along: self.comes_along,
            close_sector: self.close_sector,
            other_sector: self.other_sector,
        }
    }
}

/// The `[pairs]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Pairs {
    pub score_weight: f64,
    pub desk_wish_weight: f64,
    pub firm_wish_weight: f64,
    pub wish_grades: [f64; 3],
    pub quality_threshold: f64,
    pub strong_rank: usize,
    pub desk_wish_opens_gate: bool,
    pub max_per_desk_and_firm: u32,
    pub max_per_brief_and_firm: u32,
    pub max_per_client_and_firm: u32,
}

/// The `[solver]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Solver {
    pub time_limit_s: f64,
    pub seed: u64,
    pub effort: f64,
}

/// The `[replan]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Replan {
    pub max_changes: Option<u32>,
    pub unit: Unit,
    pub trade: TradeWord,
    pub tolerance: f64,
    pub price_per_change: u32,
}

/// What a cap on changes counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each word is explained in config/default.toml")]
pub enum Unit {
    People,
    Meetings,
}

/// How value is weighed against changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each word is explained in config/default.toml")]
pub enum TradeWord {
    ValueFirst,
    Price,
}

impl Replan {
    /// The policy, as the solver takes it.
    pub fn policy(&self) -> ReplanPolicy {
        ReplanPolicy {
            max_changes: self.max_changes,
            unit: match self.unit {
                Unit::People => ChangeUnit::People,
                Unit::Meetings => ChangeUnit::Meetings,
            },
            trade: match self.trade {
                TradeWord::ValueFirst => Trade::ValueFirst { tolerance: self.tolerance },
                TradeWord::Price => Trade::Price { per_change: self.price_per_change },
            },
        }
    }
}

/// The `[standby]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Standby {
    pub ranks: usize,
}

/// The `[taxonomy]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Taxonomy {
    pub folder: PathBuf,
}

/// The `[audience]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml, beside its default")]
pub struct Audience {
    pub possible_fit: f64,
    pub strong_fit: f64,
}

impl Audience {
    /// The thresholds, as the audiences' views take them.
    pub fn steps(&self) -> FitSteps {
        FitSteps { possible: self.possible_fit, strong: self.strong_fit }
    }
}

impl Config {
    /// The defaults alone.
    ///
    /// # Errors
    /// Never in a released product: a test reads the file that is compiled in.
    pub fn defaults() -> Result<Self, AppError> {
        read(Path::new("config/default.toml"), DEFAULT)
    }

    /// The defaults, overlaid by a file when one is given and by the environment: `PASSERELLE__SERVER__LISTEN` is `server.listen`.
    ///
    /// # Errors
    /// The same as of [`Config::load`], for the environment as well.
    pub fn with_environment(
        path: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, AppError> {
        let mut over = match path {
            Some(path) => files::read_text(path)?.parse::<toml::Table>().map_err(|e| not_toml(path, &e))?,
            None => toml::Table::new(),
        };
        for (name, value) in variables {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            let parts: Vec<String> = key.split("__").map(str::to_lowercase).collect();
            set(&mut over, &parts, value);
        }
        read(path.unwrap_or(Path::new("the environment")), &over.to_string())
    }

    /// The defaults, overlaid by a file when one is given.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, names a key that does not exist, or holds a value out of range.
    pub fn load(path: Option<&Path>) -> Result<Self, AppError> {
        let Some(path) = path else { return Self::defaults() };
        let text = files::read_text(path)?;
        read(path, &text)
    }

    fn complaints(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut share = |name: &str, value: f64| {
            if !(0.0..=1.0).contains(&value) {
                wrong.push(format!("{name}: `{value}` is not between 0 and 1"));
            }
        };
        let pairs = &self.pairs;
        share("pairs.score_weight", pairs.score_weight);
        share("pairs.desk_wish_weight", pairs.desk_wish_weight);
        share("pairs.firm_wish_weight", pairs.firm_wish_weight);
        share("pairs.quality_threshold", pairs.quality_threshold);
        share("replan.tolerance", self.replan.tolerance);
        share("audience.possible_fit", self.audience.possible_fit);
        share("audience.strong_fit", self.audience.strong_fit);
        for (i, grade) in pairs.wish_grades.iter().enumerate() {
            share(&format!("pairs.wish_grades[{i}]"), *grade);
        }
        if pairs.score_weight + pairs.desk_wish_weight + pairs.firm_wish_weight <= 0.0 {
            wrong.push("pairs: all three weights are 0".into());
        }
        if self.audience.possible_fit > self.audience.strong_fit {
            wrong.push("audience.possible_fit: is above strong_fit".into());
        }
        for (name, value) in [("time_limit_s", self.solver.time_limit_s), ("effort", self.solver.effort)] {
            if !(value.is_finite() && value >= 0.0) {
                wrong.push(format!("solver.{name}: `{value}` is not a number of at least 0"));
            }
        }
        wrong.extend(self.server.complaints());
        wrong
    }
}

/// Before the names of variables that stand over the file.
const PREFIX: &str = "PASSERELLE__";

/// Sets a key of a table by its path; numbers, flags and lists are read as TOML, anything else is a text.
fn set(table: &mut toml::Table, path: &[String], value: String) {
    match path {
        [] => {}
        [key] => {
            let read = format!("v = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("v"));
            table.insert(key.clone(), read.unwrap_or(toml::Value::String(value)));
        }
        [key, rest @ ..] => {
            let inner = table.entry(key.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

fn not_toml(path: &Path, error: &toml::de::Error) -> AppError {
    AppError::input(
        path,
        error.to_string().trim_end().to_owned(),
        "see config/default.toml for every key with its default",
    )
}

fn read(path: &Path, text: &str) -> Result<Config, AppError> {
    let wrong = |message: String| {
        AppError::input(path, message, "see config/default.toml for every key with its default")
    };
    let mut whole: toml::Table = DEFAULT.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
    let over: toml::Table =
        text.parse().map_err(|e: toml::de::Error| wrong(e.to_string().trim_end().to_owned()))?;
    overlay(&mut whole, over);
    let policy = read_policy(path, whole.remove("policy"))?;
    let mut config: Config =
        whole.try_into().map_err(|e: toml::de::Error| wrong(e.to_string().trim_end().to_owned()))?;
    config.policy = policy;
    let complaints = config.complaints();
    if complaints.is_empty() { Ok(config) } else { Err(wrong(complaints.join("; "))) }
}

/// The `[policy]` table, by the reader of policy files.
fn read_policy(path: &Path, table: Option<toml::Value>) -> Result<Policy, AppError> {
    let Some(table) = table else { return Ok(Policy::default()) };
    let text = match table {
        toml::Value::Table(table) => table.to_string(),
        other => format!("policy = {other}"),
    };
    let read = policy::parse(&SourceFile { name: "policy.toml".into(), bytes: text.into_bytes() });
    match read {
        Ok(read) => Ok(Policy { name: None, ..read.policy }),
        // The text was written anew, so its lines are not those of the file.
        Err(wrong) => Err(wrong
            .into_iter()
            .map(|error| passerelle_formats::FileError {
                file: path.display().to_string(),
                line: None,
                field: format!("policy.{}", error.field),
                ..error
            })
            .collect::<Vec<_>>()
            .into()),
    }
}

fn overlay(whole: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (whole.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(over)) => overlay(inner, over),
            (_, value) => {
                whole.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn load(text: &str) -> Result<Config, AppError> {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("mine.toml");
        fs::write(&path, text).unwrap();
        Config::load(Some(&path))
    }

    #[test]
    fn the_defaults_of_the_file_are_those_of_the_code() {
        let config = Config::defaults().unwrap();
        assert_eq!(config.ranking.settings(), Settings::default());
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let config = load("[pairs]\nstrong_rank = 5\n").unwrap();
        assert_eq!(config.pairs.strong_rank, 5);
        assert_eq!(config.solver, Config::defaults().unwrap().solver);
    }

    #[test]
    fn the_policy_is_read_like_a_policy_file_and_overlaid_key_by_key() {
        let config = load("[policy]\nspread = 2\n").unwrap();
        assert_eq!(config.policy.spread, Some(passerelle_domain::Spread::AtMost(2)));
        assert_eq!(config.policy.objectives, Some(passerelle_domain::Objective::USUAL.to_vec()));
        let wrong = load("[policy]\nspread = -2\ngive_up = 1e18\nflors = []\n").unwrap_err().to_string();
        for part in ["policy.spread", "policy.give_up", "policy.flors", "`floors`"] {
            assert!(wrong.contains(part), "{wrong}");
        }
    }

    #[test]
    fn unknown_keys_and_values_out_of_range_are_refused_by_name() {
        assert!(load("[pairs]\nstrong_rnak = 5\n").unwrap_err().to_string().contains("strong_rnak"));
        assert!(
            load("[pairs]\nquality_threshold = 7.0\n").unwrap_err().to_string().contains("quality_threshold")
        );
        assert!(load("[pairs\n").unwrap_err().to_string().contains("mine.toml"));
    }
}
