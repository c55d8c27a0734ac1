//! Erasing a person, and letting go of what is kept too long. The audit log knows accounts by identifiers of no meaning: it stays.

use crate::records::Kind;
use crate::sql;
use crate::value::values;
use crate::{Db, StoreError, Tx};

impl Db {
    /// Letters to an address.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn mails_of(&self, recipient: &str) -> Result<Vec<crate::Mail>, StoreError> {
        self.rows(sql::MAIL_OF, values![recipient]).await?.into_iter().map(crate::post::mail).collect()
    }
}

impl Tx {
    /// Bodies that hold a text, in whatever case, deleted ones as well: identifier and body.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn mentions(&mut self, kind: Kind, text: &str) -> Result<Vec<(String, String)>, StoreError> {
        let pattern = format!("%{}%", text.to_lowercase());
        let rows = self.rows(kind.sql().mentions, values![&pattern]).await?;
        let all = rows.into_iter().map(|mut row| Ok((row.text()?, row.text()?)));
        let all: Vec<(String, String)> = all.collect::<Result<_, StoreError>>()?;
        // `%` and `_` of the text stand for more than themselves in the question, not in the answer.
        let text = text.to_lowercase();
        Ok(all.into_iter().filter(|(_, body)| body.to_lowercase().contains(&text)).collect())
    }

    /// Writes a body from which a person was taken out, whatever its version; the log says that it happened.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn scrub(&mut self, kind: Kind, id: &str, body: &str) -> Result<(), StoreError> {
        let now = self.now();
        self.run(kind.sql().scrub, values![id, body, now]).await?;
        self.audit("erase-person", kind.word(), id, None, None).await?;
        self.log_change(kind.word(), id).await
    }

    /// Takes a person out of accounts, registrations and letters, and forgets answers kept for repeated requests, which may name
    /// anybody.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn erase_person(&mut self, email: &str, accounts: &[String]) -> Result<(), StoreError> {
        let now = self.now();
        for id in accounts {
            let nobody = format!("erased-{id}@invalid");
            self.run(sql::ERASE_ACCOUNT, values![id, &nobody, now]).await?;
            self.run(sql::SESSION_END_ALL, values![id]).await?;
            self.run(sql::ERASE_TOKENS, values![id]).await?;
            self.run(sql::ERASE_LINKS, values![id]).await?;
            self.audit("erase-person", "account", id, None, None).await?;
        }
        self.run(sql::ERASE_REGISTRATIONS, values![email]).await?;
        self.run(sql::ERASE_MAIL, values![email]).await?;
        self.run(sql::ERASE_REPLAYS, values![]).await.map(|_| ())
    }

    /// Forgets registrations decided, and letters sent, before their times.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn tidy_kept(
        &mut self,
        registrations_before_ms: i64,
        mail_before_ms: i64,
    ) -> Result<(), StoreError> {
        self.run(sql::REGISTRATION_TIDY, values![registrations_before_ms]).await?;
        self.run(sql::MAIL_TIDY, values![mail_before_ms]).await.map(|_| ())
    }
}
