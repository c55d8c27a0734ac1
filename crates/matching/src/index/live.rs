//! An index that lives: firms come, change and go; readers go on with what they have.
//!
//! On disk or in memory it is the same: tantivy's commits are atomic, so that a crash loses at most what was not committed. One
//! writer at a time, held off by the search library's lock file; any number of readers, in this process or others. The tables of
//! firms are the truth: whatever is in doubt here is deleted and built again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use passerelle_domain::Language;
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::index::SegmentId;
use tantivy::{IndexReader, Opstamp, ReloadPolicy, Searcher, SegmentReader, TantivyError};

use super::folder::{Commit, empty, forget, is_damage};
use super::latent::{Latent, Vectors};
use super::schema::{Fields, register, stamp};
use super::segment::Segment;
use super::write::Entry;
use super::{GONE, Index, IndexError, Mounted, Owners, Placed, Sums, Unit};
use crate::knowledge::Knowledge;

/// How often a folder is looked at that changes while it is looked at.
const LOOKS: usize = 3;

/// An index with a place of its own, on disk or in memory.
pub struct LiveIndex {
    pub(super) folder: Option<PathBuf>,
    pub(super) index: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) knowledge: Arc<Knowledge>,
    /// How this program analyses texts, see [`stamp`].
    pub(super) stamp: String,
    reader: IndexReader,
    /// What the segments of the last snapshot were opened to.
    opened: Mutex<Cache>,
    snapshot: RwLock<Arc<Index>>,
}

/// Segments by their identifier: they never change, so they are opened once.
#[derive(Default)]
struct Cache {
    segments: HashMap<SegmentId, Arc<Segment>>,
    /// Their texts in the latent space.
    vectors: HashMap<SegmentId, Arc<Vectors>>,
    latent: Arc<Latent>,
    latent_name: Option<String>,
    /// The segments of the last snapshot with the time of their last deletion.
    seen: Option<BTreeMap<SegmentId, Option<Opstamp>>>,
}

/// In what state an index was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It can be searched as it is.
    Ready,
    /// There was none: fill it.
    New,
    /// It was made by another version, with another taxonomy, or was damaged: it has been emptied, fill it again.
    Outdated,
}

impl std::fmt::Debug for LiveIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveIndex").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// An index in memory, in one go.
pub(super) fn in_memory(entries: &[Entry], knowledge: &Arc<Knowledge>) -> Result<Index, IndexError> {
    let live = LiveIndex::in_memory(knowledge)?;
    let mut writer = live.writer_with(super::writer::SMALL_MEMORY)?;
    writer.fill(entries)?;
    writer.commit()?;
    let snapshot = live.snapshot();
    Ok((*snapshot).clone())
}

impl LiveIndex {
    /// An empty index in memory.
    pub fn in_memory(knowledge: &Arc<Knowledge>) -> Result<Self, IndexError> {
        let (schema, fields) = Fields::schema();
        Self::with(None, tantivy::Index::create_in_ram(schema), fields, knowledge)
    }

    /// Opens the index of a folder, or makes one there. An index that this program, with this taxonomy, would have made
    /// differently is emptied, and so is one that cannot be read: fill it again from the firms.
    ///
    /// # Errors
    /// [`IndexError::Busy`] when it would have to be emptied while another process writes to it; others when the folder cannot
    /// be read or written.
    pub fn open(folder: &Path, knowledge: &Arc<Knowledge>) -> Result<(Self, Opened), IndexError> {
        let (found, state) = Self::find(folder, knowledge)?;
        if let Some(found) = found {
            return Ok((found, state));
        }
        fs::create_dir_all(folder)?;
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let lock = match directory.acquire_lock(&INDEX_WRITER_LOCK) {
            Err(LockError::LockBusy) => return Err(IndexError::Busy),
            other => other.map_err(|error| TantivyError::LockFailure(error, None))?,
        };
        empty(folder)?;
        let (schema, fields) = Fields::schema();
        let index = tantivy::Index::create_in_dir(folder, schema)?;
        drop(lock);
        Ok((Self::with(Some(folder.to_owned()), index, fields, knowledge)?, state))
    }

    /// Opens the index of a folder for reading, when there is one that can be read; changes nothing in the folder.
    ///
    /// # Errors
    /// When the folder cannot be read for a reason that is not in its files.
    pub fn find(folder: &Path, knowledge: &Arc<Knowledge>) -> Result<(Option<Self>, Opened), IndexError> {
        if !folder.join("meta.json").exists() {
            return Ok((None, Opened::New));
        }
        // A file may be missing because a writer has just put another in its place.
        for _ in 0..LOOKS {
            match Self::existing(folder, knowledge) {
                Err(error) if is_damage(&error) => {}
                Err(IndexError::Outdated) => break,
                Err(error) => return Err(error),
                Ok(found) => {
                    let filled = found.opened().seen.as_ref().is_some_and(|seen| !seen.is_empty());
                    let state = if filled || found.commit()?.is_some() { Opened::Ready } else { Opened::New };
                    return Ok((Some(found), state));
                }
            }
        }
        Ok((None, Opened::Outdated))
    }

