//! Why one firm stands below another: the difference of two scores, reason by reason.

use std::collections::BTreeSet;
use std::fmt;

use crate::{FirmId, Gate, Match, Ranking, ReasonKind};

/// Digits after the point that a contrast tells.
const DIGITS: usize = 6;
/// How many of the smallest unit make 1.
const ONE: f64 = 1_000_000.0;
const MILLION: u64 = 1_000_000;

/// A score or a part of one, in millionths: whole numbers, so that sums hold to the last digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millionths(i64);

impl Millionths {
    /// The nearest one; `value` is -1000 to 1000.
    fn nearest(value: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a score or a difference of scores, far within range"
        )]
        Self((value * ONE).round() as i64)
    }

    /// The whole number of millionths.
    pub fn get(self) -> i64 {
        self.0
    }

    /// As a number, the nearest there is.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / ONE
    }
}

impl std::ops::Sub for Millionths {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Millionths {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.map(|one| one.0).sum())
    }
}

/// Six digits after the point, with a sign when `+` is asked for.
impl fmt::Display for Millionths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let text = format!("{}.{:0DIGITS$}", size / MILLION, size % MILLION);
        f.pad_integral(self.0 >= 0, "", &text)
    }
}

/// What one reason adds to each of two scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContrastPart {
    /// What is judged.
    pub kind: ReasonKind,
    /// What it adds to the score of the firm above.
    pub above: Millionths,
    /// What it adds to the score of the firm below.
    pub below: Millionths,
}

impl ContrastPart {
    /// How much more it adds above than below.
    pub fn difference(&self) -> Millionths {
        self.above - self.below
    }
}

/// Why one firm stands below another for a brief.
///
/// A contribution is weight x satisfaction / sum of weights, in millionths. The contributions of a firm sum to its score rounded to
/// millionths, and the differences of the parts to the difference of the scores: both exactly.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The firm above.
    pub above: FirmId,
    /// The firm below.
    pub below: FirmId,
    /// The score above.
    pub above_score: Millionths,
    /// The score below.
    pub below_score: Millionths,
    /// The score above less the score below; negative when a gate alone puts the firm below.
    pub difference: Millionths,
    /// Reason by reason, the largest difference first, whichever firm it speaks for.
    pub parts: Vec<ContrastPart>,
    /// Must-haves that the firm below does not meet: as long as there is one, they are why, and not the parts.
    pub gates: Vec<Gate>,
    /// Must-haves that the firm above does not meet either; empty when it may be proposed.
    pub gates_above: Vec<Gate>,
}

impl Contrast {
    /// Compares two firms of a ranking, whichever stands above.
    ///
    /// # Errors
    /// Those of the two that the ranking does not hold.
    pub fn of(ranking: &Ranking, one: &FirmId, other: &FirmId) -> Result<Self, Vec<FirmId>> {
        let place = |firm: &FirmId| ranking.all().position(|found| found.firm == *firm);
        let (Some(first), Some(second)) = (place(one), place(other)) else {
            let unknown = [one, other].into_iter().filter(|firm| place(firm).is_none());
            return Err(unknown.cloned().collect::<BTreeSet<_>>().into_iter().collect());
        };
        let at = |place: usize| ranking.all().nth(place).ok_or_else(|| vec![one.clone(), other.clone()]);
        Ok(Self::between(at(first.min(second))?, at(first.max(second))?))
    }

    /// Compares the match that stands above with the one below.
    fn between(above: &Match, below: &Match) -> Self {
        let (above_parts, below_parts) = (contributions(above), contributions(below));
        let of = |parts: &[(ReasonKind, Millionths)], kind| {
            parts.iter().filter(|part| part.0 == kind).map(|part| part.1).sum()
        };
        let kinds: BTreeSet<ReasonKind> = above_parts.iter().chain(&below_parts).map(|part| part.0).collect();
        let mut parts: Vec<ContrastPart> = kinds
            .into_iter()
            .map(|kind| ContrastPart { kind, above: of(&above_parts, kind), below: of(&below_parts, kind) })
            .collect();
        parts.sort_by_key(|part| (std::cmp::Reverse(part.difference().0.abs()), part.kind));
        let (above_score, below_score) = (score(above), score(below));
        Self {
            above: above.firm.clone(),
            below: below.firm.clone(),
            above_score,
            below_score,
            difference: above_score - below_score,
            parts,
            gates: below.gates.clone(),
            gates_above: above.gates.clone(),
        }
    }
}

fn score(found: &Match) -> Millionths {
    Millionths::nearest(found.score.get())
}

