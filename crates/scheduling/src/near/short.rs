//! Inserts meetings so that few others move.

use crate::board::Board;
use crate::place::Placer;

/// Seats an unplaced pair where that moves fewest meetings away from where they were; false when no way was found.
pub(super) fn insert(board: &mut Board<'_>, placer: &mut Placer, pair: usize, was: &[Option<usize>]) -> bool {
    let model = board.model;
    if !board.may_add(pair) {
        return false;
    }
    let before = |slot: usize| was[pair] == Some(slot);
    let direct = model.allowed[pair].iter().filter(|&slot| board.fits(pair, slot));
    if let Some(slot) =
        direct.max_by_key(|&slot| (before(slot), -model.outside(pair, slot), std::cmp::Reverse(slot)))
    {
        board.put(pair, slot);
        board.commit();
        return true;
    }
    let mark = board.mark();
    let mut best: Option<(usize, usize, usize)> = None;
    for to in model.allowed[pair].iter() {
        for other in (0..model.slots).filter(|&other| other != to) {
            if placer.chain(board, pair, to, other) && board.holds_since(mark) {
                let moved = away(board, mark, was);
                if best.is_none_or(|(least, ..)| moved < least) {
                    best = Some((moved, to, other));
                }
            }
            board.rollback(mark);
        }
    }
    let seated = match best {
        Some((_, to, other)) => placer.chain(board, pair, to, other),
        None => placer.insert(board, pair),
    };
    if !seated {
        board.rollback(mark);
    }
    board.commit();
    seated
}

/// Meetings touched since a mark that are now in another slot than they were.
fn away(board: &Board<'_>, mark: usize, was: &[Option<usize>]) -> usize {
    let mut touched: Vec<usize> = board.touched(mark).collect();
    touched.sort_unstable();
    touched.dedup();
    let moved = |&&pair: &&usize| was[pair].is_some_and(|slot| board.slot_of(pair) != Some(slot));
    touched.iter().filter(moved).count()
}

/// Moves meetings back to where they were, where there is room.
pub(super) fn back(board: &mut Board<'_>, was: &[Option<usize>]) {
    let mut again = true;
    while again {
        again = false;
        let moved: Vec<(usize, usize)> = board
            .placed()
            .filter_map(|(pair, slot)| was[pair].filter(|&old| old != slot).map(|old| (pair, old)))
            .collect();
        for (pair, old) in moved {
            let mark = board.mark();
            board.take(pair);
            if board.fits(pair, old) {
                board.put(pair, old);
                if board.holds_since(mark) {
                    again = true;
                    board.commit();
                    continue;
                }
            }
            board.rollback(mark);
        }
    }
}
