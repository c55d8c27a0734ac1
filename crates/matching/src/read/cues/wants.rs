//! Words by which people say what they are after, or that money and calendar are meant.

use std::sync::LazyLock;

use super::phrases::{Phrases, phrases, says};

/// Asked, without a word on how much; a heading above may say so.
static EXPECTED: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "attendue, attendues, est attendu, sont attendus, is expected, are expected, is requested, are requested, est demande, \
         sont demandes, est demandee, sont demandees, est recherche, est recherchee, sont recherchees, sont recherches, \
         conviennent, convient, are fine, is fine, obviously, evidemment, est le vrai sujet, est le sujet, est tout le sujet, est tout enjeu, \
         le coeur du sujet, is the real issue, is the real topic, is the crux, idee serait, the idea would be, notre idee est",
    )
});

/// « Il faut un atelier », and not « il faut savoir que ».
pub(super) fn is_needed(folded: &str) -> bool {
    const TURNS: [&str; 9] =
        ["savoir", "dire", "noter", "rappeler", "compter", "attendre", "voir", "croire", "pas"];
    [" il faut ", " il nous faut "].iter().any(|cue| {
        folded
            .find(cue)
            .and_then(|at| folded.get(at + cue.len()..))
            .is_some_and(|rest| rest.split_whitespace().next().is_some_and(|word| !TURNS.contains(&word)))
    })
}

/// A word at the end of a clause that leaves no choice: « chez nous uniquement », "local models only".
pub(super) fn leaves_no_choice(folded: &str) -> bool {
    let last =
        [" uniquement ", " exclusivement ", " only ", " evidemment "].iter().any(|w| folded.ends_with(w));
    // "Access requires an NDA and an EU nationality".
    let requires = [" requires ", " require ", " necessite ", " suppose "].iter().any(|w| folded.contains(w));
    let access = [
        " nda ",
        " nationality ",
        " nationalite ",
        " clearance ",
        " accord de confidentialite ",
        " accord confidentialite ",
    ];
    let apart = [" team distinct from ", " equipe distincte "].iter().any(|w| folded.contains(w));
    last || apart || (requires && access.iter().any(|w| folded.contains(w)))
}

/// Words by which people say in a sentence what they are after.
static WANTS: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "il nous faudrait, il faudrait, cherchons, recherchons, nous attendons, nous voulons, \
         nous souhaitons, nous avons besoin, avons besoin, on cherche, on veut, on recherche, on a besoin, recherche un, \
         recherche une, recherche des, cherche un, cherche une, cherche des, we need, we are looking for, we re looking for, \
         we look for, are looking for, we want, we seek, we are seeking, is looking for, is seeking, we expect, \
         we would like, we d like, i would like, i d like, i want, i need, i m looking for, je cherche, je voudrais, je veux, j aimerais, \
         aimerions, on aimerait, on voudrait, on sent bien, venez nous dire, we d love, we would love, equipe minimale, minimum team",
    )
});
/// The same at the beginning of a note without a subject.
static WANTS_FIRST: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "cherchons, recherchons, recherche, cherche, besoin, looking for, seeking, need, needed, wanted, souhaitons, voulons",
    )
});
/// Of these, those that may as well be followed by a verb.
const HOPES: [&str; 12] = [
    " nous voulons ",
    " on veut ",
    " we want ",
    " nous attendons ",
    " nous souhaitons ",
    " we would like ",
    " we d like ",
    " i would like ",
    " i d like ",
    " i want ",
    " je voudrais ",
    " aimerions ",
];
const ARTICLES: [&str; 14] =
    ["un", "une", "des", "du", "le", "la", "les", "de", "a", "an", "the", "some", "donc", "somebody"];

/// Whether a sentence says what is wanted, and not that it is unwanted.
pub(super) fn wants(folded: &str) -> bool {
    let there = [" on site ", " sur site ", " presence "].iter().any(|cue| folded.starts_with(cue));
    (there && [" week ", " semaine ", " month ", " mois "].iter().any(|cue| folded.contains(cue)))
        || says(folded, &EXPECTED)
        || WANTS_FIRST.found(folded).any(|(at, _)| at == 0)
        || WANTS.found(folded).any(|(at, cue)| {
            let rest = folded.get(at + cue.len() - 1..).unwrap_or_default();
            // « Nous voulons une ACV » asks for a thing, « nous voulons voir » tells a hope.
            let hopes = HOPES.contains(&cue)
                && !ARTICLES.contains(&rest.split_whitespace().next().unwrap_or_default());
            !hopes && ![" pas ", " not ", " plus ", " answered "].iter().any(|no| rest.starts_with(no))
        })
}

/// Whether a sentence that wants something only invites offers: « nous cherchons un partenaire pour ... ».
pub(in super::super) fn invites_offers(folded: &str) -> bool {
    /// Who is invited.
    const WHO: [&str; 26] = [
        "partner",
        "partners",
        "partenaire",
        "partenaires",
        "prestataire",
        "prestataires",
        "firm",
        "company",
        "someone",
        "somebody",
        "quelqu",
        "quelqu un",
        "equipe",
        "team",
        "bureau",
        "supplier",
        "subcontractor",
        "societe",
        "entreprise",
        "consultant",
        "contractor",
        "fournisseur",
        "provider",
        "acteur",
        "help",
        "appui",
    ];
    const WITHIN: usize = 4;
    WANTS.found(folded).chain(WANTS_FIRST.found(folded)).any(|(at, cue)| {
        let rest = folded.get(at + cue.len()..).unwrap_or_default();
        rest.split_whitespace().take(WITHIN).any(|word| WHO.contains(&word))
    })
}

/// Words of sentences about money and calendar: they ask for nothing a firm can do.
static TERMS_AND_CONDITIONS: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "budget, cofinanc*, co financ*, enveloppe, demarrage, demarrer, t0, kick off, calendrier, remise, commencer, tjm, forfait*, milestone, \
         delai*, daily rate, day rate, taux journalier",
    )
});

/// Whether a sentence is about terms and conditions.
pub(in super::super) fn is_about_terms(folded: &str) -> bool {
    says(folded, &TERMS_AND_CONDITIONS)
}
