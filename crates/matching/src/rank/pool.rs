//! Which firms are looked at closely, and where the words of a query stand in their texts.
//!
//! In a small market every firm is. In a large one a first look at all of them chooses ([`Survey`]), from the rarest words on as far as
//! their lists may be read. How many of the best survive this is measured, see `passerelle-bench ranking`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::index::{GONE, Index, IndexError};
use crate::rank::postings::Lists;
pub(crate) use crate::rank::postings::{Hit, Located};
use crate::rank::remembered::Told;
use crate::rank::survey::{Asked, Survey};
use crate::rank::terms::{QueryTerm, Words};

/// The firms looked at, and their texts.
#[derive(Debug)]
pub(crate) struct Pool {
    /// Places of the firms in the index, in its order.
    pub(crate) firms: Vec<u32>,
    /// Texts: place in the index, place of the firm in the pool.
    pub(crate) units: Vec<(u32, u32)>,
    /// Where each query term stands.
    pub(crate) located: Vec<Located>,
    /// Visible words of each of the firms.
    pub(crate) lengths: Vec<f64>,
    /// Indexed words of all firms of the index.
    pub(crate) all_words: f64,
    /// Texts of all firms of the index.
    pub(crate) all_units: usize,
}

/// Where the list of a word comes from.
enum Source<'i> {
    /// It was read for another brief.
    Kept(Arc<Told>),
    /// It is still to be read; `true` when it may be kept.
    Fresh(Lists<'i>, bool),
}

impl<'i> Source<'i> {
    fn of(index: &'i Index, term: &QueryTerm, hidden: Option<u64>) -> Result<Self, IndexError> {
        // A list without what is hidden is no use to others.
        let kept = if hidden.is_none() { index.lists.of(term) } else { None };
        Ok(match kept {
            Some(told) => Self::Kept(told),
            None => Self::Fresh(Lists::of(index, term, hidden)?, hidden.is_none()),
        })
    }

    /// Entries to read at most.
    fn entries(&self) -> usize {
        match self {
            Self::Kept(told) => told.located.hits.len(),
            Self::Fresh(lists, _) => lists.entries(),
        }
    }

    fn read(self, index: &Index, term: &QueryTerm) -> Result<Arc<Told>, IndexError> {
        match self {
            Self::Kept(told) => Ok(told),
            Self::Fresh(lists, keeps) => {
                let told = Arc::new(lists.read()?);
                if keeps {
                    index.lists.keep(term, &told);
                }
                Ok(told)
            }
        }
    }
}

impl Pool {
    /// Looks up the words and chooses the firms.
    pub(crate) fn of(index: &Index, asked: &Asked<'_>, hidden: Option<u64>) -> Result<Self, IndexError> {
        if index.firms.len() <= asked.settings.exhaustive_firms {
            return Self::exhaustive(index, asked.words, hidden);
        }
        Self::pruned(index, asked, hidden)
    }

    /// All firms.
    pub(crate) fn exhaustive(index: &Index, words: &Words, hidden: Option<u64>) -> Result<Self, IndexError> {
        let mut located = Vec::with_capacity(words.terms.len());
        for term in &words.terms {
            located.push(Source::of(index, term, hidden)?.read(index, term)?);
        }
        let firms = (0..u32::try_from(index.firms.len()).map_err(|_| IndexError::Damaged)?).collect();
        Ok(Self::narrowed(index, firms, located, hidden))
    }

    fn pruned(index: &Index, asked: &Asked<'_>, hidden: Option<u64>) -> Result<Self, IndexError> {
        let settings = asked.settings;
        let mut lists = Vec::with_capacity(asked.words.terms.len());
        for (number, term) in asked.words.terms.iter().enumerate() {
            let found = Source::of(index, term, hidden)?;
            lists.push((found.entries(), number, term, found));
        }
        lists.sort_unstable_by_key(|(entries, number, ..)| (*entries, *number));
        let mut located = vec![Arc::<Told>::default(); lists.len()];
        let mut survey = Survey::new(index, asked);
        let (mut spent, mut rest) = (0_usize, Vec::new());
        for (entries, number, term, list) in lists {
            spent += entries;
            // A word beyond what may be read to choose is looked up for the chosen only.
            if spent > settings.candidate_postings {
                rest.push((number, term, list));
                continue;
            }
            let told = list.read(index, term)?;
            survey.add(number, &told);
            if let Some(slot) = located.get_mut(number) {
                *slot = told;
            }
        }
        let firms = survey.best();
        for (number, term, list) in rest {
            if let Some(slot) = located.get_mut(number) {
                *slot = list.read(index, term)?;
            }
        }
        Ok(Self::narrowed(index, firms, located, hidden))
    }

    /// Numbers the texts of the chosen firms and leaves out the hits of others.
    fn narrowed(index: &Index, firms: Vec<u32>, located: Vec<Arc<Told>>, hidden: Option<u64>) -> Self {
        let mut units = Vec::new();
        // Of each firm of the index: the first of its texts in the pool, and in the index.
        let mut place = vec![(GONE, 0); index.firms.len()];
        for (firm, number) in (0_u32..).zip(&firms) {
            let Some(placed) = index.firms.get(*number as usize) else { continue };
            if let (Some(slot), Ok(here)) = (place.get_mut(*number as usize), u32::try_from(units.len())) {
                *slot = (here, placed.units.start);
                units.extend(placed.units.clone().map(|unit| (unit, firm)));
            }
        }
        let located = located.into_iter().map(|told| {
            let Told { located: found, runs } = &*told;
            let mut hits = Vec::new();
            let mut begin = 0;
            for run in runs {
                let end = run.end as usize;
                if let Some((here, first)) = place.get(run.firm as usize).filter(|(here, _)| *here != GONE) {
                    let own = found.hits.get(begin..end).unwrap_or_default();
                    hits.extend(own.iter().map(|hit| Hit { unit: here + (hit.unit - first), ..*hit }));
                }
                begin = end;
            }
            Located { hits, firms: found.firms, units: found.units, said: found.said }
        });
        let located = located.collect();
        // What is hidden leaves no trace in lengths and numbers either.
        let mut lost: BTreeMap<u32, f64> = BTreeMap::new();
        let mut gone = 0;
        let unseen = |unit: &&crate::index::Unit| unit.firm != GONE && Some(unit.name) == hidden;
        let all = if hidden.is_some() { index.units.as_slice() } else { &[] };
        for unit in all.iter().filter(unseen) {
            gone += 1;
            *lost.entry(unit.firm).or_default() += unit.length;
        }
        let length = |number: &u32| {
            let all = index.firms.get(*number as usize).map_or(0.0, |firm| firm.length);
            all - lost.get(number).copied().unwrap_or_default()
        };
        let lengths = firms.iter().map(length).collect();
        let all_words = index.sums.words - lost.values().sum::<f64>();
        let all_units = index.sums.units - gone;
        Self { firms, units, located, lengths, all_words, all_units }
    }

    /// The firm, by its place in the pool, that a text of the pool belongs to.
    pub(crate) fn firm(&self, unit: u32) -> Option<usize> {
        self.units.get(unit as usize).map(|(_, firm)| *firm as usize)
    }
}
