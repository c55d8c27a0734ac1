//! What people write in cells: numbers, sums, yes and no, grades.

use passerelle_domain::{ProficiencyLevel, WishGrade, fold};

use super::sheet::Cell;

/// The largest whole number that floating point tells from its neighbours.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number as written in French or English: `1 200`, `1.200,50`, `1,200.50`, `12,5`. Of a single separator with three
/// digits after it, thousands are meant.
pub(super) fn number(text: &str) -> Option<f64> {
    let compact: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_')).collect();
    let (sign, digits) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    if digits.is_empty()
        || digits.len() > 30
        || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return None;
    }
    let last = digits.rfind(['.', ',']);
    let decimal = last.filter(|&at| {
        let mark = digits.get(at..=at).unwrap_or_default();
        let several = digits.matches(mark).count() > 1;
        let mixed = digits.contains('.') && digits.contains(',');
        let thousands = digits.len() - at == 4 && (1..=3).contains(&at) && !digits.starts_with('0');
        !several && (mixed || !thousands)
    });
    let (whole, fraction) = match decimal {
        Some(at) => (digits.get(..at)?, digits.get(at + 1..)?),
        None => (digits, ""),
    };
    let grouped = |text: &str| {
        let mut groups = text.split(['.', ',']);
        let first = groups.next().unwrap_or_default().len();
        let plain = !text.contains(['.', ',']);
        (plain && first > 0) || ((1..=3).contains(&first) && groups.all(|group| group.len() == 3))
    };
    if !grouped(whole) || fraction.contains(['.', ',']) {
        return None;
    }
    let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{plain}.{fraction}0").parse::<f64>().ok().map(|n| sign * n)
}

/// A whole number from 0 to `most`.
pub(super) fn whole(cell: &Cell, most: u32) -> Option<u32> {
    let value = match cell {
        Cell::Number(n) => *n,
        Cell::Text(text) => number(text)?,
        _ => return None,
    };
    to_whole(value, f64::from(most)).and_then(|n| u32::try_from(n).ok())
}

fn to_whole(value: f64, most: f64) -> Option<u64> {
    if !(0.0..=most.min(EXACT)).contains(&value) || value.fract() != 0.0 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and the range was checked"
    )]
    let whole = value as u64;
    Some(whole)
}

/// An amount from 0 on, with a fraction.
pub(super) fn amount(text: &str) -> Option<f64> {
    number(text).filter(|n| *n >= 0.0)
}

/// A sum in whole euros, cents rounded: `12 000 €`, `12 k€`, `1,5 M€`, `EUR 500`, `450 €/jour`.
pub(super) fn euros(cell: &Cell) -> Option<u64> {
    let text = match cell {
        Cell::Number(n) => return to_whole(n.round(), 1e12),
        Cell::Text(text) => text.to_lowercase(),
        _ => return None,
    };
    let mut rest = text.trim();
    for end in ["par jour", "per day", "/jour", "/ jour", "/day", "/j", "/ j", "ht"] {
        rest = rest.strip_suffix(end).unwrap_or(rest).trim_end();
    }
    for end in ["euros", "euro", "eur", "€"] {
        rest = rest.strip_suffix(end).unwrap_or(rest).trim_end();
        rest = rest.strip_prefix(end).unwrap_or(rest).trim_start();
    }
    let (rest, times) = if let Some(rest) = rest.strip_suffix('k') {
        (rest, 1e3)
    } else if let Some(rest) = rest.strip_suffix('m') {
        (rest, 1e6)
    } else {
        (rest, 1.0)
    };
    to_whole((amount(rest)? * times).round(), 1e12)
}

/// Two ends of a band in one cell: `450 - 720 €`, `de 450 à 720`; one sum is both ends.
pub(super) fn band(cell: &Cell) -> Option<(u64, u64)> {
    if let Some(one) = euros(cell) {
        return Some((one, one));
    }
    let Cell::Text(text) = cell else { return None };
    let text = text.to_lowercase();
    let text = text.trim().strip_prefix("de ").unwrap_or(text.trim());
    let text = text.strip_prefix("from ").unwrap_or(text);
    let by = [" - ", " – ", " à ", " to ", "-", "–", "/"];
    let (low, high) = by.into_iter().find_map(|by| text.split_once(by))?;
    let sum = |text: &str| euros(&Cell::text(text)?);
    sum(low).zip(sum(high))
}

