//! Briefs that ask for nothing in so many words, and lists that stand in prose: what is told is what is asked.

use passerelle_domain::{Language, Notice, NoticeKind, Span, Strength};

use super::collected::Demands;
use crate::analyse::{Token, detect, sentences};
use crate::read::cues::{Told, is_about_terms, told};
use crate::read::items::items;
use crate::read::lines::Line;
use crate::read::reading::Reading;
use crate::read::{notice, places};

/// Words by which a client speaks of itself; one in so many words makes a text its own story.
const OURSELVES: [&str; 8] = ["nous", "nos", "notre", "we", "our", "us", "ourselves", "venez"];
const OWN_STORY: usize = 25;
/// A shorter text is a remark, nobody's story.
const FEWEST_OF_ALL: usize = 20;
/// Shorter sentences are exclamations.
const FEWEST_WORDS: usize = 5;
/// A list in prose has so many items, of so many words at most.
const FEWEST_ITEMS: usize = 3;
const ITEM_WORDS: usize = 13;
const LIST_WORDS: usize = 40;
/// Work that is done elsewhere.
const AWAY: [&str; 6] =
    [" a distance ", " remote ", " remotely ", " teletravail ", " from home ", " en distanciel "];
/// Words with which sentences begin rather than lists.
const BEGINS: [&str; 16] = [
    "the", "this", "these", "our", "a", "an", "in", "for", "le", "la", "les", "l", "un", "une", "dans",
    "pour",
];

/// Reads every sentence of a client's own story as a thing expected, its title too. A text that is nobody's story (a question, an
/// abstract) is left alone.
pub(super) fn read(
    reading: &Reading<'_>,
    lines: &[Line],
    title: Option<Span>,
    demands: &mut Demands<'_>,
    notices: &mut Vec<Notice>,
) {
    if !is_own_story(reading) {
        return;
    }
    let whole = title.into_iter().chain(lines.iter().filter(|line| !line.is_empty).map(|line| line.content));
    for part in whole {
        for sentence in sentences(part.of(reading.text)) {
            let span = Span { start: part.start + sentence.start, end: part.start + sentence.end };
            let folded = reading.folded(span);
            let long = folded.split_whitespace().count() >= FEWEST_WORDS;
            if long
                && told(&folded) != Told::Refuses
                && !is_about_terms(&folded)
                && !demands.is_excluded(span)
            {
                demands.push(span, Strength::Should, false);
            }
        }
    }
    notices.push(notice(
        NoticeKind::NoRequirement,
        None,
        "no requirement was found: every sentence is read as one",
        "list what is needed under a heading such as `Indispensable` or `Must have`",
    ));
}

/// Whether a client tells of itself.
pub(super) fn is_own_story(reading: &Reading<'_>) -> bool {
    // « On » is "we" in French alone.
    let on = detect(reading.text) == Some(Language::French);
    let is_ours = |word: &str| OURSELVES.contains(&word) || (on && word == "on");
    let ours = reading.tokens.iter().filter(|token| is_ours(&token.exact)).count();
    ours * OWN_STORY >= reading.tokens.len() && reading.tokens.len() >= FEWEST_OF_ALL
}

