//! Building the index: one segment, documents in the order given.

use passerelle_domain::{Document, Language, Profile};
use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{ReloadPolicy, SingleSegmentIndexWriter, TantivyDocument};

use super::{Facts, Fields, Index, IndexError, Unit};
use crate::analyse::{Analysers, detect};
use crate::lexicon::Lexicon;

/// How often a heading counts: what an author put in a title is what the text is about.
const TITLE_REPEATS: usize = 2;
/// A text shorter than this is taken to be in its profile's language: too short to tell.
const OWN_LANGUAGE_BYTES: usize = 120;
/// Memory for building, bytes. It bounds the first allocation, not the size of the index.
const BUILD_MEMORY: usize = 50_000_000;

/// Firms analysed side by side before they are written: bounds the memory their words take.
const CHUNK: usize = 512;

/// The words of one document.
struct Analysed {
    language: Language,
    stems: Vec<Token>,
    exact: Vec<Token>,
}

fn analyse(profile: &Profile, usual: Language, analysers: &Analysers) -> Vec<Analysed> {
    let one = |document: &Document| {
        let language = own_language(document).unwrap_or(usual);
        let stems = both(document, |text| analysers.stems(text, language));
        Analysed { language, stems, exact: both(document, |text| analysers.exact(text)) }
    };
    profile.documents.iter().map(one).collect()
}

impl Index {
    pub(super) fn build(profiles: Vec<Profile>, facts: Vec<Facts>) -> Result<Self, IndexError> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(false);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields = Fields {
            french: schema.add_text_field("french", options.clone()),
            english: schema.add_text_field("english", options.clone()),
            exact: schema.add_text_field("exact", options),
        };
        // One segment written in one go: the number of a document is its place, on any machine.
        let mut writer: SingleSegmentIndexWriter<TantivyDocument> = tantivy::Index::builder()
            .schema(schema.build())
            .single_segment_index_writer(RamDirectory::create(), BUILD_MEMORY)?;
        let analysers = Analysers::new();
        let mut units = Vec::new();
        let spoken = languages(&profiles);
        let numbered: Vec<usize> = (0..profiles.len()).collect();
        for chunk in numbered.chunks(CHUNK) {
            // Firms are analysed side by side and written in order, so that the index does not depend on the threads.
            let analysed: Vec<Vec<Analysed>> =
                chunk.par_iter().map(|&place| analyse(&profiles[place], spoken[place], &analysers)).collect();
            for (&place, texts) in chunk.iter().zip(analysed) {
                for (number, text) in texts.into_iter().enumerate() {
                    let length = text.stems.len() as f64;
                    units.push(Unit { profile: place, document: number, language: text.language, length });
                    let field = match text.language {
                        Language::French => fields.french,
                        Language::English => fields.english,
                    };
                    let mut entry = TantivyDocument::default();
                    let tokens = |tokens| PreTokenizedString { text: String::new(), tokens };
                    entry.add_pre_tokenized_text(field, tokens(text.stems));
                    entry.add_pre_tokenized_text(fields.exact, tokens(text.exact));
                    writer.add_document(entry)?;
                }
            }
        }
        let reader = writer.finalize()?.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let segment = searcher.segment_reader(0);
        Ok(Self {
            french: segment.inverted_index(fields.french)?,
            english: segment.inverted_index(fields.english)?,
            exact: segment.inverted_index(fields.exact)?,
            fields,
            profiles,
            facts,
            units,
            analysers,
            lexicon: Lexicon::compiled_in(),
        })
    }
}

/// The language of each profile: its own word, else detected, else that of most others.
fn languages(profiles: &[Profile]) -> Vec<Language> {
    let known: Vec<Option<Language>> = profiles
        .par_iter()
        .map(|profile| {
            profile.language.or_else(|| {
                let all: Vec<&str> = profile
                    .documents
                    .iter()
                    .flat_map(|d| [d.title.as_str(), d.text.as_str()])
                    .take(12)
                    .collect();
                detect(&all.join("\n"))
            })
        })
        .collect();
    let french = known.iter().filter(|l| **l == Some(Language::French)).count();
    let english = known.iter().filter(|l| **l == Some(Language::English)).count();
    let usual = if french > english { Language::French } else { Language::English };
    known.into_iter().map(|language| language.unwrap_or(usual)).collect()
}

fn own_language(document: &Document) -> Option<Language> {
    if document.text.len() < OWN_LANGUAGE_BYTES { None } else { detect(&document.text) }
}

fn both(document: &Document, analyse: impl Fn(&str) -> Vec<Token>) -> Vec<Token> {
    let title = analyse(&document.title);
    let mut all = Vec::new();
    for _ in 0..TITLE_REPEATS {
        all.extend(title.iter().cloned());
    }
    all.extend(analyse(&document.text));
    all
}
