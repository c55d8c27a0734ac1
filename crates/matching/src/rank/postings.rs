//! Where the words of a query stand in the texts of the firms.

use passerelle_domain::Language;

use crate::index::{GONE, Index, IndexError, Mounted, Postings, Searched, TextField};
use crate::rank::remembered::Told;
use crate::rank::terms::{Alternative, QueryTerm};

/// Occurrences in one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// Place of the text: among all of the index before the pool is chosen, among the pool's after.
    pub(crate) unit: u32,
    /// Weighted number of occurrences, above 0.
    pub(crate) count: f32,
}

/// Where one word stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Located {
    /// In texts of the pool, in their order.
    pub(crate) hits: Vec<Hit>,
    /// Firms that say it, in the whole index.
    pub(crate) firms: usize,
    /// Texts that say it, in the whole index.
    pub(crate) units: usize,
    /// Whether a French text, an English text says it.
    pub(crate) said: [bool; 2],
}

/// What one firm says of a word, in texts side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    /// Place of the firm in the index.
    pub(crate) firm: u32,
    /// Where its hits end; they begin where those of the run before end.
    pub(crate) end: u32,
    /// How often it says it altogether.
    pub(crate) count: f32,
    /// How often it says it in one text at most.
    pub(crate) most: f32,
}

/// The list of a word in one segment, not yet read.
struct List<'i> {
    postings: Postings<'i>,
    mounted: &'i Mounted,
}

/// One way to write a word: the lists of each of its words, segment by segment.
struct Written<'i> {
    words: Vec<Vec<List<'i>>>,
    counts: f32,
}

/// The lists of a term: what will have to be read.
pub(super) struct Lists<'i> {
    index: &'i Index,
    hidden: Option<u64>,
    written: Vec<Written<'i>>,
}

/// Where a way to write a word is looked for. Stems of a language stand in texts of that language only, so their list is not to be
/// limited to one.
fn searched(alternative: &Alternative) -> impl Iterator<Item = Searched> {
    let fits = |language: &Language| alternative.only.is_none_or(|only| only == *language);
    let both = [Language::French, Language::English].into_iter();
    let exact = both.filter(move |language| alternative.field == TextField::Exact && fits(language));
    let other = match alternative.field {
        TextField::French => Some(Searched::French),
        TextField::English => Some(Searched::English),
        TextField::Concept => Some(Searched::Concept),
        TextField::Exact => None,
    };
    exact.map(Searched::Exact).chain(other)
}

impl<'i> Lists<'i> {
    /// Looks the words of a term up; reads nothing yet.
    pub(super) fn of(index: &'i Index, term: &QueryTerm, hidden: Option<u64>) -> Result<Self, IndexError> {
        let mut written = Vec::with_capacity(term.alternatives.len());
        for alternative in &term.alternatives {
            for field in searched(alternative) {
                let mut words = Vec::new();
                for word in alternative.text.split(' ') {
                    let mut lists = Vec::new();
                    for mounted in index.segments.iter() {
                        let found = mounted.segment.look_up(field, word)?;
                        lists.extend(found.map(|postings| List { postings, mounted }));
                    }
                    words.push(lists);
                }
                #[expect(clippy::cast_possible_truncation, reason = "a weight of at most 1")]
                written.push(Written { words, counts: alternative.weight as f32 });
            }
        }
        Ok(Self { index, hidden, written })
    }

    /// Entries to read at most.
    pub(super) fn entries(&self) -> usize {
        let lists = self.written.iter().filter_map(|it| it.words.first()).flatten();
        lists.map(|list| list.postings.texts() as usize).sum()
    }

