//! What firms say of themselves, searchable: one index document per text, and facts for the gates.

mod build;
mod facts;
mod postings;

use passerelle_domain::{Firm, Language, Profile};
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, TantivyError};

use crate::analyse::Analysers;
use crate::lexicon::Lexicon;

pub(crate) use facts::Facts;
pub(crate) use postings::{Alternative, Hit, TextField};

/// An index in memory. It is derived from the firms and can be rebuilt at any time.
pub struct Index {
    pub(crate) profiles: Vec<Profile>,
    /// What is known beyond texts, firm by firm; empty for evaluation corpora.
    pub(crate) facts: Vec<Facts>,
    /// One for each text, in the order of profiles and their documents: the number of an index document is its place here.
    pub(crate) units: Vec<Unit>,
    pub(crate) analysers: Analysers,
    pub(crate) lexicon: Lexicon,
    fields: Fields,
    french: std::sync::Arc<InvertedIndexReader>,
    english: std::sync::Arc<InvertedIndexReader>,
    exact: std::sync::Arc<InvertedIndexReader>,
}

/// One text of one profile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// Place of the profile.
    pub(crate) profile: usize,
    /// Place of the document in it.
    pub(crate) document: usize,
    /// What it is written in.
    pub(crate) language: Language,
    /// Indexed words of its language's field.
    pub(crate) length: f64,
}

#[derive(Debug, Clone, Copy)]
struct Fields {
    french: Field,
    english: Field,
    exact: Field,
}

/// The search index failed. It lives in memory and is built from valid values: the machine is out of memory, or this is a
/// defect to report.
#[derive(Debug, thiserror::Error)]
#[error("the search index failed: {0}")]
pub struct IndexError(#[from] TantivyError);

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("profiles", &self.profiles.len())
            .field("texts", &self.units.len())
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Indexes firms, with the facts that gates look at: certificates with validity, spoken languages, sites, sectors.
    pub fn of_firms(firms: &[Firm]) -> Result<Self, IndexError> {
        let profiles = firms.iter().map(Profile::from).collect();
        Self::build(profiles, firms.iter().map(Facts::from).collect())
    }

    /// Indexes profiles of an evaluation corpus: texts only, so no gate ever closes.
    pub fn of_profiles(profiles: &[Profile]) -> Result<Self, IndexError> {
        let profiles = profiles.iter().cloned().map(with_its_title).collect();
        Self::build(profiles, Vec::new())
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
