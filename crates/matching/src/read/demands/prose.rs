//! Lines read sentence by sentence.

use passerelle_domain::{Span, Strength};

use super::clauses::{clauses, tell};
use super::collected::Demands;
use super::{Section, passing, told_freely};
use crate::analyse::sentences;
use crate::read::cues::{
    Head, Told, head, invites_offers, is_about_terms, is_bare_cue, is_bare_head, is_firm, told,
};
use crate::read::items::{is_list, items};
use crate::read::lines::Line;
use crate::read::reading::Reading;
use crate::read::{places, standards};

/// `Un plus : x, y`: what a lead word announces, and the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    pub(super) head: Head,
    pub(super) rest: Span,
}

/// More words than these are no lead word without a colon.
const BARE_WORDS: usize = 4;
/// More words than these are a demand and not only its strength.
const CUE_WORDS: usize = 3;

/// Reads the lead word of a line or sentence; one that says less than the section around it is the name of a demand.
pub(super) fn lead(reading: &Reading<'_>, part: Span, section: Section) -> Option<Lead> {
    let text = part.of(reading.text);
    let at = text.char_indices().find(|(i, c)| {
        *c == ':'
            || (*c == '.' && text.get(*i..).is_some_and(|t| t.starts_with(".**") || t.starts_with(".__")))
    });
    let Some((end, mark)) = at else {
        // « Indispensable » alone on its line.
        let words = reading.words(part).iter().filter(|t| !t.joined).count();
        let folded = reading.folded(part);
        let head = head(&folded).filter(|_| words <= BARE_WORDS && is_bare_head(&folded))?;
        return Some(Lead { head, rest: Span { start: part.end, end: part.end } });
    };
    let tail = text.get(end + mark.len_utf8()..).unwrap_or_default();
    let skipped =
        tail.len() - tail.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '_').len();
    let rest = Span { start: part.start + end + mark.len_utf8() + skipped, end: part.end };
    let before = Span { start: part.start, end: part.start + end };
    let announced = match tell(reading, before) {
        // « Les points suivants sont impératifs : »
        Told::Refuses if rest.start >= rest.end => Some(Head::Excludes),
        Told::Refuses if before_is_short(reading, before) => Some(Head::Excludes),
        it if rest.start >= rest.end => it.strength().map(Head::Asks),
        _ => None,
    };
    let head = head(&reading.folded(before)).or(announced)?;
    let named = matches!((head, section), (Head::Asks(Strength::Should), Section::Asks(_)));
    let names_a_demand = named && rest.start < rest.end;
    (!names_a_demand && !is_only_a_cue(reading, rest)).then_some(Lead { head, rest })
}

/// The lead word with which a line of prose ends, for the list on the next one.
pub(super) fn lead_at_end(reading: &Reading<'_>, line: &Line) -> Option<Head> {
    let text = line.content.of(reading.text);
    if line.is_item || !text.ends_with(':') {
        return None;
    }
    let last = sentences(text).pop()?;
    let last = Span { start: line.content.start + last.start, end: line.content.start + last.end };
    lead(reading, last, Section::Open).filter(|l| l.rest.start >= l.rest.end).map(|l| l.head)
}

/// "We do not expect: hardware design".
fn before_is_short(reading: &Reading<'_>, before: Span) -> bool {
    reading.words(before).iter().filter(|t| !t.joined).count() <= BARE_WORDS
}

/// « indispensable » after « Calcul vibratoire : ».
pub(super) fn is_only_a_cue(reading: &Reading<'_>, rest: Span) -> bool {
    let folded = reading.folded(rest);
    is_bare_cue(&folded) || (folded.split_whitespace().count() <= CUE_WORDS && told(&folded) == Told::Refuses)
}

