//! Matches with reasons: the score is the fold of the reasons, never a second computation.

use jiff::civil::Date;

use crate::{BriefId, DocumentId, DocumentKind, FirmId, FitKind, FitNote, Name, Span, Standard};

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
    /// The firm's own sentence that shows it best.
    pub evidence: Option<Evidence>,
    /// Of a requirement: the points it makes, each with what shows it. Empty for firms that were not read closely.
    pub points: Vec<Point>,
    /// Of a fit: what was found; `None` when the firm does not tell, and for firms far down the list.
    pub fit: Option<FitNote>,
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
    /// The brief as a whole by what its words go with in the firms' own texts (latent semantics).
    Meaning,
    /// The brief as a whole by sequences of characters: what other forms of words hide.
    Spelling,
    /// A fact beyond the texts, of those that the brief asks for.
    Fit(FitKind),
}

/// One of the things that a requirement asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Where it stands in the requirement's text.
    pub span: Span,
    /// How well the firm shows it, 0 to 1.
    pub satisfaction: f64,
    /// The firm's own sentence that shows it; `None` when none does.
    pub evidence: Option<Evidence>,
}

/// Two writings of one thing, the brief's and the firm's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// In the brief's words.
    pub asked: String,
    /// In the firm's words.
    pub found: String,
    /// The concept of the taxonomy that both name; `None` when the lexicon alone says so.
    pub concept: Option<String>,
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
    /// Why it answers where the words are not the same.
    pub links: Vec<Link>,
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
    /// The profile does not show the clearance.
    ClearanceMissing {
        /// A lower one that it shows.
        lower: Option<Standard>,
    },
    /// The profile does not name the language among those spoken.
    LanguageMissing,
    /// No site of the firm is near enough, and the firm does not say that it goes that far.
    SiteMissing {
        /// Its town that is nearest.
        nearest: Name,
        /// How far that is, kilometres.
        km: u32,
        /// How far would have been near enough, kilometres.
        within_km: u32,
    },
}

impl GateCause {
    /// The code used in files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CertificateMissing => "certificate_missing",
            Self::CertificateNotValid { .. } => "certificate_not_valid",
            Self::ClearanceMissing { .. } => "clearance_missing",
            Self::LanguageMissing => "language_missing",
            Self::SiteMissing { .. } => "site_missing",
        }
    }

    /// Whether the firm is close: it has or had what is asked, has the clearance below, or sits at most half as far again as asked.
    pub fn is_near_miss(&self) -> bool {
        match self {
            Self::CertificateNotValid { .. } => true,
            Self::ClearanceMissing { lower } => lower.is_some(),
            Self::SiteMissing { km, within_km, .. } => u64::from(*km) * 2 <= u64::from(*within_km) * 3,
            Self::CertificateMissing | Self::LanguageMissing => false,
        }
    }

    /// Since when what is asked is missing: the day after a certificate's last.
    pub fn missing_since(&self) -> Option<Date> {
        match self {
            Self::CertificateNotValid { until, .. } => until.and_then(|day| day.tomorrow().ok()),
            _ => None,
        }
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
    /// Requirements (indexes) of which a part was found.
    pub partly: Vec<usize>,
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

impl Ranking {
    /// Every firm, those behind a gate last.
    pub fn all(&self) -> impl Iterator<Item = &Match> {
        self.ranked.iter().chain(&self.gated)
    }
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
                .map(|&(weight, satisfaction)| Reason { kind: ReasonKind::WholeBrief, weight, satisfaction, evidence: None, points: Vec::new(), fit: None })
                .collect();
            let score = Score::fold(&reasons).get();
            prop_assert!((0.0..=1.0).contains(&score));
            let best = parts.iter().map(|p| p.1).fold(0.0, f64::max);
            prop_assert!(score <= best + 1e-9);
        }
    }

    #[test]
    fn a_site_is_nearly_there_up_to_half_as_far_again() {
        let at = |km| {
            GateCause::SiteMissing { nearest: Name::new("Albi").unwrap(), km, within_km: 50 }.is_near_miss()
        };
        assert!(at(51) && at(75));
        assert!(!at(76));
    }

    #[test]
    fn a_certificate_is_missing_from_the_day_after_its_last() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let lapsed = |until: Option<&str>, from: Option<&str>| {
            let (until, from) = (until.map(day), from.map(day));
            GateCause::CertificateNotValid { needed_on: day("2027-03-01"), until, from }.missing_since()
        };
        assert_eq!(lapsed(Some("2026-12-31"), None), Some(day("2027-01-01")));
        assert_eq!(lapsed(None, Some("2027-06-01")), None);
    }
}