/// Yes or no, in French or English, or a cross.
pub(super) fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(b) => Some(*b),
        Cell::Number(_) => whole(cell, 1).map(|n| n == 1),
        Cell::Text(text) if matches!(text.as_str(), "✓" | "✔" | "☑" | "✅") => Some(true),
        Cell::Text(text) if matches!(text.as_str(), "✗" | "✘" | "☐" | "❌") => Some(false),
        Cell::Text(text) => match fold(text).as_str() {
            "oui" | "o" | "yes" | "y" | "x" | "vrai" | "true" | "1" | "ok" => Some(true),
            "non" | "n" | "no" | "faux" | "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// How well a firm does something.
pub(super) fn level(text: &str) -> Option<ProficiencyLevel> {
    let folded = fold(text);
    ProficiencyLevel::from_word(&folded).or(match folded.as_str() {
        "notions" | "debutant" | "bases" | "beginner" | "basic" | "basics" => Some(ProficiencyLevel::Notion),
        "pratique" | "praticien" | "practitioner level" | "intermediaire" | "intermediate" => {
            Some(ProficiencyLevel::Practitioner)
        }
        "confirme" | "maitrise" | "autonome" | "avance" | "advanced" | "proficient" => {
            Some(ProficiencyLevel::Confirmed)
        }
        "expertise" | "experts" => Some(ProficiencyLevel::Expert),
        _ => None,
    })
}

/// How much a meeting is wished: 1 to 3, stars, or a word.
pub(super) fn grade(cell: &Cell) -> Option<WishGrade> {
    let text = match cell {
        Cell::Number(_) => return whole(cell, 3).and_then(|n| WishGrade::from_number(u8::try_from(n).ok()?)),
        Cell::Text(text) => text,
        _ => return None,
    };
    let stars = text.chars().filter(|c| matches!(c, '*' | '★' | '+')).count();
    if stars == text.chars().count() {
        return WishGrade::from_number(u8::try_from(stars).ok()?);
    }
    let folded = fold(text);
    match folded.as_str() {
        "content" | "contente" | "interessant" | "souhaite" | "faible" | "basse" | "bas" | "low" | "glad"
        | "nice" => Some(WishGrade::Glad),
        "interesse" | "interessee" | "moyen" | "moyenne" | "medium" | "keen" | "important" => {
            Some(WishGrade::Keen)
        }
        "indispensable" | "essentiel" | "essentielle" | "prioritaire" | "fort" | "forte" | "haut"
        | "haute" | "high" | "essential" | "must" => Some(WishGrade::Essential),
        _ => whole(&Cell::Text(folded), 3).and_then(|n| WishGrade::from_number(u8::try_from(n).ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = [
            "1 200",
            "1\u{202f}200",
            "1.200",
            "1,200",
            "1'200",
            "12,5",
            "12.5",
            "1.200,50",
            "1,200.50",
            "1 234 567",
            "1.234.567",
            "0,125",
            "007",
        ]
        .map(number);
        let meant = [
            1200.0,
            1200.0,
            1200.0,
            1200.0,
            1200.0,
            12.5,
            12.5,
            1200.5,
            1200.5,
            1_234_567.0,
            1_234_567.0,
            0.125,
            7.0,
        ]
        .map(Some);
        assert_eq!(read, meant);
        for wrong in
            ["", "-", "douze", "1,2,3", "1.20.300", "12 %", "1e5", "0x10", "NaN", ",5.", "..", "1,2.3,4"]
        {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sums_carry_units() {
        for (text, sum) in [
            ("12 000 €", 12_000),
            ("12k€", 12_000),
            ("1,5 M€", 1_500_000),
            ("EUR 500", 500),
            ("450,50 €", 451),
            ("450 € / jour", 450),
            ("12 000 euros HT", 12_000),
        ] {
            assert_eq!(euros(&cell(text)), Some(sum), "{text}");
        }
        assert_eq!(euros(&Cell::Number(12_000.4)), Some(12_000));
        assert_eq!((euros(&cell("-5 €")), euros(&cell("12 $")), euros(&cell("€"))), (None, None, None));
        assert_eq!(band(&cell("450 - 720 €")), Some((450, 720)));
        assert_eq!(band(&cell("de 450 € à 720 €")), Some((450, 720)));
        assert_eq!(band(&cell("600")), Some((600, 600)));
    }

    #[test]
    fn yes_and_grades_have_many_spellings() {
        assert_eq!(
            ["oui", "X", "Yes", "non", "NO", "peut-être"].map(|t| flag(&cell(t))),
            [Some(true), Some(true), Some(true), Some(false), Some(false), None]
        );
        let grades = ["1", "**", "Indispensable", "keen", "4", "0", "2,5"]
            .map(|t| grade(&cell(t)).map(WishGrade::number));
        assert_eq!(grades, [Some(1), Some(2), Some(3), Some(2), None, None, None]);
        assert_eq!(whole(&cell("45.0"), 100), Some(45));
        assert_eq!(whole(&cell("45,5"), 100), None);
        assert_eq!(whole(&Cell::Number(-1.0), 100), None);
    }
}
