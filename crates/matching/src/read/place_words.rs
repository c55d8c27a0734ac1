//! The words by which people say where the work is done.

/// Words right before a town that ask for presence by themselves.
pub(super) const THERE: [&[&str]; 26] = [
    &["sur", "site", "a"],
    &["sur", "site", "de"],
    &["sur", "place", "a"],
    &["on", "site", "in"],
    &["on", "site", "at"],
    &["onsite", "in"],
    &["onsite", "at"],
    &["presence", "a"],
    &["presence", "in"],
    &["presence", "at"],
    &["presence", "sur"],
    &["intervention", "a"],
    &["interventions", "a"],
    &["deplacements", "a"],
    &["deplacement", "a"],
    &["locaux", "de"],
    &["locaux", "a"],
    &["premises", "in"],
    &["lieu"],
    &["lieux"],
    &["location"],
    &["localisation"],
    &["place", "of", "work"],
    &["travail", "a"],
    &["travail", "sur"],
    &["work", "in"],
];
/// Words right before a town that tell where somebody is: the partner, unless the client speaks of itself.
pub(super) const SEATED: [&[&str]; 18] = [
    &["based", "in"],
    &["based", "at"],
    &["based", "near"],
    &["located", "in"],
    &["base", "a"],
    &["basee", "a"],
    &["bases", "a"],
    &["basees", "a"],
    &["situe", "a"],
    &["situee", "a"],
    &["implante", "a"],
    &["implantee", "a"],
    &["offices", "in"],
    &["office", "in"],
    &["bureaux", "a"],
    &["bureau", "a"],
    &["agence", "a"],
    &["antenne", "a"],
];
/// « site de Figeac »: the place of the work only when it opens the sentence, or when the sentence is about being there.
pub(super) const SITE: [&[&str]; 5] =
    [&["site", "de"], &["site", "a"], &["site", "in"], &["site", "at"], &["site", "d"]];
/// Nearness asks for a place only in a sentence that asks.
pub(super) const NEAR: [&[&str]; 12] = [
    &["near"],
    &["near", "to"],
    &["close", "to"],
    &["around"],
    &["proche", "de"],
    &["pres", "de"],
    &["proximite", "de"],
    &["autour", "de"],
    &["region", "de"],
    &["secteur", "de"],
    &["bassin", "de"],
    &["vicinity", "of"],
];
/// By these the client speaks of itself.
pub(super) const OURSELVES: [&str; 14] = [
    "we",
    "our",
    "us",
    "nous",
    "notre",
    "nos",
    "i",
    "my",
    "usine",
    "plant",
    "factory",
    "societe",
    "headquarters",
    "lab",
];
/// How far before the town they stand, words.
pub(super) const OURSELVES_WITHIN: usize = 8;
/// The same in a sentence that asks: « nous sommes basés à Vannes et cherchons ».
pub(super) const OURSELVES_NEAR: usize = 2;
/// Words that make a sentence one about being somewhere: then « à Colomiers » in it is the place.
pub(super) const PRESENCE: [&str; 39] = [
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
    " day a week ",
    " a week ",
    " per month ",
    " a month ",
    " par mois ",
    " at our ",
    " dans nos locaux ",
    " deplacement ",
    " deplacements ",
    " ateliers ",
    " working session ",
    " working sessions ",
    " visites ",
    " visits ",
    " terrain ",
    " chez nous ",
    " premises ",
    " a distance ",
    " weekly ",
    " monthly ",
    " hebdomadaire ",
    " mensuelle ",
    " reunions auront lieu ",
    " meetings will ",
    " se rendre ",
    " travel to ",
    " venir ",
    " work with our team ",
];
/// Words that stand between the work and its town.
pub(super) const BEFORE_TOWN: [&str; 10] =
    ["a", "in", "at", "autour", "near", "around", "pres", "facility", "to", "est"];
/// « dépôt de Toulouse »: of all that can be « de » a town, these are places of work.
pub(super) const PLACES_OF: [&str; 12] = [
    "site", "locaux", "depot", "atelier", "ateliers", "usine", "centre", "autour", "pres", "proche",
    "agence", "banc",
];
/// They announce a place when they stand first.
pub(super) const LABELS: [&str; 4] = ["lieu", "lieux", "location", "localisation"];
/// Longer sentences mention towns by the way.
pub(super) const SENTENCE_WORDS: usize = 40;
