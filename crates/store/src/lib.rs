//! Repositories on SQLite (one file) and PostgreSQL (a URL): the tables are the truth, everything else is derived.
//!
//! | module | holds |
//! |---|---|
//! | `db` | connections, transactions, waiting for changes |
//! | `records` | clients, firms, briefs, events: bodies under versions |
//! | `accounts` | accounts, sessions, links, tokens, lock-outs, registrations |
//! | `sides` | marks, admissions, wishes, absences, attendance, outcomes, teams |
//! | `work` | jobs, releases |
//! | `drafts` | drafts with what they were before, scenarios |
//! | `follow` | what follows a meeting |
//! | `links` | the key of private links, and their renewals |
//! | `post` | mail, webhooks, answers kept for repeated requests |
//! | `logs` | the change log and the audit log |
//! | `archive` | the portable archive, copies, checks |
//! | `persons` | erasing a person, and what is kept too long |
//! | `sql` | every statement |
//!
//! This crate knows tables and nothing of what bodies mean. It reads no clock: who writes says when ([`By`]). Whatever is written
//! goes through a [`Tx`], which writes the audit log and the change log in the same breath.

mod accounts;
mod archive;
mod db;
mod drafts;
mod error;
mod follow;
mod links;
mod logs;
mod persons;
mod post;
mod records;
mod sides;
mod sql;
#[cfg(test)]
mod tests;
mod value;
mod work;

pub use accounts::{Account, Registration, Session, SessionLine, Token};
pub use archive::Archived;
pub use db::{By, Db, Tx, Watch};
pub use drafts::{PlanDraft, Scenario};
pub use error::StoreError;
pub use follow::FollowUp;
pub use links::LinkOf;
pub use logs::{AuditLine, Change};
pub use post::{Delivery, Hook, Mail, Replay};
pub use records::{Draft, Kind, Page, Record, digest};
pub use sides::{AbsenceRow, Admission, Mark, Outcome, Presence, Wish};
pub use work::{Job, StoredRelease};
