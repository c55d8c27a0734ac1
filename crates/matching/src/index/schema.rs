//! What the index keeps of one text, and the stamp that tells whether it was made the way this program makes it.

use std::hash::{Hash, Hasher};

use passerelle_domain::Language;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::knowledge::Knowledge;

/// Raised by hand when something changes that the probe below would not show.
const LAYOUT: u32 = 1;

/// Words on which analysers differ when they differ at all.
const PROBE: &str = "L'équipe développe des jumeaux numériques (C++, .NET) selon la DO-178C : essais, fiabilité, coût. \
    The team's digital twins were tested, certified and re-used; heat exchangers, batteries and qualities.";

/// The fields of one index document. A document is one text of a firm; the first of a firm's carries its record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// French stems of French texts.
    pub(crate) french: Field,
    /// English stems of English texts.
    pub(crate) english: Field,
    /// Folded words and compounds of all texts.
    pub(crate) exact: Field,
    /// Concepts of the taxonomy.
    pub(crate) concept: Field,
    /// The firm's identifier: what deletes all its texts at once.
    pub(crate) firm: Field,
    /// Language, place among the firm's texts and number of words, see [`Shape`].
    pub(crate) shape: Field,
    /// Hash of the document's identifier.
    pub(crate) name: Field,
    /// The firm's texts, JSON; only in the first.
    pub(crate) record: Field,
    /// The firm's facts, JSON; only in the first.
    pub(crate) facts: Field,
}

impl Fields {
    pub(crate) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let words = |option| {
            let indexing = TextFieldIndexing::default().set_index_option(option).set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let counted = words(IndexRecordOption::WithFreqs);
        let fields = Self {
            french: schema.add_text_field("french", counted.clone()),
            english: schema.add_text_field("english", counted.clone()),
            exact: schema.add_text_field("exact", counted.clone()),
            concept: schema.add_text_field("concept", counted),
            firm: schema.add_text_field("firm", STRING),
            shape: schema.add_u64_field("shape", FAST),
            name: schema.add_u64_field("name", FAST | INDEXED),
            record: schema.add_bytes_field("record", STORED),
            facts: schema.add_bytes_field("facts", STORED),
        };
        (schema.build(), fields)
    }
}

/// Language, place and length of a text in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Whether the text is the firm's first.
    pub(crate) first: bool,
    /// What it is written in.
    pub(crate) language: Language,
    /// Place among the firm's texts.
    pub(crate) number: u16,
    /// Indexed words.
    pub(crate) length: u32,
}

impl Shape {
    pub(crate) fn pack(self) -> u64 {
        u64::from(self.length)
            | (u64::from(self.number) << 32)
            | (u64::from(self.language == Language::English) << 48)
            | (u64::from(self.first) << 49)
    }

    pub(crate) fn unpack(packed: u64) -> Self {
        let language = if (packed >> 48) & 1 == 1 { Language::English } else { Language::French };
        Self {
            first: (packed >> 49) & 1 == 1,
            language,
            number: u16::try_from((packed >> 32) & 0xFFFF).unwrap_or_default(),
            length: u32::try_from(packed & 0xFFFF_FFFF).unwrap_or_default(),
        }
    }
}

/// What an index must carry to be read by this program with this knowledge: anything else is rebuilt.
pub(crate) fn stamp(knowledge: &Knowledge) -> String {
    let mut hash = Fnv::default();
    LAYOUT.hash(&mut hash);
    for token in knowledge.analysers.tokens(PROBE) {
        (token.french, token.english, token.exact, token.joined).hash(&mut hash);
    }
    knowledge.digest().hash(&mut hash);
    format!("{:016x}", hash.finish())
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine and in every release, which the standard hasher does not promise.
#[derive(Debug, Clone)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The hash of a name.
pub(crate) fn name_hash(name: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.write(name.as_bytes());
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_survives_packing() {
        for (first, language, number, length) in
            [(true, Language::French, 0, 0), (false, Language::English, u16::MAX, u32::MAX)]
        {
            let shape = Shape { first, language, number, length };
            assert_eq!(Shape::unpack(shape.pack()), shape);
        }
    }
}
