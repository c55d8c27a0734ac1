//! Places pairs into slots: edge colouring by alternating (Kempe) chains.
//!
//! A chain exchanges two slots along a path of meetings: everybody inside the path uses both, so only its two ends change the
//! slots they use. With full availability and as many tables in each slot every choice of a bipartite problem can be placed so
//! (König 1916; several seats and equal use of slots: de Werra, "Equitable colorations of graphs", 1971).

use crate::board::Board;
use crate::model::Model;

/// Longest chain that is followed; longer ones are cheaper to avoid than to undo.
const LONGEST: usize = 4_000;

/// Runs chains over a board; keeps its marks between runs.
pub(crate) struct Placer {
    stamp: u32,
    moved: Vec<u32>,
    stack: Vec<(usize, usize)>,
    /// Meetings moved so far, successfully or not: the measure of work.
    pub(crate) steps: usize,
    /// Meetings it may move for one pair before it gives up.
    pub(crate) patience: usize,
}

/// Meetings moved for one pair when there is no hurry.
pub(crate) const PATIENT: usize = 60_000;

impl Placer {
    pub(crate) fn new(model: &Model<'_>) -> Self {
        Self { stamp: 0, moved: vec![0; model.allowed.len()], stack: Vec::new(), steps: 0, patience: PATIENT }
    }

    /// Puts pairs on the board, the hardest first; returns those that found no place.
    pub(crate) fn place(&mut self, board: &mut Board<'_>, pairs: &[usize]) -> Vec<usize> {
        let model = board.model;
        let mut order = pairs.to_vec();
        let degree = |pair: usize| model.ends(pair).map(|end| model.pairs_of[end].len());
        order.sort_by_key(|&pair| {
            let fixed = model.is_locked(pair) && model.allowed[pair].len() == 1;
            let [a, b] = degree(pair);
            let ordered = !model.before[pair].is_empty() || !model.after[pair].is_empty();
            (
                !fixed,
                !model.is_locked(pair),
                !ordered,
                model.allowed[pair].len(),
                std::cmp::Reverse(a.max(b)),
                std::cmp::Reverse(model.value(pair)),
                pair,
            )
        });
        order.retain(|&pair| {
            let placed = self.insert(board, pair);
            board.commit();
            !placed
        });
        order
    }

    /// Puts an unplaced pair on the board, moving others where that helps; leaves the board as it was when it cannot.
    pub(crate) fn insert(&mut self, board: &mut Board<'_>, pair: usize) -> bool {
        if let Some(slot) = emptiest(board, pair) {
            board.put(pair, slot);
            return true;
        }
        let model = board.model;
        let [a, b] = model.ends(pair);
        let mark = board.mark();
        let end = self.steps.saturating_add(self.patience);
        // Both are free, the tables are taken: make room at a table.
        for slot in model.allowed[pair].iter() {
            if self.steps > end {
                return false;
            }
            if board.has_seat(a, slot) && board.has_seat(b, slot) && board.suits(pair, slot) {
                board.put(pair, slot);
                if self.balance(board, slot) && board.holds_since(mark) {
                    return true;
                }
                board.rollback(mark);
            }
        }
        for (free, full) in [(a, b), (b, a)] {
            for slot in model.allowed[pair].iter() {
                if !board.has_seat(free, slot) {
                    continue;
                }
                for other in (0..model.slots).filter(|&other| other != slot) {
                    if self.steps > end {
                        return false;
                    }
                    if !board.has_seat(full, other) {
                        continue;
                    }
                    if self.chain(board, pair, slot, other)
                        && self.balance(board, slot)
                        && self.balance(board, other)
                        && board.holds_since(mark)
                    {
                        return true;
                    }
                    board.rollback(mark);
                }
            }
        }
        false
    }

    /// Puts a pair into slot `to`, pushing whoever is in the way into `other`, those in their way into `to`, and so on.
    ///
    /// The pair sits nowhere or in `other`. Seats and own tables stay within bounds; tables, order and rest are for the caller
    /// to check. Returns false halfway when somebody cannot move: roll back.
    pub(crate) fn chain(&mut self, board: &mut Board<'_>, pair: usize, to: usize, other: usize) -> bool {
        self.stamp = self.stamp.wrapping_add(1);
        let model = board.model;
        self.stack.clear();
        self.moved[pair] = self.stamp;
        board.take(pair);
        self.stack.push((pair, to));
        let mut steps = 0;
        while let Some((next, slot)) = self.stack.pop() {
            steps += 1;
            self.steps += 1;
            if steps > LONGEST || !model.allowed[next].contains(slot) {
                return false;
            }
            let away = if slot == to { other } else { to };
            for end in model.ends(next) {
                if !board.has_seat(end, slot) {
                    let unmoved =
                        |&&x: &&usize| self.moved[x] != self.stamp && model.allowed[x].contains(away);
                    let Some(&out) = board.at(end, slot).iter().find(unmoved) else { return false };
                    self.push(board, out, away);
                }
            }
            if let Some(out) = board.holds_table(next, slot) {
                if self.moved[out] == self.stamp {
                    return false;
                }
                self.push(board, out, away);
            }
            board.put(next, slot);
        }
        true
    }

