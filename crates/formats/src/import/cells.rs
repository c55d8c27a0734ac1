//! Pieces of cells: lists, parentheses, addresses, codes that spreadsheets have shortened.

use std::collections::BTreeSet;

use passerelle_domain::{Invalid, Name};

/// Keeps the first of those that have the same key.
pub(super) fn once<T, K: Ord>(list: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|item| seen.insert(key(item))).collect()
}

/// `C++ (expert)` is `C++` and `expert`; `None` when no parentheses stand at the end.
pub(super) fn unwrapped(text: &str) -> Option<(&str, &str)> {
    let (label, inside) = text.trim().strip_suffix(')')?.rsplit_once('(')?;
    let (label, inside) = (label.trim(), inside.trim());
    (!label.is_empty() && !inside.is_empty()).then_some((label, inside))
}

/// Titles of projects: one a line, or separated by `|` or `;`; commas belong to titles.
pub(super) fn projects(cell: &str) -> Vec<String> {
    split(cell, &['|', '\n', ';'])
}

/// Months: commas belong to numbers, unless nothing else separates.
pub(super) fn months(cell: &str) -> Vec<String> {
    let by_comma = cell.matches([':', '=']).count() > 1 && !cell.contains(['|', '\n', ';']);
    if by_comma { split(&cell.replace(", ", ";"), &[';']) } else { split(cell, &['|', '\n', ';']) }
}

fn split(cell: &str, by: &[char]) -> Vec<String> {
    let by = by.iter().find(|by| cell.contains(**by)).copied();
    let parts: Vec<&str> = match by {
        Some(by) => cell.split(by).collect(),
        None => vec![cell],
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A postal code; of a French one the leading zero that a spreadsheet took for nothing is put back: 9000 is 09000.
pub(super) fn postcode(text: &str, french: bool) -> String {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if french && digits && text.len() == 4 { format!("0{text}") } else { text.to_owned() }
}

/// A telephone number; 561000000, of which a spreadsheet took the zero, is 0561000000.
pub(super) fn phone(text: &str) -> String {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.len() == 9 && !text.starts_with('0') { format!("0{text}") } else { text.to_owned() }
}

/// An e-mail address; of « Claire Exemple <claire@x.example> » what is between the angles, without `mailto:`.
///
/// # Errors
/// When it has no name, no `@` or no domain.
pub(super) fn email(text: &str) -> Result<Name, Invalid> {
    let inner =
        text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(text, |(inner, _)| inner);
    let address = inner.trim();
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let whole = address.split_once('@').is_some_and(|(name, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        !name.is_empty() && labels && domain.contains('.') && !domain.contains('@')
    });
    if !whole
        || address.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"')
        })
    {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        return Err(Invalid::new(
            "",
            format!("`{shown}` is not an e-mail address"),
            "write one address such as claire@firme.example",
        ));
    }
    Name::new(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_come_back() {
        assert_eq!(
            (postcode("9000", true), postcode("9000", false), postcode("31000", true)),
            ("09000".into(), "9000".into(), "31000".into())
        );
        assert_eq!((phone("561000000"), phone("+33 5 61")), ("0561000000".into(), "+33 5 61".into()));
    }

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["a@b.example", "mailto:a@b.example", "A B <a@b.example>", "prénom.nom@é.example"] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "a@b",
            "a b@c.example",
            "@b.example",
            "a@@b.example",
            "a@b.example; c@d.example",
            "néant",
            "a@.example",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_keep_what_belongs_together() {
        assert_eq!(projects("Voilure, volets\nNacelle"), ["Voilure, volets", "Nacelle"]);
        assert_eq!(months("2027-01: 3, 2027-02: 2,5"), ["2027-01: 3", "2027-02: 2,5"]);
        assert_eq!(unwrapped("C++ (expert)"), Some(("C++", "expert")));
        assert_eq!(unwrapped("(expert)"), None);
    }
}
