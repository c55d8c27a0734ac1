//! `eval`: the ranking measured on a test set, beside another system's where one is named.

mod json;
mod text;

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use passerelle_app::config::Config;
use passerelle_app::evaluate::{Manner, Other, Step, TestSet, View, compare, evaluate};
use passerelle_app::{AppError, files};
use passerelle_formats::corpus;

use crate::arguments::{self, Baseline, Eval};
use crate::{Outcome, print};

/// From so many queries on a set takes long enough for people to want to see how far it has come.
const LONG: usize = 50;

/// What stands beside what, for those who read the figures.
struct Names {
    first: String,
    second: String,
}

pub(crate) fn run(config: Option<&Path>, options: &Eval) -> Result<Outcome, AppError> {
    let set = test_set(options);
    let manner = Manner {
        view: match options.view {
            arguments::View::Brief => View::Brief,
            arguments::View::Firm => View::Firm,
        },
        depth: usize::try_from(options.depth).unwrap_or(usize::MAX),
        exclude_own_id: options.exclude_own_id,
    };
    if let Some([first, second]) = options.compare.as_deref() {
        let (comparison, notices) = compare(&set, [first, second], manner)?;
        print::notices(&notices);
        let names = Names { first: first.display().to_string(), second: second.display().to_string() };
        print::out(&if options.json {
            format!("{}\n", json::only_comparison(options, &comparison, &names))
        } else {
            text::comparison(&comparison, &names)
        });
        return Ok(Outcome::Done);
    }
    ranked(config, options, &set, manner)
}

fn ranked(path: Option<&Path>, options: &Eval, set: &TestSet, manner: Manner) -> Result<Outcome, AppError> {
    let (config, versus) = configurations(path, options.versus_config.as_deref())?;
    let other = match (&options.against, &versus, options.baseline) {
        (Some(run), ..) => Some(Other::Run(run)),
        (_, Some(config), _) => Some(Other::Config(config)),
        (.., Some(Baseline::Bm25)) => Some(Other::Bm25),
        (None, None, None) => None,
    };
    let bar = Bar::new();
    let report = evaluate(set, &config, manner, other, &|step| bar.tell(step))?;
    bar.0.finish_and_clear();
    print::notices(&report.notices);
    if let Some(path) = &options.run {
        files::write_file(path, corpus::write_run(&report.run).as_bytes())?;
    }
    let shown = |path: Option<&Path>| path.map(|path| path.display().to_string());
    let second = options.against.as_deref().or(options.versus_config.as_deref());
    let names = Names {
        first: shown(path).unwrap_or_else(|| "passerelle".into()),
        second: shown(second).unwrap_or_else(|| "bm25".into()),
    };
    print::out(&if options.json {
        format!("{}\n", json::report(options, &report, &names))
    } else {
        text::report(options, &report, &names)
    });
    Ok(Outcome::Done)
}

/// Both configurations, or what is wrong in both.
fn configurations(one: Option<&Path>, other: Option<&Path>) -> Result<(Config, Option<Config>), AppError> {
    match (Config::load(one), other.map(|path| Config::load(Some(path))).transpose()) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(AppError::Input(mut all)), Err(AppError::Input(more))) => {
            all.extend(more);
            Err(all.into())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

fn test_set(options: &Eval) -> TestSet {
    let asked = options.corpus.is_some() || options.queries.is_some();
    let mut set = if asked { TestSet::texts_in(&options.set) } else { TestSet::in_folder(&options.set) };
    match &mut set {
        TestSet::Texts { corpus, queries, judgements } => {
            replace(corpus, options.corpus.as_ref());
            replace(queries, options.queries.as_ref());
            replace(judgements, options.qrels.as_ref());
        }
        TestSet::Briefs { judgements, .. } => replace(judgements, options.qrels.as_ref()),
    }
    set
}

fn replace(path: &mut PathBuf, by: Option<&PathBuf>) {
    if let Some(other) = by {
        path.clone_from(other);
    }
}

/// How far a long evaluation has come; nothing at all when the standard error is not a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} ({eta})") {
            bar.set_style(style);
        }
        Self(bar)
    }

    fn tell(&self, step: Step) {
        match step {
            Step::Indexing(items) => self.0.set_message(format!("{items} items, queries")),
            Step::Answered(done, all) if all >= LONG => {
                if self.0.length() != Some(all as u64) {
                    self.0.set_length(all as u64);
                    self.0.set_draw_target(ProgressDrawTarget::stderr());
                }
                self.0.set_position(done as u64);
            }
            Step::Answered(..) => {}
        }
    }
}
