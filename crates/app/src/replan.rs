//! Re-planning a released agenda after changes.

use std::collections::BTreeSet;
use std::path::Path;

use passerelle_domain::{Agenda, ChangeUnit, Changed, Language, Problem, ReplanPolicy, Replanned, Violation};
use passerelle_formats::{SourceFile, agenda, changes, problem, replan};
use passerelle_scheduling::{Options, check};

use crate::error::{AppError, file_error};
use crate::files;
use crate::plan::Run;

/// A re-planned problem.
#[derive(Debug)]
pub struct Replan {
    /// The changed problem, with the agenda before.
    pub changed: Changed,
    /// The policy it was re-planned under.
    pub policy: ReplanPolicy,
    /// What was found; checked.
    pub replanned: Replanned,
    /// Seconds taken, reading included.
    pub seconds: f64,
}

impl Replan {
    /// The result as JSON.
    pub fn json(&self) -> String {
        replan::write_result(&self.changed, &self.policy, &self.replanned, self.seconds)
    }

    /// The result for people.
    pub fn text(&self, language: Language) -> String {
        replan::write_text(&self.changed, &self.policy, &self.replanned, language)
    }

    /// The changed problem as JSON: the next changes are changes of it.
    pub fn problem_json(&self) -> String {
        problem::write(self.changed.problem())
    }
}

/// Re-plans the agenda of a problem file after the changes of a changes file; the new agenda has passed the independent checker
/// and keeps to the cap.
///
/// # Errors
/// What is wrong with the files: the released agenda must keep the rules of its problem. A broken agenda, which would be our
/// fault.
pub fn replan_problem(
    problem_path: &Path,
    agenda_path: &Path,
    changes_path: &Path,
    policy: ReplanPolicy,
    run: &Run,
) -> Result<Replan, AppError> {
    let (problem, released) = released(problem_path, agenda_path)?;
    replan_agenda(&problem, &released, &files::read(changes_path)?, policy, run)
}

/// Re-plans an agenda of a problem after the changes of a file; checked as [`replan_problem`] does.
///
/// # Errors
/// What is wrong with the changes; a broken agenda, which would be our fault.
pub fn replan_agenda(
    problem: &Problem,
    released: &Agenda,
    file: &SourceFile,
    policy: ReplanPolicy,
    run: &Run,
) -> Result<Replan, AppError> {
    let changed = changes::parse(file, problem, released)?;
    let options = Options { seed: run.seed, threads: run.threads, effort: run.effort, ..Options::default() };
    let replanned = passerelle_scheduling::replan(&changed, &policy, &options, &run.deadline);
    let violations = if replanned.is_found() { broken(&changed, &policy, &replanned) } else { Vec::new() };
    if !violations.is_empty() {
        return Err(AppError::Broken(violations));
    }
    Ok(Replan { changed, policy, replanned, seconds: run.deadline.elapsed() })
}

/// A problem and an agenda of it that keeps its rules; musts and floors may be missed.
pub(crate) fn released(problem_path: &Path, agenda_path: &Path) -> Result<(Problem, Agenda), AppError> {
    read_released(&files::read(problem_path)?, &files::read(agenda_path)?)
}

/// The same, of files that were read.
pub(crate) fn read_released(
    problem_file: &SourceFile,
    agenda_file: &SourceFile,
) -> Result<(Problem, Agenda), AppError> {
    let problem = problem::parse(problem_file)?;
    let agenda = agenda::parse(agenda_file, &problem)?.agenda;
    let agenda_path = Path::new(&agenda_file.name);
    let wrong: Vec<_> = check::check(&problem, &agenda)
        .into_iter()
        .map(|one| {
            let message = format!("{}: {}", one.rule, one.message);
            file_error(
                agenda_path,
                message,
                "give an agenda of this problem that keeps its rules; `passerelle check` tells more",
            )
        })
        .collect();
    if wrong.is_empty() { Ok((problem, agenda)) } else { Err(wrong.into()) }
}

/// Rules that a re-plan breaks: those of the problem, the frozen past, the cap; by plain counting.
fn broken(changed: &Changed, policy: &ReplanPolicy, replanned: &Replanned) -> Vec<Violation> {
    let (problem, agenda) = (changed.problem(), &replanned.plan.agenda);
    let mut found = check::audit(problem, agenda, &check::Claims::of(&replanned.plan));
    let past = |agenda: &Agenda| -> Vec<_> {
        agenda.meetings().iter().copied().filter(|meeting| changed.is_frozen(meeting)).collect()
    };
    if past(changed.released()) != past(agenda) {
        found.push(Violation { rule: "frozen", message: "the frozen past is another".into() });
    }
    let before: BTreeSet<_> = changed.released().meetings().iter().collect();
    let after: BTreeSet<_> = agenda.meetings().iter().collect();
    let pairs: BTreeSet<usize> = before.symmetric_difference(&after).map(|meeting| meeting.pair).collect();
    let counted = match policy.unit {
        ChangeUnit::Meetings => pairs.iter().filter(|pair| !replanned.forced_pairs.contains(pair)).count(),
        ChangeUnit::People => {
            let ends = pairs.iter().filter_map(|&pair| problem.pairs().get(pair)).flat_map(|p| [p.a, p.b]);
            let people: BTreeSet<usize> = ends.collect();
            people.iter().filter(|party| !replanned.forced.contains(party)).count()
        }
    };
    if policy.max_changes.is_some_and(|cap| counted > cap as usize) || counted != replanned.counted as usize {
        let message = format!(
            "{counted} {} are changed, {} were counted, {} are allowed",
            policy.unit.word(),
            replanned.counted,
            policy.max_changes.map_or("any number".into(), |cap| cap.to_string())
        );
        found.push(Violation { rule: "max_changes", message });
    }
    found
}
