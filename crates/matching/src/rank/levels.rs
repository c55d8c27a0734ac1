//! Levels of rigour: who worked at SIL 2 has not shown SIL 4.
//!
//! DAL A to E (ED-12C/DO-178C, ED-80/DO-254), SIL 0 to 4 (IEC 61508, EN 50128), ASIL A to D (ISO 26262), software safety class A to C
//! (IEC 62304).

use crate::analyse::Token;

/// A scale of levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scale {
    Dal,
    Sil,
    Asil,
    Class,
}

/// A level, the higher the more demanding.
pub(crate) type Level = (Scale, u8);

/// The levels that a text names.
pub(crate) fn levels(tokens: &[Token]) -> Vec<Level> {
    let mut out = Vec::new();
    let words: Vec<&str> = tokens.iter().filter(|t| !t.joined).map(|t| t.exact.as_str()).collect();
    for (at, word) in words.iter().enumerate() {
        let scale = match *word {
            "dal" => Scale::Dal,
            "sil" => Scale::Sil,
            "asil" => Scale::Asil,
            "class" | "classe" | "classes" => Scale::Class,
            _ => {
                out.extend(
                    word.strip_prefix("sil").and_then(|rest| Some((Scale::Sil, rank(Scale::Sil, rest)?))),
                );
                continue;
            }
        };
        // « DAL A or B », « SIL 3 ou SIL 4 », « classes B et C ».
        for next in words.iter().skip(at + 1).take(3) {
            match rank(scale, next) {
                Some(level) => out.push((scale, level)),
                None if matches!(*next, "or" | "ou" | "et" | "and") => {}
                None => break,
            }
        }
    }
    out
}

fn rank(scale: Scale, word: &str) -> Option<u8> {
    let mut chars = word.chars();
    let (Some(only), None) = (chars.next(), chars.next()) else { return None };
    match (scale, only) {
        (Scale::Dal, 'a'..='e') => Some(b'e' - u8::try_from(only).ok()?),
        (Scale::Sil, '0'..='4') => u8::try_from(only.to_digit(10)?).ok(),
        (Scale::Asil, 'a'..='d') | (Scale::Class, 'a'..='c') => Some(u8::try_from(only).ok()? - b'a'),
        _ => None,
    }
}

/// Whether what is shown falls short: it names a scale that is asked for, and never reaches the lowest level asked.
pub(crate) fn falls_short(asked: &[Level], shown: &[Level]) -> bool {
    asked.iter().any(|(scale, _)| {
        let of = |levels: &[Level]| levels.iter().filter(|l| l.0 == *scale).map(|l| l.1).collect::<Vec<_>>();
        let (lowest, best) = (of(asked).into_iter().min(), of(shown).into_iter().max());
        matches!((lowest, best), (Some(lowest), Some(best)) if best < lowest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Analysers;

    #[test]
    fn a_lower_level_falls_short_and_none_says_nothing() {
        let of = |text: &str| levels(&Analysers::new().tokens(text));
        let asked = of("EN 50128 SIL 3 ou SIL 4");
        assert!(falls_short(&asked, &of("EN 50128 SIL 2, DO-178C DAL C.")));
        assert!(!falls_short(&asked, &of("développement jusqu'au SIL4")));
        assert!(!falls_short(&asked, &of("EN 50128")));
        assert!(falls_short(&of("DO-178C DAL A or B"), &of("DAL C only")));
        assert!(!falls_short(&of("IEC 62304 classe C"), &of("IEC 62304 classes B et C")));
        assert!(!falls_short(&of("DAL A"), &of("SIL 2")));
    }
}
