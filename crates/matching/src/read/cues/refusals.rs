//! Words by which people say that a thing is not asked.

use std::sync::LazyLock;

use super::phrases::{Phrases, phrases, says};

static REFUSALS: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "pas besoin, nul besoin, aucun besoin, no need, not need, don t need, doesn t need, not needed, not required, not necessary, \
         not requested, not asked, not expected, do not expect, don t expect, not looking for, don t require, not require, pas necessaire*, pas demande*, \
         pas exige*, pas requis*, pas attendu*, est pas une exigence, demandons pas, exigeons pas, cherchons pas, recherchons pas, \
         hors perimetre, hors du perimetre, hors lot, out of scope, not in scope, outside the scope, not within the scope, not included, \
         is excluded, are excluded, est exclu*, sont exclu*, pas compris, pas comprise, pas comprises, pas inclus*, non inclus*, \
         ne fait pas partie, fait pas partie, font pas partie, not part of, inutile d, inutile de, pas a fournir, pas a prevoir, sans objet, none needed, \
         pas de certification, aucune certification, aucun niveau, no certification, unnecessary, not interested in",
    )
});
/// A demand that nobody makes begins so and ends with a word of demand: "No certificate is asked".
const NOBODY: [&str; 5] = [" no ", " aucun ", " aucune ", " pas de ", " pas d "];
static ASKED: LazyLock<Phrases> = LazyLock::new(|| {
    phrases("needed, required, asked, requested, expected, demande*, exige*, requis*, necessaire*, attendu*")
});
/// What a client forbids: the opposite of a thing not asked.
static FORBIDDEN: LazyLock<Phrases> = LazyLock::new(|| {
    phrases(
        "sous trait*, subcontract*, offshor*, hors ue, hors europe, hors de l ue, hors union europeenne, outside the eu, outside europe, \
         cloud public, public cloud, acces distant, remote access",
    )
});

/// « Pas de sous-traitance hors UE ».
pub(super) fn forbids(folded: &str) -> bool {
    let never = [" never ", " jamais "].iter().any(|no| folded.starts_with(no));
    never || (NOBODY.iter().any(|no| folded.starts_with(no)) && says(folded, &FORBIDDEN))
}

/// What follows is a threat, not a refusal: « sans quoi inutile de répondre ».
static THREATS: LazyLock<Phrases> = LazyLock::new(|| {
    phrases("sans quoi, sinon, faute de, otherwise, without which, a defaut, or else, without it")
});

/// Whether a clause says that something is not asked.
pub(super) fn refuses(folded: &str) -> bool {
    let nobody = NOBODY.iter().any(|no| folded.starts_with(no)) && says(folded, &ASKED);
    (nobody || says(folded, &REFUSALS)) && !says(folded, &THREATS)
}
