//! A problem as clauses: where each meeting sits, when everybody is busy, how many idle groups each has.
//!
//! `x[pair, slot]` says that a pair meets in a slot, `busy[participant, slot]` that somebody meets then. A gap is a slot in
//! which a participant begins again after idling, on a day on which it met before. Slots in which idleness does not count
//! are left out of its day: nobody is busy in them. Implied rules are added where they help to refute: running counts of
//! each participant's meetings, twice the tables for those who are busy in a slot, and without a gap one block of meetings.

use rustsat::types::Lit;

use super::face::Face;
use super::solver::Solver;
use crate::exact::Known;
use crate::idle::Idle;
use crate::model::Model;
use crate::options::Stop;

/// What a formula is about.
pub(super) struct Scope<'a, 'm> {
    pub(super) model: &'a Model<'m>,
    pub(super) idle: &'a Idle<'m>,
    /// Which pairs meet, and which may.
    pub(super) face: &'a Face,
    /// Participants whose idle groups count, and whose meetings are looked at; all when none.
    pub(super) members: Option<Vec<bool>>,
    /// By participant: most idle groups it may have; none when any number will do.
    pub(super) most: Vec<Option<u32>>,
    /// Fewest idle groups that everybody has.
    pub(super) least: u32,
    /// Whether idle groups matter: where they do not, nothing is said of them.
    pub(super) counts: bool,
    /// Whether rules can be lifted one by one, to say which of them stand in the way.
    pub(super) liftable: bool,
}

impl Scope<'_, '_> {
    pub(super) fn is_member(&self, participant: usize) -> bool {
        self.members.as_ref().is_none_or(|members| members[participant])
    }
}

/// Rules that can be lifted, each by not assuming its literal.
#[derive(Default)]
pub(super) struct Lifts {
    /// By pair that must meet.
    pub(super) pairs: Vec<(usize, Lit)>,
    pub(super) order: Option<Lit>,
    pub(super) rest: Option<Lit>,
    pub(super) tables: Option<Lit>,
    pub(super) gaps: Option<Lit>,
}

/// A participant's only day: when it is busy, when it has begun, and how many meetings it has at least and at most.
struct Block {
    busy: Vec<Lit>,
    begun: Vec<Lit>,
    meetings: (usize, usize),
}

/// The clauses of a problem, with the names of what they speak about.
pub(super) struct Formula<'s> {
    pub(super) solver: Solver<'s>,
    /// By pair: its slots.
    seat: Vec<Vec<(usize, Lit)>>,
    /// By participant: `more[k]` follows when it has more than `k` idle groups.
    pub(super) more: Vec<Vec<Lit>>,
    pub(super) lifts: Lifts,
    /// By pair that may be left out: whether it meets.
    taken: Vec<Option<Lit>>,
}

impl<'s> Formula<'s> {
    pub(super) fn new(scope: &Scope<'_, '_>, stop: &'s dyn Stop) -> Self {
        let pairs = scope.model.allowed.len();
        let mut formula = Self {
            solver: Solver::new(stop),
            seat: vec![Vec::new(); pairs],
            more: Vec::new(),
            lifts: Lifts::default(),
            taken: vec![None; pairs],
        };
        if scope.liftable {
            let mut lift = || Some(formula.solver.literal());
            formula.lifts.order = lift();
            formula.lifts.rest = lift();
            formula.lifts.tables = lift();
            formula.lifts.gaps = lift();
        }
        formula.meetings(scope);
        formula.tables(scope);
        formula.order(scope);
        formula.rows(scope);
        // Of some participants only some pairs are looked at: what is lost elsewhere is not known.
        if let Some(losses) = scope.face.losses.as_ref().filter(|_| scope.members.is_none()) {
            losses.say(&mut formula.solver, &scope.face.known, &formula.taken);
        }
        formula.people(scope);
        formula
    }

    /// The slot of every pair in the assignment found last.
    pub(super) fn slots(&self) -> Vec<Option<usize>> {
        let slot = |seats: &Vec<(usize, Lit)>| {
            seats.iter().find(|&&(_, x)| self.solver.holds(x)).map(|&(slot, _)| slot)
        };
        self.seat.iter().map(slot).collect()
    }

