//! The words of a profile, text by text, as they go into the index.

use std::collections::HashSet;
use std::fmt::Write as _;

use passerelle_domain::{Document, DocumentKind, Language, Profile};

use super::schema::BREAK;
use crate::analyse::{Ready, Token, detect};
use crate::knowledge::Knowledge;

/// How often a heading counts: what an author put in a title is what the text is about.
const TITLE_REPEATS: usize = 2;
/// A text shorter than this is taken to be in its profile's language: too short to tell.
const OWN_LANGUAGE_BYTES: usize = 120;
/// Texts looked at to tell a profile's language.
const SAMPLE_TEXTS: usize = 12;

/// Spreads the bits of a hash: the odd number nearest to 2^64 by the golden ratio.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The words of one text.
#[derive(Debug)]
pub(super) struct Analysed {
    pub(super) language: Language,
    /// Words that are no stop words of the language.
    pub(super) length: u32,
    /// The stems of its language, each on a line of its own; titles first and more than once. What the profile has said word by word
    /// before is left out.
    pub(super) stems: String,
    /// The folded words in the same way.
    pub(super) words: String,
    /// Places of the concepts found, in the taxonomy.
    pub(super) concepts: String,
}

impl Analysed {
    pub(super) fn nothing(language: Language) -> Self {
        let (stems, words, concepts) = (String::new(), String::new(), String::new());
        Self { language, length: 0, stems, words, concepts }
    }

    fn add(&mut self, token: &Token) {
        if let Some(stem) = token.stem(self.language) {
            self.length = self.length.saturating_add(1);
            push(&mut self.stems, stem);
        }
        push(&mut self.words, &token.exact);
    }
}

/// Adds a word to a list of them.
fn push(list: &mut String, word: &str) {
    if !list.is_empty() {
        list.push(BREAK);
    }
    list.push_str(word);
}

/// Analyses the texts of a profile whose language is known.
pub(super) fn analyse(profile: &Profile, usual: Language, knowledge: &Knowledge) -> Vec<Analysed> {
    let mut said = HashSet::default();
    // A presentation often lists what the capabilities say again: it comes last.
    let is_summary =
        |place: &usize| profile.documents.get(*place).is_some_and(|d| d.kind == DocumentKind::Summary);
    let mut order: Vec<usize> = (0..profile.documents.len()).collect();
    order.sort_by_key(is_summary);
    let mut all = Vec::new();
    for place in order {
        if let Some(document) = profile.documents.get(place) {
            all.push((place, one(document, usual, knowledge, &mut said)));
        }
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, text)| text).collect()
}

fn one(
    document: &Document,
    usual: Language,
    knowledge: &Knowledge,
    said: &mut HashSet<u64, Ready>,
) -> Analysed {
    let own = if document.text.len() < OWN_LANGUAGE_BYTES { None } else { detect(&document.text) };
    let language = own.unwrap_or(usual);
    let mut analysed = Analysed::nothing(language);
    let room = document.text.len() + TITLE_REPEATS * document.title.len();
    analysed.stems.reserve(room);
    analysed.words.reserve(room);
    for (text, times) in [(&document.title, TITLE_REPEATS), (&document.text, 1)] {
        let all = knowledge.analysers.tokens(text);
        for spotted in knowledge.spotter.spot(text, &all) {
            let separator = if analysed.concepts.is_empty() { None } else { Some(BREAK) };
            analysed.concepts.extend(separator);
            // Writing to a string cannot fail.
            let _ = write!(analysed.concepts, "{}", spotted.concept);
        }
        let new = unsaid(text, &all, said);
        for _ in 0..times {
            new.iter().copied().flatten().for_each(|token| analysed.add(token));
        }
    }
    analysed
}

/// The words of a text without those list items, clauses and sentences that the profile has said before, word by word: saying
/// a list of skills ten times is saying it once.
fn unsaid<'t>(text: &str, tokens: &'t [Token], said: &mut HashSet<u64, Ready>) -> Vec<&'t [Token]> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < tokens.len() {
        let mut to = from + 1;
        while to < tokens.len() && !is_break(text, tokens, to) {
            to += 1;
        }
        let segment = tokens.get(from..to).unwrap_or_default();
        let mix = |hash: u64, token: &Token| (hash ^ token.keys.exact).wrapping_mul(MIX).rotate_left(29);
        if said.insert(segment.iter().fold(segment.len() as u64, mix)) {
            out.push(segment);
        }
        from = to;
    }
    out
}

/// Whether something ends between a token and the one before it.
fn is_break(text: &str, tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(token)) = (at.checked_sub(1).and_then(|i| tokens.get(i)), tokens.get(at)) else {
        return false;
    };
    text.get(before.span.end..token.span.start).is_some_and(|gap| {
        gap.contains([',', ';', ':', '.', '\n', '!', '?', '(', ')', '•', '|', '·', '–', '/'])
    })
}

/// The languages of profiles: their own word, else detected, else that of most others.
pub(super) fn language(profile: &Profile) -> Option<Language> {
    profile.language.or_else(|| {
        let texts = profile.documents.iter().flat_map(|d| [d.title.as_str(), d.text.as_str()]);
        detect(&texts.take(SAMPLE_TEXTS).collect::<Vec<_>>().join("\n"))
    })
}
