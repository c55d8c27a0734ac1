//! Finds places for what is left over by throwing others out and placing them again, with a memory that forbids going back.
//!
//! The search is that of partial colouring with tabu (Blöchliger and Zufferey, "A graph coloring heuristic using partial
//! solutions and a reactive tabu scheme", 2008), with weights: what must stay is thrown out last.

use crate::board::{Board, Score};
use crate::model::Model;
use crate::options::Stop;
use crate::place::Placer;
use crate::rng::Rng;

/// What a lock, a must and a floor weigh beside values of at most 10^9.
const LOCK: i64 = 1 << 48;
const MUST: i64 = 1 << 40;
const FLOOR: i64 = 1 << 34;

/// How much a search may work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    /// Pairs it may try to place.
    pub(crate) tries: usize,
    /// Meetings it may move on the way.
    pub(crate) steps: usize,
}

/// Puts the board's best arrangement back.
pub(crate) fn restore(board: &mut Board<'_>, slots: &[Option<usize>]) {
    let placed: Vec<usize> = board.placed().map(|(pair, _)| pair).collect();
    for pair in placed {
        board.take(pair);
    }
    for (pair, slot) in slots.iter().enumerate() {
        if let Some(slot) = *slot {
            board.put(pair, slot);
        }
    }
    board.commit();
}

/// The arrangement of a board, by pair.
pub(crate) fn snapshot(board: &Board<'_>) -> Vec<Option<usize>> {
    (0..board.model.allowed.len()).map(|pair| board.slot_of(pair)).collect()
}

/// Tries to place `left` beside what is placed; the board ends at the best arrangement met.
pub(crate) fn eject(
    board: &mut Board<'_>,
    placer: &mut Placer,
    left: Vec<usize>,
    (rng, budget): (&mut Rng, Budget),
    stop: &dyn Stop,
) {
    let model = board.model;
    let end = placer.steps.saturating_add(budget.steps);
    let mut waiting = left;
    let mut best: (Score, Vec<Option<usize>>) = (board.score(), snapshot(board));
    // By pair: until which step it may not be thrown out again.
    let mut held = vec![0usize; model.allowed.len()];
    for step in 1..=budget.tries {
        if waiting.is_empty() || placer.steps > end || (step % 64 == 0 && stop.should_stop()) {
            break;
        }
        let at = pick(board, &waiting, rng);
        let pair = waiting.swap_remove(at);
        let Some((slot, out)) = cheapest(board, pair, (&held, step), rng) else {
            held[pair] = step + 1;
            waiting.push(pair);
            continue;
        };
        let mark = board.mark();
        for &other in &out {
            board.take(other);
        }
        if !board.may_add(pair) || !board.fits(pair, slot) {
            board.rollback(mark);
            waiting.push(pair);
            continue;
        }
        board.put(pair, slot);
        held[pair] = step + 3 + rng.below(8) + waiting.len();
        for other in out {
            if !board.may_add(other) || !placer.insert(board, other) {
                waiting.push(other);
            }
        }
        if waiting.len() < 8 || step % 16 == 0 {
            waiting.retain(|&other| !(board.may_add(other) && placer.insert(board, other)));
        }
        board.commit();
        let score = board.score();
        if score > best.0 {
            best = (score, snapshot(board));
        }
    }
    restore(board, &best.1);
}

/// Puts in every pair that still fits, the most valuable first; only worthless ones when the bounds allow no others. After a
/// stop it still puts in what fits without moving anybody: that is quick, and an agenda should not be empty for want of it.
pub(crate) fn fill(
    board: &mut Board<'_>,
    placer: &mut Placer,
    (worthless, steps): (bool, usize),
    stop: &dyn Stop,
) {
    let end = placer.steps.saturating_add(steps);
    let mut rest: Vec<usize> = board.model.eligible().filter(|&pair| board.slot_of(pair).is_none()).collect();
    rest.sort_by_key(|&pair| (-weight(board, pair), pair));
    rest.retain(|&pair| !worthless || board.model.value(pair) == 0);
    for pair in rest {
        // Past the budget only what fits without moving anybody.
        let direct = || board.model.allowed[pair].iter().find(|&slot| board.fits(pair, slot));
        if !board.may_add(pair) {
            continue;
        }
        if placer.steps > end || stop.should_stop() {
            if let Some(slot) = direct() {
                board.put(pair, slot);
                board.commit();
            }
        } else if placer.insert(board, pair) {
            board.commit();
        }
    }
}

