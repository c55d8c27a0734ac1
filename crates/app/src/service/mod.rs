//! The use cases of the server, called alike by the command line, the API and the pages.
//!
//! Every function takes the [`Actor`] who asks and answers with values, or with a [`Refusal`] after which nothing has happened.
//!
//! | module | use cases |
//! |---|---|
//! | [`access`] | who may do what |
//! | `firms` | profiles: draft, published, confirmed; registering and claiming |
//! | `room` | what a firm's own room asks: suggested skills, its events |
//! | `clients`, `briefs` | clients; briefs with teaser and body, admissions |
//! | `matches` | rankings for a brief, briefs for a firm, marks |
//! | `events` | events, their set-up, closing dates and teams; absences |
//! | `wishes` | wishes of both sides, answers to them |
//! | `planning` | jobs, drafts, releases, re-plans |
//! | `directory` | published firms by words and facets; who could serve a sector |
//! | `desk` | questions about an agenda, changes of it by hand, scenarios, curves |
//! | `handout` | calendars and the workbook of a release |
//! | `links` | private links to one's own agenda |
//! | `day` | attendance and outcomes |
//! | `follow` | what follows a meeting; figures of an event |
//! | `setup` | whether an event can work, by counting |
//! | `accounts` | signing in, sessions, links, tokens |
//! | `post` | mail and webhooks |
//! | `french` | refusals in French |
//! | `folder` | an event's folder into the database |
//! | `index` | the index follows the change log |
//! | `import` | spreadsheets in, with a dry run |
//! | `privacy` | a person's data: export and erasure; retention |

pub mod access;
mod accounts;
mod briefs;
mod clients;
mod day;
mod desk;
mod directory;
mod events;
mod firms;
mod folder;
mod follow;
mod french;
mod handout;
mod import;
mod index;
mod links;
mod matches;
mod planning;
mod post;
mod privacy;
mod refusal;
mod repeat;
mod room;
mod secrets;
mod settings;
mod setup;
mod wishes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use passerelle_domain::ReadBrief;
use passerelle_matching::{Knowledge, LiveIndex};
use passerelle_store::{Db, Kind, Record};
use serde_json::Value as Json;
use tokio::sync::Semaphore;

pub use access::{Actor, Role, Scope, Sight};
pub use accounts::{Opened, SignedIn};
pub use briefs::document_text;
pub use desk::Which;
pub use directory::DirectoryAsked;
pub use firms::{Asked, FirmFilter};
pub use folder::Loaded;
pub use follow::STAGES;
pub use french::in_french;
pub use handout::HandOut;
pub use import::ImportAsked;
pub use passerelle_domain::Language as TemplateLanguage;
pub use passerelle_store::{FollowUp, Outcome};
pub use refusal::{Cause, Refusal, Wrong};
pub use repeat::Repeated;
pub use settings::Server;
pub use wishes::WishSent;

use crate::clock::Deadline;
use crate::config::Config;
use crate::market::Market;
use crate::{AppError, taxonomy};

/// The service; clones are the same one.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    config: Config,
    /// Where the index lies.
    folder: PathBuf,
    /// This process, for jobs.
    worker: String,
    knowledge: Arc<Knowledge>,
    /// The index, once it is there.
    live: RwLock<Option<Arc<LiveIndex>>>,
    /// What answers questions, once the index is there.
    market: RwLock<Option<Arc<Market>>>,
    /// The directory, once it was asked for; made anew with the market.
    directory: RwLock<Option<Arc<directory::Directory>>>,
    /// Rankings of briefs at a version, over the market of this number: a page is looked at more than once.
    ranked: Mutex<Ranked>,
    /// How far the index has followed the change log, and where a run began.
    followed: std::sync::atomic::AtomicI64,
    /// What of the running jobs can be stopped.
    running: Mutex<BTreeMap<String, Deadline>>,
    /// Briefs as understood, by identifier, with the version that was read: reading takes longer than everything around it.
    understood: Mutex<BTreeMap<String, (i64, Arc<ReadBrief>)>>,
    /// Rankings and hashes at once: more would only wait for the same cores.
    heavy: Semaphore,
    mailer: post::Mailer,
}

/// Rankings that were made over one market.
#[derive(Default)]
struct Ranked {
    /// How many markets there were before.
    market: u64,
    /// By brief, its version, and how many firms.
    known: BTreeMap<(String, i64, usize), Arc<Json>>,
}

