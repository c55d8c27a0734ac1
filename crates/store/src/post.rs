//! What goes out: mail, webhooks; and answers kept for requests that are repeated.

use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its identifier.
    pub id: String,
    /// What it is about: a kind of thing.
    pub subject_kind: String,
    /// Which.
    pub subject: String,
    /// To whom, an address.
    pub recipient: String,
    /// Its subject line.
    pub title: String,
    /// Its text.
    pub body: String,
    /// `preview`, `queued`, `sending`, `sent` or `failed`.
    pub status: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub problem: String,
    /// When it was written, milliseconds since 1970.
    pub created_ms: i64,
}

pub(crate) fn mail(mut row: Row) -> Result<Mail, StoreError> {
    Ok(Mail {
        id: row.text()?,
        subject_kind: row.text()?,
        subject: row.text()?,
        recipient: row.text()?,
        title: row.text()?,
        body: row.text()?,
        status: row.text()?,
        attempts: row.int()?,
        problem: row.text()?,
        created_ms: row.int()?,
    })
}

/// An address that wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its identifier.
    pub id: String,
    /// Where to post.
    pub url: String,
    /// What the signature is made with.
    pub secret: String,
    /// About what, words separated by spaces.
    pub topics: String,
    /// Whether it is told.
    pub active: bool,
    /// Since when, milliseconds since 1970.
    pub created_ms: i64,
}

/// One telling of one hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its identifier.
    pub id: String,
    /// Which hook.
    pub hook: String,
    /// About what.
    pub topic: String,
    /// What is posted, JSON.
    pub payload: String,
    /// `queued`, `sending`, `sent` or `failed`.
    pub status: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub problem: String,
    /// Where to post.
    pub url: String,
    /// What the signature is made with.
    pub secret: String,
}

fn delivery(mut row: Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.text()?,
        hook: row.text()?,
        topic: row.text()?,
        payload: row.text()?,
        status: row.text()?,
        attempts: row.int()?,
        problem: row.text()?,
        url: row.text()?,
        secret: row.text()?,
    })
}

/// An answer that was given to a request with a key of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// SHA-256 of the request.
    pub digest: String,
    /// HTTP status of the answer; 0 while its request is under way.
    pub status: i64,
    /// Its headers that count, JSON.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Db {
    /// Letters about a subject and in a state, when given; latest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn mails(
        &self,
        subject: Option<&str>,
        status: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Mail>, StoreError> {
        let asked = values![subject.unwrap_or_default(), status.unwrap_or_default(), limit];
        self.rows(sql::MAIL_LIST, asked).await?.into_iter().map(mail).collect()
    }

    /// All hooks.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn hooks(&self) -> Result<Vec<Hook>, StoreError> {
        let rows = self.rows(sql::HOOK_LIST, values![]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Hook {
                    id: row.text()?,
                    url: row.text()?,
                    secret: row.text()?,
                    topics: row.text()?,
                    active: row.flag()?,
                    created_ms: row.int()?,
                })
            })
            .collect()
    }

    /// Deliveries to a hook, latest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn deliveries(&self, hook: &str, limit: i64) -> Result<Vec<Delivery>, StoreError> {
        self.rows(sql::DELIVERY_LIST, values![hook, limit]).await?.into_iter().map(delivery).collect()
    }

    /// The answer kept for an account's key.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn replay(&self, account: &str, key: &str) -> Result<Option<Replay>, StoreError> {
        let Some(mut row) = self.row(sql::REPLAY_GET, values![account, key]).await? else { return Ok(None) };
        Ok(Some(Replay { digest: row.text()?, status: row.int()?, head: row.text()?, body: row.text()? }))
    }
}

