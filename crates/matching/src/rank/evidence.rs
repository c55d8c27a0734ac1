//! The firm's own sentence that answers best.

use std::collections::BTreeMap;

use passerelle_domain::{
    Brief, Document, DocumentKind, Evidence, Language, Match, ReasonKind, RequirementKind, Span,
};

use crate::analyse::{Token, sentences};
use crate::index::{Index, TextField};
use crate::rank::terms::{Located, Words, is_quantity};
use crate::rank::whole::idf;
use crate::rank::{Query, gates};

/// A sentence with less than this share of what is asked shows nothing.
const LEAST_SHARE: f64 = 0.12;
/// Words beyond which a sentence pays for its length: a long one matches by chance.
const EASY_WORDS: f64 = 30.0;
/// A heading alone says less than a sentence with the same words.
const HEADING: f64 = 0.85;

/// One sentence or heading of a profile, analysed.
struct Line<'a> {
    document: &'a Document,
    language: Language,
    sentence: &'a str,
    tokens: Vec<Token>,
    worth: f64,
}

/// What a word of a line stands for.
struct Asked {
    /// Which term of the query.
    term: usize,
    weight: f64,
    /// Counts only in lines of this language.
    only: Option<Language>,
}

/// Adds evidence to the reasons of a match, where a requirement is met.
pub(crate) fn add(
    index: &Index,
    place: usize,
    brief: &Brief,
    words: &Words,
    query: &Query<'_>,
    found: &mut Match,
) {
    let lines = lines(index, place, query);
    let all = index.units.len() as f64;
    for reason in &mut found.reasons {
        reason.evidence = match reason.kind {
            ReasonKind::Documents => best(&lines, &words.whole, all, 0.0),
            ReasonKind::Requirement(i) if reason.satisfaction >= query.settings.met_threshold => {
                let certified =
                    brief.requirements.get(i).and_then(|r| certificate(index, place, &r.kind, brief, query));
                certified.or_else(|| {
                    words.requirements.get(i).and_then(|terms| best(&lines, terms, all, LEAST_SHARE))
                })
            }
            // The whole profile is shown by its documents; what is not met has nothing to show.
            ReasonKind::WholeBrief | ReasonKind::Requirement(_) => None,
        };
    }
}

/// The certification itself: its scope, under its standard.
fn certificate(
    index: &Index,
    place: usize,
    kind: &RequirementKind,
    brief: &Brief,
    query: &Query<'_>,
) -> Option<Evidence> {
    let RequirementKind::Certification { standard, .. } = kind else { return None };
    let day = brief.reference_day().unwrap_or(query.today);
    let gates::Held::Valid(number) = gates::certificate(index.facts.get(place)?, standard, day) else {
        return None;
    };
    let document = index
        .profiles
        .get(place)?
        .documents
        .iter()
        .find(|d| d.kind == DocumentKind::Certification(number))?;
    let sentence = if document.text.trim().is_empty() { document.title.trim() } else { document.text.trim() };
    let highlights = vec![Span { start: 0, end: sentence.len() }];
    Some(evidence(document, sentence, highlights))
}

fn evidence(document: &Document, sentence: &str, highlights: Vec<Span>) -> Evidence {
    Evidence {
        document: document.id.clone(),
        kind: document.kind,
        title: document.title.clone(),
        sentence: sentence.to_owned(),
        highlights,
    }
}

fn lines<'a>(index: &'a Index, place: usize, query: &Query<'_>) -> Vec<Line<'a>> {
    let from = index.units.partition_point(|u| u.profile < place);
    let mut out = Vec::new();
    for (offset, unit) in
        index.units.get(from..).unwrap_or_default().iter().take_while(|u| u.profile == place).enumerate()
    {
        let Some(document) = index.profiles.get(place).and_then(|p| p.documents.get(unit.document)) else {
            continue;
        };
        if index.is_hidden(from + offset, query.hidden) {
            continue;
        }
        let mut add = |sentence: &'a str, worth| {
            let tokens = index.analysers.tokens(sentence);
            out.push(Line { document, language: unit.language, sentence, tokens, worth });
        };
        for span in sentences(&document.text) {
            add(span.of(&document.text), 1.0);
        }
        if document.title.chars().any(char::is_alphanumeric) {
            add(document.title.trim(), HEADING);
        }
    }
    out
}

/// The line that holds most of what is asked, when it holds at least a share of it.
fn best(lines: &[Line<'_>], terms: &[Located], all: f64, least: f64) -> Option<Evidence> {
    let mut table: BTreeMap<(TextField, &str), Vec<Asked>> = BTreeMap::new();
    let mut ideal = 0.0;
    for (i, (term, hits)) in terms.iter().enumerate().filter(|(_, (_, hits))| !hits.is_empty()) {
        let weight = idf(all, hits.len());
        ideal += weight;
        for alternative in &term.alternatives {
            let entry = table.entry((alternative.field, alternative.text.as_str())).or_default();
            entry.push(Asked { term: i, weight: weight * alternative.weight, only: alternative.only });
        }
    }
    let mut chosen: Option<(f64, &Line<'_>, Vec<Span>)> = None;
    for line in lines {
        let mut found: BTreeMap<usize, f64> = BTreeMap::new();
        let mut spans = Vec::new();
        for token in line.tokens.iter().filter(|token| !is_quantity(&token.exact)) {
            let stem = token.stem(line.language).map(|stem| (TextField::from(line.language), stem));
            let keys = [stem, Some((TextField::Exact, token.exact.as_str()))];
            let mut hit = false;
            for Asked { term, weight, only } in
                keys.into_iter().flatten().filter_map(|key| table.get(&key)).flatten()
            {
                if only.is_none_or(|language| language == line.language) {
                    let best = found.entry(*term).or_default();
                    *best = best.max(*weight);
                    hit = true;
                }
            }
            if hit {
                spans.push(token.span);
            }
        }
        let sum: f64 = found.values().sum();
        let long = (line.tokens.len() as f64 / EASY_WORDS).max(1.0).sqrt();
        let score = line.worth * sum / long;
        if sum > 0.0 && sum >= least * ideal && chosen.as_ref().is_none_or(|(most, ..)| score > *most) {
            chosen = Some((score, line, spans));
        }
    }
    chosen.map(|(_, line, spans)| evidence(line.document, line.sentence, merged(spans)))
}

/// Overlapping places as one, in order.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
