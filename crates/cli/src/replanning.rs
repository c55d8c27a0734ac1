//! `replan` and `standby`: what to do when the day goes otherwise.

use std::io::{IsTerminal, stdout};
use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::plan::Run;
use passerelle_app::replan::replan_problem;
use passerelle_app::standby::standby_problem;
use passerelle_app::{AppError, files};
use passerelle_domain::{Language, Status};

use crate::arguments::{Replan, Standby};
use crate::{Outcome, print};

pub(crate) fn replan(config: Option<&Path>, options: &Replan) -> Result<Outcome, AppError> {
    let mut config = Config::load(config)?;
    config.solver.time_limit_s = options.time_limit.unwrap_or(config.solver.time_limit_s);
    let mut policy = config.replan.policy();
    policy.max_changes = options.max_changes.or(policy.max_changes);
    if let Some(unit) = options.unit {
        policy.unit = unit.into();
    }
    let run = Run::configured(&config);
    let done = replan_problem(&options.problem, &options.agenda, &options.changes, policy, &run)?;
    let text = options.text || (stdout().is_terminal() && !options.json);
    if let Some(path) = &options.problem_out {
        files::write_file(path, done.problem_json().as_bytes())?;
    }
    if let Some(path) = &options.out {
        files::write_file(path, done.json().as_bytes())?;
    }
    if text {
        print::out(&done.text(Language::from(options.lang)));
    } else if options.out.is_none() || options.json {
        print::out(&done.json());
    }
    Ok(match done.replanned.plan.proof.status {
        Status::Optimal | Status::Feasible => Outcome::Done,
        Status::Infeasible => Outcome::Infeasible,
        Status::Cancelled => Outcome::NoAgenda,
    })
}

pub(crate) fn standby(config: Option<&Path>, options: &Standby) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    let ranks = options.ranks.map_or(config.standby.ranks, usize::from);
    let run = Run::configured(&config);
    let list =
        standby_problem(&options.problem, &options.agenda, options.attendance.as_deref(), ranks, &run)?;
    match &options.out {
        Some(path) => files::write_file(path, list.json().as_bytes())?,
        None => print::out(&list.json()),
    }
    Ok(Outcome::Done)
}
