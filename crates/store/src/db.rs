//! The two databases behind one face: reading, and writing in transactions.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::MigrateDatabase;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::sync::Notify;

use crate::StoreError;
use crate::sql;
use crate::value::{Row, Value, bind_postgres, bind_sqlite, of_postgres, of_sqlite, values};

/// Connections that read at once.
const READERS: u32 = 8;
/// How long to wait for a connection or a lock before saying that the database is busy.
const PATIENCE: Duration = Duration::from_secs(10);
/// What PostgreSQL says when the server is there and the database is not.
const NO_SUCH_DATABASE: &str = "3D000";
/// The channel on which PostgreSQL tells that the change log has grown.
const CHANNEL: &str = "passerelle_change";

/// A database: SQLite in a file, or PostgreSQL.
///
/// Clones share their connections.
#[derive(Debug, Clone)]
pub struct Db {
    pool: Pool,
    /// Wakes those of this process who wait for changes.
    woken: Arc<Notify>,
}

#[derive(Debug, Clone)]
pub(crate) enum Pool {
    /// One connection writes, so that writers queue in order instead of running into locks.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Who writes, for the audit log, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The account, or a word for the system itself.
    pub actor: String,
    /// For whom, when an organiser acts for a party.
    pub acting_for: Option<String>,
    /// Milliseconds since 1970.
    pub at_ms: i64,
}

/// A transaction that writes. Dropped without [`Tx::commit`], nothing of it has happened.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    by: By,
    changed: bool,
    woken: Arc<Notify>,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a SQLite file, made when it is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or holds tables of a later version.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was acknowledged is on the disk even when the machine dies, not only the process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("./migrations/sqlite").run(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { pool: Pool::Sqlite { writer, readers }, woken: Arc::default() })
    }

    /// Opens a PostgreSQL database by its URL, made when the server has none of that name, and brings its tables up to date.
    ///
    /// # Errors
    /// When the URL is not one, the server cannot be reached, or the tables are of a later version.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let known: PgConnectOptions = url
            .parse::<PgConnectOptions>()
            .map_err(|_| {
                StoreError::Unavailable("the URL is not of the form postgres://user@host/database".into())
            })?
            .disable_statement_logging();
        let pool = || {
            let options = PgPoolOptions::new().max_connections(READERS * 2).acquire_timeout(PATIENCE);
            options.connect_with(known.clone())
        };
        let pool = match pool().await {
            Err(sqlx::Error::Database(told)) if told.code().as_deref() == Some(NO_SUCH_DATABASE) => {
                // Two processes may start at once: whoever comes second finds it made.
                let _ = Postgres::create_database(url).await;
                pool().await?
            }
            other => other?,
        };
        sqlx::migrate!("./migrations/postgres").run(&pool).await?;
        Ok(Self { pool: Pool::Postgres(pool), woken: Arc::default() })
    }

    /// Opens by URL: `postgres://...`, or anything else as the path of a SQLite file, with or without `sqlite:` before it.
    ///
    /// # Errors
    /// As [`Db::open_sqlite`] and [`Db::open_postgres`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
        Self::open_sqlite(Path::new(path)).await
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Whether several processes may share it.
    pub fn is_shared(&self) -> bool {
        matches!(self.pool, Pool::Postgres(_))
    }

    /// Closes all connections; SQLite's log is written back.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// Begins to write.
    ///
    /// # Errors
    /// When the database cannot be reached, or others write for too long.
    pub async fn begin(&self, by: By) -> Result<Tx, StoreError> {
        let inner = match &self.pool {
            Pool::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, by, changed: false, woken: Arc::clone(&self.woken) })
    }

    /// Rows of a question.
    pub(crate) async fn rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        sql::seen(sql);
        match &self.pool {
            Pool::Sqlite { readers, .. } => {
                let rows = bind_sqlite(sql, values).fetch_all(readers).await?;
                rows.iter().map(of_sqlite).collect()
            }
            Pool::Postgres(pool) => {
                let rows = bind_postgres(sql, values).fetch_all(pool).await?;
                rows.iter().map(of_postgres).collect()
            }
        }
    }

    /// The first row of a question.
    pub(crate) async fn row(&self, sql: &'static str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Answers a question, for `/readyz`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.rows(sql::PING, values![]).await.map(|_| ())
    }

    /// Someone who waits for changes.
    ///
    /// # Errors
    /// When PostgreSQL cannot be listened to; polling still works then.
    pub async fn watch(&self) -> Result<Watch, StoreError> {
        let listener = match &self.pool {
            Pool::Sqlite { .. } => None,
            Pool::Postgres(pool) => {
                let mut listener = PgListener::connect_with(pool).await?;
                listener.listen(CHANNEL).await?;
                Some(listener)
            }
        };
        Ok(Watch { listener, woken: Arc::clone(&self.woken) })
    }

    /// A copy of a SQLite database, consistent although others write meanwhile.
    ///
    /// # Errors
    /// When the place cannot be written, or the database is PostgreSQL's (which has `pg_dump`; the archive works for both).
    pub(crate) async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        match &self.pool {
            Pool::Sqlite { writer, .. } => {
                sql::seen(sql::COPY);
                sqlx::query(sql::COPY).bind(path.display().to_string()).execute(writer).await?;
                Ok(())
            }
            Pool::Postgres(_) => Err(StoreError::Refused(
                "a copy of the file exists for SQLite only: use the archive, or pg_dump".into(),
            )),
        }
    }
}

