//! What the words of a point are in it: the thing asked for, a detail of it, or what it is not.

use crate::analyse::Token;

/// What a word does in its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// What does not count either way: « pas seulement de la simulation ».
    Idle,
    /// What is not asked for: "not Jetson demos".
    Not,
    /// How, where, for whom, for instance: what stands in brackets or behind "with", "that", « pour », « qui ».
    Detail,
    /// The thing itself.
    Core,
}

/// A word's role and which of the point's alternatives (« SCADE ou méthode B ») it belongs to, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) role: Role,
    pub(crate) choice: u8,
}

/// Words after which a point only goes into detail, folded, of both languages.
const DETAILS: [&str; 55] = [
    "qui",
    "que",
    "dont",
    "ou",
    "avec",
    "sans",
    "pour",
    "afin",
    "lorsque",
    "quand",
    "si",
    "entre",
    "chez",
    "selon",
    "jusqu",
    "avant",
    "apres",
    "pendant",
    "via",
    "notamment",
    "tel",
    "telle",
    "tels",
    "telles",
    "type",
    "compatible",
    "that",
    "which",
    "who",
    "whose",
    "with",
    "without",
    "for",
    "so",
    "where",
    "when",
    "while",
    "if",
    "unless",
    "between",
    "before",
    "after",
    "as",
    "than",
    "such",
    "including",
    "according",
    "against",
    "under",
    "from",
    "by",
    "within",
    "at",
    "because",
    "car",
];
/// Words before what is the client's own: « une analyse de nos sièges » asks for an analysis, and nobody else speaks of those seats.
const OWN: [&str; 9] = ["nos", "notre", "mes", "mon", "ma", "our", "my", "leur", "their"];
/// Words by which a point says what it is not, behind what it is.
const DENIALS: [&str; 8] = ["pas", "not", "non", "sauf", "except", "excluding", "plutot", "rather"];
/// Words that take a denial back: « pas seulement » excludes nothing, it asks for more.
const ONLY: [&str; 5] = ["seulement", "only", "just", "simplement", "uniquement"];

/// The parts that the words of a point play, one a token.
pub(crate) fn parts(text: &str, tokens: &[Token]) -> Vec<Part> {
    let mut out = Vec::with_capacity(tokens.len());
    let (mut role, mut choice, mut depth, mut end) = (Role::Core, 0_u8, 0_usize, 0);
    // What is said first is asked for, whatever it begins with: « pour » and "not" have nothing before them to qualify.
    let mut begun = false;
    // The role outside the present bracket.
    let mut outside = Role::Core;
    for token in tokens {
        for c in text.get(end..token.span.start).unwrap_or_default().chars() {
            match c {
                '(' | '[' => {
                    if depth == 0 {
                        outside = role;
                        role = role.min(if begun { Role::Detail } else { Role::Core });
                    }
                    depth += 1;
                }
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        role = outside;
                    }
                }
                _ => {}
            }
        }
        end = end.max(token.span.end);
        let word = token.exact.as_str();
        // « ou » is "or" here; « où » is written with its accent.
        let accented = text.get(token.span.start..token.span.end).is_some_and(|raw| raw.contains('ù'));
        if matches!(word, "or" | "ou") && !accented {
            if depth == 0 && begun {
                choice = choice.saturating_add(1);
                role = if role <= Role::Not { role } else { Role::Core };
            }
        } else if role == Role::Not && ONLY.contains(&word) {
            role = Role::Idle;
        } else if begun && DENIALS.contains(&word) {
            role = role.min(Role::Not);
        } else if begun && (DETAILS.contains(&word) || OWN.contains(&word)) {
            role = role.min(Role::Detail);
        }
        out.push(Part { role, choice });
        begun |= token.french.is_some() && token.english.is_some();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Analysers;

    fn of(text: &str, role: Role) -> Vec<String> {
        let tokens = Analysers::new().tokens(text);
        let parts = parts(text, &tokens);
        let telling =
            |t: &&(&Token, &Part)| t.0.french.is_some() && t.0.english.is_some() && t.1.role == role;
        tokens
            .iter()
            .zip(&parts)
            .collect::<Vec<_>>()
            .iter()
            .filter(telling)
            .map(|(t, _)| t.exact.to_string())
            .collect()
    }

    #[test]
    fn the_thing_its_details_and_what_it_is_not() {
        let text = "Cryogénie réelle, pas seulement de la simulation thermique";
        assert_eq!(of(text, Role::Core), ["cryogenie", "reelle"]);
        assert_eq!(of(text, Role::Idle), ["seulement", "simulation", "thermique"]);
        assert_eq!(of("embedded ML on target (not Jetson demos)", Role::Not), ["jetson", "demos"]);
        assert_eq!(of("an optimiser that survives humidity", Role::Detail), ["survives", "humidity"]);
        assert_eq!(of("Modèle du réservoir (stratification)", Role::Detail), ["stratification"]);
        assert_eq!(of("pas de cloud public", Role::Core), ["cloud", "public"]);
        assert_eq!(of("Analyse de cycle de vie de nos sièges", Role::Core), ["analyse", "cycle", "vie"]);
        assert_eq!(of("Notre ligne de peinture", Role::Core), ["ligne", "peinture"]);
    }

    #[test]
    fn alternatives_are_counted_and_begin_anew() {
        let text = "avionics cooling with fans or battery packs";
        let tokens = Analysers::new().tokens(text);
        let parts = parts(text, &tokens);
        assert_eq!(parts.iter().map(|p| p.choice).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(of(text, Role::Core), ["avionics", "cooling", "battery", "packs"]);
    }
}
