//! What answers about an agenda share: worth, margins, exchanges, conflicts.

use passerelle_domain::{
    Between, Conflict, Exchange, Language, Margin, Meeting, Member, Problem, Reached, Status, Worth,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::agenda::file::StatusWord;

/// What an agenda reaches.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorthFile {
    /// Must-pairs placed.
    musts: i64,
    /// What is missing of all floors together.
    shortfall: i64,
    /// Total value.
    value: i64,
}

impl From<Worth> for WorthFile {
    fn from(worth: Worth) -> Self {
        Self { musts: worth.musts, shortfall: worth.shortfall.0, value: worth.value }
    }
}

/// What a solve found, and what no agenda exceeds.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReachedFile {
    /// How the solve ended.
    status: StatusWord,
    /// Total value of the best agenda found.
    value: i64,
    /// Upper bound on the total value, given the musts and floors reached.
    bound: i64,
    /// Must-pairs placed.
    musts: i64,
    /// Upper bound on them.
    musts_bound: i64,
    /// What is missing of all floors together.
    shortfall: i64,
    /// Lower bound on it.
    shortfall_bound: i64,
}

impl From<&Reached> for ReachedFile {
    fn from(reached: &Reached) -> Self {
        Self {
            status: match reached.status {
                Status::Optimal => StatusWord::Optimal,
                Status::Feasible => StatusWord::Feasible,
                Status::Infeasible => StatusWord::Infeasible,
                Status::Cancelled => StatusWord::Cancelled,
            },
            value: reached.worth.value,
            bound: reached.bound.value,
            musts: reached.worth.musts,
            musts_bound: reached.bound.musts,
            shortfall: reached.worth.shortfall.0,
            shortfall_bound: reached.bound.shortfall.0,
        }
    }
}

/// A difference: known when both figures are equal.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BetweenFile {
    /// At least.
    least: i64,
    /// At most.
    most: i64,
}

impl From<Between> for BetweenFile {
    fn from(between: Between) -> Self {
        Self { least: between.least, most: between.most }
    }
}

/// A difference of two optima; a later level counts only where those before it do not differ.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarginFile {
    /// Whether every figure is known.
    exact: bool,
    /// Must-pairs.
    musts: BetweenFile,
    /// Meetings missing of floors.
    shortfall: BetweenFile,
    /// Value.
    value: BetweenFile,
}

impl From<&Margin> for MarginFile {
    fn from(margin: &Margin) -> Self {
        Self {
            exact: margin.is_exact(),
            musts: margin.musts.into(),
            shortfall: margin.shortfall.into(),
            value: margin.value.into(),
        }
    }
}

/// A meeting with its value.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuedFile<'a> {
    /// Id of the pair.
    pair: &'a str,
    /// Id of the slot.
    slot: &'a str,
    /// Id of the table.
    table: &'a str,
    /// What it is worth.
    value: u32,
}

/// A meeting that changes its place.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MovedFile<'a> {
    /// Id of the pair.
    pair: &'a str,
    /// Id of the slot it leaves.
    slot: &'a str,
    /// Id of the table it leaves.
    table: &'a str,
    /// Id of the slot it goes to.
    to_slot: &'a str,
    /// Id of the table it goes to.
    to_table: &'a str,
}

/// How the given agenda becomes another.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExchangeFile<'a> {
    /// Meetings that go.
    gone: Vec<ValuedFile<'a>>,
    /// Meetings that come.
    added: Vec<ValuedFile<'a>>,
    /// Meetings that move.
    moved: Vec<MovedFile<'a>>,
}

impl<'a> ExchangeFile<'a> {
    pub(crate) fn new(problem: &'a Problem, exchange: &Exchange) -> Self {
        let slot = |slot: usize| problem.slots().get(slot).map_or("", |slot| slot.id.as_str());
        let table = |table: usize| problem.tables().get(table).map_or("", |table| table.id.as_str());
        let valued = |meeting: &Meeting| ValuedFile {
            pair: pair_id(problem, meeting.pair),
            slot: slot(meeting.slot),
            table: table(meeting.table),
            value: problem.pairs().get(meeting.pair).map_or(0, |pair| pair.value),
        };
        let moved = |(was, is): &(Meeting, Meeting)| MovedFile {
            pair: pair_id(problem, was.pair),
            slot: slot(was.slot),
            table: table(was.table),
            to_slot: slot(is.slot),
            to_table: table(is.table),
        };
        Self {
            gone: exchange.gone.iter().map(valued).collect(),
            added: exchange.added.iter().map(valued).collect(),
            moved: exchange.moved.iter().map(moved).collect(),
        }
    }
}

