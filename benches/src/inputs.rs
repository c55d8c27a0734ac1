//! The program's own data: taxonomy, and the firms and briefs of the invented region.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use passerelle_domain::{BriefDraft, Firm};
use passerelle_formats::{Parsed, SourceFile, briefs, firms, taxonomy};
use passerelle_matching::Knowledge;

/// What goes wrong here ends the run.
pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;

/// Analysers, lexicon and the taxonomy of the project at `root`.
pub(crate) fn knowledge(root: &Path) -> Fallible<Arc<Knowledge>> {
    let sources = sources(&root.join("config/taxonomy"), "toml")?;
    Ok(Arc::new(Knowledge::new(taxonomy::parse(&sources).map_err(told)?)))
}

/// The firms of the invented region.
pub(crate) fn fixture_firms(root: &Path) -> Fallible<Vec<Firm>> {
    let Parsed { value, .. } =
        firms::parse(&sources(&root.join("fixtures/occitanie/firms"), "toml")?).map_err(told)?;
    Ok(value)
}

/// Its briefs, as written.
pub(crate) fn fixture_briefs(root: &Path) -> Fallible<Vec<BriefDraft>> {
    let sources = sources(&root.join("fixtures/occitanie/briefs"), "md")?;
    sources.iter().map(|source| Ok(briefs::parse(source).map_err(told)?.value)).collect()
}

fn sources(folder: &Path, ending: &str) -> Fallible<Vec<SourceFile>> {
    let entries = fs::read_dir(folder).map_err(|cause| {
        format!("{} cannot be read: {cause}; run from the project's folder, or give --root", folder.display())
    })?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|it| it == ending));
    paths.sort();
    paths
        .into_iter()
        .map(|path| Ok(SourceFile { bytes: fs::read(&path)?, name: path.display().to_string() }))
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn told(errors: Vec<passerelle_formats::FileError>) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
