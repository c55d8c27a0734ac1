//! What a re-plan says beside its agenda, as its file has it.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::{Changed, Language, MeetingChange, Place, ReplanPolicy, Replanned, Trade, Why};
use schemars::JsonSchema;
use serde::Serialize;

use super::sentence::Teller;
use super::value_before;

/// A text in both languages.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Both {
    /// In French.
    fr: String,
    /// In English.
    en: String,
}

/// What is another than in the released agenda, why, and at what price: the key `replan` of the result of `passerelle replan`.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplanFile {
    /// The frozen past.
    frozen: FrozenFile,
    /// Who is touched.
    people: PeopleFile,
    /// How many meetings are touched.
    meetings: MeetingsFile,
    /// What it costs.
    value: ValueFile,
    /// The changes, in the order of the changes file.
    changes: Vec<Both>,
    /// Rules of the problem that the changes have made pointless and that were lifted.
    lifted: Vec<Both>,
    /// Participants whose agenda is another, and nobody else.
    by_participant: Vec<TouchedFile>,
    /// Meetings that are elsewhere, gone or new.
    by_meeting: Vec<MovedFile>,
}

/// The frozen past.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FrozenFile {
    /// Its slots, from the first on.
    slots: usize,
    /// Its meetings: they stay where they are.
    meetings: usize,
}

/// Who is touched.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    /// Participants whose agenda is another.
    changed: usize,
    /// Those of them whom the changes themselves touch: they are named by one, or a meeting of theirs cannot stay where it was.
    forced: usize,
    /// What counts against the cap, in its unit.
    counted: u32,
    /// The unit: `people` or `meetings`.
    unit: &'static str,
    /// The cap; null for none.
    cap: Option<u32>,
    /// Whether it is proved that no agenda is better under the policy, nor as good with fewer changes.
    fewest: bool,
}

/// How many meetings are touched.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeetingsFile {
    /// Where they were.
    kept: usize,
    /// In another slot or at another table.
    moved: usize,
    /// No longer there.
    lost: usize,
    /// Not there before.
    new: usize,
}

/// What it costs.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ValueFile {
    /// Of the released agenda.
    before: i64,
    /// Of the new one.
    after: i64,
    /// Before less after; negative when the changes bring more than they take.
    lost: i64,
    /// The most that a free re-plan, with only the past fixed, could reach at the musts and floors reached.
    free_bound: i64,
    /// The most that keeping people's agendas costs: the bound less the new value.
    price_of_stability: i64,
    /// How value is weighed against changes: `value_first` or `price`.
    trade: &'static str,
    /// Share of the value that fewer changes may cost; null with a price.
    tolerance: Option<f64>,
    /// What a change must bring at least; null when value comes first.
    per_change: Option<u32>,
}

/// A participant whose agenda is another.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TouchedFile {
    /// Its id.
    participant: String,
    /// Whether the changes themselves touch it.
    forced: bool,
    /// Its meetings that are others.
    changes: Vec<MovedFile>,
}

/// A meeting that is another.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MovedFile {
    /// Id of the pair.
    pair: String,
    /// With whom: the other participant; both where nobody's own agenda is meant.
    with: Vec<String>,
    /// `moved`, `table`, `lost` or `new`.
    what: &'static str,
    /// Where it was; null when new.
    from: Option<PlaceFile>,
    /// Where it is; null when lost.
    to: Option<PlaceFile>,
    /// Place of the change in the changes file, from 0, to which it leads; null when it was only made to be worth more.
    change: Option<usize>,
    /// The pair before it in the chain; null when the change itself is about it.
    through: Option<String>,
    /// When lost, why it has no place: a code as in `unplaced`.
    reason: Option<&'static str>,
    /// In a sentence.
    sentence: Both,
}

/// Slot and table.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    /// Id of the slot.
    slot: String,
    /// Id of the table.
    table: String,
}

