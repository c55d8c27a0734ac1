//! Must-haves that facts decide: certificates on the day, working languages.

use jiff::civil::Date;
use passerelle_domain::{Brief, Gate, GateCause, RequirementKind, Standard, Strength};

use crate::index::Facts;

/// How a firm stands with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// The n-th certification holds on the day.
    Valid(usize),
    /// It has one that does not.
    NotValid {
        /// Its last day, when it lapses before.
        until: Option<Date>,
        /// Its first day, when it begins after.
        from: Option<Date>,
    },
    /// It has none.
    Missing,
}

/// Looks for a certificate that holds on a day; else for the one that comes nearest.
pub(crate) fn certificate(facts: &Facts, standard: &Standard, day: Date) -> Held {
    let mut near = Held::Missing;
    for (i, it) in facts.certifications.iter().enumerate().filter(|(_, c)| c.standard.same_as(standard)) {
        if it.validity.holds_on(day) {
            return Held::Valid(i);
        }
        let until = it.validity.until().filter(|until| *until < day);
        let from = it.validity.from().filter(|from| *from > day);
        // Of several, the one that lapses last.
        near = match near {
            Held::NotValid { until: Some(best), .. } if until.is_some_and(|u| u <= best) => near,
            _ => Held::NotValid { until, from },
        };
    }
    near
}

/// The gates that are closed for a firm; without facts none is.
pub(crate) fn closed(facts: Option<&Facts>, brief: &Brief, today: Date) -> Vec<Gate> {
    let Some(facts) = facts else { return Vec::new() };
    let needed_on = brief.reference_day().unwrap_or(today);
    let mut gates = Vec::new();
    for (requirement, it) in
        brief.requirements.iter().enumerate().filter(|(_, r)| r.strength == Strength::Must)
    {
        let cause = match &it.kind {
            RequirementKind::Certification { standard, certificate: true } => {
                match certificate(facts, standard, needed_on) {
                    Held::Valid(_) => None,
                    Held::NotValid { until, from } => {
                        Some(GateCause::CertificateNotValid { needed_on, until, from })
                    }
                    Held::Missing => Some(GateCause::CertificateMissing),
                }
            }
            // A firm that names no language has not said that it lacks one.
            RequirementKind::Language(code) if !facts.spoken.is_empty() && !facts.spoken.contains(code) => {
                Some(GateCause::LanguageMissing)
            }
            _ => None,
        };
        gates.extend(cause.map(|cause| Gate { requirement, cause }));
    }
    gates
}
