//! `plan` under several policies: the agendas side by side.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use passerelle_app::config::Config;
use passerelle_app::plan::{Run, plan_event_under, read_problem, solve_problem};
use passerelle_app::scenarios::{Difference, Scenario, differences, name_of, read_policies, under};
use passerelle_app::{AppError, deliver, files};
use passerelle_domain::{Language, Status};
use passerelle_formats::export;
use serde_json::{Value, json};

use crate::arguments::Plan;
use crate::planning::{outcome, show};
use crate::{Outcome, print};

/// Plans a bare problem under each policy.
pub(crate) fn problem(path: &Path, config: &Config, options: &Plan) -> Result<Outcome, AppError> {
    let problem = read_problem(path)?;
    let policies = read_policies(&options.policy)?;
    // What does not suit is told before any long solve, for all policies at once.
    let (mut ready, mut wrong) = (Vec::new(), Vec::new());
    for policy in &policies {
        match under(&problem, policy) {
            Ok(problem) => ready.push((name_of(policy), problem)),
            Err(AppError::Input(errors)) => wrong.extend(errors),
            Err(other) => return Err(other),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let (mut scenarios, mut agendas) = (Vec::new(), Vec::new());
    for (name, problem) in ready {
        let run = run(config, options);
        let solved = show(|bar| solve_problem(problem, &run, bar))?;
        scenarios.push(Scenario::of(name.clone(), &solved.problem, &solved.plan, solved.seconds));
        agendas.push((format!("{}.json", export::file_name(&name)), solved.json()));
    }
    if let Some(out) = &options.out {
        files::write_folder(out, &agendas)?;
    }
    tell(&scenarios, options);
    Ok(worst(&scenarios))
}

/// Plans an event under each policy; files are read and firms ranked once.
pub(crate) fn event(path: &Path, config: &Config, options: &Plan) -> Result<Outcome, AppError> {
    if let Some(out) = &options.out {
        files::check_folder(out)?;
    }
    let policies = read_policies(&options.policy)?;
    let Some((first, rest)) = policies.split_first() else { return Ok(Outcome::Done) };
    let language = Language::from(options.lang);
    let mut written: Vec<(String, String)> = Vec::new();
    let mut scenarios = Vec::new();
    let first_run = run(config, options);
    let mut planned = show(|bar| plan_event_under(path, config, Some(first), &first_run, bar))?;
    print::notices(&planned.notices);
    let names = policies.iter().map(name_of);
    let later = std::iter::once(None).chain(rest.iter().map(Some));
    for (name, policy) in names.zip(later) {
        if let Some(policy) = policy {
            let run = run(config, options);
            show(|bar| planned.replan_under(policy, &run, bar))?;
        }
        let (problem, plan) = (&planned.book.problem, &planned.plan);
        scenarios.push(Scenario::of(name.clone(), problem, plan, planned.seconds));
        if options.out.is_some() && matches!(plan.proof.status, Status::Optimal | Status::Feasible) {
            let folder = export::file_name(&name);
            let files = deliver::agenda_files(&planned, language);
            written.extend(files.into_iter().map(|(file, text)| (format!("{folder}/{file}"), text)));
        }
    }
    if let Some(out) = &options.out {
        files::write_folder(out, &written)?;
    }
    tell(&scenarios, options);
    Ok(worst(&scenarios))
}

fn run(config: &Config, options: &Plan) -> Run {
    // Each scenario has its own time.
    let mut run = Run::configured(config);
    run.threads = options.threads.map_or(1, usize::from);
    run
}

fn tell(scenarios: &[Scenario], options: &Plan) {
    let differences = differences(scenarios);
    if options.json {
        print::out(&format!("{:#}\n", as_json(scenarios, &differences)));
    } else {
        print::out(&as_text(scenarios, &differences));
    }
    if let Some(out) = &options.out {
        print::say(&format!("written to {}", PathBuf::from(out).display()));
    }
}

/// Without an agenda in one of them the command as a whole has not done what was asked.
fn worst(scenarios: &[Scenario]) -> Outcome {
    let is = |status| scenarios.iter().any(|one| one.status == status);
    match () {
        () if is(Status::Infeasible) => outcome(Status::Infeasible),
        () if is(Status::Cancelled) => outcome(Status::Cancelled),
        () => Outcome::Done,
    }
}

fn as_json(scenarios: &[Scenario], differences: &[Difference]) -> Value {
    let scenario = |one: &Scenario| {
        json!({
            "name": one.name, "status": one.status.word(), "meetings": one.meetings,
            "value": one.value.0, "bound": one.value.1,
            "musts": one.musts.0, "musts_asked": one.musts.1,
            "floors_missed": one.floors_missed.0, "shortfall": one.floors_missed.1,
            "idle_groups": one.idle_groups.0, "idle_groups_bound": one.idle_groups.1,
            "idle_minutes": one.idle_minutes, "spread": one.spread,
            "table_changes": one.table_changes.0, "table_changes_bound": one.table_changes.1,
            "metres": (one.metres * 100.0).round() / 100.0,
            "meetings_min": one.shares.min, "meetings_median": one.shares.median,
            "meetings_gini": (one.shares.gini * 1e4).round() / 1e4,
            "seconds": (one.seconds * 1e3).round() / 1e3,
        })
    };
    let difference = |one: &Difference| {
        json!({
            "between": [one.between.0, one.between.1],
            "only_first": one.only_first, "only_second": one.only_second, "moved": one.moved,
        })
    };
    json!({
        "scenarios": scenarios.iter().map(scenario).collect::<Vec<_>>(),
        "differences": differences.iter().map(difference).collect::<Vec<_>>(),
    })
}

/// How a figure of a scenario is shown.
type Cell<'c> = Box<dyn Fn(&Scenario) -> String + 'c>;

fn as_text(scenarios: &[Scenario], differences: &[Difference]) -> String {
    let of = |(has, bound): (i64, i64), word: &str| {
        if has == bound { format!("{has} proved") } else { format!("{has} ({word} {bound})") }
    };
    let least = |(has, bound): (u32, u32)| of((has.into(), bound.into()), "at least");
    let rows: [(&str, Cell<'_>); 14] = [
        ("policy", Box::new(|s| s.name.clone())),
        ("status", Box::new(|s| s.status.word().to_owned())),
        ("meetings", Box::new(|s| s.meetings.to_string())),
        ("value", Box::new(|s| of(s.value, "at most"))),
        ("musts", Box::new(|s| format!("{} of {}", s.musts.0, s.musts.1))),
        ("floors missed", Box::new(|s| format!("{} by {}", s.floors_missed.0, s.floors_missed.1))),
        ("idle groups", Box::new(|s| least(s.idle_groups))),
        ("idle minutes", Box::new(|s| s.idle_minutes.map_or_else(|| "-".into(), |m| m.to_string()))),
        ("spread", Box::new(|s| s.spread.to_string())),
        ("table changes", Box::new(|s| least(s.table_changes))),
        ("metres walked", Box::new(|s| format!("{:.0}", s.metres))),
        ("meetings min/median", Box::new(|s| format!("{}/{}", s.shares.min, s.shares.median))),
        ("meetings Gini", Box::new(|s| format!("{:.3}", s.shares.gini))),
        ("seconds", Box::new(|s| format!("{:.2}", s.seconds))),
    ];
    let mut text = String::new();
    for (name, cell) in &rows {
        // Writing to a string cannot fail.
        let _ = write!(text, "{name:<20}");
        for one in scenarios {
            let _ = write!(text, "  {:>24}", cell(one));
        }
        text.push('\n');
    }
    for one in differences {
        let (first, second) = &one.between;
        let _ = writeln!(
            text,
            "{first} and {second}: {} pairs meet only in {first}, {} only in {second}, {} in both at another time",
            one.only_first.len(),
            one.only_second.len(),
            one.moved.len()
        );
    }
    text
}
