//! Matches with reasons: the score is the fold of the reasons, never a second computation.

use jiff::civil::Date;

use crate::{BriefId, DocumentId, DocumentKind, FirmId, Span};

/// How well a firm answers a brief, 0 to 1, comparable across briefs.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Score(f64);

impl Score {
    /// The weighted mean of the reasons' satisfactions: sum of weight x satisfaction over sum of weights.
    ///
    /// Zero when there is no reason or all weights are zero. This is the only way to make a score.
    pub fn fold(reasons: &[Reason]) -> Self {
        let total: f64 = reasons.iter().map(|r| r.weight).sum();
        if total <= 0.0 {
            return Self(0.0);
        }
        let sum: f64 = reasons.iter().map(|r| r.weight * r.satisfaction).sum();
        Self((sum / total).clamp(0.0, 1.0))
    }

    /// The number, 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// One contribution to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What is judged.
    pub kind: ReasonKind,
    /// How much it counts, at least 0; the same for every firm ranked for one brief.
    pub weight: f64,
    /// How well the firm answers it, 0 to 1.
    pub satisfaction: f64,
    /// The firm's own sentence that shows it.
    pub evidence: Option<Evidence>,
}

/// What a reason judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonKind {
    /// The n-th requirement of the brief.
    Requirement(usize),
    /// The brief as a whole against the whole profile.
    WholeBrief,
    /// The brief as a whole against the profile's best documents.
    Documents,
}

/// A sentence of the firm's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The document it comes from.
    pub document: DocumentId,
    /// What kind of document that is.
    pub kind: DocumentKind,
    /// The heading of that document; may be empty.
    pub title: String,
    /// The sentence, as the firm wrote it.
    pub sentence: String,
    /// What in the sentence answers, as spans into it.
    pub highlights: Vec<Span>,
}

/// A must-have that a firm does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Which requirement of the brief.
    pub requirement: usize,
    /// Why it is not met.
    pub cause: GateCause,
}

/// Why a must-have is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateCause {
    /// The profile does not show the certificate.
    CertificateMissing,
    /// The certificate does not hold on the day it is needed.
    CertificateNotValid {
        /// The day it is needed.
        needed_on: Date,
        /// Its last day, when it lapses before.
        until: Option<Date>,
        /// Its first day, when it begins after.
        from: Option<Date>,
    },
    /// The profile does not name the language among those spoken.
    LanguageMissing,
}

impl GateCause {
    /// The code used in files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CertificateMissing => "certificate_missing",
            Self::CertificateNotValid { .. } => "certificate_not_valid",
            Self::LanguageMissing => "language_missing",
        }
    }

    /// Whether the firm is close: it has or had what is asked.
    pub fn is_near_miss(&self) -> bool {
        matches!(self, Self::CertificateNotValid { .. })
    }
}

/// A firm's place for a brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The firm.
    pub firm: FirmId,
    /// The fold of the reasons.
    pub score: Score,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Requirements (indexes) for which nothing was found.
    pub missing: Vec<usize>,
    /// Must-haves not met; empty for a firm that may be proposed.
    pub gates: Vec<Gate>,
}

/// The firms for one brief, best first; ties by identifier.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The brief.
    pub brief: BriefId,
    /// Firms that pass every gate.
    pub ranked: Vec<Match>,
    /// Firms that do not, with what they miss; best first.
    pub gated: Vec<Match>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_score_stays_between_nothing_and_one(parts in proptest::collection::vec((0.0..5.0f64, 0.0..=1.0f64), 0..12)) {
            let reasons: Vec<Reason> = parts
                .iter()
                .map(|&(weight, satisfaction)| Reason { kind: ReasonKind::WholeBrief, weight, satisfaction, evidence: None })
                .collect();
            let score = Score::fold(&reasons).get();
            prop_assert!((0.0..=1.0).contains(&score));
            let best = parts.iter().map(|p| p.1).fold(0.0, f64::max);
            prop_assert!(score <= best + 1e-9);
        }
    }
}
