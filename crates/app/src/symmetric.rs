//! For a firm, the briefs that suit it, as it may see them.

use std::collections::BTreeSet;
use std::path::Path;

use passerelle_domain::{Audience, BriefId, FirmId, FitSteps, Ranking, ReadBrief, Score, Seen};
use rayon::prelude::*;

use crate::config::Config;
use crate::error::AppError;
use crate::market::Market;

/// A brief with its ranking; shown to the firm through [`FirmBrief::seen`] only.
#[derive(Debug)]
pub struct FirmBrief<'a> {
    read: &'a ReadBrief,
    ranking: Ranking,
    audience: Audience,
    steps: FitSteps,
}

impl FirmBrief<'_> {
    /// What the firm may see.
    pub fn seen(&self) -> Seen<'_> {
        self.audience.sees(&self.read.brief, &self.ranking, self.steps)
    }
}

/// The briefs of a firm, in the two lists in which it sees them.
#[derive(Debug)]
pub struct FirmBriefs<'a> {
    /// Those it may read, best first by its own fit; those behind a gate last.
    pub readable: Vec<FirmBrief<'a>>,
    /// Confidential ones to which it is not admitted: by coarse fit, then by public title, so that the order tells no more than
    /// the fit does.
    pub teasers: Vec<FirmBrief<'a>>,
}

/// The briefs that suit a firm, `top` of each list at most, with evidence. `firm` is one of the market's.
///
/// # Errors
/// When a brief that admits the firm is not among the briefs, or the index cannot be read.
pub fn briefs<'a>(
    market: &Market,
    briefs: &'a [ReadBrief],
    firm: &FirmId,
    admitted: &BTreeSet<BriefId>,
    config: &Config,
    top: usize,
) -> Result<FirmBriefs<'a>, AppError> {
    known(briefs, admitted)?;
    let steps = config.audience.steps();
    let (secret, open): (Vec<_>, Vec<_>) =
        briefs.iter().partition(|read| read.brief.is_confidential() && !admitted.contains(&read.brief.id));
    let shown = |read: &'a ReadBrief, ranking: Ranking| {
        let audience = Audience::Firm { firm: firm.clone(), admitted: admitted.contains(&read.brief.id) };
        FirmBrief { read, ranking, audience, steps }
    };

    let mut fits: Vec<(&ReadBrief, bool, f64)> = Vec::new();
    let asked: Vec<_> = open.iter().map(|read| &read.brief).collect();
    for (read, suited) in open.iter().copied().zip(market.suited(&asked, firm)?) {
        let Some(suited) = suited else { continue };
        fits.push((read, !suited.gates.is_empty(), suited.fit));
    }
    fits.sort_by(|a, b| {
        a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)).then_with(|| a.0.brief.id.cmp(&b.0.brief.id))
    });
    fits.truncate(top);
    let with_evidence = |(read, ..): &(&'a ReadBrief, bool, f64)| -> Result<_, AppError> {
        Ok(shown(read, market.rank_with(&read.brief, &[firm])?))
    };
    let readable = fits.par_iter().map(with_evidence).collect::<Result<_, _>>()?;

    let plain =
        |read: &&'a ReadBrief| -> Result<_, AppError> { Ok(shown(read, market.rank(&read.brief, 0)?)) };
    let mut teasers: Vec<FirmBrief<'a>> = secret.par_iter().map(plain).collect::<Result<_, _>>()?;
    let score =
        |one: &FirmBrief| -> Option<Score> { Some(one.ranking.all().find(|m| m.firm == *firm)?.score) };
    teasers.sort_by_cached_key(|one| {
        (std::cmp::Reverse(score(one).map(|score| steps.of(score))), one.read.brief.public_title().to_owned())
    });
    teasers.truncate(top);
    Ok(FirmBriefs { readable, teasers })
}

/// Refuses briefs that are not there; their neighbours are not told, for the firm may not know of them.
fn known(briefs: &[ReadBrief], wanted: &BTreeSet<BriefId>) -> Result<(), AppError> {
    match wanted.iter().find(|id| !briefs.iter().any(|read| read.brief.id == **id)) {
        Some(id) => {
            let message = format!("there is no brief `{id}`");
            Err(AppError::input(Path::new("--admitted"), message, "check how the identifier is written"))
        }
        None => Ok(()),
    }
}
