//! `briefs`: for one firm, the briefs that suit it, as it may see them.

use std::path::Path;

use passerelle_app::config::Config;
use passerelle_app::symmetric::{FirmBrief, briefs};
use passerelle_app::{AppError, audience};
use passerelle_domain::Audience;
use passerelle_formats::matches;

use crate::arguments::{Briefs, place};
use crate::{Outcome, print, report};

pub(crate) fn run(config: Option<&Path>, options: &Briefs) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    // Remarks about files would quote other firms and briefs that this one may not read.
    let firm = Audience::Firm { firm: options.firm.clone(), admitted: false };
    let place = place(options.firms.as_deref(), options.index.as_deref());
    let (market, read) = audience::load(&firm, place, &options.briefs, &config)?;
    let admitted = options.admitted.iter().cloned().collect();
    let found = briefs(&market, &read.briefs, &options.firm, &admitted, &config, options.top)?;
    let (readable, teasers) =
        (found.readable.iter().map(FirmBrief::seen), found.teasers.iter().map(FirmBrief::seen));
    print::out(&if options.json {
        matches::write_briefs(options.firm.as_str(), readable, teasers)
    } else {
        report::briefs(readable, teasers)
    });
    Ok(Outcome::Done)
}
