//! Re-plans, whole process: plans a generated problem, changes it, times the binary on the changes, and compares whom it touches
//! with a full plan of the changed problem that knows nothing of the agenda before.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::generate::Recipe;
use crate::measure::timed;
use crate::random::Random;

/// What to measure.
pub(crate) struct Replans<'a> {
    /// The binary to run.
    pub(crate) binary: &'a Path,
    /// Changes at once.
    pub(crate) changes: &'a [usize],
    /// The cap on changed people.
    pub(crate) cap: Option<u32>,
}

impl Replans<'_> {
    /// Runs every recipe with every number of changes and prints a row as soon as it is known.
    pub(crate) fn run(&self, recipes: &[Recipe]) -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        println!(
            "size  avail  seed changes | ms best  ms mid |    before     after free bound  below % | people more | afresh: s  people | people kept back"
        );
        for recipe in recipes {
            let text = recipe.problem();
            let (problem, agenda) = (folder.path().join("problem.json"), folder.path().join("agenda.json"));
            fs::write(&problem, text.to_string())?;
            self.call(&["plan", "--threads", "1", "--problem"], &[&problem], &agenda)?;
            let released = read(&agenda)?;
            for &count in self.changes {
                self.row(recipe, (&text, &problem), (&released, &agenda), count, folder.path())?;
            }
        }
        Ok(())
    }

    fn row(
        &self,
        recipe: &Recipe,
        (text, problem): (&Value, &Path),
        (released, agenda): (&Value, &Path),
        count: usize,
        folder: &Path,
    ) -> io::Result<()> {
        let named = |name: &str| folder.join(name);
        let (changes, grown, answer) = (named("changes.json"), named("changed.json"), named("answer.json"));
        let afresh = named("afresh.json");
        fs::write(&changes, some_changes(text, released, count, recipe.seed).to_string())?;
        let mut arguments: Vec<String> = vec!["replan".into()];
        if let Some(cap) = self.cap {
            arguments.extend(["--max-changes".into(), cap.to_string()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let files = [problem, agenda, changes.as_path()];
        let mut times: Vec<f64> = Vec::new();
        for _ in 0..5 {
            let (done, seconds) = timed(|| self.call(&arguments, &files, &answer));
            done?;
            times.push(seconds * 1e3);
        }
        times.sort_unstable_by(f64::total_cmp);
        // Once more for the changed problem, which takes time to write and is not part of what is asked.
        let told = grown.display().to_string();
        self.call(&[arguments.as_slice(), &["--problem-out", &told]].concat(), &files, &answer)?;
        let (done, seconds) =
            timed(|| self.call(&["plan", "--threads", "1", "--problem"], &[&grown], &afresh));
        done?;
        let (answer, afresh) = (read(&answer)?, read(&afresh)?);
        let replan = &answer["replan"];
        let number = |value: &Value| value.as_i64().unwrap_or(-1);
        let (after, bound) = (number(&replan["value"]["after"]), number(&replan["value"]["free_bound"]));
        let touched = number(&replan["people"]["changed"]);
        let touched_afresh = people(text, released, &afresh);
        println!(
            "{:<5} {:>4} % {:>5} {:>7} | {:>7.1} {:>7.1} | {:>9} {:>9} {:>10} {:>8.4} | {:>6} {:>4} | {:>8.2} {:>7} | {:>5.1} of 100",
            recipe.size.name(),
            recipe.availability,
            recipe.seed,
            count,
            times[0],
            times[2],
            number(&replan["value"]["before"]),
            after,
            bound,
            (bound - after) as f64 / bound.max(1) as f64 * 100.0,
            touched,
            number(&replan["people"]["counted"]),
            seconds,
            touched_afresh,
            100.0 - touched as f64 / touched_afresh.max(1) as f64 * 100.0,
        );
        Ok(())
    }

    fn call(&self, arguments: &[&str], files: &[&Path], out: &Path) -> io::Result<()> {
        let status = Command::new(self.binary)
            .args(arguments)
            .args(files)
            .arg("--out")
            .arg(out)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("{arguments:?} ended with {status}")))
        }
    }
}

