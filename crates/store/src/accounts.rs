//! Accounts, sessions, sign-in links, API tokens, lock-outs. Whatever opens a door is kept as a hash only.

use crate::sql;
use crate::value::{Row, values};
use crate::{Db, StoreError, Tx};

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identifier.
    pub id: String,
    /// Address, lower case.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// `organiser`, `client` or `firm`.
    pub role: String,
    /// Which client or firm.
    pub party: Option<String>,
    /// Hash of the password (PHC string); organisers only.
    pub password: Option<String>,
    /// Secret of the one-time codes, base32.
    pub totp: Option<String>,
    /// The last time step whose code was used.
    pub totp_step: i64,
    /// Whether it may sign in.
    pub active: bool,
    /// How often it was written.
    pub version: i64,
    /// When it was made, milliseconds since 1970.
    pub created_ms: i64,
}

fn account(row: &mut Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.text()?,
        email: row.text()?,
        name: row.text()?,
        role: row.text()?,
        party: row.maybe_text()?,
        password: row.maybe_text()?,
        totp: row.maybe_text()?,
        totp_step: row.int()?,
        active: row.flag()?,
        version: row.int()?,
        created_ms: row.int()?,
    })
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// By which its owner can end it.
    pub id: String,
    /// What forms must repeat.
    pub csrf: String,
    /// Until when it holds, milliseconds since 1970.
    pub expires_ms: i64,
    /// Whose it is.
    pub account: Account,
}

/// A session, as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// By which it can be ended.
    pub id: String,
    /// Since when.
    pub created_ms: i64,
    /// Until when.
    pub expires_ms: i64,
}

/// A token for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// By which it can be revoked.
    pub id: String,
    /// What for.
    pub name: String,
    /// What it may do, words separated by spaces.
    pub scopes: String,
    /// Since when, milliseconds since 1970.
    pub created_ms: i64,
    /// Until when.
    pub expires_ms: i64,
    /// Since when no longer.
    pub revoked_ms: Option<i64>,
}

/// A firm that wants in: new, or claiming a profile that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its identifier.
    pub id: String,
    /// The profile that is claimed.
    pub firm: Option<String>,
    /// Name of the firm.
    pub name: String,
    /// Who asks.
    pub person: String,
    /// Their address.
    pub email: String,
    /// What they say.
    pub message: String,
    /// `waiting`, `approved` or `refused`.
    pub status: String,
    /// Since when, milliseconds since 1970.
    pub created_ms: i64,
}

fn registration(mut row: Row) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.text()?,
        firm: row.maybe_text()?,
        name: row.text()?,
        person: row.text()?,
        email: row.text()?,
        message: row.text()?,
        status: row.text()?,
        created_ms: row.int()?,
    })
}

