//! The `passerelle` command: verbs over files, useful without a server.
//!
//! Results go to the standard output, remarks, progress and errors to the standard error. Exit codes: 0 done, 1 a rule is
//! broken, 2 the input is wrong, 3 it is proved that no agenda exists, 4 the limit was reached without an agenda.

mod arguments;
mod briefs;
mod demo;
mod eval;
mod fairness;
mod index;
mod matching;
mod planning;
mod print;
mod replanning;
mod report;
mod scenarios;
mod server;
mod taxonomy;
mod why;

use std::process::ExitCode;

use clap::Parser;
use passerelle_app::AppError;

use arguments::{Arguments, Verb};

/// How a verb ended.
enum Outcome {
    Done,
    Violation,
    Infeasible,
    NoAgenda,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = arguments.config.as_deref();
    let result = match &arguments.verb {
        Verb::Demo(options) => demo::run(config, options),
        Verb::Match(options) => matching::run(config, options),
        Verb::Index(options) => index::run(config, options),
        Verb::Briefs(options) => briefs::run(config, options),
        Verb::Plan(options) => planning::run(config, options),
        Verb::Check(options) => planning::check(options),
        Verb::Fairness(options) => fairness::run(config, options),
        Verb::Replan(options) => replanning::replan(config, options),
        Verb::Standby(options) => replanning::standby(config, options),
        Verb::Why(options) => why::why(config, options),
        Verb::Helps(options) => why::helps(config, options),
        Verb::Eval(options) => eval::run(config, options),
        Verb::Schema(options) => Ok(print::schema(options.name)),
        Verb::Rules => Ok(print::rules()),
        Verb::Taxonomy(options) => taxonomy::run(config, options),
        Verb::Serve(options) => server::serve(config, options),
        Verb::Db(options) => server::db(config, options),
        Verb::Organiser(options) => server::organiser(config, options),
        Verb::Person(options) => server::person(config, options),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Violation) => ExitCode::from(1),
        Ok(Outcome::Infeasible) => ExitCode::from(3),
        Ok(Outcome::NoAgenda) => ExitCode::from(4),
        Err(error) => {
            print::error(&error);
            ExitCode::from(match error {
                AppError::Broken(_) => 1,
                AppError::Input(_) | AppError::Output { .. } | AppError::Index(_) | AppError::Refused(_) => 2,
            })
        }
    }
}
