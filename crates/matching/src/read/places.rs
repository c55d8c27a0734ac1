//! Sites: where the partner is wanted, which is not where the object of the work stands.

use passerelle_domain::Span;

use super::place_words::{
    BEFORE_TOWN, LABELS, NEAR, OURSELVES, OURSELVES_NEAR, OURSELVES_WITHIN, PLACES_OF, PRESENCE, SEATED,
    SENTENCE_WORDS, SITE, THERE,
};
use super::reading::Reading;
use super::towns::{is_town, name};
use crate::analyse::Token;

/// A place to be at or near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The words that say so, from the cue to the town.
    pub(super) span: Span,
    pub(super) town: String,
    /// How near is near enough, kilometres.
    pub(super) within_km: Option<u32>,
}

/// « sur site à Blagnac »: the words from the cue to the town, and the town; `asks` when the sentence is a demand.
pub(super) fn site(reading: &Reading<'_>, sentence: Span, asks: bool) -> Option<Place> {
    let tokens: Vec<&Token> = reading.words(sentence).iter().filter(|t| !t.joined).collect();
    let is_capital = |t: &&&Token| t.span.of(reading.text).starts_with(char::is_uppercase);
    if !tokens.iter().any(|t| is_capital(&t)) {
        return None;
    }
    let folded = reading.folded(sentence);
    let present = PRESENCE.iter().any(|cue| folded.contains(cue));
    let at = Around { reading, sentence, tokens: &tokens };
    let radius = (0..tokens.len()).find_map(|i| at.within(i, asks || present));
    let mut place = radius
        .or_else(|| (0..tokens.len()).find_map(|i| at.by_cue(i, asks, present)))
        .or_else(|| if present { at.by_presence() } else { None })?;
    // « intervention à Figeac sous 4 h, donc rayon 200 km »
    place.within_km = place.within_km.or_else(|| {
        let around = ["rayon", "radius", "within"];
        (0..tokens.len()).find_map(|i| {
            let (km, first) = at.kilometres(i)?;
            let before = tokens.get(first.saturating_sub(3)..first)?;
            before.iter().any(|t| around.contains(&t.exact.as_str())).then_some(km)
        })
    });
    Some(place)
}

/// A sentence with its words.
struct Around<'r> {
    reading: &'r Reading<'r>,
    sentence: Span,
    tokens: &'r [&'r Token],
}

