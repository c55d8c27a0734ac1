//! Complaints, remarks and hints in French.
//!
//! Readers and values speak English everywhere; whoever reads French is told in French. The tables are closed lists of whole
//! sentences: what is not in one of them has no French, and is never translated by halves.

mod files;
mod problem;

use crate::import::french as importer;

/// What a reader of this crate or a value says, in French; `None` for a sentence that is not known.
pub fn in_french(english: &str) -> Option<String> {
    tables().into_iter().find_map(|table| translated(table, english))
}

/// The importer's own sentences are narrower than the readers', which end with values of any closed list.
fn tables() -> [&'static [(&'static str, &'static str)]; 3] {
    [importer::SENTENCES, problem::SENTENCES, files::SENTENCES]
}

/// What stands in a place of a pattern: `{}` is carried over as it is, `{a}` has to be one of [`TERMS`].
const PLACES: [&str; 2] = ["{}", "{a}"];

/// What sentences name by a term of ours, in French.
const TERMS: &[(&str, &str)] = &[
    ("nothing", "rien"),
    ("true or false", "vrai ou faux"),
    ("a number", "un nombre"),
    ("a whole number", "un nombre entier"),
    ("a text", "un texte"),
    ("a date", "une date"),
    ("a list", "une liste"),
    ("a table", "un ensemble de champs"),
    ("a value", "une valeur"),
    ("an identifier", "un identifiant"),
    ("a day", "un jour"),
    ("a day such as 2026-09-14", "un jour tel que 2026-09-14"),
    ("a time of day", "une heure"),
    ("a local day and time", "un jour et une heure du lieu"),
    ("a key in double quotes", "une clé entre guillemets doubles"),
    ("`:` after the key", "`:` après la clé"),
    ("`,` or `}`", "`,` ou `}`"),
    ("`,` or `]`", "`,` ou `]`"),
    ("`fr` or `en`", "`fr` ou `en`"),
    ("a country code such as `FR`", "un code de pays tel que `FR`"),
    ("a kind of change", "une sorte de changement"),
    ("a way of counting", "une façon de compter"),
    ("a side", "une partie"),
    ("a half-day", "une demi-journée"),
    ("a strength", "un degré d’exigence"),
    ("a kind", "une sorte d’exigence"),
    ("a language of the texts", "une langue des textes"),
    ("a size class", "une classe de taille"),
    ("a level", "un niveau"),
    ("an objective", "un objectif"),
];

/// A sentence by a table of English and French patterns; the first pattern that fits counts. In a pattern `{}` stands for what
/// varies, and `{a}` for a term of ours, such as `a list`, that has to be told in French too.
pub fn translated(table: &[(&str, &str)], english: &str) -> Option<String> {
    table.iter().find_map(|(pattern, french)| {
        let mut found = matched(pattern, english)?.into_iter();
        let mut out = String::new();
        let mut rest = *french;
        while let Some((at, place)) = next_place(rest) {
            out.push_str(rest.get(..at)?);
            out.push_str(found.next()?);
            rest = rest.get(at + place.len()..)?;
        }
        out.push_str(rest);
        Some(out)
    })
}

/// Where the next place of a pattern is, and which of [`PLACES`] it is.
fn next_place(pattern: &str) -> Option<(usize, &'static str)> {
    PLACES.into_iter().filter_map(|place| pattern.find(place).map(|at| (at, place))).min()
}

/// What stands in the places of a pattern, terms in French, if the text follows it.
fn matched<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let (mut pattern, mut rest) = (pattern, text);
    let mut found = Vec::new();
    while let Some((at, place)) = next_place(pattern) {
        rest = rest.strip_prefix(pattern.get(..at)?)?;
        pattern = pattern.get(at + place.len()..)?;
        let end = match next_place(pattern) {
            Some((next, _)) => rest.find(pattern.get(..next)?)?,
            None => rest.len().checked_sub(pattern.len())?,
        };
        let value = rest.get(..end)?;
        found.push(if place == "{}" { value } else { term(value)? });
        rest = rest.get(end..)?;
    }
    (rest == pattern).then_some(found)
}

fn term(english: &str) -> Option<&'static str> {
    TERMS.iter().find(|(term, _)| *term == english).map(|(_, french)| *french)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_carried_over() {
        let said = |text| in_french(text).unwrap();
        assert_eq!(said("`12` to `4` runs backwards"), "de `12` à `4`, c’est à rebours");
        assert_eq!(
            said("`a` may be any of the firms `x`, `y`"),
            "`a` peut être n’importe laquelle des entreprises `x`, `y`"
        );
        assert_eq!(
            said("the workbook unpacks to more than 3 times its size"),
            "le classeur décompressé dépasse 3 fois sa taille"
        );
        assert_eq!(in_french("`12` to `4` runs backwards!"), None);
    }

    #[test]
    fn terms_are_told_in_french_and_other_words_are_none() {
        assert_eq!(in_french("`7` is not a text").unwrap(), "`7` n’est pas un texte");
        assert_eq!(
            in_french("a list stands where a table of fields belongs").unwrap(),
            "une liste à la place d’un ensemble de champs"
        );
        assert_eq!(in_french("`7` is not something we know"), None);
    }

    #[test]
    fn places_are_as_many_in_both_languages_and_no_sentence_is_hidden() {
        let all: Vec<_> = tables().concat();
        for (i, (english, french)) in all.iter().enumerate() {
            for place in PLACES {
                assert_eq!(english.matches(place).count(), french.matches(place).count(), "{english}");
            }
            let sample = english.replace("{}", "x1").replace("{a}", "a side");
            let first = all.iter().position(|(pattern, _)| matched(pattern, &sample).is_some());
            assert_eq!(first, Some(i), "`{english}` is taken for another");
        }
    }

    #[test]
    fn french_is_set_as_in_print() {
        for (english, french) in tables().concat() {
            let prose: String = french.split('`').step_by(2).collect();
            for wrong in ["'", " :", " ;", " ?", " !", " %", "« ", " »"] {
                assert!(!prose.contains(wrong), "`{english}`: `{wrong}` in « {french} »");
            }
        }
    }
}
