//! Who stands by for whom, JSON out.

use passerelle_domain::{Chances, Problem, Standby};

use crate::lines;

pub(crate) mod file;

/// Writes who stands by: one meeting a line.
pub fn write(problem: &Problem, standby: &Standby, attendance: &Chances) -> String {
    lines::to_string(&file::StandbyFile::new(problem, standby, attendance))
}
