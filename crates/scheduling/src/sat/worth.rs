//! What an agenda loses against the bound, in clauses: no more than so much.
//!
//! The value of an agenda is the bound of the pair programme less what the prices say of each departure: a pair with a positive
//! reduced cost that does not meet, one with a negative one that does, a place left unused in a row with a price. Losses are
//! added up by a generalised totalizer (Joshi, Martins, Manquinho, "Generalized totalizer encoding for pseudo-Boolean
//! constraints", CP 2015). Rounding down only lets more agendas in, so that what is refuted stays refuted.

use std::collections::BTreeMap;

use rustsat::types::Lit;

use super::solver::Solver;
use crate::exact::Known;

/// Most clauses that a sum of losses may take; beyond, losses are told in coarser units.
const CLAUSES: usize = 600_000;

/// Losses of departures from the choice that the bound belongs to, and how much they may be together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Losses {
    /// By pair: what is lost when it does not meet (positive), or meets (negative).
    pub(crate) pairs: Vec<i64>,
    /// Rows with a price.
    pub(crate) rows: Vec<Priced>,
    /// The most that may be lost.
    pub(crate) most: i64,
}

/// A row of pairs with a price for each that is missing from, or beyond, its limit.
#[derive(Debug, Clone)]
pub(crate) struct Priced {
    pub(crate) pairs: Vec<usize>,
    pub(crate) limit: usize,
    pub(crate) price: i64,
    /// Whether unused places cost, or such beyond what is needed.
    pub(crate) unused: bool,
}

impl Losses {
    /// Says that no more is lost than may be; `taken` are the literals of pairs that may meet or not.
    pub(super) fn say(&self, solver: &mut Solver<'_>, known: &[Known], taken: &[Option<Lit>]) {
        let mut most = self.most;
        let mut terms: Vec<(Lit, i64)> = Vec::new();
        for (pair, &loss) in self.pairs.iter().enumerate().filter(|(_, loss)| **loss != 0) {
            match (taken[pair], known[pair]) {
                (Some(taken), _) => terms.push((if loss > 0 { !taken } else { taken }, loss.abs())),
                (None, Known::In | Known::At(_)) if loss < 0 => most = most.saturating_add(loss),
                (None, Known::Out) if loss > 0 => most = most.saturating_sub(loss),
                (None, _) => {}
            }
        }
        for row in &self.rows {
            row.departures((known, taken), solver, (&mut terms, &mut most));
        }
        if most < 0 {
            // Not even the certain losses fit.
            solver.clause(&[]);
            return;
        }
        solver.at_most_in_sum(&terms, most);
    }
}

impl Priced {
    /// Adds a term for each departure that may or may not be, and takes those that are certain off what may be lost.
    fn departures(
        &self,
        (known, taken): (&[Known], &[Option<Lit>]),
        solver: &mut Solver<'_>,
        (terms, most): (&mut Vec<(Lit, i64)>, &mut i64),
    ) {
        let open: Vec<Lit> = self.pairs.iter().filter_map(|&pair| taken[pair]).collect();
        let certain = self.pairs.iter().filter(|&&pair| taken[pair].is_none() && known[pair] == Known::In);
        // How many departures there are when none of the literals counted holds; below nought they begin later.
        let (counted, limit, certain) = (open.len(), self.limit, certain.count());
        let begin = if self.unused {
            signed(limit) - signed(certain) - signed(counted)
        } else {
            signed(certain) - signed(limit)
        };
        let literals: Vec<Lit> = if self.unused { open.iter().map(|&lit| !lit).collect() } else { open };
        *most = most.saturating_sub(self.price.saturating_mul(begin.max(0)));
        if *most < 0 || literals.is_empty() {
            return;
        }
        let first = usize::try_from(-begin.min(0)).unwrap_or(usize::MAX);
        // One departure more than may be is all that needs a name.
        let names = usize::try_from(*most / self.price.max(1)).unwrap_or(usize::MAX).saturating_add(1);
        let outputs = solver.total(&literals, first.saturating_add(names).min(literals.len()));
        terms.extend(outputs.into_iter().skip(first).map(|output| (output, self.price)));
    }
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 4)
}

impl Solver<'_> {
    /// The weights of the literals that hold add up to at most `most`, or somewhat more where that would take too many clauses.
    pub(super) fn at_most_in_sum(&mut self, terms: &[(Lit, i64)], most: i64) {
        let mut unit = 1;
        loop {
            let scaled: Vec<(Lit, i64)> = terms
                .iter()
                .map(|&(literal, weight)| (literal, weight / unit))
                .filter(|&(_, weight)| weight > 0)
                .collect();
            let limit = most / unit;
            if limit == 0 || clauses(&scaled, limit) <= CLAUSES {
                let sums = self.sums(&scaled, limit);
                for (_, &over) in sums.range(limit.saturating_add(1)..) {
                    self.clause(&[!over]);
                }
                return;
            }
            unit *= 2;
        }
    }

    /// By sum: a literal that follows when the weights of those that hold add up to it; all sums over `limit` are one.
    fn sums(&mut self, terms: &[(Lit, i64)], limit: i64) -> BTreeMap<i64, Lit> {
        match *terms {
            [] => return BTreeMap::new(),
            [(literal, weight)] => return BTreeMap::from([(weight.min(limit + 1), literal)]),
            _ => {}
        }
        let (left, right) = terms.split_at(terms.len() / 2);
        let (left, right) = (self.sums(left, limit), self.sums(right, limit));
        let mut all: BTreeMap<i64, Lit> = BTreeMap::new();
        let (none, lefts) = ([(0, None)], left.iter().map(|(&sum, &lit)| (sum, Some(lit))));
        for (one, a) in none.into_iter().chain(lefts) {
            for (two, b) in [(0, None)].into_iter().chain(right.iter().map(|(&sum, &lit)| (sum, Some(lit)))) {
                let sum = (one + two).min(limit + 1);
                if sum == 0 {
                    continue;
                }
                let output = *all.entry(sum).or_insert_with(|| self.literal());
                let mut clause = vec![output];
                clause.extend(a.into_iter().chain(b).map(|lit| !lit));
                self.clause(&clause);
            }
        }
        all
    }
}

