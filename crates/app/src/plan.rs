//! Planning: a bare problem, or an event with everything that leads to its problem.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use passerelle_domain::{
    BriefId, ClientId, Event, FirmId, Plan, Problem, ProblemSpec, Problems, Ranking, ReadBrief, Violation,
};
use passerelle_formats::event::EventFile;
use passerelle_formats::{FileError, FileNotice, agenda, event, problem};
use passerelle_scheduling::{Options, Progress, check, solve};

use crate::clock::Deadline;
use crate::config::{self, Config};
use crate::error::{AppError, file_error};
use crate::matches::{self, Briefs, Firms};
use crate::pairs::{self, PairBook};
use crate::{files, view};

/// How to run a solve.
#[derive(Debug, Clone)]
pub struct Run {
    /// Seed of the local searches.
    pub seed: u64,
    /// Threads to use, at least 1.
    pub threads: usize,
    /// Work multiplier.
    pub effort: f64,
    /// When to stop.
    pub deadline: Deadline,
}

impl Run {
    /// As configured, on one thread; the clock starts now.
    pub fn configured(config: &Config) -> Self {
        let solver = &config.solver;
        Self {
            seed: solver.seed,
            threads: 1,
            effort: solver.effort,
            deadline: Deadline::in_seconds(solver.time_limit_s),
        }
    }
}

/// A solved problem.
#[derive(Debug)]
pub struct Solved {
    /// What was asked.
    pub problem: Problem,
    /// What was found; checked.
    pub plan: Plan,
    /// Seconds taken, reading included.
    pub seconds: f64,
}

impl Solved {
    /// The result as JSON.
    pub fn json(&self) -> String {
        agenda::write_result(&self.problem, &self.plan, self.seconds)
    }
}

/// Solves a problem file; the plan has passed the independent checker. A given `spread` stands in for the file's.
///
/// # Errors
/// What is wrong with the file; a broken agenda, which would be our fault.
pub fn plan_problem(
    path: &Path,
    spread: Option<u32>,
    run: &Run,
    progress: &mut dyn FnMut(Progress),
) -> Result<Solved, AppError> {
    let file = files::read(path)?;
    let mut problem = problem::parse(&file)?;
    if spread.is_some() && spread != problem.spread() {
        problem = Problem::new(ProblemSpec { spread, ..problem.spec() }).map_err(|wrong| {
            let say = |one: passerelle_domain::Invalid| file_error(path, one.message, one.hint);
            wrong.into_iter().map(say).collect::<Vec<FileError>>()
        })?;
    }
    let plan = checked(&problem, run, progress)?;
    Ok(Solved { plan, seconds: run.deadline.elapsed(), problem })
}

fn checked(problem: &Problem, run: &Run, progress: &mut dyn FnMut(Progress)) -> Result<Plan, AppError> {
    let options = Options { seed: run.seed, threads: run.threads, effort: run.effort, ..Options::default() };
    let plan = solve(problem, &options, &run.deadline, progress);
    // Without an agenda there is nothing to check: the locks alone would be missing from it.
    let nothing = plan.agenda.meetings().is_empty()
        && matches!(
            plan.proof.status,
            passerelle_domain::Status::Infeasible | passerelle_domain::Status::Cancelled
        );
    let violations =
        if nothing { Vec::new() } else { check::audit(problem, &plan.agenda, &check::Claims::of(&plan)) };
    if violations.is_empty() { Ok(plan) } else { Err(AppError::Broken(violations)) }
}

/// Checks an agenda file against a problem file with the independent checker.
///
/// # Errors
/// What is wrong with either file.
pub fn check_agenda(problem: &Path, agenda: &Path) -> Result<Vec<Violation>, AppError> {
    let problem = problem::parse(&files::read(problem)?)?;
    let read = agenda::parse(&files::read(agenda)?, &problem)?;
    let mut claims = check::Claims {
        value: read.value,
        bound: read.bound,
        gap_groups: read.gap_groups,
        gap_slots: read.gap_slots,
        ..check::Claims::default()
    };
    claims.declare(&read.missing);
    Ok(check::audit(&problem, &read.agenda, &claims))
}

/// An event with everything that was read and found on the way to its agenda.
#[derive(Debug)]
pub struct PlannedEvent {
    /// The event.
    pub event: Event,
    /// The firms of its directory.
    pub firms: Firms,
    /// Its briefs, as understood.
    pub briefs: Vec<ReadBrief>,
    /// The rankings, one a brief.
    pub rankings: Vec<Ranking>,
    /// The pairs and the problem they make.
    pub book: PairBook,
    /// The plan; checked.
    pub plan: Plan,
    /// Seconds taken.
    pub seconds: f64,
    /// Remarks about the files.
    pub notices: Vec<FileNotice>,
    /// How the pairs were built.
    pub settings: config::Pairs,
}

