//! Sentences of a text, as places in it.

use passerelle_domain::Span;

/// Longer ones are cut at a space (at twice the length anywhere), so that evidence stays quotable and work bounded.
const MAX_BYTES: usize = 400;

/// The sentences: cut at line ends (unless the next line goes on in lower case), at `. ! ?` and `;` before a space; empty ones left out.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|n| n.1);
        let ends = match c {
            // A hard-wrapped line goes on in lower case.
            '\n' => !text.get(i + 1..).is_some_and(|rest| rest.starts_with(char::is_lowercase)),
            '.' | '!' | '?' => {
                next.is_none_or(char::is_whitespace) && !abbreviated(text.get(start..i).unwrap_or_default())
            }
            ';' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        let long = i - start >= if c.is_whitespace() { MAX_BYTES } else { 2 * MAX_BYTES };
        if ends || long {
            push(&mut out, text, start, i + c.len_utf8());
            start = i + c.len_utf8();
        }
    }
    push(&mut out, text, start, text.len());
    out
}

/// Whether what stands before a dot is an abbreviation or a list number rather than the end of a sentence.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let short = word.chars().count() == 1 && word.chars().all(char::is_alphanumeric);
    short
        || matches!(
            word.to_lowercase().as_str(),
            "ex" | "etc" | "env" | "min" | "max" | "e.g" | "i.e" | "approx" | "p.ex" | "no" | "resp" | "cf"
        )
}

fn push(out: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let raw = text.get(start..end).unwrap_or_default();
    let trimmed = raw.trim_start();
    let start = start + (raw.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if trimmed.chars().any(char::is_alphanumeric) {
        out.push(Span { start, end: start + trimmed.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_where_people_cut_them() {
        assert_eq!(sentences("Specific\noperations in Gers.").len(), 1);
        let text = "Orekit committers. C++ on target, e.g. RTEMS; see 2.1 below.\nNode.js too!";
        let got: Vec<&str> = sentences(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(
            got,
            ["Orekit committers.", "C++ on target, e.g. RTEMS;", "see 2.1 below.", "Node.js too!"]
        );
    }
}
