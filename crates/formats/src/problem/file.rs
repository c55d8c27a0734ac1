//! A problem as its file has it: what is written, and what the schema is made from.

use std::collections::BTreeMap;

use passerelle_domain::{Objective, Pair, Participant, Problem, Slot};
use schemars::JsonSchema;
use serde::Serialize;

use crate::lines;
use crate::selectors::GroupLimitFile;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn no(flag: &bool) -> bool {
    !*flag
}

/// A scheduling problem: who can meet whom, when, where, and what each meeting is worth.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProblemFile {
    /// Slots in time order; they never overlap.
    slots: Vec<SlotFile>,
    /// Tables. May be left out when slots only count them: they are then called `1`, `2` ...
    #[serde(skip_serializing_if = "Option::is_none")]
    tables: Option<Vec<TableFile>>,
    /// Participants. They need not form two sides.
    participants: Vec<ParticipantFile>,
    /// Pairs that may meet.
    pairs: Vec<PairFile>,
    /// Limits on sets of pairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<Vec<LimitFile>>,
    /// Limits between sets of participants told by their labels. Written out, they are `limits`, `min` and `max`.
    #[serde(skip_serializing_if = "Option::is_none")]
    group_limits: Option<Vec<GroupLimitFile>>,
    /// Pairs that must be placed, where they are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked: Option<Vec<LockFile>>,
    /// Ids of pairs that must not be placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<Vec<String>>,
    /// Pairs of which one, when both are placed, comes in an earlier slot.
    #[serde(skip_serializing_if = "Option::is_none")]
    precedences: Option<Vec<PrecedenceFile>>,
    /// Whether slots of absence between two meetings count as idle. False when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    count_absence: Option<bool>,
    /// Objectives in lexicographic order. `musts`, `floors`, `value`, `gaps`, `moves` when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    objectives: Option<Vec<ObjectiveWord>>,
    /// Largest difference allowed between two participants' numbers of idle groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    spread: Option<u32>,
    /// Share of the value that may be given up for fewer idle groups, parts per million: 10000 is 1 %. 0 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000))]
    give_up: Option<u32>,
}

/// `musts`: most must-pairs placed. `floors`: smallest total shortfall of minima. `value`: largest total value. `gaps`: fewest idle groups. `moves`: fewest table changes for the times of the meetings.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ObjectiveWord {
    Musts,
    Floors,
    Value,
    Gaps,
    Moves,
}

/// A half-day.
#[derive(Serialize, JsonSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SessionWord {
    /// Morning.
    Am,
    /// Afternoon.
    Pm,
}

impl From<passerelle_domain::Session> for SessionWord {
    fn from(session: passerelle_domain::Session) -> Self {
        match session {
            passerelle_domain::Session::Am => Self::Am,
            passerelle_domain::Session::Pm => Self::Pm,
        }
    }
}

/// A time in which meetings take place.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotFile {
    /// Its id.
    id: String,
    /// The day it belongs to. All slots without one share a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    /// The half-day it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionWord>,
    /// When it begins: `09:00` or `2027-03-18T09:00`. Checked for order where it can be read, otherwise only shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    /// Its length in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000_000))]
    minutes: Option<u32>,
    /// Tables open in it: how many of the first, or the ids of those that are.
    tables: TablesFile,
}

/// A number of tables, or table ids.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum TablesFile {
    /// The first n tables.
    Count(#[schemars(range(min = 0, max = 100_000))] usize),
    /// These tables.
    Ids(Vec<String>),
}

/// A table and where it stands, metres.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableFile {
    /// Its id.
    id: String,
    /// Position, metres; given together with `y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<f64>,
    /// Position, metres; given together with `x`.
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<f64>,
}