    /// The index of a folder when it is whole and was made the way this program makes it.
    fn existing(folder: &Path, knowledge: &Arc<Knowledge>) -> Result<Self, IndexError> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(IndexError::Outdated);
        }
        // Reading files that are not what was written could go wrong anywhere later.
        if !index.validate_checksum()?.is_empty() {
            return Err(IndexError::Damaged);
        }
        Self::with(Some(folder.to_owned()), index, fields, knowledge)
    }

    fn with(
        folder: Option<PathBuf>,
        index: tantivy::Index,
        fields: Fields,
        knowledge: &Arc<Knowledge>,
    ) -> Result<Self, IndexError> {
        register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let nothing = Index {
            knowledge: Arc::clone(knowledge),
            firms: Arc::default(),
            units: Arc::default(),
            owners: Arc::default(),
            sums: Sums::default(),
            segments: Arc::default(),
            latent: Arc::default(),
            lists: Arc::default(),
            read: Arc::default(),
            searcher: reader.searcher(),
            fields,
        };
        let live = Self {
            folder,
            index,
            fields,
            knowledge: Arc::clone(knowledge),
            stamp: stamp(knowledge),
            reader,
            opened: Mutex::default(),
            snapshot: RwLock::new(Arc::new(nothing)),
        };
        live.refresh()?;
        Ok(live)
    }

    /// The firms as of the last commit that was looked at.
    pub fn snapshot(&self) -> Arc<Index> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks for commits, of this process or another, and makes them visible to the next search.
    ///
    /// # Errors
    /// [`IndexError::Outdated`] when another process, of another version or with another taxonomy, has replaced the index; the
    /// snapshot stays what it was.
    pub fn refresh(&self) -> Result<(), IndexError> {
        // One refresh at a time; readers keep the old snapshot until the new one is whole.
        let mut cache = self.opened();
        let mut looked = self.look(&mut cache);
        for _ in 1..LOOKS {
            // The latent space that a commit names is deleted after the next commit: it is that one's turn then.
            if !looked.as_ref().is_err_and(is_damage) {
                break;
            }
            looked = self.look(&mut cache);
        }
        if let Some(index) = looked? {
            *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
        }
        Ok(())
    }

    /// What there is now, unless it is what the last snapshot shows.
    fn look(&self, cache: &mut Cache) -> Result<Option<Index>, IndexError> {
        self.reader.reload()?;
        let commit = self.commit()?;
        let emptied = commit.is_none() && cache.seen.as_ref().is_some_and(|seen| !seen.is_empty());
        if emptied || commit.as_ref().is_some_and(|commit| commit.stamp != self.stamp) {
            return Err(IndexError::Outdated);
        }
        let latent_name = commit.and_then(|commit| commit.latent);
        let turned = cache.latent_name != latent_name;
        if turned {
            let latent = match (&self.folder, &latent_name) {
                (Some(folder), Some(name)) => Latent::load(&folder.join(name))?,
                // In memory the writer has left the space itself, see `Writer::commit`.
                _ => Latent::default(),
            };
            cache.replace(latent, latent_name);
        }
        let searcher = self.reader.searcher();
        let segments = Some(searcher.generation().segments().clone());
        if !turned && cache.seen == segments {
            return Ok(None);
        }
        let index = self.assemble(searcher, cache)?;
        cache.seen = segments;
        Ok(Some(index))
    }

    /// The texts of a segment in the latent space, from its file when there is one.
    fn vectors(&self, cache: &Cache, id: SegmentId, segment: &Segment) -> Result<Vectors, IndexError> {
        let file = self.folder.as_ref().zip(cache.vectors_name(id));
        let saved =
            file.and_then(|(at, name)| Vectors::load(&at.join(name), cache.latent.size, segment.texts.len()));
        saved.map_or_else(|| cache.latent.vectors(segment), Ok)
    }

    /// Saves what is slow to compute again, and deletes files that no commit names any more. Only for who may write.
    pub(super) fn tidy(&self) -> Result<(), IndexError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let cache = self.opened();
        let mut named: BTreeSet<String> = cache.latent_name.iter().cloned().collect();
        for (id, vectors) in &cache.vectors {
            let Some(name) = cache.vectors_name(*id) else { continue };
            let path = folder.join(&name);
            if !path.exists() {
                vectors.save(&path)?;
            }
            named.insert(name);
        }
        forget(folder, &named);
        Ok(())
    }

    /// What the last commit says of itself.
    fn commit(&self) -> Result<Option<Commit>, IndexError> {
        Ok(Commit::read(self.index.load_metas()?.payload.as_deref()))
    }

    fn opened(&self) -> MutexGuard<'_, Cache> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many firms the latent space in use was made from, and its name.
    pub(super) fn latent(&self) -> (usize, Option<String>) {
        let cache = self.opened();
        (cache.latent.firms, cache.latent_name.clone())
    }

    /// Puts another latent space in place of the one in use; the next refresh folds the texts in.
    pub(super) fn replace_latent(&self, latent: Latent, name: String) {
        let mut cache = self.opened();
        cache.replace(latent, Some(name));
        cache.seen = None;
    }

    fn assemble(&self, searcher: Searcher, cache: &mut Cache) -> Result<Index, IndexError> {
        let (mut firms, mut units, mut mounted) = (Vec::new(), Vec::new(), Vec::new());
        let mut still = (HashMap::new(), HashMap::new());
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let segment = match cache.segments.get(&id) {
                Some(segment) => Arc::clone(segment),
                None => Arc::new(Segment::open(reader, self.fields)?),
            };
            let vectors = match cache.vectors.get(&id) {
                Some(vectors) => Arc::clone(vectors),
                None => Arc::new(self.vectors(cache, id, &segment)?),
            };
            still.0.insert(id, Arc::clone(&segment));
            still.1.insert(id, Arc::clone(&vectors));
            let first = u32::try_from(units.len()).map_err(|_| IndexError::Damaged)?;
            place(&segment, reader, first, &mut firms, &mut units)?;
            mounted.push(Mounted { segment, vectors, first, whole: reader.num_deleted_docs() == 0 });
        }
        (cache.segments, cache.vectors) = still;
        let sums = Sums {
            words: firms.iter().map(|firm: &Placed| firm.length).sum(),
            units: firms.iter().map(|firm| firm.units.len()).sum(),
        };
        Ok(Index {
            knowledge: Arc::clone(&self.knowledge),
            owners: Arc::new(Owners::new(&units, &firms).ok_or(IndexError::Damaged)?),
            firms: Arc::new(firms),
            units: Arc::new(units),
            sums,
            segments: Arc::new(mounted),
            latent: Arc::clone(&cache.latent),
            lists: Arc::default(),
            read: Arc::default(),
            searcher,
            fields: self.fields,
        })
    }
}