    fn meetings(&mut self, scope: &Scope<'_, '_>) {
        let model = scope.model;
        for pair in model.eligible() {
            let inside = model.ends(pair).into_iter().any(|end| scope.is_member(end));
            if !inside || scope.face.known[pair] == Known::Out {
                continue;
            }
            let seats: Vec<(usize, Lit)> =
                model.allowed[pair].iter().map(|slot| (slot, self.solver.literal())).collect();
            let literals: Vec<Lit> = seats.iter().map(|&(_, x)| x).collect();
            self.solver.at_most_one(&literals);
            let mut clause = literals;
            if scope.face.known[pair] == Known::In {
                if scope.liftable {
                    let lift = self.solver.literal();
                    self.lifts.pairs.push((pair, lift));
                    clause.push(!lift);
                }
            } else {
                let taken = self.solver.literal();
                self.taken[pair] = Some(taken);
                for &(_, x) in &seats {
                    self.solver.clause(&[!x, taken]);
                }
                clause.push(!taken);
            }
            self.solver.clause(&clause);
            self.seat[pair] = seats;
        }
    }

    fn at(&self, pair: usize, slot: usize) -> Option<Lit> {
        self.seat[pair].iter().find(|&&(at, _)| at == slot).map(|&(_, x)| x)
    }

    fn here(&self, pairs: impl Iterator<Item = usize>, slot: usize) -> Vec<Lit> {
        pairs.filter_map(|pair| self.at(pair, slot)).collect()
    }

    /// A clause that holds unless its rule is lifted.
    fn say(&mut self, lift: Option<Lit>, clause: &[Lit]) {
        let mut clause = clause.to_vec();
        clause.extend(lift.map(|lift| !lift));
        self.solver.clause(&clause);
    }

    fn tables(&mut self, scope: &Scope<'_, '_>) {
        let model = scope.model;
        let certain = scope.face.known.iter().filter(|&&known| known == Known::In).count();
        for slot in 0..model.slots {
            let here = self.here(0..model.allowed.len(), slot);
            if here.len() > model.open[slot] {
                let outputs = self.solver.total(&here, model.open[slot] + 1);
                self.say(self.lifts.tables, &[!outputs[model.open[slot]]]);
            }
            for table in 0..model.own_tables.len() {
                let own = (0..model.allowed.len()).filter(|&pair| model.needs_table[pair] == Some(table));
                let here = self.here(own, slot);
                self.solver.at_most_one(&here);
            }
            // When the other slots cannot hold all meetings, this one has to hold the rest.
            let elsewhere: usize = (0..model.slots).filter(|&s| s != slot).map(|s| model.room_in[s]).sum();
            if scope.members.is_none() && !scope.liftable && certain > elsewhere {
                self.solver.at_least(&here, certain - elsewhere);
            }
        }
    }

    fn order(&mut self, scope: &Scope<'_, '_>) {
        let mut by: Vec<Option<Vec<Lit>>> = vec![None; scope.model.allowed.len()];
        for order in scope.model.problem.precedences() {
            if self.seat[order.first].is_empty() || self.seat[order.then].is_empty() {
                continue;
            }
            // by[then][slot]: it has met by that slot.
            let then = order.then;
            let met = by[then].take().unwrap_or_else(|| self.met_by(then, scope.model.slots));
            for &(slot, x) in &self.seat[order.first].clone() {
                self.say(self.lifts.order, &[!x, !met[slot]]);
            }
            by[then] = Some(met);
        }
    }

    fn met_by(&mut self, pair: usize, slots: usize) -> Vec<Lit> {
        let met: Vec<Lit> = (0..slots).map(|_| self.solver.literal()).collect();
        for slot in 0..slots {
            let x = self.at(pair, slot);
            if let Some(x) = x {
                self.solver.clause(&[!x, met[slot]]);
            }
            let mut back = vec![!met[slot]];
            back.extend(x);
            if let Some(before) = slot.checked_sub(1) {
                self.solver.clause(&[!met[before], met[slot]]);
                back.push(met[before]);
            }
            self.solver.clause(&back);
        }
        met
    }

