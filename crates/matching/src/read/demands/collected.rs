//! Demands as they are found, each with its kind.

use passerelle_domain::{Name, Notice, NoticeKind, Requirement, RequirementKind, Span, Strength};

use super::{Read, passing};
use crate::read::reading::Reading;
use crate::read::{collapsed, dates, notice, places, standards, vocabulary};

/// More is a specification: the rest still counts through the brief as a whole.
const MOST: usize = 60;
/// Demands gathered before the most telling are kept.
const MOST_FOUND: usize = 400;
/// With so many demands in lists, the sentence that invites offers asks for nothing of its own.
const REAL_LIST: usize = 2;
/// More words after a month are a sentence.
const DATE_WORDS: usize = 6;
/// Words that may precede the place in a demand that is about being there.
const SITE_WITHIN: usize = 3;

/// A demand, and where it was found.
#[derive(Debug)]
struct Found {
    requirement: Requirement,
    is_listed: bool,
    /// « Nous cherchons un partenaire pour ... »
    invites: bool,
    /// It may be said in passing, see [`passing`].
    passing: bool,
}

/// The demands of a brief while it is read.
#[derive(Debug)]
pub(super) struct Demands<'a> {
    reading: &'a Reading<'a>,
    found: Vec<Found>,
    /// Headings and lead words above demands.
    pub(super) headings: Vec<Span>,
    /// What was said not to be asked, in the order of the text.
    excluded: Vec<Span>,
}

impl<'a> Demands<'a> {
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        Self { reading, found: Vec::new(), headings: Vec::new(), excluded: Vec::new() }
    }

    /// Remembers that a place of the text asks for nothing.
    pub(super) fn exclude(&mut self, span: Span) {
        self.excluded.push(span);
    }

    /// Whether a place of the text was said not to be asked.
    pub(super) fn is_excluded(&self, span: Span) -> bool {
        let next = self.excluded.partition_point(|e| e.end <= span.start);
        self.excluded.get(next).is_some_and(|e| e.start < span.end)
    }

    /// Whether anything but places and languages is asked.
    pub(super) fn has_skills(&self) -> bool {
        self.found.iter().any(|f| !f.invites)
    }

    /// Whether anything is asked so far, be it by an invitation.
    pub(super) fn has_any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Keeps the sentence that invites offers, until a real list is found.
    pub(super) fn invite(&mut self, span: Span, strength: Strength) {
        let before = self.found.len();
        self.push(span, strength, false);
        for found in self.found.iter_mut().skip(before) {
            found.invites = true;
        }
    }

    /// Adds a demand that may be said in passing.
    pub(super) fn push_in_passing(&mut self, span: Span, strength: Strength) {
        let before = self.found.len();
        self.push(span, strength, false);
        for found in self.found.iter_mut().skip(before) {
            found.passing = found.requirement.kind == RequirementKind::Skill;
        }
    }

    /// Forgets what was said in passing, when nothing else is asked.
    pub(super) fn forget_remarks(&mut self) {
        let passing = self.found.iter().filter(|found| found.passing);
        let begins =
            passing.filter_map(|found| Some(self.reading.sentence(found.requirement.span?.start).start));
        let sentences = begins.collect::<std::collections::BTreeSet<usize>>().len();
        let alone = self.found.iter().all(|f| f.passing || f.requirement.kind != RequirementKind::Skill);
        if sentences > 0 && alone && passing::are_all(self.reading, sentences) {
            self.found.retain(|found| !found.passing);
        }
    }

    /// Whether all that is asked so far may be said in passing.
    pub(super) fn is_passing(&self) -> bool {
        self.found.iter().all(|found| found.passing)
    }

    /// Adds a demand, unless it is a mere figure or nothing.
    pub(super) fn push(&mut self, span: Span, strength: Strength, is_listed: bool) {
        let span = bare(self.reading.text, span);
        let raw = span.of(self.reading.text);
        let folded = self.reading.folded(span);
        let telling = raw.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
        if self.found.len() >= MOST_FOUND || !telling || is_fact(&folded) {
            return;
        }
        let place = places::site(self.reading, span, true).filter(|place| {
            let before = Span { start: span.start, end: place.span.start };
            let after = Span { start: place.span.end, end: span.end };
            let (before, after) = (self.reading.words(before).len(), self.reading.words(after).len());
            let near = before <= SITE_WITHIN || (before <= 2 * SITE_WITHIN && after <= SITE_WITHIN);
            near && !self.is_of_object(span, place.span)
        });
        let within_km = place.as_ref().and_then(|p| p.within_km);
        let site = || Name::new(&place?.town).ok().map(RequirementKind::Site);
        let kind = standards::kind(self.reading, span)
            .or_else(|| self.language(span))
            .or_else(site)
            .unwrap_or(RequirementKind::Skill);
        let within_km = within_km.filter(|_| matches!(kind, RequirementKind::Site(_)));
        let certificate = matches!(kind, RequirementKind::Certification { certificate: true, .. });
        self.keep(span, strength, kind, within_km, is_listed);
        // « Certification ISO 9001 et EN 9100 jusqu'en 2028 » asks for two papers, both until then.
        for kind in standards::others(self.reading, span).into_iter().filter(|_| certificate) {
            self.keep(span, strength, kind, None, is_listed);
        }
    }

    /// Whether a place tells where the thing stands that the demand is about: « sécuriser les automates du site de Villemur ».
    fn is_of_object(&self, span: Span, place: Span) -> bool {
        const LINKS: [&str; 9] = ["du", "des", "de", "le", "les", "of", "the", "our", "notre"];
        let first = |span| self.reading.words(span).first().map_or("", |token| token.exact.as_str());
        let before = self.reading.words(Span { start: span.start, end: place.start });
        let link = before.last().map_or("", |token| token.exact.as_str());
        before.len() >= 2 && first(place) == "site" && LINKS.contains(&link)
    }

    fn keep(
        &mut self,
        span: Span,
        strength: Strength,
        kind: RequirementKind,
        within_km: Option<u32>,
        is_listed: bool,
    ) {
        let text = collapsed(span.of(self.reading.text));
        let requirement = Requirement { text, strength, kind, within_km, span: Some(span) };
        self.found.push(Found { requirement, is_listed, invites: false, passing: false });
    }

    fn language(&self, span: Span) -> Option<RequirementKind> {
        let code = vocabulary::language(&self.reading.folded(span)).or_else(|| {
            let (clause, code) = vocabulary::working_language(self.reading, span)?;
            (clause == span).then_some(code)
        })?;
        Some(RequirementKind::Language(code.to_owned()))
    }

    /// Adds a place or a language unless it is already asked.
    pub(super) fn add_once(
        &mut self,
        span: Span,
        strength: Strength,
        kind: RequirementKind,
        within_km: Option<u32>,
    ) {
        let is_site = matches!(kind, RequirementKind::Site(_));
        let known = self.found.iter().map(|f| &f.requirement).any(|r| {
            let overlaps = r.span.is_some_and(|s| s.start < span.end && span.start < s.end);
            r.kind == kind || (overlaps && !is_site)
        });
        if !known && self.found.len() < MOST_FOUND {
            self.keep(span, strength, kind, within_km, true);
        }
    }

    /// The demands in the order of the text, no more than can be answered one by one: must-haves go first.
    pub(super) fn done(mut self, notices: &mut Vec<Notice>) -> Read {
        let skill = |f: &&Found| {
            !matches!(f.requirement.kind, RequirementKind::Site(_) | RequirementKind::Language(_))
        };
        if self.found.iter().filter(|f| f.is_listed).filter(skill).count() >= REAL_LIST {
            self.found.retain(|f| !f.invites);
        }
        let mut all: Vec<Requirement> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for it in self.found.into_iter().map(|f| f.requirement) {
            if seen.insert((it.text.to_lowercase(), format!("{:?}", it.kind))) {
                all.push(it);
            }
        }
        if all.len() > MOST {
            all.sort_by_key(|r| (std::cmp::Reverse(r.strength), r.span));
            all.truncate(MOST);
            notices.push(notice(
                NoticeKind::TooLong,
                None,
                format!("only {MOST} requirements were kept, must-haves first"),
                "say what matters most and leave the specification to an annex",
            ));
        }
        all.sort_by_key(|r| r.span.map(|s| (s.start, s.end)));
        Read { requirements: all, headings: self.headings }
    }
}