impl Db {
    /// An account by identifier.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        self.row(sql::ACCOUNT_GET, values![id]).await?.map(|mut row| account(&mut row)).transpose()
    }

    /// An account by address, lower case.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        self.row(sql::ACCOUNT_BY_EMAIL, values![email]).await?.map(|mut row| account(&mut row)).transpose()
    }

    /// Accounts after an identifier, of a role and party when given.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn accounts(
        &self,
        role: Option<&str>,
        party: Option<&str>,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Account>, StoreError> {
        let asked = values![role.unwrap_or_default(), party.unwrap_or_default(), after, limit];
        let rows = self.rows(sql::ACCOUNT_LIST, asked).await?;
        rows.into_iter().map(|mut row| account(&mut row)).collect()
    }

    /// How many accounts of a role may sign in.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn count_accounts(&self, role: &str) -> Result<i64, StoreError> {
        self.row(sql::ACCOUNT_COUNT, values![role]).await?.map_or(Ok(0), |mut row| row.int())
    }

    /// The session of a hash, while it holds.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn session(&self, hash: &str, now_ms: i64) -> Result<Option<Session>, StoreError> {
        let Some(mut row) = self.row(sql::SESSION_GET, values![hash, now_ms]).await? else { return Ok(None) };
        Ok(Some(Session {
            id: row.text()?,
            csrf: row.text()?,
            expires_ms: row.int()?,
            account: account(&mut row)?,
        }))
    }

    /// An account's sessions that still hold.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn sessions(&self, account: &str, now_ms: i64) -> Result<Vec<SessionLine>, StoreError> {
        let rows = self.rows(sql::SESSION_LIST, values![account, now_ms]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(SessionLine { id: row.text()?, created_ms: row.int()?, expires_ms: row.int()? })
            })
            .collect()
    }

    /// The scopes and account of a token, while it holds.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn token(
        &self,
        hash: &str,
        now_ms: i64,
    ) -> Result<Option<(String, String, Account)>, StoreError> {
        let Some(mut row) = self.row(sql::TOKEN_GET, values![hash, now_ms]).await? else { return Ok(None) };
        Ok(Some((row.text()?, row.text()?, account(&mut row)?)))
    }

    /// An account's tokens.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn tokens(&self, account: &str) -> Result<Vec<Token>, StoreError> {
        let rows = self.rows(sql::TOKEN_LIST, values![account]).await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(Token {
                    id: row.text()?,
                    name: row.text()?,
                    scopes: row.text()?,
                    created_ms: row.int()?,
                    expires_ms: row.int()?,
                    revoked_ms: row.maybe_int()?,
                })
            })
            .collect()
    }

    /// Failures in a row, and until when nobody may try again.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn attempts(&self, what: &str) -> Result<(i64, i64), StoreError> {
        match self.row(sql::ATTEMPT_GET, values![what]).await? {
            Some(mut row) => Ok((row.int()?, row.int()?)),
            None => Ok((0, 0)),
        }
    }

    /// Registrations in a state, or all; oldest first.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn registrations(&self, status: Option<&str>) -> Result<Vec<Registration>, StoreError> {
        let rows = self.rows(sql::REGISTRATION_LIST, values![status.unwrap_or_default()]).await?;
        rows.into_iter().map(registration).collect()
    }
}