/// Puts in pairs that are worth more than what they displace, until nothing does.
pub(crate) fn improve(board: &mut Board<'_>, placer: &mut Placer, budget: Budget, stop: &dyn Stop) {
    let model = board.model;
    let end = placer.steps.saturating_add(budget.steps);
    let mut tries = 0;
    let mut again = true;
    while again {
        again = false;
        let mut rest: Vec<usize> = model.eligible().filter(|&pair| board.slot_of(pair).is_none()).collect();
        rest.sort_by_key(|&pair| (-weight(board, pair), pair));
        for pair in rest {
            for slot in model.allowed[pair].iter() {
                // An exchange before may have placed it on the way.
                if board.slot_of(pair).is_some() {
                    break;
                }
                tries += 1;
                if tries > budget.tries || placer.steps > end || stop.should_stop() {
                    return;
                }
                if exchange(board, placer, pair, slot) {
                    again = true;
                    break;
                }
            }
        }
    }
}

/// Puts a pair into a slot, throws out the cheapest in its way, places those again where possible; keeps it if that pays.
fn exchange(board: &mut Board<'_>, placer: &mut Placer, pair: usize, slot: usize) -> bool {
    let Some(mut out) = conflicts(board, pair, slot, &|_| false) else { return false };
    out.extend(over_cap(board, pair, &out));
    let loses: i64 = out.iter().map(|&other| weight(board, other)).sum();
    // With more than one thrown out and none placed again it must still be able to pay.
    if out.iter().any(|&other| weight(board, other) >= MUST) && loses >= weight(board, pair) {
        return false;
    }
    let (before, mark) = (board.score(), board.mark());
    for &other in &out {
        board.take(other);
    }
    if !board.may_add(pair) || !board.fits(pair, slot) {
        board.rollback(mark);
        return false;
    }
    board.put(pair, slot);
    for &other in &out {
        if board.may_add(other) {
            placer.insert(board, other);
        }
    }
    let mut freed: Vec<usize> = out
        .iter()
        .flat_map(|&other| board.model.ends(other))
        .flat_map(|end| board.model.pairs_of[end].iter().copied())
        .filter(|&p| board.slot_of(p).is_none())
        .collect();
    freed.sort_by_key(|&p| (-board.model.value(p), p));
    freed.dedup();
    for other in freed {
        if board.slot_of(other).is_none()
            && board.may_add(other)
            && let Some(slot) = board.model.allowed[other].iter().find(|&slot| board.fits(other, slot))
        {
            board.put(other, slot);
        }
    }
    if board.score() > before {
        board.commit();
        return true;
    }
    board.rollback(mark);
    false
}

/// What a pair weighs: a lock above a must above a floor it fills above its value.
fn weight(board: &Board<'_>, pair: usize) -> i64 {
    let model = board.model;
    let placed = usize::from(board.slot_of(pair).is_some());
    let fills = |end: usize| board.met(end) < model.party(end).min as usize + placed;
    let limit = |&limit: &usize| board.counted(limit) < model.problem.limits()[limit].min as usize + placed;
    let floors = model.ends(pair).into_iter().filter(|&end| fills(end)).count()
        + model.limits_of[pair].iter().filter(|l| limit(l)).count();
    i64::from(model.is_locked(pair)) * LOCK
        + i64::from(model.is_must(pair)) * MUST
        + i64::try_from(floors).unwrap_or(0).min(30) * FLOOR
        + model.value(pair)
        + 1
}

fn pick(board: &Board<'_>, waiting: &[usize], rng: &mut Rng) -> usize {
    let one = rng.below(waiting.len());
    let two = rng.below(waiting.len());
    if weight(board, waiting[one]) >= weight(board, waiting[two]) { one } else { two }
}

/// The slot for a pair that throws out the least, and whom; nobody who is still held.
fn cheapest(
    board: &Board<'_>,
    pair: usize,
    (held, step): (&[usize], usize),
    rng: &mut Rng,
) -> Option<(usize, Vec<usize>)> {
    let mut best: Option<(i64, u64, usize, Vec<usize>)> = None;
    for slot in board.model.allowed[pair].iter() {
        let Some(mut out) = conflicts(board, pair, slot, &|other| held[other] > step) else { continue };
        out.extend(over_cap(board, pair, &out));
        if out.iter().any(|&other| held[other] > step) {
            continue;
        }
        let cost: i64 = out.iter().map(|&other| weight(board, other)).fold(0, i64::saturating_add);
        let tie = rng.next();
        if best.as_ref().is_none_or(|b| (cost, tie) < (b.0, b.1)) {
            best = Some((cost, tie, slot, out));
        }
    }
    best.map(|(_, _, slot, out)| (slot, out))
}

