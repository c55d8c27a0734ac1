//! Gives each case one of its candidates: the largest number of cases for one candidate as small as it can be, then the most value.
//!
//! The first is an optimal semi-matching: cases are moved along alternating paths from whoever has the most to whoever has two
//! fewer (Harvey, Ladner, Lovász, Tamir, "Semi-matchings for bipartite graphs and load balancing", 2006). The second is a
//! transport problem, whose linear programme has whole vertices.

use std::collections::VecDeque;

use crate::lp::{Lp, Outcome, Sense, Work};
use crate::options::Stop;

/// Candidates of all cases together up to which the transport problem is solved exactly.
const EXACT: usize = if cfg!(feature = "highs") { 40_000 } else { 4_000 };
/// Sweeps of single moves where it is not.
const SWEEPS: usize = 20;

/// By case the candidate chosen, none where there is none; and whether no other choice as well spread has more value.
pub(super) fn assign(
    cases: &[Vec<(usize, i64)>],
    parties: usize,
    stop: &dyn Stop,
) -> (Vec<Option<usize>>, bool) {
    let mut spread = Spread::new(cases, parties);
    spread.level();
    let most = spread.load.iter().copied().max().unwrap_or(0);
    if cases.iter().map(Vec::len).sum::<usize>() <= EXACT
        && let Some(best) = by_value(cases, parties, most, stop)
    {
        return (best, true);
    }
    spread.better(most);
    (spread.of, cases.iter().all(|case| case.len() < 2))
}

struct Spread<'c> {
    cases: &'c [Vec<(usize, i64)>],
    of: Vec<Option<usize>>,
    load: Vec<usize>,
    /// By candidate: the cases it has.
    has: Vec<Vec<usize>>,
}

impl<'c> Spread<'c> {
    /// Each case to whoever has the fewest, cases with few candidates first.
    fn new(cases: &'c [Vec<(usize, i64)>], parties: usize) -> Self {
        let mut spread = Self {
            cases,
            of: vec![None; cases.len()],
            load: vec![0; parties],
            has: vec![Vec::new(); parties],
        };
        let mut order: Vec<usize> = (0..cases.len()).collect();
        order.sort_by_key(|&case| (cases[case].len(), case));
        for case in order {
            let least = cases[case].iter().min_by_key(|&&(who, value)| (spread.load[who], -value, who));
            if let Some(&(who, _)) = least {
                spread.give(case, who);
            }
        }
        spread
    }

    fn give(&mut self, case: usize, who: usize) {
        if let Some(before) = self.of[case].replace(who) {
            self.load[before] -= 1;
            self.has[before].retain(|&other| other != case);
        }
        self.load[who] += 1;
        self.has[who].push(case);
    }

    /// Moves cases along paths from the most burdened until no path leads to anyone with two fewer.
    fn level(&mut self) {
        loop {
            let most = self.load.iter().copied().max().unwrap_or(0);
            if most < 2 {
                return;
            }
            let heavy: Vec<usize> = (0..self.load.len()).filter(|&who| self.load[who] == most).collect();
            // Whoever cannot be relieved proves that the most cannot be less.
            for who in heavy {
                if !self.relieve(who, most - 2) {
                    return;
                }
            }
        }
    }