impl Tx {
    /// Makes an account; `password` is a hash.
    ///
    /// # Errors
    /// When the address has one already.
    pub async fn add_account(
        &mut self,
        id: &str,
        email: &str,
        name: &str,
        (role, party): (&str, Option<&str>),
        password: Option<&str>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::ACCOUNT_ADD, values![id, email, name, role, party, password, now]).await?;
        self.audit("create", "account", id, None, None).await
    }

    /// An account as this transaction sees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn account(&mut self, id: &str) -> Result<Account, StoreError> {
        let row = self.row(sql::ACCOUNT_GET, values![id]).await?;
        row.map(|mut row| account(&mut row)).transpose()?.ok_or_else(|| StoreError::missing("account", id))
    }

    /// Writes an account that is at its version.
    ///
    /// # Errors
    /// When it is not there, somebody else has written it meanwhile, or its new address is another's.
    pub async fn update_account(&mut self, account: &Account, action: &str) -> Result<(), StoreError> {
        let now = self.now();
        let row = values![
            &account.id,
            &account.email,
            &account.name,
            &account.role,
            &account.party,
            &account.password,
            &account.totp,
            account.active,
            now,
            account.version
        ];
        if self.run(sql::ACCOUNT_UPDATE, row).await? == 0 {
            let current = self.account(&account.id).await?.version;
            return Err(StoreError::Changed { current });
        }
        self.audit(action, "account", &account.id, None, None).await
    }

    /// Uses up the one-time code of a time step; whether it was still unused.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn use_totp_step(&mut self, account: &str, step: i64) -> Result<bool, StoreError> {
        Ok(self.run(sql::ACCOUNT_STEP, values![account, step]).await? == 1)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_session(
        &mut self,
        [hash, id, account, csrf]: [&str; 4],
        expires_ms: i64,
    ) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::SESSION_ADD, values![hash, id, account, csrf, now, expires_ms]).await?;
        self.audit("sign-in", "account", account, None, None).await
    }

    /// Ends one session of an account, or all; how many.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn end_sessions(&mut self, account: &str, id: Option<&str>) -> Result<u64, StoreError> {
        let ended = match id {
            Some(id) => self.run(sql::SESSION_END, values![account, id]).await?,
            None => self.run(sql::SESSION_END_ALL, values![account]).await?,
        };
        self.audit("sign-out", "account", account, None, None).await?;
        Ok(ended)
    }

    /// Makes a sign-in link.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_link(&mut self, hash: &str, account: &str, expires_ms: i64) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::LINK_ADD, values![hash, account, now, expires_ms]).await.map(|_| ())
    }

    /// Uses up a link: its account, once.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn use_link(&mut self, hash: &str) -> Result<Option<String>, StoreError> {
        let now = self.now();
        self.row(sql::LINK_USE, values![hash, now]).await?.map(|mut row| row.text()).transpose()
    }

    /// Makes a token for programs.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_token(
        &mut self,
        [id, hash, account, name, scopes]: [&str; 5],
        expires_ms: i64,
    ) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::TOKEN_ADD, values![id, hash, account, name, scopes, now, expires_ms]).await?;
        self.audit("create", "token", id, None, None).await
    }

    /// Ends a token of an account, or all.
    ///
    /// # Errors
    /// When there is no such token.
    pub async fn revoke_tokens(&mut self, account: &str, id: Option<&str>) -> Result<(), StoreError> {
        let now = self.now();
        match id {
            Some(id) => {
                if self.run(sql::TOKEN_REVOKE, values![account, id, now]).await? == 0 {
                    return Err(StoreError::missing("token", id));
                }
                self.audit("revoke", "token", id, None, None).await
            }
            None => self.run(sql::TOKEN_REVOKE_ALL, values![account, now]).await.map(|_| ()),
        }
    }

    /// Counts a failure; failures in a row.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn count_failure(&mut self, what: &str) -> Result<i64, StoreError> {
        self.row(sql::ATTEMPT_FAIL, values![what]).await?.map_or(Ok(0), |mut row| row.int())
    }

    /// Locks until a time.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn lock_attempts(&mut self, what: &str, until_ms: i64) -> Result<(), StoreError> {
        self.run(sql::ATTEMPT_LOCK, values![what, until_ms]).await.map(|_| ())
    }

    /// Forgets failures after a success.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn clear_attempts(&mut self, what: &str) -> Result<(), StoreError> {
        self.run(sql::ATTEMPT_CLEAR, values![what]).await.map(|_| ())
    }

    /// Forgets sessions and links that no longer hold, and answers kept for repeated requests since before a time.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn tidy(&mut self, replays_before_ms: i64) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::SESSION_TIDY, values![now]).await?;
        self.run(sql::LINK_TIDY, values![now]).await?;
        self.run(sql::REPLAY_TIDY, values![replays_before_ms]).await.map(|_| ())
    }

    /// Keeps the wish of a firm to come in.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_registration(&mut self, asked: &Registration) -> Result<(), StoreError> {
        let now = self.now();
        let row =
            values![&asked.id, &asked.firm, &asked.name, &asked.person, &asked.email, &asked.message, now];
        self.run(sql::REGISTRATION_ADD, row).await?;
        self.audit("register", "registration", &asked.id, None, None).await
    }

    /// A registration as this transaction sees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn registration(&mut self, id: &str) -> Result<Registration, StoreError> {
        let row = self.row(sql::REGISTRATION_GET, values![id]).await?;
        row.map(registration).transpose()?.ok_or_else(|| StoreError::missing("registration", id))
    }

    /// Approves or refuses a registration that waits.
    ///
    /// # Errors
    /// When it no longer waits.
    pub async fn decide_registration(&mut self, id: &str, status: &str) -> Result<(), StoreError> {
        let now = self.now();
        if self.run(sql::REGISTRATION_DECIDE, values![id, status, now]).await? == 0 {
            return Err(StoreError::Exists(format!("a decision about registration `{id}`")));
        }
        self.audit(status, "registration", id, None, None).await
    }
}