impl ReplanFile {
    pub(super) fn new(changed: &Changed, policy: &ReplanPolicy, replanned: &Replanned) -> Self {
        let problem = changed.problem();
        let tellers = [Language::French, Language::English].map(|language| Teller { changed, language });
        let both = |say: &dyn Fn(&Teller<'_>) -> String| Both { fr: say(&tellers[0]), en: say(&tellers[1]) };
        let forced: BTreeSet<usize> = replanned.forced.iter().copied().collect();
        let mut of: BTreeMap<usize, Vec<&MeetingChange>> = BTreeMap::new();
        for change in &replanned.changes {
            let Some(pair) = problem.pairs().get(change.pair) else { continue };
            for end in [pair.a, pair.b] {
                of.entry(end).or_default().push(change);
            }
        }
        for list in of.values_mut() {
            list.sort_by_key(|change| (change.to.or(change.from), change.pair));
        }
        let reasons: BTreeMap<usize, &'static str> = replanned
            .plan
            .unplaced
            .iter()
            .map(|one| match one.reason.code(problem) {
                "not_reached" => (one.pair, "stability"),
                code => (one.pair, code),
            })
            .collect();
        let moved = |change: &MeetingChange, seen_by: Option<usize>| {
            let pair = problem.pairs().get(change.pair);
            let ends = pair.map_or(Vec::new(), |pair| vec![pair.a, pair.b]);
            let (change_index, through) = match change.why {
                Why::Direct(index) => (Some(index), None),
                Why::Chain { change, through } => (Some(change), Some(through)),
                Why::Gain => (None, None),
            };
            MovedFile {
                pair: tellers[0].pair(change.pair).to_owned(),
                with: ends
                    .into_iter()
                    .filter(|&end| seen_by != Some(end))
                    .map(|end| tellers[0].party(end).to_owned())
                    .collect(),
                what: what(change),
                from: change.from.map(|at| place(changed, at)),
                to: change.to.map(|at| place(changed, at)),
                change: change_index,
                through: through.map(|pair| tellers[0].pair(pair).to_owned()),
                reason: reasons.get(&change.pair).copied(),
                sentence: both(&|teller| match seen_by {
                    Some(party) => teller.line(party, change),
                    None => teller.meeting(change),
                }),
            }
        };
        let count = |word: &str| replanned.changes.iter().filter(|change| what(change) == word).count();
        let total = replanned.plan.agenda.meetings().len();
        let touched = count("moved") + count("table") + count("new");
        let (before, after) = (value_before(problem, changed), replanned.plan.agenda.value(problem));
        let past = changed.released().meetings().iter().filter(|meeting| changed.is_frozen(meeting));
        let (trade, tolerance, per_change) = match policy.trade {
            Trade::ValueFirst { tolerance } => ("value_first", Some(tolerance), None),
            Trade::Price { per_change } => ("price", None, Some(per_change)),
        };
        Self {
            frozen: FrozenFile { slots: changed.frozen(), meetings: past.count() },
            people: PeopleFile {
                changed: replanned.people.len(),
                forced: replanned.people.iter().filter(|party| forced.contains(party)).count(),
                counted: replanned.counted,
                unit: policy.unit.word(),
                cap: policy.max_changes,
                fewest: replanned.fewest,
            },
            meetings: MeetingsFile {
                kept: total.saturating_sub(touched),
                moved: count("moved") + count("table"),
                lost: count("lost"),
                new: count("new"),
            },
            value: ValueFile {
                before,
                after,
                lost: before - after,
                free_bound: replanned.free_bound,
                price_of_stability: (replanned.free_bound - after).max(0),
                trade,
                tolerance,
                per_change,
            },
            changes: (0..changed.effects().len()).map(|i| both(&|teller| teller.effect(i))).collect(),
            lifted: changed.lifted().iter().map(|&one| both(&|teller| teller.lifted(one))).collect(),
            by_participant: of
                .iter()
                .map(|(&party, list)| TouchedFile {
                    participant: tellers[0].party(party).to_owned(),
                    forced: forced.contains(&party),
                    changes: list.iter().map(|change| moved(change, Some(party))).collect(),
                })
                .collect(),
            by_meeting: replanned.changes.iter().map(|change| moved(change, None)).collect(),
        }
    }
}

/// What happened to a meeting, in one word.
pub(super) fn what(change: &MeetingChange) -> &'static str {
    match (change.from, change.to) {
        (Some(from), Some(to)) if from.0 == to.0 => "table",
        (Some(_), Some(_)) => "moved",
        (Some(_), None) => "lost",
        (None, _) => "new",
    }
}

fn place(changed: &Changed, (slot, table): Place) -> PlaceFile {
    let problem = changed.problem();
    PlaceFile {
        slot: problem.slots().get(slot).map(|slot| slot.id.clone()).unwrap_or_default(),
        table: problem.tables().get(table).map(|table| table.id.clone()).unwrap_or_default(),
    }
}
