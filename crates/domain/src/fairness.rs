//! How meetings and their value are shared out, and what a fairer share costs.

use crate::{Agenda, Problem, Status};

/// Some numbers in brief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// The smallest.
    pub min: i64,
    /// The one in the middle; of an even number of them the mean of the two in the middle.
    pub median: f64,
    /// The largest.
    pub max: i64,
    /// Gini's coefficient: 0 when all are equal, towards 1 when one has everything; 0 when nobody has anything.
    ///
    /// Half of the mean absolute difference divided by the mean (Gini, "Variabilità e mutabilità", 1912).
    pub gini: f64,
}

impl Shares {
    /// Describes some numbers of at least 0; none for no numbers.
    pub fn of(mut numbers: Vec<i64>) -> Option<Self> {
        numbers.sort_unstable();
        let (&min, &max) = (numbers.first()?, numbers.last()?);
        let count = numbers.len();
        let median = f64::midpoint(numbers[(count - 1) / 2] as f64, numbers[count / 2] as f64);
        let total: i128 = numbers.iter().map(|&x| i128::from(x)).sum();
        // Of sorted numbers x_1..x_n: sum of (2 i - n - 1) x_i, over n times the total.
        let weighted: i128 =
            numbers.iter().zip(1i128..).map(|(&x, i)| (2 * i - count as i128 - 1) * i128::from(x)).sum();
        let gini = if total > 0 { weighted as f64 / (count as f64 * total as f64) } else { 0.0 };
        Some(Self { min, median, max, gini })
    }
}

/// Which participants are looked at together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Crowd {
    /// All of them.
    All,
    /// Those of one side.
    Side(String),
    /// Those of one side and one size class; of any side when none is told.
    Class(Option<String>, String),
}

impl Crowd {
    /// Every crowd that a problem's labels make: all, each side, each class of each side, in that order.
    pub fn all(problem: &Problem) -> Vec<Self> {
        let mut crowds: Vec<Self> = problem
            .participants()
            .iter()
            .flat_map(|party| {
                let side = party.side.clone().map(Self::Side);
                let class = party.class.clone().map(|class| Self::Class(party.side.clone(), class));
                [Some(Self::All), side, class]
            })
            .flatten()
            .collect();
        crowds.sort();
        crowds.dedup();
        crowds
    }

    /// Indexes of its participants that have at least one pair which is not excluded: the others cannot meet anybody.
    pub fn members(&self, problem: &Problem) -> Vec<usize> {
        let mut can = vec![false; problem.participants().len()];
        for pair in problem.pairs().iter().filter(|pair| !pair.excluded) {
            (can[pair.a], can[pair.b]) = (true, true);
        }
        let belongs = |party: &crate::Participant| match self {
            Self::All => true,
            Self::Side(side) => party.side.as_ref() == Some(side),
            Self::Class(side, class) => {
                party.class.as_ref() == Some(class) && (side.is_none() || party.side == *side)
            }
        };
        let parties = problem.participants().iter().enumerate();
        parties.filter(|&(index, party)| can[index] && belongs(party)).map(|(index, _)| index).collect()
    }

    /// The words used in files: `all`, `firm`, `firm sme`.
    pub fn words(&self) -> String {
        match self {
            Self::All => "all".into(),
            Self::Side(side) => side.clone(),
            Self::Class(Some(side), class) => format!("{side} {class}"),
            Self::Class(None, class) => class.clone(),
        }
    }
}

/// How an agenda treats some participants.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Whom.
    pub crowd: Crowd,
    /// How many they are; participants that cannot meet anybody are not counted.
    pub parties: usize,
    /// Their numbers of meetings.
    pub meetings: Shares,
    /// The value of their meetings, added up for each of them.
    pub value: Shares,
}

impl Distribution {
    /// Counts an agenda for every crowd of a problem; crowds in which nobody can meet anybody are left out.
    pub fn all(problem: &Problem, agenda: &Agenda) -> Vec<Self> {
        let (mut met, mut worth) =
            (vec![0i64; problem.participants().len()], vec![0i64; problem.participants().len()]);
        for meeting in agenda.meetings() {
            let pair = &problem.pairs()[meeting.pair];
            for end in [pair.a, pair.b] {
                met[end] += 1;
                worth[end] += i64::from(pair.value);
            }
        }
        let of = |crowd: Crowd| {
            let members = crowd.members(problem);
            Some(Self {
                meetings: Shares::of(members.iter().map(|&party| met[party]).collect())?,
                value: Shares::of(members.iter().map(|&party| worth[party]).collect())?,
                parties: members.len(),
                crowd,
            })
        };
        Crowd::all(problem).into_iter().filter_map(of).collect()
    }
}

