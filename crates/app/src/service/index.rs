//! The index follows the change log: derived, deletable at any time, rebuilt by itself.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use passerelle_domain::{Firm, FirmId};
use passerelle_matching::{LiveIndex, Opened};
use passerelle_store::{Kind, Record};

use super::{Cause, Refusal, Service, firms, json, unpoisoned};
use crate::AppError;
use crate::clock;
use crate::files;
use crate::market::Market;

/// The file beside the index that tells how far it has followed, and of which database.
const PLACE: &str = "followed.txt";
/// Changes taken up at once.
const BATCH: i64 = 5_000;

impl Service {
    /// How many firms the index holds; none while it is being built.
    pub fn indexed_firms(&self) -> usize {
        self.market().map_or(0, |market| market.names().len())
    }

    /// What answers questions about firms.
    ///
    /// # Errors
    /// While the index is being built.
    pub(super) fn market(&self) -> Result<Arc<Market>, Refusal> {
        unpoisoned(self.inner.market.read()).clone().ok_or_else(|| {
            Refusal::new(
                Cause::Unavailable,
                "the search index is being built",
                "try again in a moment: everything but rankings works meanwhile",
            )
        })
    }

    /// Whether rankings can be had, and how far the index has followed the change log.
    pub fn index_state(&self) -> (&'static str, i64) {
        let state = if unpoisoned(self.inner.market.read()).is_some() { "ready" } else { "indexing" };
        (state, self.inner.followed.load(Ordering::Acquire))
    }

    /// Opens the index or builds it, then keeps it true for as long as the server runs.
    pub async fn follow(self) {
        let mut watch = self.inner.db.watch().await.ok();
        let patience = Duration::from_millis(self.config().server.index_poll_ms);
        loop {
            // Certificates end at midnight.
            let day = unpoisoned(self.inner.market.read()).as_ref().map(|market| market.today());
            if day.is_some_and(|day| day != clock::today()) {
                self.refresh();
            }
            if let Err(refusal) = self.catch_up().await {
                tracing::warn!(cause = %refusal, "the index could not follow; it will try again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            match &mut watch {
                Some(watch) => watch.wait(patience).await,
                None => {
                    tokio::time::sleep(patience).await;
                    watch = self.inner.db.watch().await.ok();
                }
            }
        }
    }

    /// Takes up what has changed since the last time; builds the index when there is none that can be trusted.
    ///
    /// # Errors
    /// When the database or the index folder cannot be read or written.
    pub async fn catch_up(&self) -> Result<(), Refusal> {
        if unpoisoned(self.inner.live.read()).is_none() {
            self.open_index().await?;
        }
        loop {
            let from = self.inner.followed.load(Ordering::Acquire);
            let changes = self.inner.db.changes_since(from, BATCH).await?;
            let Some(last) = changes.last().map(|change| change.seq) else { return Ok(()) };
            let mut ids: Vec<&str> = changes
                .iter()
                .filter(|change| change.kind == Kind::Firm.word())
                .map(|c| c.subject.as_str())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            let (mut put, mut gone) = (Vec::new(), Vec::new());
            for id in ids {
                match self.inner.db.record(Kind::Firm, id).await? {
                    Some(record) if record.status == "published" => put.extend(firm(&record)),
                    _ => gone.extend(FirmId::new(id).ok()),
                }
            }
            let live = unpoisoned(self.inner.live.read()).clone();
            let (Some(live), folder) = (live, self.inner.folder.clone()) else { return Ok(()) };
            let touched = !(put.is_empty() && gone.is_empty());
            self.heavy(move || {
                if touched {
                    let mut writer = live.writer()?;
                    writer.put(&put)?;
                    for firm in &gone {
                        writer.delete(firm);
                    }
                    writer.commit()?;
                }
                files::write_file(&folder.with_extension(PLACE), last.to_string().as_bytes())
            })
            .await?;
            self.inner.followed.store(last, Ordering::Release);
            if touched {
                self.refresh();
                self.make_directory().await?;
            }
        }
    }

    async fn open_index(&self) -> Result<(), Refusal> {
        let (folder, knowledge) = (self.inner.folder.clone(), Arc::clone(&self.inner.knowledge));
        let last = self.inner.db.last_change().await?;
        // Read before the firms: what changes meanwhile is taken up again afterwards.
        let place = std::fs::read_to_string(folder.with_extension(PLACE))
            .ok()
            .and_then(|text| text.trim().parse().ok());
        let found = {
            let folder = folder.clone();
            let knowledge = Arc::clone(&knowledge);
            self.heavy(move || Ok(LiveIndex::find(&folder, &knowledge)?)).await
        };
        if let (Ok((Some(live), Opened::Ready)), Some(place)) = (found, place)
            && place <= last
        {
            self.install(live, place);
            return Ok(());
        }
        tracing::info!("the search index is being built");
        let records = self.inner.db.all_records(Kind::Firm, Some("published")).await?;
        let live = self
            .heavy(move || {
                let all: Vec<Firm> = records.iter().filter_map(firm).collect();
                let live = afresh(&folder, &knowledge)?;
                live.rebuild(&all)?;
                files::write_file(&folder.with_extension(PLACE), last.to_string().as_bytes())?;
                Ok(live)
            })
            .await?;
        self.install(live, last);
        Ok(())
    }

    fn install(&self, live: LiveIndex, followed: i64) {
        *unpoisoned(self.inner.live.write()) = Some(Arc::new(live));
        self.inner.followed.store(followed, Ordering::Release);
        self.refresh();
    }

    fn refresh(&self) {
        let Some(live) = unpoisoned(self.inner.live.read()).clone() else { return };
        let market = Market::of(live.snapshot(), self.config(), Vec::new());
        *unpoisoned(self.inner.market.write()) = Some(Arc::new(market));
        let mut ranked = unpoisoned(self.inner.ranked.lock());
        ranked.market += 1;
        ranked.known.clear();
    }
}

/// An index to be filled; one that cannot be opened is taken away first, for it is only derived.
fn afresh(folder: &Path, knowledge: &Arc<passerelle_matching::Knowledge>) -> Result<LiveIndex, AppError> {
    if let Ok((live, _)) = LiveIndex::open(folder, knowledge) {
        return Ok(live);
    }
    let cannot = |cause| AppError::Output { path: folder.to_owned(), cause };
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(cannot)?;
    }
    std::fs::create_dir_all(folder).map_err(cannot)?;
    Ok(LiveIndex::open(folder, knowledge)?.0)
}

/// A firm of the database, read; one that cannot be read any more is left out and told in the log.
pub(super) fn firm(record: &Record) -> Option<Firm> {
    match firms::read(&record.id, &json(&record.body)) {
        Ok(firm) => Some(firm),
        Err(refusal) => {
            tracing::error!(firm = record.id, cause = %refusal, "a profile of the database cannot be read");
            None
        }
    }
}
