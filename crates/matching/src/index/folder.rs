//! What lies in an index's folder, and how it is told to be sound.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

use super::IndexError;

/// What a commit says of itself: how its texts were analysed, and which latent space belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) stamp: String,
    pub(super) latent: Option<String>,
}

impl Commit {
    pub(super) fn payload(&self) -> String {
        format!("{} {}", self.stamp, self.latent.as_deref().unwrap_or("-"))
    }

    /// `None` for an index that was made and never filled.
    pub(super) fn read(payload: Option<&str>) -> Option<Self> {
        let (stamp, latent) = payload?.split_once(' ')?;
        Some(Self { stamp: stamp.to_owned(), latent: (latent != "-").then(|| latent.to_owned()) })
    }
}

/// Whether an error speaks of the files themselves: building again helps. A disk that is full or a right that is missing is another
/// matter, and no reason to throw an index away.
pub(super) fn is_damage(error: &IndexError) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, NotFound, Other, UnexpectedEof};
    let kind = |error: &io::Error| {
        matches!(error.kind(), NotFound | UnexpectedEof | InvalidData | InvalidInput | Other)
    };
    match error {
        IndexError::Damaged => true,
        IndexError::Busy | IndexError::Outdated => false,
        IndexError::Search(error) => match error {
            TantivyError::IoError(error) => kind(error),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => kind(io_error),
            TantivyError::OpenDirectoryError(_)
            | TantivyError::OpenWriteError(_)
            | TantivyError::LockFailure(..)
            | TantivyError::Poisoned
            | TantivyError::ErrorInThread(_)
            | TantivyError::SystemError(_) => false,
            _ => true,
        },
    }
}

/// Empties a folder of an index; files of others stay, and so do the locks, which are held.
pub(super) fn empty(folder: &Path) -> Result<(), IndexError> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if (name == ".managed.json" || is_part(name)) && path.is_file() {
            fs::remove_file(path)?;
        }
    }
    // Last: as long as it is there, what is left of the folder is known to be an index.
    match fs::remove_file(folder.join("meta.json")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether a file is a segment's or a latent space: 32 hexadecimal digits, or 16, before the ending.
fn is_part(name: &str) -> bool {
    let Some((stem, _)) = name.split_once('.') else { return false };
    matches!(stem.len(), 16 | 32) && stem.chars().all(|c| c.is_ascii_hexdigit())
}

/// Deletes files of latent spaces that are not `named` by a commit any more, and those that were never finished.
pub(super) fn forget(folder: &Path, named: &BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let latent = [".latent", ".vectors", "-new"].iter().any(|ending| name.ends_with(ending));
        if is_part(name) && latent && !named.contains(name) {
            // One that cannot be deleted now is deleted after the next commit.
            let _ = fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_says_what_it_is() {
        for latent in [None, Some("0123456789abcdef.latent".to_owned())] {
            let commit = Commit { stamp: "17".into(), latent };
            assert_eq!(Commit::read(Some(&commit.payload())), Some(commit));
        }
        assert_eq!(Commit::read(None), None);
    }

    #[test]
    fn files_of_others_are_told_from_ours() {
        assert!(is_part("0123456789abcdef.latent") && is_part("0123456789abcdef0123456789abcdef.store"));
        assert!(!is_part("firms.csv") && !is_part("0123456789abcdef") && !is_part("thesis-of-2024-b.pdf"));
    }

    #[test]
    fn a_missing_right_is_no_damage() {
        let error = |kind| IndexError::from(io::Error::from(kind));
        assert!(is_damage(&error(io::ErrorKind::UnexpectedEof)) && is_damage(&IndexError::Damaged));
        assert!(!is_damage(&error(io::ErrorKind::PermissionDenied)) && !is_damage(&IndexError::Busy));
    }
}
