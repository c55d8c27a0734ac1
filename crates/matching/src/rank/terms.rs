//! The words of a brief, each with the ways in which it may stand in a text of either language, and where it stands.

use std::collections::BTreeMap;

use passerelle_domain::{Brief, Language};

use crate::analyse::{Token, detect};
use crate::index::{Alternative, Hit, Index, IndexError, TextField};
use crate::rank::Query;

/// One word asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryTerm {
    /// What makes it one word: equal keys are one term.
    pub(crate) key: String,
    /// How it may be written.
    pub(crate) alternatives: Vec<Alternative>,
    /// How often the query says it.
    pub(crate) count: f64,
}

/// A word with the places where it stands.
pub(crate) type Located = (QueryTerm, Vec<Hit>);

/// The words of a brief as a whole, and of each of its requirements.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) whole: Vec<Located>,
    pub(crate) requirements: Vec<Vec<Located>>,
}

/// Words of demands that say how much, not what: folded. They count in the brief as a whole, where their rarity decides.
const FILLER: [&str; 92] = [
    "experience",
    "experiences",
    "connaissance",
    "connaissances",
    "maitrise",
    "competence",
    "competences",
    "expertise",
    "savoir",
    "faire",
    "bonne",
    "bon",
    "bonnes",
    "solide",
    "solides",
    "confirmee",
    "confirme",
    "demontree",
    "demontre",
    "reelle",
    "reel",
    "exige",
    "exigee",
    "exigees",
    "obligatoire",
    "indispensable",
    "imperatif",
    "requis",
    "requise",
    "souhaite",
    "souhaitee",
    "apprecie",
    "appreciee",
    "bienvenue",
    "bienvenu",
    "idealement",
    "serait",
    "sera",
    "ans",
    "annees",
    "minimum",
    "moins",
    "projet",
    "projets",
    "notions",
    "niveau",
    "type",
    "capacite",
    "realisation",
    "quelqu",
    "gens",
    "personne",
    "personnes",
    "equipe",
    "prestataire",
    "partenaire",
    "nous",
    "notre",
    "nos",
    "knowledge",
    "skills",
    "skill",
    "strong",
    "proven",
    "demonstrated",
    "mandatory",
    "required",
    "must",
    "nice",
    "plus",
    "least",
    "years",
    "year",
    "good",
    "solid",
    "real",
    "ability",
    "able",
    "having",
    "someone",
    "engineer",
    "team",
    "project",
    "projects",
    "would",
    "should",
    "one",
    "two",
    "deux",
    "certified",
    "certificate",
    "mois",
];

impl Words {
    pub(crate) fn of_brief(index: &Index, brief: &Brief, query: &Query<'_>) -> Result<Self, IndexError> {
        let title = brief.title.as_str();
        let text = if brief.text.contains(title)
            || brief.text.trim().is_empty() == title.is_empty() && title.ends_with("...")
        {
            brief.text.clone()
        } else {
            format!("{title}\n\n{}", brief.text)
        };
        let lexicon_weight = query.settings.lexicon_weight;
        let locate = |terms: Vec<QueryTerm>| -> Result<Vec<Located>, IndexError> {
            terms
                .into_iter()
                .map(|t| index.hits(&t.alternatives, query.hidden).map(|hits| (t, hits)))
                .collect()
        };
        // An uncertain text is read in both languages.
        let whole = locate(terms(index, &text, detect(&text), lexicon_weight, false))?;
        let mut requirements = Vec::new();
        for requirement in &brief.requirements {
            // A demand is short: its brief tells the language when it does not itself.
            let language = detect(&requirement.text).or(Some(brief.language));
            requirements.push(locate(terms(index, &requirement.text, language, lexicon_weight, true))?);
        }
        Ok(Self { whole, requirements })
    }
}

/// The distinct words of a text, by key.
fn terms(
    index: &Index,
    text: &str,
    language: Option<Language>,
    lexicon_weight: f64,
    demand: bool,
) -> Vec<QueryTerm> {
    let tokens = index.analysers.tokens(text);
    let mut all: BTreeMap<String, QueryTerm> = BTreeMap::new();
    let translations = translations(index, &tokens, language.unwrap_or(Language::English));
    for (token, translated) in tokens.iter().zip(translations) {
        if demand && (FILLER.contains(&token.exact.as_str()) || is_quantity(&token.exact)) {
            continue;
        }
        let Some(term) = term(token, language, &translated, lexicon_weight) else { continue };
        all.entry(term.key.clone()).and_modify(|t| t.count += 1.0).or_insert(term);
    }
    all.into_values().collect()
}

/// Whether a word is a small number or a unit's letter: « 2 », « 25 », « g ». C and R are languages.
pub(crate) fn is_quantity(word: &str) -> bool {
    let small_number = word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit());
    small_number || (word.chars().count() == 1 && !matches!(word, "c" | "r"))
}

fn term(
    token: &Token,
    language: Option<Language>,
    translated: &[String],
    lexicon_weight: f64,
) -> Option<QueryTerm> {
    let mut alternatives = Vec::new();
    let mut add = |field, text: &str, weight, only| {
        let alternative = Alternative { field, text: text.to_owned(), weight, only };
        if !alternatives.contains(&alternative) {
            alternatives.push(alternative);
        }
    };
    let key = if token.joined {
        add(TextField::Exact, &token.exact, 1.0, None);
        format!("={}", token.exact)
    } else if let Some(language) = language {
        let stem = token.stem(language)?;
        let other = other(language);
        add(language.into(), stem, 1.0, None);
        if translated.is_empty() {
            add(TextField::Exact, &token.exact, 1.0, Some(other));
        } else {
            for word in translated {
                add(other.into(), word, lexicon_weight, None);
            }
        }
        stem.to_owned()
    } else {
        let (french, english) = (token.french.as_deref()?, token.english.as_deref()?);
        add(TextField::French, french, 1.0, None);
        add(TextField::English, english, 1.0, None);
        format!("{french}/{english}")
    };
    Some(QueryTerm { key, alternatives, count: 1.0 })
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
