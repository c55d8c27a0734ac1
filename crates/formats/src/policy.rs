//! The policy file, TOML or JSON: what comes first, what may be given up for what, and who is promised how much.
//!
//! ```toml
//! objectives = ["musts", "floors", "value", "gaps", "moves"]
//! give_up = 10000      # 1 % of the value, for fewer idle groups
//! spread = 2           # or "free"
//! floors = [{ class = "sme", min = 3 }]
//! ```
//!
//! What is left out stays as the problem (or, for an event, the configuration) has it.

use passerelle_domain::{Objective, Policy, PolicyFloor, Problems, Spread};
use schemars::JsonSchema;

use crate::problem::file::ObjectiveWord;
use crate::reader::{Fields, Log, Path};
use crate::tree::{Node, Value};
use crate::values::{count, flag, ident, whole, word};
use crate::{FileError, SourceFile, json, selectors, toml_tree};

const OBJECTIVES: &[&str] = &["musts", "floors", "value", "gaps", "moves"];

/// A policy that was read, with the lines of its fields.
#[derive(Debug, Clone)]
pub struct PolicyFileRead {
    /// What it says; its name is that of the file when it gives none.
    pub policy: Policy,
    file: String,
    lines: Vec<(String, usize)>,
}

/// Reads a policy.
///
/// # Errors
/// Everything that is wrong with the file by itself, sorted, with its line. Whether its labels and its order suit a problem is
/// for [`passerelle_domain::Problem::with_policy`] to say; [`PolicyFileRead::located`] gives those complaints their lines.
pub fn parse(file: &SourceFile) -> Result<PolicyFileRead, Vec<FileError>> {
    let mut log = Log::new(file);
    let read = read(file, &mut log);
    log.done(read).map(|(read, _)| read)
}

fn read(file: &SourceFile, log: &mut Log) -> Option<PolicyFileRead> {
    let (text, _) = file.text().map_err(|error| log.push(error)).ok()?;
    let tree = match file.extension().as_str() {
        "toml" => toml_tree::parse(&text, 1).map_err(|wrong| log.syntax(wrong)).ok()?,
        "json" => {
            let (tree, wrong) = json::parse(&text);
            log.syntax(wrong);
            tree?
        }
        other => {
            let message = format!("`.{other}` files are not read as policies");
            log.push(file.error(None, "", &message, "give .toml or .json"));
            return None;
        }
    };
    let mut policy = policy(&tree, log);
    policy.name = policy.name.or_else(|| Some(file.stem().to_owned()));
    let lines = ["objectives", "give_up", "spread"].map(|key| (key.to_owned(), tree.line_of(key)));
    let floors = (0..policy.floors.len()).map(|i| format!("floors[{i}]"));
    let floors = floors.map(|at| (at.clone(), tree.line_of(&at)));
    let lines = lines.into_iter().chain(floors).collect();
    Some(PolicyFileRead { policy, file: file.name.clone(), lines })
}

impl PolicyFileRead {
    /// Complaints about the policy as errors of its file.
    pub fn located(&self, problems: Problems) -> Vec<FileError> {
        let line = |field: &str| self.lines.iter().find(|(at, _)| at == field).map(|&(_, line)| line);
        let error = |wrong: passerelle_domain::Invalid| FileError {
            file: self.file.clone(),
            line: line(&wrong.field),
            field: wrong.field,
            message: wrong.message,
            hint: wrong.hint,
        };
        problems.into_iter().map(error).collect()
    }
}

fn policy(tree: &Node<'_>, log: &mut Log) -> Policy {
    let root = Path::Root;
    let mut f = Fields::of(tree, &root, log);
    let policy = Policy {
        name: f.read("name", log, ident),
        objectives: objectives(&mut f, log),
        give_up: f.read("give_up", log, share),
        spread: f.read("spread", log, spread),
        floors: f.every("floors", log, floor),
    };
    f.finish(log);
    policy
}

/// The objectives in order, when they are told.
pub(crate) fn objectives(f: &mut Fields<'_, '_, '_>, log: &mut Log) -> Option<Vec<Objective>> {
    let read = word("an objective", OBJECTIVES, Objective::from_word);
    f.has("objectives").then(|| f.list("objectives", log, read))
}

