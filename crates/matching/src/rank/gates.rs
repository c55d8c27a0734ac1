//! Must-haves that facts decide: certificates and clearances on the day, working languages, sites.

use jiff::civil::Date;
use passerelle_domain::{Brief, Gate, GateCause, RequirementKind, Standard, Strength};

use crate::index::Facts;
use crate::places::Wanted;
use crate::rank::clearance::Clearance;
use crate::read::{Needed, needed};
use crate::settings::Settings;

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

/// Where each requirement wants the firm to be, requirement by requirement; `None` where it does not ask for a place.
pub(crate) fn sites(brief: &Brief, settings: &Settings) -> Vec<Option<Wanted>> {
    brief
        .requirements
        .iter()
        .map(|requirement| match &requirement.kind {
            RequirementKind::Site(town) => {
                Some(Wanted::at(town, requirement.within_km.unwrap_or(settings.site_km)))
            }
            _ => None,
        })
        .collect()
}

/// Whether a certificate is the one asked for, or a clearance that covers it.
fn answers(held: &Standard, asked: &Standard) -> bool {
    match (Clearance::named(held), Clearance::named(asked)) {
        (Some(held), Some(asked)) => held.covers(asked),
        _ => held.same_as(asked),
    }
}

/// Looks for a certificate that holds on all days needed; else for the one that comes nearest.
pub(crate) fn certificate(facts: &Facts, standard: &Standard, needed: Needed) -> Held {
    let mut near = Held::Missing;
    for (i, it) in facts.certifications.iter().enumerate().filter(|(_, c)| answers(&c.standard, standard)) {
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

/// The gates that are closed for a firm; without facts none is. `days` and `sites` are those of [`days`] and [`sites`].
pub(crate) fn closed(
    facts: &Facts,
    brief: &Brief,
    days: &[Option<Needed>],
    sites: &[Option<Wanted>],
) -> Vec<Gate> {
    if !facts.told {
        return Vec::new();
    }
    let musts = brief.requirements.iter().enumerate().filter(|(_, r)| r.strength == Strength::Must);
    musts
        .filter_map(|(requirement, it)| {
            let cause = match &it.kind {
                RequirementKind::Certification { standard, certificate: true } => {
                    uncertified(facts, standard, days.get(requirement).copied().flatten()?)
                }
                // A firm that names no language has not said that it lacks one.
                RequirementKind::Language(code)
                    if !facts.spoken.is_empty() && !facts.spoken.contains(code) =>
                {
                    Some(GateCause::LanguageMissing)
                }
                RequirementKind::Site(_) => too_far(facts, sites.get(requirement)?.as_ref()?),
                _ => None,
            };
            Some(Gate { requirement, cause: cause? })
        })
        .collect()
}

/// Why a certificate or clearance does not hold; `None` when it does.
fn uncertified(facts: &Facts, standard: &Standard, needed: Needed) -> Option<GateCause> {
    match certificate(facts, standard, needed) {
        Held::Valid(_) => None,
        Held::NotValid { until, from } => {
            // The day that fails is shown: the last one, unless the certificate begins too late.
            let needed_on = if until.is_some() { needed.until } else { needed.from };
            Some(GateCause::CertificateNotValid { needed_on, until, from })
        }
        Held::Missing => Some(Clearance::named(standard).map_or(GateCause::CertificateMissing, |asked| {
            let held = facts.certifications.iter().map(|it| &it.standard);
            let below = |held: &&Standard| Clearance::named(held).is_some_and(|held| held.is_below(asked));
            GateCause::ClearanceMissing { lower: held.filter(below).max_by_key(|it| it.key()).cloned() }
        })),
    }
}

/// Why a place is out of reach; `None` when a town of the firm is near enough, when the firm says that it goes that far, and when
/// towns are not told or unknown. Working remotely does not bring anybody on site.
fn too_far(facts: &Facts, wanted: &Wanted) -> Option<GateCause> {
    let nearest = wanted.nearest(&facts.towns)?;
    let reach = wanted.within_km.max(facts.radius_km.unwrap_or(0));
    (nearest.km > reach).then_some(GateCause::SiteMissing {
        nearest: nearest.town,
        km: nearest.km,
        within_km: wanted.within_km,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use passerelle_domain::{BriefDraft, BriefId, Certification, Name, Requirement, Validity, fold};

    use super::*;

    fn brief(kind: RequirementKind, within_km: Option<u32>) -> Brief {
        let mut draft = BriefDraft::of_text(BriefId::new("b").unwrap(), "Essais de structures composites.");
        let text = "demand".into();
        draft.requirements =
            vec![Requirement { text, strength: Strength::Must, kind, within_km, span: None }];
        draft.start = Some(date(2027, 3, 1));
        crate::read_brief(draft).brief
    }

    fn cause(facts: &Facts, kind: RequirementKind, within_km: Option<u32>) -> Option<GateCause> {
        let brief = brief(kind, within_km);
        let (days, sites) = (days(&brief, date(2026, 11, 1)), sites(&brief, &Settings::default()));
        closed(facts, &brief, &days, &sites).pop().map(|gate| gate.cause)
    }

    fn based(towns: &[&str], radius_km: Option<u32>) -> Facts {
        let towns = towns.iter().map(|town| fold(town)).collect();
        Facts { told: true, towns, radius_km, remote: Some(true), ..Facts::default() }
    }

    fn cleared(label: &str, until: Option<Date>) -> Facts {
        let held = Certification {
            standard: Standard::new(label).unwrap(),
            scope: String::new(),
            number: None,
            validity: Validity::new(None, until).unwrap(),
        };
        Facts { told: true, certifications: vec![(&held).into()], ..Facts::default() }
    }

    fn site(town: &str) -> RequirementKind {
        RequirementKind::Site(Name::new(town).unwrap())
    }

    #[test]
    fn a_site_gate_opens_at_the_radius() {
        let albi = based(&["Albi"], None);
        let Some(GateCause::SiteMissing { nearest, km, within_km: 40 }) =
            cause(&albi, site("Toulouse"), Some(40))
        else {
            panic!("Albi is more than 40 km from Toulouse");
        };
        assert_eq!(nearest.as_str(), "Albi");
        assert_eq!(cause(&albi, site("Toulouse"), Some(km)), None);
        assert!(cause(&albi, site("Toulouse"), Some(km - 1)).unwrap().is_near_miss());
        assert!(!cause(&based(&["Lille"], None), site("Toulouse"), Some(km)).unwrap().is_near_miss());
        // The firm's own reach counts as well.
        assert_eq!(cause(&based(&["Albi"], Some(km)), site("Toulouse"), Some(10)), None);
        assert!(cause(&based(&["Albi"], Some(km - 1)), site("Toulouse"), Some(10)).is_some());
    }

    #[test]
    fn what_is_not_told_or_not_known_closes_no_site_gate() {
        assert_eq!(cause(&based(&[], None), site("Toulouse"), None), None);
        assert_eq!(cause(&based(&["Trifouillis"], None), site("Toulouse"), None), None);
        assert_eq!(cause(&based(&["Lille"], None), site("Trifouillis"), None), None);
        assert_eq!(cause(&based(&["Lille", "Blagnac"], None), site("Toulouse"), None), None);
    }

    #[test]
    fn a_clearance_is_held_or_missing_or_too_low() {
        let asked = |label| RequirementKind::Certification {
            standard: Standard::new(label).unwrap(),
            certificate: true,
        };
        let secret = cleared("Habilitation Secret", None);
        assert_eq!(cause(&secret, asked("Habilitation Secret"), None), None);
        assert_eq!(
            cause(&cleared("Habilitation Très Secret", None), asked("Habilitation Secret"), None),
            None
        );
        let low = cause(&secret, asked("Habilitation Très Secret"), None).unwrap();
        assert!(low.is_near_miss() && low.code() == "clearance_missing");
        let none = cause(&cleared("EN 9100", None), asked("Habilitation Secret"), None).unwrap();
        assert_eq!(none, GateCause::ClearanceMissing { lower: None });
        let lapsed = cleared("Secret Défense", Some(date(2027, 1, 31)));
        let lapsed = cause(&lapsed, asked("Habilitation Secret"), None).unwrap();
        assert_eq!(lapsed.missing_since(), Some(date(2027, 2, 1)));
    }
}
