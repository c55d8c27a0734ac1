//! What can go wrong between a use case and its tables.

/// A reading or writing that did not happen; nothing of it has.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else has changed the thing meanwhile: it has this version now.
    #[error("somebody else has changed it meanwhile: it is at version {current} now")]
    Changed {
        /// The version that is there.
        current: i64,
    },
    /// There is no such thing.
    #[error("there is no such {kind}: `{id}`")]
    Missing {
        /// What sort of thing.
        kind: &'static str,
        /// Its identifier.
        id: String,
    },
    /// There is one already.
    #[error("there is already such a thing: {0}")]
    Exists(String),
    /// It refers to something that is not there, or is still referred to.
    #[error("it refers to something that is not there: {0}")]
    Dangling(String),
    /// A rule of the tables refuses it (an immutable release, the append-only log).
    #[error("the database refuses it: {0}")]
    Refused(String),
    /// The database cannot be reached, or ran out of space or time.
    #[error("the database cannot be used: {0}")]
    Unavailable(String),
    /// What the database holds, or an archive, is not what this version writes.
    #[error("{0}")]
    Unreadable(String),
}

impl StoreError {
    /// Nothing by this name.
    pub fn missing(kind: &'static str, id: &str) -> Self {
        Self::Missing { kind, id: id.to_owned() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(told) = &error else { return Self::Unavailable(error.to_string()) };
        let message = told.message().to_owned();
        match told.kind() {
            sqlx::error::ErrorKind::UniqueViolation => Self::Exists(message),
            sqlx::error::ErrorKind::ForeignKeyViolation => Self::Dangling(message),
            sqlx::error::ErrorKind::CheckViolation | sqlx::error::ErrorKind::NotNullViolation => {
                Self::Refused(message)
            }
            _ if message.contains("immutable")
                || message.contains("append-only")
                || message.contains("is kept") =>
            {
                Self::Refused(message)
            }
            _ => Self::Unavailable(message),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Unreadable(format!("the tables are not those of this version: {error}"))
    }
}
