//! What a brief asks for: lists under headings, lead words with a colon, wording inside sentences.

mod clauses;
mod collected;
mod everywhere;
mod passing;
mod prose;
mod sections;
mod told_freely;

use passerelle_domain::{Notice, Requirement, Span, Strength};

use super::cues::{Head, head, told};
use super::lines::{Line, article, is_rule, lines};
use super::reading::Reading;
use super::tables;
use collected::Demands;
use prose::{Lead, lead};
use sections::Sections;

/// Requirements in the order of the text, and the headings above them.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) requirements: Vec<Requirement>,
    pub(super) headings: Vec<Span>,
}

/// Reads them.
pub(super) fn read(reading: &Reading<'_>, title: Option<Span>, notices: &mut Vec<Notice>) -> Read {
    let lines = lines(reading.text);
    let title = title.filter(|t| !asks(reading, &lines, *t));
    let mut demands = Demands::new(reading);
    walk(reading, &lines, title, &mut demands);
    demands.forget_remarks();
    if !demands.has_skills() {
        // A bare list is a list of demands when there is nothing else.
        bare_list(reading, &lines, title, &mut demands);
    }
    if !demands.has_skills() {
        told_freely::read(reading, &lines, title, &mut demands, notices);
    }
    everywhere::add(reading, &mut demands);
    demands.done(notices)
}

/// Whether the line of the title is read like any other: it asks for something, or is the heading or item of a list.
fn asks(reading: &Reading<'_>, lines: &[Line], title: Span) -> bool {
    let line = lines.iter().find(|l| l.whole.end >= title.end && !l.is_empty);
    line.is_some_and(|line| {
        let folded = reading.folded(line.content);
        let marked = line.heading.is_some_and(|rank| rank <= 2);
        // « # Besoin d'un banc » is a title, « Exigences » alone is none.
        let announces = head(&folded).is_some() && (!marked || folded.split_whitespace().count() <= 2);
        let listed = line.is_item && !line.whole.of(reading.text).starts_with("**");
        announces || listed || (!marked && told(&folded) != super::cues::Told::Nothing)
    })
}

fn walk(reading: &Reading<'_>, lines: &[Line], title: Option<Span>, demands: &mut Demands<'_>) {
    let text = reading.text;
    let mut sections = Sections::default();
    let mut table = tables::Table::default();
    for (i, line) in lines.iter().enumerate() {
        if title.is_some_and(|t| line.content.start < t.end) || is_rule(line.whole.of(text)) {
            continue;
        }
        if line.is_empty {
            let goes_on = lines.iter().skip(i + 1).take(3).find(|l| !l.is_empty).is_some_and(|l| l.is_item);
            sections.gap(goes_on);
            table = tables::Table::default();
            continue;
        }
        let rule = lines.get(i + 1).map_or("", |next| next.whole.of(text));
        let underlined = is_rule(rule);
        let cells = if line.heading.is_some() { Vec::new() } else { tables::cells(text, line.whole) };
        if !cells.is_empty() {
            if table.begins(text, &cells, underlined) {
                continue;
            }
            for row in table.rows(text, &cells) {
                let told = row.strength.or_else(|| sections.now(true).strength());
                // A table that names neither demands nor levels, outside any section of demands, is data.
                if table.is_known() || told.is_some() {
                    demands.push(row.asked, told.unwrap_or(Strength::Should), true);
                }
            }
            continue;
        }
        table = tables::Table::default();
        if line.heading.is_some() || underlined {
            let skipped = article(line.content.of(text));
            let name = Span { start: line.content.start + skipped, end: line.content.end };
            let rank = line.heading.unwrap_or(if rule.contains('=') { 1 } else { 2 });
            if sections.heading(rank, head(&reading.folded(name))) {
                demands.headings.push(line.content);
            }
            continue;
        }
        if let Some(Lead { head, rest }) = lead(reading, line.content, sections.now(true))
            && rest.start >= rest.end
        {
            sections.lead(head, line.content.of(text).starts_with("**"));
            demands.headings.push(line.content);
            continue;
        }
        if let Some(head) = introduces(reading, lines, i).filter(|_| sections.now(false) == Section::Open) {
            sections.lead(head, false);
            continue;
        }
        let next_topic = line.content.of(text).starts_with("**");
        let leads = lead(reading, line.content, None.into()).is_some();
        sections.line(line.is_item, next_topic, leads);
        prose::read_line(reading, line, sections.now(line.is_item), demands);
        if let Some(head) = prose::lead_at_end(reading, line) {
            sections.lead(head, false);
        }
    }
}

/// Whether a line without a colon introduces the list below it: "The pilot has to tell us", "I would like two things."
fn introduces(reading: &Reading<'_>, lines: &[Line], at: usize) -> Option<Head> {
    const MOST_WORDS: usize = 12;
    const WANTING: [&str; 13] = [
        " want ",
        " has to ",
        " have to ",
        " need ",
        " needs ",
        " would like ",
        " voulons ",
        " veut ",
        " besoin ",
        " faut ",
        " cherchons ",
        " attendons ",
        " doit ",
    ];
    const COUNTED: [&str; 12] = [
        " two things ",
        " three things ",
        " four things ",
        " deux choses ",
        " trois choses ",
        " quatre choses ",
        " two topics ",
        " three topics ",
        " deux sujets ",
        " trois sujets ",
        " deux volets ",
        " trois volets ",
    ];
    let line = lines.get(at)?;
    let next = lines.get(at + 1..)?.iter().find(|l| !l.is_empty)?;
    let folded = reading.folded(line.content);
    let text = line.content.of(reading.text);
    let says = |list: &[&str]| list.iter().any(|cue| folded.contains(cue));
    let open = !text.ends_with(['.', '!', '?', ';']) || says(&COUNTED);
    let short = folded.split_whitespace().count() <= MOST_WORDS;
    let introduces = next.is_item && !line.is_item && open && short && says(&WANTING);
    introduces.then_some(Head::Asks(Strength::Should))
}

/// The items of lists outside any section, as things expected.
fn bare_list(reading: &Reading<'_>, lines: &[Line], title: Option<Span>, demands: &mut Demands<'_>) {
    /// Fewer items are no list.
    const FEWEST: usize = 2;
    let is_free = |line: &&Line| {
        let told = told(&reading.folded(line.content));
        line.is_item
            && title.is_none_or(|t| line.content.start >= t.end)
            && told != super::cues::Told::Refuses
            && tables::cells(reading.text, line.whole).is_empty()
            && !demands.is_excluded(line.content)
    };
    let items: Vec<Span> = lines.iter().filter(is_free).map(|l| l.content).collect();
    if items.len() >= FEWEST {
        for item in items {
            demands.push(item, Strength::Should, true);
        }
    }
}

/// What a section asks of what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Nothing: it is no section of demands.
    Open,
    /// Demands of a strength.
    Asks(Strength),
    /// What is not asked.
    Excludes,
}

impl Section {
    fn strength(self) -> Option<Strength> {
        if let Self::Asks(strength) = self { Some(strength) } else { None }
    }
}

impl From<Option<Head>> for Section {
    fn from(head: Option<Head>) -> Self {
        match head {
            Some(Head::Asks(strength)) => Self::Asks(strength),
            None | Some(Head::Other) => Self::Open,
            Some(Head::Excludes) => Self::Excludes,
        }
    }
}
