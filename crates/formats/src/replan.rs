//! What a re-plan says: the new agenda as a result file, what is another than before and why, in figures and in sentences.

use passerelle_domain::{Changed, Language, Problem, ReplanPolicy, Replanned};

use crate::agenda::file::AgendaFile;
use crate::lines;

pub(crate) mod file;
mod sentence;
mod text;

/// The answer of a re-plan as JSON: a result as [`agenda`](crate::agenda) writes it, with a key `replan` beside.
pub fn write_result(changed: &Changed, policy: &ReplanPolicy, replanned: &Replanned, seconds: f64) -> String {
    let file = file::ReplanFile::new(changed, policy, replanned);
    lines::to_string(&AgendaFile::new(changed.problem(), &replanned.plan, seconds.into()).with_replan(file))
}

/// The same for people: what was changed, at what cost, and each participant's new meetings with their reasons.
pub fn write_text(
    changed: &Changed,
    policy: &ReplanPolicy,
    replanned: &Replanned,
    language: Language,
) -> String {
    text::of(changed, policy, replanned, language)
}

/// Value of the released agenda, counted by the changed problem.
fn value_before(problem: &Problem, changed: &Changed) -> i64 {
    changed.released().value(problem)
}
