//! Lines of a text, with what their marks say.

use passerelle_domain::Span;

/// One line without its list mark.
pub(super) struct Line {
    pub(super) content: Span,
    /// With its mark.
    pub(super) whole: Span,
    pub(super) is_heading: bool,
    pub(super) is_item: bool,
    pub(super) is_empty: bool,
}

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
        let start = from;
        from += raw.len();
        let trimmed = raw.trim();
        let lead = raw.len() - raw.trim_start().len();
        let bold = trimmed.len() > 4
            && trimmed.starts_with("**")
            && trimmed.find("**").is_some()
            && trimmed.get(2..).and_then(|t| t.find("**")) == Some(trimmed.len() - 4);
        let heading = trimmed.starts_with('#') || bold;
        let mark = mark(trimmed);
        let body = trimmed.get(mark..).unwrap_or_default();
        let skipped = body.len() - body.trim_start().len();
        let begin = start + lead + mark + skipped;
        out.push(Line {
            content: Span { start: begin, end: begin + body.trim().len() },
            whole: Span { start: start + lead, end: start + lead + trimmed.len() },
            is_heading: heading,
            // A paragraph that begins in bold names its topic, as a list item does.
            is_item: (mark > 0 || trimmed.starts_with("**")) && !heading,
            is_empty: trimmed.is_empty(),
        });
    }
    out
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
    if matches!(first, '-' | '–' | '—' | '•' | '·' | '▪' | '|' | '>' | '+')
        || (first == '*' && !line.starts_with("**"))
    {
        return first.len_utf8();
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
