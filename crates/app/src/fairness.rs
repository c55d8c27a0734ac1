//! What fairness costs in a problem: curves of value against floors and spreads.

use std::path::Path;

use passerelle_domain::{Crowd, Fairness, Lever};
use passerelle_formats::problem;
use passerelle_scheduling::{FairnessAsk, Options, fairness};

use crate::error::AppError;
use crate::files;
use crate::plan::Run;

/// What to draw.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The side it is about; by default `firm` where a participant has that label, else everybody.
    pub side: Option<String>,
    /// The size class it is about.
    pub class: Option<String>,
    /// The largest floor to try.
    pub max_floor: Option<u32>,
    /// The curves wanted; none for floors and spreads of meetings.
    pub levers: Vec<Lever>,
}

/// Draws the curves of a problem file. `progress` is told how many variants have been solved.
///
/// # Errors
/// What is wrong with the file; a side or class that nobody has.
pub fn fairness_of_problem(
    path: &Path,
    ask: &Ask,
    run: &Run,
    progress: &mut dyn FnMut(usize),
) -> Result<Fairness, AppError> {
    let problem = problem::parse(&files::read(path)?)?;
    let has = |side: &str| problem.participants().iter().any(|p| p.side.as_deref() == Some(side));
    let side = ask.side.clone().or_else(|| has("firm").then(|| "firm".to_owned()));
    let crowd = match (side, ask.class.clone()) {
        (side, Some(class)) => Crowd::Class(side, class),
        (Some(side), None) => Crowd::Side(side),
        (None, None) => Crowd::All,
    };
    if crowd.members(&problem).is_empty() {
        let known: Vec<String> = Crowd::all(&problem).iter().map(Crowd::words).collect();
        return Err(AppError::input(
            path,
            format!("`{}` names no participant that can meet anybody", crowd.words()),
            format!("the problem's labels make these: {}", known.join(", ")),
        ));
    }
    let levers =
        if ask.levers.is_empty() { vec![Lever::Floor, Lever::MeetingSpread] } else { ask.levers.clone() };
    let ask = FairnessAsk { crowd, max_floor: ask.max_floor, levers };
    let options = Options { seed: run.seed, threads: run.threads, effort: run.effort, ..Options::default() };
    Ok(fairness(&problem, &ask, &options, &run.deadline, progress))
}
