//! Words inside a sentence that say how much a thing matters.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::phrases::{Phrases, phrases, says};

static MUST: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "you must, must hold, must be, must have, must haves, is a must, are a must, a must, must do, obligatoire, obligatoires, \
         obligatoirement, indispensable, indispensables, imperatif, imperative, imperatifs, imperatives, imperativement, exige, \
         exigee, exiges, exigees, est une exigence, eliminatoire, eliminatoires, mandatory, compulsory, non negociable, non negociables, \
         non negotiable, sine qua non, faute de quoi rien, requis absolument, absolument, essential, essentiel, essentielle, \
         essentiels, essentielles, incontournable, incontournables, is required, are required, will be required, \
         est requis, est requise, sont requis, sont requises, sera requis, sera requise, seront requis, seront requises, \
         prerequisite, pre requisite, prerequis, is needed, are needed, is necessary, are necessary, est necessaire, sont necessaires, sera necessaire, \
         deal breaker, without exception, sans exception, sans derogation, redhibitoire, condition prealable, is vital, we require, nous exigeons, a condition que, provided that, confidentialite stricte, stricte confidentialite, \
         strict confidentiality, toutes habilitables, tous habilitables, \
         doit detenir, doit etre titulaire, is imperative",
    )
});

static NICE: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "un plus, un vrai plus, un reel plus, un gros plus, le plus, apprecie, appreciee, apprecies, appreciees, appreciable, \
         bienvenu, bienvenue, bienvenus, bienvenues, idealement, nice to have, nice to haves, good to have, would be nice, \
         is nice, a plus, plus if, big plus, real plus, desirable, ideally, preferably, preferred, would prefer, we prefer, souhaitable, \
         souhaitables, si possible, if possible, would be welcome, is welcome, are welcome, welcome, would be appreciated, de preference, \
         optional, optionnel, optionnelle, optionnels, optionnelles, facultatif, facultative, facultatifs, facultatives, is appreciated, \
         are appreciated, appreciated, atout, atouts, un avantage, a bonus, is a bonus, en bonus, an asset, an advantage, advantageous, beneficial, \
         would help, helps, aide beaucoup, would save, parait utile, serait utile, est utile, semble utile, would be useful, is useful, where possible, \
         where feasible, dans la mesure du possible, would be great, would be good, serait bien, serait top, candidat ideal, ideal candidate, partenaire ideal, \
         ideal partner, helpful, valorise, valorisee, valorises, valorisees, serait interessant, serait interessante, encore mieux, \
         even better, pas un critere eliminatoire, could have, le cas echeant, nous aimerions aussi, we would also like, as an option, \
         en option, where affordable, where it s affordable, where it is affordable, where s affordable, if affordable, si le budget le permet, \
         budget permitting, would help, aiderait, aideraient",
    )
});

static SHOULD: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "souhaite, souhaitee, souhaites, souhaitees, highly desirable, very desirable, \
         strongly desired, strongly preferred, strongly desirable, highly desired, fortement souhaite, fortement souhaitee, \
         fortement apprecie, fortement appreciee, fortement recommande, strongly recommended, recommended, recommande, recommandee, \
         recommandes, recommandees",
    )
});

/// Stronger than the soft word they hold: « très souhaitable » is expected.
static STRENGTHENED: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "highly desirable, very desirable, strongly desired, strongly desirable, strongly preferred, highly desired, \
         fortement souhaitable, tres souhaitable, fortement apprecie, fortement appreciee, vivement souhaite, vivement souhaitee, \
         highly appreciated, strongly appreciated",
    )
});

/// "if you must" demands nothing; "not only mandatory" denies nothing.
static IDLE: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "if you must, pas seulement, not only, non seulement, le plus souvent, le plus tot, le plus vite, an essential part, essentiel de, essentiel du",
    )
});

const DENIALS: [&str; 13] = [
    "pas", "not", "non", "no", "aucun", "aucune", "jamais", "never", "nor", "isn", "aren", "sans", "without",
];
/// How many words before a must-have a denial of it may stand: « pas une exigence », "not strictly mandatory".
const DENIED_WITHIN: usize = 2;

/// The words without turns of phrase that only look like demands.
pub(super) fn without_idle(folded: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(folded);
    for phrase in IDLE.all(folded) {
        out = Cow::Owned(out.replace(phrase, " "));
    }
    out
}

/// Whether a clause calls something a must-have (`true`), or says that it is none (`false`).
pub(super) fn must(folded: &str) -> Option<bool> {
    let mut found = None;
    for (at, _) in MUST.found(folded) {
        let before = folded.get(..at).unwrap_or_default();
        let denied = before.split_whitespace().rev().take(DENIED_WITHIN).any(|word| DENIALS.contains(&word));
        found = Some(found.unwrap_or(false) || !denied);
    }
    found
}

/// Whether a clause calls something a nice-to-have.
pub(super) fn is_nice(folded: &str) -> bool {
    // The last cell of a table row: « | VI-09 | thermographie | option | ».
    (says(folded, &NICE) || folded.ends_with(" option ")) && !says(folded, &STRENGTHENED)
}

/// Whether a clause is nothing but a word of strength: « indispensable », "highly desirable", « serait un plus ».
pub(in super::super) fn is_bare_cue(folded: &str) -> bool {
    const MOST_WORDS: usize = 6;
    const FILLERS: [&str; 21] = [
        "si",
        "if",
        "is",
        "are",
        "est",
        "sont",
        "serait",
        "would",
        "be",
        "very",
        "highly",
        "tres",
        "fortement",
        "a",
        "un",
        "une",
        "the",
        "en",
        "it",
        "absolument",
        "ce",
    ];
    if folded.split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let mut rest = folded.to_owned();
    let mut found = false;
    for list in [&STRENGTHENED, &MUST, &NICE, &SHOULD] {
        for phrase in list.all(&rest) {
            rest = rest.replace(phrase, " ");
            found = true;
        }
    }
    found && rest.split_whitespace().all(|word| FILLERS.contains(&word))
}

/// Whether a clause calls something expected.
pub(super) fn is_should(folded: &str) -> bool {
    says(folded, &SHOULD) || says(folded, &STRENGTHENED)
}
