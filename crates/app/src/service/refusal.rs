//! Why a use case was not carried out, for whoever asked; nothing of it has happened.

use passerelle_domain::Problems;
use passerelle_formats::FileError;
use passerelle_store::StoreError;

use crate::AppError;

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where: `capabilities[2].level`; empty for the whole.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The closed list of reasons, each with a stable code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Nobody is signed in, or what was shown does not open anything.
    SignIn,
    /// Whoever is signed in may not do this.
    Forbidden,
    /// There is no such thing, or it is not for these eyes.
    NotFound,
    /// What was sent is wrong.
    Invalid(Vec<Wrong>),
    /// Somebody else has changed it meanwhile; it is at this version.
    Stale(i64),
    /// The version that is meant was not told.
    VersionNeeded,
    /// There is one already.
    Exists,
    /// Its time is over, or has not come.
    Closed,
    /// Too often; try again after so many seconds.
    TooMany(u64),
    /// It cannot be done in the state in which things are.
    Conflict,
    /// Not now: the index is being built, or the database does not answer.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// A use case that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  hint: {hint}")]
pub struct Refusal {
    /// Why.
    pub cause: Cause,
    /// What is wrong, a sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refusal {
    /// Puts a refusal together.
    pub fn new(cause: Cause, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { cause, message: message.into(), hint: hint.into() }
    }

    /// The word by which programs know it; never changes.
    pub fn code(&self) -> &'static str {
        match self.cause {
            Cause::SignIn => "sign-in-needed",
            Cause::Forbidden => "forbidden",
            Cause::NotFound => "not-found",
            Cause::Invalid(_) => "invalid",
            Cause::Stale(_) => "stale",
            Cause::VersionNeeded => "version-needed",
            Cause::Exists => "exists",
            Cause::Closed => "closed",
            Cause::TooMany(_) => "too-many",
            Cause::Conflict => "conflict",
            Cause::Unavailable => "unavailable",
            Cause::Internal => "internal",
        }
    }

    /// Nobody is signed in.
    pub fn sign_in() -> Self {
        Self::new(Cause::SignIn, "you are not signed in", "sign in, or send a token that still holds")
    }

    /// Not for this account.
    pub fn forbidden(what: &str) -> Self {
        Self::new(Cause::Forbidden, format!("your account may not {what}"), "ask the organiser")
    }

    /// No such thing, or not for these eyes: both are told alike.
    pub fn not_found(kind: &str, id: &str) -> Self {
        Self::new(
            Cause::NotFound,
            format!("there is no {kind} `{}`", shortened(id)),
            "check the identifier; it may have been deleted, or not be open to you",
        )
    }

    /// One wrong field.
    pub fn invalid(field: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::wrong(vec![Wrong { field: field.into(), message: message.into(), hint: hint.into() }])
    }

    /// All that is wrong.
    pub fn wrong(all: Vec<Wrong>) -> Self {
        let message = match all.as_slice() {
            [one] if one.field.is_empty() => one.message.clone(),
            [one] => format!("{}: {}", one.field, one.message),
            more => format!("{} things are wrong", more.len()),
        };
        let hint = all.first().map_or_else(|| "correct it".to_owned(), |one| one.hint.clone());
        Self::new(Cause::Invalid(all), message, hint)
    }
}

/// Identifiers in messages are cut: whoever sends a megabyte does not get it back.
fn shortened(id: &str) -> String {
    let mut short: String = id.chars().filter(|c| !c.is_control()).take(80).collect();
    if short.len() < id.len() {
        short.push('…');
    }
    short
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Changed { current } => Self::new(
                Cause::Stale(current),
                format!("somebody else has changed it meanwhile: it is at version {current} now"),
                "read it again, then repeat your change",
            ),
            StoreError::Missing { kind, id } => Self::not_found(kind, &id),
            StoreError::Exists(_) => Self::new(
                Cause::Exists,
                "there is already such a thing",
                "change that one, or choose another identifier",
            ),
            StoreError::Dangling(_) => Self::new(
                Cause::Conflict,
                "it refers to something that is not there, or that is still in use",
                "make the other thing first, or check the identifiers",
            ),
            StoreError::Refused(message) => {
                Self::new(Cause::Conflict, message, "what was released or logged is not changed afterwards")
            }
            StoreError::Unavailable(message) => {
                tracing::error!(cause = message, "the database cannot be used");
                Self::new(
                    Cause::Unavailable,
                    "the database does not answer, or has no space left",
                    "nothing was changed: try again in a moment, and tell the organiser if it lasts",
                )
            }
            StoreError::Unreadable(message) => {
                tracing::error!(cause = message, "the database holds something unreadable");
                Self::new(
                    Cause::Internal,
                    "the database holds something this version cannot read",
                    "tell the organiser",
                )
            }
        }
    }
}

impl From<Vec<FileError>> for Refusal {
    fn from(errors: Vec<FileError>) -> Self {
        let wrong = |one: FileError| Wrong { field: one.field, message: one.message, hint: one.hint };
        Self::wrong(errors.into_iter().map(wrong).collect())
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        let wrong = |one: passerelle_domain::Invalid| Wrong {
            field: one.field,
            message: one.message,
            hint: one.hint,
        };
        Self::wrong(problems.into_iter().map(wrong).collect())
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Input(errors) => errors.into(),
            AppError::Refused(refusal) => refusal,
            other => {
                tracing::error!(cause = %other, "a use case failed");
                Self::new(
                    Cause::Internal,
                    "something failed on our side",
                    "nothing was changed: try again, and tell the organiser",
                )
            }
        }
    }
}
