//! The hard rules, one file each, in the order of the problem statement: code, sentence, and how the solver obeys.
//!
//! A rule enters in up to three ways: which slots a pair may have, looked at alone ([`allow`]); what a board asks before it sits a
//! pair down; rows of the programme over pairs and slots ([`Grid`]). The independent checker has a file of the same name for each
//! and uses nothing of these.

mod availability;
mod barred;
pub(crate) mod caps;
mod excluded;
pub(crate) mod fixed_table;
mod known;
pub(crate) mod limits;
mod locks;
pub(crate) mod max_run;
mod minutes;
mod once;
pub(crate) mod precedences;
mod seats;
mod session;
pub(crate) mod spread;
mod tables;
#[cfg(test)]
mod testing;

use passerelle_domain::Problem;

use crate::exact::Known;
use crate::lp::{Lp, Sense};
use crate::model::Model;

/// A hard rule.
struct Rule {
    /// Its name in violations.
    code: &'static str,
    /// How it reads.
    sentence: &'static str,
    /// Whether a pair, looked at alone, may sit in a slot.
    alone: Option<fn(&Problem, usize, usize) -> bool>,
    /// Its rows over pairs and slots.
    rows: Option<fn(&Grid<'_>, &mut Lp)>,
}

/// The hard rules; the list reads like the problem statement.
const RULES: [Rule; 16] = [
    known::RULE,
    once::RULE,
    excluded::RULE,
    availability::RULE,
    seats::RULE,
    tables::RULE,
    fixed_table::RULE,
    session::RULE,
    minutes::RULE,
    barred::RULE,
    locks::RULE,
    caps::RULE,
    limits::RULE,
    precedences::RULE,
    max_run::RULE,
    spread::RULE,
];

/// The hard rules as code and sentence.
pub fn list() -> &'static [(&'static str, &'static str)] {
    const LIST: [(&str, &str); RULES.len()] = {
        let mut list = [("", ""); RULES.len()];
        let mut i = 0;
        while i < RULES.len() {
            list[i] = (RULES[i].code, RULES[i].sentence);
            i += 1;
        }
        list
    };
    &LIST
}

/// Whether a pair, looked at alone, may sit in a slot under every rule.
pub(crate) fn allow(problem: &Problem, pair: usize, slot: usize) -> bool {
    // What the problem itself rules out is the quick answer for most.
    problem.fits(pair, slot)
        && RULES.iter().filter_map(|rule| rule.alone).all(|allows| allows(problem, pair, slot))
}

/// The columns of pairs in slots, over which rules write their rows.
pub(crate) struct Grid<'g> {
    pub(crate) model: &'g Model<'g>,
    /// By pair: slot and column.
    pub(crate) seat: &'g [Vec<(usize, usize)>],
    /// Pairs that have columns.
    pub(crate) open: &'g [usize],
    /// By pair: what is known of it; those that stay in a slot have no column and take their room there.
    pub(crate) known: &'g [Known],
    /// Whether the columns are integer.
    pub(crate) whole: bool,
}

impl Grid<'_> {
    /// The rows of every rule.
    pub(crate) fn rows(&self, lp: &mut Lp) {
        for rows in RULES.iter().filter_map(|rule| rule.rows) {
            rows(self, lp);
        }
    }

    fn at(&self, pair: usize, slot: usize) -> Option<usize> {
        self.seat[pair].iter().find(|&&(at, _)| at == slot).map(|&(_, x)| x)
    }

    /// Terms of the pairs that have a column in a slot.
    fn here(&self, pairs: &[usize], slot: usize) -> Vec<(usize, i64)> {
        pairs.iter().filter_map(|&pair| self.at(pair, slot)).map(|x| (x, 1)).collect()
    }

    /// How many of some pairs are known to stay in a slot.
    fn stay<'a>(&self, pairs: impl IntoIterator<Item = &'a usize>, slot: usize) -> usize {
        pairs.into_iter().filter(|&&pair| self.known[pair] == Known::At(slot)).count()
    }
}

/// At most so many of some columns, where that can bind.
fn at_most(lp: &mut Lp, terms: Vec<(usize, i64)>, most: usize) {
    if terms.len() > most {
        lp.row(terms, Sense::AtMost, i64::try_from(most).unwrap_or(i64::MAX));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_has_a_name_and_a_sentence() {
        let mut codes: Vec<&str> = super::list().iter().map(|(code, _)| *code).collect();
        assert!(super::list().iter().all(|(_, sentence)| sentence.split(' ').count() > 4));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), super::list().len());
    }
}
