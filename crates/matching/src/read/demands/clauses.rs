//! A sentence cut where it changes its mind: « DO-254 indispensable, une expérience radiations serait un plus ».

use passerelle_domain::{Span, Strength};

use super::prose::is_only_a_cue;
use crate::read::cues::{Told, binds_alone, is_torn, told};
use crate::read::reading::Reading;

/// Longer brackets are remarks that say nothing of the demand around them: « (BADA 4 licence a bonus, we own one) ».
const BRACKET_WORDS: usize = 3;
/// Longer remarks are texts of their own.
const REMARK_WORDS: usize = 16;
/// A word of strength within the first words of a clause speaks of what follows: « idéalement spatial ».
const FIRST_WORDS: usize = 2;

/// What a stretch of text says of its strength, remarks in brackets left out.
pub(super) fn tell(reading: &Reading<'_>, span: Span) -> Told {
    told(&wording(reading, span))
}

fn wording(reading: &Reading<'_>, span: Span) -> String {
    let mut out = String::new();
    let mut rest = span.start;
    for remark in remarks(reading, span) {
        out += &reading.folded(Span { start: rest, end: remark.start });
        rest = remark.end;
    }
    out += &reading.folded(Span { start: rest, end: span.end });
    out.replace("  ", " ")
}

/// What stands in long brackets within a stretch of text.
fn remarks(reading: &Reading<'_>, span: Span) -> Vec<Span> {
    let text = span.of(reading.text);
    let (mut out, mut rest) = (Vec::new(), 0);
    while let Some(open) = text.get(rest..).and_then(|t| t.find('(')).map(|at| rest + at) {
        let Some(length) = text.get(open..).and_then(|t| t.find(')')) else { break };
        let inside = Span { start: span.start + open + 1, end: span.start + open + length };
        if reading.words(inside).iter().filter(|t| !t.joined).count() > BRACKET_WORDS {
            out.push(inside);
        }
        rest = open + length;
    }
    out
}

/// The clauses of a sentence or list item that differ in strength, each with what it says, the remarks in brackets that tell
/// a strength of their own among them.
pub(super) fn clauses(reading: &Reading<'_>, span: Span, section: Option<Strength>) -> Vec<(Span, Told)> {
    let mut out = outside_brackets(reading, span, section);
    let told: Vec<Told> = out.iter().map(|c| c.1).collect();
    for remark in remarks(reading, span) {
        // "local models only; nothing leaves the building": the part that says so.
        let parts = cut(reading, remark).into_iter().map(|part| (part, tell(reading, part)));
        if let Some((part, it)) = parts.max_by_key(|(_, it)| it.strength())
            && matches!(it, Told::Asks(_))
            && !told.contains(&it)
        {
            // The whole remark is meant, and the demand around it ends before it.
            let whole = if parts_of(reading, remark) { remark } else { part };
            for (around, _) in &mut out {
                let rest = reading.text.get(whole.end..around.end).unwrap_or("x");
                if around.start < whole.start && !rest.contains(char::is_alphanumeric) {
                    around.end = whole.start - 1;
                }
            }
            out.push((whole, it));
        }
    }
    out
}

/// Whether a remark stands right behind its opening bracket and is told in clauses of one subject, not a list.
fn parts_of(reading: &Reading<'_>, remark: Span) -> bool {
    let opened = remark.start.checked_sub(1).and_then(|at| reading.text.get(at..remark.start));
    opened == Some("(") && reading.words(remark).len() <= REMARK_WORDS
}

/// The clauses outside brackets; the whole when they do not differ.
fn outside_brackets(reading: &Reading<'_>, span: Span, section: Option<Strength>) -> Vec<(Span, Told)> {
    let parts = cut(reading, span);
    let told: Vec<Told> = parts.iter().map(|part| tell(reading, *part)).collect();
    // In a list of things expected, what binds by itself binds nothing else.
    let binding = parts.len() > 1
        && section == Some(Strength::Should)
        && told.contains(&Told::Nothing)
        && parts.iter().any(|part| binds_alone(&wording(reading, *part)));
    let weaker = |t: &Told| matches!(t, Told::Asks(s) if section.is_some_and(|section| *s < section));
    let mut levels: Vec<&Told> = told.iter().filter(|t| **t != Told::Nothing).collect();
    levels.dedup();
    let differ = levels.iter().any(|t| Some(t) != levels.first());
    let softened = told.iter().any(weaker) && told.contains(&Told::Nothing);
    if !(differ || binding || softened) {
        return vec![(span, tell(reading, span))];
    }
    let mut out: Vec<(Span, Told)> = Vec::new();
    // Where the words begin that the next clause speaks of.
    let mut pending: Option<Span> = None;
    for (i, (part, it)) in parts.iter().zip(&told).enumerate() {
        if *it != Told::Nothing {
            let start = pending.take().map_or(part.start, |p| p.start);
            out.push((Span { start, end: part.end }, *it));
            continue;
        }
        let next = told.iter().zip(&parts).skip(i + 1).find(|(t, _)| **t != Told::Nothing);
        let spoken_of = section.is_none() && next.is_some_and(|(_, at)| !begins_with_cue(reading, *at));
        match out.last_mut() {
            _ if spoken_of => {
                let start = pending.map_or(part.start, |p| p.start);
                pending = Some(Span { start, end: part.end });
            }
            Some(last) if section.is_none() || last.1 == Told::Nothing => last.0.end = part.end,
            _ => out.push((*part, Told::Nothing)),
        }
    }
    out
}

fn begins_with_cue(reading: &Reading<'_>, part: Span) -> bool {
    let words = reading.words(part);
    let end = words.iter().filter(|t| !t.joined).nth(FIRST_WORDS - 1).map_or(part.end, |t| t.span.end);
    tell(reading, Span { start: part.start, end }) != Told::Nothing
}

/// Parts between commas, semicolons, dashes and full stops outside brackets; a part with a must and a plus also at its conjunction.
fn cut(reading: &Reading<'_>, span: Span) -> Vec<Span> {
    let text = span.of(reading.text);
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        match c {
            '(' | '[' | '«' | '“' => depth += 1,
            ')' | ']' | '»' | '”' => depth -= 1,
            _ => {}
        }
        let next = text.get(i + c.len_utf8()..).and_then(|t| t.chars().next());
        let spaced = next.is_some_and(char::is_whitespace);
        let dash = matches!(c, '-' | '–' | '—') && before == ' ';
        if depth <= 0 && spaced && (matches!(c, ',' | ';' | '.' | ':') || dash) {
            out.push(Span { start: span.start + start, end: span.start + i });
            start = i + c.len_utf8();
        }
        before = c;
    }
    out.push(Span { start: span.start + start, end: span.end });
    let parts = out.into_iter().flat_map(|part| at_conjunction(reading, part));
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            // « Anglais — un plus »
            Some(last) if is_only_a_cue(reading, part) => last.end = part.end,
            _ => joined.push(part),
        }
    }
    joined
}

fn at_conjunction(reading: &Reading<'_>, part: Span) -> Vec<Span> {
    if !is_torn(&reading.folded(part)) {
        return vec![part];
    }
    let text = part.of(reading.text);
    for word in [" mais ", " but ", " et ", " and ", " tandis que ", " while ", " whereas "] {
        for (at, _) in text.match_indices(word) {
            let first = Span { start: part.start, end: part.start + at };
            let second = Span { start: part.start + at + word.len(), end: part.end };
            let both = [first, second].iter().all(|s| matches!(tell(reading, *s), Told::Asks(_)));
            if both {
                return vec![first, second];
            }
        }
    }
    vec![part]
}
