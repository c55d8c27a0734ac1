//! The change log, which the index follows, and the audit log, which nobody can change.

use crate::sql;
use crate::value::values;
use crate::{Db, StoreError, Tx};

/// A line of the change log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the log.
    pub seq: i64,
    /// What sort of thing has changed.
    pub kind: String,
    /// Which.
    pub subject: String,
}

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its place in the log.
    pub seq: i64,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Who: an account's identifier, or a word for the system.
    pub actor: String,
    /// For whom, when an organiser acted for a party.
    pub acting_for: Option<String>,
    /// What was done, in a word.
    pub action: String,
    /// To what sort of thing.
    pub kind: String,
    /// To which.
    pub subject: String,
    /// SHA-256 of what was there.
    pub before: Option<String>,
    /// SHA-256 of what is there.
    pub after: Option<String>,
}

impl Db {
    /// Lines of the change log after a place, oldest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn changes_since(&self, seq: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
        let rows = self.rows(sql::CHANGE_SINCE, values![seq, limit]).await?;
        rows.into_iter()
            .map(|mut row| Ok(Change { seq: row.int()?, kind: row.text()?, subject: row.text()? }))
            .collect()
    }

    /// The last place of the change log; 0 when it is empty.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        self.row(sql::CHANGE_LAST, values![]).await?.map_or(Ok(0), |mut row| row.int())
    }

    /// Lines of the audit log before a place, latest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn audit_lines(
        &self,
        before: Option<i64>,
        kind: Option<&str>,
        subject: Option<&str>,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let asked =
            values![before.unwrap_or(i64::MAX), kind.unwrap_or_default(), subject.unwrap_or_default(), limit];
        let rows = self.rows(sql::AUDIT_LIST, asked).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(AuditLine {
                    seq: row.int()?,
                    at_ms: row.int()?,
                    actor: row.text()?,
                    acting_for: row.maybe_text()?,
                    action: row.text()?,
                    kind: row.text()?,
                    subject: row.text()?,
                    before: row.maybe_text()?,
                    after: row.maybe_text()?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Writes a line of the audit log.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn audit(
        &mut self,
        action: &str,
        kind: &str,
        subject: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<(), StoreError> {
        let by = self.by().clone();
        let line = values![by.at_ms, &by.actor, &by.acting_for, action, kind, subject, before, after];
        self.run(sql::AUDIT_ADD, line).await.map(|_| ())
    }
}
