//! One problem or event under several policies, compared side by side.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use passerelle_domain::{Agenda, Missing, Objective, Plan, Problem, Status};
use passerelle_formats::policy::{self, PolicyFileRead};

use crate::error::{AppError, file_error};
use crate::files;

/// What a policy leads to, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The policy's name.
    pub name: String,
    /// How the solve ended.
    pub status: Status,
    /// Meetings.
    pub meetings: usize,
    /// Total value and its upper bound.
    pub value: (i64, i64),
    /// Must-pairs placed, of so many.
    pub musts: (usize, usize),
    /// Participants and limits below their floor, and their total shortfall.
    pub floors_missed: (usize, u32),
    /// Idle groups and their lower bound.
    pub idle_groups: (u32, u32),
    /// Minutes of idle slots; none where a slot's length is not told.
    pub idle_minutes: Option<u64>,
    /// Largest difference between two participants' numbers of idle groups.
    pub spread: u32,
    /// Changes of table and their lower bound.
    pub table_changes: (u32, u32),
    /// Metres walked between tables.
    pub metres: f64,
    /// Meetings of those who could have some.
    pub shares: Shares,
    /// Seconds taken.
    pub seconds: f64,
    /// By pair identifier: the slot in which it meets.
    pub placed: BTreeMap<String, String>,
}

/// How meetings are shared among the participants that have a pair that is not excluded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shares {
    /// The fewest anybody has.
    pub min: u32,
    /// The median.
    pub median: f64,
    /// Gini's coefficient: 0 when all have the same, towards 1 when one has everything.
    pub gini: f64,
}

/// What differs between the agendas of two scenarios, by pair identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Names of the two.
    pub between: (String, String),
    /// Pairs that meet in the first alone.
    pub only_first: Vec<String>,
    /// Pairs that meet in the second alone.
    pub only_second: Vec<String>,
    /// Pairs that meet in both, in different slots.
    pub moved: Vec<String>,
}

/// Reads policy files; each has a name of its own.
///
/// # Errors
/// Everything that is wrong in any of them, and names that return.
pub fn read_policies(paths: &[PathBuf]) -> Result<Vec<PolicyFileRead>, AppError> {
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    let mut names: BTreeMap<String, &Path> = BTreeMap::new();
    for path in paths {
        let parsed = files::read(path).and_then(|file| Ok(policy::parse(&file)?));
        match parsed {
            Ok(one) => {
                let name = name_of(&one);
                if let Some(other) = names.insert(name.clone(), path) {
                    let message = format!("`{name}` is the name of {} too", other.display());
                    wrong.push(file_error(path, message, "give one of them another `name`"));
                }
                read.push(one);
            }
            Err(AppError::Input(errors)) => wrong.extend(errors),
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong.into()) }
}

/// The name of a policy that was read.
pub fn name_of(policy: &PolicyFileRead) -> String {
    policy.policy.name.clone().unwrap_or_default()
}

/// A problem under a policy file.
///
/// # Errors
/// What of the policy does not suit the problem.
pub fn under(problem: &Problem, policy: &PolicyFileRead) -> Result<Problem, AppError> {
    problem.with_policy(&policy.policy).map_err(|wrong| policy.located(wrong).into())
}

impl Scenario {
    /// The figures of a plan.
    pub fn of(name: String, problem: &Problem, plan: &Plan, seconds: f64) -> Self {
        let groups = plan.gaps.by_participant.iter().map(|gaps| gaps.groups);
        let missed = plan.missing.iter().filter_map(|one| match one {
            Missing::Must(_) => None,
            Missing::Participant(_, miss) | Missing::Limit(_, miss) => Some(miss.min - miss.has),
        });
        let all_musts = problem.pairs().iter().filter(|pair| pair.must).count();
        let missing_musts = plan.missing.iter().filter(|one| matches!(one, Missing::Must(_))).count();
        let moves = plan.proof.level(Objective::Moves);
        Self {
            name,
            status: plan.proof.status,
            meetings: plan.agenda.meetings().len(),
            value: (plan.proof.value(), plan.proof.bound()),
            musts: (all_musts - missing_musts, all_musts),
            floors_missed: (missed.clone().count(), missed.sum()),
            idle_groups: (plan.gaps.groups, plan.gaps.bound),
            idle_minutes: idle_minutes(problem, &plan.agenda),
            spread: groups.clone().max().unwrap_or(0) - groups.min().unwrap_or(0),
            table_changes: (plan.moves.changes, moves.map_or(0, |_| plan.moves.bound)),
            metres: plan.moves.metres,
            shares: shares(problem, &plan.agenda),
            seconds,
            placed: plan
                .agenda
                .meetings()
                .iter()
                .map(|m| (problem.pairs()[m.pair].id.clone(), problem.slots()[m.slot].id.clone()))
                .collect(),
        }
    }
}

