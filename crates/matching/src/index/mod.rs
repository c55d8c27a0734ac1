//! What firms say of themselves, searchable: one index document per text, and facts for gates and fit.

mod analysed;
mod facts;
mod folder;
mod latent;
mod lines;
mod live;
mod merging;
mod owners;
mod record;
mod schema;
mod segment;
mod vocabulary;
mod write;
mod writer;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, RwLock};

use passerelle_domain::{DocumentId, Firm, FirmId, Language, Profile};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, Searcher, TantivyDocument, TantivyError};

use crate::knowledge::Knowledge;
use crate::rank::Remembered;
pub(crate) use facts::Facts;
pub(crate) use latent::{Latent, Vectors};
pub(crate) use lines::{Line, Lines};
pub use live::{LiveIndex, Opened};
pub(crate) use owners::Owners;
pub(crate) use schema::Fnv;
use schema::{Fields, name_hash};
pub(crate) use segment::{Known, Postings, Searched, Segment};
pub(crate) use vocabulary::{grams, is_spelled};
use write::Entry;
pub use writer::Writer;

/// The firms at one moment: what readers search. Cheap to clone; later changes do not reach it.
#[derive(Clone)]
pub struct Index {
    pub(crate) knowledge: Arc<Knowledge>,
    /// The firms, in the order of the index.
    pub(crate) firms: Arc<Vec<Placed>>,
    /// All texts, in the order of the index; those of one firm lie side by side.
    pub(crate) units: Arc<Vec<Unit>>,
    /// The firm of each of them once more, packed.
    pub(crate) owners: Arc<Owners>,
    /// Sizes of what is there.
    pub(crate) sums: Sums,
    pub(crate) segments: Arc<Vec<Mounted>>,
    pub(crate) latent: Arc<Latent>,
    /// Lists of common words.
    pub(crate) lists: Arc<Remembered>,
    /// What was read closely of a small market.
    read: Arc<RwLock<HashMap<u32, Arc<Lines>>>>,
    searcher: Searcher,
    fields: Fields,
}

/// What all firms come to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    /// Indexed words of their texts.
    pub(crate) words: f64,
    /// Their texts.
    pub(crate) units: usize,
}

/// A segment at its place among the others.
pub(crate) struct Mounted {
    pub(crate) segment: Arc<Segment>,
    /// Its texts in the latent space.
    pub(crate) vectors: Arc<Vectors>,
    /// Number of its first text.
    pub(crate) first: u32,
    /// Whether none of its texts was deleted.
    pub(crate) whole: bool,
}

/// A firm at its place.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) known: Arc<Known>,
    /// Its texts.
    pub(crate) units: Range<u32>,
    /// The language in which it says most.
    pub(crate) language: Language,
    /// Indexed words of all its texts.
    pub(crate) length: f64,
}

/// One text of one firm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// Place of the firm; [`GONE`] when it was deleted.
    pub(crate) firm: u32,
    /// Place among the firm's texts.
    pub(crate) number: u16,
    /// What it is written in.
    pub(crate) language: Language,
    /// Indexed words of its language's field.
    pub(crate) length: f64,
    /// Hash of its identifier.
    pub(crate) name: u64,
}

/// The place of a firm that is no more.
pub(crate) const GONE: u32 = u32::MAX;

/// A field of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TextField {
    /// French stems of French texts.
    French,
    /// English stems of English texts.
    English,
    /// Folded words of all texts.
    Exact,
    /// Concepts of the taxonomy.
    Concept,
}

impl From<Language> for TextField {
    fn from(language: Language) -> Self {
        match language {
            Language::French => Self::French,
            Language::English => Self::English,
        }
    }
}

