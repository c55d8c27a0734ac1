//! A firm's texts sentence by sentence, analysed: what is read closely for evidence.

use std::sync::{Arc, OnceLock, PoisonError};

use passerelle_domain::{Language, Profile, Span};

use crate::analyse::{Token, denied, sentences};
use crate::index::{Index, IndexError, Latent};
use crate::lexicon::Family;

/// Firms whose lines are remembered: all of a small market, which is asked again and again.
const REMEMBERED: usize = 1_000;

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
    /// Lines of related words that it has a term of, with the term's tokens.
    pub(crate) related: Vec<(Family, std::ops::Range<usize>)>,
    /// Its place in the latent space, see [`Line::meaning`].
    meaning: OnceLock<Vec<f32>>,
    /// The line that is its document's heading.
    pub(crate) heading: Option<usize>,
    /// Tokens that say what the firm does not do.
    pub(crate) denied: Vec<std::ops::Range<usize>>,
}

impl Line {
    /// Its place in the latent space, computed when it is first asked for; empty when that knows none of its words.
    pub(crate) fn meaning(&self, latent: &Latent) -> &[f32] {
        self.meaning.get_or_init(|| {
            let stems = self.tokens.iter().map(|token| token.keys.stem(self.language));
            latent.fold_keys(self.language, stems).unwrap_or_default()
        })
    }

    /// Whether a token stands in what the firm says that it does not do.
    pub(crate) fn is_denied(&self, token: usize) -> bool {
        self.denied.iter().any(|tokens| tokens.contains(&token))
    }
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
    let meaning = OnceLock::new();
    let denied = denied(text, &tokens);
    let concepts = spotted.into_iter().map(|it| (it.concept, it.tokens)).collect();
    let related = knowledge.lexicon.related.spot(&tokens, language);
    Line { document, language, is_heading: true, place, tokens, concepts, related, meaning, heading, denied }
}
