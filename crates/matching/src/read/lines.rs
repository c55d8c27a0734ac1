//! Lines of a text, with what their marks say.

use passerelle_domain::Span;

/// One line without its list mark.
pub(super) struct Line {
    pub(super) content: Span,
    /// With its mark.
    pub(super) whole: Span,
    /// The rank of a heading, 1 the highest.
    pub(super) heading: Option<u8>,
    pub(super) is_item: bool,
    pub(super) is_empty: bool,
    /// How many numbers its own number has: `2.1` has two.
    depth: usize,
}

/// Ranks of headings that are no Markdown ones.
const CAPITALS: u8 = 7;
const NUMBERED: u8 = 7;
const BOLD: u8 = 10;
/// Longer lines are no headings without a mark.
const HEADING_WORDS: usize = 10;

/// Words by which a paragraph is one of a list.
const ORDINALS: [&str; 12] = [
    "First, ",
    "Second, ",
    "Third, ",
    "Fourth, ",
    "Firstly, ",
    "Secondly, ",
    "Thirdly, ",
    "Finally, ",
    "Premièrement, ",
    "Deuxièmement, ",
    "Troisièmement, ",
    "Enfin, ",
];

/// Whether a line only draws one: `---`, `|---|---|`.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '|' | ':' | ' ' | '+'))
}

/// All lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut from = 0;
    for raw in text.split_inclusive('\n') {
        out.push(line(raw, from));
        from += raw.len();
    }
    let found: Vec<Option<u8>> = (0..out.len()).map(|i| plain_heading(text, &out, i)).collect();
    for (line, heading) in out.iter_mut().zip(found) {
        if line.heading.is_none() && heading.is_some() {
            line.heading = heading;
            line.is_item = false;
        }
    }
    out
}

fn line(raw: &str, start: usize) -> Line {
    let trimmed = raw.trim();
    let lead = raw.len() - raw.trim_start().len();
    let bold = trimmed.len() > 4
        && trimmed.starts_with("**")
        && trimmed.get(2..).and_then(|t| t.find("**")) == Some(trimmed.len() - 4);
    let hashes = trimmed.len() - trimmed.trim_start_matches('#').len();
    let heading = match hashes {
        0 if bold => Some(BOLD),
        0 => None,
        n => Some(u8::try_from(n).unwrap_or(BOLD).min(6)),
    };
    let mark = mark(trimmed);
    let ordinal = ORDINALS.iter().any(|word| trimmed.starts_with(word));
    let body = trimmed.get(mark..).unwrap_or_default();
    let skipped = body.len() - body.trim_start().len();
    let begin = start + lead + mark + skipped;
    let number = trimmed.get(..mark).unwrap_or_default();
    let depth = number.split('.').filter(|part| part.chars().any(|c| c.is_ascii_digit())).count();
    Line {
        content: Span { start: begin, end: begin + body.trim().len() },
        whole: Span { start: start + lead, end: start + lead + trimmed.len() },
        heading,
        // A paragraph that begins in bold names its topic, as a list item does.
        is_item: (mark > 0 || ordinal || trimmed.starts_with("**")) && heading.is_none(),
        is_empty: trimmed.is_empty(),
        depth,
    }
}

/// Headings without Markdown: `3. Requirements` on its own and no item of a list, `MANDATORY REQUIREMENTS`, `Article 2 - ...`.
fn plain_heading(text: &str, lines: &[Line], at: usize) -> Option<u8> {
    let line = lines.get(at)?;
    let content = line.content.of(text);
    let apart = at == 0 || lines.get(at - 1).is_none_or(|l| l.is_empty);
    let short =
        content.split_whitespace().count() <= HEADING_WORDS && !content.ends_with(['.', ';', ',', '|']);
    if line.is_empty || !apart || !short || content.contains('|') || content.starts_with("**") {
        return None;
    }
    let letters: Vec<char> = content.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.len() >= 4
        && letters.iter().all(|c| c.is_uppercase())
        && content.split(|c: char| !c.is_alphabetic()).any(|w| w.chars().count() >= 4);
    if capitals && (!line.is_item || line.depth > 0) {
        return Some(CAPITALS);
    }
    if article(content) > 0 {
        return Some(CAPITALS);
    }
    let next = lines.get(at + 1..)?.iter().find(|l| !l.is_empty)?;
    let before = lines.get(..at)?.iter().rev().find(|l| !l.is_empty);
    // The items of a list follow one another, however far apart.
    let listed = (1..=line.depth).contains(&next.depth) || before.is_some_and(|l| l.depth == line.depth);
    let rank = NUMBERED + u8::from(line.depth > 1);
    (line.depth > 0 && !listed).then_some(rank)
}

