//! A pair meets once: a board has one slot for each pair, a programme one variable of at most 1.

use super::Rule;

pub(super) const RULE: Rule =
    Rule { code: "once", sentence: "each pair meets at most once", alone: None, rows: None };
