//! Meetings name what exists: a board has no others.

use super::Rule;

pub(super) const RULE: Rule = Rule {
    code: "known",
    sentence: "each meeting is of a pair, in a slot and at a table of the problem",
    alone: None,
    rows: None,
};