/// What differs between each two scenarios, in their order.
pub fn differences(scenarios: &[Scenario]) -> Vec<Difference> {
    let mut all = Vec::new();
    for (i, first) in scenarios.iter().enumerate() {
        for second in &scenarios[i + 1..] {
            let lacks = |one: &Scenario, other: &Scenario| {
                one.placed.keys().filter(|pair| !other.placed.contains_key(*pair)).cloned().collect()
            };
            let moved = first
                .placed
                .iter()
                .filter(|(pair, slot)| second.placed.get(*pair).is_some_and(|other| other != *slot));
            all.push(Difference {
                between: (first.name.clone(), second.name.clone()),
                only_first: lacks(first, second),
                only_second: lacks(second, first),
                moved: moved.map(|(pair, _)| pair.clone()).collect(),
            });
        }
    }
    all
}

/// Minutes of the idle slots between two consecutive meetings of one participant on one day.
fn idle_minutes(problem: &Problem, agenda: &Agenda) -> Option<u64> {
    let mut busy = vec![std::collections::BTreeSet::new(); problem.participants().len()];
    for meeting in agenda.meetings() {
        let pair = &problem.pairs()[meeting.pair];
        busy[pair.a].insert(meeting.slot);
        busy[pair.b].insert(meeting.slot);
    }
    let slots = problem.slots();
    let mut minutes = 0;
    for (party, busy) in problem.participants().iter().zip(&busy) {
        let two = busy.iter().zip(busy.iter().skip(1)).filter(|(a, b)| slots[**a].day == slots[**b].day);
        let idle = two.flat_map(|(&from, &to)| from + 1..to);
        for slot in idle.filter(|&slot| problem.count_absence() || party.is_available(slot)) {
            minutes += u64::from(slots[slot].minutes?);
        }
    }
    Some(minutes)
}

fn shares(problem: &Problem, agenda: &Agenda) -> Shares {
    let mut met: BTreeMap<usize, u32> = BTreeMap::new();
    for pair in problem.pairs().iter().filter(|pair| !pair.excluded) {
        met.entry(pair.a).or_default();
        met.entry(pair.b).or_default();
    }
    for meeting in agenda.meetings() {
        let pair = &problem.pairs()[meeting.pair];
        *met.entry(pair.a).or_default() += 1;
        *met.entry(pair.b).or_default() += 1;
    }
    let mut counts: Vec<u32> = met.into_values().collect();
    counts.sort_unstable();
    let n = counts.len();
    let Some(&min) = counts.first() else { return Shares::default() };
    let median = f64::from(counts[(n - 1) / 2] + counts[n / 2]) / 2.0;
    let total: f64 = counts.iter().copied().map(f64::from).sum();
    // With the counts in order, the mean difference of all pairs is a weighted sum.
    let weighted: f64 = counts
        .iter()
        .enumerate()
        .map(|(i, &count)| (2.0 * i as f64 + 1.0 - n as f64) * f64::from(count))
        .sum();
    let gini = if total > 0.0 { weighted / (n as f64 * total) } else { 0.0 };
    Shares { min, median, gini }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{
        Agenda, Meeting, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables,
    };

    use super::{idle_minutes, shares};

    #[test]
    fn shares_and_idle_minutes_are_the_plain_ones() {
        let party = |id: &str| ParticipantSpec { id: id.into(), ..Default::default() };
        let slot = |id: &str| SlotSpec {
            id: id.into(),
            minutes: Some(20),
            tables: SlotTables::Count(2),
            ..Default::default()
        };
        let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 1, ..Default::default() };
        let mut spec = ProblemSpec {
            slots: ["1", "2", "3"].map(slot).to_vec(),
            participants: ["a", "b", "x", "y", "nobody"].map(party).to_vec(),
            pairs: vec![pair("a", "x"), pair("a", "y"), pair("b", "x")],
            ..Default::default()
        };
        let meeting = |pair, slot| Meeting { slot, table: 0, pair };
        let agenda = Agenda::new(vec![meeting(0, 0), meeting(1, 2)]);
        let problem = Problem::new(spec.clone()).unwrap();
        let found = shares(&problem, &agenda);
        // Of a, b, x, y: 2, 0, 1, 1. The mean difference is 10 of 16 pairs, twice the mean is 2.
        assert_eq!((found.min, found.median), (0, 1.0));
        assert!((found.gini - 0.375).abs() < 1e-12, "{found:?}");
        assert_eq!(idle_minutes(&problem, &agenda), Some(20));
        spec.participants[0].unavailable = vec!["2".into()];
        assert_eq!(idle_minutes(&Problem::new(spec.clone()).unwrap(), &agenda), Some(0));
        spec.participants[0].unavailable.clear();
        spec.slots[1].minutes = None;
        assert_eq!(idle_minutes(&Problem::new(spec).unwrap(), &agenda), None);
    }
}