/// Reads what a line asks in its section.
pub(super) fn read_line(reading: &Reading<'_>, line: &Line, section: Section, demands: &mut Demands<'_>) {
    let text = line.content.of(reading.text);
    let shifted = |s: &Span| Span { start: s.start + line.content.start, end: s.end + line.content.start };
    let parts: Vec<Span> = sentences(text).iter().map(shifted).collect();
    let leads: Vec<Option<Lead>> =
        parts.iter().map(|p| lead(reading, *p, section).filter(|l| l.rest.start < l.rest.end)).collect();
    // A list item is one demand, unless lead words inside it say otherwise.
    if let Section::Asks(strength) = section
        && line.is_item
        && leads.iter().all(Option::is_none)
    {
        ask(reading, line.content, strength, demands);
        return;
    }
    // « Mandatory: DO-178C. EN 9100 certified. » : what follows a lead word at the head of a line belongs to it.
    let line_is_led = leads.first().is_some_and(Option::is_some);
    let mut led: Option<Head> = None;
    let mut wanted = false;
    for (part, lead) in parts.iter().zip(leads) {
        if let Some(Lead { head, rest }) = lead {
            led = Some(head);
            demands.headings.push(Span { start: part.start, end: rest.start });
            match head {
                Head::Asks(strength) => {
                    for item in items(reading.text, rest) {
                        ask(reading, item, strength, demands);
                    }
                }
                Head::Excludes => demands.exclude(*part),
                Head::Other => by_wording(reading, rest, line.is_item, demands),
            }
            continue;
        }
        // `Must have: a; b; c` was cut at semicolons: what follows a lead word on its line belongs to it.
        let led =
            led.filter(|head| (line_is_led && *head != Head::Excludes) || ends_open(reading.text, *part));
        match (led, section) {
            // "Nice to have: Zephyr. On site in Bristol.": where the work is done is no plus.
            (Some(Head::Asks(Strength::Nice)), _) if places::site(reading, *part, true).is_some() => {}
            (Some(Head::Asks(strength)), _) => ask(reading, *part, strength, demands),
            (Some(Head::Excludes), _) | (None, Section::Excludes) => demands.exclude(*part),
            (None, Section::Asks(strength)) => {
                let parts = items(reading.text, *part);
                let list = strength != Strength::Should || is_list(reading.text, &parts);
                for item in if list { parts } else { vec![*part] } {
                    ask(reading, item, strength, demands);
                }
            }
            (Some(Head::Other) | None, _) => {
                // « Nous voulons une ACV ; branchée sur notre nomenclature » wants both.
                if wanted && ends_open(reading.text, *part) && goes_on(reading, *part) {
                    demands.push(*part, Strength::Should, line.is_item);
                } else {
                    by_wording(reading, *part, line.is_item, demands);
                    wanted = tell(reading, *part) == Told::Wants;
                }
            }
        }
    }
}

/// Whether a part has neither a strength nor a subject of its own.
fn goes_on(reading: &Reading<'_>, part: Span) -> bool {
    const SUBJECTS: [&str; 14] =
        ["nous", "we", "on", "i", "je", "il", "elle", "the", "le", "la", "les", "they", "it", "there"];
    let folded = reading.folded(part);
    let first = folded.split_whitespace().next().unwrap_or_default();
    !SUBJECTS.contains(&first) && tell(reading, part) == Told::Nothing
}

/// Whether what precedes a part on its line was a semicolon, so that the list goes on.
fn ends_open(text: &str, part: Span) -> bool {
    text.get(..part.start).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with(';'))
}

/// A demand of a section, in its own words or the section's.
fn ask(reading: &Reading<'_>, span: Span, section: Strength, demands: &mut Demands<'_>) {
    for (clause, told) in clauses(reading, span, Some(section)) {
        if told == Told::Refuses {
            demands.exclude(clause);
        } else {
            let strength = told.under(section);
            let demanded = if told == Told::Nothing { standards::demanded(reading, clause) } else { None };
            demands.push(clause, demanded.unwrap_or(strength), true);
        }
    }
}

/// What a sentence outside all sections asks by its own words.
fn by_wording(reading: &Reading<'_>, span: Span, is_item: bool, demands: &mut Demands<'_>) {
    // Behind the first demand a bare list of nouns goes on with them.
    if demands.has_any() && tell(reading, span) == Told::Nothing && !is_about_terms(&reading.folded(span)) {
        let items = told_freely::list(reading, span);
        if !items.is_empty() {
            let passing = demands.is_passing();
            for item in items {
                if passing {
                    demands.push_in_passing(item, Strength::Should);
                } else {
                    demands.push(item, Strength::Should, false);
                }
            }
            return;
        }
    }
    for (clause, told) in clauses(reading, span, None) {
        let strength = match told {
            Told::Refuses => {
                demands.exclude(clause);
                continue;
            }
            Told::Asks(strength) => Some(strength),
            Told::Wants | Told::Nothing => standards::demanded(reading, clause).or(told.strength()),
        };
        let Some(strength) = strength else { continue };
        let folded = reading.folded(clause);
        if !is_firm(&folded) && is_about_terms(&folded) {
            continue;
        }
        if told == Told::Wants && !is_item && invites_offers(&folded) {
            demands.invite(clause, strength);
        } else if !is_item && passing::may_be(&folded, told) {
            demands.push_in_passing(clause, strength);
        } else {
            demands.push(clause, strength, is_item);
        }
    }
}
