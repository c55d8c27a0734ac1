//! The points that a requirement makes: « étude de faisabilité, conception de la cellule, analyse de risques » are three.

use passerelle_domain::{Span, fold};

/// Points beyond which a requirement is a text of its own.
const MOST: usize = 12;
/// Words that begin a remark on what was asked, not another thing asked.
const REMARKS: [&str; 21] = [
    "car", "parce", "puisque", "afin", "pour", "si", "dont", "because", "since", "so", "as", "if", "which",
    "who", "et", "to", "pas", "not", "non", "rather", "plutot",
];
/// Letters and digits that a point has at least.
const LEAST: usize = 2;

/// Where the points stand: parts between commas, semicolons, colons and ends of sentences, outside brackets.
pub(crate) fn split(text: &str) -> Vec<Span> {
    let mut cuts = vec![0];
    let mut depth = 0_usize;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // « 0,3 µs » and « 1.5 » are one number; « i.e. » and « 8 h. » end nothing.
            ',' | ';' | ':' if depth == 0 && next.is_whitespace() => cuts.push(at + c.len_utf8()),
            '.' | '?' | '!' if depth == 0 && next.is_whitespace() && !before.is_uppercase() => {
                cuts.push(at + c.len_utf8());
            }
            _ => {}
        }
        before = c;
    }
    cuts.push(text.len());
    let mut points: Vec<Span> = Vec::new();
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let raw = text.get(*start..*end).unwrap_or_default();
        let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c));
        if trimmed.chars().filter(|c| c.is_alphanumeric()).count() < LEAST {
            continue;
        }
        let start = start + raw.find(trimmed).unwrap_or_default();
        let span = Span { start, end: start + trimmed.len() };
        let first = fold(trimmed.split_whitespace().next().unwrap_or_default());
        match points.last_mut() {
            Some(last) if REMARKS.contains(&first.as_str()) => last.end = span.end,
            _ => points.push(span),
        }
    }
    if points.is_empty() || points.len() > MOST {
        return vec![Span { start: 0, end: text.len() }];
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn parts_of_a_list_are_points_and_remarks_are_not() {
        assert_eq!(
            points(
                "conception cellule, préhenseur, asservissement en effort (0,1 N, 1 kHz), car la pièce est molle"
            ),
            [
                "conception cellule",
                "préhenseur",
                "asservissement en effort (0,1 N, 1 kHz), car la pièce est molle"
            ]
        );
        assert_eq!(
            points("The DC network. Arc fault detection; EMC"),
            ["The DC network", "Arc fault detection", "EMC"]
        );
        assert_eq!(points("certification EN 9100"), ["certification EN 9100"]);
        assert_eq!(points("?"), ["?"]);
    }
}
