//! What headings and lead words announce.

use std::sync::LazyLock;

use passerelle_domain::Strength;

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Head {
    /// Demands of a strength.
    Asks(Strength),
    /// What is not asked.
    Excludes,
    /// Something that is no list of demands, such as the calendar.
    Other,
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(',').map(str::trim).collect()
}

// Elided words are gone: « ce qu'on veut » is `ce on veut`.
static EXCLUDES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "hors scope, hors perimetre, hors du perimetre, hors lot, hors sujet, hors champ, out of scope, not in scope, outside the scope, not included, \
         exclusions, exclusion, exclus, exclu, excluded, not required, not needed, not necessary, not asked, not requested, \
         pas necessaire, non necessaire, pas demande, non demande, non demandes, pas requis, non requis, pas inclus, non inclus, \
         pas compris, non compris, ne sont pas demandes, ce dont nous ne voulons pas, ce que nous ne voulons pas, \
         ce que nous ne cherchons pas, ce que nous ne demandons pas, ce qui n est pas demande, ce qui est pas demande, \
         what we do not need, what we don t need, what we do not want, what we don t want, we do not need, we don t need, \
         no need for, pas besoin, pas besoin de, not interested in, limites de fourniture, won t have, wont have",
    )
});
static MUST: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "competences requises, expertise requise, expertises requises, profil requis, required skills, critere acceptation, criteres acceptation, \
         acceptance criteria, acceptance criterion, must, must have, must haves, mandatory, required, requirements, requirement, essential, essentials, indispensable, \
         indispensables, obligatoire, obligatoires, imperatif, imperatifs, exige, exiges, exigence, exigences, conditions eliminatoires, \
         condition eliminatoire, eliminatoire, eliminatoires, prerequis, pre requis, prerequisites, requis, sans quoi, incontournable, \
         incontournables, non negotiable, non negotiables, non negociable, criteres eliminatoires, hard requirements, obligations, \
         proche obligatoire, eligibility, eligibility criteria, criteres de eligibilite, criteres eligibilite, conditions de recevabilite, \
         minimum requirements, minimum qualifications, basic qualifications, required qualifications, minimum, key requirements, knock out criteria, deal breakers, deal breaker, compulsory, absolument, \
         conditions imperatives, contraintes imperatives, go no go",
    )
});
static SHOULD: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "competences, competence, competences attendues, competences recherchees, competences cles, \
         skills, key skills, expertise, expertises, expertise required, savoir faire, profil recherche, profils recherches, partenaire recherche, \
         ce qui nous manque, nous cherchons, nous recherchons, on cherche, we look for, we are looking for, looking for, should, should have, \
         should haves, expected, attendu, attendus, attentes, nos attentes, travail, travaux, a faire, scope, perimetre, work packages, \
         work package, prestations demandees, prestations attendues, prestations, prestation, ce il faut produire, objectives, what we need, \
         what we expect, what you bring, what you will do, what you will bring, your profile, your mission, besoins, besoin, nos besoins, \
         notre besoin, vos missions, votre profil, votre mission, need, needs, our needs, we need, il nous faut, nous avons besoin, souhaite, \
         souhaites, missions, mission, ce on veut, ce que nous voulons, ce que nous ne savons pas faire, profils, profil, profile, \
         what we would like, what we want, nous attendons, ce que nous attendons, ce on attend, ce que nous cherchons, ce il faut, ce il nous faut, ce on cherche, \
         what we are looking for, what we seek, tasks, taches, statement of work, qualifications, livrables attendus, resultat attendu, resultats attendus, expected results, expected outcome, envies, des envies, \
         plutot des envies, souhaits, wishes, recommended, recommande, recommandes",
    )
});
static NICE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "nice, nice to have, nice to haves, good to have, un plus, les plus, plus, a plus, pluses, bonus, apprecie, apprecies, appreciee, \
         appreciees, appreciated, useful, nous aimerions aussi, souhaitable, souhaitables, optional, optionnel, optionnels, optionnelle, \
         option, options, en option, desirable, desirables, desired, preferred, would be a plus, serait un plus, seraient un plus, bienvenu, \
         bienvenus, welcome, atout, atouts, les atouts, avantage, avantages, assets, asset, advantage, advantages, facultatif, facultatifs, \
         could, could have, could haves, idealement, ideally, would be nice, beneficial, extra, extras, would help, ce qui aiderait, helpful, pour aller plus loin",
    )
});
/// Of lists of one sort of thing, when nothing else is said.
static LABELS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    list(
        "certifications, certification, certificats, certificates, normes, norme, standards, normes et certifications, habilitations, \
         habilitation, agrements, langues, langue, langue de travail, languages, language, working language, outils, tools, \
         security clearance, clearance, technologies",
    )
});
/// First words of headings under which nothing is asked.
const OTHER: [&str; 31] = [
    "context",
    "contexte",
    "background",
    "planning",
    "calendrier",
    "calendar",
    "timeline",
    "schedule",
    "dates",
    "budget",
    "cadre",
    "commercial",
    "organisation",
    "organization",
    "contact",
    "contacts",
    "introduction",
    "conclusion",
    "presentation",
    "about",
    "annexe",
    "annexes",
    "annex",
    "figures",
    "price",
    "prix",
    "duree",
    "duration",
    "practicalities",
    "modalites",
    "financement",
];
/// Ends of « compétences indispensables », "technical requirements".
const MUST_ENDS: [&str; 16] = [
    "indispensables",
    "indispensable",
    "obligatoires",
    "obligatoire",
    "imperatives",
    "imperatifs",
    "exigees",
    "exiges",
    "eliminatoires",
    "eliminatoire",
    "mandatory",
    "requirements",
    "must have",
    "must haves",
    "essential",
    "prerequisites",
];
const NICE_ENDS: [&str; 3] = ["souhaitees", "optionnelles", "nice to have requirements"];

