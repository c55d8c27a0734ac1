//! The independent checker: every hard rule, one file each, by plain counting over the problem and the agenda.
//!
//! It imports nothing of the solver, so that a misunderstanding in one cannot hide in the other.

mod audit;
mod availability;
mod barred;
mod caps;
mod excluded;
mod fixed_table;
mod gaps;
mod known;
mod limits;
mod locks;
mod max_run;
mod minutes;
mod moves;
mod once;
mod precedences;
mod seats;
mod session;
mod spread;
mod tables;
#[cfg(test)]
mod tests;
mod view;

pub use audit::{Claims, audit};

use passerelle_domain::{Agenda, Problem, Violation};
use view::View;

/// A hard rule: how it is named, how its violations are found. How it reads is told where the solver obeys it (`rules`).
struct Rule {
    code: &'static str,
    find: fn(&View<'_>) -> Vec<String>,
}

/// The hard rules, in the order of the problem statement.
const RULES: [&Rule; 16] = [
    &known::RULE,
    &once::RULE,
    &excluded::RULE,
    &availability::RULE,
    &seats::RULE,
    &tables::RULE,
    &fixed_table::RULE,
    &session::RULE,
    &minutes::RULE,
    &barred::RULE,
    &locks::RULE,
    &caps::RULE,
    &limits::RULE,
    &precedences::RULE,
    &max_run::RULE,
    &spread::RULE,
];

/// Finds every violation of a hard rule, in order of rule and place.
pub fn check(problem: &Problem, agenda: &Agenda) -> Vec<Violation> {
    let view = View::new(problem, agenda);
    RULES
        .iter()
        .flat_map(|rule| (rule.find)(&view).into_iter().map(|message| Violation { rule: rule.code, message }))
        .collect()
}

/// The codes of the hard rules, in order.
#[cfg(test)]
fn codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.code).collect()
}
