//! One portable file with everything, which moves between SQLite and PostgreSQL; copies; checks.
//!
//! The archive is JSON lines: a head, one line a row (`{"table": "firm", "row": ["acme", ...]}`, columns in the order of [`TABLES`]), and
//! a foot with the number of rows and the SHA-256 of every byte before it.

use std::io::{BufRead, Write};
use std::path::Path;

use futures_util::TryStreamExt;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, query::Query};

use crate::db::Pool;
use crate::records::hex;
use crate::value::{Row, Value, of_postgres, of_sqlite};
use crate::{Db, StoreError};

/// The version of the format.
const FORMAT: i64 = 1;

/// Tables with their columns, each after those it refers to.
const TABLES: &[(&str, &[&str])] = &[
    ("client", RECORD),
    ("firm", RECORD),
    ("brief", RECORD),
    ("event", RECORD),
    (
        "account",
        &[
            "id",
            "email",
            "name",
            "role",
            "party",
            "password",
            "totp",
            "totp_step",
            "active",
            "version",
            "created_ms",
            "updated_ms",
        ],
    ),
    ("session", &["hash", "id", "account", "csrf", "created_ms", "expires_ms"]),
    ("link", &["hash", "account", "created_ms", "expires_ms", "used_ms"]),
    ("token", &["id", "hash", "account", "name", "scopes", "created_ms", "expires_ms", "revoked_ms"]),
    ("attempt", &["what", "failures", "locked_until_ms"]),
    (
        "registration",
        &["id", "firm", "name", "person", "email", "message", "status", "created_ms", "decided_ms"],
    ),
    ("team", &["event", "account"]),
    ("mark", &["brief", "firm", "state", "note", "updated_ms"]),
    ("admission", &["brief", "firm", "nda", "admitted_ms", "revoked_ms"]),
    ("coarse_fit", &["brief", "firm", "fit", "told_ms"]),
    (
        "wish",
        &[
            "id",
            "event",
            "side",
            "desk",
            "firm",
            "brief",
            "grade",
            "message",
            "expires_ms",
            "answer",
            "reason",
            "version",
            "created_ms",
            "updated_ms",
        ],
    ),
    ("absence", &["id", "event", "side", "party", "starts", "ends"]),
    (
        "job",
        &[
            "id",
            "kind",
            "subject",
            "status",
            "input",
            "progress",
            "result",
            "requested_by",
            "worker",
            "attempts",
            "cancel",
            "created_ms",
            "heartbeat_ms",
            "ended_ms",
        ],
    ),
    (
        "draft",
        &["event", "job", "problem", "result", "view", "base_release", "version", "created_ms", "locks"],
    ),
    (
        "draft_past",
        &["event", "version", "job", "problem", "result", "view", "base_release", "locks", "created_ms"],
    ),
    ("scenario", &["event", "name", "job", "problem", "result", "view", "locks", "version", "created_ms"]),
    (
        "release",
        &["event", "number", "problem", "result", "view", "note", "digest", "created_by", "created_ms"],
    ),
    ("server_key", &["name", "secret", "created_ms"]),
    ("party_link", &["event", "side", "party", "renewed", "updated_ms"]),
    ("attendance", &["event", "side", "party", "status", "updated_ms"]),
    (
        "follow_up",
        &[
            "event",
            "desk",
            "firm",
            "brief",
            "stage",
            "next_date",
            "note",
            "amount_eur",
            "co_financing_pct",
            "version",
            "updated_ms",
        ],
    ),
    ("outcome", &["event", "desk", "firm", "brief", "side", "verdict", "steps", "note", "updated_ms"]),
    (
        "mail",
        &[
            "id",
            "once",
            "subject_kind",
            "subject",
            "recipient",
            "title",
            "body",
            "status",
            "attempts",
            "next_ms",
            "problem",
            "created_ms",
        ],
    ),
    ("hook", &["id", "url", "secret", "topics", "active", "created_ms"]),
    (
        "delivery",
        &["id", "hook", "topic", "payload", "status", "attempts", "next_ms", "problem", "created_ms"],
    ),
    ("replay", &["account", "key", "digest", "status", "head", "body", "created_ms"]),
    ("change", &["seq", "kind", "subject", "at_ms"]),
    ("audit", &["seq", "at_ms", "actor", "acting_for", "action", "kind", "subject", "before", "after"]),
];

const RECORD: &[&str] =
    &["id", "owner", "status", "title", "sort", "body", "version", "created_ms", "updated_ms", "deleted_ms"];