    fn push(&mut self, board: &mut Board<'_>, pair: usize, slot: usize) {
        self.moved[pair] = self.stamp;
        board.take(pair);
        self.stack.push((pair, slot));
    }

    /// Moves one meeting too many out of a slot by exchanging along a chain that ends with one fewer there.
    pub(crate) fn balance(&mut self, board: &mut Board<'_>, slot: usize) -> bool {
        let open = &board.model.open;
        let over = board.in_slot(slot).len().saturating_sub(open[slot]);
        if over == 0 {
            return true;
        }
        if over > 1 {
            return false;
        }
        let mark = board.mark();
        let mut roomy: Vec<usize> =
            (0..open.len()).filter(|&other| other != slot && board.has_table(other)).collect();
        roomy.sort_by_key(|&other| (std::cmp::Reverse(open[other] - board.in_slot(other).len()), other));
        let meetings = board.in_slot(slot).to_vec();
        for other in roomy {
            for &pair in meetings.iter().filter(|&&pair| board.model.allowed[pair].contains(other)) {
                if self.chain(board, pair, other, slot)
                    && board.in_slot(slot).len() <= open[slot]
                    && board.in_slot(other).len() <= open[other]
                    && board.holds_since(mark)
                {
                    return true;
                }
                board.rollback(mark);
            }
        }
        false
    }
}

/// The slot with most spare tables in which a pair fits as things stand; among equals one of a preferred half-day.
fn emptiest(board: &Board<'_>, pair: usize) -> Option<usize> {
    board.model.allowed[pair].iter().filter(|&slot| board.fits(pair, slot)).max_by_key(|&slot| {
        let spare = board.model.open[slot] - board.in_slot(slot).len();
        (spare, -board.model.outside(pair, slot), std::cmp::Reverse(slot))
    })
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{PairSpec, ParticipantSpec, Problem, ProblemSpec, Seats, SlotSpec, SlotTables};

    use super::Placer;
    use crate::board::Board;
    use crate::model::Model;

    /// Everybody of one side meets everybody of the other.
    fn complete(left: usize, right: usize, slots: usize, tables: u32, seats: u32) -> Problem {
        let side = |letter: &str, n: usize, seats: u32| -> Vec<ParticipantSpec> {
            (0..n)
                .map(|i| ParticipantSpec {
                    id: format!("{letter}{i}"),
                    seats: Seats::Every(seats),
                    ..Default::default()
                })
                .collect()
        };
        let pairs = (0..left).flat_map(|a| (0..right).map(move |b| (format!("l{a}"), format!("r{b}"))));
        Problem::new(ProblemSpec {
            slots: (0..slots)
                .map(|s| SlotSpec {
                    id: format!("s{s}"),
                    tables: SlotTables::Count(tables),
                    ..Default::default()
                })
                .collect(),
            participants: [side("l", left, seats), side("r", right, 1)].concat(),
            pairs: pairs.map(|(a, b)| PairSpec { a, b, value: 1, ..Default::default() }).collect(),
            ..Default::default()
        })
        .unwrap()
    }

    #[test]
    fn chains_colour_what_koenig_and_de_werra_promise() {
        // Slots are as many as the largest degree, tables just enough for all meetings.
        for (left, right, slots, tables, seats) in
            [(7, 7, 7, 7, 1), (5, 9, 9, 5, 1), (4, 12, 4, 12, 3), (6, 6, 9, 4, 1)]
        {
            let problem = complete(left, right, slots, tables, seats);
            let model = Model::new(&problem);
            let mut board = Board::new(&model);
            let pairs: Vec<usize> = model.eligible().collect();
            let left_over = Placer::new(&model).place(&mut board, &pairs);
            assert!(left_over.is_empty(), "{left} x {right}: {} left over", left_over.len());
            assert_eq!(board.score().value, i64::try_from(left * right).unwrap());
        }
    }

    #[test]
    fn what_cannot_be_placed_leaves_the_board_as_it_was() {
        let problem = complete(1, 3, 2, 3, 1);
        let model = Model::new(&problem);
        let (mut board, mut placer) = (Board::new(&model), Placer::new(&model));
        assert_eq!(placer.place(&mut board, &[0, 1, 2]).len(), 1);
        let before: Vec<(usize, usize)> = board.placed().collect();
        let last = (0..3).find(|&pair| board.slot_of(pair).is_none()).unwrap();
        assert!(!placer.insert(&mut board, last));
        assert_eq!(board.placed().collect::<Vec<_>>(), before);
    }
}
