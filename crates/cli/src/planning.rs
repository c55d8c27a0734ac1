//! `plan` and `check`: agendas with their proof.

use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use passerelle_app::config::Config;
use passerelle_app::plan::{
    PlannedEvent, Run, Step, check_agenda, plan_event_under, read_problem, solve_problem, with_spread,
};
use passerelle_app::scenarios::{read_policies, under};
use passerelle_app::{AppError, Progress, deliver, files};
use passerelle_domain::{Language, Status};
use passerelle_formats::export;
use passerelle_formats::policy::PolicyFileRead;
use serde_json::json;

use crate::arguments::{Check, Plan};
use crate::{Outcome, print, report, scenarios};

pub(crate) fn run(config: Option<&Path>, options: &Plan) -> Result<Outcome, AppError> {
    let mut config = Config::load(config)?;
    config.solver.time_limit_s = options.time_limit.unwrap_or(config.solver.time_limit_s);
    config.solver.seed = options.seed.unwrap_or(config.solver.seed);
    if let Some(effort) = options.effort {
        config.solver.effort = effort;
        // Work ends the searches, and nothing else unless it is asked for.
        config.solver.time_limit_s = options.time_limit.unwrap_or(f64::INFINITY);
    }
    let mut run = Run::configured(&config);
    run.threads = options.threads.map_or(1, usize::from);
    run.smooth = !options.no_gaps;
    let several = options.policy.len() > 1;
    match (&options.problem, &options.event) {
        (Some(problem), _) if several => scenarios::problem(problem, &config, options),
        (None, Some(event)) if several => scenarios::event(event, &config, options),
        (Some(problem), _) => bare(problem, &run, options),
        (None, Some(event)) => whole(event, &config, &run, options),
        // The command line refuses this before.
        (None, None) => Ok(Outcome::Done),
    }
}

fn bare(file: &Path, run: &Run, options: &Plan) -> Result<Outcome, AppError> {
    let mut problem = read_problem(file)?;
    if let Some(spread) = options.spread {
        problem = with_spread(file, &problem, spread)?;
    }
    for policy in read_policies(&options.policy)? {
        problem = under(&problem, &policy)?;
    }
    let solved = show(|progress| solve_problem(problem, run, progress))?;
    let json = solved.json();
    match &options.out {
        Some(path) => files::write_file(path, json.as_bytes())?,
        None => print::out(&json),
    }
    Ok(outcome(solved.plan.proof.status))
}

/// Runs a solve and tells on the standard error how far it has come.
pub(crate) fn show<T>(
    solve: impl FnOnce(&mut dyn FnMut(Step)) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let bar = spinner();
    let solved = solve(&mut |step| match step {
        Step::Solving(progress) => bar.set_message(phase(progress)),
        Step::Conflict(sentence) => bar.suspend(|| print::say(&format!("conflict  {sentence}"))),
        Step::Read(..) | Step::Ranked(_) | Step::Built(_) => {}
    });
    bar.finish_and_clear();
    solved
}

fn whole(event: &Path, config: &Config, run: &Run, options: &Plan) -> Result<Outcome, AppError> {
    if let Some(out) = &options.out {
        files::check_folder(out)?;
    }
    let policy = read_policies(&options.policy)?;
    let planned = plan_with_progress(event, config, policy.first(), run)?;
    let status = planned.plan.proof.status;
    if matches!(status, Status::Infeasible | Status::Cancelled) {
        print::say(&report::no_agenda(&planned));
        return Ok(outcome(status));
    }
    let language = Language::from(options.lang);
    let view = planned.view();
    let out =
        options.out.clone().unwrap_or_else(|| PathBuf::from("out").join(export::file_name(&view.event_id)));
    files::write_folder(&out, &deliver::agenda_files(&planned, language))?;
    if options.json {
        print::out(&export::json(&view));
    } else {
        print::out(&report::agenda(&view));
    }
    print::say(&format!("written to {}: open index.html there", out.display()));
    Ok(outcome(status))
}

/// Plans an event, telling on the standard error how far it has come.
pub(crate) fn plan_with_progress(
    event: &Path,
    config: &Config,
    policy: Option<&PolicyFileRead>,
    run: &Run,
) -> Result<PlannedEvent, AppError> {
    let bar = spinner();
    let planned = plan_event_under(event, config, policy, run, &mut |step| match step {
        Step::Read(firms, briefs) => {
            bar.suspend(|| print::say(&format!("read      {firms} firms, {briefs} briefs")));
        }
        Step::Ranked(briefs) => {
            bar.suspend(|| print::say(&format!("ranked    the firms for {briefs} briefs")));
        }
        Step::Built(pairs) => {
            bar.suspend(|| {
                print::say(&format!("built     {pairs} pairs of a desk and a firm about a brief"));
            });
        }
        Step::Conflict(sentence) => bar.suspend(|| print::say(&format!("conflict  {sentence}"))),
        Step::Solving(progress) => bar.set_message(phase(progress)),
    })?;
    bar.finish_and_clear();
    let proof = &planned.plan.proof;
    print::say(&format!(
        "solved    {} meetings, {} in {:.2} s; no rule is broken",
        planned.plan.agenda.meetings().len(),
        proof.status.word(),
        planned.seconds
    ));
    print::notices(&planned.notices);
    Ok(planned)
}

/// A line that turns while the solver works; nothing at all when the standard error is not a terminal.
pub(crate) fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn phase(progress: Progress) -> String {
    let figure = |name: &str, n: Option<i64>| n.map(|n| format!(", {name} {n}")).unwrap_or_default();
    let gaps = figure("idle gaps", progress.gaps.map(i64::from));
    let gap = progress.gap().filter(|&gap| gap > 0.0);
    let gap = gap.map(|gap| format!(", gap {:.3} %", gap * 100.0)).unwrap_or_default();
    format!(
        "{}{}{}{gap}{gaps}",
        progress.phase.word(),
        figure("value", progress.value),
        figure("bound", progress.bound)
    )
}

pub(crate) fn outcome(status: Status) -> Outcome {
    match status {
        Status::Optimal | Status::Feasible => Outcome::Done,
        Status::Infeasible => Outcome::Infeasible,
        Status::Cancelled => Outcome::NoAgenda,
    }
}

pub(crate) fn check(options: &Check) -> Result<Outcome, AppError> {
    let violations = check_agenda(&options.problem, &options.agenda)?;
    if options.json {
        let list: Vec<_> = violations.iter().map(|v| json!({"rule": v.rule, "message": v.message})).collect();
        print::out(&format!("{}\n", json!({"violations": list})));
    } else if violations.is_empty() {
        print::out("no rule is broken\n");
    } else {
        for violation in &violations {
            print::out(&format!("{}: {}\n", violation.rule, violation.message));
        }
    }
    Ok(if violations.is_empty() { Outcome::Done } else { Outcome::Violation })
}
