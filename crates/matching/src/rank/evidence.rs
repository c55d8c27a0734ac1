//! The firm's own sentence that answers best.

use std::collections::BTreeMap;

use passerelle_domain::{
    Brief, Document, DocumentKind, Evidence, Language, Match, ReasonKind, RequirementKind, Span,
};

use crate::analyse::{Token, is_function_word, sentences};
use crate::index::{Index, TextField};
use crate::rank::terms::{Located, Words, is_quantity};
use crate::rank::whole::idf;
use crate::rank::{Query, gates};
use crate::read::Needed;

/// A sentence with less than this share of what is asked shows nothing.
const LEAST_SHARE: f64 = 0.12;
/// Words beyond which a sentence pays for its length: a long one matches by chance.
const EASY_WORDS: f64 = 20.0;
/// A heading says a little less than a sentence with the same words.
const HEADING: f64 = 0.95;
/// What the heading above a sentence adds for words that the sentence lacks: it tells what the sentence is about.
const ABOVE: f64 = 0.3;
/// A sentence that begins by saying what the firm does not do is the last to be quoted.
const DENIED: f64 = 0.2;
const DENIALS: [&str; 16] = [
    "pas de ",
    "pas d'",
    "pas d’",
    "pas encore",
    "aucun",
    "sans ",
    "nous ne ",
    "on ne ",
    "no ",
    "not ",
    "we do not ",
    "we don't ",
    "we don’t ",
    "never ",
    "without ",
    "none ",
];

/// One sentence or heading of a profile, analysed.
struct Line<'a> {
    document: &'a Document,
    language: Language,
    sentence: &'a str,
    tokens: Vec<Token>,
    worth: f64,
    /// The words of the heading above it.
    heading: Vec<Token>,
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
    days: &[Option<Needed>],
    words: &Words,
    query: &Query<'_>,
    found: &mut Match,
) {
    let lines = lines(index, place, query);
    for reason in &mut found.reasons {
        reason.evidence = match reason.kind {
            ReasonKind::Documents => best(index, &lines, &words.whole, query, 0.0),
            ReasonKind::Requirement(i) if reason.satisfaction >= query.settings.met_threshold => {
                let certified = brief
                    .requirements
                    .get(i)
                    .and_then(|r| certificate(index, place, &r.kind, days.get(i).copied().flatten()?));
                certified.or_else(|| {
                    words.requirements.get(i).and_then(|terms| best(index, &lines, terms, query, LEAST_SHARE))
                })
            }
            // The whole profile is shown by its documents; what is not met has nothing to show.
            ReasonKind::WholeBrief | ReasonKind::Requirement(_) => None,
        };
    }
}

/// The certification itself: its scope, under its standard.
fn certificate(index: &Index, place: usize, kind: &RequirementKind, day: Needed) -> Option<Evidence> {
    let RequirementKind::Certification { standard, .. } = kind else { return None };
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
        let above = index.analysers.tokens(&document.title);
        let mut add = |sentence: &'a str, worth, heading| {
            let tokens = index.analysers.tokens(sentence);
            out.push(Line { document, language: unit.language, sentence, tokens, worth, heading });
        };
        if document.title.chars().any(char::is_alphanumeric) {
            add(document.title.trim(), HEADING, Vec::new());
        }
        for span in sentences(&document.text) {
            let sentence = span.of(&document.text);
            let start = sentence.to_lowercase();
            let denied = DENIALS.iter().any(|denial| start.starts_with(denial));
            add(sentence, if denied { DENIED } else { 1.0 }, above.clone());
        }
    }
    out
}

/// The words asked for, by the ways in which they may be written.
type Table<'t> = BTreeMap<(TextField, &'t str), Vec<Asked>>;

/// The line that holds most of what is asked, when it holds at least a share of it, and more than one common word.
fn best(
    index: &Index,
    lines: &[Line<'_>],
    terms: &[Located],
    query: &Query<'_>,
    least: f64,
) -> Option<Evidence> {
    let all = index.units.len() as f64;
    let mut table = Table::new();
    let (mut ideal, mut asked) = (0.0, 0_usize);
    for (i, (term, hits)) in terms.iter().enumerate().filter(|(_, (t, hits))| t.telling && !hits.is_empty()) {
        let weight = idf(all, hits.len());
        ideal += weight;
        asked += 1;
        for alternative in &term.alternatives {
            // A phrase of two words is half there with one of them.
            let parts = alternative.text.split(' ').count() as f64;
            for word in alternative.text.split(' ') {
                let weight = weight * alternative.weight / parts;
                let asked = Asked { term: i, weight, only: alternative.only };
                table.entry((alternative.field, word)).or_default().push(asked);
            }
        }
    }
    let rare = query.settings.rare_word * query.settings.lexicon_weight * idf(all, 1);
    let mut chosen: Option<(f64, &Line<'_>, Vec<Span>)> = None;
    for line in lines {
        let (found, spans) = asked_in(&table, &line.tokens, line.language);
        let sum: f64 = found.values().sum();
        if sum <= 0.0 || sum < least * ideal {
            continue;
        }
        if found.len() < 2 && asked > 1 && sum < rare {
            continue;
        }
        let (above, _) = asked_in(&table, &line.heading, line.language);
        let more: f64 = above.iter().filter(|(term, _)| !found.contains_key(term)).map(|(_, w)| w).sum();
        let long = (line.tokens.len() as f64 / EASY_WORDS).max(1.0).sqrt();
        let score = line.worth * (sum + ABOVE * more) / long;
        if chosen.as_ref().is_none_or(|(most, ..)| score > *most) {
            chosen = Some((score, line, spans));
        }
    }
    chosen.map(|(_, line, spans)| evidence(line.document, line.sentence, merged(spans)))
}

/// Which of the words asked for stand in a line, with their weights, and where.
fn asked_in(table: &Table<'_>, tokens: &[Token], language: Language) -> (BTreeMap<usize, f64>, Vec<Span>) {
    let mut found: BTreeMap<usize, f64> = BTreeMap::new();
    let mut spans = Vec::new();
    for token in tokens {
        if is_quantity(&token.exact) || is_function_word(&token.exact, language) {
            continue;
        }
        let stem = token.stem(language).map(|stem| (TextField::from(language), stem));
        let keys = [stem, Some((TextField::Exact, token.exact.as_str()))];
        let mut hit = false;
        for Asked { term, weight, only } in
            keys.into_iter().flatten().filter_map(|key| table.get(&key)).flatten()
        {
            if only.is_none_or(|l| l == language) {
                let best = found.entry(*term).or_default();
                *best = best.max(*weight);
                hit = true;
            }
        }
        if hit {
            spans.push(token.span);
        }
    }
    (found, spans)
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
