//! Demands that cannot all hold, with the rules that stand against them: as few as show it.

use std::collections::BTreeSet;

use crate::problem::{Problem, Table};

mod words;

/// One demand or rule that takes part in a conflict; every figure is an index into the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// The lock of a pair, with its slot and table where they are fixed.
    Lock(usize),
    /// A pair that must take place.
    Must(usize),
    /// The floor of a participant.
    Floor(usize),
    /// The floor of a limit.
    LimitFloor(usize),
    /// The number of tables in all slots.
    Tables,
    /// The cap of a participant.
    Cap(usize),
    /// The cap of a limit.
    LimitCap(usize),
    /// The slots in which a participant is away.
    Absence(usize),
    /// The table at which a participant has all its meetings.
    OwnTable(usize),
    /// The rest a participant needs.
    Rest(usize),
    /// That a pair is ruled out.
    Exclusion(usize),
    /// The half-day, or the shortest slot, that a pair needs.
    Timing(usize),
    /// An order of two pairs.
    Precedence(usize),
}

impl Member {
    /// Whether it asks for meetings; the others stand against them.
    pub fn is_demand(self) -> bool {
        matches!(self, Self::Lock(_) | Self::Must(_) | Self::Floor(_) | Self::LimitFloor(_))
    }

    /// The code used in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lock(_) => "lock",
            Self::Must(_) => "must",
            Self::Floor(_) => "floor",
            Self::LimitFloor(_) => "limit_floor",
            Self::Tables => "tables",
            Self::Cap(_) => "cap",
            Self::LimitCap(_) => "limit_cap",
            Self::Absence(_) => "absence",
            Self::OwnTable(_) => "own_table",
            Self::Rest(_) => "rest",
            Self::Exclusion(_) => "exclusion",
            Self::Timing(_) => "timing",
            Self::Precedence(_) => "precedence",
        }
    }

    /// Everything a problem demands, and everything that may stand against it: demands first, each kind in order of index.
    ///
    /// What is not listed holds always: a pair meets once, the slots are what they are, and so are the seats.
    pub fn all(problem: &Problem) -> Vec<Self> {
        let pairs = |test: &dyn Fn(usize) -> bool, member: fn(usize) -> Self| -> Vec<Self> {
            (0..problem.pairs.len()).filter(|&p| test(p)).map(member).collect()
        };
        let parties = |test: &dyn Fn(usize) -> bool, member: fn(usize) -> Self| -> Vec<Self> {
            (0..problem.participants.len()).filter(|&p| test(p)).map(member).collect()
        };
        let limits = |test: &dyn Fn(usize) -> bool, member: fn(usize) -> Self| -> Vec<Self> {
            (0..problem.limits.len()).filter(|&l| test(l)).map(member).collect()
        };
        let (of, party, limit) = (&problem.pairs, &problem.participants, &problem.limits);
        [
            pairs(&|p| of[p].lock.is_some(), Self::Lock),
            pairs(&|p| of[p].must && of[p].lock.is_none(), Self::Must),
            parties(&|p| party[p].min > 0, Self::Floor),
            limits(&|l| limit[l].min > 0, Self::LimitFloor),
            vec![Self::Tables],
            parties(&|p| party[p].max < u32::MAX, Self::Cap),
            limits(&|l| limit[l].max < u32::MAX, Self::LimitCap),
            parties(&|p| party[p].seats.contains(&0), Self::Absence),
            parties(&|p| party[p].table.is_some(), Self::OwnTable),
            parties(&|p| party[p].max_run.is_some(), Self::Rest),
            pairs(&|p| of[p].excluded, Self::Exclusion),
            pairs(&|p| of[p].session.is_some() || of[p].minutes.is_some(), Self::Timing),
            (0..problem.precedences.len()).map(Self::Precedence).collect(),
        ]
        .concat()
    }
}

/// Demands and rules that cannot hold together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Conflict {
    /// What takes part, demands first.
    pub members: Vec<Member>,
    /// Whether it is proved that the others can hold when any one of them is taken away.
    pub irreducible: bool,
}

impl Conflict {
    /// Whether it is one of locks alone: then there is no agenda. Else something that must take place is missing from every one.
    pub fn is_of_locks(&self) -> bool {
        self.members.iter().all(|member| !member.is_demand() || matches!(member, Member::Lock(_)))
    }
}

impl Problem {
    /// The problem with nothing demanded, and nothing standing against it, but some members of a conflict.
    ///
    /// Indexes stay what they are. Pairs that serve none of the demands are ruled out, and nothing has a value. Where somebody
    /// is away and its absence is no member, it has as many seats as it has at most elsewhere, and at least one.
    #[must_use]
    pub fn restricted(&self, members: &BTreeSet<Member>) -> Self {
        let mut problem = self.clone();
        let has = |member: Member| members.contains(&member);
        let mut serves = vec![false; problem.pairs.len()];
        for (index, limit) in problem.limits.iter_mut().enumerate() {
            if has(Member::LimitFloor(index)) {
                limit.pairs.iter().for_each(|&pair| serves[pair] = true);
            } else {
                limit.min = 0;
            }
            if !has(Member::LimitCap(index)) {
                limit.max = u32::MAX;
            }
        }
        for (index, pair) in problem.pairs.iter_mut().enumerate() {
            pair.value = 0;
            pair.must &= has(Member::Must(index));
            pair.lock = pair.lock.filter(|_| has(Member::Lock(index)));
            if !has(Member::Timing(index)) {
                (pair.session, pair.minutes) = (None, None);
            }
            let asked = [pair.a, pair.b].iter().any(|&end| has(Member::Floor(end)));
            serves[index] |= asked || pair.must || pair.lock.is_some();
            pair.excluded = !serves[index] || (pair.excluded && has(Member::Exclusion(index)));
        }
        for (index, party) in problem.participants.iter_mut().enumerate() {
            if !has(Member::Floor(index)) {
                party.min = 0;
            }
            if !has(Member::Cap(index)) {
                party.max = u32::MAX;
            }
            if !has(Member::Rest(index)) {
                party.max_run = None;
            }
            if !has(Member::OwnTable(index)) {
                party.table = None;
            }
            if !has(Member::Absence(index)) {
                let most = party.seats.iter().copied().max().unwrap_or(0).max(1);
                party.seats.iter_mut().filter(|seats| **seats == 0).for_each(|seats| *seats = most);
            }
        }
        if !has(Member::Tables) {
            let serving = serves.iter().filter(|&&serves| serves).count();
            let fresh = problem.tables.len()..problem.tables.len() + serving;
            problem.tables.extend(fresh.clone().map(|n| Table { id: format!("+{n}"), position: None }));
            for slot in &mut problem.slots {
                slot.tables.extend(fresh.clone());
            }
        }
        let mut index = 0;
        problem.precedences.retain(|_| {
            index += 1;
            has(Member::Precedence(index - 1))
        });
        problem
    }
}