/// Why the search index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The search library failed: the disk is full or gone, or memory is.
    #[error("the search index failed: {0}")]
    Search(#[from] TantivyError),
    /// Something in the folder is not what this program writes.
    #[error("the search index is damaged; delete its folder and build it again from the firms")]
    Damaged,
    /// Another process writes.
    #[error("the search index is being written by another process; wait for it to end")]
    Busy,
    /// It is not the index that was opened.
    #[error(
        "the search index was replaced by another version of the program, or with another taxonomy; open it again"
    )]
    Outdated,
}

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self::Search(error.into())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("firms", &self.firms.len())
            .field("texts", &self.units.len())
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Indexes firms in memory, with the facts that gates and fit look at.
    pub fn of_firms(firms: &[Firm], knowledge: &Arc<Knowledge>) -> Result<Self, IndexError> {
        let entries: Vec<Entry> = firms.iter().map(Entry::from).collect();
        live::in_memory(&entries, knowledge)
    }

    /// Indexes profiles of an evaluation corpus in memory: texts only, so no gate ever closes.
    pub fn of_profiles(profiles: &[Profile], knowledge: &Arc<Knowledge>) -> Result<Self, IndexError> {
        let entry =
            |profile: &Profile| Entry { profile: with_its_title(profile.clone()), facts: Facts::default() };
        let entries: Vec<Entry> = profiles.iter().map(entry).collect();
        live::in_memory(&entries, knowledge)
    }

    /// How many firms it holds.
    pub fn len(&self) -> usize {
        self.firms.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.firms.is_empty()
    }

    /// How many texts its firms have.
    pub fn texts(&self) -> usize {
        self.visible(None)
    }

    /// How many texts there are to be seen: those of firms that are no more do not count, nor does the hidden one.
    pub(crate) fn visible(&self, hidden: Option<u64>) -> usize {
        if hidden.is_none() {
            return self.sums.units;
        }
        self.units.iter().filter(|unit| unit.firm != GONE && Some(unit.name) != hidden).count()
    }

    /// The firms and their names, in the order of the index.
    pub fn names(&self) -> impl Iterator<Item = (&FirmId, &str)> {
        self.firms.iter().map(|firm| (&firm.known.id, firm.known.name.as_str()))
    }

    /// A firm's texts, as they were indexed.
    pub(crate) fn profile(&self, place: usize) -> Result<Profile, IndexError> {
        let unit = self.firms.get(place).ok_or(IndexError::Damaged)?.units.start;
        let (number, mounted) = self.mounted(unit).ok_or(IndexError::Damaged)?;
        let address = DocAddress::new(number, unit - mounted.first);
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = document.get_first(self.fields.record).and_then(|value| value.as_str());
        record::Record::read(text.ok_or(IndexError::Damaged)?)
    }

    /// The segment that holds a text, with its number.
    fn mounted(&self, unit: u32) -> Option<(u32, &Mounted)> {
        let number = self.segments.partition_point(|mounted| mounted.first <= unit).checked_sub(1)?;
        Some((u32::try_from(number).ok()?, self.segments.get(number)?))
    }

    /// Cosine of a text and a folded query in the latent space.
    pub(crate) fn cosine(&self, unit: u32, query: &[f32]) -> f64 {
        self.mounted(unit)
            .map_or(0.0, |(_, mounted)| mounted.vectors.cosine((unit - mounted.first) as usize, query))
    }

    /// Whether a text is not to be seen: its firm was deleted, or its identifier is the hidden one.
    pub(crate) fn is_hidden(&self, unit: u32, hidden: Option<u64>) -> bool {
        self.units.get(unit as usize).is_none_or(|it| it.firm == GONE || Some(it.name) == hidden)
    }
}

/// The hash under which a text's identifier is known.
pub(crate) fn hidden(document: Option<&DocumentId>) -> Option<u64> {
    document.map(|document| name_hash(document.as_str()))
}

impl From<&Firm> for Entry {
    fn from(firm: &Firm) -> Self {
        Self { profile: Profile::from(firm), facts: Facts::from(firm) }
    }
}

/// The name of an item that is one untitled text is that text's title.
fn with_its_title(mut profile: Profile) -> Profile {
    if let [only] = profile.documents.as_mut_slice()
        && only.title.is_empty()
    {
        only.title.clone_from(&profile.name);
    }
    profile
}