/// Tables whose numbers the database gives.
const NUMBERED: [&str; 2] = ["change", "audit"];

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Archived {
    /// Rows of all tables.
    pub rows: u64,
}

fn unreadable(line: usize, what: &str) -> StoreError {
    StoreError::Unreadable(format!("line {line} of the archive {what}"))
}

/// Counts and digests what is written.
struct Sealed<'w> {
    out: &'w mut dyn Write,
    digest: Sha256,
    rows: u64,
}

impl Sealed<'_> {
    fn line(&mut self, line: &Json) -> Result<(), StoreError> {
        let mut text = line.to_string();
        text.push('\n');
        self.digest.update(text.as_bytes());
        self.out.write_all(text.as_bytes()).map_err(cannot_write)
    }

    fn row(&mut self, table: &str, row: Row) -> Result<(), StoreError> {
        self.rows += 1;
        let values: Vec<Json> = row
            .values()
            .into_iter()
            .map(|value| match value {
                Value::Int(number) => json!(number),
                Value::Text(text) => json!(text),
            })
            .collect();
        self.line(&json!({"table": table, "row": values}))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
fn cannot_write(cause: std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("the archive cannot be written: {cause}"))
}

impl Db {
    /// Writes everything as one archive, as it stood at one moment although others write meanwhile.
    ///
    /// # Errors
    /// When the database cannot be read or the archive cannot be written.
    pub async fn export(&self, out: &mut (dyn Write + Send)) -> Result<Archived, StoreError> {
        let mut sealed = Sealed { out, digest: Sha256::new(), rows: 0 };
        sealed.line(&json!({"passerelle_archive": FORMAT}))?;
        match self.pool() {
            Pool::Sqlite { readers, .. } => {
                let mut tx = readers.begin().await?;
                for (table, columns) in TABLES {
                    let mut rows = sqlx::query(AssertSqlSafe(select(table, columns))).fetch(&mut *tx);
                    while let Some(row) = rows.try_next().await? {
                        sealed.row(table, of_sqlite(&row)?)?;
                    }
                }
            }
            Pool::Postgres(pool) => {
                let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                for (table, columns) in TABLES {
                    let mut rows = sqlx::query(AssertSqlSafe(select(table, columns))).fetch(&mut *tx);
                    while let Some(row) = rows.try_next().await? {
                        sealed.row(table, of_postgres(&row)?)?;
                    }
                }
            }
        }
        let (rows, digest) = (sealed.rows, hex(&sealed.digest.finalize()));
        let foot = json!({"rows": rows, "sha256": digest}).to_string();
        sealed
            .out
            .write_all(foot.as_bytes())
            .and_then(|()| sealed.out.write_all(b"\n"))
            .map_err(cannot_write)?;
        sealed.out.flush().map_err(cannot_write)?;
        Ok(Archived { rows })
    }

    /// Reads an archive into an empty database: all of it, or nothing.
    ///
    /// # Errors
    /// When the archive is damaged or of another version, or the database already holds something.
    pub async fn import(&self, archive: &mut (dyn BufRead + Send)) -> Result<Archived, StoreError> {
        let lines = read_archive(archive)?;
        let rows = lines.len() as u64;
        match self.pool() {
            Pool::Sqlite { writer, .. } => {
                let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
                for (table, _) in TABLES {
                    let held = sqlx::query(AssertSqlSafe(format!("SELECT 1 FROM {table} LIMIT 1")));
                    refuse_filled(held.fetch_optional(&mut *tx).await?.is_some())?;
                }
                for (at, row) in lines {
                    let (table, columns) = TABLES[at];
                    let query: Query<'_, Sqlite, _> = sqlx::query(AssertSqlSafe(insert(table, columns)));
                    let query = row.into_iter().fold(query, |query, value| match value {
                        Value::Int(number) => query.bind(number),
                        Value::Text(text) => query.bind(text),
                    });
                    query.execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
            Pool::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                for (table, _) in TABLES {
                    let held = sqlx::query(AssertSqlSafe(format!("SELECT 1 FROM {table} LIMIT 1")));
                    refuse_filled(held.fetch_optional(&mut *tx).await?.is_some())?;
                }
                for (at, row) in lines {
                    let (table, columns) = TABLES[at];
                    let query: Query<'_, Postgres, _> = sqlx::query(AssertSqlSafe(insert(table, columns)));
                    let query =
                        row.into_iter().zip(columns).fold(query, |query, (value, column)| match value {
                            Value::Int(number) => query.bind(number),
                            // Nothing is nothing of a type: PostgreSQL asks which.
                            Value::Text(None) if is_number(column) => query.bind(None::<i64>),
                            Value::Text(text) => query.bind(text),
                        });
                    query.execute(&mut *tx).await?;
                }
                for table in NUMBERED {
                    let sql = format!(
                        "SELECT CAST(setval(pg_get_serial_sequence('{table}', 'seq'), COALESCE(MAX(seq), 0) + 1, false) AS TEXT) FROM {table}"
                    );
                    sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
        }
        Ok(Archived { rows })
    }

    /// Copies the database to a new file while others write: of SQLite a database file, of PostgreSQL an archive.
    ///
    /// # Errors
    /// When the place holds something already or cannot be written.
    pub async fn backup(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.display().to_string()));
        }
        if !self.is_shared() {
            return self.copy_to(path).await;
        }
        let file = std::fs::File::create(path).map_err(cannot_write)?;
        let mut out = std::io::BufWriter::new(file);
        self.export(&mut out).await.map(|_| ())
    }

