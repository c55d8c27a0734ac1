//! `fairness`: what a guaranteed floor, or a smaller spread, costs.

use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::fairness::{Ask, fairness_of_problem};
use passerelle_app::plan::Run;
use passerelle_app::{AppError, files};
use passerelle_domain::{Lever, Status};
use passerelle_formats::fairness;

use crate::arguments::{Curve, Fairness};
use crate::planning::spinner;
use crate::{Outcome, print};

pub(crate) fn run(config: Option<&Path>, options: &Fairness) -> Result<Outcome, AppError> {
    let mut config = Config::load(config)?;
    config.solver.time_limit_s = options.time_limit.unwrap_or(config.solver.time_limit_s);
    config.solver.seed = options.seed.unwrap_or(config.solver.seed);
    let run = Run::configured(&config);
    let lever = |curve: &Curve| match curve {
        Curve::Floor => Lever::Floor,
        Curve::Meetings => Lever::MeetingSpread,
        Curve::Idle => Lever::IdleSpread,
    };
    let ask = Ask {
        side: options.side.clone(),
        class: options.class.clone(),
        max_floor: options.max_floor,
        levers: options.curves.iter().map(lever).collect(),
    };
    let bar = spinner();
    let curves = fairness_of_problem(&options.problem, &ask, &run, &mut |solved| {
        bar.set_message(format!("{solved} variants solved"));
    })?;
    bar.finish_and_clear();
    let written =
        if options.text { fairness::text(&curves) } else { fairness::write(&curves, run.deadline.elapsed()) };
    match &options.out {
        Some(path) => files::write_file(path, written.as_bytes())?,
        None => print::out(&written),
    }
    Ok(match curves.base.status {
        Status::Optimal | Status::Feasible => Outcome::Done,
        Status::Infeasible => Outcome::Infeasible,
        Status::Cancelled => Outcome::NoAgenda,
    })
}