impl Around<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.exact.as_str())
    }

    fn place(&self, from: usize, town: usize, within_km: Option<u32>) -> Option<Place> {
        let (first, word) = (self.tokens.get(from)?, self.tokens.get(town)?);
        if !is_town(self.reading, word) {
            return None;
        }
        let name = name(self.reading, self.sentence, word);
        let span = Span { start: first.span.start, end: name.end };
        Some(Place { span, town: name.of(self.reading.text).to_owned(), within_km })
    }

    /// A distance that ends at a word, and its first word: `80 km`, `80km`.
    fn kilometres(&self, unit: usize) -> Option<(u32, usize)> {
        const UNITS: [&str; 7] =
            ["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "bornes"];
        let word = self.word(unit);
        if let Some(glued) = word.strip_suffix("km").and_then(|n| n.parse().ok()) {
            return Some((glued, unit));
        }
        let number = unit.checked_sub(1)?;
        (UNITS.contains(&word)).then(|| self.word(number).parse().ok().map(|km| (km, number)))?
    }

    /// « basé à moins de 80 km de Lyon », "within 50 km of X", « à moins d'une heure de X »: from a distance to the town after it.
    fn within(&self, unit: usize, asks: bool) -> Option<Place> {
        const BETWEEN: [&str; 9] = ["de", "of", "from", "autour", "around", "to", "du", "centre", "by"];
        const TIME: [&str; 7] = ["h", "heure", "heures", "hour", "hours", "minutes", "min"];
        const LEAD: [&str; 27] = [
            "within", "a", "moins", "de", "less", "than", "dans", "un", "une", "an", "in", "rayon", "radius",
            "of", "under", "no", "more", "maximum", "max", "based", "base", "basee", "situe", "situee",
            "located", "implante", "the",
        ];
        let (km, first) = match self.kilometres(unit) {
            Some((km, first)) => (Some(km), first),
            None if asks && TIME.contains(&self.word(unit)) => (None, unit.checked_sub(1)?),
            None => return None,
        };
        let town = (unit + 1..self.tokens.len())
            .find(|i| !BETWEEN.contains(&self.word(*i)) && !matches!(self.word(*i), "drive"))?;
        if town == unit + 1 {
            return None;
        }
        let mut from = first;
        while from > 0 && LEAD.contains(&self.word(from - 1)) {
            from -= 1;
        }
        let reach = if asks { OURSELVES_NEAR } else { OURSELVES_WITHIN };
        let bounded = (from..first).any(|i| {
            matches!(
                self.word(i),
                "within" | "moins" | "less" | "rayon" | "radius" | "under" | "max" | "maximum" | "more"
            )
        });
        let seated = (from..first).any(|i| {
            matches!(self.word(i), "based" | "base" | "basee" | "situe" | "situee" | "located" | "implante")
        });
        if !(bounded || seated && asks) || self.is_about_us(from, reach) {
            return None;
        }
        self.place(from, town, km)
    }

    fn is_about_us(&self, at: usize, within: usize) -> bool {
        (at.saturating_sub(within)..at).any(|i| OURSELVES.contains(&self.word(i)))
    }

    fn by_cue(&self, at: usize, asks: bool, present: bool) -> Option<Place> {
        let found = |cues: &[&[&str]]| {
            cues.iter()
                .filter(|cue| cue.iter().enumerate().all(|(k, word)| self.word(at + k) == *word))
                .find_map(|cue| self.place(at, at + cue.len(), None))
        };
        let reach = if asks { OURSELVES_NEAR } else { OURSELVES_WITHIN };
        // « 6. Lieu. Site de Tarbes »
        let words =
            (0..at).filter(|i| !LABELS.contains(&self.word(*i)) && self.word(*i).parse::<u32>().is_err());
        let opens = words.count() <= 1 && !OURSELVES.contains(&self.word(0));
        let label = LABELS.contains(&self.word(at));
        found(&THERE)
            .filter(|_| !label || at == 0)
            .or_else(|| found(&SEATED).filter(|_| !self.is_about_us(at, reach)))
            .or_else(|| found(&SITE).filter(|_| present || opens))
            .or_else(|| found(&NEAR).filter(|_| present || (asks && !self.is_about_us(at, reach))))
    }

    /// A town in a sentence about being somewhere: « à Colomiers, au moins trois jours par semaine », "Toulouse, mixed on-site".
    fn by_presence(&self) -> Option<Place> {
        if self.tokens.len() > SENTENCE_WORDS {
            return None;
        }
        let (at, _) = self.tokens.iter().enumerate().find(|(i, town)| {
            let led = i.checked_sub(1).is_some_and(|before| {
                BEFORE_TOWN.contains(&self.word(before))
                    || (matches!(self.word(before), "de" | "d")
                        && before.checked_sub(1).is_some_and(|i| PLACES_OF.contains(&self.word(i))))
            });
            let rest = self.reading.text.get(town.span.end..).unwrap_or_default();
            let elided = PLACES_OF.contains(&self.word(i.wrapping_sub(1)));
            let opens =
                *i == 0 || self.reading.text.get(..town.span.start).is_some_and(|t| t.ends_with(". "));
            let alone = opens && (rest.starts_with(',') || rest.starts_with(" pour "));
            (led || elided || alone) && is_town(self.reading, town)
        })?;
        // Only the preposition that takes part in saying it.
        let led =
            at.checked_sub(1).filter(|i| matches!(self.word(*i), "a" | "in" | "at" | "near" | "around"));
        self.place(led.unwrap_or(at), at, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Analysers;

    fn of(text: &str, asks: bool) -> Option<(String, Option<u32>)> {
        let tokens = Analysers::new().tokens(text);
        let reading = Reading::new(text, &tokens);
        site(&reading, Span { start: 0, end: text.len() }, asks).map(|p| (p.town, p.within_km))
    }

    #[test]
    fn where_the_partner_is_wanted() {
        for (text, town, km) in [
            ("basé à moins de 100 km de Castres", "Castres", Some(100)),
            ("Based within 80 km of Lyon", "Lyon", Some(80)),
            ("We would prefer a firm within 150km of Grenoble", "Grenoble", Some(150)),
            ("dans un rayon de 30 km autour d'Albi", "Albi", Some(30)),
            ("Présence sur site à Pamiers trois jours par semaine", "Pamiers", None),
            ("Intervention à Figeac sous 4 h, donc rayon 200 km", "Figeac", Some(200)),
            ("Les réunions auront lieu à Toulouse une fois par mois", "Toulouse", None),
            ("on site in Le Mans", "Le Mans", None),
            ("Site de Tarbes pour l'accès aux bancs", "Tarbes", None),
            ("à moins d'une heure de Saint-Nazaire", "Saint-Nazaire", None),
            ("a team based in Bristol", "Bristol", None),
        ] {
            assert_eq!(of(text, true), Some((town.to_owned(), km)), "{text}");
        }
    }

    #[test]
    fn where_the_object_stands_is_no_demand() {
        for text in [
            "Sécuriser les automates du site de Villemur",
            "Our plant in Burgos produces brake discs",
            "We are based in Burgos",
            "Bench available in Toulouse",
            "Les équipes du technicentre de Nevers notent sur papier",
            "Le réseau de notre site de Foix tombe en panne",
        ] {
            assert_eq!(of(text, false), None, "{text}");
        }
    }
}
