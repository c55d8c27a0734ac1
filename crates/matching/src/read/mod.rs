//! From text to a brief with notices; never fails.

mod clean;
mod clearances;
mod cues;
mod dates;
mod demands;
mod duration;
mod items;
mod lines;
mod numbers;
mod place_words;
mod places;
mod quantities;
mod reading;
mod standards;
mod tables;
mod title;
mod towns;
mod until;
mod vocabulary;

use passerelle_domain::{
    Brief, BriefDraft, Language, Name, Notice, NoticeKind, ReadBrief, Requirement, Span,
};

use crate::analyse::{Analysers, detect, is_mixed};

pub(crate) use until::{Needed, needed};

/// Reads a brief: what was given in fields wins over what the text says.
pub fn read_brief(draft: BriefDraft) -> ReadBrief {
    let mut notices = Vec::new();
    let text = clean::clean(&draft.text, &mut notices);
    let language = language(&text, draft.title.as_ref(), &mut notices);
    let analysers = Analysers::new();
    let tokens = analysers.tokens(&text);
    let reading = reading::Reading::new(&text, &tokens);

    let found_title = title::title(&text);
    let title_span = found_title.as_ref().map(|(span, _)| *span);
    let title = draft.title.clone().unwrap_or_else(|| {
        if found_title.is_none() {
            notices.push(notice(
                NoticeKind::NoTitle,
                None,
                "no title was found",
                "begin with a line that names the project",
            ));
        }
        found_title.map_or_else(|| name_of(draft.id.as_str()), |(_, title)| title)
    });

    // A brief of one line is its title and its demand at once.
    let goes_on = |t: &Span| text.get(t.end..).is_some_and(|rest| rest.chars().any(char::is_alphanumeric));
    let mut demands = demands::read(&reading, title_span.filter(goes_on), &mut notices);
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
        day_rate: draft.day_rate.or(amounts.day_rate),
        sector: draft.sector.or_else(|| vocabulary::sector(&tokens)),
        confidentiality: draft.confidentiality,
        text,
    };
    let brief = clean::without_emphasis(brief, &mut notices);
    notices.sort_by_key(|n| n.span.map_or(0, |s| s.start));
    ReadBrief { brief, notices }
}

pub(super) fn notice(
    kind: NoticeKind,
    span: Option<Span>,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Notice {
    Notice { kind, span, message: message.into(), hint: hint.into() }
}

/// One space for any run of white space.
pub(super) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