/// A demand without the marks and conjunctions around it.
fn bare(text: &str, span: Span) -> Span {
    let raw = span.of(text);
    let left = raw.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '.' | '-' | '–' | '—' | '•')
    });
    // ".NET" begins with its dot.
    let net = raw.len() - left.len();
    let dotted = left.to_lowercase().starts_with("net") && raw.get(..net).is_some_and(|t| t.ends_with('.'));
    let left = if dotted { raw.get(net - 1..).unwrap_or(left) } else { left };
    // The last of a list: « et une passerelle ».
    let left = ["et ", "and ", "Et ", "And ", "mais ", "but "]
        .iter()
        .find_map(|and| left.strip_prefix(and))
        .unwrap_or(left);
    let start = span.start + (raw.len() - left.len());
    let kept = left.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '|' | ',' | ';' | '.' | ':' | '-' | '–' | '—')
    });
    Span { start, end: start + kept.len() }
}

/// « Budget : 200 k€ », "Start in June 2027": understood as a figure of the brief, not asked of anybody.
fn is_fact(folded: &str) -> bool {
    const BEGINS: [&str; 19] = [
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
        " charge ",
        " tjm ",
        " daily rate ",
        " day rate ",
        " enveloppe ",
    ];
    let words = folded.split_whitespace().count();
    let first = folded.split_whitespace().next().unwrap_or_default();
    // « avril si possible »
    if dates::month(first).is_some() && words <= DATE_WORDS {
        return true;
    }
    folded.chars().any(|c| c.is_ascii_digit())
        && words <= if folded.starts_with(" trl ") { 5 } else { 8 }
        && BEGINS.iter().any(|cue| folded.starts_with(cue))
}
