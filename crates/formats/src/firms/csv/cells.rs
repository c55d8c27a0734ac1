//! What people write in the cells of a spreadsheet.

use passerelle_domain::{Month, SizeClass, fold};

/// The items of a cell: by `|`, else by line, else by `;`, else by commas outside parentheses.
pub(crate) fn parts(cell: &str) -> Vec<String> {
    let by = ['|', '\n', ';'].into_iter().find(|c| cell.contains(*c)).unwrap_or(',');
    let mut depth = 0i32;
    let mut parts = vec![String::new()];
    for c in cell.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if c == by && (by != ',' || depth <= 0) {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// An identifier from a name: `Aérolys Ingénierie` becomes `aerolys-ingenierie`.
pub(crate) fn slug(name: &str) -> String {
    let words = fold(name).replace('+', "plus").replace('#', "sharp").replace('.', " ");
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

/// A language by code or by name in French or English.
pub(crate) fn language(text: &str) -> Option<String> {
    let folded = fold(text);
    let known = [
        ("fr", ["francais", "french"]),
        ("en", ["anglais", "english"]),
        ("de", ["allemand", "german"]),
        ("es", ["espagnol", "spanish"]),
        ("it", ["italien", "italian"]),
        ("pt", ["portugais", "portuguese"]),
        ("ar", ["arabe", "arabic"]),
        ("zh", ["chinois", "chinese"]),
    ];
    let named =
        known.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(code, _)| (*code).to_owned());
    named.or_else(|| (folded.len() == 2 && folded.bytes().all(|b| b.is_ascii_lowercase())).then_some(folded))
}

/// A country by code, or by name for the neighbours.
pub(crate) fn country(text: &str) -> Option<String> {
    match fold(text).as_str() {
        "france" => Some("FR".into()),
        "espagne" | "spain" => Some("ES".into()),
        "allemagne" | "germany" => Some("DE".into()),
        "tunisie" | "tunisia" => Some("TN".into()),
        "maroc" | "morocco" => Some("MA".into()),
        code if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) => Some(code.to_uppercase()),
        _ => None,
    }
}

/// A size class by its word, or by the names of French statistics.
pub(crate) fn size(text: &str) -> Option<SizeClass> {
    let folded = fold(text);
    SizeClass::from_word(&folded).or(match folded.as_str() {
        "tpe" | "microentreprise" => Some(SizeClass::Micro),
        "pe" | "petite" => Some(SizeClass::Small),
        "pme" | "moyenne" => Some(SizeClass::Medium),
        "eti" => Some(SizeClass::Intermediate),
        "ge" | "grande" | "grand groupe" => Some(SizeClass::Large),
        _ => None,
    })
}

/// `2026-09-14`, or `14/09/2026` as spreadsheets in France show it; a month alone means its first day.
pub(crate) fn day(text: &str) -> Option<jiff::civil::Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    if let Ok(month) = Month::parse(text) {
        return Some(month.first_day());
    }
    let mut parts = text.split('/').map(|part| part.parse::<i16>().ok());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(day)), Some(Some(month)), Some(Some(year)), None) => {
            jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_lists() {
        assert_eq!(parts("C++, Simulink (R2023, R2024), .NET"), ["C++", "Simulink (R2023, R2024)", ".NET"]);
        assert_eq!(parts("a, b | c"), ["a, b", "c"]);
        assert_eq!(parts("a; b, c;"), ["a", "b, c"]);
    }

    #[test]
    fn names_become_identifiers() {
        assert_eq!(slug("Aérolys Ingénierie (C++)"), "aerolys-ingenierie-cplusplus");
    }

    #[test]
    fn days_are_read_as_written_in_france() {
        assert_eq!(day("14/09/2026"), day("2026-09-14"));
        assert_eq!(day("14/13/2026"), None);
    }
}