/// Places the firms of a segment that still are.
fn place(
    segment: &Segment,
    reader: &SegmentReader,
    first: u32,
    firms: &mut Vec<Placed>,
    units: &mut Vec<Unit>,
) -> Result<(), IndexError> {
    let mut known = segment.firms.iter();
    let before = firms.len();
    let mut here = GONE;
    for (document, text) in (0_u32..).zip(&segment.texts) {
        let unit = first + document;
        if text.shape.first {
            let firm = known.next().ok_or(IndexError::Damaged)?;
            here = GONE;
            if !reader.is_deleted(document) {
                here = u32::try_from(firms.len()).map_err(|_| IndexError::Damaged)?;
                let known = Arc::clone(firm);
                firms.push(Placed { known, units: unit..unit, language: Language::English, length: 0.0 });
            }
        }
        let length = f64::from(text.shape.length);
        let language = text.shape.language;
        units.push(Unit { firm: here, number: text.shape.number, language, length, name: text.name });
        if let Some(firm) = firms.last_mut().filter(|_| here != GONE) {
            firm.units.end = unit + 1;
            firm.length += length;
        }
    }
    for firm in firms.iter_mut().skip(before) {
        let texts = units.get(firm.units.start as usize..firm.units.end as usize).unwrap_or_default();
        let french: f64 = texts.iter().filter(|u| u.language == Language::French).map(|u| u.length).sum();
        firm.language = if french * 2.0 > firm.length { Language::French } else { Language::English };
    }
    Ok(())
}

impl Cache {
    /// Another latent space: all texts have to be folded in again.
    fn replace(&mut self, latent: Latent, name: Option<String>) {
        self.latent = Arc::new(latent);
        self.latent_name = name;
        self.vectors.clear();
    }

    /// The file of a segment's texts in the latent space; `None` when there is no space.
    fn vectors_name(&self, segment: SegmentId) -> Option<String> {
        let space = self.latent_name.as_ref().filter(|_| self.latent.size > 0)?.split('.').next()?;
        Some(format!("{}.{space}.vectors", segment.uuid_string()))
    }
}
