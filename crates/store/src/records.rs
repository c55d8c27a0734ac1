//! Clients, firms, briefs and events: a body in the format of the command line's files, under a version.

use sha2::{Digest, Sha256};

use crate::sql::{self, RecordSql};
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Clients.
    Client,
    /// Firms.
    Firm,
    /// Briefs.
    Brief,
    /// Events.
    Event,
}

impl Kind {
    /// The word for it in logs and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Firm => "firm",
            Self::Brief => "brief",
            Self::Event => "event",
        }
    }

    pub(crate) fn sql(self) -> &'static RecordSql {
        match self {
            Self::Client => &sql::CLIENT,
            Self::Firm => &sql::FIRM,
            Self::Brief => &sql::BRIEF,
            Self::Event => &sql::EVENT,
        }
    }
}

/// What is kept of a client, firm, brief or event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its identifier.
    pub id: String,
    /// Whose it is: of a brief, the client.
    pub owner: Option<String>,
    /// Its state: a word of its kind.
    pub status: String,
    /// What lists show.
    pub title: String,
    /// What lists are sorted by.
    pub sort: String,
    /// All of it, JSON.
    pub body: String,
    /// How often it was written; 1 at first.
    pub version: i64,
    /// When it was made, milliseconds since 1970.
    pub created_ms: i64,
    /// When it was last written.
    pub updated_ms: i64,
}

/// What is to be written of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Whose it is.
    pub owner: Option<&'a str>,
    /// Its state.
    pub status: &'a str,
    /// What lists show.
    pub title: &'a str,
    /// What lists are sorted by.
    pub sort: &'a str,
    /// All of it, JSON.
    pub body: &'a str,
}

/// Which records a list holds, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page<'a> {
    /// Only those in this state.
    pub status: Option<&'a str>,
    /// Only those of this owner.
    pub owner: Option<&'a str>,
    /// Latest first, instead of by `sort`.
    pub recent: bool,
    /// The last one already seen: its `sort` (or `updated_ms`) and its id.
    pub after: Option<(&'a str, &'a str)>,
    /// How many at most.
    pub limit: i64,
}

fn of(mut row: Row) -> Result<Record, StoreError> {
    Ok(Record {
        id: row.text()?,
        owner: row.maybe_text()?,
        status: row.text()?,
        title: row.text()?,
        sort: row.text()?,
        body: row.text()?,
        version: row.int()?,
        created_ms: row.int()?,
        updated_ms: row.int()?,
    })
}

/// The digest by which the audit log knows a body without holding it.
pub fn digest(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        use std::fmt::Write;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Db {
    /// One record, unless it is deleted.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn record(&self, kind: Kind, id: &str) -> Result<Option<Record>, StoreError> {
        self.row(kind.sql().get, values![id]).await?.map(of).transpose()
    }

    /// One page of records.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn records(&self, kind: Kind, page: &Page<'_>) -> Result<Vec<Record>, StoreError> {
        let (status, owner) = (page.status.unwrap_or_default(), page.owner.unwrap_or_default());
        let rows = if page.recent {
            let (at, id) = page.after.unwrap_or(("", ""));
            let at: i64 = at.parse().unwrap_or(i64::MAX);
            self.rows(kind.sql().recent, values![status, owner, at, id, page.limit]).await?
        } else {
            let (sort, id) = page.after.unwrap_or(("", ""));
            self.rows(kind.sql().list, values![status, owner, sort, id, page.limit]).await?
        };
        rows.into_iter().map(of).collect()
    }

    /// All records in a state, or in any, by identifier.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn all_records(&self, kind: Kind, status: Option<&str>) -> Result<Vec<Record>, StoreError> {
        let rows = self.rows(kind.sql().all, values![status.unwrap_or_default()]).await?;
        rows.into_iter().map(of).collect()
    }
}

impl Tx {
    /// One record as this transaction sees it.
    ///
    /// # Errors
    /// When there is none, or the database cannot be used.
    pub async fn record(&mut self, kind: Kind, id: &str) -> Result<Record, StoreError> {
        let row = self.row(kind.sql().get, values![id]).await?;
        row.map(of).transpose()?.ok_or_else(|| StoreError::missing(kind.word(), id))
    }

    /// Makes a record; one that was deleted under this identifier comes back with the new body and a later version.
    ///
    /// # Errors
    /// When there is one already.
    pub async fn insert(&mut self, kind: Kind, draft: &Draft<'_>) -> Result<(), StoreError> {
        let now = self.now();
        let touched = self
            .run(
                kind.sql().insert,
                values![draft.id, draft.owner, draft.status, draft.title, draft.sort, draft.body, now],
            )
            .await?;
        if touched == 0 {
            return Err(StoreError::Exists(format!("{} `{}`", kind.word(), draft.id)));
        }
        self.audit("create", kind.word(), draft.id, None, Some(&digest(draft.body))).await?;
        self.log_change(kind.word(), draft.id).await
    }

    /// Writes a record that is at the given version.
    ///
    /// # Errors
    /// When it is not there, or somebody else has written it meanwhile.
    pub async fn update(
        &mut self,
        kind: Kind,
        draft: &Draft<'_>,
        version: i64,
        action: &str,
    ) -> Result<i64, StoreError> {
        let before = self.record(kind, draft.id).await?;
        let now = self.now();
        let touched = self
            .run(
                kind.sql().update,
                values![
                    draft.id,
                    draft.owner,
                    draft.status,
                    draft.title,
                    draft.sort,
                    draft.body,
                    now,
                    version
                ],
            )
            .await?;
        if touched == 0 {
            return Err(StoreError::Changed { current: before.version });
        }
        self.audit(action, kind.word(), draft.id, Some(&digest(&before.body)), Some(&digest(draft.body)))
            .await?;
        self.log_change(kind.word(), draft.id).await?;
        Ok(version + 1)
    }

    /// Takes a record out of sight; what refers to it stays true.
    ///
    /// # Errors
    /// When it is not there, or somebody else has written it meanwhile.
    pub async fn delete(&mut self, kind: Kind, id: &str, version: i64) -> Result<(), StoreError> {
        let before = self.record(kind, id).await?;
        let now = self.now();
        if self.run(kind.sql().delete, values![id, now, version]).await? == 0 {
            return Err(StoreError::Changed { current: before.version });
        }
        self.audit("delete", kind.word(), id, Some(&digest(&before.body)), None).await?;
        self.log_change(kind.word(), id).await
    }
}