/// Who must leave so that a pair can sit in a slot, caps and limits apart; none when nobody's leaving helps.
fn conflicts(
    board: &Board<'_>,
    pair: usize,
    slot: usize,
    spared: &dyn Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let model = board.model;
    let mut out: Vec<usize> = Vec::new();
    let cost = |&other: &usize| (spared(other), weight(board, other), other);
    for end in model.ends(pair) {
        if !board.has_seat(end, slot) && !out.iter().any(|o| board.at(end, slot).contains(o)) {
            out.push(board.at(end, slot).iter().copied().min_by_key(cost)?);
        }
    }
    if let Some(holder) = board.holds_table(pair, slot)
        && !out.contains(&holder)
    {
        out.push(holder);
    }
    if !board.has_table(slot) && out.is_empty() {
        out.push(board.in_slot(slot).iter().copied().min_by_key(cost)?);
    }
    if model.special {
        let early = model.before[pair].iter().filter(|&&p| board.slot_of(p).is_some_and(|at| at >= slot));
        let late = model.after[pair].iter().filter(|&&p| board.slot_of(p).is_some_and(|at| at <= slot));
        for &other in early.chain(late) {
            if !out.contains(&other) {
                out.push(other);
            }
        }
        for end in model.ends(pair) {
            out.extend(rest_for(board, end, slot, &out));
        }
        out.sort_unstable();
        out.dedup();
    }
    Some(out)
}

/// Whom a participant gives up so that it rests as it must when it meets in a slot: a whole neighbouring slot at a time.
fn rest_for(board: &Board<'_>, participant: usize, slot: usize, gone: &[usize]) -> Vec<usize> {
    let Some(longest) = board.model.party(participant).max_run else { return Vec::new() };
    let slots = board.model.problem.slots();
    let busy = |at: usize| {
        slots.get(at).is_some_and(|s| s.day == slots[slot].day)
            && board.at(participant, at).iter().any(|p| !gone.contains(p))
    };
    let longest = longest as usize;
    let before = (1..=slot).take_while(|&back| busy(slot - back)).count();
    let after = (1..slots.len() - slot).take_while(|&on| busy(slot + on)).count();
    let mut out = Vec::new();
    if before + 1 + after <= longest {
        return out;
    }
    let (keep_before, keep_after) = if before < longest {
        (before, longest - 1 - before)
    } else {
        (longest.saturating_sub(1).min(before), 0)
    };
    if before > keep_before {
        out.extend_from_slice(board.at(participant, slot - keep_before - 1));
    }
    if after > keep_after {
        out.extend_from_slice(board.at(participant, slot + keep_after + 1));
    }
    out
}

/// Who must leave so that caps and limits allow a pair, beyond those who leave already.
fn over_cap(board: &Board<'_>, pair: usize, gone: &[usize]) -> Vec<usize> {
    let model = board.model;
    let mut out: Vec<usize> = Vec::new();
    for end in model.ends(pair) {
        let leaving = gone.iter().chain(&out).filter(|&&o| model.ends(o).contains(&end)).count();
        if board.met(end) - leaving >= model.party(end).max as usize {
            let candidates = model.pairs_of[end].iter().copied();
            let placed =
                candidates.filter(|p| board.slot_of(*p).is_some() && !gone.contains(p) && !out.contains(p));
            out.extend(placed.min_by_key(|&p| (weight(board, p), p)));
        }
    }
    for &limit in &model.limits_of[pair] {
        let rule = &model.problem.limits()[limit];
        let leaving = gone.iter().chain(&out).filter(|&&o| model.limits_of[o].contains(&limit)).count();
        if board.counted(limit) - leaving >= rule.max as usize {
            let candidates = rule.pairs.iter().copied();
            let placed =
                candidates.filter(|p| board.slot_of(*p).is_some() && !gone.contains(p) && !out.contains(p));
            out.extend(placed.min_by_key(|&p| (weight(board, p), p)));
        }
    }
    out
}

/// Pairs that some arrangement of the model's choice should hold and the board does not.
pub(crate) fn missing(model: &Model<'_>, board: &Board<'_>, chosen: &[bool]) -> Vec<usize> {
    model.eligible().filter(|&pair| chosen[pair] && board.slot_of(pair).is_none()).collect()
}
