//! Who stands by, as its file has it.

use std::collections::BTreeMap;

use passerelle_domain::{Case, Chances, Problem, Standby};
use schemars::JsonSchema;
use serde::Serialize;

/// For each meeting, who could step in if one of its two did not come; and what that is worth on average.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StandbyFile<'a> {
    /// The agenda's value: everybody comes.
    value: i64,
    /// On average, by how likely each is to come, without anybody standing by.
    expected: f64,
    /// The same with the reserves, counted rather too low than too high.
    with_standby: f64,
    /// Cases in which nobody can step in: a meeting has two cases.
    uncovered: usize,
    /// How first reserves are spread.
    first_reserves: SpreadFile<'a>,
    /// The meetings, in order of slot and table.
    meetings: Vec<MeetingFile<'a>>,
}

/// How first reserves are spread.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SpreadFile<'a> {
    /// Most cases for which one participant is the first reserve; no smaller number covers as many cases.
    most: u32,
    /// Whether no other choice that is spread as well has more value.
    exact: bool,
    /// By id of the participant: for how many cases it is the first reserve. Those who are for none are left out.
    by_participant: BTreeMap<&'a str, u32>,
}

/// A meeting.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeetingFile<'a> {
    /// Id of the pair.
    pair: &'a str,
    /// Id of the slot.
    slot: &'a str,
    /// Id of the table.
    table: &'a str,
    /// What it is worth.
    value: u32,
    /// What it is worth on average without anybody standing by.
    expected: f64,
    /// The same with its reserves.
    with_standby: f64,
    /// Its two cases.
    if_absent: Vec<CaseFile<'a>>,
}

/// One of the two does not come.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CaseFile<'a> {
    /// Id of who does not come.
    absent: &'a str,
    /// Id of who is left alone.
    stays: &'a str,
    /// How likely the absent one is not to come.
    chance: f64,
    /// How many could step in altogether.
    candidates: usize,
    /// Who is asked, the first first.
    reserves: Vec<ReserveFile<'a>>,
}

/// Somebody who can step in.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReserveFile<'a> {
    /// 1 for the first to be asked.
    rank: usize,
    /// Its id.
    participant: &'a str,
    /// Id of the pair that would meet instead.
    pair: &'a str,
    /// Id of the table at which it would.
    table: &'a str,
    /// What that meeting is worth.
    value: u32,
    /// How likely it is to come.
    attends: f64,
}

/// To the thousandth: more says nothing about people.
fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

impl<'a> StandbyFile<'a> {
    pub(super) fn new(problem: &'a Problem, standby: &'a Standby, attendance: &Chances) -> Self {
        let party = |p: usize| problem.participants().get(p).map_or("", |p| p.id.as_str());
        let pair = |p: usize| problem.pairs().get(p).map_or("", |p| p.id.as_str());
        let value = |p: usize| problem.pairs().get(p).map_or(0, |p| p.value);
        let table = |t: usize| problem.tables().get(t).map_or("", |t| t.id.as_str());
        let case = |case: &Case| CaseFile {
            absent: party(case.absent),
            stays: party(case.stays),
            chance: rounded(1.0 - attendance.of(case.absent)),
            candidates: case.candidates,
            reserves: case
                .reserves
                .iter()
                .enumerate()
                .map(|(i, one)| ReserveFile {
                    rank: i + 1,
                    participant: party(one.participant),
                    pair: pair(one.pair),
                    table: table(one.table),
                    value: one.value,
                    attends: rounded(attendance.of(one.participant)),
                })
                .collect(),
        };
        let meetings = standby.meetings.iter().map(|one| MeetingFile {
            pair: pair(one.meeting.pair),
            slot: problem.slots().get(one.meeting.slot).map_or("", |s| s.id.as_str()),
            table: table(one.meeting.table),
            value: value(one.meeting.pair),
            expected: rounded(one.expected),
            with_standby: rounded(one.with_standby),
            if_absent: one.cases.iter().map(case).collect(),
        });
        let first = standby.first_for.iter().enumerate().filter(|(_, n)| **n > 0);
        Self {
            value: standby.meetings.iter().map(|one| i64::from(value(one.meeting.pair))).sum(),
            expected: rounded(standby.expected()),
            with_standby: rounded(standby.with_standby()),
            uncovered: standby.uncovered(),
            first_reserves: SpreadFile {
                most: standby.most_first,
                exact: standby.exact,
                by_participant: first.map(|(p, &n)| (party(p), n)).collect(),
            },
            meetings: meetings.collect(),
        }
    }
}
