//! Files as people write them, good and bad.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod answers;
mod bad_files;
mod bad_problems;
mod dzn;
mod fixtures;
mod imports;
mod rankings;
mod results;
mod robust;
mod schemas;
mod written;

use passerelle_formats::{FileError, SourceFile};

fn file(name: &str, text: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { name: name.into(), bytes: text.into() }
}

/// `line field: message` of each error, for short assertions.
fn told(errors: &[FileError]) -> Vec<String> {
    let line = |error: &FileError| error.line.map_or("-".to_owned(), |line| line.to_string());
    errors.iter().map(|error| format!("{} {}: {}", line(error), error.field, error.message)).collect()
}
