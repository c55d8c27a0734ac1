//! A firm's texts sentence by sentence, analysed: what is read closely for evidence.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, PoisonError};

use passerelle_domain::{Language, Profile, Span, fold};

use crate::analyse::{Ready, Token, key, sentences};
use crate::index::{Index, IndexError};

/// Firms whose lines are remembered: all of a small market, which is asked again and again.
const REMEMBERED: usize = 1_000;

/// Words before which a sentence says what the firm does not do.
const DENIALS: [&str; 18] = [
    "pas de ",
    "pas d'",
    "pas d’",
    "pas encore",
    "aucun",
    "sans ",
    "nous ne ",
    "on ne ",
    "nous n'",
    "nous n’",
    "no ",
    "not ",
    "we do not ",
    "we don't ",
    "we don’t ",
    "never ",
    "without ",
    "none ",
];
/// Characters of the longest of them, at most.
const LONGEST_DENIAL: usize = 24;
/// The same in the middle of a sentence, where a clause begins.
const DENIALS_INSIDE: [&str; 14] = [
    ", pas ",
    " mais pas ",
    " n'est pas ",
    " n’est pas ",
    " ne faisons pas ",
    " ne fait pas ",
    " reste chez ",
    " never ",
    ", not ",
    " but not ",
    " do not ",
    " does not ",
    " was left to ",
    " by somebody else",
];

/// All lines of one firm.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) profile: Profile,
    pub(crate) all: Vec<Line>,
}

/// One sentence, or one heading.
#[derive(Debug)]
pub(crate) struct Line {
    /// Place of its document in the profile.
    pub(crate) document: usize,
    pub(crate) language: Language,
    pub(crate) is_heading: bool,
    /// Where it stands in the document's text, or in its title.
    pub(crate) place: Span,
    pub(crate) tokens: Vec<Token>,
    /// Concepts it names, with their tokens.
    pub(crate) concepts: Vec<(usize, std::ops::Range<usize>)>,
    /// Its place in the latent space; empty when that knows none of its words.
    pub(crate) meaning: Vec<f32>,
    /// The line that is its document's heading.
    pub(crate) heading: Option<usize>,
    /// Whether it says what the firm does not do.
    pub(crate) denied: bool,
}

impl Index {
    /// The lines of a firm. Those of a small market are remembered.
    pub(crate) fn lines(&self, place: u32, hidden: Option<u64>) -> Result<Arc<Lines>, IndexError> {
        let remembers = hidden.is_none() && self.firms.len() <= REMEMBERED;
        if remembers && let Some(known) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(&place)
        {
            return Ok(Arc::clone(known));
        }
        let lines = Arc::new(Lines::of(self, place as usize, hidden)?);
        if remembers {
            self.read.write().unwrap_or_else(PoisonError::into_inner).insert(place, Arc::clone(&lines));
        }
        Ok(lines)
    }
}

impl Lines {
    /// Reads the texts of a firm; hidden ones are left out.
    pub(crate) fn of(index: &Index, place: usize, hidden: Option<u64>) -> Result<Self, IndexError> {
        let profile = index.profile(place)?;
        let mut all = Vec::new();
        for number in index.firms.get(place).map_or(0..0, |firm| firm.units.clone()) {
            let Some(unit) = index.units.get(number as usize) else { continue };
            let document = usize::from(unit.number);
            let Some(texts) = profile.documents.get(document).filter(|_| !index.is_hidden(number, hidden))
            else {
                continue;
            };
            let mut heading = None;
            let title = texts.title.trim();
            if title.chars().any(char::is_alphanumeric) {
                let start = texts.title.len() - texts.title.trim_start().len();
                heading = Some(all.len());
                let place = Span { start, end: start + title.len() };
                all.push(line(index, title, (document, unit.language), place, None));
            }
            for place in sentences(&texts.text) {
                let sentence = line(index, place.of(&texts.text), (document, unit.language), place, heading);
                all.push(Line { is_heading: false, ..sentence });
            }
        }
        Ok(Self { profile, all })
    }

    /// What a line says.
    pub(crate) fn text(&self, line: &Line) -> &str {
        let document = self.profile.documents.get(line.document);
        let whole = document.map_or("", |d| if line.is_heading { d.title.as_str() } else { d.text.as_str() });
        line.place.of(whole)
    }
}

/// Whether a sentence says what the firm does not do.
fn is_denied(text: &str, tokens: &[Token]) -> bool {
    /// Of each denial inside a sentence its longest word: most sentences hold none of them and need no second look.
    static TELLING: LazyLock<HashSet<u64, Ready>> = LazyLock::new(|| {
        let longest = |denial: &&str| {
            denial
                .split(|c: char| !c.is_alphanumeric())
                .max_by_key(|word| word.len())
                .map(|word| key(&fold(word)))
        };
        DENIALS_INSIDE.iter().filter_map(longest).collect()
    });
    let start: String = text.chars().take(LONGEST_DENIAL).flat_map(char::to_lowercase).collect();
    DENIALS.iter().any(|denial| start.starts_with(denial))
        || tokens.iter().any(|token| TELLING.contains(&token.keys.exact)) && {
            let lower = text.to_lowercase();
            DENIALS_INSIDE.iter().any(|denial| lower.contains(denial))
        }
}

fn line(
    index: &Index,
    text: &str,
    (document, language): (usize, Language),
    place: Span,
    heading: Option<usize>,
) -> Line {
    let knowledge = &index.knowledge;
    let tokens = knowledge.analysers.tokens(text);
    let spotted = knowledge.spotter.spot(text, &tokens);
    let stems = tokens.iter().map(|token| token.keys.stem(language));
    let meaning = index.latent.fold_keys(language, stems).unwrap_or_default();
    let denied = is_denied(text, &tokens);
    let concepts = spotted.into_iter().map(|it| (it.concept, it.tokens)).collect();
    Line { document, language, is_heading: true, place, tokens, concepts, meaning, heading, denied }
}
