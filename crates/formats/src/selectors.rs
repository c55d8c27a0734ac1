//! Participants told by their labels, and limits between such sets: in problems and in policies.

use passerelle_domain::{Each, GroupLimit, PartySet, Selector};
use schemars::JsonSchema;
use serde::Serialize;

use crate::reader::{Fields, Log, Path};
use crate::tree::Node;
use crate::values::{count, ident, word};

const EACH: &[&str] = &["together", "participant", "group"];

/// The labels of a selector, read as keys of a table.
pub(crate) fn labels(f: &mut Fields<'_, '_, '_>, log: &mut Log) -> Selector {
    Selector {
        id: f.read("id", log, ident),
        side: f.read("side", log, ident),
        group: f.read("group", log, ident),
        class: f.read("class", log, ident),
    }
}

pub(crate) fn group_limit(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> GroupLimit {
    let mut f = Fields::of(node, path, log);
    let between = f.need("between", log, |n, p, log| Some(party_set(n, p, log)));
    let and = f.read("and", log, |n, p, log| Some(party_set(n, p, log)));
    let (min, max) = (f.read("min", log, count), f.read("max", log, count));
    if !f.has("min") && !f.has("max") {
        log.error(node.line, path, "the limit limits nothing", "give `min`, `max` or both");
    }
    f.finish(log);
    GroupLimit { between: between.unwrap_or_default(), and, min, max }
}

fn party_set(node: &Node<'_>, path: &Path<'_>, log: &mut Log) -> PartySet {
    let mut f = Fields::of(node, path, log);
    let who = labels(&mut f, log);
    let each = f.read("each", log, word("a way of counting", EACH, Each::from_word)).unwrap_or_default();
    f.finish(log);
    PartySet { who, each }
}

/// How many meetings there may or should be between two sets of participants. `{"between": {"side": "client", "each": "group"},
/// "and": {"side": "firm", "each": "participant"}, "max": 2}`: at most two between the desks of one client and one firm.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupLimitFile {
    /// One set.
    between: PartySetFile,
    /// The other. Anybody when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    and: Option<PartySetFile>,
    /// Floor, asked as far as pairs, seats and caps allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    min: Option<u32>,
    /// Cap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    max: Option<u32>,
}

/// The participants that have every label given, and how they are counted.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartySetFile {
    /// The participant of this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Those of this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<String>,
    /// Those of this group.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// Those of this size class.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// `together`, `participant` by participant, or `group` by group. Together when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    each: Option<EachWord>,
}

/// How a set is counted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "the words exist for the schema; the reader is `Each::from_word`")]
pub(crate) enum EachWord {
    Together,
    Participant,
    Group,
}
