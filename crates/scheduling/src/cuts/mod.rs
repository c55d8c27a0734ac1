//! Cuts: what slots demand of a choice of pairs, said without slots.
//!
//! Every rule about one slot is a row: of some pairs in some slots at most so many. Any sum of such rows with multipliers of
//! at least zero bounds the choice: a pair costs at least what it costs in its cheapest slot, and all together cost at most
//! what the rows allow (the feasibility cuts of Benders, "Partitioning procedures for solving mixed-variables programming
//! problems", 1962). The multipliers are found by flows and small linear programmes in floating point; the cut is made of
//! them in integers, for all pairs, so that it holds whatever they are.

mod flows;
mod local;
mod odd;

use std::collections::BTreeMap;

use crate::model::Model;
use crate::options::Stop;

pub(crate) use local::Local;

/// Of these pairs, each counted so often, at most so many can be placed, whatever the slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) terms: Vec<(usize, i64)>,
    pub(crate) most: i64,
}

impl Cut {
    /// By how much a choice breaks it, in multiples of its largest factor.
    pub(crate) fn violation(&self, share: &[f64]) -> f64 {
        let sum: f64 = self.terms.iter().map(|&(pair, factor)| factor as f64 * share[pair]).sum();
        let largest = self.terms.iter().map(|&(_, factor)| factor).max().unwrap_or(1);
        (sum - self.most as f64) / largest as f64
    }
}

/// A cut counts when a choice breaks it by so much.
const BROKEN: f64 = 0.02;

/// Cuts that a choice (by pair: how much of it, 0 to 1) breaks, looked for around some pairs; none found proves nothing.
pub(crate) fn separate(
    model: &Model<'_>,
    share: &[f64],
    around: &[usize],
    (local, stop): (&mut Local<'_>, &dyn Stop),
) -> Vec<Cut> {
    let cuts = flows::separate(model, share);
    if cuts.is_empty() { local.separate(share, around, stop) } else { cuts }
}

/// Multipliers of the rows over pairs in slots.
#[derive(Clone)]
struct Multipliers<'m> {
    model: &'m Model<'m>,
    /// By participant times slots, plus slot.
    seat: Vec<i64>,
    /// By slot.
    table: Vec<i64>,
    /// By own table times slots, plus slot.
    own: Vec<i64>,
    /// By pair and slot: from orders.
    order: BTreeMap<(usize, usize), i64>,
    /// Odd sets: members, slot, multiplier.
    odd: Vec<(Vec<bool>, usize, i64)>,
    /// What the rows allow together.
    most: i64,
}

impl<'m> Multipliers<'m> {
    fn new(model: &'m Model<'m>) -> Self {
        Self {
            model,
            seat: vec![0; model.seats.len()],
            table: vec![0; model.slots],
            own: vec![0; model.own_tables.len() * model.slots],
            order: BTreeMap::new(),
            odd: Vec::new(),
            most: 0,
        }
    }

    fn add_seat(&mut self, participant: usize, slot: usize, by: i64) {
        let cell = participant * self.model.slots + slot;
        self.seat[cell] += by;
        self.most += by * whole(self.model.seats[cell]);
    }

    fn add_table(&mut self, slot: usize, by: i64) {
        self.table[slot] += by;
        self.most += by * whole(self.model.open[slot]);
    }

