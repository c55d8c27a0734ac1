//! What a brief asks for: lists under headings, lead words with a colon, wording inside sentences.

use std::collections::BTreeSet;

use passerelle_domain::{Name, Requirement, RequirementKind, Span, Strength};

use super::cues::{Reading, head, inline, is_about_terms};
use super::items::{is_list, items};
use super::lines::{Line, is_rule, lines};
use super::{places, standards, tables, vocabulary};
use crate::analyse::sentences;

/// More is a specification: the rest still counts through the brief as a whole.
const MOST: usize = 60;

/// Requirements in the order of the text, and the headings above them.
#[derive(Debug, Default)]
pub(super) struct Demands {
    pub(super) requirements: Vec<Requirement>,
    pub(super) headings: Vec<Span>,
}

/// Reads them.
pub(super) fn read(reading: &Reading<'_>, title: Option<Span>) -> Demands {
    let mut demands = Demands::default();
    let mut section: Option<Strength> = None;
    // A lead word on a line of its own reigns until the list after it ends; a heading until the next one.
    let (mut by_lead, mut seen_item, mut listed) = (false, false, false);
    let mut lead_is_bold = false;
    // Whether an empty line came since the last item of the list.
    let mut apart = false;
    let mut columns = tables::Columns::default();
    let lines = lines(reading.text);
    for (i, line) in lines.iter().enumerate() {
        if title.is_some_and(|t| line.content.start < t.end) {
            continue;
        }
        if line.is_empty {
            apart = true;
            let goes_on = lines.iter().skip(i + 1).take(3).find(|l| !l.is_empty).is_some_and(|l| l.is_item);
            if by_lead && seen_item && !goes_on {
                section = None;
                by_lead = false;
            }
            continue;
        }
        let underlined = lines.get(i + 1).is_some_and(|next| is_rule(next.whole.of(reading.text)));
        if is_rule(line.whole.of(reading.text)) {
            continue;
        }
        let cells = if line.is_heading { Vec::new() } else { tables::cells(reading.text, line.whole) };
        if !cells.is_empty() {
            if let Some(found) = tables::header(reading.text, &cells).filter(|_| underlined) {
                columns = found;
            } else if !underlined {
                read_row(reading, &cells, columns, section, &mut demands);
            }
            continue;
        }
        columns = tables::Columns::default();
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
        // Prose after a list under « À faire » comments on it; so does a paragraph of its own after any list.
        let comment = !line.is_item && listed && (section == Some(Strength::Should) || apart);
        apart &= !line.is_item;
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

fn read_row(
    reading: &Reading<'_>,
    cells: &[Span],
    columns: tables::Columns,
    section: Option<Strength>,
    demands: &mut Demands,
) {
    let Some(row) = tables::row(reading.text, cells, columns) else { return };
    // A table that names neither demands nor levels, outside any section of demands, is data.
    if columns != tables::Columns::default() || section.is_some() || row.strength.is_some() {
        push(reading, row.asked, row.strength.or(section).unwrap_or(Strength::Should), demands);
    }
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
        let worded = inline(&reading.folded(part)).or_else(|| standards::demanded(reading, part));
        if let Some(strength) = led.filter(|_| line_is_led || ends_open(reading.text, part)) {
            push(reading, part, worded.unwrap_or(strength), demands);
        } else if let Some(strength) = section {
            let parts = items(reading.text, part);
            let list = strength != Strength::Should || is_list(reading.text, &parts);
            for item in if list { parts } else { vec![part] } {
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

fn push(reading: &Reading<'_>, span: Span, strength: Strength, demands: &mut Demands) {
    if demands.requirements.len() >= MOST {
        return;
    }
    let raw = span.of(reading.text);
    let left = raw.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '-' | '–' | '•')
    });
    // The last of a list: « et une passerelle ».
    let left = ["et ", "and ", "Et ", "And "].iter().find_map(|and| left.strip_prefix(and)).unwrap_or(left);
    let start = span.start + (raw.len() - left.len());
    let kept = left.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '.' | ':')
    });
    let span = Span { start, end: start + kept.len() };
    let folded = reading.folded(span);
    if kept.chars().filter(|c| c.is_alphanumeric()).count() < 2 || is_no_demand(&folded) || is_fact(&folded) {
        return;
    }
    let kind = standards::kind(reading, span)
        .or_else(|| language_kind(reading, span))
        .or_else(|| site_kind(reading, span))
        .unwrap_or(RequirementKind::Skill);
    let certificate = matches!(kind, RequirementKind::Certification { certificate: true, .. });
    demands.requirements.push(Requirement { text: kept.to_owned(), strength, kind, span: Some(span) });
    // « Certification ISO 9001 et EN 9100 » asks for two papers.
    for (kind, span) in standards::others(reading, span).into_iter().filter(|_| certificate) {
        let text = span.of(reading.text).to_owned();
        demands.requirements.push(Requirement { text, strength, kind, span: Some(span) });
    }
}

