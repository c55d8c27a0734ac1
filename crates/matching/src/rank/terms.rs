//! The words of a brief, each with the ways in which it may stand in a text of either language, and where it stands.

use std::collections::BTreeMap;

use passerelle_domain::{Brief, Language};

use crate::analyse::{Token, detect, is_function_word, is_mixed};
use crate::index::{Alternative, Hit, Index, IndexError, TextField};
use crate::rank::Query;
use crate::rank::filler::is_filler;

/// One word asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryTerm {
    /// What makes it one word: equal keys are one term.
    pub(crate) key: String,
    /// How it may be written.
    pub(crate) alternatives: Vec<Alternative>,
    /// How often the query says it.
    pub(crate) count: f64,
    /// Whether it may stand as evidence: not a function word, a filler or a bare number.
    pub(crate) telling: bool,
}

/// A word with the places where it stands.
pub(crate) type Located = (QueryTerm, Vec<Hit>);

/// The words of a brief as a whole, and of each of its requirements.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) whole: Vec<Located>,
    pub(crate) requirements: Vec<Vec<Located>>,
}

impl Words {
    pub(crate) fn of_brief(index: &Index, brief: &Brief, query: &Query<'_>) -> Result<Self, IndexError> {
        let title = brief.title.as_str();
        let settings = query.settings;
        let locate = |terms: Vec<QueryTerm>| -> Result<Vec<Located>, IndexError> {
            terms
                .into_iter()
                .map(|t| index.hits(&t.alternatives, query.hidden).map(|hits| (t, hits)))
                .collect()
        };
        // An uncertain text is read in both languages, a mixed one line by line.
        let language = detect(&brief.text).or_else(|| detect(title));
        let mixed = language.is_some_and(|language| is_mixed(&brief.text, language));
        let mut whole = Terms::new(index, settings.lexicon_weight);
        if mixed {
            for line in brief.text.lines() {
                whole.add(line, detect(line), 1.0);
            }
        } else {
            whole.add(&brief.text, language, 1.0);
        }
        // Shortened titles are the text's own first words.
        let said = brief.text.contains(title) || title.ends_with("...");
        let weight = if said { settings.title_weight } else { 1.0 + settings.title_weight };
        if weight > 0.0 && !title.ends_with("...") {
            whole.add(title, detect(title).or(language).filter(|_| !mixed), weight);
        }
        let whole = locate(whole.into_vec())?;
        let mut requirements = Vec::new();
        for requirement in &brief.requirements {
            // A demand is short: its brief tells the language when it does not itself.
            let language = detect(&requirement.text).or(if mixed { None } else { Some(brief.language) });
            let mut demand = Terms::new(index, settings.lexicon_weight);
            demand.add(&requirement.text, language, 1.0);
            requirements.push(locate(demand.into_vec().into_iter().filter(|t| t.telling).collect())?);
        }
        Ok(Self { whole, requirements })
    }
}

/// The distinct words of some texts, by key.
struct Terms<'a> {
    index: &'a Index,
    lexicon_weight: f64,
    all: BTreeMap<String, QueryTerm>,
}

impl<'a> Terms<'a> {
    fn new(index: &'a Index, lexicon_weight: f64) -> Self {
        Self { index, lexicon_weight, all: BTreeMap::new() }
    }

    /// Adds a text whose words count so much each; without a language it is read in both.
    fn add(&mut self, text: &str, language: Option<Language>, count: f64) {
        let tokens = self.index.analysers.tokens(text);
        let french = language.is_none_or(|l| l == Language::French);
        let english = language.is_none_or(|l| l == Language::English);
        let none = || vec![Vec::new(); tokens.len()];
        let to_english = if french { translations(self.index, &tokens, Language::French) } else { none() };
        let to_french = if english { translations(self.index, &tokens, Language::English) } else { none() };
        for (token, translated) in tokens.iter().zip(to_english.into_iter().zip(to_french)) {
            let empty = (french && is_function_word(&token.exact, Language::French))
                || (english && is_function_word(&token.exact, Language::English));
            let telling = !empty && !is_filler(&token.exact) && !is_quantity(&token.exact);
            let Some((key, alternatives)) = written(token, language, &translated, self.lexicon_weight) else {
                continue;
            };
            let term = QueryTerm { key: key.clone(), alternatives, count: 0.0, telling };
            self.all.entry(key).or_insert(term).count += count;
        }
    }

    fn into_vec(self) -> Vec<QueryTerm> {
        self.all.into_values().collect()
    }
}

/// Whether a word is a small number or a unit's letter: « 2 », « 25 », « g ». C and R are languages.
pub(crate) fn is_quantity(word: &str) -> bool {
    let small_number = word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    small_number || (word.chars().count() == 1 && !matches!(word, "c" | "r"))
}

/// The key of a word and the ways in which it may stand in a text; `None` for a stop word. `translated` holds its English
/// words and its French ones.
fn written(
    token: &Token,
    language: Option<Language>,
    translated: &(Vec<String>, Vec<String>),
    lexicon_weight: f64,
) -> Option<(String, Vec<Alternative>)> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    let mut add = |field, text: &str, weight, only| {
        if !alternatives.iter().any(|a| a.field == field && a.text == text && a.only == only) {
            alternatives.push(Alternative { field, text: text.to_owned(), weight, only });
        }
    };
    let key = if token.joined {
        add(TextField::Exact, &token.exact, 1.0, None);
        format!("={}", token.exact)
    } else if let Some(language) = language {
        let stem = token.stem(language)?;
        let other = other(language);
        add(language.into(), stem, 1.0, None);
        let translated = if language == Language::French { &translated.0 } else { &translated.1 };
        // « in » and « and » of an English quotation must not meet every English text.
        if translated.is_empty() && !is_function_word(&token.exact, other) {
            add(TextField::Exact, &token.exact, 1.0, Some(other));
        }
        for word in translated {
            add(other.into(), word, lexicon_weight, None);
        }
        stem.to_owned()
    } else {
        let (french, english) = (token.french.as_deref()?, token.english.as_deref()?);
        add(TextField::French, french, 1.0, None);
        add(TextField::English, english, 1.0, None);
        for word in &translated.0 {
            add(TextField::English, word, lexicon_weight, None);
        }
        for word in &translated.1 {
            add(TextField::French, word, lexicon_weight, None);
        }
        format!("{french}/{english}")
    };
    Some((key, alternatives))
}

/// For each token the words of the other language that stand for it.
fn translations(index: &Index, tokens: &[Token], language: Language) -> Vec<Vec<String>> {
    let stems: Vec<(usize, &str)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(i, token)| token.stem(language).map(|stem| (i, stem)))
        .collect();
    let words: Vec<&str> = stems.iter().map(|s| s.1).collect();
    let mut out = vec![Vec::new(); tokens.len()];
    for ((i, _), found) in stems.iter().zip(index.lexicon.translate(&words, language)) {
        if let Some(slot) = out.get_mut(*i) {
            *slot = found;
        }
    }
    out
}

fn other(language: Language) -> Language {
    match language {
        Language::French => Language::English,
        Language::English => Language::French,
    }
}
