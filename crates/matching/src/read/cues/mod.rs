//! The words by which people say how much a thing matters, or that it is not asked at all.

mod heads;
mod modals;
mod phrases;
mod refusals;
mod wants;
mod words;

use passerelle_domain::Strength;

pub(super) use heads::{Head, head, is_bare_head};
pub(super) use wants::{invites_offers, is_about_terms};
pub(super) use words::is_bare_cue;

/// What the wording of a clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// How much it matters.
    Asks(Strength),
    /// That it is wanted, not how much.
    Wants,
    /// That it is not asked.
    Refuses,
    /// Nothing about that.
    Nothing,
}

impl Told {
    /// The strength that a clause tells by itself.
    pub(super) fn strength(self) -> Option<Strength> {
        match self {
            Self::Asks(strength) => Some(strength),
            Self::Wants => Some(Strength::Should),
            Self::Refuses | Self::Nothing => None,
        }
    }

    /// The strength of a clause under a heading: its own words first, then the heading's.
    pub(super) fn under(self, section: Strength) -> Strength {
        match self {
            Self::Asks(strength) => strength,
            Self::Wants | Self::Refuses | Self::Nothing => section,
        }
    }
}

/// What a clause says, from its folded words with a space around each.
pub(super) fn told(folded: &str) -> Told {
    let folded = &words::without_idle(folded);
    let nice = words::is_nice(folded);
    let must = words::must(folded);
    if refusals::refuses(folded) || must == Some(false) {
        return if nice { Told::Asks(Strength::Nice) } else { Told::Refuses };
    }
    if refusals::forbids(folded) {
        return Told::Asks(Strength::Must);
    }
    let modal = modals::asked_of_supplier(folded);
    if must == Some(true) {
        // A must is never lost to a softer word beside it.
        return Told::Asks(Strength::Must);
    }
    match modal {
        _ if nice => Told::Asks(Strength::Nice),
        Some(modals::Modal::May) if !wants::wants(folded) => Told::Refuses,
        Some(modals::Modal::Must) => Told::Asks(Strength::Must),
        _ if wants::is_needed(folded) || wants::leaves_no_choice(folded) => Told::Asks(Strength::Must),
        Some(modals::Modal::Should) => Told::Asks(Strength::Should),
        _ if words::is_should(folded) => Told::Asks(Strength::Should),
        _ if wants::wants(folded) => Told::Wants,
        _ => Told::Nothing,
    }
}

/// Whether a clause calls something a must-have in so many words, not by a mere verb.
pub(super) fn is_firm(folded: &str) -> bool {
    words::must(folded) == Some(true)
}

/// Whether a part of a sentence binds by itself, whatever stands beside it: « mais le livrable doit parler ED-203A ».
pub(super) fn binds_alone(folded: &str) -> bool {
    modals::asked_of_supplier(folded) == Some(modals::Modal::Must) || wants::leaves_no_choice(folded)
}

/// Whether a clause has a word of must-have and a word of nice-to-have.
pub(super) fn is_torn(folded: &str) -> bool {
    words::is_nice(folded) && words::must(folded) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Told {
        told(&format!(" {} ", passerelle_domain::fold(text)))
    }

    #[test]
    fn wording_tells_strength() {
        use Strength::{Must, Nice, Should};
        for (text, strength) in [
            ("DO-254 indispensable", Must),
            ("Le candidat doit justifier de trois références", Must),
            ("The supplier shall demonstrate two projects", Must),
            ("The supplier must not work for a competitor", Must),
            ("Experience with GPUs is required", Must),
            ("The contractor should know edge computing", Should),
            ("ASPICE experience (highly desirable)", Should),
            ("Une expérience en soufflerie constituerait un atout", Nice),
            ("It would be nice if you knew GStreamer", Nice),
            ("EN 9100 pas obligatoire mais appréciée", Nice),
        ] {
            assert_eq!(of(text), Told::Asks(strength), "{text}");
        }
        assert_eq!(of("Nous cherchons un thermicien"), Told::Wants);
        assert_eq!(of("La maîtrise de Catia est attendue"), Told::Wants);
        assert_eq!(of("We want a partner who may grow"), Told::Wants);
        assert_eq!(of("Our line stops twice a week"), Told::Nothing);
    }

    #[test]
    fn what_is_not_asked_is_told_apart() {
        for text in [
            "No need for a clean room",
            "You don't need to know Perl",
            "Pas besoin d'être certifié",
            "EN 9100 is not mandatory",
            "ISO 9001 n'est pas obligatoire",
            "La fourniture du fluide n'est pas comprise",
            "L'outillage est hors périmètre",
            "Aucune prestation d'essai n'est demandée",
            "We do not require on-site presence",
            "The supplier may propose an alternative",
        ] {
            assert_eq!(of(text), Told::Refuses, "{text}");
        }
        assert_eq!(
            of("EN 9100 exigée, sans quoi inutile de répondre"),
            Told::Asks(Strength::Must),
            "a threat is no refusal"
        );
    }
}
