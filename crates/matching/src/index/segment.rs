//! One segment of the index as the ranking sees it: which text is whose, facts, and the words that occur.

use std::sync::Arc;

use passerelle_domain::FirmId;
use rayon::prelude::*;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{InvertedIndexReader, SegmentReader, TantivyDocument, Term};

use super::facts::{Facts, StoredFacts};
use super::schema::{Fields, Shape};
use super::vocabulary::Vocabulary;
use super::{IndexError, TextField};

/// Firms read side by side.
const CHUNK: usize = 4_096;

/// What does not change during the life of a segment; deletions are looked up beside it.
pub(crate) struct Segment {
    pub(super) fields: Fields,
    pub(super) french: Arc<InvertedIndexReader>,
    pub(super) english: Arc<InvertedIndexReader>,
    pub(super) exact: Arc<InvertedIndexReader>,
    pub(super) concept: Arc<InvertedIndexReader>,
    /// Its texts, deleted ones included, in the order of index documents.
    pub(super) texts: Vec<Text>,
    /// Its firms, deleted ones included, in order.
    pub(super) firms: Vec<Arc<Known>>,
    /// The words of its texts, by their characters.
    pub(super) vocabulary: Vocabulary,
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

/// Reads the facts of firms from their first texts, in order.
fn firms(reader: &SegmentReader, firsts: &[u32], fields: Fields) -> Result<Vec<Arc<Known>>, IndexError> {
    let store = reader.get_store_reader(1)?;
    let known = |document: &u32| {
        let document: TantivyDocument = store.get(*document)?;
        let facts = document.get_first(fields.facts).and_then(|value| value.as_bytes());
        let stored: StoredFacts =
            serde_json::from_slice(facts.ok_or(IndexError::Damaged)?).map_err(|_| IndexError::Damaged)?;
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
        let exact = reader.inverted_index(fields.exact)?;
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

    pub(super) fn field(&self, field: TextField) -> (&InvertedIndexReader, Field) {
        match field {
            TextField::French => (&self.french, self.fields.french),
            TextField::English => (&self.english, self.fields.english),
            TextField::Exact => (&self.exact, self.fields.exact),
            TextField::Concept => (&self.concept, self.fields.concept),
        }
    }

    /// In how many texts a word occurs, deleted ones included.
    pub(crate) fn texts_with(&self, field: TextField, word: &str) -> Result<u32, IndexError> {
        let (reader, field) = self.field(field);
        Ok(reader.doc_freq(&Term::from_field_text(field, word))?)
    }

    /// Calls `found` for every text that holds a word, with how often, in order.
    pub(crate) fn each(
        &self,
        field: TextField,
        word: &str,
        mut found: impl FnMut(u32, u32),
    ) -> Result<(), IndexError> {
        let (reader, field) = self.field(field);
        let term = Term::from_field_text(field, word);
        let Some(mut blocks) = reader.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        while blocks.block_len() > 0 {
            for (document, count) in blocks.docs().iter().zip(blocks.freqs()) {
                found(*document, *count);
            }
            blocks.advance();
        }
        Ok(())
    }

    /// The words of its texts that hold a sequence of characters.
    pub(crate) fn holding(&self, gram: &str) -> impl Iterator<Item = &str> {
        self.vocabulary.holding(gram)
    }
}
