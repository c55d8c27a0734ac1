//! What the two sides say of each other: marks, admissions, wishes, absences, attendance, outcomes; and an event's team.

use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// What a client has noted of a firm for a brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The brief.
    pub brief: String,
    /// The firm.
    pub firm: String,
    /// `none`, `pinned` or `excluded`.
    pub state: String,
    /// A remark.
    pub note: String,
}

/// A firm that may read a confidential brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// The brief.
    pub brief: String,
    /// The firm.
    pub firm: String,
    /// Whether it has signed a non-disclosure agreement.
    pub nda: bool,
    /// Since when, milliseconds since 1970.
    pub admitted_ms: i64,
}

/// A meeting that one side asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its identifier.
    pub id: String,
    /// For which event.
    pub event: String,
    /// `desk` or `firm`.
    pub side: String,
    /// The desk; empty when a firm asks about a brief and any desk that holds it will do.
    pub desk: String,
    /// The firm.
    pub firm: String,
    /// The brief it is about.
    pub brief: String,
    /// 1 to 3.
    pub grade: i64,
    /// To the other side.
    pub message: String,
    /// Until when it holds, milliseconds since 1970.
    pub expires_ms: Option<i64>,
    /// The other side's: `none`, `accepted` or `refused`.
    pub answer: String,
    /// Why, of a refusal.
    pub reason: String,
    /// How often it was written.
    pub version: i64,
    /// When it was last written.
    pub updated_ms: i64,
}

fn wish(mut row: Row) -> Result<Wish, StoreError> {
    Ok(Wish {
        id: row.text()?,
        event: row.text()?,
        side: row.text()?,
        desk: row.text()?,
        firm: row.text()?,
        brief: row.text()?,
        grade: row.int()?,
        message: row.text()?,
        expires_ms: row.maybe_int()?,
        answer: row.text()?,
        reason: row.text()?,
        version: row.int()?,
        updated_ms: row.int()?,
    })
}

/// A time in which somebody is away, local times of the event (`2027-03-18T13:30`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceRow {
    /// Its identifier.
    pub id: String,
    /// `desk` or `firm`.
    pub side: String,
    /// Which.
    pub party: String,
    /// Away from.
    pub starts: String,
    /// Back at.
    pub ends: String,
}

/// Whether somebody has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// `desk` or `firm`.
    pub side: String,
    /// Which.
    pub party: String,
    /// `expected`, `present`, `late` or `absent`.
    pub status: String,
    /// Since when, milliseconds since 1970.
    pub updated_ms: i64,
}

/// What one side says of a meeting afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The desk.
    pub desk: String,
    /// The firm.
    pub firm: String,
    /// The brief it was about.
    pub brief: String,
    /// Who says so: `desk` or `firm`.
    pub side: String,
    /// `useful`, `not_useful` or `no_show`.
    pub verdict: String,
    /// What follows, words separated by spaces: `follow_up`, `nda`, `rfq`, `project`.
    pub steps: String,
    /// A remark.
    pub note: String,
    /// When, milliseconds since 1970.
    pub updated_ms: i64,
}