    /// The cut they make.
    fn cut(&self) -> Cut {
        let model = self.model;
        let slots = model.slots;
        let touched: Vec<bool> =
            self.seat.chunks(slots.max(1)).map(|seats| seats.iter().any(|&y| y != 0)).collect();
        let everybody = self.table.iter().any(|&y| y != 0) || !self.odd.is_empty() || !self.order.is_empty();
        let mut terms = Vec::new();
        for pair in model.eligible() {
            let [a, b] = model.ends(pair);
            if !everybody && !touched[a] && !touched[b] && model.needs_table[pair].is_none() {
                continue;
            }
            let cost = |slot: usize| {
                let own = model.needs_table[pair].map_or(0, |table| self.own[table * slots + slot]);
                let order = if self.order.is_empty() { None } else { self.order.get(&(pair, slot)) };
                let odd = self.odd.iter().filter(|(set, at, _)| *at == slot && set[a] && set[b]);
                self.seat[a * slots + slot]
                    + self.seat[b * slots + slot]
                    + self.table[slot]
                    + own
                    + order.copied().unwrap_or(0)
                    + odd.map(|(_, _, y)| y).sum::<i64>()
            };
            match model.allowed[pair].iter().map(cost).min() {
                Some(cost) if cost > 0 => terms.push((pair, cost)),
                _ => {}
            }
        }
        // Choices are whole: what the factors have in common can be divided out, and the rest rounded down.
        let common = terms.iter().fold(0, |common, &(_, factor)| gcd(common, factor)).max(1);
        for (_, factor) in &mut terms {
            *factor /= common;
        }
        Cut { terms, most: self.most.div_euclid(common) }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    use super::{Cut, Local, separate};
    use crate::model::Model;
    use crate::options::Never;

    /// Pairs between named people; each is away in the slots after its name.
    fn problem(slots: usize, tables: u32, people: &[(&str, &[usize])], pairs: &[(&str, &str)]) -> Problem {
        Problem::new(ProblemSpec {
            slots: (0..slots)
                .map(|s| SlotSpec {
                    id: format!("s{s}"),
                    tables: SlotTables::Count(tables),
                    ..Default::default()
                })
                .collect(),
            participants: people
                .iter()
                .map(|(id, away)| ParticipantSpec {
                    id: (*id).into(),
                    unavailable: away.iter().map(|s| format!("s{s}")).collect(),
                    ..Default::default()
                })
                .collect(),
            pairs: pairs
                .iter()
                .map(|(a, b)| PairSpec { a: (*a).into(), b: (*b).into(), value: 1, ..Default::default() })
                .collect(),
            ..Default::default()
        })
        .unwrap()
    }

    fn cuts(problem: &Problem, share: &[f64]) -> Vec<Cut> {
        let model = Model::new(problem);
        let around: Vec<usize> = model.eligible().collect();
        separate(&model, share, &around, (&mut Local::new(&model), &Never))
    }

    #[test]
    fn two_partners_with_one_slot_in_common_are_cut_off() {
        // x and y are there in the first slot alone, z always.
        let problem = problem(
            3,
            9,
            &[("a", &[]), ("x", &[1, 2]), ("y", &[1, 2]), ("z", &[])],
            &[("a", "x"), ("a", "y"), ("a", "z")],
        );
        assert_eq!(cuts(&problem, &[1.0; 3]), [Cut { terms: vec![(0, 1), (1, 1)], most: 1 }]);
        assert_eq!(cuts(&problem, &[1.0, 0.0, 1.0]), []);
    }

    #[test]
    fn full_tables_are_cut_off() {
        // Three couples, two tables, and nobody is there in the second slot but one couple.
        let people: &[(&str, &[usize])] =
            &[("a", &[1]), ("b", &[1]), ("c", &[]), ("x", &[]), ("y", &[]), ("z", &[])];
        let pairs = &[("a", "x"), ("b", "y"), ("c", "z"), ("a", "y")];
        let problem = problem(2, 1, people, pairs);
        let found = cuts(&problem, &[1.0, 1.0, 1.0, 0.0]);
        assert!(found.contains(&Cut { terms: vec![(0, 1), (1, 1), (3, 1)], most: 1 }), "{found:?}");
    }

    #[cfg(feature = "highs")]
    #[test]
    fn a_triangle_in_one_slot_holds_one_meeting() {
        let people: &[(&str, &[usize])] = &[("a", &[]), ("b", &[]), ("c", &[])];
        let problem = problem(1, 9, people, &[("a", "b"), ("b", "c"), ("a", "c")]);
        assert_eq!(cuts(&problem, &[0.5; 3]), [Cut { terms: vec![(0, 1), (1, 1), (2, 1)], most: 1 }]);
    }

    #[cfg(feature = "highs")]
    #[test]
    fn a_clash_of_both_sides_is_cut_off() {
        // Each has as many slots as meetings, and each looked at alone can have them; together they cannot.
        let people: &[(&str, &[usize])] = &[("a", &[2]), ("b", &[2]), ("x", &[1]), ("y", &[1]), ("z", &[0])];
        let pairs = &[("a", "x"), ("b", "x"), ("a", "y"), ("b", "y"), ("a", "z")];
        let problem = problem(3, 9, people, pairs);
        let found = cuts(&problem, &[1.0, 1.0, 1.0, 1.0, 0.0]);
        assert!(!found.is_empty() && found.iter().all(|cut| cut.violation(&[1.0, 1.0, 1.0, 1.0, 0.0]) > 0.5));
    }
}
