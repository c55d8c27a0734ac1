//! A text made fit for reading: no invisible characters, no hard-wrapped lines, no marks of bold print.

use passerelle_domain::{Brief, Notice, NoticeKind, Span};

use super::{collapsed, lines, notice};

/// More is not a brief but an annex: what matters stands at the beginning, and reading stays within a second.
const MAX_CHARS: usize = 200_000;

/// Drops what no reader sees (control characters, marks of direction, zero-width characters), cuts what is too long, joins
/// lines that only the width of a page had parted.
pub(super) fn clean(raw: &str, notices: &mut Vec<Notice>) -> String {
    let mut text = String::with_capacity(raw.len().min(MAX_CHARS * 2));
    let (mut kept, mut dropped, mut cut) = (0_usize, 0_usize, false);
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' | '\u{85}' => '\n',
            '\u{FEFF}' => continue,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{00AD}' => {
                dropped += 1;
                continue;
            }
            c if c.is_control() && c != '\n' && c != '\t' => {
                dropped += 1;
                continue;
            }
            c => c,
        };
        if kept == MAX_CHARS {
            cut = true;
            break;
        }
        kept += 1;
        text.push(c);
    }
    if dropped > 0 {
        notices.push(notice(
            NoticeKind::Characters,
            None,
            format!("{dropped} invisible characters were dropped"),
            "check the text if it was copied from a PDF",
        ));
    }
    if cut {
        notices.push(notice(
            NoticeKind::TooLong,
            Some(Span { start: text.len(), end: text.len() }),
            format!("only the first {MAX_CHARS} characters were read"),
            "post the brief itself and leave its annexes out",
        ));
    }
    unwrapped(&text)
}

/// Widths of a page, characters: shorter lines were ended on purpose, longer ones were never wrapped.
const PAGE: std::ops::RangeInclusive<usize> = 50..=110;
/// In a block of fewer lines, only a lower-case letter says that a line goes on.
const BLOCK_LINES: usize = 3;

/// Puts a space for each line end within a hard-wrapped paragraph; lengths stay as they were.
fn unwrapped(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let widths: Vec<usize> = lines.iter().map(|line| line.trim_end().chars().count()).collect();
    let mut out = String::with_capacity(text.len());
    let (mut block, mut width) = (0..0, 0);
    for (i, line) in lines.iter().enumerate() {
        out.push_str(line);
        let Some(next) = lines.get(i + 1) else { break };
        if !block.contains(&i) {
            let end = (i..lines.len()).find(|k| widths.get(*k) == Some(&0)).unwrap_or(lines.len());
            block = i..end.max(i + 1);
            width = widths.get(block.clone()).and_then(|w| w.iter().max()).copied().unwrap_or(0);
        }
        let wrapped = PAGE.contains(&width) && goes_on(line, next, width, block.len());
        out.push(if wrapped { ' ' } else { '\n' });
    }
    out
}

fn goes_on(line: &str, next: &str, width: usize, block: usize) -> bool {
    let (line, next) = (line.trim_end(), next.trim_start());
    let marked =
        |l: &str| lines::is_rule(l) || l.contains('|') || l.contains('\t') || l.trim_start().starts_with('#');
    let Some(first) = next.chars().next() else { return false };
    if line.is_empty() || marked(line) || marked(next) || lines::begins_item(next) || line.ends_with(';') {
        return false;
    }
    // A lead word that ends a line of its own stays there.
    if line.ends_with(':') && !line.contains(". ") {
        return false;
    }
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    // The page had no room for the next word.
    let full = line.chars().count() + 1 + word > width;
    let ended = line.ends_with(['.', '!', '?']);
    let led = next.chars().take(40).any(|c| c == ':');
    full && !ended && (first.is_lowercase() || (block >= BLOCK_LINES && !led && !line.ends_with("**")))
}

/// Takes the marks of bold print out of the text, and moves every place in it accordingly: people read requirements without
/// their asterisks.
pub(super) fn without_emphasis(mut brief: Brief, notices: &mut [Notice]) -> Brief {
    let marks = emphasis(&brief.text);
    if marks.is_empty() {
        return brief;
    }
    let moved = |at: usize| {
        let before = marks.partition_point(|mark| *mark < at);
        let inside = before.checked_sub(1).and_then(|i| marks.get(i)).is_some_and(|mark| at < mark + 2);
        at - 2 * before + usize::from(inside)
    };
    let moved = |span: Span| Span { start: moved(span.start), end: moved(span.end) };
    let mut text = String::with_capacity(brief.text.len());
    let mut at = 0;
    for mark in &marks {
        text.push_str(brief.text.get(at..*mark).unwrap_or_default());
        at = mark + 2;
    }
    text.push_str(brief.text.get(at..).unwrap_or_default());
    for requirement in &mut brief.requirements {
        if let Some(span) = requirement.span.map(moved) {
            requirement.span = Some(span);
            requirement.text = collapsed(span.of(&text));
        }
    }
    for notice in notices {
        notice.span = notice.span.map(moved);
    }
    brief.context = brief.context.replace("**", "");
    brief.text = text;
    brief
}

/// Where the `**` of bold print stand: in pairs, on one line.
fn emphasis(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let marks: Vec<usize> = line.match_indices("**").map(|(i, _)| from + i).collect();
        let odd = marks.len() % 2;
        out.extend(marks.iter().take(marks.len() - odd));
        from += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_and_lists_are_not() {
        let mail = "The supplier shall hold a valid certificate of the quality\nsystem until December 2028 and shall show two projects in\nFoundry or forging.\n\nThanks";
        assert_eq!(unwrapped(mail).lines().count(), 3);
        let list = "Compétences requises\nSoudage laser\ncontrôle tomographique";
        assert_eq!(unwrapped(list), list);
        let items = "- a first thing that is long enough to fill a line of a page\n- a second";
        assert_eq!(unwrapped(items), items);
    }
}