/// What each reason adds to the score. Rounded down first; what is then missing to the score goes, one millionth each, to
/// those that lost most (largest remainders, Hamilton 1792).
fn contributions(found: &Match) -> Vec<(ReasonKind, Millionths)> {
    let total: f64 = found.reasons.iter().map(|reason| reason.weight).sum();
    let exact =
        |weight: f64, satisfaction: f64| if total > 0.0 { weight * satisfaction / total } else { 0.0 };
    let exact: Vec<f64> = found.reasons.iter().map(|r| exact(r.weight, r.satisfaction) * ONE).collect();
    let mut parts: Vec<Millionths> = exact.iter().map(|x| Millionths::nearest(x.floor() / ONE)).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let lost = |i: &usize| exact.get(*i).map_or(0.0, |x| x - x.floor());
    order.sort_by(|a, b| lost(b).total_cmp(&lost(a)).then(a.cmp(b)));
    let mut missing = score(found).0 - parts.iter().copied().sum::<Millionths>().0;
    for i in order.iter().cycle() {
        if missing == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(*i) {
            part.0 += missing.signum();
            missing -= missing.signum();
        }
    }
    found.reasons.iter().map(|reason| reason.kind).zip(parts).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{BriefId, GateCause, Reason, Score};

    fn found(firm: &str, parts: &[(f64, f64)]) -> Match {
        let reasons: Vec<Reason> = parts
            .iter()
            .enumerate()
            .map(|(i, &(weight, satisfaction))| Reason {
                kind: ReasonKind::Requirement(i),
                weight,
                satisfaction,
                evidence: None,
                points: Vec::new(),
                fit: None,
            })
            .collect();
        let score = Score::fold(&reasons);
        Match { firm: id(firm), score, reasons, missing: Vec::new(), partly: Vec::new(), gates: Vec::new() }
    }

    fn id(firm: &str) -> FirmId {
        FirmId::new(firm).unwrap()
    }

    fn ranking(ranked: Vec<Match>, gated: Vec<Match>) -> Ranking {
        Ranking { brief: BriefId::new("b").unwrap(), ranked, gated }
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_scores_and_to_their_difference_to_the_last_digit(
            reasons in proptest::collection::vec((0.0..5.0f64, 0.0..=1.0f64, 0.0..=1.0f64), 0..40),
        ) {
            let side = |firm, pick: fn(&(f64, f64, f64)) -> f64| {
                found(firm, &reasons.iter().map(|r| (r.0, pick(r))).collect::<Vec<_>>())
            };
            let (one, other) = (side("a", |r| r.1), side("b", |r| r.2));
            let contrast = Contrast::between(&one, &other);
            let sum = |pick: fn(&ContrastPart) -> Millionths| contrast.parts.iter().map(pick).sum::<Millionths>();
            prop_assert_eq!(sum(|p| p.above), Millionths::nearest(one.score.get()));
            prop_assert_eq!(sum(|p| p.below), Millionths::nearest(other.score.get()));
            prop_assert_eq!(sum(ContrastPart::difference), contrast.difference);
            let total: f64 = reasons.iter().map(|r| r.0).sum();
            for part in &contrast.parts {
                let ReasonKind::Requirement(i) = part.kind else { unreachable!() };
                let exact = if total > 0.0 { reasons[i].0 * reasons[i].1 / total } else { 0.0 };
                prop_assert!((part.above.as_f64() - exact).abs() < 1.01e-6);
            }
            let sizes: Vec<i64> = contrast.parts.iter().map(|p| p.difference().get().abs()).collect();
            prop_assert!(sizes.is_sorted_by(|a, b| a >= b));
        }
    }

    #[test]
    fn a_gate_puts_a_firm_below_whatever_its_score() {
        let mut ruled_out = found("b", &[(1.0, 0.9)]);
        ruled_out.gates = vec![crate::Gate { requirement: 0, cause: GateCause::CertificateMissing }];
        let ranking = ranking(vec![found("a", &[(1.0, 0.2)])], vec![ruled_out]);
        let contrast = Contrast::of(&ranking, &id("b"), &id("a")).unwrap();
        assert_eq!((contrast.above.as_str(), contrast.below.as_str()), ("a", "b"));
        assert_eq!(contrast.gates.len(), 1);
        assert_eq!(contrast.difference.to_string(), "-0.700000");
        assert_eq!(format!("{:+}", contrast.above_score), "+0.200000");
    }

    #[test]
    fn firms_that_are_not_ranked_are_named() {
        let ranking = ranking(vec![found("a", &[])], Vec::new());
        assert_eq!(Contrast::of(&ranking, &id("a"), &id("z")).unwrap_err(), [id("z")]);
    }
}
