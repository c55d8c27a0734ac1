//! Curves of fairness, JSON and text out.
//!
//! ```json
//! {"crowd": "firm",
//!  "base": {"setting": 0, "status": "optimal", "value": 900, "bound": 900, "price_pct": 0.0, "shortfall": 0, "below": 0,
//!   "shares": [{"crowd": "firm", "parties": 2, "meetings": {"min": 0, "median": 1.0, "max": 2, "gini": 0.5}, "value": {...}}]},
//!  "floors": [...], "meeting_spreads": [...], "idle_spreads": [...], "complete": true}
//! ```
//!
//! The price of a point is what it loses against the best agenda of the problem as it stands, per cent of that one's value.

use std::fmt::Write as _;

use passerelle_domain::{Distribution, Fairness, FairnessPoint, Shares};
use schemars::JsonSchema;
use serde::Serialize;

use crate::lines;

/// What fairness costs: value against a guaranteed floor of meetings, against the spread of meetings, and of idle groups.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FairnessFile {
    /// Whom floors and the spread of meetings are about: `all`, a side, or a side and a size class.
    crowd: String,
    /// The best agenda as the problem stands.
    base: PointFile,
    /// One point a guaranteed floor: each of the crowd has that many meetings, or as many as it can have at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    floors: Option<Vec<PointFile>>,
    /// One point a largest difference between two of the crowd in their numbers of meetings.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_spreads: Option<Vec<PointFile>>,
    /// One point a largest difference between any two participants in their numbers of idle groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_spreads: Option<Vec<PointFile>>,
    /// False when the time limit left points out.
    complete: bool,
    /// Time taken.
    seconds: f64,
}

/// One point of a curve.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PointFile {
    /// The floor, or the spread.
    setting: u32,
    /// How the solve ended: `optimal` when the value is proved.
    status: &'static str,
    /// Total value.
    value: i64,
    /// Upper bound on the total value at this setting.
    bound: i64,
    /// What is lost of the value of the best agenda, per cent.
    price_pct: f64,
    /// Meetings missing below floors.
    shortfall: i64,
    /// How many of the crowd have fewer meetings than the floor.
    below: usize,
    /// Idle groups, where they were worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_groups: Option<u32>,
    /// How meetings and value are shared out, for all, for each side, for each size class of a side.
    shares: Vec<SharesFile>,
}

/// How one crowd fares.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SharesFile {
    /// `all`, a side, or a side and a size class.
    crowd: String,
    /// How many of them can meet somebody; the others are not counted.
    parties: usize,
    /// Their numbers of meetings.
    meetings: NumbersFile,
    /// The value of their meetings.
    value: NumbersFile,
}

/// Numbers in brief.
#[derive(Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumbersFile {
    /// The smallest.
    min: i64,
    /// The one in the middle.
    median: f64,
    /// The largest.
    max: i64,
    /// Gini's coefficient: 0 when all are equal, towards 1 when one has everything.
    gini: f64,
}

/// Writes the curves as JSON: one point a line.
pub fn write(fairness: &Fairness, seconds: f64) -> String {
    let base = fairness.base.value;
    let points = |points: &[FairnessPoint]| {
        (!points.is_empty()).then(|| points.iter().map(|one| point(one, base)).collect())
    };
    lines::to_string(&FairnessFile {
        crowd: fairness.crowd.words(),
        base: point(&fairness.base, base),
        floors: points(&fairness.floors),
        meeting_spreads: points(&fairness.meeting_spreads),
        idle_spreads: points(&fairness.idle_spreads),
        complete: fairness.complete,
        seconds: rounded(seconds),
    })
}

/// The curves as tables for a terminal; the shares are those of the crowd.
pub fn text(fairness: &Fairness) -> String {
    let base = &fairness.base;
    let mut out =
        format!("as it stands: value {} of at most {} ({})\n", base.value, base.bound, base.status.word());
    for one in &base.distributions {
        let _ = writeln!(
            out,
            "  {:<14} {:>5} parties   meetings min {} median {} max {} Gini {:.3}   value min {} median {} Gini {:.3}",
            one.crowd.words(),
            one.parties,
            one.meetings.min,
            one.meetings.median,
            one.meetings.max,
            one.meetings.gini,
            one.value.min,
            one.value.median,
            one.value.gini
        );
    }
    let crowd = fairness.crowd.words();
    let curves = [
        (format!("floor of meetings for each ({crowd})"), &fairness.floors),
        (format!("spread of meetings between any two ({crowd})"), &fairness.meeting_spreads),
        ("spread of idle groups between any two".to_owned(), &fairness.idle_spreads),
    ];
    for (title, points) in curves {
        if points.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{title}");
        let _ = writeln!(
            out,
            "  {:>7} {:>12} {:>12} {:>9} {:>6} {:>10} {:>6} {:>6} {:>6} {:>7}",
            "setting", "value", "bound", "price %", "below", "shortfall", "min", "median", "Gini", "idle"
        );
        for one in points {
            let shares = one.distributions.iter().find(|d| d.crowd == fairness.crowd);
            let (min, median, gini) =
                shares.map_or((0, 0.0, 0.0), |d| (d.meetings.min, d.meetings.median, d.meetings.gini));
            let _ = writeln!(
                out,
                "  {:>7} {:>12} {:>12} {:>9.3} {:>6} {:>10} {:>6} {:>6} {:>6.3} {:>7}",
                one.setting,
                one.value,
                one.bound,
                price(one, base.value),
                one.below,
                one.shortfall,
                min,
                median,
                gini,
                one.idle_groups.map_or_else(|| "-".into(), |n| n.to_string())
            );
        }
    }
    if !fairness.complete {
        out.push_str("\nthe time limit left points out; give more time to see them\n");
    }
    out
}

fn price(point: &FairnessPoint, base: i64) -> f64 {
    (base - point.value) as f64 * 100.0 / base.max(1) as f64
}

fn point(point: &FairnessPoint, base: i64) -> PointFile {
    PointFile {
        setting: point.setting,
        status: point.status.word(),
        value: point.value,
        bound: point.bound,
        price_pct: rounded(price(point, base)),
        shortfall: point.shortfall,
        below: point.below,
        idle_groups: point.idle_groups,
        shares: point.distributions.iter().map(shares).collect(),
    }
}

fn shares(one: &Distribution) -> SharesFile {
    SharesFile {
        crowd: one.crowd.words(),
        parties: one.parties,
        meetings: numbers(one.meetings),
        value: numbers(one.value),
    }
}

fn numbers(shares: Shares) -> NumbersFile {
    let Shares { min, median, max, gini } = shares;
    NumbersFile { min, median, max, gini: rounded(gini) }
}

/// To four digits: more would be noise.
fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
