//! `why` and `helps`: questions about an agenda.

use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::plan::Run;
use passerelle_app::why::{Question, what_helps, why_not};
use passerelle_app::{AppError, files};

use crate::arguments::{Answer, Helps, Why};
use crate::planning::spinner;
use crate::{Outcome, print};

pub(crate) fn why(config: Option<&Path>, options: &Why) -> Result<Outcome, AppError> {
    let question = match (&options.pair, options.all) {
        (Some(pair), _) => Question::Pair(pair.clone()),
        (None, true) => Question::All,
        (None, false) => Question::Strong(options.strong),
    };
    let bar = spinner();
    let run = run(config, &options.answer)?;
    let answers = why_not(&options.problem, &options.agenda, &question, &run, &mut |done, of| {
        bar.set_message(format!("priced {done} of {of}"));
    })?;
    bar.finish_and_clear();
    hand_out(&options.answer, &answers.json(), &answers.sentences())
}

pub(crate) fn helps(config: Option<&Path>, options: &Helps) -> Result<Outcome, AppError> {
    let bar = spinner();
    let run = run(config, &options.answer)?;
    let found = what_helps(&options.problem, &options.agenda, options.top, &run, &mut |done| {
        bar.set_message(format!("weighed {done} changes"));
    })?;
    bar.finish_and_clear();
    hand_out(&options.answer, &found.json(), &found.sentences())
}

fn run(config: Option<&Path>, answer: &Answer) -> Result<Run, AppError> {
    let mut config = Config::load(config)?;
    config.solver.time_limit_s = answer.time_limit.unwrap_or(config.solver.time_limit_s);
    config.solver.seed = answer.seed.unwrap_or(config.solver.seed);
    Ok(Run::configured(&config))
}

fn hand_out(answer: &Answer, json: &str, sentences: &[String]) -> Result<Outcome, AppError> {
    let words = || sentences.iter().flat_map(|sentence| [sentence.as_str(), "\n"]).collect::<String>();
    let text = if answer.words { words() } else { json.to_owned() };
    match &answer.out {
        Some(path) => files::write_file(path, text.as_bytes())?,
        None => print::out(&text),
    }
    Ok(Outcome::Done)
}
