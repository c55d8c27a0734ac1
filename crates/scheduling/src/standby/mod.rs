//! Finds, for each meeting and each of its two, who could step in, and spreads the first reserves so that nobody is everybody's.
//!
//! A reserve is there and idle in the slot, the pair is known to the problem and not placed, and the agenda with it in place of
//! the absent one keeps every rule: caps, limits, order, rest, tables, the spread of idle groups.

mod spread;

use passerelle_domain::{Agenda, Case, Chances, Meeting, Problem, Reserve, Standby, StandbyMeeting};

use crate::board::Board;
use crate::idle::Idle;
use crate::model::Model;
use crate::options::Stop;

/// Who stands by: up to `ranks` reserves for each case.
///
/// First reserves are chosen so that the most cases for which one participant is the first are as few as they can be, then for
/// the most value; second ones again among those that are left, and so on. Expected values take participants to come or not
/// independently of each other, and count a reserve as taken whenever an earlier meeting of the same slot that names it has
/// somebody missing: rather too low than too high.
pub fn standby(
    problem: &Problem,
    agenda: &Agenda,
    attendance: &Chances,
    ranks: usize,
    stop: &dyn Stop,
) -> Standby {
    let model = Model::new(problem);
    let idle = Idle::new(&model);
    let mut hall = Hall::new(&model, &idle, agenda);
    let mut candidates: Vec<Vec<Reserve>> = Vec::with_capacity(agenda.meetings().len() * 2);
    for meeting in agenda.meetings() {
        for absent in model.ends(meeting.pair) {
            candidates.push(hall.candidates(meeting, absent));
        }
    }
    let parties = problem.participants().len();
    let mut chosen: Vec<Vec<Reserve>> = vec![Vec::new(); candidates.len()];
    let (mut first_for, mut exact) = (vec![0u32; parties], true);
    for rank in 0..ranks {
        let left: Vec<Vec<(usize, i64)>> = candidates
            .iter()
            .zip(&chosen)
            .map(|(all, taken)| {
                let free = all.iter().filter(|one| taken.iter().all(|t| t.participant != one.participant));
                free.map(|one| (one.participant, i64::from(one.value))).collect()
            })
            .collect();
        let (assigned, best) = spread::assign(&left, parties, stop);
        for (case, who) in assigned.into_iter().enumerate() {
            let Some(who) = who else { continue };
            chosen[case].extend(candidates[case].iter().find(|one| one.participant == who).copied());
            if rank == 0 {
                first_for[who] += 1;
            }
        }
        if rank == 0 {
            exact = best;
        }
    }
    let mut meetings = Vec::with_capacity(agenda.meetings().len());
    let mut lists = chosen.into_iter().zip(candidates);
    for meeting in agenda.meetings() {
        let [a, b] = model.ends(meeting.pair);
        let mut case = |absent: usize, stays: usize| {
            let (reserves, all) = lists.next().unwrap_or_default();
            Case { absent, stays, reserves, candidates: all.len() }
        };
        let cases = [case(a, b), case(b, a)];
        meetings.push(StandbyMeeting { meeting: *meeting, cases, expected: 0.0, with_standby: 0.0 });
    }
    expect(problem, attendance, &mut meetings);
    let most_first = first_for.iter().copied().max().unwrap_or(0);
    Standby { meetings, most_first, first_for, exact }
}

/// What each meeting is worth on average.
fn expect(problem: &Problem, attendance: &Chances, meetings: &mut [StandbyMeeting]) {
    // By participant and slot: how likely it is that nobody has asked for it yet.
    let mut unasked: std::collections::BTreeMap<(usize, usize), f64> = std::collections::BTreeMap::new();
    for one in meetings {
        let value = f64::from(problem.pairs()[one.meeting.pair].value);
        let both: f64 = one.cases.iter().map(|case| attendance.of(case.absent)).product();
        one.expected = both * value;
        one.with_standby = one.expected;
        for case in &one.cases {
            let fails = (1.0 - attendance.of(case.absent)) * attendance.of(case.stays);
            // How likely it is that none of those asked before can come.
            let mut still = 1.0;
            for reserve in &case.reserves {
                let free = unasked.entry((reserve.participant, one.meeting.slot)).or_insert(1.0);
                let comes = attendance.of(reserve.participant) * *free;
                one.with_standby += fails * still * comes * f64::from(reserve.value);
                still *= 1.0 - comes;
                *free *= 1.0 - fails;
            }
        }
    }
}

/// The agenda, from which one meeting at a time is taken out to see who could come instead.
struct Hall<'m> {
    model: &'m Model<'m>,
    idle: &'m Idle<'m>,
    board: Board<'m>,
    /// Whether a table is taken, by slot.
    taken: Vec<std::collections::BTreeSet<usize>>,
}

impl<'m> Hall<'m> {
    fn new(model: &'m Model<'m>, idle: &'m Idle<'m>, agenda: &Agenda) -> Self {
        let mut board = Board::new(model);
        let mut taken = vec![std::collections::BTreeSet::new(); model.slots];
        for meeting in agenda.meetings() {
            // What breaks a rule is left out; `check` tells of it.
            if board.slot_of(meeting.pair).is_none() && board.fits(meeting.pair, meeting.slot) {
                board.put(meeting.pair, meeting.slot);
            }
            taken[meeting.slot].insert(meeting.table);
        }
        board.commit();
        Self { model, idle, board, taken }
    }

    /// Who could come instead of an absent one, whatever it is needed for elsewhere.
    fn candidates(&mut self, meeting: &Meeting, absent: usize) -> Vec<Reserve> {
        let model = self.model;
        let [a, b] = model.ends(meeting.pair);
        let stays = if absent == a { b } else { a };
        if self.board.slot_of(meeting.pair) != Some(meeting.slot) {
            return Vec::new();
        }
        let mark = self.board.mark();
        self.board.take(meeting.pair);
        let mut found = Vec::new();
        for &pair in &model.pairs_of[stays] {
            let [c, d] = model.ends(pair);
            let who = if c == stays { d } else { c };
            let idle = who != absent && self.board.at(who, meeting.slot).is_empty();
            if pair == meeting.pair || !idle || self.board.slot_of(pair).is_some() {
                continue;
            }
            let own = model.needs_table[pair].map_or(meeting.table, |own| model.own_tables[own]);
            let table_is_free = own == meeting.table || !self.taken[meeting.slot].contains(&own);
            if table_is_free
                && self.board.may_add(pair)
                && self.board.fits(pair, meeting.slot)
                && self.idle.spread_holds(&self.board, pair, meeting.slot)
            {
                let value = model.problem.pairs()[pair].value;
                found.push(Reserve { participant: who, pair, table: own, value });
            }
        }
        self.board.rollback(mark);
        // Two pairs of the same people are one reserve: the dearer.
        found.sort_by_key(|one| (one.participant, std::cmp::Reverse(one.value), one.pair));
        found.dedup_by_key(|one| one.participant);
        found
    }
}
