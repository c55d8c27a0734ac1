//! What follows a meeting: one line for each desk, firm and brief, shared by the two.

use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// How far a meeting has led.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowUp {
    /// The desk.
    pub desk: String,
    /// The firm.
    pub firm: String,
    /// The brief it is about.
    pub brief: String,
    /// `met`, `follow_up`, `nda`, `rfq`, `proposal`, `engaged` or `lost`.
    pub stage: String,
    /// The day of the next step, `2027-06-30`; empty when there is none.
    pub next_date: String,
    /// A remark that both sides read.
    pub note: String,
    /// What the project is worth, euros.
    pub amount_eur: Option<i64>,
    /// The firm's share of its cost, per cent.
    pub co_financing_pct: Option<i64>,
    /// How often it was written; 0 when it is not there yet.
    pub version: i64,
    /// When it was last written, milliseconds since 1970.
    pub updated_ms: i64,
}

fn of(mut row: Row) -> Result<FollowUp, StoreError> {
    Ok(FollowUp {
        desk: row.text()?,
        firm: row.text()?,
        brief: row.text()?,
        stage: row.text()?,
        next_date: row.text()?,
        note: row.text()?,
        amount_eur: row.maybe_int()?,
        co_financing_pct: row.maybe_int()?,
        version: row.int()?,
        updated_ms: row.int()?,
    })
}

impl Db {
    /// What followed the meetings of an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn follow_ups(&self, event: &str) -> Result<Vec<FollowUp>, StoreError> {
        self.rows(sql::FOLLOW_UP_LIST, values![event]).await?.into_iter().map(of).collect()
    }
}

impl Tx {
    /// Writes how far a meeting has led; `one.version` is the version that is meant, 0 for the first.
    ///
    /// # Errors
    /// When somebody else has written it meanwhile.
    pub async fn put_follow_up(&mut self, event: &str, one: &FollowUp) -> Result<i64, StoreError> {
        let now = self.now();
        let FollowUp {
            desk, firm, brief, stage, next_date, note, amount_eur, co_financing_pct, version, ..
        } = one;
        let touched = if *version == 0 {
            let row = values![
                event,
                desk,
                firm,
                brief,
                stage,
                next_date,
                note,
                *amount_eur,
                *co_financing_pct,
                now
            ];
            self.run(sql::FOLLOW_UP_ADD, row).await?
        } else {
            let row = values![
                event,
                desk,
                firm,
                brief,
                stage,
                next_date,
                note,
                *amount_eur,
                *co_financing_pct,
                now,
                *version
            ];
            self.run(sql::FOLLOW_UP_UPDATE, row).await?
        };
        if touched == 0 {
            let row = self.row(sql::FOLLOW_UP_GET, values![event, desk, firm, brief]).await?;
            let current = row.map(of).transpose()?.map_or(0, |one| one.version);
            return Err(StoreError::Changed { current });
        }
        self.audit(stage, "follow-up", &format!("{event}/{desk}/{firm}/{brief}"), None, None).await?;
        Ok(version + 1)
    }
}