/// « Budget : 200 k€ », "Start in June 2027": understood as a figure of the brief, not asked of anybody.
fn is_fact(folded: &str) -> bool {
    const BEGINS: [&str; 14] = [
        " budget ",
        " cofinancement ",
        " co financement ",
        " cofinancing ",
        " co financing ",
        " duree ",
        " duration ",
        " demarrage ",
        " start ",
        " starts ",
        " kick off ",
        " debut ",
        " trl ",
        " load ",
    ];
    let words = folded.split_whitespace().count();
    folded.chars().any(|c| c.is_ascii_digit())
        && words <= if folded.starts_with(" trl ") { 5 } else { 8 }
        && BEGINS.iter().any(|cue| folded.starts_with(cue))
}

/// « Pas besoin d'être certifié », "No certification needed": the opposite of a demand.
fn is_no_demand(folded: &str) -> bool {
    const BEGINS: [&str; 8] = [
        " pas besoin ",
        " pas de certification ",
        " aucune certification ",
        " aucun niveau ",
        " no need ",
        " no certification ",
        " none needed ",
        " sans objet ",
    ];
    BEGINS.iter().any(|cue| folded.starts_with(cue))
        || folded.ends_with(" not required ")
        || folded.ends_with(" not needed ")
}

/// Words that may precede the place in a demand that is about being there.
const SITE_WITHIN: usize = 3;

fn site_kind(reading: &Reading<'_>, span: Span) -> Option<RequirementKind> {
    let (found, town) = places::site(reading, span)?;
    let before = reading.words(Span { start: span.start, end: found.start }).len();
    Name::new(&town).ok().filter(|_| before <= SITE_WITHIN).map(RequirementKind::Site)
}

fn language_kind(reading: &Reading<'_>, span: Span) -> Option<RequirementKind> {
    let code = vocabulary::language(&reading.folded(span)).or_else(|| {
        let (clause, code) = vocabulary::working_language(reading, span)?;
        (clause == span).then_some(code)
    })?;
    Some(RequirementKind::Language(code.to_owned()))
}

/// Sites and working languages stand anywhere, not only in lists.
fn add_everywhere(reading: &Reading<'_>, demands: &mut Demands) {
    for sentence in &reading.sentences {
        if demands.requirements.len() >= MOST {
            return;
        }
        let told = inline(&reading.folded(*sentence));
        if let Some((span, town)) = places::site(reading, *sentence)
            && let Ok(name) = Name::new(&town)
        {
            let strength = if told == Some(Strength::Nice) { Strength::Nice } else { Strength::Should };
            add_once(reading, span, strength, RequirementKind::Site(name), demands);
        }
        if let Some((clause, code)) = vocabulary::working_language(reading, *sentence) {
            let strength = told.unwrap_or(Strength::Should);
            add_once(reading, clause, strength, RequirementKind::Language(code.to_owned()), demands);
        }
    }
}

/// Adds a requirement unless the place or the thing is already one.
fn add_once(
    reading: &Reading<'_>,
    span: Span,
    strength: Strength,
    kind: RequirementKind,
    demands: &mut Demands,
) {
    let is_site = matches!(kind, RequirementKind::Site(_));
    let known = demands.requirements.iter().any(|r| {
        let overlaps = r.span.is_some_and(|s| s.start < span.end && span.start < s.end);
        r.kind == kind || (overlaps && !is_site)
    });
    if !known {
        let text = span.of(reading.text).to_owned();
        demands.requirements.push(Requirement { text, strength, kind, span: Some(span) });
    }
}
