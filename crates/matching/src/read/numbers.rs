//! Numbers in running text, French and English.

use passerelle_domain::Span;

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    pub(super) span: Span,
}

/// All numbers that begin a word: `350`, `1,2`, `400,000`, `1 200 000`, `4.5`.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let glued = text.get(..i).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
        if !digit(i) || glued {
            i += 1;
            continue;
        }
        let start = i;
        let mut digits = String::new();
        while digit(i) {
            digits.push(char::from(bytes.get(i).copied().unwrap_or(b'0')));
            i += 1;
        }
        // Groups of three; a year is never followed by one (`2027 120 personnes` is nobody's writing).
        let grouped = digits.len() <= 3;
        while grouped && digits.len() <= 12 {
            let Some(width) = separator(text, i) else { break };
            let at = i + width;
            if !(digit(at) && digit(at + 1) && digit(at + 2) && !digit(at + 3)) {
                break;
            }
            digits.push_str(text.get(at..at + 3).unwrap_or_default());
            i = at + 3;
        }
        let decimals =
            matches!(bytes.get(i), Some(b',' | b'.')) && digit(i + 1) && !(digit(i + 2) && digit(i + 3));
        if decimals {
            digits.push('.');
            i += 1;
            while digit(i) {
                digits.push(char::from(bytes.get(i).copied().unwrap_or(b'0')));
                i += 1;
            }
        }
        if let Ok(value) = digits.parse::<f64>()
            && value.is_finite()
        {
            out.push(Number { value, span: Span { start, end: i } });
        }
    }
    out
}

fn separator(text: &str, at: usize) -> Option<usize> {
    let c = text.get(at..)?.chars().next()?;
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | ',' | '.' | '\'').then(|| c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let values = |text: &str| -> Vec<f64> { numbers(text).iter().map(|n| n.value).collect() };
        assert_eq!(values("350 k€, 1,2 M€, EUR 400,000"), [350.0, 1.2, 400_000.0]);
        assert_eq!(values("1 200 000 €; 1\u{202F}500; 4.5 kg; 9e3"), [1_200_000.0, 1_500.0, 4.5, 9.0]);
        assert_eq!(values("mars 2027, 18 mois; A4 n'est pas un nombre"), [2027.0, 18.0]);
    }
}