/// Bytes of « Article 3 - » and the like.
pub(super) fn article(content: &str) -> usize {
    let lower = content.to_lowercase();
    let Some(word) =
        ["article ", "section ", "chapitre ", "chapter ", "annexe "].iter().find(|w| lower.starts_with(*w))
    else {
        return 0;
    };
    let rest = content.get(word.len()..).unwrap_or_default();
    let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let tail = rest.get(number..).unwrap_or_default();
    let gap = tail.len() - tail.trim_start_matches([' ', '-', '–', '—', ':', '.']).len();
    if number == 0 || gap == 0 { 0 } else { word.len() + number + gap }
}

/// Whether a line begins an item of a list.
pub(super) fn begins_item(line: &str) -> bool {
    mark(line.trim_start()) > 0
}

/// Bytes of a list mark, a number or the hashes of a heading at the beginning of a line.
fn mark(line: &str) -> usize {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if hashes > 0 {
        return hashes;
    }
    let first = line.chars().next().unwrap_or(' ');
    if is_rule(line) {
        return 0;
    }
    let bullet = matches!(
        first,
        '-' | '–'
            | '—'
            | '•'
            | '·'
            | '▪'
            | '|'
            | '>'
            | '+'
            | '‣'
            | '◦'
            | '○'
            | '●'
            | '■'
            | '□'
            | '►'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '→'
            | '☐'
            | '☑'
            | '\u{F0B7}'
            | '\u{F0A7}'
    );
    if bullet || (first == '*' && !line.starts_with("**")) {
        return first.len_utf8() + checkbox(line.get(first.len_utf8()..).unwrap_or_default());
    }
    // `1.`, `2.1`, `a)`, `(b)`.
    let word = line.split_whitespace().next().unwrap_or_default();
    let inner = word.trim_matches(['(', ')', '.']);
    let numbered = inner.chars().all(|c| c.is_ascii_digit() || c == '.') && word.contains(['.', ')']);
    let lettered = inner.len() == 1
        && inner.chars().all(|c| c.is_ascii_alphabetic())
        && word.len() > 1
        && word.ends_with(['.', ')']);
    if !inner.is_empty() && word.len() <= 6 && (numbered || lettered) { word.len() } else { 0 }
}

/// Bytes of ` [ ]` after a list mark.
fn checkbox(after: &str) -> usize {
    let rest = after.trim_start();
    let inside = ["[ ]", "[x]", "[X]"].iter().any(|mark| rest.starts_with(mark));
    if inside { after.len() - rest.len() + 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<&str> {
        lines(text).iter().filter(|l| l.heading.is_some()).map(|l| l.content.of(text)).collect()
    }

    #[test]
    fn headings_without_marks_are_seen_and_items_are_not() {
        assert_eq!(
            headings(
                "1. Context\n\nWe melt.\n\n2. Requirements\n\n2.1 One.\n2.2 Two.\n\n3. Out of scope\n\n3.1 Three.\n"
            ),
            ["Context", "Requirements", "Out of scope"]
        );
        assert_eq!(headings("Voici :\n\n1. Modèle\n2. Calcul\n\nEt voilà."), Vec::<&str>::new());
        assert_eq!(headings("Voici :\n\n1. Modèle\n\n2. Calcul\n\nEt voilà."), Vec::<&str>::new());
        assert_eq!(headings("Titre\n\nEXIGENCES\n- MATLAB\n\n- PYTHON\n"), ["EXIGENCES"]);
        assert_eq!(headings("Titre\n\nArticle 2 - Exigences\nLe candidat.\n").len(), 1);
    }
}
