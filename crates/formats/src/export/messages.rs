//! Every text of the exports, French and English side by side; one without the other does not compile.

use passerelle_domain::{Language, Side, SizeClass};

use super::times::number;
use crate::view::UnplacedFacts;

/// Declares fixed texts: `name: "français", "English";`.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $french:literal, $english:literal;)*) => {
        /// The fixed texts of one language.
        pub(super) struct Words {
            /// Which language.
            pub(super) language: Language,
            $($(#[$doc])* pub(super) $name: &'static str,)*
        }

        static FRENCH: Words = Words { language: Language::French, $($name: $french,)* };
        static ENGLISH: Words = Words { language: Language::English, $($name: $english,)* };

        impl Words {
            /// The texts of a language.
            pub(super) fn of(language: Language) -> &'static Self {
                match language {
                    Language::French => &FRENCH,
                    Language::English => &ENGLISH,
                }
            }

            /// Every text with its name.
            #[cfg(test)]
            pub(super) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

words! {
    organiser_page: "Agenda complet", "Full agenda";
    organiser_only: "Document de l’organisateur\u{a0}: contient des informations confidentielles.", "For the organiser: holds confidential information.";
    table: "Table", "Table";
    time: "Heure", "Time";
    cancelled: "Annulé", "Cancelled";
    free: "Libre", "Free";
    absent: "Absence", "Away";
    pause: "Pause", "Break";
    closed: "table fermée", "table closed";
    nobody: "Aucun rendez-vous n’est prévu.", "No meeting is planned.";
    unknown_party: "Participant inconnu", "Unknown participant";
    untold_topic: "Sujet confidentiel", "Confidential topic";
    with_whom: "Avec", "With";
    topic: "Sujet", "Topic";
    why: "Pourquoi ce rendez-vous", "Why this meeting";
    why_own: "Ce que dit votre profil", "What your profile says";
    quote_open: "«\u{a0}", "“";
    quote_close: "\u{a0}»", "”";
    colon: "\u{a0}: ", ": ";
    must: "garanti par l’organisateur", "guaranteed by the organiser";
    locked: "fixé à l’avance", "fixed beforehand";
    mutual: "vœu partagé", "mutual wish";
    wishes_left_out: "Souhaits non retenus", "Wishes that were not met";
    strong_left_out: "Autres bonnes correspondances non retenues", "Other good matches that were not met";
    proof: "Preuve", "Proof";
    objective: "Objectif", "Objective";
    reached: "Atteint", "Reached";
    bound: "Borne", "Bound";
    proved: "prouvé", "proved";
    open: "non prouvé", "not proved";
    meetings_word: "Rendez-vous", "Meetings";
    fill: "Places occupées", "Places taken";
    idle_gaps: "Trous d’attente", "Idle gaps";
    wishes_kept: "Souhaits honorés", "Wishes met";
    grid: "Tables et créneaux", "Tables and slots";
    parties: "Participants et créneaux", "Participants and slots";
    desks: "Bureaux des clients", "Clients’ desks";
    firms: "Entreprises", "Firms";
    participant: "Participant", "Participant";
    left_out: "Ce qui n’a pas été retenu", "What was left out";
    left_out_note: "Paires souhaitées ou de bonne correspondance, par raison, de la plus forte valeur à la plus faible.", "Wished or strong pairs, by reason, from the highest value to the lowest.";
    nothing_left_out: "Rien n’a été laissé de côté.", "Nothing was left out.";
    value: "Valeur", "Value";
    pair: "Paire", "Pair";
    reason: "Raison", "Reason";
    legend: "Légende", "Legend";
    mark_desk: "C", "C";
    mark_firm: "E", "F";
    mark_must: "G", "G";
    mark_locked: "F", "L";
    legend_desk: "vœu du client, degré 1 à 3", "client’s wish, grade 1 to 3";
    legend_firm: "vœu de l’entreprise, degré 1 à 3", "firm’s wish, grade 1 to 3";
    legend_strip: "Case pleine\u{a0}: rendez-vous, avec sa table\u{a0}; pointillés\u{a0}: attente\u{a0}; hachures\u{a0}: absent", "Full box: meeting, with its table; dotted: idle; hatched: away";
    footer: "Les horaires sont ceux du lieu de l’événement.", "Times are those of the venue.";
    musts: "Rendez-vous garantis", "Guaranteed meetings";
    floors: "Manques aux minima", "Shortfall of minima";
    floors_missed: "Minima non atteints :", "Floors missed:";
    gaps: "Trous d’attente", "Idle gaps";
    continued: "(suite)", "(continued)";
    booklet: "Agendas de tous les participants", "Agendas of all participants";
    table_cards: "Cartes de table", "Table cards";
    badges: "Badges", "Badges";
    own_agenda: "Mon agenda", "My agenda";
    moves: "Changements de table", "Table changes";
}

/// `1 rendez-vous`, `3 meetings`.
pub(super) fn meetings(n: usize, language: Language) -> String {
    counted(n, language, ["rendez-vous", "rendez-vous"], ["meeting", "meetings"])
}

/// `1 créneau libre`, `3 free slots`.
pub(super) fn free_slots(n: usize, language: Language) -> String {
    counted(n, language, ["créneau libre", "créneaux libres"], ["free slot", "free slots"])
}

/// `1 créneau`, `3 slots`.
pub(super) fn slots(n: usize, language: Language) -> String {
    counted(n, language, ["créneau", "créneaux"], ["slot", "slots"])
}

/// `1 paire`, `3 pairs`.
pub(super) fn pairs(n: usize, language: Language) -> String {
    counted(n, language, ["paire", "paires"], ["pair", "pairs"])
}

/// `et 2 autres`, `and 2 more`.
pub(super) fn more(n: usize, language: Language) -> String {
    match language {
        Language::French => format!("{n} {}", if n < 2 { "autre" } else { "autres" }),
        Language::English => format!("{n} more"),
    }
}

/// French takes the singular for 0 and 1, English for 1 alone.
fn counted(n: usize, language: Language, french: [&str; 2], english: [&str; 2]) -> String {
    let count = number(i64::try_from(n).unwrap_or(i64::MAX), language);
    let word = match language {
        Language::French => french[usize::from(n > 1)],
        Language::English => english[usize::from(n != 1)],
    };
    format!("{count} {word}")
}

/// `12 sur 40`, `12 of 40`.
pub(super) fn out_of(part: &str, whole: &str, language: Language) -> String {
    match language {
        Language::French => format!("{part} sur {whole}"),
        Language::English => format!("{part} of {whole}"),
    }
}

/// `34 créneaux ; borne inférieure : 9`: idle slots, and the lower bound on idle gaps.
pub(super) fn idle(slots: &str, bound: &str, language: Language) -> String {
    match language {
        Language::French => format!("{slots}\u{a0}; borne inférieure\u{a0}: {bound}"),
        Language::English => format!("{slots}; lower bound: {bound}"),
    }
}

/// `a, b et c`, `a, b and c`.
pub(super) fn list(items: &[String], language: Language) -> String {
    let and = if language == Language::French { " et " } else { " and " };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

/// `à 9 h 00 et 9 h 20`, `at 9:00 and 9:20`.
pub(super) fn at_hours(hours: &str, language: Language) -> String {
    match language {
        Language::French => format!("à {hours}"),
        Language::English => format!("at {hours}"),
    }
}

/// `le jeudi 18 mars 2027`, `on Thursday 18 March 2027`.
pub(super) fn on_day(day: &str, language: Language) -> String {
    match language {
        Language::French => format!("le {day}"),
        Language::English => format!("on {day}"),
    }
}

/// Of which release a paper is.
pub(super) fn as_of(day: &str, hour: &str, language: Language) -> String {
    match language {
        Language::French => format!("Version du {day}, {hour}."),
        Language::English => format!("As of {day}, {hour}."),
    }
}

/// How much a party wished a meeting, said to itself.
pub(super) fn own_wish(grade: u8, language: Language) -> String {
    match language {
        Language::French => format!("votre vœu (degré {grade} sur 3)"),
        Language::English => format!("your wish (grade {grade} of 3)"),
    }
}

/// How much each side wished a meeting, said to the organiser.
pub(super) fn wish_of(side: Side, grade: u8, language: Language) -> String {
    match (language, side) {
        (Language::French, Side::Desk) => format!("vœu du client, degré {grade}"),
        (Language::French, Side::Firm) => format!("vœu de l’entreprise, degré {grade}"),
        (Language::English, Side::Desk) => format!("client’s wish, grade {grade}"),
        (Language::English, Side::Firm) => format!("firm’s wish, grade {grade}"),
    }
}

/// A size class in words.
pub(super) fn size_class(class: SizeClass, language: Language) -> &'static str {
    let [french, english] = match class {
        SizeClass::Micro => {
            ["Très petite entreprise, moins de 10 personnes", "Micro firm, fewer than 10 people"]
        }
        SizeClass::Small => ["Petite entreprise, 10 à 49 personnes", "Small firm, 10 to 49 people"],
        SizeClass::Medium => ["Moyenne entreprise, 50 à 249 personnes", "Medium firm, 50 to 249 people"],
        SizeClass::Intermediate => [
            "Entreprise de taille intermédiaire, 250 à 4\u{202f}999 personnes",
            "Mid-cap, 250 to 4,999 people",
        ],
        SizeClass::Large => {
            ["Grande entreprise, 5\u{202f}000 personnes et plus", "Large firm, 5,000 people and more"]
        }
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// Heading over the pairs left out for one reason.
pub(super) fn reason_heading(facts: &UnplacedFacts, language: Language) -> &'static str {
    let [french, english] = match facts {
        UnplacedFacts::Excluded { .. } => ["Écartées par l’organisateur", "Ruled out by the organiser"],
        UnplacedFacts::Refused { .. } => ["Refusées par l’une des parties", "Refused by one side"],
        UnplacedFacts::Gated { .. } => ["Exigence indispensable non satisfaite", "Must-have not met"],
        UnplacedFacts::BelowThreshold { .. } => ["Correspondance trop faible", "Match too weak"],
        UnplacedFacts::NoCommonSlot => ["Jamais présents en même temps", "Never there at the same time"],
        UnplacedFacts::PartyFull { .. } => ["Agenda d’une partie complet", "A party’s agenda is full"],
        UnplacedFacts::TablesFull { .. } => ["Toutes les tables prises", "All tables taken"],
        UnplacedFacts::LimitReached { .. } => ["Limite de rencontres atteinte", "Limit of meetings reached"],
        UnplacedFacts::Rules { .. } => {
            ["Règle d’ordre, de repos ou de table", "Rule of order, rest or table"]
        }
        UnplacedFacts::Outbid { .. } => {
            ["Créneaux pris par d’autres rendez-vous", "Slots held by other meetings"]
        }
        UnplacedFacts::GivenUp { .. } => ["Laissé pour moins d’attente", "Left out for fewer idle gaps"],
        UnplacedFacts::NotReached { .. } => ["Recherche arrêtée avant", "Search stopped before"],
        UnplacedFacts::Told { .. } => ["Autres raisons", "Other reasons"],
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}
