//! Private links to agendas: the key from which they are made, and how often each was renewed. The links themselves are kept nowhere.

use std::collections::BTreeMap;

use crate::sql;
use crate::value::values;
use crate::{Db, StoreError, Tx};

/// Whose links: event, side and party. Without an event all links of a party, without a party all links of an event.
pub type LinkOf = [String; 3];

impl Db {
    /// The secret of the server that is kept under a name.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn server_key(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.row(sql::KEY_GET, values![name]).await?.map(|mut row| row.text()).transpose()
    }

    /// How often links were renewed that an event's links depend on: its parties', its own, and those of parties at any event. Those
    /// that never were are left out.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn renewals(&self, event: &str) -> Result<BTreeMap<LinkOf, i64>, StoreError> {
        let rows = self.rows(sql::PARTY_LINK_LIST, values![event]).await?;
        rows.into_iter().map(|mut row| Ok(([row.text()?, row.text()?, row.text()?], row.int()?))).collect()
    }
}

impl Tx {
    /// Keeps a secret of the server under a name, unless there is one: then that one stays.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn add_server_key(&mut self, name: &str, secret: &str) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::KEY_ADD, values![name, secret, now]).await.map(|_| ())
    }

    /// Renews links: whoever has one of before, has nothing. Without an event all links of a party, without a party all of an event.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn renew_links(&mut self, [event, side, party]: [&str; 3]) -> Result<(), StoreError> {
        let now = self.now();
        self.run(sql::PARTY_LINK_RENEW, values![event, side, party, now]).await?;
        self.audit("renew", "party-link", &format!("{event}/{side}/{party}"), None, None).await
    }
}
