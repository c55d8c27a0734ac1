//! What can go wrong for someone who uses the product.

use std::path::{Path, PathBuf};

use passerelle_domain::Violation;
use passerelle_formats::FileError;

/// A use case that could not be carried out. Nothing has been written when one is returned.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The input is wrong: everything that is, sorted.
    #[error("{}", list(.0))]
    Input(Vec<FileError>),
    /// A file or folder could not be written.
    #[error("{}: cannot be written: {cause}\n  hint: choose another place, or free this one", path.display())]
    Output {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The index could not be built or searched.
    #[error("the search index failed: {0}\n  hint: this is not your input's fault; please report it")]
    Index(#[from] passerelle_matching::IndexError),
    /// The server's database or service refused.
    #[error(transparent)]
    Refused(#[from] crate::service::Refusal),
    /// The agenda found breaks a rule: it is not kept.
    #[error("the agenda that was found breaks {} rule(s) and is not kept; first: {}\n  hint: please report it with the input", .0.len(), .0.first().map_or("", |v| v.message.as_str()))]
    Broken(Vec<Violation>),
}

impl AppError {
    /// One complaint about one file as a whole.
    pub(crate) fn input(path: &Path, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Input(vec![file_error(path, message, hint)])
    }
}

impl From<Vec<FileError>> for AppError {
    fn from(mut errors: Vec<FileError>) -> Self {
        errors.sort();
        errors.dedup();
        Self::Input(errors)
    }
}

/// A complaint about a file as a whole.
pub(crate) fn file_error(path: &Path, message: impl Into<String>, hint: impl Into<String>) -> FileError {
    FileError {
        file: path.display().to_string(),
        line: None,
        field: String::new(),
        message: message.into(),
        hint: hint.into(),
    }
}

fn list(errors: &[FileError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
