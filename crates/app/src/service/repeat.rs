//! Requests with a key of their own: repeated, they are answered as before and carried out once.

use super::{Actor, Cause, Refusal, Service};
use passerelle_store::digest;

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeated {
    /// Nothing: carry it out, then tell [`Service::keep_answer`] or [`Service::give_back`].
    Fresh,
    /// It was carried out: HTTP status, headers as JSON, body.
    Answered(u16, String, String),
}

impl Service {
    /// Takes a key for a request.
    ///
    /// # Errors
    /// When the key belongs to another request, or to one that is under way.
    pub async fn take_key(&self, actor: &Actor, key: &str, request: &str) -> Result<Repeated, Refusal> {
        if key.is_empty() || key.len() > 200 || key.chars().any(char::is_control) {
            return Err(Refusal::invalid(
                "Idempotency-Key",
                "has no character, or more than 200",
                "send a random word",
            ));
        }
        let digest = digest(request);
        let mut tx = self.inner.db.begin(actor.by()).await?;
        if tx.begin_replay(&actor.account, key, &digest).await? {
            tx.commit().await?;
            return Ok(Repeated::Fresh);
        }
        drop(tx);
        match self.inner.db.replay(&actor.account, key).await? {
            Some(known) if known.digest != digest => Err(Refusal::new(
                Cause::Conflict,
                "this key belongs to another request",
                "send each request with a key of its own",
            )),
            Some(known) if known.status > 0 => {
                Ok(Repeated::Answered(u16::try_from(known.status).unwrap_or(200), known.head, known.body))
            }
            _ => Err(Refusal::new(
                Cause::Conflict,
                "the request of this key is under way, or was interrupted",
                "look whether it has happened; then send it again, with another key if need be",
            )),
        }
    }

    /// Keeps the answer to a request for whoever repeats it.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn keep_answer(
        &self,
        actor: &Actor,
        key: &str,
        status: u16,
        answer: [&str; 2],
    ) -> Result<(), Refusal> {
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.end_replay(&actor.account, key, i64::from(status), answer).await?;
        Ok(tx.commit().await?)
    }

    /// Gives a key back: its request was not carried out.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn give_back(&self, actor: &Actor, key: &str) -> Result<(), Refusal> {
        let mut tx = self.inner.db.begin(actor.by()).await?;
        tx.drop_replay(&actor.account, key).await?;
        Ok(tx.commit().await?)
    }
}
