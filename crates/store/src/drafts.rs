//! Agendas that are not released: the draft of an event with what it was before, and scenarios beside it.

use crate::records::digest;
use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// How many drafts before the present one are kept.
const PASTS: i64 = 50;

/// The agenda of an event that is not released yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDraft {
    /// Which event.
    pub event: String,
    /// The job that made it.
    pub job: String,
    /// The scheduling problem, JSON.
    pub problem: String,
    /// Its result, JSON.
    pub result: String,
    /// The agenda as people see it, JSON.
    pub view: String,
    /// The release it was re-planned from; 0 of a plan made afresh.
    pub base_release: i64,
    /// How often there was a draft.
    pub version: i64,
    /// When it was made, milliseconds since 1970.
    pub created_ms: i64,
    /// Meetings locked by hand, JSON; plans made later keep to them.
    pub locks: String,
}

/// A draft under a name, beside the draft of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Which event.
    pub event: String,
    /// Its name.
    pub name: String,
    /// The job that made it.
    pub job: String,
    /// The scheduling problem, JSON.
    pub problem: String,
    /// Its result, JSON.
    pub result: String,
    /// The agenda as people see it, JSON.
    pub view: String,
    /// Meetings that were locked by hand when it was made, JSON.
    pub locks: String,
    /// How often it was made.
    pub version: i64,
    /// When, milliseconds since 1970.
    pub created_ms: i64,
}

fn draft(mut row: Row) -> Result<PlanDraft, StoreError> {
    Ok(PlanDraft {
        event: row.text()?,
        job: row.text()?,
        problem: row.text()?,
        result: row.text()?,
        view: row.text()?,
        base_release: row.int()?,
        version: row.int()?,
        created_ms: row.int()?,
        locks: row.text()?,
    })
}

fn scenario(mut row: Row) -> Result<Scenario, StoreError> {
    Ok(Scenario {
        event: row.text()?,
        name: row.text()?,
        job: row.text()?,
        problem: row.text()?,
        result: row.text()?,
        view: row.text()?,
        locks: row.text()?,
        version: row.int()?,
        created_ms: row.int()?,
    })
}

impl Db {
    /// The draft of an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn draft(&self, event: &str) -> Result<Option<PlanDraft>, StoreError> {
        self.row(sql::DRAFT_GET, values![event]).await?.map(draft).transpose()
    }

    /// What the draft was before its last change.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn past_draft(&self, event: &str) -> Result<Option<PlanDraft>, StoreError> {
        self.row(sql::DRAFT_PAST, values![event]).await?.map(draft).transpose()
    }

    /// How many changes of the draft can be taken back.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn past_drafts(&self, event: &str) -> Result<i64, StoreError> {
        self.row(sql::DRAFT_PASTS, values![event]).await?.map_or(Ok(0), |mut row| row.int())
    }

    /// The scenarios of an event, by name.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn scenarios(&self, event: &str) -> Result<Vec<Scenario>, StoreError> {
        self.rows(sql::SCENARIO_LIST, values![event]).await?.into_iter().map(scenario).collect()
    }

    /// One scenario of an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn scenario(&self, event: &str, name: &str) -> Result<Option<Scenario>, StoreError> {
        self.row(sql::SCENARIO_GET, values![event, name]).await?.map(scenario).transpose()
    }
}

impl Tx {
    /// Keeps the draft of an event (its version and time are not looked at) in place of the one before, which can be had back.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn put_draft(&mut self, draft: &PlanDraft) -> Result<(), StoreError> {
        self.keep_past(&draft.event).await?;
        let now = self.now();
        let PlanDraft { event, job, problem, result, view, base_release, locks, .. } = draft;
        self.run(sql::DRAFT_PUT, values![event, job, problem, result, view, *base_release, now, locks])
            .await?;
        self.note_draft("draft", event, result).await
    }

    /// Writes a draft that is at the version given in it; what it was can be had back.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn change_draft(&mut self, draft: &PlanDraft) -> Result<(), StoreError> {
        self.keep_past(&draft.event).await?;
        self.write_draft(draft, "edit").await
    }

    /// Gives an event the draft back that it had before the last change; `version` is the one that goes.
    ///
    /// # Errors
    /// When there is none, or somebody else has written the draft meanwhile.
    pub async fn undo_draft(&mut self, event: &str, version: i64) -> Result<(), StoreError> {
        let row = self.row(sql::DRAFT_PAST, values![event]).await?;
        let past =
            row.map(draft).transpose()?.ok_or_else(|| StoreError::missing("draft before this one", event))?;
        self.run(sql::DRAFT_FORGET, values![event, past.version]).await?;
        self.write_draft(&PlanDraft { version, ..past }, "undo").await
    }

    async fn keep_past(&mut self, event: &str) -> Result<(), StoreError> {
        self.run(sql::DRAFT_KEEP, values![event]).await?;
        self.run(sql::DRAFT_PRUNE, values![event, PASTS]).await.map(|_| ())
    }

    async fn write_draft(&mut self, draft: &PlanDraft, action: &str) -> Result<(), StoreError> {
        let now = self.now();
        let PlanDraft { event, job, problem, result, view, base_release, locks, version, .. } = draft;
        let row = values![event, job, problem, result, view, *base_release, now, locks, *version];
        if self.run(sql::DRAFT_UPDATE, row).await? == 0 {
            let now = self.row(sql::DRAFT_GET, values![event]).await?;
            let current = now.map(self::draft).transpose()?.map_or(0, |draft| draft.version);
            return Err(StoreError::Changed { current });
        }
        self.note_draft(action, event, result).await
    }

    async fn note_draft(&mut self, action: &str, event: &str, result: &str) -> Result<(), StoreError> {
        self.audit(action, "event", event, None, Some(&digest(result))).await?;
        self.log_change("draft", event).await
    }

    /// Keeps a scenario (its version and time are not looked at) in place of the one of that name.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn put_scenario(&mut self, one: &Scenario) -> Result<(), StoreError> {
        let now = self.now();
        let Scenario { event, name, job, problem, result, view, locks, .. } = one;
        self.run(sql::SCENARIO_PUT, values![event, name, job, problem, result, view, locks, now]).await?;
        self.audit("put", "scenario", &format!("{event}/{name}"), None, Some(&digest(result))).await
    }

    /// Drops a scenario.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_scenario(&mut self, event: &str, name: &str) -> Result<(), StoreError> {
        if self.run(sql::SCENARIO_DELETE, values![event, name]).await? == 0 {
            return Err(StoreError::missing("scenario", name));
        }
        self.audit("delete", "scenario", &format!("{event}/{name}"), None, None).await
    }
}
