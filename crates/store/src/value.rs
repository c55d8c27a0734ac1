//! Texts and whole numbers: all that the tables hold, and all that travels to and from them.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Column, Postgres, Row as _, Sqlite, TypeInfo, ValueRef};

use crate::StoreError;

/// A value of a table, or of a question about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        // PostgreSQL holds no NUL in a text, and nobody means one.
        Self::Text(Some(value.replace('\0', "")))
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::from(value.as_str())
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        value.map_or(Self::Text(None), Self::from)
    }
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        Self::from(value.as_deref())
    }
}

/// The values of a statement's places, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

/// A row as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    values: Vec<Value>,
    next: usize,
}

impl Row {
    pub(crate) fn values(self) -> Vec<Value> {
        self.values
    }

    fn take(&mut self) -> Result<Value, StoreError> {
        let value = self.values.get_mut(self.next).map(|value| std::mem::replace(value, Value::Int(None)));
        self.next += 1;
        value.ok_or_else(|| StoreError::Unreadable("a row is too short".into()))
    }

    /// The next column, a text.
    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.maybe_text()?.ok_or_else(|| StoreError::Unreadable("a text is missing in a row".into()))
    }

    /// The next column, a text or nothing.
    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.take()? {
            Value::Text(text) => Ok(text),
            Value::Int(None) => Ok(None),
            Value::Int(Some(_)) => Err(StoreError::Unreadable("a number stands where a text should".into())),
        }
    }

    /// The next column, a number.
    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.maybe_int()?.ok_or_else(|| StoreError::Unreadable("a number is missing in a row".into()))
    }

    /// The next column, a number or nothing.
    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.take()? {
            Value::Int(number) => Ok(number),
            Value::Text(None) => Ok(None),
            Value::Text(Some(_)) => Err(StoreError::Unreadable("a text stands where a number should".into())),
        }
    }

    /// The next column, yes or no.
    pub(crate) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }
}

pub(crate) fn bind_sqlite(sql: &'static str, values: &[Value]) -> Query<'static, Sqlite, SqliteArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match value.clone() {
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
    })
}

pub(crate) fn bind_postgres(sql: &'static str, values: &[Value]) -> Query<'static, Postgres, PgArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match value.clone() {
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
    })
}

pub(crate) fn of_sqlite(row: &SqliteRow) -> Result<Row, StoreError> {
    let one = |at: usize| -> Result<Value, StoreError> {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(Value::Text(None));
        }
        Ok(match raw.type_info().name() {
            "INTEGER" => Value::Int(Some(row.try_get_unchecked(at)?)),
            _ => Value::Text(Some(row.try_get_unchecked(at)?)),
        })
    };
    let values = (0..row.columns().len()).map(one).collect::<Result<_, _>>()?;
    Ok(Row { values, next: 0 })
}

pub(crate) fn of_postgres(row: &PgRow) -> Result<Row, StoreError> {
    let one = |(at, column): (usize, &sqlx::postgres::PgColumn)| -> Result<Value, StoreError> {
        if row.try_get_raw(at)?.is_null() {
            return Ok(Value::Text(None));
        }
        Ok(match column.type_info().name() {
            "INT8" => Value::Int(Some(row.try_get(at)?)),
            "INT4" => Value::Int(Some(i64::from(row.try_get::<i32, _>(at)?))),
            _ => Value::Text(Some(row.try_get(at)?)),
        })
    };
    let values = row.columns().iter().enumerate().map(one).collect::<Result<_, _>>()?;
    Ok(Row { values, next: 0 })
}
