//! The skills taxonomy: concepts with their names in two languages, and how they hang together.

use std::collections::BTreeMap;

use crate::{Invalid, Language, Problems, Sector, fold};

mod check;
#[cfg(test)]
mod tests;

/// The sectors that concepts are sorted under, by the words that files use.
pub const SECTORS: [&str; 18] = [
    "aeronautics",
    "space",
    "rail",
    "automotive",
    "maritime",
    "defence",
    "energy",
    "health",
    "manufacturing",
    "electronics",
    "telecom",
    "agriculture",
    "logistics",
    "retail",
    "finance",
    "construction",
    "chemistry",
    "public-sector",
];

/// Names a concept: English words in lower-case ASCII letters and digits, with dashes between: `digital-twin`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(String);

impl ConceptId {
    /// The longest identifier accepted, in bytes.
    const MAX_BYTES: usize = 200;

    /// Trims and keeps an identifier.
    ///
    /// # Errors
    /// When it is empty, longer than 200 bytes, or anything else than lower-case words with dashes between.
    pub fn new(raw: &str) -> Result<Self, Invalid> {
        let id = raw.trim();
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if id.len() <= Self::MAX_BYTES && id.split('-').all(word) {
            return Ok(Self(id.to_owned()));
        }
        let hint = match Self::of_label(id) {
            Some(near) => format!("write it in lower-case words with dashes between: `{near}`"),
            None => "write it in lower-case words with dashes between, such as `digital-twin`".into(),
        };
        Err(Invalid::new("", format!("`{}` is not the identifier of a concept", id.escape_debug()), hint))
    }

    /// The identifier that a label makes: « Développement C++ » makes `developpement-c-plus-plus`. `None` when the label holds no
    /// letter of the Latin alphabet and no digit.
    pub fn of_label(label: &str) -> Option<Self> {
        let plain = fold(label).replace('+', " plus ").replace('#', " sharp ");
        let mut id = String::new();
        for word in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
            if id.len() + 1 + word.len() > Self::MAX_BYTES {
                break;
            }
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(word);
        }
        if id.is_empty() { None } else { Some(Self(id)) }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ConceptId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for ConceptId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Something people of a firm can do or work with, and the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Its identifier.
    pub id: ConceptId,
    /// French labels, the preferred one first, then synonyms and variants.
    pub french: Vec<String>,
    /// English labels, the preferred one first, then synonyms and variants.
    pub english: Vec<String>,
    /// Short forms, of either language; case tells them from words (« MES », « mes »).
    pub acronyms: Vec<String>,
    /// The concept that this one is a kind or a part of.
    pub broader: Option<ConceptId>,
    /// Where the skill is typically used; of [`SECTORS`].
    pub sectors: Vec<Sector>,
    /// Other skills that who has this one often has, too. Not the broader one; need not be mutual.
    pub close: Vec<ConceptId>,
    /// Those of the labels and acronyms that mean other things, too: « R », « Go », « MES ».
    pub ambiguous: Vec<String>,
    /// Words of which one must stand in a text for an ambiguous label to count there.
    pub context: Vec<String>,
    /// Words that rule an ambiguous label out of the sentence where they stand.
    pub never: Vec<String>,
    /// Its URI in ESCO, the European classification of skills.
    pub esco: Option<String>,
    /// Whether the whole concept was imported rather than written for this product: it may lack French labels, and words that
    /// name it alone are not to be trusted.
    pub imported: bool,
}

impl Concept {
    /// A concept with an identifier and nothing else.
    pub fn named(id: ConceptId) -> Self {
        Self {
            id,
            french: Vec::new(),
            english: Vec::new(),
            acronyms: Vec::new(),
            broader: None,
            sectors: Vec::new(),
            close: Vec::new(),
            ambiguous: Vec::new(),
            context: Vec::new(),
            never: Vec::new(),
            esco: None,
            imported: false,
        }
    }

    /// The labels of a language, the preferred one first.
    pub fn labels(&self, language: Language) -> &[String] {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }

