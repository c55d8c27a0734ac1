//! What the index keeps of one text, and the stamp that tells whether it was made the way this program makes it.

use std::hash::{Hash, Hasher};

use passerelle_domain::Language;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::knowledge::Knowledge;

/// Raised by hand when something changes that the probe below would not show.
const LAYOUT: u32 = 3;

/// Words on which analysers differ when they differ at all.
const PROBE: &str = "L'équipe développe des jumeaux numériques (C++, .NET) selon la DO-178C : essais, fiabilité, coût. \
    The team's digital twins were tested, certified and re-used; heat exchangers, batteries and qualities.";

/// The name under which an index knows the tokenizer of its fields.
const LISTED: &str = "listed";
/// What stands between the words of a list; no word holds it.
pub(super) const BREAK: char = '\n';

/// Splits a list of words that were analysed before.
#[derive(Debug, Clone, Default)]
struct Listed(Token);

struct Words<'a> {
    rest: Option<&'a str>,
    token: &'a mut Token,
}

impl Tokenizer for Listed {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.0 = Token { text: std::mem::take(&mut self.0.text), ..Token::default() };
        Words { rest: Some(text).filter(|text| !text.is_empty()), token: &mut self.0 }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let Some(rest) = self.rest else { return false };
        // Words are short: looking at one byte after the other is faster than a search.
        let end = rest.bytes().position(|byte| char::from(byte) == BREAK);
        let (word, rest) = match end {
            Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..)),
            None => (rest, None),
        };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(word);
        // A token's own default is the position before the first.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Tells an index how its fields are cut; to be done before anything is read or written.
pub(super) fn register(index: &tantivy::Index) {
    index.tokenizers().register(LISTED, Listed::default());
}

/// The fields of one index document. A document is one text of a firm; the first of a firm's carries its record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// French stems of French texts.
    pub(crate) french: Field,
    /// English stems of English texts.
    pub(crate) english: Field,
    /// Folded words and compounds of French texts, of English texts: a word of one language is looked for in texts of the other, and
    /// the long list of those of its own need not be read.
    pub(crate) exact: [Field; 2],
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
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(LISTED)
                .set_index_option(option)
                .set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing)
        };
        let counted = words(IndexRecordOption::WithFreqs);
        let fields = Self {
            french: schema.add_text_field("french", counted.clone()),
            english: schema.add_text_field("english", counted.clone()),
            exact: ["exact-french", "exact-english"].map(|name| schema.add_text_field(name, counted.clone())),
            concept: schema.add_text_field("concept", counted),
            firm: schema.add_text_field("firm", STRING),
            shape: schema.add_u64_field("shape", FAST),
            name: schema.add_u64_field("name", FAST),
            record: schema.add_text_field("record", STORED),
            facts: schema.add_text_field("facts", STORED),
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
        (&token.french, &token.english, &token.exact, token.joined).hash(&mut hash);
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
