//! Lists of common words, kept as they were read: briefs share most of their words, and the long lists are those of words that
//! everybody uses.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

use crate::analyse::Ready;
use crate::index::Fnv;
use crate::rank::postings::{Hit, Located, Run};
use crate::rank::terms::{Alternative, QueryTerm};

/// Entries from which a list is worth keeping: shorter ones are read faster than found.
const LEAST: usize = 1_000;
/// Bytes kept; when there are more, what is kept is forgotten and kept anew.
const MOST_BYTES: usize = 128 << 20;

/// Where a word stands in all of an index, and what each firm says of it.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(super) located: Located,
    pub(super) runs: Vec<Run>,
}

impl Told {
    fn bytes(&self) -> usize {
        self.located.hits.capacity() * size_of::<Hit>() + self.runs.capacity() * size_of::<Run>()
    }
}

/// The lists kept of one state of an index, by the ways to write the word.
#[derive(Default)]
pub(crate) struct Remembered(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    lists: HashMap<u64, (Vec<Alternative>, Arc<Told>), Ready>,
    bytes: usize,
}

impl Remembered {
    /// What is known of a term.
    pub(super) fn of(&self, term: &QueryTerm) -> Option<Arc<Told>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (alternatives, told) = kept.lists.get(&hash(term))?;
        (*alternatives == term.alternatives).then(|| Arc::clone(told))
    }

    /// Keeps what was read of a term, when it is long.
    pub(super) fn keep(&self, term: &QueryTerm, told: &Arc<Told>) {
        if told.located.hits.len() < LEAST {
            return;
        }
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + told.bytes() > MOST_BYTES {
            *kept = Kept::default();
        }
        let before = kept.lists.insert(hash(term), (term.alternatives.clone(), Arc::clone(told)));
        kept.bytes += told.bytes();
        kept.bytes -= before.map_or(0, |(_, told)| told.bytes());
    }
}

fn hash(term: &QueryTerm) -> u64 {
    let mut hash = Fnv::default();
    for it in &term.alternatives {
        (it.field, &it.text, it.weight.to_bits(), it.only).hash(&mut hash);
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::TextField;

    fn term(text: &str, weight: f64) -> QueryTerm {
        let field = TextField::French;
        QueryTerm {
            alternatives: vec![Alternative { field, text: text.to_owned(), weight, only: None }],
            telling: true,
            written: text.to_owned(),
            surface: text.to_owned(),
            concept: None,
        }
    }

    fn told(entries: usize) -> Arc<Told> {
        let hits = vec![Hit { unit: 1, count: 1.0 }; entries];
        Arc::new(Told { located: Located { hits, ..Located::default() }, runs: Vec::new() })
    }

    #[test]
    fn long_lists_are_kept_by_all_that_makes_them() {
        let kept = Remembered::default();
        kept.keep(&term("essai", 1.0), &told(LEAST));
        kept.keep(&term("rare", 1.0), &told(LEAST - 1));
        assert!(kept.of(&term("essai", 1.0)).is_some());
        assert!(kept.of(&term("essai", 0.5)).is_none());
        assert!(kept.of(&term("rare", 1.0)).is_none());
    }

    #[test]
    fn what_is_kept_stays_bounded() {
        let kept = Remembered::default();
        let many = told(MOST_BYTES / size_of::<Hit>() / 3);
        for name in ["a", "b", "c", "d", "e"] {
            kept.keep(&term(name, 1.0), &many);
        }
        assert!(kept.0.read().unwrap().bytes <= MOST_BYTES);
        assert!(kept.of(&term("e", 1.0)).is_some() && kept.of(&term("a", 1.0)).is_none());
    }
}
