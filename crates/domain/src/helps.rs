//! Changes of a problem that may let more, or better, meetings take place.

use crate::problem::{Lock, Problem, Table};
use crate::{Agenda, Exchange, Margin, Meeting, Reached};

/// One change; every figure is an index into the problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HelpChange {
    /// One more table in a slot.
    Table(usize),
    /// One more table in every slot.
    TableEverywhere,
    /// One more seat for a participant in a slot in which it is there.
    Seat(usize, usize),
    /// One more seat for a participant in every slot in which it is there.
    SeatEverywhere(usize),
    /// A participant is there in slots in which it is away.
    Presence(usize, Vec<usize>),
    /// One more slot after a slot and like it: as long, with the same tables, and the same participants there.
    SlotAfter(usize),
    /// The cap of a participant raised by one.
    Cap(usize),
    /// The cap of a limit raised by one.
    LimitCap(usize),
}

/// What some changes together bring.
#[derive(Debug, Clone)]
pub struct Help {
    /// The changes: one, or two where neither brings anything alone.
    pub changes: Vec<HelpChange>,
    /// By how much the best agenda with them exceeds the best without.
    pub gain: Margin,
    /// What solving with them found.
    pub confirmed: Reached,
    /// Meetings in that agenda, less those in the best without.
    pub meetings: i64,
    /// That agenda, in the indexes of the changed problem.
    pub agenda: Agenda,
    /// The changed problem.
    pub problem: Problem,
    /// How the given agenda becomes that one, in the same indexes.
    pub exchange: Exchange,
}

/// Suggestions, the best first.
#[derive(Debug, Clone)]
pub struct Helps {
    /// What the best agenda reaches as things are.
    pub without: Reached,
    /// Meetings in that agenda.
    pub meetings: usize,
    /// The suggestions.
    pub helps: Vec<Help>,
    /// Changes looked at.
    pub considered: usize,
    /// Whether everything was looked at that may rank among the suggestions; else the limit came first.
    pub complete: bool,
}

impl Problem {
    /// The problem with one more pair locked; nothing else changes.
    #[must_use]
    pub fn with_lock(&self, pair: usize) -> Self {
        let mut problem = self.clone();
        if let Some(pair) = problem.pairs.get_mut(pair) {
            pair.lock = pair.lock.or(Some(Lock { slot: None, table: None }));
        }
        problem
    }

    /// The problem with a change. Indexes stay what they are, but for slots after a new one: see [`HelpChange::carry`].
    #[must_use]
    pub fn with_change(&self, change: &HelpChange) -> Self {
        let mut problem = self.clone();
        match change {
            HelpChange::Table(slot) => problem.open_table(*slot),
            HelpChange::TableEverywhere => (0..problem.slots.len()).for_each(|slot| problem.open_table(slot)),
            HelpChange::Seat(party, slot) => {
                let seats = &mut problem.participants[*party].seats[*slot];
                *seats = seats.saturating_add(1);
            }
            HelpChange::SeatEverywhere(party) => {
                let seats = problem.participants[*party].seats.iter_mut();
                seats.filter(|seats| **seats > 0).for_each(|seats| *seats = seats.saturating_add(1));
            }
            HelpChange::Presence(party, slots) => {
                for &slot in slots {
                    let seats = &mut problem.participants[*party].seats[slot];
                    *seats = (*seats).max(1);
                }
            }
            HelpChange::SlotAfter(slot) => problem.lengthen(*slot),
            HelpChange::Cap(party) => {
                let max = &mut problem.participants[*party].max;
                *max = max.saturating_add(1);
            }
            HelpChange::LimitCap(limit) => {
                let max = &mut problem.limits[*limit].max;
                *max = max.saturating_add(1);
            }
        }
        problem
    }

    /// Opens the first table that is closed in a slot, or a new one.
    fn open_table(&mut self, slot: usize) {
        let Some(at) = self.slots.get_mut(slot) else { return };
        let closed = (0..self.tables.len()).find(|table| at.tables.binary_search(table).is_err());
        let table = closed.unwrap_or_else(|| {
            let ids = |id: &String| self.tables.iter().any(|table| table.id == *id);
            let id =
                (1..=self.tables.len() + 1).map(|n| format!("+{n}")).find(|id| !ids(id)).unwrap_or_default();
            self.tables.push(Table { id, position: None });
            self.tables.len() - 1
        });
        at.tables.push(table);
        at.tables.sort_unstable();
    }