    /// Finds whoever has at most `light` cases along alternating paths, and moves one case a step along each.
    fn relieve(&mut self, from: usize, light: usize) -> bool {
        let mut back: Vec<Option<(usize, usize)>> = vec![None; self.load.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(who) = queue.pop_front() {
            for &case in &self.has[who] {
                for &(other, _) in &self.cases[case] {
                    if other == from || back[other].is_some() {
                        continue;
                    }
                    back[other] = Some((who, case));
                    if self.load[other] <= light {
                        let mut at = other;
                        while let Some((before, case)) = back[at] {
                            self.give(case, at);
                            at = before;
                        }
                        return true;
                    }
                    queue.push_back(other);
                }
            }
        }
        false
    }

    /// Moves single cases to dearer candidates, and exchanges two, as long as nobody gets more than the most.
    fn better(&mut self, most: usize) {
        for _ in 0..SWEEPS {
            let mut moved = false;
            for case in 0..self.cases.len() {
                let Some(now) = self.of[case] else { continue };
                let value = |case: usize, who: usize| {
                    self.cases[case].iter().find(|&&(other, _)| other == who).map(|&(_, value)| value)
                };
                let here = value(case, now).unwrap_or(0);
                let mut best: Option<(i64, usize, Option<usize>)> = None;
                for &(who, there) in self.cases[case].iter().filter(|&&(who, _)| who != now) {
                    let mut offer = |gain: i64, other: Option<usize>| {
                        if gain > 0 && best.is_none_or(|(known, ..)| gain > known) {
                            best = Some((gain, who, other));
                        }
                    };
                    if self.load[who] < most {
                        offer(there - here, None);
                    }
                    for &other in &self.has[who] {
                        if let (Some(loses), Some(gets)) = (value(other, who), value(other, now)) {
                            offer(there - here + gets - loses, Some(other));
                        }
                    }
                }
                if let Some((_, who, other)) = best {
                    self.give(case, who);
                    if let Some(other) = other {
                        self.give(other, now);
                    }
                    moved = true;
                }
            }
            if !moved {
                return;
            }
        }
    }
}

/// The most value when everybody that can be covered is, and nobody has more than `most`.
fn by_value(
    cases: &[Vec<(usize, i64)>],
    parties: usize,
    most: usize,
    stop: &dyn Stop,
) -> Option<Vec<Option<usize>>> {
    let mut lp = Lp::default();
    let mut of: Vec<Vec<(usize, i64)>> = vec![Vec::new(); parties];
    let mut columns: Vec<Vec<usize>> = Vec::with_capacity(cases.len());
    for case in cases {
        let list: Vec<usize> = case
            .iter()
            .map(|&(who, value)| {
                let x = lp.variable(value, (0, 1), false);
                of[who].push((x, 1));
                x
            })
            .collect();
        if !list.is_empty() {
            let once: Vec<(usize, i64)> = list.iter().map(|&x| (x, 1)).collect();
            lp.row(once.clone(), Sense::AtMost, 1);
            lp.row(once, Sense::AtLeast, 1);
        }
        columns.push(list);
    }
    if columns.iter().all(Vec::is_empty) {
        return Some(vec![None; cases.len()]);
    }
    for terms in of.into_iter().filter(|terms| terms.len() > most) {
        lp.row(terms, Sense::AtMost, i64::try_from(most).unwrap_or(i64::MAX));
    }
    let Outcome::Solved(answer) = lp.solve(Work { seconds: stop.seconds_left(), nodes: 1 }) else {
        return None;
    };
    let whole = answer.integral()?;
    answer.bound?;
    let chosen = columns.iter().zip(cases).map(|(list, case)| {
        let at = list.iter().position(|&x| whole[x] == 1);
        at.map(|at| case[at].0)
    });
    Some(chosen.collect())
}

#[cfg(test)]
mod tests {
    use super::assign;
    use crate::options::Never;

    /// All choices that cover what can be covered: least most, then most value.
    fn brute(cases: &[Vec<(usize, i64)>], parties: usize) -> (usize, i64) {
        fn go(cases: &[Vec<(usize, i64)>], load: &mut Vec<usize>, value: i64, best: &mut (usize, i64)) {
            let Some((first, rest)) = cases.split_first() else {
                let most = load.iter().copied().max().unwrap_or(0);
                if most < best.0 || (most == best.0 && value > best.1) {
                    *best = (most, value);
                }
                return;
            };
            if first.is_empty() {
                go(rest, load, value, best);
            }
            for &(who, worth) in first {
                load[who] += 1;
                go(rest, load, value + worth, best);
                load[who] -= 1;
            }
        }
        let mut best = (usize::MAX, i64::MIN);
        go(cases, &mut vec![0; parties], 0, &mut best);
        best
    }

    #[test]
    fn the_spread_and_its_value_are_those_of_brute_force() {
        let mut rng = crate::rng::Rng::new(5);
        for round in 0..60 {
            let parties = 2 + rng.below(4);
            let mut cases: Vec<Vec<(usize, i64)>> = vec![Vec::new(); 1 + rng.below(7)];
            for case in &mut cases {
                for who in 0..parties {
                    if rng.below(3) == 0 {
                        case.push((who, 1 + i64::try_from(rng.below(50)).unwrap()));
                    }
                }
            }
            let (assigned, exact) = assign(&cases, parties, &Never);
            let (mut load, mut value) = (vec![0; parties], 0);
            for (case, who) in cases.iter().zip(&assigned) {
                assert_eq!(who.is_none(), case.is_empty());
                if let Some(who) = who {
                    load[*who] += 1;
                    value += case.iter().find(|(other, _)| other == who).unwrap().1;
                }
            }
            let got = (load.into_iter().max().unwrap_or(0), value);
            let best = brute(&cases, parties);
            assert!(exact && got == best, "round {round}: {got:?}, {best:?}");
        }
    }
}