impl Db {
    /// Marks on the firms of a brief, or of all.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn marks(&self, brief: Option<&str>) -> Result<Vec<Mark>, StoreError> {
        let rows = self.rows(sql::MARK_LIST, values![brief.unwrap_or_default()]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Mark { brief: row.text()?, firm: row.text()?, state: row.text()?, note: row.text()? })
            })
            .collect()
    }

    /// Who may read which confidential brief.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn admissions(
        &self,
        brief: Option<&str>,
        firm: Option<&str>,
    ) -> Result<Vec<Admission>, StoreError> {
        let asked = values![brief.unwrap_or_default(), firm.unwrap_or_default()];
        let rows = self.rows(sql::ADMISSION_LIST, asked).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Admission {
                    brief: row.text()?,
                    firm: row.text()?,
                    nda: row.flag()?,
                    admitted_ms: row.int()?,
                })
            })
            .collect()
    }

    /// What a firm was told of its fit to confidential briefs since a time: brief and word.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn coarse_fits(&self, firm: &str, since_ms: i64) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.rows(sql::FIT_LIST, values![firm, since_ms]).await?;
        rows.into_iter().map(|mut row| Ok((row.text()?, row.text()?))).collect()
    }

    /// One wish.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn wish(&self, id: &str) -> Result<Option<Wish>, StoreError> {
        self.row(sql::WISH_GET, values![id]).await?.map(wish).transpose()
    }

    /// Wishes of an event, of one firm when given, after an identifier.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn wishes(
        &self,
        event: &str,
        firm: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Wish>, StoreError> {
        let rows = self.rows(sql::WISH_LIST, values![event, firm.unwrap_or_default(), after, limit]).await?;
        rows.into_iter().map(wish).collect()
    }

    /// Absences told for an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn absences(&self, event: &str) -> Result<Vec<AbsenceRow>, StoreError> {
        let rows = self.rows(sql::ABSENCE_LIST, values![event]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(AbsenceRow {
                    id: row.text()?,
                    side: row.text()?,
                    party: row.text()?,
                    starts: row.text()?,
                    ends: row.text()?,
                })
            })
            .collect()
    }

    /// Who has come to an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn attendance(&self, event: &str) -> Result<Vec<Presence>, StoreError> {
        let rows = self.rows(sql::ATTENDANCE_LIST, values![event]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Presence {
                    side: row.text()?,
                    party: row.text()?,
                    status: row.text()?,
                    updated_ms: row.int()?,
                })
            })
            .collect()
    }

    /// What was said of an event's meetings.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn outcomes(&self, event: &str) -> Result<Vec<Outcome>, StoreError> {
        let rows = self.rows(sql::OUTCOME_LIST, values![event]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Outcome {
                    desk: row.text()?,
                    firm: row.text()?,
                    brief: row.text()?,
                    side: row.text()?,
                    verdict: row.text()?,
                    steps: row.text()?,
                    note: row.text()?,
                    updated_ms: row.int()?,
                })
            })
            .collect()
    }

    /// The organisers of an event; none named means all.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn team(&self, event: &str) -> Result<Vec<String>, StoreError> {
        let rows = self.rows(sql::TEAM_LIST, values![event]).await?;
        rows.into_iter().map(|mut row| row.text()).collect()
    }
}

