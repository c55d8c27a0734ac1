//! Must-haves that facts decide: certificates on the day, working languages.

use jiff::civil::Date;
use passerelle_domain::{Brief, Gate, GateCause, RequirementKind, Standard, Strength};

use crate::index::Facts;
use crate::read::{Needed, needed};

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

/// When each requirement's certificate must hold, requirement by requirement; `None` where none is asked.
pub(crate) fn days(brief: &Brief, today: Date) -> Vec<Option<Needed>> {
    brief
        .requirements
        .iter()
        .map(|requirement| match &requirement.kind {
            RequirementKind::Certification { standard, .. } => {
                Some(needed(brief, requirement, standard, today))
            }
            _ => None,
        })
        .collect()
}

/// Looks for a certificate that holds on all days needed; else for the one that comes nearest.
pub(crate) fn certificate(facts: &Facts, standard: &Standard, needed: Needed) -> Held {
    let mut near = Held::Missing;
    for (i, it) in facts.certifications.iter().enumerate().filter(|(_, c)| c.standard.same_as(standard)) {
        if it.validity.holds_on(needed.from) && it.validity.holds_on(needed.until) {
            return Held::Valid(i);
        }
        let until = it.validity.until().filter(|until| *until < needed.until);
        let from = it.validity.from().filter(|from| *from > needed.from);
        // Of several, the one that lapses last.
        near = match near {
            Held::NotValid { until: Some(best), .. } if until.is_some_and(|u| u <= best) => near,
            _ => Held::NotValid { until, from },
        };
    }
    near
}

/// The gates that are closed for a firm; without facts none is. `days` are those of [`days`].
pub(crate) fn closed(facts: Option<&Facts>, brief: &Brief, days: &[Option<Needed>]) -> Vec<Gate> {
    let Some(facts) = facts else { return Vec::new() };
    let mut gates = Vec::new();
    for (requirement, it) in
        brief.requirements.iter().enumerate().filter(|(_, r)| r.strength == Strength::Must)
    {
        let cause = match &it.kind {
            RequirementKind::Certification { standard, certificate: true } => {
                let Some(needed) = days.get(requirement).copied().flatten() else { continue };
                match certificate(facts, standard, needed) {
                    Held::Valid(_) => None,
                    Held::NotValid { until, from } => {
                        // The day that fails is shown: the last one, unless the certificate begins too late.
                        let needed_on = if until.is_some() { needed.until } else { needed.from };
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
