//! Sites and working languages, which stand anywhere and not only in lists.

use passerelle_domain::{Name, RequirementKind, Span, Strength};

use super::clauses::clauses;
use super::collected::Demands;
use crate::read::cues::Told;
use crate::read::reading::Reading;
use crate::read::{places, vocabulary};

/// Adds those that no list held.
pub(super) fn add(reading: &Reading<'_>, demands: &mut Demands<'_>) {
    for sentence in &reading.sentences {
        let near = places::site(reading, *sentence, true);
        let language = vocabulary::working_language(reading, *sentence);
        if near.is_none() && language.is_none() {
            continue;
        }
        let clauses = clauses(reading, *sentence, None);
        let asks = clauses.iter().any(|c| matches!(c.1, Told::Asks(_) | Told::Wants));
        let strength = |at: Span| {
            let clause = clauses.iter().find(|(clause, _)| clause.start < at.end && at.start < clause.end);
            clause.and_then(|c| c.1.strength()).unwrap_or(Strength::Should)
        };
        let place = if asks { near } else { places::site(reading, *sentence, false) };
        if let Some(place) = place
            && !demands.is_excluded(place.span)
            && let Ok(name) = Name::new(&place.town)
        {
            demands.add_once(place.span, strength(place.span), RequirementKind::Site(name), place.within_km);
        }
        if let Some((clause, code)) = language
            && !demands.is_excluded(clause)
        {
            demands.add_once(clause, strength(clause), RequirementKind::Language(code.to_owned()), None);
        }
    }
}
