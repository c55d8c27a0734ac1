//! Who stands by for the meetings of an agenda.

use std::path::Path;

use passerelle_domain::{Chances, Problem, Standby};
use passerelle_formats::{attendance, standby};

use crate::error::AppError;
use crate::plan::Run;
use crate::{files, replan};

/// Those who stand by, with the problem they belong to.
#[derive(Debug)]
pub struct StandbyList {
    /// The problem.
    pub problem: Problem,
    /// How likely each is to come.
    pub attendance: Chances,
    /// Who stands by.
    pub standby: Standby,
}

impl StandbyList {
    /// The result as JSON.
    pub fn json(&self) -> String {
        standby::write(&self.problem, &self.standby, &self.attendance)
    }
}

/// Finds up to `ranks` reserves for each case of each meeting; without an attendance file everybody is taken to come.
///
/// # Errors
/// What is wrong with the files: the agenda must keep the rules of its problem.
pub fn standby_problem(
    problem_path: &Path,
    agenda_path: &Path,
    attendance_path: Option<&Path>,
    ranks: usize,
    run: &Run,
) -> Result<StandbyList, AppError> {
    let (problem, agenda) = replan::released(problem_path, agenda_path)?;
    let attendance = match attendance_path {
        Some(path) => attendance::parse(&files::read(path)?, &problem)?,
        None => Chances::certain(&problem),
    };
    let standby = passerelle_scheduling::standby(&problem, &agenda, &attendance, ranks, &run.deadline);
    Ok(StandbyList { problem, attendance, standby })
}
