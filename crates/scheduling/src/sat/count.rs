//! Counting in clauses: at most one, totalizers, running counts.

use rustsat::types::Lit;

use super::solver::Solver;

/// Up to so many literals "at most one" is said pair by pair.
const PAIRWISE: usize = 8;

impl Solver<'_> {
    /// At most one of the literals holds; long lists are cut into pieces tied by new variables.
    pub(super) fn at_most_one(&mut self, literals: &[Lit]) {
        let mut rest = literals.to_vec();
        while rest.len() > PAIRWISE {
            let later = self.literal();
            let mut piece: Vec<Lit> = rest.drain(..PAIRWISE - 2).collect();
            piece.push(later);
            self.pairwise(&piece);
            rest.insert(0, !later);
        }
        self.pairwise(&rest);
    }

    fn pairwise(&mut self, literals: &[Lit]) {
        for (i, &one) in literals.iter().enumerate() {
            for &other in &literals[i + 1..] {
                self.clause(&[!one, !other]);
            }
        }
    }

    /// Outputs of a totalizer (Bailleux and Boufkhad 2003): output `j` follows when more than `j` of the literals hold; no more
    /// than `limit` outputs.
    pub(super) fn total(&mut self, literals: &[Lit], limit: usize) -> Vec<Lit> {
        if literals.len() < 2 || limit == 0 {
            return literals.iter().copied().take(limit).collect();
        }
        let (left, right) = literals.split_at(literals.len() / 2);
        let (left, right) = (self.total(left, limit), self.total(right, limit));
        let outputs: Vec<Lit> = (0..limit.min(left.len() + right.len())).map(|_| self.literal()).collect();
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                let sum = (i + j).min(outputs.len());
                if sum == 0 {
                    continue;
                }
                let mut clause = vec![outputs[sum - 1]];
                clause.extend(i.checked_sub(1).map(|i| !left[i]));
                clause.extend(j.checked_sub(1).map(|j| !right[j]));
                // Said already by the next smaller sum when the outputs are cut off.
                if i + j <= outputs.len() {
                    self.clause(&clause);
                }
            }
        }
        // More than `j + 1` is more than `j`.
        for pair in outputs.windows(2) {
            self.clause(&[!pair[1], pair[0]]);
        }
        outputs
    }

    /// At most `most` of the literals hold.
    pub(super) fn at_most(&mut self, literals: &[Lit], most: usize) {
        match most {
            _ if literals.len() <= most => {}
            0 => literals.iter().for_each(|&literal| self.clause(&[!literal])),
            1 => self.at_most_one(literals),
            _ => {
                let outputs = self.total(literals, most + 1);
                self.clause(&[!outputs[most]]);
            }
        }
    }

    /// At least `least` of the literals hold.
    pub(super) fn at_least(&mut self, literals: &[Lit], least: usize) {
        if least == 0 {
            return;
        }
        if least == 1 || literals.len() < least {
            // Too few literals: the clause cannot hold, and says so, when it is empty of hope.
            if literals.len() < least {
                self.clause(&[]);
            } else {
                self.clause(literals);
            }
            return;
        }
        let negated: Vec<Lit> = literals.iter().map(|&literal| !literal).collect();
        self.at_most(&negated, literals.len() - least);
    }

    /// Running counts: `counts[t][j]` holds exactly when more than `j` of the first `t + 1` literals hold, for `j < limit`.
    pub(super) fn running(&mut self, literals: &[Lit], limit: usize) -> Vec<Vec<Lit>> {
        let mut counts: Vec<Vec<Lit>> = Vec::with_capacity(literals.len());
        for (t, &literal) in literals.iter().enumerate() {
            let now: Vec<Lit> = (0..limit.min(t + 1)).map(|_| self.literal()).collect();
            let empty = Vec::new();
            let before = counts.last().unwrap_or(&empty);
            for (j, &count) in now.iter().enumerate() {
                let had = before.get(j).copied();
                let had_less = j.checked_sub(1).map(|j| before[j]);
                // count = had, or had_less and the literal.
                if let Some(had) = had {
                    self.clause(&[!had, count]);
                }
                let mut up = vec![!literal, count];
                up.extend(had_less.map(|less| !less));
                self.clause(&up);
                let mut down = vec![!count, literal];
                down.extend(had);
                self.clause(&down);
                if let Some(less) = had_less {
                    let mut down = vec![!count, less];
                    down.extend(had);
                    self.clause(&down);
                }
            }
            counts.push(now);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use rustsat::types::Lit;

    use crate::options::Never;
    use crate::sat::solver::{Answer, Solver};

    /// Asks for each of the assignments of `n` variables whether the formula allows it.
    fn allowed(n: usize, build: impl Fn(&mut Solver<'_>, &[Lit])) -> Vec<bool> {
        (0..1usize << n)
            .map(|bits| {
                let mut solver = Solver::new(&Never);
                let inputs: Vec<Lit> = (0..n).map(|_| solver.literal()).collect();
                build(&mut solver, &inputs);
                let set: Vec<Lit> = inputs
                    .iter()
                    .enumerate()
                    .map(|(i, &l)| if bits >> i & 1 == 1 { l } else { !l })
                    .collect();
                solver.solve(&set, 10_000) == Answer::Yes
            })
            .collect()
    }

    #[test]
    fn counts_allow_exactly_what_they_say() {
        for n in [1, 3, 5] {
            for k in 0..=n {
                let most = allowed(n, |solver, inputs| solver.at_most(inputs, k));
                let least = allowed(n, |solver, inputs| solver.at_least(inputs, k));
                for bits in 0..1usize << n {
                    assert_eq!(most[bits], bits.count_ones() as usize <= k, "at most {k} of {n}: {bits:b}");
                    assert_eq!(least[bits], bits.count_ones() as usize >= k, "at least {k} of {n}: {bits:b}");
                }
            }
        }
        let one = allowed(11, |solver, inputs| {
            solver.at_most_one(inputs);
        });
        assert!((0..1usize << 11).all(|bits| one[bits] == (bits.count_ones() <= 1)));
    }

    #[test]
    fn running_counts_are_exact_both_ways() {
        for bits in 0..32usize {
            let mut solver = Solver::new(&Never);
            let inputs: Vec<Lit> = (0..5).map(|_| solver.literal()).collect();
            let counts = solver.running(&inputs, 3);
            let set: Vec<Lit> =
                inputs.iter().enumerate().map(|(i, &l)| if bits >> i & 1 == 1 { l } else { !l }).collect();
            assert_eq!(solver.solve(&set, 10_000), Answer::Yes);
            for (t, now) in counts.iter().enumerate() {
                let sum = (bits & ((2 << t) - 1)).count_ones() as usize;
                for (j, &count) in now.iter().enumerate() {
                    assert_eq!(solver.holds(count), sum > j, "{bits:b} at {t}: more than {j}");
                }
            }
        }
    }
}
