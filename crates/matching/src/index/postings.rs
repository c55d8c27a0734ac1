//! Where the words of a query occur, read straight from the index's postings.

use std::collections::BTreeMap;

use passerelle_domain::{DocumentId, Language};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::{Index, IndexError};

/// A field of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TextField {
    /// French stems of French texts.
    French,
    /// English stems of English texts.
    English,
    /// Folded words of all texts.
    Exact,
}

impl From<Language> for TextField {
    fn from(language: Language) -> Self {
        match language {
            Language::French => Self::French,
            Language::English => Self::English,
        }
    }
}

/// One way in which a query's word may stand in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The field.
    pub(crate) field: TextField,
    /// The term in that field; several with spaces between must stand in the same text.
    pub(crate) text: String,
    /// How much an occurrence counts, 0 to 1.
    pub(crate) weight: f64,
    /// Only texts in this language are looked at; `None` for all.
    pub(crate) only: Option<Language>,
}

/// Occurrences in one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// Place in [`Index::units`].
    pub(crate) unit: usize,
    /// Weighted number of occurrences, above 0.
    pub(crate) count: f64,
}

impl Index {
    /// Where any of the alternatives occurs, in the order of units; documents named `hidden` are as if they were not there.
    pub(crate) fn hits(
        &self,
        alternatives: &[Alternative],
        hidden: Option<&DocumentId>,
    ) -> Result<Vec<Hit>, IndexError> {
        if let [only] = alternatives
            && !only.text.contains(' ')
        {
            return self.occurrences(only, &only.text, hidden);
        }
        let mut found: BTreeMap<usize, f64> = BTreeMap::new();
        for alternative in alternatives {
            for hit in self.together(alternative, hidden)? {
                *found.entry(hit.unit).or_default() += hit.count;
            }
        }
        Ok(found.into_iter().map(|(unit, count)| Hit { unit, count }).collect())
    }

    /// Where all words of an alternative stand in one text, as often as the rarest of them.
    fn together(
        &self,
        alternative: &Alternative,
        hidden: Option<&DocumentId>,
    ) -> Result<Vec<Hit>, IndexError> {
        let mut all: Option<Vec<Hit>> = None;
        for word in alternative.text.split(' ') {
            let hits = self.occurrences(alternative, word, hidden)?;
            all = Some(match all {
                None => hits,
                Some(before) => common(&before, &hits),
            });
        }
        Ok(all.unwrap_or_default())
    }

    fn occurrences(
        &self,
        alternative: &Alternative,
        word: &str,
        hidden: Option<&DocumentId>,
    ) -> Result<Vec<Hit>, IndexError> {
        let (reader, field) = match alternative.field {
            TextField::French => (&self.french, self.fields.french),
            TextField::English => (&self.english, self.fields.english),
            TextField::Exact => (&self.exact, self.fields.exact),
        };
        let mut out = Vec::new();
        let term = Term::from_field_text(field, word);
        let Some(mut postings) = reader.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(out);
        };
        while postings.doc() != TERMINATED {
            let unit = postings.doc() as usize;
            if self.is_visible(unit, alternative.only, hidden) {
                out.push(Hit { unit, count: f64::from(postings.term_freq()) * alternative.weight });
            }
            postings.advance();
        }
        Ok(out)
    }

    fn is_visible(&self, unit: usize, only: Option<Language>, hidden: Option<&DocumentId>) -> bool {
        let Some(it) = self.units.get(unit) else { return false };
        only.is_none_or(|language| it.language == language) && !self.is_hidden(unit, hidden)
    }

    /// Whether a text is to be ignored.
    pub(crate) fn is_hidden(&self, unit: usize, hidden: Option<&DocumentId>) -> bool {
        let Some(hidden) = hidden else { return false };
        self.units
            .get(unit)
            .and_then(|u| self.profiles.get(u.profile)?.documents.get(u.document))
            .is_some_and(|d| d.id == *hidden)
    }
}

/// The texts of both lists, with the smaller count; both are in the order of units.
fn common(a: &[Hit], b: &[Hit]) -> Vec<Hit> {
    a.iter()
        .filter_map(|hit| {
            let other = b.binary_search_by_key(&hit.unit, |h| h.unit).ok().and_then(|i| b.get(i))?;
            Some(Hit { unit: hit.unit, count: hit.count.min(other.count) })
        })
        .collect()
}