/// A participant.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParticipantFile {
    /// Its id.
    id: String,
    /// A label for reporting: `client`, `firm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<String>,
    /// A label for reporting: the client a desk belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// A label for reporting: its size class, `sme` for a small or medium firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// Meetings it can hold at once: one number, or one by slot id (1 in slots that are not named). 1 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    seats: Option<SeatsFile>,
    /// Floor of meetings, maximised before value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    min: Option<u32>,
    /// Cap on meetings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    max: Option<u32>,
    /// Most meetings in consecutive slots of one day before a slot of rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000_000))]
    max_run: Option<u32>,
    /// Id of the table at which all its meetings take place.
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    /// The half-day it would rather have.
    #[serde(skip_serializing_if = "Option::is_none")]
    prefer: Option<SessionWord>,
    /// Ids of slots in which it is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    unavailable: Option<Vec<String>>,
}

/// Parallel seats: in every slot, or by slot id.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum SeatsFile {
    /// The same in every slot.
    Every(#[schemars(range(min = 0, max = 10_000))] u32),
    /// By slot id.
    BySlot(BTreeMap<String, u32>),
}

/// Two participants that may meet.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairFile {
    /// Its id; `a~b` when left out. Parallel pairs need distinct ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Id of one participant.
    a: String,
    /// Id of the other.
    b: String,
    /// What the meeting is worth.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    value: u32,
    /// Whether it must take place; maximised before everything else. False when left out.
    #[serde(default, skip_serializing_if = "no")]
    must: bool,
    /// Whether somebody wished it; for reporting. False when left out.
    #[serde(default, skip_serializing_if = "no")]
    wished: bool,
    /// The half-day in which it must take place.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionWord>,
    /// The shortest slot it fits, minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    minutes: Option<u32>,
    /// Ids of slots in which it may not take place although both are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    unavailable: Option<Vec<String>>,
}

/// How many of a set of pairs may or should be placed.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitFile {
    /// Ids of the pairs.
    pairs: Vec<String>,
    /// Floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    min: Option<u32>,
    /// Cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    max: Option<u32>,
}

/// A pair that is fixed beforehand.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockFile {
    /// Id of the pair.
    pair: String,
    /// Id of its slot, when fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<String>,
    /// Id of its table, when fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
}

/// Two pairs in an order.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrecedenceFile {
    /// Id of the earlier pair.
    first: String,
    /// Id of the later pair.
    then: String,
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    if list.is_empty() { None } else { Some(list) }
}

impl ProblemFile {
    pub(super) fn write(&self) -> String {
        lines::to_string(self)
    }
}

impl From<&Problem> for ProblemFile {
    fn from(problem: &Problem) -> Self {
        let pairs = problem.pairs();
        let id = |pair: usize| pairs.get(pair).map(|p| p.id.clone()).unwrap_or_default();
        let table_id = |t: usize| problem.tables().get(t).map(|t| t.id.clone()).unwrap_or_default();
        let slot_id = |s: usize| problem.slots().get(s).map(|s| s.id.clone()).unwrap_or_default();
        // Tables need naming unless they are just those that the slots count.
        let most = problem.slots().iter().map(|s| s.tables.len()).max().unwrap_or(0);
        let plain = problem.tables().len() == most
            && problem.slots().iter().all(is_prefix)
            && problem
                .tables()
                .iter()
                .enumerate()
                .all(|(i, t)| t.position.is_none() && t.id == (i + 1).to_string());
        let tables = problem.tables().iter().map(|table| TableFile {
            id: table.id.clone(),
            x: table.position.map(|p| p.0),
            y: table.position.map(|p| p.1),
        });
        let many_days = problem.slots().iter().any(|s| s.day > 0);
        let slots = problem.slots().iter().map(|slot| SlotFile {
            id: slot.id.clone(),
            day: many_days.then(|| (slot.day + 1).to_string()),
            session: slot.session.map(Into::into),
            start: slot.start.clone(),
            minutes: slot.minutes,
            tables: if is_prefix(slot) {
                TablesFile::Count(slot.tables.len())
            } else {
                TablesFile::Ids(slot.tables.iter().map(|&t| table_id(t)).collect())
            },
        });
        let limits = problem.limits().iter().map(|limit| LimitFile {
            pairs: limit.pairs.iter().map(|&p| id(p)).collect(),
            min: (limit.min > 0 || limit.max == u32::MAX).then_some(limit.min),
            max: (limit.max < u32::MAX).then_some(limit.max),
        });
        let locked = pairs.iter().filter_map(|pair| {
            let lock = pair.lock?;
            Some(LockFile {
                pair: pair.id.clone(),
                slot: lock.slot.map(slot_id),
                table: lock.table.map(table_id),
            })
        });
        let precedences =
            problem.precedences().iter().map(|p| PrecedenceFile { first: id(p.first), then: id(p.then) });
        let usual = problem.objectives() == Objective::USUAL;
        Self {
            slots: slots.collect(),
            tables: if plain { None } else { some(tables.collect()) },
            participants: problem.participants().iter().map(|p| participant(p, problem)).collect(),
            pairs: pairs.iter().map(|p| pair(p, problem)).collect(),
            limits: some(limits.collect()),
            group_limits: None,
            locked: some(locked.collect()),
            excluded: some(pairs.iter().filter(|p| p.excluded).map(|p| p.id.clone()).collect()),
            precedences: some(precedences.collect()),
            count_absence: problem.count_absence().then_some(true),
            objectives: (!usual).then(|| problem.objectives().iter().map(|&o| o.into()).collect()),
            spread: problem.spread(),
            give_up: (problem.give_up() > 0).then_some(problem.give_up()),
        }
    }
}