/// A share in parts per million.
pub(crate) fn share(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<u32> {
    whole(0, i64::from(Policy::WHOLE))(node, path, log)
}

fn spread(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> Option<Spread> {
    if matches!(&node.value, Value::Text(text) if text == "free") {
        return Some(Spread::Free);
    }
    if let Value::Text(text) = &node.value {
        let hint = "give a whole number, or \"free\" for none";
        log.error(node.line, path, format!("`{text}` is not a spread"), hint);
        return None;
    }
    count(node, path, log).map(Spread::AtMost)
}

fn floor(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> PolicyFloor {
    let mut f = Fields::of(node, path, log);
    let of = selectors::labels(&mut f, log);
    let min = f.need("min", log, count).unwrap_or_default();
    let replace = f.read("replace", log, flag).unwrap_or(false);
    f.finish(log);
    PolicyFloor { of, min, replace }
}

/// What an organiser decides about an agenda beyond its facts. What is left out stays as the problem has it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the struct exists for its schema; the reader is `policy`")]
pub(crate) struct PolicyFile {
    /// Its name, for comparisons. That of the file when left out.
    name: Option<String>,
    /// Objectives in lexicographic order: `musts`, `floors`, `value`, then `gaps` and `moves`, which may be left out.
    objectives: Option<Vec<ObjectiveWord>>,
    /// Share of the value that may be given up for fewer idle groups, parts per million: 10000 is 1 %.
    #[schemars(range(min = 0, max = 1_000_000))]
    give_up: Option<u32>,
    /// Largest difference allowed between two participants' numbers of idle groups, or `free`.
    spread: Option<SpreadFile>,
    /// Floors for whole classes of participants.
    floors: Option<Vec<FloorFile>>,
}

/// A number of idle groups, or `free`.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "the enum exists for its schema; the reader is `spread`")]
pub(crate) enum SpreadFile {
    /// The largest difference.
    AtMost(#[schemars(range(min = 0, max = 1_000_000_000))] u32),
    /// `free`: as it comes.
    Free(FreeWord),
}

/// As it comes.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "the enum exists for its schema; the reader is `spread`")]
pub(crate) enum FreeWord {
    Free,
}

/// A floor for each participant that has every label given, as far as its seats and its cap allow.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the struct exists for its schema; the reader is `floor`")]
pub(crate) struct FloorFile {
    /// The participant of this id.
    id: Option<String>,
    /// Those of this side: `client`, `firm`.
    side: Option<String>,
    /// Those of this group.
    group: Option<String>,
    /// Those of this size class: `sme`.
    class: Option<String>,
    /// How many meetings.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    min: u32,
    /// Whether it takes the place of a higher floor too; otherwise it only raises floors. False when left out.
    replace: Option<bool>,
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Objective, Policy, PolicyFloor, Selector, Spread};

    use super::parse;
    use crate::SourceFile;

    fn source(name: &str, text: &str) -> SourceFile {
        SourceFile { name: name.into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_policy_is_read_from_toml_and_json_alike() {
        let toml = "objectives = [\"musts\", \"floors\", \"value\"]\ngive_up = 10000\nspread = \"free\"\n\
                    floors = [{ class = \"sme\", min = 3 }]\n";
        let json = r#"{"objectives": ["musts", "floors", "value"], "give_up": 1e4, "spread": "free",
                       "floors": [{"class": "sme", "min": 3}], "name": "fair"}"#;
        let read = parse(&source("policies/fair.toml", toml)).unwrap().policy;
        let expected = Policy {
            name: Some("fair".into()),
            objectives: Some(Objective::USUAL[..3].to_vec()),
            give_up: Some(10_000),
            spread: Some(Spread::Free),
            floors: vec![PolicyFloor {
                of: Selector { class: Some("sme".into()), ..Selector::default() },
                min: 3,
                replace: false,
            }],
        };
        assert_eq!(read, expected);
        assert_eq!(parse(&source("x.json", json)).unwrap().policy, expected);
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_line() {
        let text = "objectives = [\"musts\", \"vlaue\"]\ngive_up = -1\nspread = nan\ngiveup = 3\n\
                    [[floors]]\nclass = \"sme\"\n[[floors]]\nmin = 1e18\n";
        let wrong = parse(&source("p.toml", text)).unwrap_err();
        let told: Vec<(Option<usize>, &str)> = wrong.iter().map(|e| (e.line, e.field.as_str())).collect();
        assert_eq!(
            told,
            [
                (Some(1), "objectives[1]"),
                (Some(2), "give_up"),
                (Some(3), "spread"),
                (Some(4), "giveup"),
                (Some(5), "floors[0].min"),
                (Some(8), "floors[1].min"),
            ]
        );
        assert!(parse(&source("p.txt", "")).is_err());
    }

    #[test]
    fn complaints_of_a_problem_find_their_lines() {
        let read = parse(&source("p.toml", "give_up = 0\n[[floors]]\nmin = 1\nside = \"nobody\"\n")).unwrap();
        let wrong = passerelle_domain::Invalid::new("floors[0]", "no participant", "use labels");
        assert_eq!(read.located(wrong.into())[0].line, Some(2));
    }
}