impl Tx {
    /// Writes a letter, unless one with the same `once` was written before; whether it was.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_mail(
        &mut self,
        id: &str,
        once: &str,
        (subject_kind, subject): (&str, &str),
        [recipient, title, body]: [&str; 3],
        status: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let row = values![id, once, subject_kind, subject, recipient, title, body, status, now];
        let written = self.run(sql::MAIL_ADD, row).await? == 1;
        if written {
            self.log_change("mail", id).await?;
        }
        Ok(written)
    }

    /// Sends off what was only a preview; how many letters.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn release_mails(&mut self, subject_kind: &str, subject: &str) -> Result<u64, StoreError> {
        let now = self.now();
        let sent = self.run(sql::MAIL_RELEASE, values![subject_kind, subject, now]).await?;
        self.audit("send-mail", subject_kind, subject, None, None).await?;
        self.log_change("mail", subject).await?;
        Ok(sent)
    }

    /// Takes a letter that is due. It counts as under way until `doubt_ms`; a process that dies meanwhile leaves it in doubt.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn claim_mail(&mut self, doubt_ms: i64) -> Result<Option<Mail>, StoreError> {
        let (now, sql) = (self.now(), self.either(sql::MAIL_CLAIM_SQLITE, sql::MAIL_CLAIM_POSTGRES));
        self.row(sql, values![now, doubt_ms]).await?.map(mail).transpose()
    }

    /// Says what became of a letter: `sent`, `queued` again for `next_ms`, or `failed`. `body` is what is kept of its text.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn end_mail(
        &mut self,
        id: &str,
        status: &str,
        problem: &str,
        next_ms: i64,
        body: &str,
    ) -> Result<(), StoreError> {
        self.run(sql::MAIL_END, values![id, status, problem, next_ms, body]).await.map(|_| ())
    }

    /// Letters whose sender died in the middle are not sent again: nobody knows whether they went out. How many.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn doubt_mails(&mut self, why: &str) -> Result<u64, StoreError> {
        let now = self.now();
        self.run(sql::MAIL_DOUBT, values![now, why]).await
    }

    /// Makes a hook.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_hook(&mut self, [id, url, secret, topics]: [&str; 4]) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::HOOK_ADD, values![id, url, secret, topics, now]).await?;
        self.audit("create", "webhook", id, None, None).await
    }

    /// Ends a hook.
    ///
    /// # Errors
    /// When there is none that is told.
    pub async fn end_hook(&mut self, id: &str) -> Result<(), StoreError> {
        if self.run(sql::HOOK_END, values![id]).await? == 0 {
            return Err(StoreError::missing("webhook", id));
        }
        self.audit("end", "webhook", id, None, None).await
    }

    /// Queues a telling of one hook.
    ///
    /// # Errors
    /// When there is no such hook.
    pub async fn add_delivery(&mut self, [id, hook, topic, payload]: [&str; 4]) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::DELIVERY_ADD, values![id, hook, topic, payload, now]).await?;
        self.log_change("delivery", id).await
    }

    /// Takes a delivery that is due; one whose sender died is due again at `again_ms`.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn claim_delivery(&mut self, again_ms: i64) -> Result<Option<Delivery>, StoreError> {
        let (now, sql) = (self.now(), self.either(sql::DELIVERY_CLAIM_SQLITE, sql::DELIVERY_CLAIM_POSTGRES));
        self.row(sql, values![now, again_ms]).await?.map(delivery).transpose()
    }

    /// Says what became of a delivery.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn end_delivery(
        &mut self,
        id: &str,
        status: &str,
        problem: &str,
        next_ms: i64,
    ) -> Result<(), StoreError> {
        self.run(sql::DELIVERY_END, values![id, status, problem, next_ms]).await.map(|_| ())
    }

    /// Takes a key for a request that is about to be carried out; whether nobody had it.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn begin_replay(&mut self, account: &str, key: &str, digest: &str) -> Result<bool, StoreError> {
        let now = self.now();
        Ok(self.run(sql::REPLAY_ADD, values![account, key, digest, 0_i64, "", "", now]).await? == 1)
    }

    /// Keeps the answer to the request of a key; the first one stays.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn end_replay(
        &mut self,
        account: &str,
        key: &str,
        status: i64,
        [head, body]: [&str; 2],
    ) -> Result<(), StoreError> {
        self.run(sql::REPLAY_END, values![account, key, status, head, body]).await.map(|_| ())
    }

    /// Gives a key back: its request was not carried out.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn drop_replay(&mut self, account: &str, key: &str) -> Result<(), StoreError> {
        self.run(sql::REPLAY_DROP, values![account, key]).await.map(|_| ())
    }
}