/// Longer lines are sentences.
const MOST_WORDS: usize = 12;

/// What a heading or lead word announces; `None` for anything else.
pub(in super::super) fn head(folded: &str) -> Option<Head> {
    // « 5. Exigences »
    let words = folded.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    // « Les atouts », "Your must-haves", « Nos exigences ».
    let words = ["les ", "le ", "la ", "nos ", "our ", "the ", "your ", "vos ", "some "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(words);
    if words.is_empty() || words.split(' ').count() > MOST_WORDS {
        return None;
    }
    let begins = |list: &[&str]| {
        list.iter()
            .any(|cue| words == *cue || words.strip_prefix(cue).is_some_and(|rest| rest.starts_with(' ')))
    };
    let ends = |list: &[&str]| {
        list.iter()
            .any(|cue| words == *cue || words.strip_suffix(cue).is_some_and(|rest| rest.ends_with(' ')))
    };
    // The more particular goes first: « compétences requises » is not « requis », « compétences appréciées » is a plus.
    if begins(&EXCLUDES) || ends(&EXCLUDES) {
        Some(Head::Excludes)
    } else if begins(&NICE) || ends(&NICE) || ends(&NICE_ENDS) {
        Some(Head::Asks(Strength::Nice))
    } else if ends(&MUST_ENDS)
        || words.starts_with("competences requises")
        || words.starts_with("required skills")
    {
        Some(Head::Asks(Strength::Must))
    } else if OTHER.contains(&words.split(' ').next().unwrap_or_default()) {
        Some(Head::Other)
    } else if begins(&SHOULD) || LABELS.contains(&words) {
        Some(Head::Asks(Strength::Should))
    } else if begins(&MUST) {
        Some(Head::Asks(Strength::Must))
    } else {
        None
    }
}

/// Whether a line without a colon is nothing but a heading: a cue by itself, or one after « compétences » and the like.
pub(in super::super) fn is_bare_head(folded: &str) -> bool {
    const NOUNS: [&str; 14] = [
        "competences",
        "exigences",
        "requirements",
        "criteres",
        "criteria",
        "conditions",
        "skills",
        "profil",
        "profils",
        "points",
        "key",
        "technical",
        "minimum",
        "what",
    ];
    let words = folded.trim();
    let first = words.split(' ').next().unwrap_or_default();
    let lists = [&EXCLUDES, &MUST, &SHOULD, &NICE, &LABELS];
    lists.iter().any(|list| list.contains(&words)) || OTHER.contains(&words) || NOUNS.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_announce_what_they_say() {
        use Strength::{Must, Nice, Should};
        let of = |text: &str| head(&passerelle_domain::fold(text));
        for (text, strength) in [
            ("Compétences requises", Must),
            ("Compétences indispensables", Must),
            ("Compétences appréciées", Nice),
            ("Technical requirements", Must),
            ("Nice-to-haves (UK side)", Nice),
            ("Les atouts", Nice),
            ("Profil recherché", Should),
        ] {
            assert_eq!(of(text), Some(Head::Asks(strength)), "{text}");
        }
        for text in ["Hors périmètre", "Not required", "Ce dont nous ne voulons pas", "Out of scope"] {
            assert_eq!(of(text), Some(Head::Excludes), "{text}");
        }
        assert_eq!(of("Contexte"), Some(Head::Other));
        assert_eq!(of("Banc de gonflage"), None);
    }
}