fn read(path: &PathBuf) -> io::Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// Where each pair meets.
fn places(agenda: &Value) -> BTreeMap<String, (String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let meetings = agenda["meetings"].as_array().into_iter().flatten();
    meetings.map(|m| (text(&m["pair"]), (text(&m["slot"]), text(&m["table"])))).collect()
}

/// How many participants have another slot or another partner; tables apart, which a full plan numbers as it likes.
fn people(problem: &Value, before: &Value, after: &Value) -> usize {
    let slots = |agenda: &Value| -> BTreeSet<(String, String)> {
        places(agenda).into_iter().map(|(pair, (slot, _))| (pair, slot)).collect()
    };
    let mut ends: BTreeMap<&str, [&str; 2]> = BTreeMap::new();
    let ids: Vec<(String, [&str; 2])> = problem["pairs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| {
            let end = |key: &str| pair[key].as_str().unwrap_or_default();
            let id = pair["id"].as_str().map_or_else(|| format!("{}~{}", end("a"), end("b")), str::to_owned);
            (id, [end("a"), end("b")])
        })
        .collect();
    ends.extend(ids.iter().map(|(id, two)| (id.as_str(), *two)));
    let (before, after) = (slots(before), slots(after));
    let touched = before.symmetric_difference(&after).filter_map(|(pair, _)| ends.get(pair.as_str()));
    touched.flatten().collect::<BTreeSet<_>>().len()
}

/// Changes of all kinds after a quarter of the slots; a single one is a withdrawal.
fn some_changes(problem: &Value, agenda: &Value, count: usize, seed: u64) -> Value {
    let mut random = Random::new(seed.wrapping_mul(7919) ^ count as u64);
    let slots: Vec<&str> =
        problem["slots"].as_array().into_iter().flatten().filter_map(|slot| slot["id"].as_str()).collect();
    let frozen = slots.len() / 4;
    let mut ahead: Vec<(String, String)> = places(agenda)
        .into_iter()
        .filter(|(_, (slot, _))| slots.iter().position(|s| s == slot).is_some_and(|at| at >= frozen))
        .map(|(pair, _)| {
            let firm = pair.split_once('~').map_or("", |two| two.1).to_owned();
            (pair, firm)
        })
        .collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut next = |random: &mut Random| loop {
        let (pair, firm) = ahead.swap_remove(random.below(ahead.len()));
        if ahead.is_empty() || used.insert(firm.clone()) {
            return (pair, firm);
        }
    };
    let kinds = [
        "withdrawn",
        "late",
        "leaves",
        "refused",
        "must_move",
        "table_closed",
        "desk_added",
        "absent",
        "withdrawn",
        "refused",
    ];
    let list: Vec<Value> = (0..count)
        .map(|n| {
            let (pair, firm) = next(&mut random);
            match kinds[n % kinds.len()] {
                "late" => json!({"kind": "late", "participant": firm, "until": slots[frozen + 2]}),
                "leaves" => json!({"kind": "leaves", "participant": firm, "from": slots[slots.len() - 3]}),
                "absent" => json!({"kind": "absent", "participant": firm, "slots": slots[frozen + 1..frozen + 4]}),
                "refused" => json!({"kind": "refused", "pair": pair, "by": firm}),
                "must_move" => json!({"kind": "must_move", "pair": pair}),
                // In three slots: closing a table for the day moves all who sit at it, whoever re-plans.
                "table_closed" => {
                    json!({"kind": "table_closed", "table": "1", "slots": slots[frozen + 1..frozen + 4]})
                }
                "desk_added" => {
                    let desk = format!("new{n}");
                    let firms: BTreeSet<String> = (0..20).map(|_| next(&mut random).1).collect();
                    let pairs: Vec<Value> = firms
                        .iter()
                        .map(|firm| json!({"a": desk, "b": firm, "value": 100 + random.below(900)}))
                        .collect();
                    json!({"kind": "desk_added", "participants": [{"id": desk, "side": "client"}], "pairs": pairs})
                }
                _ => json!({"kind": "withdrawn", "participant": firm}),
            }
        })
        .collect();
    json!({"frozen_before": slots[frozen], "changes": list})
}
