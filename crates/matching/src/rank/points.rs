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

/// Where the points stand: parts between commas, semicolons, colons and ends of sentences, outside brackets; and before each the
/// items of a list that it has in brackets, told by `true`: « tests (fuzzing ARINC 664, Wi-Fi) » names two things to show as well.
pub(crate) fn split(text: &str) -> Vec<(Span, bool)> {
    let points = parts(text);
    let mut out = Vec::with_capacity(points.len());
    for point in &points {
        let items = bracketed(text, *point);
        if points.len() + out.len() + items.len() <= MOST {
            out.extend(items.into_iter().map(|item| (item, true)));
        }
        out.push((*point, false));
    }
    out
}

/// The items of the lists in brackets; one alone is a remark.
fn bracketed(text: &str, point: Span) -> Vec<Span> {
    let raw = point.of(text);
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(open) = raw.get(from..).and_then(|rest| rest.find('(')).map(|at| from + at + 1) {
        let Some(close) = raw.get(open..).and_then(|rest| rest.find(')')).map(|at| open + at) else { break };
        let inside = raw.get(open..close).unwrap_or_default();
        let items = parts(inside);
        if items.len() > 1 {
            let shift = point.start + open;
            // « (0,1 N, 1 kHz) » are figures of what stands before.
            let is_figure = |item: &&Span| item.of(inside).starts_with(|c: char| c.is_ascii_digit());
            out.extend(
                items
                    .iter()
                    .filter(|item| !is_figure(item))
                    .map(|item| Span { start: item.start + shift, end: item.end + shift }),
            );
        }
        from = close;
    }
    out
}

fn parts(text: &str) -> Vec<Span> {
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
        split(text).into_iter().map(|(span, _)| span.of(text)).collect()
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
        assert_eq!(
            points("Cryogénie réelle, pas seulement simulée"),
            ["Cryogénie réelle, pas seulement simulée"]
        );
    }

    #[test]
    fn a_list_in_brackets_is_told_item_by_item_and_whole() {
        let text = "essais de réfutation (banc : UART/JTAG, fuzzing), rapport (court)";
        assert_eq!(
            points(text),
            [
                "banc",
                "UART/JTAG",
                "fuzzing",
                "essais de réfutation (banc : UART/JTAG, fuzzing)",
                "rapport (court)"
            ]
        );
        assert_eq!(split(text).iter().filter(|(_, is_item)| *is_item).count(), 3);
    }
}
