//! `match`: firms ranked for briefs, with reasons, as an audience may see them; why one firm stands below another.

use std::collections::BTreeMap;
use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::market::Market;
use passerelle_app::matches::Briefs;
use passerelle_app::{AppError, audience};
use passerelle_domain::{Audience, FirmId, Ranking, ReadBrief};
use passerelle_formats::matches;

use crate::arguments::{Match, place};
use crate::{Outcome, print, report};

pub(crate) fn run(config: Option<&Path>, options: &Match) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    let audience = &options.audience;
    let place = place(options.firms.as_deref(), options.index.as_deref());
    let (market, briefs) = audience::load(audience, place, &options.briefs, &config)?;
    if audience.sees_everything() {
        print::notices(&market.notices);
        print::notices(&briefs.notices);
    }
    if let Some([one, other]) = options.contrast.as_deref() {
        return contrast(options, &market, &briefs, [one, other]);
    }
    let rankings = audience::rank(audience, &market, &briefs.briefs, options.top)?;
    let both: Vec<(ReadBrief, Ranking)> = briefs.briefs.into_iter().zip(rankings).collect();
    if audience.sees_everything() {
        everything(options, market.names(), &both);
    } else {
        part(options, audience, &config, &both);
    }
    Ok(Outcome::Done)
}

fn everything(options: &Match, names: &BTreeMap<FirmId, String>, both: &[(ReadBrief, Ranking)]) {
    if options.json {
        print::out(&matches::write_json(both, names, options.top));
        print::out("\n");
    } else {
        for (read, ranking) in both {
            print::out(&report::ranking(read, ranking, names, options.top));
        }
    }
}

fn part(options: &Match, audience: &Audience, config: &Config, both: &[(ReadBrief, Ranking)]) {
    let steps = config.audience.steps();
    let seen = both.iter().map(|(read, ranking)| audience.sees(&read.brief, ranking, steps));
    print::out(&if options.json {
        matches::write_seen(seen)
    } else {
        seen.map(|shown| report::seen(&shown)).collect()
    });
}

fn contrast(
    options: &Match,
    market: &Market,
    briefs: &Briefs,
    pair: [&FirmId; 2],
) -> Result<Outcome, AppError> {
    let found = audience::contrast(market, &briefs.briefs, pair)?;
    let names = market.names();
    let all =
        briefs.briefs.iter().zip(&found).map(|(read, (contrast, ranking))| (&read.brief, contrast, ranking));
    print::out(&if options.json {
        matches::write_contrasts(all, names)
    } else {
        all.map(|(brief, contrast, ranking)| report::contrast(brief, contrast, ranking, names)).collect()
    });
    Ok(Outcome::Done)
}
