//! Rankings for an audience, and why one firm stands below another.
//!
//! What an audience may see of a ranking is decided by [`Audience::sees`] alone. Here rankings are made with evidence for those who
//! will see it, and errors are made discreet: what is wrong with a file may quote it.

use std::path::{Path, PathBuf};

use passerelle_domain::{Audience, Contrast, FirmId, Ranking, ReadBrief};
use rayon::prelude::*;

use crate::config::Config;
use crate::error::AppError;
use crate::market::{Market, Place};
use crate::matches::Briefs;

/// Reads `organiser`, `client`, `public`, `firm:ID` or `firm:ID:admitted`.
///
/// # Errors
/// What is wrong with the word, for whoever typed it.
pub fn parse(word: &str) -> Result<Audience, String> {
    match word {
        "organiser" => return Ok(Audience::Organiser),
        "client" => return Ok(Audience::Client),
        "public" => return Ok(Audience::Public),
        _ => {}
    }
    let Some(firm) = word.strip_prefix("firm:") else {
        return Err("give organiser, client, public, firm:ID or firm:ID:admitted".into());
    };
    let (id, admitted) = firm.strip_suffix(":admitted").map_or((firm, false), |id| (id, true));
    let firm = FirmId::new(id).map_err(|wrong| format!("{}; {}", wrong.message, wrong.hint))?;
    Ok(Audience::Firm { firm, admitted })
}

/// Reads firms and briefs for an audience.
///
/// # Errors
/// Everything that is wrong in the files, for those who may see everything; for others, only that something is, and an unknown
/// firm without its neighbours.
pub fn load(
    audience: &Audience,
    firms: Place<'_>,
    briefs: &[PathBuf],
    config: &Config,
) -> Result<(Market, Briefs), AppError> {
    let read = match (Market::load(firms, config), Briefs::load(briefs)) {
        (Ok(market), Ok(briefs)) => Ok((market, briefs)),
        (Err(AppError::Input(mut all)), Err(AppError::Input(more))) => {
            all.extend(more);
            Err(all.into())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let (market, briefs) = if audience.sees_everything() { read? } else { read.map_err(discreet)? };
    if let Audience::Firm { firm, .. } = audience
        && !market.names().contains_key(firm)
    {
        let message = format!("there is no firm `{firm}`");
        return Err(AppError::input(Path::new("--firms"), message, "check how the identifier is written"));
    }
    Ok((market, briefs))
}

/// What is wrong with a file may quote it: who may not read the file is told that something is wrong, and no more.
fn discreet(error: AppError) -> AppError {
    let AppError::Input(all) = error else { return error };
    let message = format!("{} thing(s) are wrong in the files of firms and briefs", all.len());
    AppError::input(Path::new("input"), message, "run the command as organiser to see them")
}

/// Ranks the firms for each brief, with evidence for the `top` ones that the audience sees, or for the firm that it is; one
/// ranking a brief, same order.
///
/// # Errors
/// When the index cannot be read.
pub fn rank(
    audience: &Audience,
    market: &Market,
    briefs: &[ReadBrief],
    top: usize,
) -> Result<Vec<Ranking>, AppError> {
    let one = |read: &ReadBrief| match audience {
        Audience::Organiser | Audience::Client => market.rank(&read.brief, top),
        Audience::Firm { firm, .. } => market.rank_with(&read.brief, &[firm]),
        Audience::Public => market.rank(&read.brief, 0),
    };
    briefs.par_iter().map(one).collect()
}

/// Why one of two firms stands below the other, for each brief, with the ranking that gives the evidence of both.
///
/// # Errors
/// When there is no such firm (with the nearest), or the index cannot be read.
pub fn contrast(
    market: &Market,
    briefs: &[ReadBrief],
    [one, other]: [&FirmId; 2],
) -> Result<Vec<(Contrast, Ranking)>, AppError> {
    market.knows(&[one, other])?;
    if one == other {
        let message = format!("`{one}` is named twice");
        return Err(AppError::input(Path::new("--contrast"), message, "name two firms"));
    }
    let compared = |read: &ReadBrief| {
        let ranking = market.rank_with(&read.brief, &[one, other])?;
        // Every known firm is ranked, so this fails only for an index that lost some.
        let contrast = Contrast::of(&ranking, one, other).map_err(|lost| {
            AppError::input(Path::new("--firms"), format!("{lost:?} not ranked"), "please report it")
        })?;
        Ok((contrast, ranking))
    };
    briefs.par_iter().map(compared).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_are_read_by_their_words() {
        assert_eq!(parse("client"), Ok(Audience::Client));
        let firm = |id, admitted| Ok(Audience::Firm { firm: FirmId::new(id).unwrap(), admitted });
        assert_eq!(parse("firm:acme"), firm("acme", false));
        assert_eq!(parse("firm:ac:me:admitted"), firm("ac:me", true));
        assert!(parse("firm:").is_err() && parse("everyone").is_err());
    }
}
