//! Table changes and walks of an agenda.

use std::collections::BTreeMap;

use crate::{Agenda, Problem, Table};

/// How often one participant changes tables, and how far it walks for it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PartyMoves {
    /// Changes of table between meetings that follow each other on one day.
    pub changes: u32,
    /// Metres from table to table, as the crow flies; tables without a position are nowhere and cost nothing.
    pub metres: f64,
}

/// Table changes and walks of all participants.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moves {
    /// Changes over all participants.
    pub changes: u32,
    /// Metres over all participants.
    pub metres: f64,
    /// Lower bound on the changes, given who meets when.
    pub bound: u32,
    /// Whether the changes equal the bound.
    pub proved: bool,
    /// By participant (index).
    pub by_participant: Vec<PartyMoves>,
}

impl Moves {
    /// Counts the moves of an agenda, with a bound from elsewhere.
    ///
    /// From one busy slot to the next of a day, whoever can stay at its table stays. A participant with several meetings at once is
    /// several people: as many go on as the smaller of the two slots has meetings, and those who change take the nearest table first.
    pub fn of(problem: &Problem, agenda: &Agenda, bound: u32) -> Self {
        let mut at: Vec<BTreeMap<usize, Vec<usize>>> = vec![BTreeMap::new(); problem.participants().len()];
        for meeting in agenda.meetings() {
            let pair = &problem.pairs()[meeting.pair];
            for end in [pair.a, pair.b] {
                at[end].entry(meeting.slot).or_default().push(meeting.table);
            }
        }
        let by_participant: Vec<PartyMoves> = at.iter().map(|slots| party(problem, slots)).collect();
        let changes = by_participant.iter().map(|moves| moves.changes).sum();
        let metres = by_participant.iter().map(|moves| moves.metres).sum();
        Self { changes, metres, bound, proved: changes == bound, by_participant }
    }
}

fn party(problem: &Problem, slots: &BTreeMap<usize, Vec<usize>>) -> PartyMoves {
    let mut moves = PartyMoves::default();
    for ((from, before), (to, after)) in slots.iter().zip(slots.iter().skip(1)) {
        if problem.slots()[*from].day == problem.slots()[*to].day {
            let one = between(problem.tables(), before, after);
            moves.changes += one.changes;
            moves.metres += one.metres;
        }
    }
    moves
}

fn between(tables: &[Table], before: &[usize], after: &[usize]) -> PartyMoves {
    let mut leave: Vec<usize> = before.iter().copied().filter(|table| !after.contains(table)).collect();
    let mut come: Vec<usize> = after.iter().copied().filter(|table| !before.contains(table)).collect();
    let mut moves = PartyMoves::default();
    while !leave.is_empty() && !come.is_empty() {
        let ways = (0..leave.len()).flat_map(|i| (0..come.len()).map(move |j| (i, j)));
        let nearest = ways.min_by(|&(i, j), &(k, l)| {
            let one = distance(&tables[leave[i]], &tables[come[j]]);
            one.total_cmp(&distance(&tables[leave[k]], &tables[come[l]]))
        });
        let Some((i, j)) = nearest else { break };
        moves.changes += 1;
        moves.metres += distance(&tables[leave.remove(i)], &tables[come.remove(j)]);
    }
    moves
}

/// Metres between two tables; 0 where one has no position.
fn distance(one: &Table, other: &Table) -> f64 {
    let Some(((x, y), (u, v))) = one.position.zip(other.position) else { return 0.0 };
    (x - u).hypot(y - v)
}

#[cfg(test)]
mod tests {
    use super::{PartyMoves, between};
    use crate::Table;

    #[test]
    fn whoever_can_stay_stays_and_the_others_take_the_nearest_table() {
        let table = |id: &str, x: f64| Table { id: id.into(), position: Some((x, 0.0)) };
        let mut tables = vec![table("a", 0.0), table("b", 3.0), table("c", 10.0), table("d", 14.0)];
        let moves = |changes, metres| PartyMoves { changes, metres };
        assert_eq!(between(&tables, &[0], &[0]), moves(0, 0.0));
        assert_eq!(between(&tables, &[0], &[2]), moves(1, 10.0));
        // One of two goes on to a single meeting, and it can be the one that stays.
        assert_eq!(between(&tables, &[0, 1], &[1]), moves(0, 0.0));
        assert_eq!(between(&tables, &[0, 2], &[1, 3]), moves(2, 7.0));
        tables[3].position = None;
        assert_eq!(between(&tables, &[0], &[3]), moves(1, 0.0));
    }
}