impl Tx {
    /// Writes a mark.
    ///
    /// # Errors
    /// When the brief or the firm is not there.
    pub async fn put_mark(&mut self, mark: &Mark) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::MARK_PUT, values![&mark.brief, &mark.firm, &mark.state, &mark.note, now]).await?;
        let subject = format!("{}/{}", mark.brief, mark.firm);
        self.audit(&mark.state, "mark", &subject, None, None).await
    }

    /// Admits a firm to a confidential brief.
    ///
    /// # Errors
    /// When the brief or the firm is not there.
    pub async fn admit(&mut self, brief: &str, firm: &str, nda: bool) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::ADMISSION_PUT, values![brief, firm, nda, now]).await?;
        let action = if nda { "admit-under-nda" } else { "admit" };
        self.audit(action, "admission", &format!("{brief}/{firm}"), None, None).await
    }

    /// Takes an admission back.
    ///
    /// # Errors
    /// When there is none.
    pub async fn revoke_admission(&mut self, brief: &str, firm: &str) -> Result<(), StoreError> {
        let (now, subject) = (self.now(), format!("{brief}/{firm}"));
        if self.run(sql::ADMISSION_REVOKE, values![brief, firm, now]).await? == 0 {
            return Err(StoreError::missing("admission", &subject));
        }
        self.audit("revoke", "admission", &subject, None, None).await
    }

    /// Keeps what a firm is told of its fit to a confidential brief.
    ///
    /// # Errors
    /// When the brief or the firm is not there.
    pub async fn put_coarse_fit(&mut self, brief: &str, firm: &str, fit: &str) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::FIT_PUT, values![brief, firm, fit, now]).await.map(|_| ())
    }

    /// Makes a wish.
    ///
    /// # Errors
    /// When this side has this wish already.
    pub async fn add_wish(&mut self, wish: &Wish) -> Result<(), StoreError> {
        let now = self.now();
        let row = values![
            &wish.id,
            &wish.event,
            &wish.side,
            &wish.desk,
            &wish.firm,
            &wish.brief,
            wish.grade,
            &wish.message,
            wish.expires_ms,
            now
        ];
        self.run(sql::WISH_ADD, row).await?;
        self.audit("create", "wish", &wish.id, None, None).await?;
        self.log_change("wish", &wish.id).await
    }

    /// Writes a wish that is at its version: grade, message, expiry, answer, reason.
    ///
    /// # Errors
    /// When it is not there, or somebody else has written it meanwhile.
    pub async fn update_wish(&mut self, one: &Wish, action: &str) -> Result<(), StoreError> {
        let now = self.now();
        let row = values![
            &one.id,
            one.grade,
            &one.message,
            one.expires_ms,
            &one.answer,
            &one.reason,
            now,
            one.version
        ];
        if self.run(sql::WISH_UPDATE, row).await? == 0 {
            return Err(self.wish_is_other(&one.id).await?);
        }
        self.audit(action, "wish", &one.id, None, None).await?;
        self.log_change("wish", &one.id).await
    }

    /// Takes a wish back.
    ///
    /// # Errors
    /// When it is not there, or somebody else has written it meanwhile.
    pub async fn delete_wish(&mut self, id: &str, version: i64) -> Result<(), StoreError> {
        if self.run(sql::WISH_DELETE, values![id, version]).await? == 0 {
            return Err(self.wish_is_other(id).await?);
        }
        self.audit("delete", "wish", id, None, None).await?;
        self.log_change("wish", id).await
    }

    async fn wish_is_other(&mut self, id: &str) -> Result<StoreError, StoreError> {
        Ok(match self.row(sql::WISH_GET, values![id]).await?.map(wish).transpose()? {
            Some(now) => StoreError::Changed { current: now.version },
            None => StoreError::missing("wish", id),
        })
    }

    /// Keeps an absence.
    ///
    /// # Errors
    /// When it is known already.
    pub async fn add_absence(&mut self, event: &str, one: &AbsenceRow) -> Result<(), StoreError> {
        self.run(sql::ABSENCE_ADD, values![&one.id, event, &one.side, &one.party, &one.starts, &one.ends])
            .await?;
        self.audit("create", "absence", &one.id, None, None).await?;
        self.log_change("event", event).await
    }

    /// Takes an absence back.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_absence(&mut self, event: &str, id: &str) -> Result<(), StoreError> {
        if self.run(sql::ABSENCE_DELETE, values![event, id]).await? == 0 {
            return Err(StoreError::missing("absence", id));
        }
        self.audit("delete", "absence", id, None, None).await?;
        self.log_change("event", event).await
    }

    /// Notes whether somebody has come.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn put_attendance(
        &mut self,
        event: &str,
        [side, party, status]: [&str; 3],
    ) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::ATTENDANCE_PUT, values![event, side, party, status, now]).await?;
        self.audit(status, "attendance", &format!("{event}/{side}/{party}"), None, None).await
    }

    /// Keeps what one side says of a meeting.
    ///
    /// # Errors
    /// When there is no such event.
    pub async fn put_outcome(&mut self, event: &str, said: &Outcome) -> Result<(), StoreError> {
        let now = self.now();
        let row = values![
            event,
            &said.desk,
            &said.firm,
            &said.brief,
            &said.side,
            &said.verdict,
            &said.steps,
            &said.note,
            now
        ];
        self.run(sql::OUTCOME_PUT, row).await?;
        let subject = format!("{event}/{}/{}/{}", said.desk, said.firm, said.brief);
        self.audit(&said.verdict, "outcome", &subject, None, None).await
    }

    /// Puts an organiser on an event's team, or takes one off.
    ///
    /// # Errors
    /// When there is no such event or account.
    pub async fn put_team(&mut self, event: &str, account: &str, member: bool) -> Result<(), StoreError> {
        let sql = if member { sql::TEAM_ADD } else { sql::TEAM_REMOVE };
        self.run(sql, values![event, account]).await?;
        let action = if member { "join" } else { "leave" };
        self.audit(action, "team", &format!("{event}/{account}"), None, None).await
    }
}
