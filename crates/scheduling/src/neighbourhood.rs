//! Large neighbourhoods: everything around a pair is freed and arranged anew, exactly, while all others stay where they are
//! (large neighbourhood search: Shaw, "Using constraint programming and local search methods to solve vehicle routing
//! problems", 1998).

use std::collections::BTreeSet;

use crate::cuts::Local;
use crate::exact::{self, Exact, Known, Slots};
use crate::lp::Work;
use crate::options::Phase;
use crate::relax::{Aim, Need};
use crate::repair::{restore, snapshot};
use crate::solve::Search;

/// Sizes of neighbourhoods, in pairs times slots.
const SIZES: [usize; 3] = [700, 2_200, 6_000];
/// Neighbourhoods that are tried, and nodes of the mixed programme of each.
const TRIES: usize = 60;
const NODES: usize = 40;
/// Neighbourhoods of one size that may bring nothing one after another.
const FAILURES: usize = 8;
/// Steps of the simplex method in each, and for each pair in a slot.
const ITERATIONS: (usize, usize) = (2_000, 6);

/// Who may come in beside those who are placed.
#[derive(Clone, Copy)]
pub(crate) enum Candidates<'c> {
    /// Only these, by pair.
    Chosen(&'c [bool]),
    /// Everybody whom the prices do not rule out.
    Any,
}

impl Search<'_> {
    /// Frees neighbourhood after neighbourhood around what is left out, until the bounds are reached or nothing comes of it.
    pub(crate) fn rearrange(&mut self, local: &Local<'_>, chosen: &[bool], candidates: Candidates<'_>) {
        if !cfg!(feature = "highs") {
            // Without counted work one mixed programme could take for ever.
            return;
        }
        let mut tries = self.options.budget(TRIES);
        for size in SIZES {
            let mut done: BTreeSet<usize> = BTreeSet::new();
            while done.len() < FAILURES {
                let left = |&pair: &usize| {
                    chosen[pair] && self.board.slot_of(pair).is_none() && !done.contains(&pair)
                };
                let Some(seed) =
                    self.model.eligible().filter(left).max_by_key(|&pair| self.model.value(pair))
                else {
                    break;
                };
                self.settle();
                if self.bounds.reached(&self.board) || tries == 0 || self.stop.should_stop() {
                    return;
                }
                tries -= 1;
                done.insert(seed);
                if self.free_around(local, seed, size, candidates) {
                    done.clear();
                    self.report(Phase::Repair);
                }
            }
        }
    }

    /// Frees the neighbourhood of one pair; tells whether the board is better for it.
    fn free_around(
        &mut self,
        local: &Local<'_>,
        seed: usize,
        size: usize,
        candidates: Candidates<'_>,
    ) -> bool {
        let model = self.model;
        let prices = self.bounds.prices.as_ref();
        let mut known = exact::known(model, prices, self.board.value());
        let may = |pair: usize, known: &[Known]| match candidates {
            Candidates::Chosen(chosen) => chosen[pair],
            Candidates::Any => known[pair] != Known::Out,
        };
        let share: Vec<f64> = (0..model.allowed.len())
            .map(|pair| f64::from(u8::from(self.board.slot_of(pair).is_some() || pair == seed)))
            .collect();
        let order = local.nearest(&share, seed);
        let (around, _) = local.neighbourhood(&share, &order, size);
        let around: BTreeSet<usize> = around.into_iter().collect();
        let people: BTreeSet<usize> = around.iter().flat_map(|&pair| model.ends(pair)).collect();
        for pair in 0..model.allowed.len() {
            let inside = model.ends(pair).iter().all(|end| people.contains(end));
            known[pair] = match self.board.slot_of(pair) {
                Some(_) if around.contains(&pair) => Known::Open,
                Some(slot) => Known::At(slot),
                None if inside && !model.allowed[pair].is_empty() && may(pair, &known) => Known::Open,
                None => Known::Out,
            };
        }
        let score = self.board.score();
        let (musts, shortfall) = (score.musts, self.board.shortfall());
        let aim =
            [Aim::Musts, Aim::Floors].into_iter().find(|&aim| !self.bounds.reached_at(aim, &self.board));
        let (aim, needs) = match aim {
            Some(Aim::Musts) => (Aim::Musts, (Need::Free, Need::Free)),
            Some(_) => (Aim::Floors, (Need::Reach(musts), Need::Free)),
            None => (Aim::Value, (Need::Reach(musts), Need::Reach(shortfall))),
        };
        let work = Work {
            stop: self.stop,
            nodes: self.options.budget(NODES).max(1),
            iterations: self.options.budget(ITERATIONS.0 + ITERATIONS.1 * size).max(1),
        };
        let rows = self.chooser.rows();
        let Exact::Solved { slots, .. } =
            exact::solve_with(model, rows, (aim, needs), &known, Slots::Whole, work)
        else {
            return false;
        };
        let old = snapshot(&self.board);
        restore(&mut self.board, &[]);
        self.adopt(&slots);
        if self.board.score() > score {
            return true;
        }
        restore(&mut self.board, &old);
        false
    }
}
