//! One segment of the index as the ranking sees it: which text is whose, facts, and the words that occur.

use std::sync::Arc;

use passerelle_domain::{FirmId, Language};
use rayon::prelude::*;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{InvertedIndexReader, SegmentReader, TantivyDocument, Term};

use super::IndexError;
use super::facts::{Facts, StoredFacts};
use super::schema::{Fields, Shape};
use super::vocabulary::Vocabulary;

/// Firms read side by side.
const CHUNK: usize = 4_096;

/// What does not change during the life of a segment; deletions are looked up beside it.
pub(crate) struct Segment {
    pub(super) fields: Fields,
    pub(super) french: Arc<InvertedIndexReader>,
    pub(super) english: Arc<InvertedIndexReader>,
    /// Of French texts, of English texts.
    pub(super) exact: [Arc<InvertedIndexReader>; 2],
    pub(super) concept: Arc<InvertedIndexReader>,
    /// Its texts, deleted ones included, in the order of index documents.
    pub(super) texts: Vec<Text>,
    /// Its firms, deleted ones included, in order.
    pub(super) firms: Vec<Arc<Known>>,
    /// The words of its texts, by their characters.
    pub(super) vocabulary: Vocabulary,
}

/// A list of words of a segment: a field, folded words by the language of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    French,
    English,
    Exact(Language),
    Concept,
}

impl From<Language> for Searched {
    fn from(language: Language) -> Self {
        if language == Language::French { Self::French } else { Self::English }
    }
}

/// One text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    /// Hash of its identifier.
    pub(super) name: u64,
    pub(super) shape: Shape,
}

/// A firm of the index.
#[derive(Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) id: FirmId,
    pub(crate) name: String,
    pub(crate) facts: Facts,
}

/// The list of a word's texts, found but not yet read.
pub(crate) struct Postings<'s> {
    reader: &'s InvertedIndexReader,
    info: TermInfo,
}

impl Postings<'_> {
    /// In how many texts the word occurs, deleted ones included.
    pub(crate) fn texts(&self) -> u32 {
        self.info.doc_freq
    }

    /// Calls `found` for the texts that hold the word, with how often each does, in order and many at a time.
    pub(crate) fn each_block(&self, mut found: impl FnMut(&[u32], &[u32])) -> Result<(), IndexError> {
        let (reader, option) = (self.reader, IndexRecordOption::WithFreqs);
        let mut blocks = reader.read_block_postings_from_terminfo(&self.info, option)?;
        while blocks.block_len() > 0 {
            found(blocks.docs(), blocks.freqs());
            blocks.advance();
        }
        Ok(())
    }
}

/// Reads the facts of firms from their first texts, in order.
fn firms(reader: &SegmentReader, firsts: &[u32], fields: Fields) -> Result<Vec<Arc<Known>>, IndexError> {
    let store = reader.get_store_reader(1)?;
    let known = |document: &u32| {
        let document: TantivyDocument = store.get(*document)?;
        let facts = document.get_first(fields.facts).and_then(|value| value.as_str());
        let stored: StoredFacts =
            serde_json::from_str(facts.ok_or(IndexError::Damaged)?).map_err(|_| IndexError::Damaged)?;
        let (id, name, facts) = stored.read();
        let id = FirmId::new(&id).map_err(|_| IndexError::Damaged)?;
        Ok(Arc::new(Known { id, name, facts }))
    };
    firsts.iter().map(known).collect()
}

impl Segment {
    pub(super) fn open(reader: &SegmentReader, fields: Fields) -> Result<Self, IndexError> {
        let shapes = reader.fast_fields().u64("shape")?;
        let names = reader.fast_fields().u64("name")?;
        let mut texts = Vec::new();
        for document in 0..reader.max_doc() {
            let (Some(shape), Some(name)) = (shapes.first(document), names.first(document)) else {
                return Err(IndexError::Damaged);
            };
            texts.push(Text { name, shape: Shape::unpack(shape) });
        }
        let firsts = (0_u32..).zip(&texts).filter(|(_, text)| text.shape.first).map(|(document, _)| document);
        let firsts: Vec<u32> = firsts.collect();
        let parts: Vec<Vec<Arc<Known>>> =
            firsts.par_chunks(CHUNK).map(|part| firms(reader, part, fields)).collect::<Result<_, _>>()?;
        let firms = parts.concat();
        let [french, english] = fields.exact;
        let exact = [reader.inverted_index(french)?, reader.inverted_index(english)?];
        Ok(Self {
            fields,
            french: reader.inverted_index(fields.french)?,
            english: reader.inverted_index(fields.english)?,
            concept: reader.inverted_index(fields.concept)?,
            texts,
            firms,
            vocabulary: Vocabulary::of(&exact)?,
            exact,
        })
    }

    pub(super) fn field(&self, field: Searched) -> (&InvertedIndexReader, Field) {
        match field {
            Searched::French => (&self.french, self.fields.french),
            Searched::English => (&self.english, self.fields.english),
            Searched::Exact(language) => {
                let ([french, english], fields) = (&self.exact, self.fields.exact);
                if language == Language::French { (french, fields[0]) } else { (english, fields[1]) }
            }
            Searched::Concept => (&self.concept, self.fields.concept),
        }
    }

    /// Looks a word up; `None` when no text holds it.
    pub(crate) fn look_up(&self, field: Searched, word: &str) -> Result<Option<Postings<'_>>, IndexError> {
        let (reader, field) = self.field(field);
        let info = reader.get_term_info(&Term::from_field_text(field, word))?;
        Ok(info.map(|info| Postings { reader, info }))
    }

    /// Calls `found` for every text that holds a folded word, with how often; French texts first.
    pub(crate) fn each_exact(&self, word: &str, mut found: impl FnMut(u32, u32)) -> Result<(), IndexError> {
        for language in [Language::French, Language::English] {
            let Some(postings) = self.look_up(Searched::Exact(language), word)? else { continue };
            postings.each_block(|documents, times| {
                documents.iter().zip(times).for_each(|(document, times)| found(*document, *times));
            })?;
        }
        Ok(())
    }

    /// The words of its texts that hold a sequence of characters.
    pub(crate) fn holding(&self, gram: &str) -> impl Iterator<Item = &str> {
        self.vocabulary.holding(gram)
    }
}
