//! What makes a value impossible, said for the person who wrote it.

use std::fmt;

/// One value that cannot be: which field, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{field}: {message}")]
pub struct Invalid {
    /// Where, as a path inside the value: `sites[2].city`. Empty for the value itself.
    pub field: String,
    /// What is wrong, in lower case, the value in backticks.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl Invalid {
    /// Builds one from its three parts.
    pub fn new(field: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), hint: hint.into() }
    }

    /// The same complaint one level further out: `sites[2]` + `city` = `sites[2].city`.
    #[must_use]
    pub fn under(mut self, outer: &str) -> Self {
        self.field = match (outer.is_empty(), self.field.is_empty()) {
            (true, _) => self.field,
            (_, true) => outer.to_owned(),
            _ => format!("{outer}.{}", self.field),
        };
        self
    }
}

/// Everything that is wrong with one input, sorted by field; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Invalid>);

impl Problems {
    /// Keeps the complaints if there are any.
    ///
    /// # Errors
    /// The complaints themselves, sorted and without repetition.
    pub fn check(mut found: Vec<Invalid>) -> Result<(), Self> {
        found.sort();
        found.dedup();
        if found.is_empty() { Ok(()) } else { Err(Self(found)) }
    }

    /// The complaints, sorted by field.
    pub fn iter(&self) -> impl Iterator<Item = &Invalid> {
        self.0.iter()
    }
}

impl IntoIterator for Problems {
    type Item = Invalid;
    type IntoIter = std::vec::IntoIter<Invalid>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Invalid> for Problems {
    fn from(one: Invalid) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, one) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{one}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
