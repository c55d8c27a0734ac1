//! Planning: a bare problem, or an event with everything that leads to its problem.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use passerelle_domain::{
    BriefId, ClientId, Event, FirmId, Invalid, Language, Plan, Policy, Problem, Problems, Ranking, ReadBrief,
    Spread, Violation,
};
use passerelle_formats::event::EventFile;
use passerelle_formats::policy::PolicyFileRead;
use passerelle_formats::{FileError, FileNotice, agenda, event, problem};
use passerelle_scheduling::{Options, Phase, Progress, check, conflicts, solve};

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
    /// Whether idle gaps and preferred half-days are worked on once value is settled.
    pub smooth: bool,
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
            smooth: true,
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
    /// Of these, the seconds until value was proved, or work on it ended; none when there is no agenda.
    pub value_seconds: Option<f64>,
}

impl Solved {
    /// The result as JSON.
    pub fn json(&self) -> String {
        let seconds = agenda::Seconds { total: self.seconds, value: self.value_seconds };
        agenda::write_result(&self.problem, &self.plan, seconds)
    }
}

/// Solves a problem file; the plan has passed the independent checker. A given `spread` stands in for the file's.
///
/// # Errors
/// What is wrong with the file; a broken agenda, which would be our fault.
pub fn plan_problem(path: &Path, run: &Run, step: &mut dyn FnMut(Step)) -> Result<Solved, AppError> {
    solve_problem(read_problem(path)?, run, step)
}

/// Reads a problem file.
///
/// # Errors
/// What is wrong with the file.
pub fn read_problem(path: &Path) -> Result<Problem, AppError> {
    Ok(problem::parse(&files::read(path)?)?)
}

/// The same problem with another largest difference between two participants' numbers of idle groups.
///
/// # Errors
/// What does not suit the problem; `path` is where it came from.
pub fn with_spread(path: &Path, problem: &Problem, spread: u32) -> Result<Problem, AppError> {
    let policy = Policy { spread: Some(Spread::AtMost(spread)), ..Policy::default() };
    problem.with_policy(&policy).map_err(|wrong| {
        let say = |one: Invalid| file_error(path, one.message, one.hint);
        wrong.into_iter().map(say).collect::<Vec<FileError>>().into()
    })
}

/// Solves a problem; the plan has passed the independent checker.
///
/// # Errors
/// A broken agenda, which would be our fault.
pub fn solve_problem(problem: Problem, run: &Run, step: &mut dyn FnMut(Step)) -> Result<Solved, AppError> {
    let mut value_seconds = None;
    let plan = checked(&problem, run, &mut |now| {
        if matches!(&now, Step::Solving(progress) if progress.phase >= Phase::Gaps) {
            value_seconds.get_or_insert_with(|| run.deadline.elapsed());
        }
        step(now);
    })?;
    Ok(Solved { plan, seconds: run.deadline.elapsed(), value_seconds, problem })
}

fn checked(problem: &Problem, run: &Run, step: &mut dyn FnMut(Step)) -> Result<Plan, AppError> {
    let options = Options { seed: run.seed, threads: run.threads, effort: run.effort, smooth: run.smooth };
    // What cannot all hold is told before the solve, not after it.
    let found = conflicts(problem, &run.deadline);
    let sentences: Vec<String> =
        found.iter().map(|conflict| conflict.sentence(problem, Language::English)).collect();
    for sentence in &sentences {
        step(Step::Conflict(sentence.clone()));
    }
    let mut plan = solve(problem, &options, &run.deadline, &mut |progress| step(Step::Solving(progress)));
    // The smallest sets that clash say more than what the solver met first.
    if !sentences.is_empty() {
        plan.conflict = sentences;
    }
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
        table_changes: read.table_changes,
        metres: read.metres,
        ..check::Claims::default()
    };
    claims.declare(&read.missing);
    Ok(check::audit(&problem, &read.agenda, &claims))
}

/// The same for an event, in whose words desks and firms carry no prefix.
fn told(problem: &Problem, run: &Run, step: &mut dyn FnMut(Step)) -> Result<Plan, AppError> {
    let mut plan = checked(problem, run, &mut |one| match one {
        Step::Conflict(sentence) => step(Step::Conflict(without_prefixes(&sentence))),
        other => step(other),
    })?;
    for sentence in &mut plan.conflict {
        *sentence = without_prefixes(sentence);
    }
    Ok(plan)
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
    /// The problem before any policy.
    base: Problem,
    /// The policy of the configuration.
    configured: Policy,
}

/// What [`plan_event`] or [`plan_problem`] is doing.
#[derive(Debug, Clone)]
pub enum Step {
    /// Files were read: firms, briefs.
    Read(usize, usize),
    /// Firms were ranked for so many briefs.
    Ranked(usize),
    /// So many pairs were built.
    Built(usize),
    /// Musts, floors or locks that cannot all hold, in a sentence; told before the solve.
    Conflict(String),
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
    plan_event_under(path, config, None, run, step)
}