    /// Caps, floors and limits over pairs that may be left out.
    fn rows(&mut self, scope: &Scope<'_, '_>) {
        for row in &scope.face.rows {
            let open: Vec<Lit> = row.pairs.iter().filter_map(|&pair| self.taken[pair]).collect();
            let known = |is: Known| row.pairs.iter().filter(|&&pair| scope.face.known[pair] == is).count();
            let certain = known(Known::In);
            if let Some(most) = row.most {
                // More than allowed would be certain only if the face were wrong: the clauses then say so.
                match most.checked_sub(certain) {
                    Some(most) => self.solver.at_most(&open, most),
                    None => self.solver.clause(&[]),
                }
            }
            if let Some(least) = row.least
                && open.len() == known(Known::Open)
            {
                self.solver.at_least(&open, least.saturating_sub(certain));
            }
        }
    }

    fn people(&mut self, scope: &Scope<'_, '_>) {
        let model = scope.model;
        let sides = model.problem.two_sides();
        let mut load: Vec<[Vec<Lit>; 2]> = vec![[Vec::new(), Vec::new()]; model.slots];
        let mut single = true;
        for participant in 0..model.pairs_of.len() {
            let busy = self.busy(scope, participant);
            for (slot, busy) in busy.iter().enumerate() {
                load[slot][usize::from(sides.as_ref().is_some_and(|sides| sides[participant]))].extend(busy);
            }
            single &= (0..model.slots).all(|slot| model.seats[participant * model.slots + slot] <= 1);
            self.rest(scope, participant, &busy);
            let more =
                if scope.is_member(participant) { self.gaps(scope, participant, &busy) } else { Vec::new() };
            self.more.push(more);
        }
        if scope.liftable || scope.members.is_some() {
            return;
        }
        // Each meeting makes one of either side busy, or two where there are no sides.
        for (slot, [one, two]) in load.iter().enumerate() {
            if sides.is_some() {
                self.solver.at_most(one, model.open[slot]);
                self.solver.at_most(two, model.open[slot]);
            } else if single {
                self.solver.at_most(one, 2 * model.open[slot]);
            }
        }
    }

    /// Seats, and when somebody is busy.
    fn busy(&mut self, scope: &Scope<'_, '_>, participant: usize) -> Vec<Option<Lit>> {
        let model = scope.model;
        (0..model.slots)
            .map(|slot| {
                let here = self.here(model.pairs_of[participant].iter().copied(), slot);
                let seats = model.seats[participant * model.slots + slot];
                self.solver.at_most(&here, seats);
                if here.len() < 2 {
                    return here.first().copied();
                }
                let busy = self.solver.literal();
                for &x in &here {
                    self.solver.clause(&[!x, busy]);
                }
                let mut any = here;
                any.push(!busy);
                self.solver.clause(&any);
                Some(busy)
            })
            .collect()
    }

    /// In no window of one slot more than the longest run is every slot busy.
    fn rest(&mut self, scope: &Scope<'_, '_>, participant: usize, busy: &[Option<Lit>]) {
        let Some(longest) = scope.model.party(participant).max_run.map(|n| n as usize) else { return };
        let slots = scope.model.problem.slots();
        for first in 0..slots.len() {
            let Some(last) = first.checked_add(longest).filter(|&last| last < slots.len()) else { break };
            let window: Option<Vec<Lit>> = busy[first..=last].iter().copied().collect();
            if let Some(window) = window.filter(|_| slots[first].day == slots[last].day) {
                let clause: Vec<Lit> = window.into_iter().map(|busy| !busy).collect();
                self.say(self.lifts.rest, &clause);
            }
        }
    }

