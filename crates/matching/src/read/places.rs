//! Sites: where the work is done.

use passerelle_domain::Span;

use super::cues::Reading;
use crate::analyse::Token;

/// Words right before a town that make it the place of the work.
const SITE_CUES: [&[&str]; 19] = [
    &["sur", "site", "a"],
    &["sur", "place", "a"],
    &["on", "site", "in"],
    &["on", "site", "at"],
    &["onsite", "in"],
    &["onsite", "at"],
    &["presence", "a"],
    &["site", "de"],
    &["site", "a"],
    &["locaux", "de"],
    &["locaux", "a"],
    &["based", "in"],
    &["based", "at"],
    &["base", "a"],
    &["basee", "a"],
    &["intervention", "a"],
    &["premises", "in"],
    &["offices", "in"],
    &["situe", "a"],
];
/// Words that make a sentence one about being somewhere: then « à Colomiers » in it is the place.
const PRESENCE: [&str; 26] = [
    " par semaine ",
    " j semaine ",
    " sur site ",
    " sur place ",
    " on site ",
    " onsite ",
    " teletravail ",
    " remote ",
    " presence ",
    " days a week ",
    " days per week ",
    " at our ",
    " dans nos locaux ",
    " deplacement ",
    " deplacements ",
    " ateliers ",
    " working session ",
    " working sessions ",
    " visites ",
    " terrain ",
    " jours par mois ",
    " chez nous ",
    " premises ",
    " a distance ",
    " weekly ",
    " is in ",
];
/// Words that stand between the work and its town.
const BEFORE_TOWN: [&str; 10] = ["a", "in", "at", "de", "autour", "d", "near", "around", "pres", "facility"];
/// Capitals after « à » or "in" that are no towns.
const NO_TOWNS: [&str; 40] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "france",
    "europe",
    "english",
    "french",
    "german",
    "spanish",
    "francais",
    "anglais",
    "occitanie",
    "python",
    "excel",
    "matlab",
    "simulink",
    "abaqus",
    "ada",
    "windows",
];
/// Longer sentences mention towns by the way.
const SENTENCE_WORDS: usize = 40;

/// « sur site à Blagnac »: the words from the cue to the town, and the town.
pub(super) fn site(reading: &Reading<'_>, sentence: Span) -> Option<(Span, String)> {
    let tokens: Vec<&Token> = reading.words(sentence).iter().filter(|t| !t.joined).collect();
    by_cue(reading, sentence, &tokens).or_else(|| by_presence(reading, sentence, &tokens))
}

fn by_cue(reading: &Reading<'_>, sentence: Span, tokens: &[&Token]) -> Option<(Span, String)> {
    for i in 0..tokens.len() {
        for cue in SITE_CUES {
            let matches =
                cue.iter().enumerate().all(|(k, word)| tokens.get(i + k).is_some_and(|t| t.exact == *word));
            let (Some(first), Some(town)) = (tokens.get(i), tokens.get(i + cue.len())) else { continue };
            if matches && is_town(reading, town) {
                return Some(found(reading, sentence, first.span.start, town));
            }
        }
    }
    None
}

/// A town in a sentence about being somewhere: « à Colomiers, au moins trois jours par semaine », "Toulouse, mixed on-site".
fn by_presence(reading: &Reading<'_>, sentence: Span, tokens: &[&Token]) -> Option<(Span, String)> {
    let folded = reading.folded(sentence);
    if tokens.len() > SENTENCE_WORDS || !PRESENCE.iter().any(|cue| folded.contains(cue)) {
        return None;
    }
    let (place, town) = tokens.iter().enumerate().find(|(i, town)| {
        let led = i
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .is_some_and(|before| BEFORE_TOWN.contains(&before.exact.as_str()));
        let alone = *i == 0
            && reading
                .text
                .get(town.span.end..)
                .is_some_and(|t| t.starts_with(',') || t.starts_with(" pour "));
        (led || alone) && is_town(reading, town)
    })?;
    let first = place.checked_sub(1).and_then(|i| tokens.get(i)).unwrap_or(town);
    // Only the preposition that takes part in saying it.
    let from =
        if matches!(first.exact.as_str(), "a" | "in" | "at" | "near" | "around") { first } else { town };
    Some(found(reading, sentence, from.span.start, town))
}

fn is_town(reading: &Reading<'_>, town: &Token) -> bool {
    let raw = town.span.of(reading.text);
    let shouted = raw.chars().count() > 1 && raw.chars().all(char::is_uppercase);
    raw.starts_with(char::is_uppercase)
        && raw.chars().all(char::is_alphabetic)
        && raw.chars().count() > 2
        && !shouted
        && !NO_TOWNS.contains(&town.exact.as_str())
}

fn found(reading: &Reading<'_>, sentence: Span, from: usize, town: &Token) -> (Span, String) {
    let rest = reading.text.get(town.span.start..sentence.end).unwrap_or_default();
    let length =
        rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’')).unwrap_or(rest.len());
    let name = rest.get(..length).unwrap_or_default().trim_end_matches(['-', '\'', '’']);
    (Span { start: from, end: town.span.start + name.len() }, name.to_owned())
}
