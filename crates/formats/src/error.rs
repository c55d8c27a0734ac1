//! What is wrong with a file, or deserves a look, said for the person who wrote it.

use std::fmt;

/// One thing that is wrong in a file.
///
/// Sorted by file, line, field. Shown on two lines:
///
/// ```text
/// firms/aerolys.toml:12: capabilities[2].level: `guru` is not a level
///   hint: use one of `notion`, `practitioner`, `confirmed`, `expert`
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    /// The file, as it was named by whoever asked.
    pub file: String,
    /// The line, from 1, when it is about a place.
    pub line: Option<usize>,
    /// The path inside the file: `capabilities[2].level`; empty for the file itself.
    pub field: String,
    /// What is wrong, in lower case, the value in backticks.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl std::error::Error for FileError {}

/// One remark about a file that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileNotice {
    /// The file, as it was named by whoever asked.
    pub file: String,
    /// The line, from 1, when it is about a place.
    pub line: Option<usize>,
    /// The path inside the file; empty for the file itself.
    pub field: String,
    /// What was noticed, in lower case.
    pub message: String,
    /// The next step.
    pub hint: String,
}

/// A value and what deserves a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// Remarks, sorted.
    pub notices: Vec<FileNotice>,
}

fn show(
    f: &mut fmt::Formatter<'_>,
    file: &str,
    line: Option<usize>,
    field: &str,
    message: &str,
    hint: &str,
) -> fmt::Result {
    f.write_str(file)?;
    if let Some(line) = line {
        write!(f, ":{line}")?;
    }
    f.write_str(": ")?;
    if !field.is_empty() {
        write!(f, "{field}: ")?;
    }
    f.write_str(message)?;
    if !hint.is_empty() {
        write!(f, "\n  hint: {hint}")?;
    }
    Ok(())
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, &self.file, self.line, &self.field, &self.message, &self.hint)
    }
}

impl fmt::Display for FileNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, &self.file, self.line, &self.field, &self.message, &self.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_two_lines() {
        let error = FileError {
            file: "firms/x.toml".into(),
            line: Some(12),
            field: "capabilities[2].level".into(),
            message: "`guru` is not a level".into(),
            hint: "use `expert`".into(),
        };
        assert_eq!(
            error.to_string(),
            "firms/x.toml:12: capabilities[2].level: `guru` is not a level\n  hint: use `expert`"
        );
    }
}