impl From<Objective> for ObjectiveWord {
    fn from(objective: Objective) -> Self {
        match objective {
            Objective::Musts => Self::Musts,
            Objective::Floors => Self::Floors,
            Objective::Value => Self::Value,
            Objective::Gaps => Self::Gaps,
            Objective::Moves => Self::Moves,
        }
    }
}

fn is_prefix(slot: &Slot) -> bool {
    slot.tables.iter().enumerate().all(|(i, &t)| i == t)
}

fn participant(party: &Participant, problem: &Problem) -> ParticipantFile {
    let slot_id = |s: usize| problem.slots().get(s).map(|s| s.id.clone()).unwrap_or_default();
    let there: Vec<u32> = party.seats.iter().copied().filter(|&n| n > 0).collect();
    let seats = match there.first() {
        Some(&first) if there.iter().all(|&n| n == first) => (first != 1).then_some(SeatsFile::Every(first)),
        Some(_) => {
            let odd = party.seats.iter().enumerate().filter(|(_, n)| **n > 1);
            Some(SeatsFile::BySlot(odd.map(|(s, &n)| (slot_id(s), n)).collect()))
        }
        None => None,
    };
    let away = party.seats.iter().enumerate().filter(|(_, n)| **n == 0).map(|(s, _)| slot_id(s));
    ParticipantFile {
        id: party.id.clone(),
        side: party.side.clone(),
        group: party.group.clone(),
        class: party.class.clone(),
        seats,
        min: (party.min > 0).then_some(party.min),
        max: (party.max < u32::MAX).then_some(party.max),
        max_run: party.max_run,
        table: party.table.and_then(|t| problem.tables().get(t)).map(|t| t.id.clone()),
        prefer: party.prefer.map(Into::into),
        unavailable: some(away.collect()),
    }
}

fn pair(pair: &Pair, problem: &Problem) -> PairFile {
    let party = |p: usize| problem.participants().get(p).map(|p| p.id.clone()).unwrap_or_default();
    let (a, b) = (party(pair.a), party(pair.b));
    PairFile {
        id: (pair.id != format!("{a}~{b}")).then(|| pair.id.clone()),
        a,
        b,
        value: pair.value,
        must: pair.must,
        wished: pair.wished,
        session: pair.session.map(Into::into),
        minutes: pair.minutes,
        unavailable: some(
            pair.barred.iter().filter_map(|&s| problem.slots().get(s)).map(|s| s.id.clone()).collect(),
        ),
    }
}