    /// What is wrong with the database itself; empty when it is sound.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        let Pool::Sqlite { readers, .. } = self.pool() else {
            // PostgreSQL checks its pages and references itself: being able to read every table is what remains to be seen.
            self.export(&mut std::io::sink()).await?;
            return Ok(Vec::new());
        };
        let mut faults = Vec::new();
        for row in sqlx::query("PRAGMA integrity_check").fetch_all(readers).await? {
            let said = of_sqlite(&row)?.text()?;
            if said != "ok" {
                faults.push(said);
            }
        }
        for row in sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await? {
            faults.push(format!(
                "a row of `{}` refers to something that is not there",
                of_sqlite(&row)?.text()?
            ));
        }
        Ok(faults)
    }
}

fn is_number(column: &str) -> bool {
    column.ends_with("_ms")
        || ["totp_step", "active", "version", "failures", "nda", "grade", "attempts", "cancel"]
            .contains(&column)
        || ["base_release", "number", "seq", "amount_eur", "co_financing_pct", "renewed"].contains(&column)
}

fn refuse_filled(filled: bool) -> Result<(), StoreError> {
    if filled {
        return Err(StoreError::Exists("data in this database: import into a new one".into()));
    }
    Ok(())
}

fn select(table: &str, columns: &[&str]) -> String {
    // By all columns of the key and more: the same database gives the same archive.
    format!("SELECT {} FROM {table} ORDER BY {}", list(columns), list(&columns[..columns.len().min(4)]))
}

fn insert(table: &str, columns: &[&str]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", list(columns), places.join(", "))
}

fn list(columns: &[&str]) -> String {
    columns.join(", ")
}

/// Rows with the places of their tables, checked against the foot before anything is written.
fn read_archive(archive: &mut dyn BufRead) -> Result<Vec<(usize, Vec<Value>)>, StoreError> {
    let (mut digest, mut rows, mut number) = (Sha256::new(), Vec::new(), 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        number += 1;
        let read = archive
            .read_until(b'\n', &mut line)
            .map_err(|cause| StoreError::Unavailable(format!("the archive cannot be read: {cause}")))?;
        if read == 0 {
            return Err(unreadable(number, "is missing: it is cut off"));
        }
        let json: Json = serde_json::from_slice(&line).map_err(|_| unreadable(number, "is not JSON"))?;
        if number == 1 {
            if json.get("passerelle_archive").and_then(Json::as_i64) != Some(FORMAT) {
                return Err(unreadable(number, "is not the head of an archive of this version"));
            }
        } else if let Some(sealed) = json.get("sha256") {
            if sealed.as_str() != Some(hex(&digest.clone().finalize()).as_str())
                || json.get("rows").and_then(Json::as_u64) != Some(rows.len() as u64)
            {
                return Err(unreadable(
                    number,
                    "does not fit what stands before it: the archive was changed",
                ));
            }
            return Ok(rows);
        } else {
            rows.push(one_row(&json).ok_or_else(|| unreadable(number, "is not a row of this version"))?);
        }
        digest.update(&line);
    }
}

fn one_row(json: &Json) -> Option<(usize, Vec<Value>)> {
    let name = json.get("table")?.as_str()?;
    let at = TABLES.iter().position(|(table, _)| *table == name)?;
    let values = json.get("row")?.as_array()?.iter().map(|value| match value {
        Json::Null => Some(Value::Text(None)),
        Json::String(text) => Some(Value::Text(Some(text.clone()))),
        Json::Number(number) => Some(Value::Int(Some(number.as_i64()?))),
        _ => None,
    });
    let values = values.collect::<Option<Vec<_>>>()?;
    (values.len() == TABLES[at].1.len()).then_some((at, values))
}