    /// The preferred label in a language; in the other one when it has none.
    pub fn label(&self, language: Language) -> &str {
        let other = match language {
            Language::French => Language::English,
            Language::English => Language::French,
        };
        let first = self.labels(language).first().or_else(|| self.labels(other).first());
        first.map_or(self.id.as_str(), String::as_str)
    }
}

/// Concepts that fit together: identifiers are unique, every reference leads somewhere, broader concepts form no circle, and a
/// label names one concept, or is said to be ambiguous by all that bear it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taxonomy {
    concepts: Vec<Concept>,
    by_id: BTreeMap<ConceptId, usize>,
    broader: Vec<Option<usize>>,
    narrower: Vec<Vec<usize>>,
    close: Vec<Vec<usize>>,
}

impl Taxonomy {
    /// Puts concepts together, in the order given.
    ///
    /// # Errors
    /// Everything that does not fit, with paths such as `concept[3].broader`: an identifier given twice; a concept without a
    /// label (one of each language, unless it was imported); a `broader` or `close` that leads nowhere; a circle of broader
    /// concepts; a label of one language under two concepts that do not both call it ambiguous; an ambiguous label that is
    /// none, or comes without context.
    pub fn new(concepts: Vec<Concept>) -> Result<Self, Problems> {
        let mut by_id = BTreeMap::new();
        for (i, concept) in concepts.iter().enumerate() {
            by_id.entry(concept.id.clone()).or_insert(i);
        }
        Problems::check(check::all(&concepts, &by_id))?;
        let place = |id: &ConceptId| by_id.get(id).copied();
        let broader: Vec<Option<usize>> =
            concepts.iter().map(|c| c.broader.as_ref().and_then(place)).collect();
        let close = concepts.iter().map(|c| c.close.iter().filter_map(place).collect()).collect();
        let mut narrower = vec![Vec::new(); concepts.len()];
        for (i, up) in broader.iter().enumerate() {
            if let Some(list) = up.and_then(|up| narrower.get_mut(up)) {
                list.push(i);
            }
        }
        Ok(Self { concepts, by_id, broader, narrower, close })
    }

    /// The concepts; their places in this list are the indexes that the other functions take and give.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The index of a concept.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// A concept by identifier.
    pub fn get(&self, id: &str) -> Option<&Concept> {
        self.index_of(id).and_then(|i| self.concepts.get(i))
    }

    /// The concept directly above.
    pub fn broader(&self, concept: usize) -> Option<usize> {
        self.broader.get(concept).copied().flatten()
    }

    /// The concepts above, from the nearest to the root.
    pub fn ancestors(&self, concept: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.broader(concept), |&up| self.broader(up))
    }

    /// The concepts directly below, in order.
    pub fn narrower(&self, concept: usize) -> &[usize] {
        self.narrower.get(concept).map_or(&[], Vec::as_slice)
    }

    /// All concepts below, each before those below it.
    pub fn descendants(&self, concept: usize) -> impl Iterator<Item = usize> + '_ {
        let mut waiting: Vec<usize> = self.narrower(concept).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(self.narrower(next).iter().rev());
            Some(next)
        })
    }

    /// The close concepts that a concept names, in its order.
    pub fn close(&self, concept: usize) -> &[usize] {
        self.close.get(concept).map_or(&[], Vec::as_slice)
    }

    /// French and English labels that name one concept, for learning a lexicon: of each concept the two preferred labels
    /// first, then each other label with the preferred one of the other language.
    pub fn parallel_labels(&self) -> impl Iterator<Item = (&str, &str)> {
        self.concepts.iter().flat_map(|concept| {
            let (french, english) = (concept.french.first(), concept.english.first());
            let both = french.zip(english).into_iter();
            let by_french = concept.french.iter().skip(1).filter_map(move |f| Some((f, english?)));
            let by_english = concept.english.iter().skip(1).filter_map(move |e| Some((french?, e)));
            both.chain(by_french).chain(by_english).map(|(f, e)| (f.as_str(), e.as_str()))
        })
    }
}