/// A page of a list, and where the next one begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// What is on it.
    pub items: Vec<Json>,
    /// What to ask for to get the next one; `None` at the end.
    pub next: Option<String>,
}

/// A thing and its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Versioned {
    /// As this audience sees it.
    pub body: Json,
    /// Its version.
    pub version: i64,
}

/// How much of a list to give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paging {
    /// Where the page before said that this one begins.
    pub cursor: Option<String>,
    /// How many; 50 when not told, 200 at most.
    pub limit: Option<u32>,
    /// Latest first, instead of by name.
    pub recent: bool,
}

impl Paging {
    fn rows(&self) -> u32 {
        self.limit.unwrap_or(50).clamp(1, 200)
    }

    fn size(&self) -> usize {
        self.rows() as usize
    }
}

impl Service {
    /// Opens the database and gets ready; the index is opened or built by [`Service::follow`].
    ///
    /// # Errors
    /// When the database or the taxonomy cannot be read.
    pub async fn open(url: &str, folder: &Path, config: Config) -> Result<Self, Refusal> {
        let db = Db::open(url).await?;
        Self::over(db, folder, config)
    }

    /// The same over a database that is open.
    ///
    /// # Errors
    /// When the taxonomy cannot be read.
    pub fn over(db: Db, folder: &Path, config: Config) -> Result<Self, Refusal> {
        let knowledge = Arc::new(Knowledge::new(taxonomy::load(&config)?));
        let mailer = post::Mailer::new(&config.server)?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                folder: folder.join("index"),
                worker: secrets::id(),
                knowledge,
                live: RwLock::new(None),
                market: RwLock::new(None),
                directory: RwLock::new(None),
                ranked: Mutex::default(),
                followed: std::sync::atomic::AtomicI64::new(-1),
                running: Mutex::default(),
                understood: Mutex::default(),
                heavy: Semaphore::new(cores),
                mailer,
                config,
            }),
        })
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The database, for the verbs that care for it.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The time, as the server has it.
    pub fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(crate::clock::now_ms()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// Today, as the server has it (UTC).
    pub fn today(&self) -> jiff::civil::Date {
        crate::clock::today()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Refusal> {
        Ok(self.inner.db.ping().await?)
    }

    /// Runs something that keeps a core busy, without keeping others from being answered.
    async fn heavy<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let failed = |_| {
            Refusal::new(Cause::Internal, "something failed on our side", "try again, and tell the organiser")
        };
        let _turn = self.inner.heavy.acquire().await.map_err(|_| {
            Refusal::new(Cause::Unavailable, "the server is stopping", "try again in a moment")
        })?;
        let done = tokio::task::spawn_blocking(work).await.map_err(failed)?;
        Ok(done?)
    }

    async fn need(&self, kind: Kind, id: &str) -> Result<Record, Refusal> {
        self.inner.db.record(kind, id).await?.ok_or_else(|| Refusal::not_found(kind.word(), id))
    }
}

/// What another thread left behind when it panicked is still what it was.
fn unpoisoned<T>(guard: Result<T, PoisonError<T>>) -> T {
    guard.unwrap_or_else(PoisonError::into_inner)
}

/// A body of the database as JSON.
fn json(body: &str) -> Json {
    serde_json::from_str(body).unwrap_or_default()
}

/// Where the next page begins, after a place in a sorted list.
fn cursor(sort: &str, id: &str) -> String {
    secrets::encode(format!("{sort}\u{1f}{id}").as_bytes())
}

/// The place that a cursor tells.
fn place(cursor: Option<&str>) -> Result<Option<(String, String)>, Refusal> {
    let Some(cursor) = cursor else { return Ok(None) };
    let text = secrets::decode(cursor).and_then(|bytes| String::from_utf8(bytes).ok());
    match text.as_deref().and_then(|text| text.split_once('\u{1f}')) {
        Some((sort, id)) => Ok(Some((sort.to_owned(), id.to_owned()))),
        None => Err(Refusal::invalid(
            "cursor",
            "the cursor is not one of ours",
            "give the `next` of the page before, or none",
        )),
    }
}

/// A one-time code for the console: 8 groups of letters would be typed wrong, so it is one word to copy.
///
/// # Errors
/// When the system has no randomness to give.
pub fn one_time_code() -> Result<String, Refusal> {
    secrets::secret()
}

/// The signature of a webhook that was told something at a time (seconds since 1970, as text), for whoever checks one.
pub fn signature(secret: &str, at: &str, body: &str) -> String {
    secrets::sign(secret, &format!("{at}.{body}"))
}