/// What a curve of fairness varies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// A guaranteed number of meetings for each of a crowd.
    Floor,
    /// The largest difference allowed between two of a crowd in their numbers of meetings.
    MeetingSpread,
    /// The largest difference allowed between any two participants in their numbers of idle groups.
    IdleSpread,
}

/// One point of a curve: what the best agenda reaches at one setting.
#[derive(Debug, Clone, PartialEq)]
pub struct FairnessPoint {
    /// The setting of the lever.
    pub setting: u32,
    /// How the solve ended.
    pub status: Status,
    /// Total value reached.
    pub value: i64,
    /// Upper bound on the value of every agenda at this setting, with the floors kept as well as they are here.
    pub bound: i64,
    /// Meetings missing below floors, over everybody: 0 when all floors hold.
    pub shortfall: i64,
    /// How many of the crowd have fewer meetings than the setting of a floor.
    pub below: usize,
    /// Idle groups over all participants; only where they are worked on.
    pub idle_groups: Option<u32>,
    /// How the agenda treats everybody.
    pub distributions: Vec<Distribution>,
}

/// What fairness costs in a problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Fairness {
    /// Whom the levers are about.
    pub crowd: Crowd,
    /// The best agenda as the problem stands.
    pub base: FairnessPoint,
    /// Value against the guaranteed floor, settings ascending.
    pub floors: Vec<FairnessPoint>,
    /// Value against the spread of meetings, settings ascending.
    pub meeting_spreads: Vec<FairnessPoint>,
    /// Value against the spread of idle groups, settings ascending.
    pub idle_spreads: Vec<FairnessPoint>,
    /// Whether every point asked for is there; a stop leaves out those that were not reached.
    pub complete: bool,
}

#[cfg(test)]
mod tests {
    use super::{Crowd, Distribution, Shares};
    use crate::{Agenda, Meeting, PairSpec, ParticipantSpec, Problem, ProblemSpec, SlotSpec, SlotTables};

    #[test]
    fn shares_agree_with_the_definition() {
        for numbers in [vec![0], vec![3, 3, 3], vec![0, 0, 0, 8], vec![1, 2, 3, 4, 10], vec![0, 0]] {
            let shares = Shares::of(numbers.clone()).unwrap();
            let n = numbers.len() as f64;
            let mean = numbers.iter().sum::<i64>() as f64 / n;
            let pairs = numbers.iter().flat_map(|a| numbers.iter().map(move |b| (a - b).abs() as f64));
            let half_difference = pairs.sum::<f64>() / (n * n) / 2.0;
            let gini = if mean > 0.0 { half_difference / mean } else { 0.0 };
            assert!((shares.gini - gini).abs() < 1e-12, "{numbers:?}: {} is not {gini}", shares.gini);
        }
        assert!((Shares::of(vec![4, 1, 3, 2]).unwrap().median - 2.5).abs() < 1e-12);
        assert_eq!(Shares::of(Vec::new()), None);
    }

    #[test]
    fn crowds_leave_out_who_cannot_meet() {
        let party = |id: &str, side: &str, class: Option<&str>| ParticipantSpec {
            id: id.into(),
            side: Some(side.into()),
            class: class.map(Into::into),
            ..Default::default()
        };
        let pair = |b: &str, value| PairSpec { a: "c".into(), b: b.into(), value, ..Default::default() };
        let problem = Problem::new(ProblemSpec {
            slots: vec![SlotSpec { id: "s".into(), tables: SlotTables::Count(1), ..Default::default() }],
            participants: vec![
                party("c", "client", None),
                party("f", "firm", Some("sme")),
                party("g", "firm", None),
                party("h", "firm", Some("sme")),
                party("lonely", "firm", Some("sme")),
            ],
            pairs: vec![pair("f", 5), pair("g", 7), pair("h", 9), pair("lonely", 1)],
            excluded: vec!["c~lonely".into()],
            ..Default::default()
        })
        .unwrap();
        let agenda = Agenda::new(vec![Meeting { slot: 0, table: 0, pair: 2 }]);
        let all = Distribution::all(&problem, &agenda);
        let told: Vec<(String, usize, i64, i64)> =
            all.iter().map(|d| (d.crowd.words(), d.parties, d.meetings.max, d.value.max)).collect();
        let expected = [("all", 4, 1, 9), ("client", 1, 1, 9), ("firm", 3, 1, 9), ("firm sme", 2, 1, 9)];
        assert_eq!(told, expected.map(|(words, n, most, value)| (words.to_owned(), n, most, value)));
        assert_eq!(Crowd::Class(None, "sme".into()).members(&problem), [1, 3]);
    }
}
