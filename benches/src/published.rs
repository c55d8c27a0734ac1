//! The published instances of the business-to-business meeting problem: whole process, beside the published optima.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::measure::{children_seconds, timed};

/// Where a folder keeps what was published of its instances: `instance,optimum,note`, with a line of headings. A note that
/// begins with `UNSAT` says that there is no agenda.
const REFERENCE: &str = "reference.csv";

/// What was published of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Published {
    Groups(u32),
    Infeasible,
}

/// What one run came to.
struct Reached {
    status: String,
    groups: Option<u64>,
    bound: Option<u64>,
    reason: String,
    seconds: f64,
    processor: f64,
}

impl Reached {
    /// Whether what was found is proved: fewest idle groups, or that there is no agenda.
    fn is_proved(&self) -> bool {
        self.status == "infeasible" || (self.groups.is_some() && self.groups == self.bound)
    }

    fn agrees(&self, published: Published) -> bool {
        match published {
            Published::Groups(groups) => {
                self.groups == Some(u64::from(groups)) && self.status != "infeasible"
            }
            Published::Infeasible => self.status == "infeasible",
        }
    }
}

/// Runs the binary on every instance of a folder whose name holds one of `only` (all when there is none), and prints rows.
pub(crate) fn run(binary: &Path, folder: &Path, only: &[String], options: &[String]) -> io::Result<()> {
    let published = reference(&folder.join(REFERENCE));
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "dzn"))
        .collect();
    files.sort();
    println!(
        "{:<30} {:>10} {:>6} {:>6} {:>7} {:>9} {:>7} {:>8} {:>8}  reason",
        "instance", "status", "groups", "bound", "proved", "published", "reached", "s", "cpu s"
    );
    let (mut runs, mut proved, mut known, mut reached) = (0, 0, 0, 0);
    let mut processor = 0.0;
    for file in files {
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !only.is_empty() && !only.iter().any(|part| name.contains(part)) {
            continue;
        }
        let one = one(binary, &file, options)?;
        let asked = published.get(&name).copied();
        row(&name, &one, asked);
        runs += 1;
        proved += usize::from(one.is_proved());
        known += usize::from(asked.is_some());
        reached += usize::from(asked.is_some_and(|asked| one.agrees(asked)));
        processor += one.processor;
    }
    println!(
        "{runs} instances, {proved} proved; {reached} of the {known} published answers reached; {processor:.1} cpu s"
    );
    Ok(())
}

fn row(name: &str, one: &Reached, published: Option<Published>) {
    let figure = |figure: Option<u64>| figure.map_or("-".to_owned(), |figure| figure.to_string());
    let told = match published {
        Some(Published::Groups(groups)) => groups.to_string(),
        Some(Published::Infeasible) => "none".to_owned(),
        None => "?".to_owned(),
    };
    let reached = published.map_or("", |published| if one.agrees(published) { "yes" } else { "NO" });
    println!(
        "{name:<30} {:>10} {:>6} {:>6} {:>7} {told:>9} {reached:>7} {:>8.2} {:>8.2}  {}",
        one.status,
        figure(one.groups),
        figure(one.bound),
        if one.is_proved() { "yes" } else { "no" },
        one.seconds,
        one.processor,
        one.reason,
    );
}

fn one(binary: &Path, file: &Path, options: &[String]) -> io::Result<Reached> {
    let before = children_seconds();
    let (output, seconds) = timed(|| {
        Command::new(binary)
            .args(["plan", "--threads", "1", "--problem"])
            .arg(file)
            .args(options)
            .stderr(Stdio::null())
            .output()
    });
    let processor = children_seconds().zip(before).map_or(f64::NAN, |(after, before)| after - before);
    let answer: Value = serde_json::from_slice(&output?.stdout).unwrap_or(Value::Null);
    let agenda = answer["meetings"].as_array().is_some_and(|meetings| !meetings.is_empty());
    let figure = |name: &str| answer["gaps"][name].as_u64().filter(|_| agenda);
    let sentences = answer["conflict"].as_array().into_iter().flatten().filter_map(Value::as_str);
    Ok(Reached {
        status: answer["status"].as_str().unwrap_or("failed").to_owned(),
        groups: figure("groups"),
        bound: figure("bound"),
        reason: sentences.map(str::to_owned).next().unwrap_or_default(),
        seconds,
        processor,
    })
}

/// What was published, by instance; nothing where there is no such file.
fn reference(file: &Path) -> BTreeMap<String, Published> {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines().skip(1).filter_map(published).collect()
}

fn published(line: &str) -> Option<(String, Published)> {
    let mut fields = line.splitn(3, ',').map(str::trim);
    let (name, groups, note) = (fields.next()?, fields.next()?, fields.next().unwrap_or(""));
    let what = match groups.parse() {
        Ok(groups) => Published::Groups(groups),
        Err(_) if note.starts_with("UNSAT") => Published::Infeasible,
        Err(_) => return None,
    };
    Some((name.to_owned(), what))
}

#[cfg(test)]
mod tests {
    use super::{Published, published};

    #[test]
    fn what_was_published_is_read() {
        assert_eq!(published("one.original,6,"), Some(("one.original".to_owned(), Published::Groups(6))));
        assert_eq!(published("two,,UNSAT (with d=2)"), Some(("two".to_owned(), Published::Infeasible)));
        assert_eq!(published("three,,open"), None);
    }
}
