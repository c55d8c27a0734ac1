//! A result as its file has it: what is written, and what the schema is made from.

use passerelle_domain::{Missing, Plan, Problem, Status};
use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Seconds, reasons};
use crate::problem::file::ObjectiveWord;
use crate::replan::file::ReplanFile;

/// The answer of a solve: meetings, the proof of how good they are, and what was left out.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgendaFile<'a> {
    /// How the solve ended. Nothing is read from it.
    status: Option<StatusWord>,
    /// Total value; null when there is no agenda.
    value: Option<i64>,
    /// Upper bound on the total value, given the musts and floors reached.
    bound: Option<i64>,
    /// (bound - value) / max(1, bound).
    gap: Option<f64>,
    /// Time taken.
    seconds: Option<f64>,
    /// Time until the value was proved, or work on it ended.
    value_seconds: Option<f64>,
    /// Objectives in lexicographic order; each bound assumes the values reached above it.
    #[serde(default)]
    objectives: Vec<LevelFile>,
    /// The meetings, in order of slot and table.
    meetings: Vec<MeetingFile<'a>>,
    /// Pairs left out, and why.
    #[serde(default)]
    unplaced: Vec<UnplacedFile<'a>>,
    /// Musts and floors that are missed.
    #[serde(default)]
    missing: Vec<MissingFile<'a>>,
    /// Why there is no agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    conflict: Option<&'a [String]>,
    /// Idle time between meetings.
    gaps: Option<GapsFile<'a>>,
    /// Changes of table, and walks.
    #[serde(default)]
    moves: Option<MovesFile<'a>>,
    /// What a re-plan says besides: see `passerelle schema replan`. Nothing is read from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    replan: Option<ReplanFile>,
}

/// How a solve ended.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StatusWord {
    /// Proved the best possible.
    Optimal,
    /// An agenda was found; the gap tells how far from the bound.
    Feasible,
    /// Proved that there is none.
    Infeasible,
    /// Stopped before one was found.
    Cancelled,
}

/// One objective.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelFile {
    /// Which.
    name: ObjectiveWord,
    /// What was reached.
    value: i64,
    /// What could be reached at best.
    bound: i64,
    /// Whether the two are equal.
    proved: bool,
}

/// One meeting.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeetingFile<'a> {
    /// Id of the pair.
    pair: &'a str,
    /// Id of its first participant. May be left out.
    #[serde(default)]
    a: Option<&'a str>,
    /// Id of its second participant. May be left out.
    #[serde(default)]
    b: Option<&'a str>,
    /// Id of the slot.
    slot: &'a str,
    /// Id of the table.
    table: &'a str,
}

/// A pair left out.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnplacedFile<'a> {
    /// Id of the pair.
    pair: &'a str,
    /// Code: `excluded`, `no_common_slot`, `client_full`, `firm_full`, `participant_full`, `tables_full`, `limit_reached`, `rules`, `outbid`, `given_up`, `not_reached`, `stability` (a re-plan only).
    #[serde(default)]
    reason: Option<&'static str>,
    /// The reason in one sentence.
    #[serde(default)]
    detail: Option<String>,
}

/// A must or a floor that is missed.
#[derive(Serialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum MissingFile<'a> {
    /// A pair that must take place and does not.
    Must {
        /// Id of the pair.
        pair: &'a str,
    },
    /// A participant below its floor.
    Participant {
        /// Id of the participant.
        participant: &'a str,
        /// Its floor.
        min: u32,
        /// Its meetings.
        has: u32,
    },
    /// A limit below its floor.
    Limit {
        /// Its place in the problem's list, from 0.
        limit: usize,
        /// Its floor.
        min: u32,
        /// Its pairs placed.
        has: u32,
    },
}

/// Idle time.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GapsFile<'a> {
    /// Runs of idle slots between two consecutive meetings of one participant on one day.
    groups: u32,
    /// Idle slots in those runs.
    slots: u32,
    /// Minutes of those slots, as far as slots tell how long they last.
    #[serde(default)]
    minutes: Option<u32>,
    /// Lower bound on the number of runs, for every agenda as good in the objectives before.
    #[serde(default)]
    bound: Option<u32>,
    /// Lower bound on the number of runs of the pairs chosen, however they are arranged.
    #[serde(default)]
    chosen_bound: Option<u32>,
    /// Whether runs and bound are equal.
    #[serde(default)]
    proved: Option<bool>,
    /// Value given up for fewer runs, within the tolerance asked for; left out when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given_up: Option<i64>,
    /// By id of the participant.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, PartyGapsFile>")]
    by_participant: ByParticipant<'a, PartyGapsFile>,
}

/// Idle time of one participant.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyGapsFile {
    /// Runs.
    groups: u32,
    /// Slots.
    slots: u32,
    /// Minutes of those slots, as far as slots tell how long they last.
    #[serde(default)]
    minutes: Option<u32>,
}

/// Changes of table: meetings that follow each other on one day at different tables.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MovesFile<'a> {
    /// Changes of all participants.
    changes: u32,
    /// Metres walked from table to table, where tables have positions.
    metres: f64,
    /// Lower bound on the changes, given who meets when.
    #[serde(default)]
    bound: Option<u32>,
    /// Whether changes and bound are equal.
    #[serde(default)]
    proved: Option<bool>,
    /// By id of the participant; those who never change are left out.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, PartyMovesFile>")]
    by_participant: ByParticipant<'a, PartyMovesFile>,
}

