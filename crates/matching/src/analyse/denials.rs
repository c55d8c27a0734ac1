//! What a text says that somebody does not do: « la sécurité fonctionnelle n'est pas notre métier ».

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::Token;
use super::form::{Ready, key};

/// Words by which a clause denies what it speaks of, wherever they stand in it. A space stands for the beginning and end of a word;
/// words are folded, apostrophes are spaces.
const DENIALS: [&str; 47] = [
    " pas de ",
    " pas d ",
    " pas encore ",
    " pas notre ",
    " pas nos ",
    " aucun ",
    " aucune ",
    " ne faisons pas ",
    " ne fait pas ",
    " ne font pas ",
    " ne savons pas ",
    " ne sommes pas ",
    " ne proposons pas ",
    " ne traitons pas ",
    " n avons pas ",
    " n avons jamais ",
    " n intervenons pas ",
    " n est pas ",
    " n y touchons pas ",
    " reste chez ",
    " restee chez ",
    " restent chez ",
    " reste a la charge ",
    " laisse a ",
    " laissee a ",
    " laissons ",
    " confie a ",
    " confiee a ",
    " confions ",
    " sous traite a ",
    " sous traitee a ",
    " jamais ",
    " never ",
    " do not ",
    " does not ",
    " did not ",
    " don t ",
    " doesn t ",
    " are not ",
    " is not our ",
    " not our ",
    " was left to ",
    " left to ",
    " by somebody else ",
    " by our partner ",
    " only as reader ",
    " not yet ",
];
/// The same when they begin a clause.
const FIRST: [&str; 14] = [
    "pas ", "sans ", "aucun ", "aucune ", "ni ", "no ", "not ", "none ", "without ", "never ", "nor ",
    "hors ", "neither ", "sauf ",
];
/// Behind these words the clause does not deny: « pas seulement », "no later than", « n'est pas la moindre ».
const IDLE: [&str; 12] = [
    "pas seulement ",
    "pas que ",
    "not only ",
    "not just ",
    "no later ",
    "no less ",
    "no more than ",
    "no longer ",
    "not a demo",
    "sans arret ",
    "sans interruption ",
    "without interruption ",
];
/// One word of each denial, as tokens have it: a text with none of them denies nothing, and most texts have none.
const TOLD_BY: [&str; 37] = [
    "cannot", "pas", "aucun", "aucune", "jamais", "ne", "reste", "restee", "restent", "laisse", "laissee",
    "laissons", "confie", "confiee", "confions", "traite", "traitee", "never", "not", "don", "doesn", "left",
    "somebody", "partner", "reader", "sans", "ni", "no", "none", "without", "nor", "hors", "neither", "sauf",
    "n", "t", "touchons",
];
/// Who speaks, and how soon a denial behind it is one of what it does: "we have not published", « nous ne publions pas ».
const SPEAKERS: [&str; 5] = ["we", "i", "nous", "on", "je"];
const DENYING: [&str; 6] = ["not", "never", "cannot", "pas", "jamais", "aucun"];
const SOON: usize = 4;
/// Words that begin another clause without a sign before them.
const TURNS: [&str; 6] = ["mais", "but", "tandis", "while", "whereas", "however"];

/// The tokens of a text that stand in clauses which deny what they speak of.
pub(crate) fn denied(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    static TOLD: LazyLock<HashSet<u64, Ready>> =
        LazyLock::new(|| TOLD_BY.iter().map(|word| key(word)).collect());
    let mut out: Vec<Range<usize>> = Vec::new();
    if !tokens.iter().any(|token| TOLD.contains(&token.keys.exact)) {
        return out;
    }
    let mut first = 0;
    for at in 0..=tokens.len() {
        let ends = match (tokens.get(at), at.checked_sub(1).and_then(|before| tokens.get(before))) {
            (None, _) => true,
            (Some(token), Some(before)) => {
                let between = text.get(before.span.end..token.span.start).unwrap_or_default();
                let sign = between.contains([',', ';', ':', '(', ')', '.', '!', '?', '–', '—']);
                sign || TURNS.contains(&token.exact.as_str())
            }
            (Some(_), None) => false,
        };
        if !ends {
            continue;
        }
        let clause = tokens.get(first..at).unwrap_or_default();
        if denies(text, clause) {
            match out.last_mut() {
                Some(last) if last.end == first => last.end = at,
                _ => out.push(first..at),
            }
        }
        first = at;
    }
    out
}

