//! `taxonomy`: checked, grown by ESCO, and shown at work on a text.

use std::fmt::Write;
use std::path::Path;

use passerelle_app::AppError;
use passerelle_app::config::Config;
use passerelle_app::taxonomy::{self, Imported};
use passerelle_domain::Language;

use crate::arguments::{ImportEsco, Spot, Taxonomy, TaxonomyCheck};
use crate::{Outcome, print};

/// Refused rows that are shown; the rest is counted.
const SHOWN: usize = 20;

pub(crate) fn run(config: Option<&Path>, options: &Taxonomy) -> Result<Outcome, AppError> {
    let config = Config::load(config)?;
    match options {
        Taxonomy::ImportEsco(options) => import(&config, options),
        Taxonomy::Check(options) => check(&config, options),
        Taxonomy::Spot(options) => spot(&config, options),
    }
}

fn import(config: &Config, options: &ImportEsco) -> Result<Outcome, AppError> {
    let folder = options.into.as_ref().unwrap_or(&config.taxonomy.folder);
    let imported = taxonomy::import_esco(&options.download, folder)?;
    for one in imported.refused.iter().take(SHOWN) {
        print::say(&format!("refused: {one}"));
    }
    if imported.refused.len() > SHOWN {
        print::say(&format!("refused: {} more", imported.refused.len() - SHOWN));
    }
    print::out(&told(&imported));
    Ok(Outcome::Done)
}

fn told(imported: &Imported) -> String {
    let Imported { rows, skills, new, changed, unchanged, gone, joined, left_out, without_french, .. } =
        imported;
    let file = imported.file.display();
    let last = if imported.written {
        format!("{file} is written\n")
    } else {
        format!("{file} holds all this already; nothing is changed\n")
    };
    format!(
        "{rows} rows read, {skills} skills taken, {refused} rows refused\n\
         {new} new, {changed} changed, {unchanged} unchanged, {gone} gone\n\
         {joined} join a concept of the product, {without_french} have no French label, {left_out} bear a name that others share\n\
         {last}",
        refused = imported.refused.len(),
    )
}

fn check(config: &Config, options: &TaxonomyCheck) -> Result<Outcome, AppError> {
    let folder = options.folder.as_ref().unwrap_or(&config.taxonomy.folder);
    let checked = taxonomy::check(folder)?;
    let mut text = String::new();
    let mut line = |count: usize, what: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{count:>7}  {what}");
    };
    for (file, count) in &checked.files {
        line(*count, file);
    }
    line(checked.files.iter().map(|(_, count)| count).sum(), "concepts in all files");
    for (sector, count) in &checked.sectors {
        line(*count, sector);
    }
    print::out(&text);
    checked.result?;
    print::out("everything fits\n");
    Ok(Outcome::Done)
}

fn spot(config: &Config, options: &Spot) -> Result<Outcome, AppError> {
    let concepts = taxonomy::load(config)?;
    let language = Language::from(options.lang);
    for found in taxonomy::spot(&concepts, &options.file)? {
        let Some(concept) = concepts.concepts().get(found.concept) else { continue };
        let words = found.words.join("», «");
        print::out(&format!("{}  {}  «{words}»\n", concept.id, concept.label(language)));
    }
    Ok(Outcome::Done)
}