/// Waits for the change log to grow.
#[derive(Debug)]
pub struct Watch {
    listener: Option<PgListener>,
    woken: Arc<Notify>,
}

impl Watch {
    /// Returns when something may have changed, at the latest after `patience`; a lost connection only means polling.
    pub async fn wait(&mut self, patience: Duration) {
        let own = self.woken.notified();
        match &mut self.listener {
            None => {
                let _ = tokio::time::timeout(patience, own).await;
            }
            Some(listener) => {
                let either = async {
                    tokio::select! {
                        () = own => true,
                        told = listener.recv() => told.is_ok(),
                    }
                };
                // A broken listener answers at once with an error: rest as long as polling would.
                if let Ok(false) = tokio::time::timeout(patience, either).await {
                    tokio::time::sleep(patience).await;
                }
            }
        }
    }
}

impl Tx {
    /// Who writes.
    pub fn by(&self) -> &By {
        &self.by
    }

    /// Milliseconds since 1970 at which this is said to happen.
    pub fn now(&self) -> i64 {
        self.by.at_ms
    }

    /// Makes it all happen, and tells those who wait.
    ///
    /// # Errors
    /// When the database refuses or is lost; then nothing has happened.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.changed && matches!(self.inner, Inner::Postgres(_)) {
            self.rows(sql::NOTIFY, values![CHANNEL]).await?;
        }
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        if self.changed {
            self.woken.notify_waiters();
        }
        Ok(())
    }

    /// Runs a statement; how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        sql::seen(sql);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => bind_sqlite(sql, values).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => bind_postgres(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Rows of a question, as this transaction sees them.
    pub(crate) async fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        sql::seen(sql);
        match &mut self.inner {
            Inner::Sqlite(tx) => {
                let rows = bind_sqlite(sql, values).fetch_all(&mut **tx).await?;
                rows.iter().map(of_sqlite).collect()
            }
            Inner::Postgres(tx) => {
                let rows = bind_postgres(sql, values).fetch_all(&mut **tx).await?;
                rows.iter().map(of_postgres).collect()
            }
        }
    }

    /// The first row of a question.
    pub(crate) async fn row(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// Which of two statements this database understands.
    pub(crate) fn either(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.inner {
            Inner::Sqlite(_) => sqlite,
            Inner::Postgres(_) => postgres,
        }
    }

    /// Writes a line of the change log: whatever is derived from the tables follows it.
    pub(crate) async fn log_change(&mut self, kind: &str, subject: &str) -> Result<(), StoreError> {
        // Numbers are given in the order of commits: whoever follows the log must not pass over one that comes late.
        if !self.changed && matches!(self.inner, Inner::Postgres(_)) {
            self.rows(sql::CHANGE_LOCK, values![]).await?;
        }
        self.changed = true;
        let now = self.now();
        self.run(sql::CHANGE_ADD, values![kind, subject, now]).await.map(|_| ())
    }
}
