//! Refusals in French.
//!
//! Use cases speak English everywhere; pages tell a French reader in French. The lists are closed: every sentence of the use
//! cases stands here, those of values and of files where they are made ([`passerelle_formats::import::in_french`]).

use passerelle_formats::import;

/// A sentence of a refusal, or its hint, in French; `None` for one that is not known.
pub fn in_french(english: &str) -> Option<String> {
    import::translated(SENTENCES, english).or_else(|| import::in_french(english))
}

/// English, French, `{}` for what varies; the narrower pattern before the wider.
const SENTENCES: &[(&str, &str)] = &[
    ("you are not signed in", "vous n’êtes pas connecté"),
    ("sign in, or send a token that still holds", "connectez-vous"),
    ("there is no such address", "il n’y a rien à cette adresse"),
    // What the pages of a firm's room can be told.
    ("is not an e-mail address", "n’est pas une adresse électronique"),
    ("write it as name@example.org", "écrivez-la comme nom@example.org"),
    ("has no character, or more than 200", "est vide, ou a plus de 200 caractères"),
    ("write the person's name", "écrivez le nom de la personne"),
    ("already has an account", "a déjà un compte"),
    ("give another address", "donnez une autre adresse"),
    (
        "somebody else has changed it meanwhile: it is at version {} now",
        "quelqu’un d’autre l’a modifié entre-temps",
    ),
    ("read it again, then repeat your change", "relisez, puis refaites votre modification"),
    ("there is already such a thing", "cela existe déjà"),
    ("change that one, or choose another identifier", "modifiez ce qui existe"),
    ("your account may not {}", "votre compte ne le permet pas"),
    ("ask the organiser", "demandez à l’organisateur"),
    ("is not 1, 2 or 3", "n’est pas 1, 2 ou 3"),
    ("1: glad of it, 2: keen on it, 3: came for it", "choisissez l’un des trois degrés"),
    ("is not a time", "n’est pas une heure"),
    ("write it as 2027-03-01T18:00:00Z", "écrivez par exemple 2027-03-01T18:00"),
    ("write it as 2027-03-18T13:30, in local time of the event", "choisissez un créneau de l’événement"),
    ("is not after `from`", "n’est pas après le début"),
    ("has more than {} characters", "a plus de {} caractères"),
    ("is not a published firm", "n’est pas une entreprise publiée"),
    ("check the identifier, or publish the profile first", "publiez d’abord la fiche"),
    ("is not there, or not open to you", "n’existe pas, ou ne vous est pas ouvert"),
    ("is not one that expects you", "ne vous attend pas"),
    ("choose one of the list", "choisissez dans la liste"),
    ("wishes closed on {}", "les vœux sont clos depuis le {}"),
    ("answers closed on {}", "les réponses sont closes depuis le {}"),
    (
        "ask the organiser, who can still do it for you",
        "demandez à l’organisateur, qui peut encore le faire pour vous",
    ),
    ("is not a whole number", "n’est pas un nombre entier"),
    ("write digits only", "n’écrivez que des chiffres"),
    ("is not a number", "n’est pas un nombre"),
    ("write digits, such as 2.5", "écrivez des chiffres, comme 2,5"),
    ("fill it in, or remove the line", "remplissez, ou retirez la ligne"),
    ("a band has two ends", "une fourchette a deux bornes"),
    ("fill in both, the lower one first", "remplissez les deux, la plus basse d’abord"),
    ("`{}` is out of range", "`{}` est hors limites"),
    ("give a whole number from {} to {}", "donnez un nombre entier de {} à {}"),
    ("give a number from {} to {}", "donnez un nombre de {} à {}"),
    ("`{}` is not a month", "`{}` n’est pas un mois"),
    ("write it as 2027-03", "écrivez par exemple 2027-03"),
    ("write it as 2027-03-18", "écrivez par exemple 2027-03-18"),
    ("`{}` is not a language code", "`{}` n’est pas un code de langue"),
    ("use ISO 639-1: `fr`, `en`, `de`", "deux lettres\u{a0}: `fr`, `en`, `de`"),
    ("`{}` is not a country code", "`{}` n’est pas un code de pays"),
    ("use ISO 3166-1: `FR`, `ES`, `TN`", "deux lettres\u{a0}: `FR`, `ES`, `TN`"),
];
