//! Changing an index: one writer at a time, nothing seen of it before its commit.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use passerelle_domain::{Firm, FirmId, Language};
use tantivy::directory::error::LockError;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::{IndexWriter, TantivyError};

use super::folder::Commit;
use super::latent::Latent;
use super::live::LiveIndex;
use super::merging::SmallMerges;
use super::segment::Segment;
use super::write::{self, Entry};
use super::{GONE, Index, IndexError};

/// Memory for building, bytes. It bounds what is held before it is written, not the size of the index.
const BUILD_MEMORY: usize = 256_000_000;
/// Memory for changing one firm at a time, bytes.
const CHANGE_MEMORY: usize = 30_000_000;
/// Memory for an index that lives in memory, bytes; one segment holds some 50,000 firms.
pub(super) const SMALL_MEMORY: usize = 60_000_000;
/// Firms held in another form at one time while all are written.
const PIECE: usize = 10_000;
/// The latent space is made anew when the firms have become more, or fewer, by this share.
const LATENT_DRIFT: f64 = 0.25;

/// Changes to an index. Dropped without a commit, it has changed nothing.
pub struct Writer<'l> {
    live: &'l LiveIndex,
    changes: IndexWriter,
    /// The language of most firms: that of texts that do not tell theirs.
    usual: Option<Language>,
    /// Whether everything is written anew.
    filled: bool,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("live", self.live).finish_non_exhaustive()
    }
}

impl LiveIndex {
    /// The one writer. Its changes are seen after [`Writer::commit`].
    ///
    /// # Errors
    /// [`IndexError::Busy`] while there is another, in this process or any other; [`IndexError::Outdated`] when one has
    /// replaced the index by one of another kind.
    pub fn writer(&self) -> Result<Writer<'_>, IndexError> {
        let writer = self.writer_with(CHANGE_MEMORY)?;
        writer.changes.set_merge_policy(Box::new(SmallMerges::default()));
        Ok(writer)
    }

    pub(super) fn writer_with(&self, memory: usize) -> Result<Writer<'_>, IndexError> {
        let writer: IndexWriter = match self.index.writer_with_num_threads(1, memory) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Err(IndexError::Busy),
            Err(error) => return Err(error.into()),
        };
        // What another process has committed is part of what is changed now; its latent space is the one to name.
        self.refresh()?;
        let snapshot = self.snapshot();
        let french = snapshot.firms.iter().filter(|firm| firm.language == Language::French).count();
        let most = if french * 2 > snapshot.len() { Language::French } else { Language::English };
        let usual = (!snapshot.is_empty()).then_some(most);
        Ok(Writer { live: self, changes: writer, usual, filled: false })
    }

    /// Replaces everything by the given firms: a batch import, or a rebuild from the source. Readers keep the old firms until
    /// the new ones are there. Of two firms with one identifier the last counts.
    pub fn rebuild(&self, firms: &[Firm]) -> Result<(), IndexError> {
        let last: HashMap<&FirmId, usize> = firms.iter().enumerate().map(|(i, firm)| (&firm.id, i)).collect();
        let mut writer = self.writer_with(BUILD_MEMORY)?;
        writer.changes.delete_all_documents()?;
        writer.usual = None;
        for (number, piece) in firms.chunks(PIECE).enumerate() {
            let numbered = piece.iter().zip(number * PIECE..);
            let entries: Vec<Entry> = numbered
                .filter(|(firm, i)| last.get(&firm.id) == Some(i))
                .map(|(firm, _)| Entry::from(firm))
                .collect();
            writer.fill(&entries)?;
        }
        writer.commit()
    }
}

impl Writer<'_> {
    /// Adds firms, or replaces those that are there.
    pub fn put(&mut self, firms: &[Firm]) -> Result<(), IndexError> {
        let entries: Vec<Entry> = firms.iter().map(Entry::from).collect();
        self.add(&entries, true)
    }

    /// Takes a firm out; one that is not there stays away.
    pub fn delete(&mut self, firm: &FirmId) {
        self.changes.delete_term(write::of_firm(self.live.fields, firm));
    }

    /// Adds firms that are not there yet.
    pub(super) fn fill(&mut self, entries: &[Entry]) -> Result<(), IndexError> {
        // While everything is written, small segments are not merged over and over.
        self.changes.set_merge_policy(Box::new(NoMergePolicy));
        self.filled = true;
        self.add(entries, false)
    }

    fn add(&mut self, entries: &[Entry], known: bool) -> Result<(), IndexError> {
        let live = self.live;
        write::add(&self.changes, live.fields, &live.knowledge, entries, known, &mut self.usual)
    }

    /// Makes the changes durable, and visible to the next search of this process; other processes see them at their next
    /// [`LiveIndex::refresh`]. The latent space is made anew when the firms have changed a lot since it was made.
    pub fn commit(mut self) -> Result<(), IndexError> {
        let (had, name) = self.live.latent();
        self.write(name)?;
        let snapshot = self.live.snapshot();
        let drift = (snapshot.len() as f64 - had as f64).abs() / (had as f64).max(1.0);
        if drift > LATENT_DRIFT || self.filled {
            self.relearn(&snapshot)?;
        }
        if self.filled {
            self.changes.garbage_collect_files().wait()?;
            return self.live.tidy();
        }
        self.live.tidy()?;
        // The changes are visible by now. Merges would be given up if the writer went away before they end.
        self.changes.wait_merging_threads()?;
        self.live.refresh()
    }

    /// Commits what was changed, under the name of the latent space that belongs to it.
    fn write(&mut self, latent: Option<String>) -> Result<(), IndexError> {
        let commit = Commit { stamp: self.live.stamp.clone(), latent };
        let mut prepared = self.changes.prepare_commit()?;
        prepared.set_payload(&commit.payload());
        prepared.commit()?;
        self.live.refresh()
    }

    /// Makes the latent space of what is there now. The space comes first, the commit that names it second.
    fn relearn(&mut self, snapshot: &Index) -> Result<(), IndexError> {
        let latent = learn(snapshot)?;
        let name = latent.name();
        match &self.live.folder {
            Some(folder) => latent.save(&Path::new(folder).join(&name))?,
            None => self.live.replace_latent(latent, name.clone()),
        }
        self.write(Some(name))
    }
}

fn learn(snapshot: &Index) -> Result<Latent, IndexError> {
    let segments: Vec<&Segment> = snapshot.segments.iter().map(|mounted| &*mounted.segment).collect();
    let firsts: Vec<u32> = snapshot.segments.iter().map(|mounted| mounted.first).collect();
    let alive = |segment: usize, document: u32| {
        let unit = firsts.get(segment).map_or(u32::MAX, |first| first + document);
        snapshot.units.get(unit as usize).is_some_and(|unit| unit.firm != GONE)
    };
    Latent::train(&segments, alive, &Arc::clone(&snapshot.knowledge), snapshot.len())
}

#[cfg(test)]
mod tests {

    use passerelle_domain::Name;

    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn many_small_commits_leave_few_segments() {
        let live = LiveIndex::in_memory(&Arc::new(Knowledge::default())).unwrap();
        for i in 0..20 {
            let id = FirmId::new(&format!("f{i}")).unwrap();
            let mut firm = Firm::named(id, Name::new("F").unwrap());
            firm.summary = "Essais de fatigue.".to_owned();
            let mut writer = live.writer().unwrap();
            writer.put(&[firm]).unwrap();
            writer.commit().unwrap();
        }
        let snapshot = live.snapshot();
        assert_eq!(snapshot.len(), 20);
        assert!(snapshot.segments.len() <= 8, "{} segments", snapshot.segments.len());
    }
}