/// What [`plan_event`] is doing.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Files were read: firms, briefs.
    Read(usize, usize),
    /// Firms were ranked for so many briefs.
    Ranked(usize),
    /// So many pairs were built.
    Built(usize),
    /// The solver is at work.
    Solving(Progress),
}

/// Reads an event (a file, or a folder that holds `event.toml`), ranks, builds the pairs, solves and checks.
///
/// # Errors
/// Everything that is wrong in the event, its firms and its briefs.
pub fn plan_event(
    path: &Path,
    config: &Config,
    run: &Run,
    step: &mut dyn FnMut(Step),
) -> Result<PlannedEvent, AppError> {
    let path = if path.is_dir() { path.join("event.toml") } else { path.to_owned() };
    let parsed = event::parse(&files::read(&path)?)?;
    let (file, mut notices) = (parsed.value, parsed.notices);
    let beside = |relative: &str| {
        path.parent().map_or_else(|| PathBuf::from(relative), |folder| folder.join(relative))
    };
    let (firms, briefs) =
        both(Firms::load(&beside(file.firms_path())), Briefs::load(&[beside(file.briefs_path())]))?;
    notices.extend(firms.notices.iter().cloned());
    notices.extend(briefs.notices);
    let briefs = briefs.briefs;
    let firm_ids: BTreeSet<FirmId> = firms.firms.iter().map(|f| f.id.clone()).collect();
    let owners: BTreeMap<BriefId, Option<ClientId>> =
        briefs.iter().map(|b| (b.brief.id.clone(), b.brief.client.clone())).collect();
    let event = file.clone().resolve(&firm_ids, &owners)?;
    step(Step::Read(firms.firms.len(), briefs.len()));

    let rankings = matches::rank(&firms, &briefs, config, usize::MAX)?;
    step(Step::Ranked(rankings.len()));
    let by_brief: BTreeMap<BriefId, Ranking> =
        rankings.iter().map(|r| (r.brief.clone(), r.clone())).collect();
    let book = pairs::build(&event, &by_brief, &config.pairs)
        .map_err(|wrong| contradictions(&path, &file, &event, wrong))?;
    step(Step::Built(book.candidates.len()));
    let plan = checked(&book.problem, run, &mut |progress| step(Step::Solving(progress)))?;
    Ok(PlannedEvent {
        event,
        firms,
        briefs,
        rankings,
        book,
        plan,
        seconds: run.deadline.elapsed(),
        notices,
        settings: config.pairs.clone(),
    })
}

impl PlannedEvent {
    /// What the agenda shows to people.
    pub fn view(&self) -> passerelle_formats::view::AgendaView {
        view::of(self)
    }
}

/// Both values, or the errors of both.
fn both<A, B>(a: Result<A, AppError>, b: Result<B, AppError>) -> Result<(A, B), AppError> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(AppError::Input(mut first)), Err(AppError::Input(second))) => {
            first.extend(second);
            Err(first.into())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// What contradicts itself in the problem, said in the words of the event file.
fn contradictions(path: &Path, file: &EventFile, event: &Event, problems: Problems) -> AppError {
    let desks = event.parts().clients.iter().enumerate().flat_map(|(c, client)| {
        client.desks.iter().enumerate().map(move |(d, _)| format!("clients[{c}].desks[{d}]"))
    });
    let firms = (0..event.parts().attending.len()).map(|a| format!("attending[{a}]"));
    let parties: Vec<String> = desks.chain(firms).collect();
    let in_file = |field: &str| {
        let place = field.strip_prefix("participants[").and_then(|rest| {
            let (number, end) = rest.split_once(']')?;
            Some(format!("{}{end}", parties.get(number.parse::<usize>().ok()?)?))
        });
        place.unwrap_or_else(|| field.replace("locked", "locks"))
    };
    let errors: Vec<FileError> = problems
        .into_iter()
        .map(|one| {
            let field = in_file(&one.field);
            // Desks and firms are kept apart by a prefix inside the problem; people know them without.
            let message = one.message.replace("`desk:", "`").replace("`firm:", "`");
            FileError { line: file.line_of(&field), field, ..file_error(path, message, one.hint) }
        })
        .collect();
    errors.into()
}
