//! What a brief asks for: lists under headings, lead words with a colon, wording inside sentences.

use std::collections::BTreeSet;

use passerelle_domain::{Name, Requirement, RequirementKind, Span, Strength};

use super::cues::{Reading, head, inline, is_about_terms};
use super::{standards, vocabulary};
use crate::analyse::sentences;

/// More is a specification: the rest still counts through the brief as a whole.
const MOST: usize = 60;
/// A list on one line is cut at commas only while it is a list and not prose.
const LIST_CHARS: usize = 320;

/// Requirements in the order of the text, and the headings above them.
#[derive(Debug, Default)]
pub(super) struct Demands {
    pub(super) requirements: Vec<Requirement>,
    pub(super) headings: Vec<Span>,
}

/// One line without its list mark.
struct Line {
    content: Span,
    is_heading: bool,
    is_item: bool,
    is_empty: bool,
}

/// Reads them.
pub(super) fn read(reading: &Reading<'_>, title: Option<Span>) -> Demands {
    let mut demands = Demands::default();
    let mut section: Option<Strength> = None;
    // A lead word on a line of its own reigns until the list after it ends; a heading until the next one.
    let (mut by_lead, mut seen_item, mut listed) = (false, false, false);
    let mut lead_is_bold = false;
    let lines = lines(reading.text);
    for (i, line) in lines.iter().enumerate() {
        if title.is_some_and(|t| line.content.start < t.end) {
            continue;
        }
        if line.is_empty {
            let goes_on = lines.iter().skip(i + 1).take(3).find(|l| !l.is_empty).is_some_and(|l| l.is_item);
            if by_lead && seen_item && !goes_on {
                section = None;
                by_lead = false;
            }
            continue;
        }
        let underlined = lines.get(i + 1).is_some_and(|next| is_rule(next.content.of(reading.text)));
        if is_rule(line.content.of(reading.text)) {
            continue;
        }
        let folded = reading.folded(line.content);
        if line.is_heading || underlined {
            section = head(&folded);
            (by_lead, seen_item, listed) = (false, false, false);
            if section.is_some() {
                demands.headings.push(line.content);
            }
            continue;
        }
        if let Some((strength, rest)) = lead(reading, line.content)
            && rest.start >= rest.end
        {
            section = Some(strength);
            lead_is_bold = line.content.of(reading.text).starts_with("**");
            (by_lead, seen_item, listed) = (true, false, false);
            demands.headings.push(line.content);
            continue;
        }
        // « 3. **Conditions éliminatoires.** » ends where « 5. **Calendrier.** » begins.
        let next_topic = lead_is_bold && line.content.of(reading.text).starts_with("**");
        if by_lead && seen_item && (!line.is_item || next_topic) && lead(reading, line.content).is_none() {
            section = None;
            by_lead = false;
        }
        // Prose after a list under « À faire » comments on it.
        let comment = section == Some(Strength::Should) && !line.is_item && listed;
        listed |= section.is_some() && line.is_item;
        seen_item |= section.is_some();
        let section = section.filter(|_| !comment);
        read_line(reading, line, section, &mut demands);
    }
    add_everywhere(reading, &mut demands);
    demands.requirements.sort_by_key(|r| r.span.map(|s| (s.start, s.end)));
    let mut seen = BTreeSet::new();
    demands.requirements.retain(|r| seen.insert((r.text.to_lowercase(), r.kind.word())));
    demands.requirements.truncate(MOST);
    demands
}

fn read_line(reading: &Reading<'_>, line: &Line, section: Option<Strength>, demands: &mut Demands) {
    let text = line.content.of(reading.text);
    let shifted = |s: &Span| Span { start: s.start + line.content.start, end: s.end + line.content.start };
    let parts: Vec<Span> = sentences(text).iter().map(shifted).collect();
    // A list item is one demand, unless lead words inside it say otherwise.
    let whole_item = line.is_item && section.is_some() && parts.iter().all(|p| lead(reading, *p).is_none());
    if whole_item {
        let strength = inline(&reading.folded(line.content)).or(section);
        push(reading, line.content, strength.unwrap_or(Strength::Should), demands);
        return;
    }
    let mut led: Option<Strength> = None;
    // « Mandatory: DO-178C. EN 9100 certified. » : what follows a lead word at the head of a line belongs to it.
    let line_is_led = parts.first().is_some_and(|first| lead(reading, *first).is_some());
    for part in parts {
        if let Some((strength, rest)) = lead(reading, part) {
            led = Some(strength);
            demands.headings.push(Span { start: part.start, end: rest.start });
            for item in items(reading.text, rest) {
                push(reading, item, strength, demands);
            }
            continue;
        }
        // `Must have: a; b; c` was cut at semicolons: what follows a lead word on its line belongs to it.
        let worded = inline(&reading.folded(part));
        if let Some(strength) = led.filter(|_| line_is_led || ends_open(reading.text, part)) {
            push(reading, part, worded.unwrap_or(strength), demands);
        } else if let Some(strength) = section {
            for item in if strength == Strength::Should { vec![part] } else { items(reading.text, part) } {
                push(reading, item, worded.unwrap_or(strength), demands);
            }
        } else if let Some(strength) = worded
            && !is_about_terms(&reading.folded(part))
        {
            push(reading, part, strength, demands);
        }
    }
}

