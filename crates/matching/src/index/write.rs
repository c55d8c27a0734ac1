//! From profiles to index documents.

use passerelle_domain::{FirmId, Language, Profile};
use rayon::prelude::*;
use tantivy::indexer::UserOperation;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::IndexError;
use super::analysed::{Analysed, analyse, language};
use super::facts::{Facts, StoredFacts};
use super::record::Record;
use super::schema::{Fields, Shape, name_hash};
use crate::knowledge::Knowledge;

/// Firms analysed side by side before they are written: bounds the memory their words take.
const CHUNK: usize = 512;

/// What is indexed of one firm.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) profile: Profile,
    pub(crate) facts: Facts,
}

/// Adds firms, analysed side by side and written in order. Those that are `known` replace what the index holds of them. Texts that
/// do not tell their language are in the `usual` one; that of most of these firms when there is none yet.
pub(super) fn add(
    writer: &IndexWriter,
    fields: Fields,
    knowledge: &Knowledge,
    entries: &[Entry],
    known: bool,
    usual: &mut Option<Language>,
) -> Result<(), IndexError> {
    let told: Vec<Option<Language>> = entries.par_iter().map(|entry| language(&entry.profile)).collect();
    let french = told.iter().filter(|l| **l == Some(Language::French)).count();
    let english = told.iter().filter(|l| **l == Some(Language::English)).count();
    let most = if french > english { Language::French } else { Language::English };
    let usual = *usual.get_or_insert(most);
    for (chunk, told) in entries.chunks(CHUNK).zip(told.chunks(CHUNK)) {
        let ready: Vec<Vec<TantivyDocument>> = chunk
            .par_iter()
            .zip(told)
            .map(|(entry, told)| documents(entry, told.unwrap_or(usual), fields, knowledge))
            .collect::<Result<_, _>>()?;
        for (entry, documents) in chunk.iter().zip(ready) {
            let mut operations: Vec<UserOperation> = Vec::with_capacity(documents.len() + 1);
            if known {
                operations.push(UserOperation::Delete(of_firm(fields, &entry.profile.id)));
            }
            operations.extend(documents.into_iter().map(UserOperation::Add));
            // One batch: all texts of a firm land side by side in one segment, and appear at once.
            writer.run(operations)?;
        }
    }
    Ok(())
}

/// What names all texts of a firm.
pub(super) fn of_firm(fields: Fields, firm: &FirmId) -> Term {
    Term::from_field_text(fields.firm, firm.as_str())
}

fn documents(
    entry: &Entry,
    usual: Language,
    fields: Fields,
    knowledge: &Knowledge,
) -> Result<Vec<TantivyDocument>, IndexError> {
    let mut analysed = analyse(&entry.profile, usual, knowledge);
    if analysed.is_empty() {
        // A firm without a word is still a firm.
        analysed.push(Analysed::nothing(usual));
    }
    let mut out = Vec::with_capacity(analysed.len());
    for (number, text) in analysed.into_iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(fields.firm, entry.profile.id.as_str());
        let shape = Shape {
            first: number == 0,
            language: text.language,
            number: u16::try_from(number).unwrap_or(u16::MAX),
            length: text.length,
        };
        document.add_u64(fields.shape, shape.pack());
        let id = entry.profile.documents.get(number).map_or("", |document| document.id.as_str());
        document.add_u64(fields.name, name_hash(id));
        if number == 0 {
            let json = |value: Result<String, serde_json::Error>| value.map_err(|_| IndexError::Damaged);
            document.add_text(fields.record, json(serde_json::to_string(&Record::of(&entry.profile)))?);
            let facts = StoredFacts::of(&entry.profile, &entry.facts);
            document.add_text(fields.facts, json(serde_json::to_string(&facts))?);
        }
        let [exact_french, exact_english] = fields.exact;
        let (stems, exact) = match text.language {
            Language::French => (fields.french, exact_french),
            Language::English => (fields.english, exact_english),
        };
        for (field, words) in [(stems, &text.stems), (exact, &text.words), (fields.concept, &text.concepts)] {
            if !words.is_empty() {
                document.add_text(field, words);
            }
        }
        out.push(document);
    }
    Ok(out)
}
