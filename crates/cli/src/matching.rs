//! `match`: firms ranked for briefs, with reasons.

use std::path::Path;

use passerelle_app::AppError;
use passerelle_app::config::Config;
use passerelle_app::matches::{Briefs, Firms, rank};
use passerelle_domain::{Ranking, ReadBrief};
use passerelle_formats::matches;

use crate::arguments::Match;
use crate::{Outcome, print, report};

pub(crate) fn run(config: Option<&Path>, options: &Match) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    let (firms, briefs) = match (Firms::load(&options.firms), Briefs::load(&options.briefs)) {
        (Ok(firms), Ok(briefs)) => (firms, briefs),
        (Err(AppError::Input(mut all)), Err(AppError::Input(more))) => {
            all.extend(more);
            return Err(all.into());
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    print::notices(&firms.notices);
    print::notices(&briefs.notices);
    let rankings = rank(&firms, &briefs.briefs, &config, options.top)?;
    let names = firms.names();
    let both: Vec<(ReadBrief, Ranking)> = briefs.briefs.into_iter().zip(rankings).collect();
    if options.json {
        print::out(&matches::write_json(&both, &names, options.top));
        print::out("\n");
    } else {
        for (read, ranking) in &both {
            print::out(&report::ranking(read, ranking, &names, options.top));
        }
    }
    Ok(Outcome::Done)
}