/// Changes of table of one participant.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyMovesFile {
    /// Changes.
    changes: u32,
    /// Metres.
    metres: f64,
}

/// Figures by participant, in the problem's order.
pub(crate) struct ByParticipant<'a, F>(Vec<(&'a str, F)>);

impl<F> Default for ByParticipant<'_, F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<F: Serialize> Serialize for ByParticipant<'_, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, figures) in &self.0 {
            map.serialize_entry(id, figures)?;
        }
        map.end()
    }
}

/// A length to the centimetre.
fn centimetres(metres: f64) -> f64 {
    (metres * 100.0).round() / 100.0
}

fn thousandths(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

impl<'a> AgendaFile<'a> {
    pub(crate) fn new(problem: &'a Problem, plan: &'a Plan, seconds: Seconds) -> Self {
        let pair_id = |p: usize| problem.pairs().get(p).map_or("", |p| p.id.as_str());
        let party_id = |p: usize| problem.participants().get(p).map_or("", |p| p.id.as_str());
        let value = plan.proof.level(passerelle_domain::Objective::Value);
        let found = matches!(plan.proof.status, Status::Optimal | Status::Feasible);
        let meetings = plan.agenda.meetings().iter().map(|m| {
            let ends = problem.pairs().get(m.pair);
            MeetingFile {
                pair: pair_id(m.pair),
                a: ends.map(|pair| party_id(pair.a)),
                b: ends.map(|pair| party_id(pair.b)),
                slot: problem.slots().get(m.slot).map_or("", |s| s.id.as_str()),
                table: problem.tables().get(m.table).map_or("", |t| t.id.as_str()),
            }
        });
        let unplaced = plan.unplaced.iter().map(|one| UnplacedFile {
            pair: pair_id(one.pair),
            reason: Some(one.reason.code(problem)),
            detail: Some(reasons::detail(problem, one)),
        });
        let missing = plan.missing.iter().map(|one| match *one {
            Missing::Must(pair) => MissingFile::Must { pair: pair_id(pair) },
            Missing::Participant(party, miss) => {
                MissingFile::Participant { participant: party_id(party), min: miss.min, has: miss.has }
            }
            Missing::Limit(limit, miss) => MissingFile::Limit { limit, min: miss.min, has: miss.has },
        });
        let levels = plan.proof.levels.iter().map(|level| LevelFile {
            name: level.objective.into(),
            value: level.value,
            bound: level.bound,
            proved: level.proved,
        });
        let by_participant = plan.gaps.by_participant.iter().enumerate();
        let by_participant = by_participant
            .map(|(p, gaps)| {
                (
                    party_id(p),
                    PartyGapsFile { groups: gaps.groups, slots: gaps.slots, minutes: Some(gaps.minutes) },
                )
            })
            .collect();
        let movers = plan.moves.by_participant.iter().enumerate().filter(|(_, moves)| moves.changes > 0);
        let movers = movers.map(|(p, moves)| {
            let metres = centimetres(moves.metres);
            (party_id(p), PartyMovesFile { changes: moves.changes, metres })
        });
        Self {
            status: Some(match plan.proof.status {
                Status::Optimal => StatusWord::Optimal,
                Status::Feasible => StatusWord::Feasible,
                Status::Infeasible => StatusWord::Infeasible,
                Status::Cancelled => StatusWord::Cancelled,
            }),
            value: value.filter(|_| found).map(|level| level.value),
            bound: value.map(|level| level.bound),
            gap: value.filter(|_| found).map(|_| plan.proof.gap()),
            seconds: Some(thousandths(seconds.total)),
            value_seconds: seconds.value.map(thousandths),
            objectives: levels.collect(),
            meetings: meetings.collect(),
            unplaced: unplaced.collect(),
            missing: missing.collect(),
            conflict: (!plan.conflict.is_empty()).then_some(plan.conflict.as_slice()),
            gaps: Some(GapsFile {
                groups: plan.gaps.groups,
                slots: plan.gaps.slots,
                minutes: Some(plan.gaps.minutes),
                bound: Some(plan.gaps.bound),
                chosen_bound: Some(plan.gaps.chosen_bound),
                proved: Some(plan.gaps.proved),
                given_up: (plan.gaps.given_up > 0).then_some(plan.gaps.given_up),
                by_participant: ByParticipant(by_participant),
            }),
            moves: Some(MovesFile {
                changes: plan.moves.changes,
                metres: centimetres(plan.moves.metres),
                bound: Some(plan.moves.bound),
                proved: Some(plan.moves.proved),
                by_participant: ByParticipant(movers.collect()),
            }),
            replan: None,
        }
    }

    /// Adds what a re-plan says. Pairs for which there was room were kept out by its policy, not by a limit of work.
    pub(crate) fn with_replan(mut self, replan: ReplanFile) -> Self {
        for one in &mut self.unplaced {
            if one.reason == Some("not_reached") {
                one.reason = Some("stability");
                one.detail = one.detail.take().map(|detail| {
                    let facts = detail.split(", but").next().unwrap_or_default();
                    format!(
                        "{facts}, but it would change more than the cap or the policy of the re-plan allows"
                    )
                });
            }
        }
        self.replan = Some(replan);
        self
    }
}
