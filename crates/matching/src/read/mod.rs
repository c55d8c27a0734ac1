//! From text to a brief with notices; never fails.

mod cues;
mod dates;
mod demands;
mod duration;
mod items;
mod lines;
mod numbers;
mod places;
mod quantities;
mod standards;
mod tables;
mod until;
mod vocabulary;

use passerelle_domain::{
    Brief, BriefDraft, Language, Name, Notice, NoticeKind, ReadBrief, Requirement, Span,
};

use crate::analyse::{Analysers, detect, is_mixed};

pub(crate) use until::{Needed, needed};

/// More is not a brief but an annex: what matters stands at the beginning, and reading stays within a second.
const MAX_CHARS: usize = 200_000;
/// Longest title taken from a text, characters.
const TITLE_CHARS: usize = 120;

/// Reads a brief: what was given in fields wins over what the text says.
pub fn read_brief(draft: BriefDraft) -> ReadBrief {
    let mut notices = Vec::new();
    let text = clean(&draft.text, &mut notices);
    let language = language(&text, draft.title.as_ref(), &mut notices);
    let analysers = Analysers::new();
    let tokens = analysers.tokens(&text);
    let reading = cues::Reading::new(&text, &tokens);

    let (title_span, found_title) = title(&text);
    let title = draft.title.clone().unwrap_or_else(|| {
        if found_title.is_none() {
            notices.push(notice(
                NoticeKind::NoTitle,
                None,
                "no title was found",
                "begin with a line that names the project",
            ));
        }
        found_title.unwrap_or_else(|| name_of(draft.id.as_str()))
    });

    // A brief of one line is its title and its demand at once.
    let goes_on = |t: &Span| text.get(t.end..).is_some_and(|rest| rest.chars().any(char::is_alphanumeric));
    let mut demands = demands::read(&reading, title_span.filter(goes_on));
    let requirements = if draft.requirements.is_empty() {
        std::mem::take(&mut demands.requirements)
    } else {
        draft.requirements
    };
    if requirements.is_empty() {
        notices.push(notice(
            NoticeKind::NoRequirement,
            None,
            "no requirement was found: the whole text is used as one",
            "list what is needed under a heading such as `Indispensable` or `Must have`",
        ));
    }
    let dates = dates::read(&reading, &mut notices);
    let amounts = quantities::read(&reading, dates.months, &mut notices);
    let brief = Brief {
        id: draft.id,
        client: draft.client,
        title,
        language,
        theme: draft.theme.or_else(|| vocabulary::theme(&text)),
        context: context(&text, title_span, &requirements, &demands.headings),
        requirements,
        trl: draft.trl.or(amounts.trl),
        start: draft.start.or(dates.start),
        end: draft.end.or(dates.end.filter(|end| draft.start.is_none_or(|start| start <= *end))),
        load: draft.load.or(amounts.load),
        budget: draft.budget.or(amounts.budget),
        co_financing: draft.co_financing.or(amounts.co_financing),
        sector: draft.sector.or_else(|| vocabulary::sector(&tokens)),
        confidentiality: draft.confidentiality,
        text,
    };
    let brief = without_emphasis(brief, &mut notices);
    notices.sort_by_key(|n| n.span.map_or(0, |s| s.start));
    ReadBrief { brief, notices }
}

/// Takes the marks of bold print out of the text, and moves every place in it accordingly: people read requirements without
/// their asterisks.
fn without_emphasis(mut brief: Brief, notices: &mut [Notice]) -> Brief {
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
            span.of(&text).clone_into(&mut requirement.text);
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

pub(super) fn notice(
    kind: NoticeKind,
    span: Option<Span>,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Notice {
    Notice { kind, span, message: message.into(), hint: hint.into() }
}

/// Drops what no reader sees (control characters, marks of direction, zero-width characters), cuts what is too long.
fn clean(raw: &str, notices: &mut Vec<Notice>) -> String {
    let mut text = String::with_capacity(raw.len().min(MAX_CHARS * 2));
    let (mut kept, mut dropped, mut cut) = (0_usize, 0_usize, false);
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' => '\n',
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
    text
}

fn language(text: &str, title: Option<&Name>, notices: &mut Vec<Notice>) -> Language {
    let Some(language) = detect(text).or_else(|| detect(title?.as_str())) else {
        let french =
            text.contains(['é', 'è', 'ê', 'à', 'ç', 'œ']) || text.contains(" de ") || text.contains(" et ");
        let language = if french { Language::French } else { Language::English };
        notices.push(notice(
            NoticeKind::Language,
            None,
            format!("the language is uncertain; `{}` is assumed", language.code()),
            "write a sentence or two more",
        ));
        return language;
    };
    if is_mixed(text, language) {
        notices.push(notice(
            NoticeKind::Language,
            None,
            format!("the text mixes languages; most of it is `{}`", language.code()),
            "nothing to do: words are looked for in both languages",
        ));
    }
    language
}

/// The first heading, else the first line that is short enough to be one.
fn title(text: &str) -> (Option<Span>, Option<Name>) {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let start = from;
        from += line.len();
        let content = line.trim().trim_start_matches('#').trim().trim_matches(['*', '_', '=']).trim();
        if !content.chars().any(char::is_alphanumeric) || is_greeting(content) {
            continue;
        }
        let span = Span { start, end: start + line.trim_end().len() };
        if content.chars().count() <= TITLE_CHARS {
            return (Some(span), Name::new(content).ok());
        }
        // A paragraph: its first words stand for a title, and it stays part of the text to read.
        let first: String = content.chars().take(TITLE_CHARS).collect();
        let short = first.rsplit_once(' ').map_or(first.as_str(), |(words, _)| words);
        return (None, Name::new(&format!("{short}...")).ok());
    }
    (None, None)
}

/// « Bonjour, », "Dear all,": how a letter begins is not what it is about.
fn is_greeting(line: &str) -> bool {
    let folded = passerelle_domain::fold(line);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let greets = [
        "bonjour", "bonsoir", "hello", "hi", "dear", "madame", "monsieur", "mesdames", "cher", "chere",
        "chers",
    ];
    greets.contains(&first) && words.count() <= 4
}

fn name_of(id: &str) -> Name {
    // An identifier is never empty and far shorter than a name may be.
    match Name::new(id).or_else(|_| Name::new("brief")) {
        Ok(name) => name,
        Err(_) => unreachable!("`brief` is a name"),
    }
}

/// The text without its title, its requirements and the headings above them.
fn context(text: &str, title: Option<Span>, requirements: &[Requirement], headings: &[Span]) -> String {
    let mut out: Vec<Span> =
        requirements.iter().filter_map(|r| r.span).chain(title).chain(headings.iter().copied()).collect();
    out.sort();
    let mut kept = String::new();
    let mut at = 0;
    for span in out {
        if span.start > at {
            kept.push_str(text.get(at..span.start).unwrap_or_default());
        }
        at = at.max(span.end);
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    let lines: Vec<&str> = kept
        .lines()
        .map(str::trim)
        .filter(|line| line.chars().filter(|c| c.is_alphanumeric()).count() > 1)
        .collect();
    lines.join("\n")
}