/// The items of a sentence that is nothing but a list of nouns: « Télédétection, traitement d'images, drones (PX4). »
pub(super) fn list(reading: &Reading<'_>, sentence: Span) -> Vec<Span> {
    /// They stand in sentences that tell something, not in lists.
    const TELLING: [&str; 58] = [
        "nous", "on", "je", "il", "elle", "ils", "elles", "vous", "ca", "cela", "ce", "qui", "que", "est",
        "sont", "a", "ont", "avons", "etait", "sera", "seront", "peut", "peuvent", "doit", "fait", "font",
        "va", "vient", "y", "we", "i", "it", "you", "he", "she", "they", "is", "are", "was", "were", "has",
        "have", "had", "be", "been", "will", "would", "can", "could", "do", "does", "did", "that", "which",
        "who", "this", "these", "there",
    ];
    let words = reading.words(sentence);
    // The articles of English and the preposition « à » are written like two of them.
    let tells = |token: &&Token| {
        let raw = token.span.of(reading.text);
        TELLING.contains(&token.exact.as_str()) && raw != "a" && raw != "à" && raw != "A"
    };
    // « Le projet ..., ... » has a verb, be it one that is not listed above.
    let begins = words.first().map_or("", |token| token.exact.as_str());
    // « 30 person-months, EUR 400,000 »: figures that stand alone are terms of the contract.
    let is_figure = |token: &Token| token.exact.chars().all(|c| c.is_ascii_digit());
    if words.len() > LIST_WORDS || BEGINS.contains(&begins) || words.iter().any(is_figure) {
        return Vec::new();
    }
    let items = items(reading.text, sentence);
    let short = |item: &Span| (1..=ITEM_WORDS).contains(&reading.words(*item).len());
    // « Tarbes pour les ateliers, Toulouse pour les essais, le reste à distance » tells where, not what.
    let away = |item: &Span| {
        let folded = reading.folded(*item);
        AWAY.iter().any(|cue| folded.contains(cue)) || places::site(reading, *item, true).is_some()
    };
    let listed = items.len() >= FEWEST_ITEMS && items.iter().all(short) && !items.iter().any(away);
    if listed && !words.iter().any(|token| tells(&token)) { items } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Brief, BriefDraft, BriefId, RequirementKind};

    use super::*;

    fn brief(text: &str) -> Brief {
        crate::read_brief(BriefDraft::of_text(BriefId::new("b").unwrap(), text)).brief
    }

    fn asks(brief: &Brief, words: &str) -> bool {
        brief.requirements.iter().any(|r| r.text.contains(words))
    }

    #[test]
    fn a_story_without_demands_is_read_sentence_by_sentence_and_an_abstract_is_not() {
        let story = "Nos rayons le soir\n\nNous jetons trop de salades. On perd des clients quand on manque de pain. \
                     Nous ne savons pas par où commencer.";
        assert!(asks(&brief(story), "jetons trop de salades"));
        let about = "Salads and bread\n\nThis project studies how supermarkets waste salads in the evening. Bread is baked \
                     three times a day in most countries of the continent.";
        assert!(brief(about).requirements.is_empty());
    }

    #[test]
    fn a_list_in_prose_goes_on_with_the_demands_before_it() {
        let text = "Banc\n\nIl nous faut un automaticien.\n\nHydraulique, lecture de plans, essais de nuit.";
        let brief = brief(text);
        assert!(
            asks(&brief, "lecture de plans") && asks(&brief, "essais de nuit"),
            "{:?}",
            brief.requirements
        );
    }

    #[test]
    fn a_list_of_places_asks_for_no_skill() {
        let text = "Portes\n\nIl nous faut un fiabiliste.\n\nTarbes pour les ateliers, dépôt de Foix pour les essais, le reste à \
                    distance.";
        let brief = brief(text);
        assert!(!asks(&brief, "distance") && !asks(&brief, "dépôt"), "{:?}", brief.requirements);
        assert!(asks(&brief, "fiabiliste"));
    }

    #[test]
    fn a_remark_in_brackets_keeps_its_own_strength() {
        let text = "Besoins\n- reprise du code, avec ou sans assistant (modèles locaux uniquement; rien ne sort)\n- essais\n";
        let brief = brief(text);
        let strength =
            |words: &str| brief.requirements.iter().find(|r| r.text.contains(words)).map(|r| r.strength);
        assert_eq!(strength("rien ne sort"), Some(Strength::Must), "{:?}", brief.requirements);
        assert_eq!(strength("reprise du code"), Some(Strength::Should));
    }

    #[test]
    fn the_site_of_an_object_is_no_place_to_be() {
        let brief = brief("Besoins\n- Sécuriser les automates du site de Villemur\n- Former les équipes\n");
        assert!(brief.requirements.iter().all(|r| !matches!(r.kind, RequirementKind::Site(_))));
    }
}