/// How many clauses the sums would take, as far as that matters.
fn clauses(terms: &[(Lit, i64)], limit: i64) -> usize {
    fn count(terms: &[(Lit, i64)], limit: i64, clauses: &mut usize) -> std::collections::BTreeSet<i64> {
        match *terms {
            [] => return std::collections::BTreeSet::new(),
            [(_, weight)] => return std::collections::BTreeSet::from([weight.min(limit + 1)]),
            _ => {}
        }
        let (left, right) = terms.split_at(terms.len() / 2);
        let (left, right) = (count(left, limit, clauses), count(right, limit, clauses));
        *clauses = clauses.saturating_add((left.len() + 1) * (right.len() + 1));
        if *clauses > CLAUSES {
            return std::collections::BTreeSet::new();
        }
        let rights = || std::iter::once(0).chain(right.iter().copied());
        let sums = std::iter::once(0).chain(left.iter().copied());
        let sums = sums.flat_map(|one| rights().map(move |two| (one + two).min(limit + 1)));
        sums.filter(|&sum| sum > 0).collect()
    }
    let mut total = 0;
    count(terms, limit, &mut total);
    total
}

#[cfg(test)]
mod tests {
    use rustsat::types::Lit;

    use super::{Losses, Priced};
    use crate::exact::Known;
    use crate::options::Never;
    use crate::sat::solver::{Answer, Solver};

    fn allowed(n: usize, build: impl Fn(&mut Solver<'_>, &[Lit])) -> Vec<bool> {
        let one = |bits: usize| {
            let mut solver = Solver::new(&Never);
            let inputs: Vec<Lit> = (0..n).map(|_| solver.literal()).collect();
            build(&mut solver, &inputs);
            let set: Vec<Lit> =
                (0..n).map(|i| if bits >> i & 1 == 1 { inputs[i] } else { !inputs[i] }).collect();
            solver.solve(&set, 10_000) == Answer::Yes
        };
        (0..1usize << n).map(one).collect()
    }

    #[test]
    fn sums_allow_exactly_what_they_say() {
        let weights = [3, 5, 1, 9, 4, 4];
        for most in [0, 1, 4, 8, 12, 25, 26] {
            let said = allowed(6, |solver, inputs| {
                let terms: Vec<(Lit, i64)> = inputs.iter().copied().zip(weights).collect();
                solver.at_most_in_sum(&terms, most);
            });
            for (bits, &said) in said.iter().enumerate() {
                let sum: i64 = (0..6).filter(|i| bits >> i & 1 == 1).map(|i| weights[i]).sum();
                assert_eq!(said, sum <= most, "{bits:b} of at most {most}");
            }
        }
    }

    #[test]
    fn departures_from_pairs_and_rows_are_added_up() {
        // Pairs 0 to 3 are open, 4 meets, 5 does not.
        let known = [Known::Open, Known::Open, Known::Open, Known::Open, Known::In, Known::Out];
        let row =
            |pairs: &[usize], limit, price, unused| Priced { pairs: pairs.into(), limit, price, unused };
        for most in [0, 2, 5, 9, 14, 20] {
            let losses = Losses {
                pairs: vec![2, -3, 0, 1, -1, 1],
                rows: vec![row(&[0, 1, 2, 4], 3, 4, true), row(&[1, 2, 3, 4], 2, 2, false)],
                most,
            };
            let said = allowed(4, |solver, inputs| {
                let taken: Vec<Option<Lit>> = inputs.iter().copied().map(Some).chain([None, None]).collect();
                losses.say(solver, &known, &taken);
            });
            for (bits, &said) in said.iter().enumerate() {
                let on = |pair: usize| i64::from(pair == 4 || (pair < 4 && bits >> pair & 1 == 1));
                let pairs = 2 * (1 - on(0)) + 3 * on(1) + (1 - on(3)) + 1 + 1;
                let unused = (3 - on(0) - on(1) - on(2) - on(4)).max(0) * 4;
                let beyond = (on(1) + on(2) + on(3) + on(4) - 2).max(0) * 2;
                assert_eq!(said, pairs + unused + beyond <= most, "{bits:b} of at most {most}");
            }
        }
    }
}