    /// Counts the idle groups of a participant; gives `more`.
    fn gaps(&mut self, scope: &Scope<'_, '_>, participant: usize, busy: &[Option<Lit>]) -> Vec<Lit> {
        let model = scope.model;
        let pairs = || model.pairs_of[participant].iter().filter(|&&pair| !self.seat[pair].is_empty());
        let fewest = pairs().filter(|&&pair| scope.face.known[pair] == Known::In).count();
        let most = pairs().count().min(model.cap[participant]);
        let single = (0..model.slots).all(|slot| model.seats[participant * model.slots + slot] <= 1);
        if most < 2 {
            if scope.least > 0 {
                self.say(self.lifts.gaps, &[]);
            }
            return Vec::new();
        }
        let mut gaps: Vec<Lit> = Vec::new();
        let one_day = scope.idle.days().len() == 1;
        // The only day, where meetings are busy slots: it is known how many there are.
        let mut block: Option<Block> = None;
        for day in scope.idle.days() {
            let counted: Vec<Option<Lit>> = day
                .iter()
                .filter(|&slot| scope.idle.counted(participant).contains(slot))
                .map(|s| busy[s])
                .collect();
            let first = counted.iter().position(Option::is_some).unwrap_or(counted.len());
            let last = counted.iter().rposition(Option::is_some).map_or(first, |last| last + 1);
            let counted = &counted[first..last];
            if counted.len() < 2 {
                continue;
            }
            let never = self.solver.literal();
            self.solver.clause(&[!never]);
            let dense: Vec<Lit> = counted.iter().map(|busy| busy.unwrap_or(never)).collect();
            let exact = single && one_day && !scope.liftable;
            let counts = self.solver.running(&dense, if exact { most } else { 1 });
            if exact {
                let end = &counts[counts.len() - 1];
                if fewest > 0 {
                    // As many slots as meetings, or there is no way.
                    let enough = end.get(fewest - 1).copied();
                    self.solver.clause(&enough.into_iter().collect::<Vec<_>>());
                }
                let begun = counts.iter().map(|now| now[0]).collect();
                block = Some(Block { busy: dense.clone(), begun, meetings: (fewest, most) });
            }
            for at in 2..dense.len() {
                let Some(now) = counted[at] else { continue };
                let gap = self.solver.literal();
                let (before, begun) = (dense[at - 1], counts[at - 2][0]);
                self.solver.clause(&[!now, before, !begun, gap]);
                if scope.least > 0 {
                    self.solver.clause(&[!gap, now]);
                    self.solver.clause(&[!gap, !before]);
                    self.solver.clause(&[!gap, begun]);
                }
                gaps.push(gap);
            }
        }
        if single && !one_day && !scope.liftable {
            // As many busy slots as meetings: over several days nothing else says so.
            let all: Vec<Lit> = busy.iter().copied().flatten().collect();
            self.solver.at_least(&all, fewest);
        }
        self.count(scope, participant, &gaps, block.as_ref())
    }

    /// Without a gap whoever has begun is busy until it has had its fewest meetings, and idle after its most: when it
    /// begins then says when it is busy.
    fn one_block(&mut self, first: Lit, block: &Block) {
        let (fewest, most) = block.meetings;
        for (now, &busy) in block.busy.iter().enumerate() {
            if fewest > 0 {
                let mut still = vec![first, !block.begun[now], busy];
                still.extend(now.checked_sub(fewest).map(|before| block.begun[before]));
                self.solver.clause(&still);
            }
            if let Some(before) = now.checked_sub(most) {
                self.solver.clause(&[first, !block.begun[before], !busy]);
            }
        }
    }

    fn count(
        &mut self,
        scope: &Scope<'_, '_>,
        participant: usize,
        gaps: &[Lit],
        block: Option<&Block>,
    ) -> Vec<Lit> {
        let most = scope.most[participant].map(|most| most as usize);
        if scope.least > 0 {
            let least = scope.least as usize;
            let negated: Vec<Lit> = gaps.iter().map(|&gap| !gap).collect();
            if gaps.len() < least {
                self.say(self.lifts.gaps, &[]);
            } else {
                let outputs = self.solver.total(&negated, gaps.len() - least + 1);
                if let Some(&over) = outputs.get(gaps.len() - least) {
                    self.say(self.lifts.gaps, &[!over]);
                }
            }
        }
        if !scope.counts {
            return Vec::new();
        }
        let limit = most.map_or(gaps.len(), |most| (most + 1).min(gaps.len()));
        let mut more = self.solver.total(gaps, limit);
        if let (Some(&first), Some(block)) = (more.first(), block) {
            self.one_block(first, block);
        }
        if let Some(most) = most
            && let Some(&over) = more.get(most)
        {
            self.say(self.lifts.gaps, &[!over]);
            more.truncate(most);
        }
        more
    }
}
