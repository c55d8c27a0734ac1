//! Lists on one line, cut into demands.

use passerelle_domain::{Span, fold};

use super::cues::is_bare_cue;

/// A list on one line is cut at commas only while it is a list and not prose.
const LIST_CHARS: usize = 320;
/// Longer parts are clauses of a sentence.
const LIST_WORDS: usize = 14;
/// A part that begins so goes on with the one before it.
const GOES_ON: [&str; 42] = [
    "donc",
    "dont",
    "soit",
    "y compris",
    "c est a dire",
    "mais",
    "sauf",
    "pas",
    "meme",
    "ainsi que",
    "avec",
    "sans",
    "qui",
    "que",
    "ou",
    "puis",
    "afin",
    "pour",
    "notamment",
    "par exemple",
    "si",
    "car",
    "so",
    "including",
    "i e",
    "that is",
    "but",
    "except",
    "not",
    "even",
    "with",
    "without",
    "which",
    "who",
    "such as",
    "for example",
    "e g",
    "if",
    "because",
    "preferably",
    "or",
    "as well as",
];

/// A list on one line, cut at semicolons, else at commas outside brackets.
pub(super) fn items(text: &str, span: Span) -> Vec<Span> {
    let raw = span.of(text);
    let separator = if raw.contains(';') { ';' } else { ',' };
    if separator == ',' && raw.chars().count() > LIST_CHARS {
        return vec![span];
    }
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (i, c) in raw.char_indices() {
        match c {
            '(' | '[' | '«' | '“' => depth += 1,
            ')' | ']' | '»' | '”' => depth -= 1,
            _ => {}
        }
        let decimal = raw.get(i + 1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        if c == separator && depth <= 0 && !decimal {
            out.push(Span { start: span.start + start, end: span.start + i });
            start = i + 1;
        }
    }
    out.push(Span { start: span.start + start, end: span.end });
    joined(text, out)
}

/// Joins to its demand what only goes on with it: « donc rayon 200 km », "with SOI audits lived through".
fn joined(text: &str, parts: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for part in parts {
        let folded = fold(part.of(text));
        let goes_on = GOES_ON.iter().any(|word| {
            folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        // « Linux embarqué, indispensable »
        let cue = is_bare_cue(&format!(" {folded} "));
        match out.last_mut() {
            Some(last) if goes_on || cue => last.end = part.end,
            _ => out.push(part),
        }
    }
    out
}

/// Whether a sentence is a bare list of nouns: at least three short parts and no colon, so that each is a demand of its own.
pub(super) fn is_list(text: &str, parts: &[Span]) -> bool {
    parts.len() >= 3
        && parts.iter().all(|part| {
            let part = part.of(text);
            part.split_whitespace().count() <= LIST_WORDS && !part.contains(':')
        })
}