    fn lengthen(&mut self, slot: usize) {
        let Some(at) = self.slots.get(slot) else { return };
        let mut more = at.clone();
        let ids = |id: &String| self.slots.iter().any(|slot| slot.id == *id);
        more.id = (1..=self.slots.len() + 1)
            .map(|n| format!("{}+{n}", at.id))
            .find(|id| !ids(id))
            .unwrap_or_default();
        more.start = None;
        self.slots.insert(slot + 1, more);
        for party in &mut self.participants {
            let seats = party.seats.get(slot).copied().unwrap_or(0);
            party.seats.insert(slot + 1, seats);
        }
        let locks = self.pairs.iter_mut().filter_map(|pair| pair.lock.as_mut());
        for at in locks.filter_map(|lock| lock.slot.as_mut()).filter(|at| **at > slot) {
            *at += 1;
        }
    }
}

impl HelpChange {
    /// An agenda of the problem, in the indexes of the changed one.
    pub fn carry(&self, agenda: &Agenda) -> Agenda {
        let Self::SlotAfter(slot) = self else { return agenda.clone() };
        let later = |m: &Meeting| Meeting { slot: m.slot + usize::from(m.slot > *slot), ..*m };
        Agenda::new(agenda.meetings().iter().map(later).collect())
    }

    /// The code used in files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Table(_) => "table",
            Self::TableEverywhere => "table_everywhere",
            Self::Seat(..) => "seat",
            Self::SeatEverywhere(_) => "seat_everywhere",
            Self::Presence(..) => "presence",
            Self::SlotAfter(_) => "slot",
            Self::Cap(_) => "cap",
            Self::LimitCap(_) => "limit_cap",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HelpChange;
    use crate::{Agenda, Meeting, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    fn problem() -> Problem {
        let party = |id: &str, away: &[&str]| ParticipantSpec {
            id: id.into(),
            max: Some(1),
            unavailable: away.iter().map(|&s| s.into()).collect(),
            ..Default::default()
        };
        let slot = |id: &str, tables: u32| SlotSpec {
            id: id.into(),
            tables: SlotTables::Count(tables),
            ..Default::default()
        };
        Problem::new(ProblemSpec {
            slots: vec![slot("s1", 1), slot("s2", 2)],
            participants: vec![party("a", &["s1"]), party("b", &[])],
            pairs: vec![PairSpec { a: "a".into(), b: "b".into(), value: 3, ..Default::default() }],
            locked: vec![("a~b".into(), Some("s2".into()), None)],
            ..Default::default()
        })
        .unwrap()
    }

    #[test]
    fn each_change_changes_what_it_says_and_nothing_else() {
        let before = problem();
        let tables = |p: &Problem| p.slots().iter().map(|s| s.tables.clone()).collect::<Vec<_>>();
        assert_eq!(tables(&before.with_change(&HelpChange::Table(0))), [vec![0, 1], vec![0, 1]]);
        let everywhere = before.with_change(&HelpChange::TableEverywhere);
        assert_eq!(tables(&everywhere), [vec![0, 1], vec![0, 1, 2]]);
        assert_eq!(everywhere.tables()[2].id, "+1");
        let seats = |change: HelpChange| before.with_change(&change).participants()[0].seats.clone();
        assert_eq!(seats(HelpChange::Seat(0, 1)), [0, 2]);
        assert_eq!(seats(HelpChange::SeatEverywhere(0)), [0, 2]);
        assert_eq!(seats(HelpChange::Presence(0, vec![0])), [1, 1]);
        assert_eq!(before.with_change(&HelpChange::Cap(1)).participants()[1].max, 2);
        assert!(before.with_lock(0).pairs()[0].lock.unwrap().slot.is_some(), "a lock is kept");
    }

    #[test]
    fn a_new_slot_pushes_later_ones_back() {
        let longer = problem().with_change(&HelpChange::SlotAfter(0));
        let ids: Vec<&str> = longer.slots().iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["s1", "s1+1", "s2"]);
        assert_eq!(longer.participants()[0].seats, [0, 0, 1]);
        assert_eq!(longer.pairs()[0].lock.unwrap().slot, Some(2));
        let agenda = Agenda::new(vec![Meeting { slot: 1, table: 0, pair: 0 }]);
        assert_eq!(HelpChange::SlotAfter(0).carry(&agenda).meetings()[0].slot, 2);
        assert_eq!(HelpChange::Cap(0).carry(&agenda), agenda);
    }
}