/// The same under a policy file, which goes over the configuration's.
///
/// # Errors
/// The same, and what of the policy does not suit the event.
pub fn plan_event_under(
    path: &Path,
    config: &Config,
    policy: Option<&PolicyFileRead>,
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
    let given = Given { path, file, firms, briefs: briefs.briefs, notices };
    plan_given(
        given,
        |firms, briefs| matches::rank(firms, briefs, config, usize::MAX),
        config,
        policy,
        run,
        step,
    )
}

/// An event with its firms and briefs, wherever they were read.
#[derive(Debug)]
pub struct Given {
    /// What to call the event's file in errors.
    pub path: PathBuf,
    /// The event.
    pub file: EventFile,
    /// The firms that exist.
    pub firms: Firms,
    /// The briefs that exist, as understood.
    pub briefs: Vec<ReadBrief>,
    /// Remarks so far.
    pub notices: Vec<FileNotice>,
}

/// Resolves names, ranks by `rank`, builds the pairs, solves and checks.
///
/// # Errors
/// Everything that is wrong in the event, and what of the policy does not suit it.
pub fn plan_given(
    given: Given,
    rank: impl FnOnce(&Firms, &[ReadBrief]) -> Result<Vec<Ranking>, AppError>,
    config: &Config,
    policy: Option<&PolicyFileRead>,
    run: &Run,
    step: &mut dyn FnMut(Step),
) -> Result<PlannedEvent, AppError> {
    let Given { path, file, firms, briefs, notices } = given;
    let firm_ids: BTreeSet<FirmId> = firms.firms.iter().map(|f| f.id.clone()).collect();
    let owners: BTreeMap<BriefId, Option<ClientId>> =
        briefs.iter().map(|b| (b.brief.id.clone(), b.brief.client.clone())).collect();
    let event = file.clone().resolve(&firm_ids, &owners)?;
    step(Step::Read(firms.firms.len(), briefs.len()));

    let rankings = rank(&firms, &briefs)?;
    step(Step::Ranked(rankings.len()));
    let by_brief: BTreeMap<BriefId, Ranking> =
        rankings.iter().map(|r| (r.brief.clone(), r.clone())).collect();
    let sizes = firms.firms.iter().filter_map(|f| Some((f.id.clone(), f.size?))).collect();
    let mut book = pairs::build(&event, &by_brief, &sizes, &config.pairs)
        .map_err(|wrong| contradictions(&path, &file, &event, wrong))?;
    step(Step::Built(book.candidates.len()));
    let base = book.problem;
    book.problem = under(&base, policy, &config.policy)?;
    let plan = told(&book.problem, run, step)?;
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
        base,
        configured: config.policy.clone(),
    })
}

/// A problem under a policy file and, below it, the configuration's policy.
fn under(base: &Problem, file: Option<&PolicyFileRead>, configured: &Policy) -> Result<Problem, AppError> {
    match file {
        Some(file) => {
            // The configured floors come first: what is wrong with one of the file's bears its own number.
            let shift = configured.floors.len();
            let own = |wrong: Invalid| {
                let number = wrong
                    .field
                    .strip_prefix("floors[")
                    .and_then(|rest| rest.strip_suffix(']')?.parse::<usize>().ok()?.checked_sub(shift));
                Invalid { field: number.map_or(wrong.field.clone(), |n| format!("floors[{n}]")), ..wrong }
            };
            base.with_policy(&file.policy.over(configured)).map_err(|wrong| {
                let errors = wrong.into_iter().flat_map(|one| file.located(own(one).into()));
                errors.collect::<Vec<_>>().into()
            })
        }
        None => base.with_policy(configured).map_err(|wrong| {
            let error = |one: Invalid| FileError {
                field: format!("policy.{}", one.field),
                ..file_error(Path::new("configuration"), one.message, one.hint)
            };
            wrong.into_iter().map(error).collect::<Vec<_>>().into()
        }),
    }
}

impl PlannedEvent {
    /// Plans the same event anew under another policy file.
    ///
    /// # Errors
    /// What of the policy does not suit the event; a broken agenda, which would be our fault.
    pub fn replan_under(
        &mut self,
        policy: &PolicyFileRead,
        run: &Run,
        step: &mut dyn FnMut(Step),
    ) -> Result<(), AppError> {
        self.book.problem = under(&self.base, Some(policy), &self.configured)?;
        self.plan = told(&self.book.problem, run, step)?;
        self.seconds = run.deadline.elapsed();
        Ok(())
    }

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

/// Desks and firms are kept apart by a prefix inside the problem; people know them without.
fn without_prefixes(sentence: &str) -> String {
    sentence.replace("`desk:", "`").replace("`firm:", "`")
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
            let message = without_prefixes(&one.message);
            FileError { line: file.line_of(&field), field, ..file_error(path, message, one.hint) }
        })
        .collect();
    errors.into()
}
