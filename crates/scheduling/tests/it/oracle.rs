//! Brute force over the slots of every pair, with tables seated afterwards: quick enough to be asked about many variants.

use passerelle_domain::{Agenda, Exchange, Meeting, Problem, Worth};
use passerelle_scheduling::check::check;

/// The best worth of all agendas; none when no agenda keeps the rules.
pub(crate) fn best(problem: &Problem) -> Option<Worth> {
    let mut best = None;
    visit(problem, &mut |agenda| {
        let worth = Worth::of(problem, agenda);
        if best.is_none_or(|best| worth > best) && check(problem, agenda).is_empty() {
            best = Some(worth);
        }
        false
    });
    best
}

/// Whether some agenda places every must and lock and keeps every floor.
pub(crate) fn can_hold(problem: &Problem) -> bool {
    let musts = problem.pairs().iter().filter(|pair| pair.must).count() as i64;
    let mut held = false;
    visit(problem, &mut |agenda| {
        let worth = Worth::of(problem, agenda);
        held = worth.musts == musts && worth.shortfall.0 == 0 && check(problem, agenda).is_empty();
        held
    });
    held
}

/// The fewest meetings that an agenda of some worth touches, seen from a given one.
pub(crate) fn fewest_touched(problem: &Problem, from: &Agenda, worth: Worth) -> usize {
    let mut fewest = usize::MAX;
    visit(problem, &mut |agenda| {
        let touched = Exchange::between(from, agenda).touched();
        if touched < fewest && Worth::of(problem, agenda) == worth && check(problem, agenda).is_empty() {
            fewest = touched;
        }
        false
    });
    fewest
}

/// Visits every arrangement that overfills no seat and no slot, until told to end.
fn visit(problem: &Problem, leaf: &mut dyn FnMut(&Agenda) -> bool) {
    go(problem, &mut Vec::new(), 0, leaf);
}

fn go(
    problem: &Problem,
    placed: &mut Vec<(usize, usize)>,
    pair: usize,
    leaf: &mut dyn FnMut(&Agenda) -> bool,
) -> bool {
    let Some(one) = problem.pairs().get(pair) else { return leaf(&seated(problem, placed)) };
    if one.lock.is_none() && go(problem, placed, pair + 1, leaf) {
        return true;
    }
    if one.excluded {
        return false;
    }
    for slot in (0..problem.slots().len()).filter(|&slot| problem.fits(pair, slot)) {
        let here = || placed.iter().filter(|&&(_, at)| at == slot);
        let met = |party: usize| {
            let with = |&&(other, _): &&(usize, usize)| {
                let other = &problem.pairs()[other];
                other.a == party || other.b == party
            };
            here().filter(with).count() < problem.participants()[party].seats[slot] as usize
        };
        if here().count() < problem.slots()[slot].tables.len() && met(one.a) && met(one.b) {
            placed.push((pair, slot));
            let end = go(problem, placed, pair + 1, leaf);
            placed.pop();
            if end {
                return true;
            }
        }
    }
    false
}

/// Named tables first, any free one for the others.
fn seated(problem: &Problem, placed: &[(usize, usize)]) -> Agenda {
    let named = |pair: usize| {
        let of = &problem.pairs()[pair];
        let ends = [of.a, of.b].into_iter().find_map(|end| problem.participants()[end].table);
        of.lock.and_then(|lock| lock.table).or(ends)
    };
    let mut meetings: Vec<Meeting> = Vec::new();
    for by_name in [true, false] {
        for &(pair, slot) in placed.iter().filter(|&&(pair, _)| named(pair).is_some() == by_name) {
            let free = |table: &usize| meetings.iter().all(|m| (m.slot, m.table) != (slot, *table));
            let any = problem.slots()[slot].tables.iter().copied().find(free);
            if let Some(table) = named(pair).or(any) {
                meetings.push(Meeting { slot, table, pair });
            }
        }
    }
    Agenda::new(meetings)
}