/// Whether what precedes a part on its line was a semicolon, so that the list goes on.
fn ends_open(text: &str, part: Span) -> bool {
    text.get(..part.start).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with(';'))
}

/// `Un plus : x, y` is a lead word and the rest.
fn lead(reading: &Reading<'_>, part: Span) -> Option<(Strength, Span)> {
    let text = part.of(reading.text);
    let at = text.char_indices().find(|(i, c)| {
        *c == ':'
            || (*c == '.' && text.get(*i..).is_some_and(|t| t.starts_with(".**") || t.starts_with(".__")))
    });
    let (end, rest) = match at {
        Some((i, c)) => (i, i + c.len_utf8()),
        // « Indispensable » alone on its line.
        None if text.trim_end_matches(['*', '_', '.']).split_whitespace().count() <= 5 => {
            let strength = head(&reading.folded(part))?;
            // A list item such as « expertise CFD » is not a lead word: only a line that says nothing else is.
            let bare = reading.words(part).len() <= 3;
            return bare.then_some((strength, Span { start: part.end, end: part.end }));
        }
        None => return None,
    };
    let strength = head(&reading.folded(Span { start: part.start, end: part.start + end }))?;
    let tail = text.get(rest..).unwrap_or_default();
    let skipped =
        tail.len() - tail.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '_').len();
    Some((strength, Span { start: part.start + rest + skipped, end: part.end }))
}

/// A list on one line, cut at semicolons, else at commas outside brackets.
fn items(text: &str, span: Span) -> Vec<Span> {
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
    out
}

fn push(reading: &Reading<'_>, span: Span, strength: Strength, demands: &mut Demands) {
    if demands.requirements.len() >= MOST {
        return;
    }
    let raw = span.of(reading.text);
    let left = raw.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '-' | '–' | '•')
    });
    let start = span.start + (raw.len() - left.len());
    let kept = left.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '.' | ':')
    });
    if kept.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return;
    }
    let span = Span { start, end: start + kept.len() };
    let kind = standards::kind(reading, span)
        .or_else(|| language_kind(reading, span))
        .unwrap_or(RequirementKind::Skill);
    demands.requirements.push(Requirement { text: kept.to_owned(), strength, kind, span: Some(span) });
}

fn language_kind(reading: &Reading<'_>, span: Span) -> Option<RequirementKind> {
    vocabulary::language(&reading.folded(span)).map(|code| RequirementKind::Language(code.to_owned()))
}

/// Sites and working languages stand anywhere, not only in lists.
fn add_everywhere(reading: &Reading<'_>, demands: &mut Demands) {
    let taken = |span: Span, demands: &Demands| {
        demands.requirements.iter().any(|r| r.span.is_some_and(|s| s.start < span.end && span.start < s.end))
    };
    for sentence in &reading.sentences {
        if demands.requirements.len() >= MOST {
            return;
        }
        if let Some((span, town)) = vocabulary::site(reading, *sentence)
            && let Ok(name) = Name::new(&town)
            && !demands.requirements.iter().any(|r| r.kind == RequirementKind::Site(name.clone()))
        {
            let strength = match inline(&reading.folded(*sentence)) {
                Some(Strength::Nice) => Strength::Nice,
                _ => Strength::Should,
            };
            let text = span.of(reading.text).to_owned();
            demands.requirements.push(Requirement {
                text,
                strength,
                kind: RequirementKind::Site(name),
                span: Some(span),
            });
        }
        if !taken(*sentence, demands)
            && let Some(code) = vocabulary::language(&reading.folded(*sentence))
            && reading.words(*sentence).len() <= 14
        {
            let strength = inline(&reading.folded(*sentence)).unwrap_or(Strength::Should);
            let text = sentence.of(reading.text).to_owned();
            let kind = RequirementKind::Language(code.to_owned());
            demands.requirements.push(Requirement { text, strength, kind, span: Some(*sentence) });
        }
    }
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '|' | ':' | ' ' | '+'))
}

fn lines(text: &str) -> Vec<Line> {
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
