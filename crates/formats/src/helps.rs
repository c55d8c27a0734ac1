//! What would help an agenda, JSON and sentences out.
//!
//! ```json
//! {"without": {"status": "optimal", "value": 10, "bound": 10, "musts": 0, "musts_bound": 0, "shortfall": 0, "shortfall_bound": 0},
//!  "meetings": 1, "considered": 7, "complete": true,
//!  "helps": [{"changes": [{"kind": "table", "slot": "s1"}], "meetings": 1, "sentence": "..."}]}
//! ```

use passerelle_domain::{Help, HelpChange, Helps, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use crate::lines;
use crate::why::parts::{ExchangeFile, MarginFile, ReachedFile, exchange_words, margin_words, party_id};

/// Suggestions, the best first.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HelpsFile<'a> {
    /// What the best agenda reaches as things are.
    without: ReachedFile,
    /// Meetings in that agenda.
    meetings: usize,
    /// Changes that were looked at.
    considered: usize,
    /// Whether all of them were weighed; else only the most promising were, or the limit came first.
    complete: bool,
    /// The suggestions.
    helps: Vec<HelpFile<'a>>,
}

/// One suggestion.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HelpFile<'a> {
    /// One change, or two where neither brings anything alone.
    changes: Vec<ChangeFile<'a>>,
    /// By how much the best agenda with it exceeds the best without.
    gain: MarginFile,
    /// Meetings more (or less) in the agenda found.
    meetings: i64,
    /// What solving with it found.
    confirmed: ReachedFile,
    /// How the given agenda becomes the one found; tables and slots may be new.
    exchange: ExchangeFile<'a>,
    /// The same in words.
    sentence: String,
}

/// One change.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeFile<'a> {
    /// `table`, `table_everywhere`, `seat`, `seat_everywhere`, `presence`, `slot` (one more after the named one), `cap`, `limit_cap`.
    kind: &'static str,
    /// Id of the participant it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    participant: Option<&'a str>,
    /// Id of the slot it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<&'a str>,
    /// Ids of the slots in which an absence is lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    slots: Option<Vec<&'a str>>,
    /// Place of the limit in the problem's list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<usize>,
}

/// Writes suggestions as JSON, one a line.
pub fn write(problem: &Problem, found: &Helps) -> String {
    lines::to_string(&HelpsFile {
        without: (&found.without).into(),
        meetings: found.meetings,
        considered: found.considered,
        complete: found.complete,
        helps: found.helps.iter().map(|help| file(problem, help)).collect(),
    })
}

/// The same as sentences in English.
pub fn sentences(problem: &Problem, found: &Helps) -> Vec<String> {
    if found.helps.is_empty() {
        let weighed = if found.complete { "" } else { " among those weighed" };
        return vec![format!("no change brings anything{weighed} ({} looked at)", found.considered)];
    }
    found.helps.iter().map(|help| sentence(problem, help)).collect()
}

fn file<'a>(problem: &'a Problem, help: &'a Help) -> HelpFile<'a> {
    HelpFile {
        changes: help.changes.iter().map(|change| change_file(problem, change)).collect(),
        gain: (&help.gain).into(),
        meetings: help.meetings,
        confirmed: (&help.confirmed).into(),
        exchange: ExchangeFile::new(&help.problem, &help.exchange),
        sentence: sentence(problem, help),
    }
}

fn slot_id(problem: &Problem, slot: usize) -> &str {
    problem.slots().get(slot).map_or("", |slot| slot.id.as_str())
}

fn change_file<'a>(problem: &'a Problem, change: &HelpChange) -> ChangeFile<'a> {
    let party = |party: usize| Some(party_id(problem, party));
    let slot = |slot: usize| Some(slot_id(problem, slot));
    let mut file =
        ChangeFile { kind: change.code(), participant: None, slot: None, slots: None, limit: None };
    match change {
        HelpChange::Table(at) | HelpChange::SlotAfter(at) => file.slot = slot(*at),
        HelpChange::TableEverywhere => {}
        HelpChange::Seat(who, at) => (file.participant, file.slot) = (party(*who), slot(*at)),
        HelpChange::SeatEverywhere(who) | HelpChange::Cap(who) => file.participant = party(*who),
        HelpChange::Presence(who, at) => {
            file.participant = party(*who);
            file.slots = Some(at.iter().map(|&at| slot_id(problem, at)).collect());
        }
        HelpChange::LimitCap(limit) => file.limit = Some(*limit),
    }
    file
}

fn sentence(problem: &Problem, help: &Help) -> String {
    let changes: Vec<String> = help.changes.iter().map(|change| change_words(problem, change)).collect();
    let gain = margin_words(&help.gain).unwrap_or_else(|| "nothing".into());
    let meetings = match help.meetings {
        0 => "as many meetings".to_owned(),
        1 => "1 meeting more".to_owned(),
        n if n > 0 => format!("{n} meetings more"),
        n => format!("{} meetings less", -n),
    };
    let exchange = exchange_words(&help.problem, &help.exchange, None);
    format!("{} brings {gain}, with {meetings}: {exchange}", changes.join(" together with "))
}

fn change_words(problem: &Problem, change: &HelpChange) -> String {
    let party = |who: usize| party_id(problem, who);
    match change {
        HelpChange::Table(at) => format!("one more table in `{}`", slot_id(problem, *at)),
        HelpChange::TableEverywhere => "one more table in every slot".into(),
        HelpChange::Seat(who, at) => {
            format!("one more seat for `{}` in `{}`", party(*who), slot_id(problem, *at))
        }
        HelpChange::SeatEverywhere(who) => {
            format!("one more seat for `{}` whenever it is there", party(*who))
        }
        HelpChange::Presence(who, at) => {
            let slots: Vec<String> = at.iter().map(|&at| format!("`{}`", slot_id(problem, at))).collect();
            format!("`{}` being there in {}", party(*who), slots.join(", "))
        }
        HelpChange::SlotAfter(at) => format!("one more slot after `{}`", slot_id(problem, *at)),
        HelpChange::Cap(who) => {
            let max = problem.participants().get(*who).map_or(0, |party| party.max);
            format!("a cap of {} instead of {max} for `{}`", max.saturating_add(1), party(*who))
        }
        HelpChange::LimitCap(limit) => {
            let max = problem.limits().get(*limit).map_or(0, |limit| limit.max);
            format!("a maximum of {} instead of {max} in limit {}", max.saturating_add(1), limit + 1)
        }
    }
}