fn denies(text: &str, clause: &[Token]) -> bool {
    let Some((start, end)) = clause.first().zip(clause.last()).map(|(a, b)| (a.span.start, b.span.end))
    else {
        return false;
    };
    // From the text, because tokens have lost « d' » and « n' ».
    let before = text.get(..start).unwrap_or_default();
    let elided = before.rfind(|c: char| c.is_whitespace() || c == ',').map_or(0, |at| at + 1);
    let start = if before.get(elided..).is_some_and(|t| t.ends_with(['\'', '’'])) { elided } else { start };
    let said = text.get(start..end).unwrap_or_default();
    let folded = passerelle_domain::fold(said);
    let folded: String = folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ") + " ";
    if IDLE.iter().any(|idle| words.contains(idle)) {
        return false;
    }
    let turned = TURNS.iter().find_map(|turn| words.strip_prefix(turn)?.strip_prefix(' ')).unwrap_or(&words);
    let said: Vec<&str> = turned.split(' ').collect();
    let speaks = said.iter().enumerate().filter(|(_, word)| SPEAKERS.contains(word));
    let own = |at: usize| said.iter().skip(at + 1).take(SOON).any(|word| DENYING.contains(word));
    if speaks.into_iter().any(|(at, _)| own(at)) {
        return true;
    }
    let spaced = format!(" {words}");
    FIRST.iter().any(|cue| turned.starts_with(cue)) || DENIALS.iter().any(|cue| spaced.contains(cue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Analysers;

    fn of(text: &str) -> Vec<String> {
        let tokens = Analysers::new().tokens(text);
        let place = |r: &Range<usize>| Some(tokens.get(r.start)?.span.start..tokens.get(r.end - 1)?.span.end);
        denied(text, &tokens).iter().filter_map(|r| Some(text.get(place(r)?)?.to_owned())).collect()
    }

    #[test]
    fn no_denial_goes_without_its_telling_word() {
        for cue in DENIALS.iter().chain(&FIRST) {
            let tokens = Analysers::new().tokens(cue);
            assert!(
                tokens.iter().any(|token| TOLD_BY.contains(&token.exact.as_str())),
                "`{cue}` is denied by no word of the list"
            );
        }
    }

    #[test]
    fn a_clause_that_denies_is_denied_whole_and_no_other() {
        assert_eq!(
            of("Two hours a day. We do not write firmware, we test it."),
            ["We do not write firmware"]
        );
        assert_eq!(
            of("140 portes suivies. La sécurité fonctionnelle n'est pas notre métier."),
            ["La sécurité fonctionnelle n'est pas notre métier"]
        );
        assert_eq!(
            of("Salle blanche, pas d'électronique, pas de logiciel"),
            ["pas d'électronique, pas de logiciel"]
        );
        assert_eq!(of("Essais vibratoires mais pas de thermique"), ["mais pas de thermique"]);
        assert_eq!(
            of("240 chillers followed, but we have not published lifetimes."),
            ["but we have not published lifetimes"]
        );
        assert_eq!(
            of("Essais de fatigue. Nous ne publions pas les durées de vie"),
            ["Nous ne publions pas les durées de vie"]
        );
        assert_eq!(
            of("The load that we carry does not exceed 3 t"),
            ["The load that we carry does not exceed 3 t"]
        );
        assert_eq!(of("SIL 4, and not only on paper"), Vec::<String>::new());
        assert_eq!(of("Nous concevons des bancs, puis nous les exploitons"), Vec::<String>::new());
    }
}
