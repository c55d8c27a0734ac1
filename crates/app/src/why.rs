//! Questions about an agenda: why not this pair, and what would help.

use std::path::Path;

use passerelle_domain::{Agenda, Helps, Problem, Violation, WhyNots};
use passerelle_formats::{agenda, helps, nearest, problem, why};
use passerelle_scheduling::{Asked, Options};

use crate::error::AppError;
use crate::files;
use crate::plan::Run;

/// Which pairs are asked about.
#[derive(Debug, Clone)]
pub enum Question {
    /// Wished, must and strong pairs left out: strong are those among so many of the most valuable of either participant.
    Strong(usize),
    /// Every pair left out.
    All,
    /// One pair, by its identifier or as the two participants, `a~b`.
    Pair(String),
}

/// Answers with the problem they speak of.
#[derive(Debug)]
pub struct Answers {
    /// The problem.
    pub problem: Problem,
    /// The answers.
    pub found: WhyNots,
    /// Two participants that were asked about and that no pair joins.
    pub not_built: Option<(usize, usize)>,
}

impl Answers {
    /// As JSON.
    pub fn json(&self) -> String {
        why::write(&self.problem, &self.found, self.not_built)
    }

    /// One sentence an answer.
    pub fn sentences(&self) -> Vec<String> {
        why::sentences(&self.problem, &self.found, self.not_built)
    }
}

/// Says why pairs are not in an agenda and what forcing each costs.
///
/// # Errors
/// What is wrong with either file; the rules the agenda breaks; a pair that nobody knows.
pub fn why_not(
    problem_file: &Path,
    agenda_file: &Path,
    question: &Question,
    run: &Run,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Answers, AppError> {
    let (problem, agenda) = read(problem_file, agenda_file)?;
    let (asked, not_built) = match question {
        Question::Strong(best) => (Asked::Strong(*best), None),
        Question::All => (Asked::Left, None),
        Question::Pair(name) => match find(&problem, name) {
            Named::Pairs(pairs) => (Asked::Pairs(pairs), None),
            Named::Strangers(a, b) => (Asked::Pairs(Vec::new()), Some((a, b))),
            Named::Nobody => return Err(unknown(problem_file, &problem, name)),
        },
    };
    let found = passerelle_scheduling::why(&problem, &agenda, &asked, &options(run), &run.deadline, progress)
        .map_err(|violations| broken(agenda_file, &violations))?;
    Ok(Answers { problem, found, not_built })
}

/// Suggestions with the problem they speak of.
#[derive(Debug)]
pub struct Suggestions {
    /// The problem.
    pub problem: Problem,
    /// The suggestions.
    pub found: Helps,
}

impl Suggestions {
    /// As JSON.
    pub fn json(&self) -> String {
        helps::write(&self.problem, &self.found)
    }

    /// One sentence a suggestion.
    pub fn sentences(&self) -> Vec<String> {
        helps::sentences(&self.problem, &self.found)
    }
}

/// Finds what would help an agenda most.
///
/// # Errors
/// What is wrong with either file; the rules the agenda breaks.
pub fn what_helps(
    problem_file: &Path,
    agenda_file: &Path,
    top: usize,
    run: &Run,
    progress: &mut dyn FnMut(usize),
) -> Result<Suggestions, AppError> {
    let (problem, agenda) = read(problem_file, agenda_file)?;
    let found = passerelle_scheduling::helps(&problem, &agenda, top, &options(run), &run.deadline, progress)
        .map_err(|violations| broken(agenda_file, &violations))?;
    Ok(Suggestions { problem, found })
}

fn read(problem_file: &Path, agenda_file: &Path) -> Result<(Problem, Agenda), AppError> {
    let problem = problem::parse(&files::read(problem_file)?)?;
    let agenda = agenda::parse(&files::read(agenda_file)?, &problem)?.agenda;
    Ok((problem, agenda))
}

fn options(run: &Run) -> Options {
    Options { seed: run.seed, threads: run.threads, effort: run.effort, smooth: false }
}

fn broken(file: &Path, violations: &[Violation]) -> AppError {
    let first = violations.first().map_or("", |violation| violation.message.as_str());
    let more = violations.len().saturating_sub(1);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    AppError::input(
        file,
        format!("the agenda breaks a rule: {first}{more}"),
        "`passerelle check PROBLEM AGENDA` lists all; only an agenda that keeps the rules can be asked about",
    )
}

/// What a name on the command line stands for.
enum Named {
    Pairs(Vec<usize>),
    Strangers(usize, usize),
    Nobody,
}

/// An identifier of a pair first; else two participants joined by `~`, in either order, and every pair of theirs.
fn find(problem: &Problem, name: &str) -> Named {
    if let Some(pair) = problem.pairs().iter().position(|pair| pair.id == name) {
        return Named::Pairs(vec![pair]);
    }
    let party = |id: &str| problem.participants().iter().position(|party| party.id == id);
    for (at, _) in name.match_indices('~') {
        let (Some(a), Some(b)) = (party(&name[..at]), party(&name[at + 1..])) else { continue };
        let between = |&pair: &usize| {
            let pair = &problem.pairs()[pair];
            (pair.a, pair.b) == (a, b) || (pair.a, pair.b) == (b, a)
        };
        let pairs: Vec<usize> = (0..problem.pairs().len()).filter(between).collect();
        return if pairs.is_empty() { Named::Strangers(a, b) } else { Named::Pairs(pairs) };
    }
    Named::Nobody
}

fn unknown(file: &Path, problem: &Problem, name: &str) -> AppError {
    let ids: Vec<&str> = problem.pairs().iter().map(|pair| pair.id.as_str()).collect();
    let hint = nearest(name, &ids).map_or_else(
        || "give the id of a pair, or two participants as `a~b`".to_owned(),
        |near| format!("did you mean `{near}`? Else give two participants as `a~b`"),
    );
    AppError::input(file, format!("the problem has no pair `{name}`"), hint)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    use super::{Named, find};

    #[test]
    fn a_pair_is_found_by_its_id_or_by_its_two_in_either_order() {
        let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
        let pair = |id: Option<&str>, a: &str, b: &str| PairSpec {
            id: id.map(Into::into),
            a: a.into(),
            b: b.into(),
            ..Default::default()
        };
        let problem = Problem::new(ProblemSpec {
            slots: vec![SlotSpec { id: "s".into(), tables: SlotTables::Count(1), ..Default::default() }],
            participants: ["a", "b~c", "d"].map(party).to_vec(),
            pairs: vec![pair(None, "a", "b~c"), pair(Some("two"), "a", "b~c")],
            ..Default::default()
        })
        .unwrap();
        let pairs = |name: &str| match find(&problem, name) {
            Named::Pairs(pairs) => pairs,
            _ => Vec::new(),
        };
        assert_eq!((pairs("two"), pairs("a~b~c"), pairs("b~c~a")), (vec![1], vec![0], vec![0, 1]));
        assert!(matches!(find(&problem, "d~a"), Named::Strangers(2, 0)));
        assert!(matches!(find(&problem, "d~x"), Named::Nobody));
    }
}
