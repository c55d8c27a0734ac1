//! The stored index: built from the firms' files, changed firm by firm, searched without reading them again.
//!
//! The files are the truth. Whatever is in doubt about an index is settled by building it again.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use passerelle_domain::{FirmId, Ranking, ReadBrief};
use passerelle_matching::{Index, IndexError, Knowledge, LiveIndex, Opened};

use crate::config::Config;
use crate::error::AppError;
use crate::matches::{self, Firms};
use crate::taxonomy;

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Firms.
    pub firms: usize,
    /// Texts of firms: summary, capabilities, references, certificates, tools.
    pub texts: usize,
    /// Size of its files, bytes.
    pub bytes: u64,
    /// Whether it can be searched.
    pub state: Opened,
}

/// Replaces everything in the index by the given firms; makes the index when there is none. Searches that are under way keep the
/// old firms.
///
/// # Errors
/// When the folder holds other things, cannot be written, or another process writes to it.
pub fn build(folder: &Path, firms: &Firms, config: &Config) -> Result<Info, AppError> {
    check(folder)?;
    let (live, _) = LiveIndex::open(folder, &knowledge(config)?).map_err(|error| told(folder, error))?;
    live.rebuild(&firms.firms).map_err(|error| told(folder, error))?;
    Ok(of(folder, &live.snapshot(), Opened::Ready))
}

/// Adds firms to an index, or replaces those that it holds.
///
/// # Errors
/// When the index has to be built first, or another process writes to it.
pub fn put(folder: &Path, firms: &Firms, config: &Config) -> Result<Info, AppError> {
    let live = open(folder, config)?;
    let change = || {
        let mut writer = live.writer()?;
        writer.put(&firms.firms)?;
        writer.commit()
    };
    change().map_err(|error| told(folder, error))?;
    Ok(of(folder, &live.snapshot(), Opened::Ready))
}

/// Takes firms out of an index; also gives those that it did not hold.
///
/// # Errors
/// When the index has to be built first, or another process writes to it.
pub fn delete(folder: &Path, firms: &[FirmId], config: &Config) -> Result<(Info, Vec<FirmId>), AppError> {
    let live = open(folder, config)?;
    let before = live.snapshot();
    let unknown = firms.iter().filter(|id| !before.names().any(|(known, _)| known == *id)).cloned().collect();
    let change = || {
        let mut writer = live.writer()?;
        for firm in firms {
            writer.delete(firm);
        }
        writer.commit()
    };
    change().map_err(|error| told(folder, error))?;
    Ok((of(folder, &live.snapshot(), Opened::Ready), unknown))
}

/// What a folder holds; changes nothing, and is no error when it has to be built.
///
/// # Errors
/// When the folder cannot be read.
pub fn info(folder: &Path, config: &Config) -> Result<Info, AppError> {
    let (found, state) = LiveIndex::find(folder, &knowledge(config)?).map_err(|error| told(folder, error))?;
    Ok(match found {
        Some(live) => of(folder, &live.snapshot(), state),
        None => Info { firms: 0, texts: 0, bytes: bytes(folder), state },
    })
}

/// Opens an index that can be searched, and says what to run when it cannot.
///
/// # Errors
/// When it has to be built first, or cannot be read.
pub fn open(folder: &Path, config: &Config) -> Result<LiveIndex, AppError> {
    match LiveIndex::find(folder, &knowledge(config)?).map_err(|error| told(folder, error))? {
        (Some(live), Opened::Ready) => Ok(live),
        (_, state) => Err(AppError::input(folder, sentence(state), hint(folder))),
    }
}

/// Ranks the firms of an index for each brief, as [`matches::rank`] does.
///
/// # Errors
/// When the index cannot be read.
pub fn rank(
    live: &LiveIndex,
    briefs: &[ReadBrief],
    config: &Config,
    explained: usize,
) -> Result<Vec<Ranking>, AppError> {
    matches::rank_in(&live.snapshot(), briefs, config, explained)
}

/// What a state means for someone who wants to search.
pub fn sentence(state: Opened) -> &'static str {
    match state {
        Opened::Ready => "can be searched",
        Opened::New => "holds no index",
        Opened::Outdated => {
            "holds an index that another version made, or another taxonomy, or that is damaged: it has to be built again"
        }
    }
}

/// What to run for an index that cannot be searched.
pub fn hint(folder: &Path) -> String {
    format!("run `passerelle index build --firms PATH --index {}` with the firms' files", folder.display())
}

fn knowledge(config: &Config) -> Result<Arc<Knowledge>, AppError> {
    Ok(Arc::new(Knowledge::new(taxonomy::load(config)?)))
}

fn of(folder: &Path, index: &Index, state: Opened) -> Info {
    Info { firms: index.len(), texts: index.texts(), bytes: bytes(folder), state }
}

/// Size of the files of a folder; 0 when it cannot be read.
fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.metadata().ok()).filter(fs::Metadata::is_file).map(|it| it.len()).sum()
}

/// An index is made in a folder of its own.
fn check(folder: &Path) -> Result<(), AppError> {
    let other = |entry: fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    let mut entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    if !folder.join("meta.json").exists() && entries.any(other) {
        return Err(AppError::input(folder, "holds other things", "name a folder that is new or empty"));
    }
    Ok(())
}

fn told(folder: &Path, error: IndexError) -> AppError {
    match error {
        IndexError::Busy => AppError::input(
            folder,
            "is being written to by another process",
            "wait for it to end, then try again",
        ),
        IndexError::Outdated | IndexError::Damaged => {
            AppError::input(folder, sentence(Opened::Outdated), hint(folder))
        }
        IndexError::Search(cause) => AppError::input(
            folder,
            format!("the search index cannot be used: {cause}"),
            "check the path, the right to write there and the free space",
        ),
    }
}