/// Demands and rules that cannot hold together.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConflictFile<'a> {
    /// What takes part.
    members: Vec<MemberFile<'a>>,
    /// Whether it is proved that the others can hold when any one is taken away.
    irreducible: bool,
    /// The same in one sentence.
    sentence: String,
}

/// One demand or rule.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberFile<'a> {
    /// `lock`, `must`, `floor`, `limit_floor`, `tables`, `cap`, `limit_cap`, `absence`, `own_table`, `rest`, `exclusion`, `timing`, `precedence`.
    kind: &'static str,
    /// Id of the pair it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pair: Option<&'a str>,
    /// Id of the participant it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    participant: Option<&'a str>,
    /// Place of the limit, or of the precedence, in the problem's list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl<'a> ConflictFile<'a> {
    pub(crate) fn new(problem: &'a Problem, conflict: &Conflict) -> Self {
        let member = |&member: &Member| {
            let mut file = MemberFile { kind: member.code(), pair: None, participant: None, index: None };
            match member {
                Member::Lock(pair) | Member::Must(pair) | Member::Exclusion(pair) | Member::Timing(pair) => {
                    file.pair = Some(pair_id(problem, pair));
                }
                Member::Floor(party)
                | Member::Cap(party)
                | Member::Absence(party)
                | Member::OwnTable(party)
                | Member::Rest(party) => file.participant = Some(party_id(problem, party)),
                Member::LimitFloor(index) | Member::LimitCap(index) | Member::Precedence(index) => {
                    file.index = Some(index);
                }
                Member::Tables => {}
            }
            file
        };
        Self {
            members: conflict.members.iter().map(member).collect(),
            irreducible: conflict.irreducible,
            sentence: conflict.sentence(problem, Language::English),
        }
    }
}

pub(crate) fn pair_id(problem: &Problem, pair: usize) -> &str {
    problem.pairs().get(pair).map_or("", |pair| pair.id.as_str())
}

pub(crate) fn party_id(problem: &Problem, party: usize) -> &str {
    problem.participants().get(party).map_or("", |party| party.id.as_str())
}

/// A margin in words: `3`, `between 3 and 5`; the first level that differs.
pub(crate) fn margin_words(margin: &Margin) -> Option<String> {
    let figure = |between: Between| match between.exact() {
        Some(n) => n.to_string(),
        None => format!("between {} and {}", between.least, between.most),
    };
    let nothing = Between::default();
    if margin.musts != nothing {
        Some(format!("{} of the meetings that must take place", figure(margin.musts)))
    } else if margin.shortfall != nothing {
        Some(format!("{} of the meetings that floors ask for", figure(margin.shortfall)))
    } else if margin.value != nothing {
        Some(format!("a value of {}", figure(margin.value)))
    } else {
        None
    }
}

/// What an exchange does to meetings, in words; nothing of the pair that it is made for.
pub(crate) fn exchange_words(problem: &Problem, exchange: &Exchange, but: Option<usize>) -> String {
    const NAMED: usize = 6;
    let list = |meetings: &[&Meeting]| {
        let value = |pair: usize| problem.pairs().get(pair).map_or(0, |pair| pair.value);
        let shown: Vec<String> = meetings
            .iter()
            .take(NAMED)
            .map(|m| format!("`{}` ({})", pair_id(problem, m.pair), value(m.pair)))
            .collect();
        let more = meetings.len().saturating_sub(NAMED);
        if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
    };
    let gone: Vec<&Meeting> = exchange.gone.iter().collect();
    let added: Vec<&Meeting> = exchange.added.iter().filter(|m| Some(m.pair) != but).collect();
    let moved: Vec<&Meeting> =
        exchange.moved.iter().filter(|(was, is)| was.slot != is.slot).map(|(was, _)| was).collect();
    let parts = [(&gone, "goes", "go"), (&added, "comes", "come"), (&moved, "moves", "move")];
    let parts = parts.into_iter().filter(|(list, ..)| !list.is_empty());
    let words: Vec<String> = parts
        .map(|(meetings, one, several)| {
            format!("{} {}", list(meetings), if meetings.len() == 1 { one } else { several })
        })
        .collect();
    if words.is_empty() { "nothing else changes".into() } else { words.join("; ") }
}
