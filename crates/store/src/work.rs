//! Long work and what comes of it: jobs, releases.

use crate::records::digest;
use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// A piece of long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: String,
    /// What sort of work.
    pub kind: String,
    /// What it is about: an event.
    pub subject: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub status: String,
    /// What was asked, JSON.
    pub input: String,
    /// How far it is, JSON; empty at first.
    pub progress: String,
    /// What came of it, or what went wrong, JSON; empty until it ended.
    pub result: String,
    /// The account that asked.
    pub requested_by: String,
    /// The process that works on it.
    pub worker: Option<String>,
    /// How often it was taken up.
    pub attempts: i64,
    /// Whether somebody wants it to stop.
    pub cancel: bool,
    /// When it was asked, milliseconds since 1970.
    pub created_ms: i64,
    /// When its worker was last heard of.
    pub heartbeat_ms: i64,
    /// When it ended.
    pub ended_ms: Option<i64>,
}

fn job(mut row: Row) -> Result<Job, StoreError> {
    Ok(Job {
        id: row.text()?,
        kind: row.text()?,
        subject: row.text()?,
        status: row.text()?,
        input: row.text()?,
        progress: row.text()?,
        result: row.text()?,
        requested_by: row.text()?,
        worker: row.maybe_text()?,
        attempts: row.int()?,
        cancel: row.flag()?,
        created_ms: row.int()?,
        heartbeat_ms: row.int()?,
        ended_ms: row.maybe_int()?,
    })
}

/// An agenda that was handed out; never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRelease {
    /// Which event.
    pub event: String,
    /// Its number, from 1.
    pub number: i64,
    /// The scheduling problem, JSON; empty in lists.
    pub problem: String,
    /// Its result, JSON; empty in lists.
    pub result: String,
    /// The agenda as people see it, JSON; empty in lists.
    pub view: String,
    /// What the organiser says of it.
    pub note: String,
    /// SHA-256 of problem, result and view, one after another.
    pub digest: String,
    /// The account that released it.
    pub created_by: String,
    /// When, milliseconds since 1970.
    pub created_ms: i64,
}

fn release(mut row: Row) -> Result<StoredRelease, StoreError> {
    Ok(StoredRelease {
        event: row.text()?,
        number: row.int()?,
        problem: row.text()?,
        result: row.text()?,
        view: row.text()?,
        note: row.text()?,
        digest: row.text()?,
        created_by: row.text()?,
        created_ms: row.int()?,
    })
}

impl Db {
    /// One job.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn job(&self, id: &str) -> Result<Option<Job>, StoreError> {
        self.row(sql::JOB_GET, values![id]).await?.map(job).transpose()
    }

    /// Jobs about a subject, or all; latest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn jobs(&self, subject: Option<&str>, limit: i64) -> Result<Vec<Job>, StoreError> {
        let rows = self.rows(sql::JOB_LIST, values![subject.unwrap_or_default(), limit]).await?;
        rows.into_iter().map(job).collect()
    }

    /// A release of an event; the last one when no number is given.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn release(
        &self,
        event: &str,
        number: Option<i64>,
    ) -> Result<Option<StoredRelease>, StoreError> {
        let row = match number {
            Some(number) => self.row(sql::RELEASE_GET, values![event, number]).await?,
            None => self.row(sql::RELEASE_LAST, values![event]).await?,
        };
        row.map(release).transpose()
    }

    /// All releases of an event, without their contents.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn releases(&self, event: &str) -> Result<Vec<StoredRelease>, StoreError> {
        let rows = self.rows(sql::RELEASE_LIST, values![event]).await?;
        rows.into_iter().map(release).collect()
    }
}

impl Tx {
    /// Queues a job.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_job(&mut self, [id, kind, subject, input]: [&str; 4]) -> Result<(), StoreError> {
        let (now, actor) = (self.now(), self.by().actor.clone());
        self.run(sql::JOB_ADD, values![id, kind, subject, input, &actor, now]).await?;
        self.audit("queue", "job", id, None, None).await?;
        self.log_change("job", id).await
    }

    /// Takes the oldest job that waits, or whose worker was not heard of since `lost_before_ms`.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn claim_job(&mut self, worker: &str, lost_before_ms: i64) -> Result<Option<Job>, StoreError> {
        let (now, sql) = (self.now(), self.either(sql::JOB_CLAIM_SQLITE, sql::JOB_CLAIM_POSTGRES));
        self.row(sql, values![worker, now, lost_before_ms]).await?.map(job).transpose()
    }

    /// Says that a worker is alive and how far it is; whether somebody wants it to stop. `None` when the job is no longer its own.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn beat(&mut self, id: &str, worker: &str, progress: &str) -> Result<Option<bool>, StoreError> {
        let now = self.now();
        self.row(sql::JOB_BEAT, values![id, worker, now, progress])
            .await?
            .map(|mut row| row.flag())
            .transpose()
    }

    /// Ends a job; whether it was still this worker's.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn end_job(
        &mut self,
        id: &str,
        worker: &str,
        status: &str,
        result: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let ended = self.run(sql::JOB_END, values![id, worker, status, result, now]).await? == 1;
        if ended {
            self.audit(status, "job", id, None, None).await?;
            self.log_change("job", id).await?;
        }
        Ok(ended)
    }

    /// Asks a job to stop; one that waits ends at once.
    ///
    /// # Errors
    /// When there is no such job that waits or runs.
    pub async fn cancel_job(&mut self, id: &str) -> Result<(), StoreError> {
        let now = self.now();
        if self.run(sql::JOB_CANCEL, values![id]).await? == 0 {
            return Err(StoreError::missing("job under way", id));
        }
        self.run(sql::JOB_DROP, values![id, now]).await?;
        self.audit("cancel", "job", id, None, None).await?;
        self.log_change("job", id).await
    }

    /// Releases an agenda under the next number.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn add_release(
        &mut self,
        event: &str,
        [problem, result, view]: [&str; 3],
        note: &str,
    ) -> Result<i64, StoreError> {
        let (now, actor) = (self.now(), self.by().actor.clone());
        let whole = digest(&[problem, result, view].concat());
        let row = values![event, problem, result, view, note, &whole, &actor, now];
        let number = self.row(sql::RELEASE_ADD, row).await?.map_or(Ok(1), |mut row| row.int())?;
        self.audit("release", "event", &format!("{event}/{number}"), None, Some(&whole)).await?;
        self.log_change("release", event).await?;
        Ok(number)
    }
}
