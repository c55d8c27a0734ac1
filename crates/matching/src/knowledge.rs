//! What the ranking knows of words before it has seen a firm: how to cut them, what they mean in the other language, which
//! skill they name.

use std::hash::{Hash, Hasher};

use passerelle_domain::{Span, Taxonomy};

use crate::analyse::Analysers;
use crate::index::Fnv;
use crate::lexicon::Lexicon;
use crate::spot::Spotter;

/// What doing something narrower shows of a skill.
const NARROWER: f64 = 0.8;
/// What doing something close shows of it.
const CLOSE: f64 = 0.4;

/// Analysers, lexicon and taxonomy: made once, shared by every index and every query.
pub struct Knowledge {
    pub(crate) analysers: Analysers,
    pub(crate) lexicon: Lexicon,
    pub(crate) taxonomy: Taxonomy,
    pub(crate) spotter: Spotter,
}

impl Knowledge {
    /// The lexicon that comes with the program, extended by what the taxonomy's parallel labels teach.
    pub fn new(taxonomy: Taxonomy) -> Self {
        let analysers = Analysers::new();
        let lexicon = Lexicon::new(&taxonomy, &analysers);
        let spotter = Spotter::new(&taxonomy, &analysers);
        Self { analysers, lexicon, taxonomy, spotter }
    }

    /// The taxonomy.
    pub fn taxonomy(&self) -> &Taxonomy {
        &self.taxonomy
    }

    /// The concepts that a text names, by their place in the taxonomy, in the text's order, each with its bytes.
    pub fn concepts_in(&self, text: &str) -> Vec<(usize, Span)> {
        let tokens = self.analysers.tokens(text);
        self.spotter
            .spot(text, &tokens)
            .iter()
            .filter_map(|spotted| {
                let words = tokens.get(spotted.tokens.clone())?;
                let span = Span { start: words.first()?.span.start, end: words.last()?.span.end };
                Some((spotted.concept, span))
            })
            .collect()
    }

    /// Concepts of which a text shows a concept, with how much each shows it: itself, what is narrower, what is close.
    pub(crate) fn near(&self, concept: usize) -> Vec<(usize, f64)> {
        let narrower = self.taxonomy.descendants(concept).map(|other| (other, NARROWER));
        let close = self.taxonomy.close(concept).iter().map(|other| (*other, CLOSE));
        let mut all = vec![(concept, 1.0)];
        for (other, weight) in narrower.chain(close) {
            if !all.iter().any(|(known, _)| *known == other) {
                all.push((other, weight));
            }
        }
        all
    }

    /// Changes when the concepts of a text could change.
    pub(crate) fn digest(&self) -> u64 {
        let mut hash = Fnv::default();
        for concept in self.taxonomy.concepts() {
            concept.id.as_str().hash(&mut hash);
            (&concept.french, &concept.english, &concept.acronyms).hash(&mut hash);
            (&concept.ambiguous, &concept.context, &concept.never, concept.imported).hash(&mut hash);
        }
        hash.finish()
    }
}

impl Default for Knowledge {
    /// The lexicon alone, without a taxonomy.
    fn default() -> Self {
        Self::new(Taxonomy::default())
    }
}

impl std::fmt::Debug for Knowledge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Knowledge").field("concepts", &self.taxonomy.concepts().len()).finish_non_exhaustive()
    }
}