    /// All hits of the term, firm by firm, and what they say of the whole index.
    pub(super) fn read(&self) -> Result<Told, IndexError> {
        let mut all: Vec<Hit> = Vec::new();
        for written in &self.written {
            let hits = self.together(written)?;
            all = match (all.is_empty(), hits.is_empty()) {
                (true, _) => hits,
                (false, true) => all,
                (false, false) => merged(&all, &hits),
            };
        }
        let mut runs: Vec<Run> = Vec::with_capacity(all.len());
        let mut languages = 0;
        for (end, hit) in (1_u32..).zip(&all) {
            let (firm, english) = self.index.owners.firm_and_english(hit.unit);
            languages |= 1_u8 << u8::from(english);
            match runs.last_mut().filter(|run| run.firm == firm) {
                Some(run) => {
                    run.end = end;
                    run.count += hit.count;
                    run.most = run.most.max(hit.count);
                }
                None => runs.push(Run { firm, end, count: hit.count, most: hit.count }),
            }
        }
        let said = [languages & 1 != 0, languages & 2 != 0];
        let (firms, units) = (runs.len(), all.len());
        Ok(Told { located: Located { hits: all, firms, units, said }, runs })
    }

    /// Where all words stand in one text, as often as the rarest of them.
    fn together(&self, written: &Written<'_>) -> Result<Vec<Hit>, IndexError> {
        let mut all: Option<Vec<Hit>> = None;
        for lists in &written.words {
            if all.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let hits = self.occurrences(written.counts, lists)?;
            all = Some(match all {
                None => hits,
                Some(before) => common(&before, &hits),
            });
        }
        Ok(all.unwrap_or_default())
    }

    fn occurrences(&self, counts: f32, lists: &[List<'_>]) -> Result<Vec<Hit>, IndexError> {
        let entries: usize = lists.iter().map(|list| list.postings.texts() as usize).sum();
        let mut out = Vec::with_capacity(entries);
        #[expect(clippy::cast_precision_loss, reason = "a count of words")]
        let weighted = |times: u32| times as f32 * counts;
        for List { postings, mounted } in lists {
            let hit = |(document, times): (&u32, &u32)| Hit {
                unit: mounted.first + document,
                count: weighted(*times),
            };
            if mounted.whole {
                postings.each_block(|documents, times| out.extend(documents.iter().zip(times).map(hit)))?;
            } else {
                let there = |hit: &Hit| self.index.owners.of(hit.unit) != GONE;
                postings.each_block(|documents, times| {
                    out.extend(documents.iter().zip(times).map(hit).filter(there));
                })?;
            }
        }
        if self.hidden.is_some() {
            out.retain(|hit| !self.index.is_hidden(hit.unit, self.hidden));
        }
        Ok(out)
    }
}

/// The texts of both lists, with the smaller count; both are in order.
fn common(a: &[Hit], b: &[Hit]) -> Vec<Hit> {
    a.iter()
        .filter_map(|hit| {
            let other = b.binary_search_by_key(&hit.unit, |h| h.unit).ok().and_then(|i| b.get(i))?;
            Some(Hit { count: hit.count.min(other.count), ..*hit })
        })
        .collect()
}

/// The texts of either list, with the sum of counts; both are in order.
fn merged(a: &[Hit], b: &[Hit]) -> Vec<Hit> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x.unit == y.unit => {
                out.push(Hit { count: x.count + y.count, ..*x });
                a.next();
                b.next();
            }
            (Some(x), Some(y)) if x.unit < y.unit => out.extend(a.next()),
            (_, Some(_)) => out.extend(b.next()),
            (Some(_), None) => out.extend(a.next()),
            (None, None) => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(all: &[(u32, f32)]) -> Vec<Hit> {
        all.iter().map(|(unit, count)| Hit { unit: *unit, count: *count }).collect()
    }

    #[test]
    fn lists_are_joined_and_intersected_in_order() {
        let (a, b) = (hits(&[(1, 1.0), (4, 2.0), (9, 1.0)]), hits(&[(0, 1.0), (4, 0.5), (12, 3.0)]));
        assert_eq!(merged(&a, &b), hits(&[(0, 1.0), (1, 1.0), (4, 2.5), (9, 1.0), (12, 3.0)]));
        assert_eq!(common(&a, &b), hits(&[(4, 0.5)]));
        assert_eq!(merged(&a, &[]), a);
    }
}
