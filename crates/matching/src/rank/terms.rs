//! The words of a brief, each with the ways in which it may stand in a text of either language.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use passerelle_domain::{Brief, Language, Span};

use crate::analyse::{Token, detect, is_function_word, is_mixed, is_quantity};
use crate::index::{Index, TextField, is_spelled};
use crate::lexicon::{Family, Translation};
use crate::rank::filler::is_filler;
use crate::rank::levels::{Level, levels};
use crate::rank::points::split;
use crate::rank::roles::{Part, Role, parts};
use crate::settings::Settings;

/// One way in which a query's word may stand in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The field.
    pub(crate) field: TextField,
    /// The term in that field; several with spaces between must stand in the same text.
    pub(crate) text: String,
    /// How much an occurrence counts, 0 to 1.
    pub(crate) weight: f64,
    /// Only texts in this language are looked at; `None` for all.
    pub(crate) only: Option<Language>,
}

/// One word asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryTerm {
    /// How it may be written.
    pub(crate) alternatives: Vec<Alternative>,
    /// Whether it may stand as evidence: not a function word, a filler or a bare number.
    pub(crate) telling: bool,
    /// As the query writes it: a word folded, a concept in its words.
    pub(crate) written: String,
    /// The same with its accents, for people.
    pub(crate) surface: String,
    /// Whether it is a concept of the taxonomy, not a word.
    pub(crate) concept: Option<usize>,
}

/// The words of one point of a requirement.
#[derive(Debug, Default)]
pub(crate) struct PointWords {
    /// Where it stands in its requirement.
    pub(crate) span: Span,
    /// Whether it is one of the things that another point names in brackets.
    pub(crate) is_item: bool,
    /// Its words: number of the term, place among the point's tokens, what it does in the point.
    pub(crate) words: Vec<(usize, usize, Part)>,
    /// Its concepts: number of the term, and their tokens.
    pub(crate) concepts: Vec<(usize, Range<usize>)>,
    /// Lines of related words that it has a term of, with the term's tokens.
    pub(crate) related: Vec<(Family, Range<usize>)>,
    /// Levels of rigour that it names.
    pub(crate) levels: Vec<Level>,
}

/// The words of a brief as a whole, and of each of its requirements: numbers of terms.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) terms: Vec<QueryTerm>,
    /// Terms of the whole brief, with how often it says them.
    pub(crate) whole: Vec<(usize, f64)>,
    /// Terms of each requirement, only those that tell something.
    pub(crate) requirements: Vec<Vec<usize>>,
    /// The points of each requirement.
    pub(crate) points: Vec<Vec<PointWords>>,
    /// Folded words of the whole brief for comparing spellings, with how often it says them.
    pub(crate) spelled: BTreeMap<String, f64>,
}

impl Words {
    pub(crate) fn of_brief(index: &Index, brief: &Brief, settings: &Settings) -> Self {
        let title = brief.title.as_str();
        // An uncertain text is read in both languages, a mixed one line by line.
        let language = detect(&brief.text).or_else(|| detect(title));
        let mixed = language.is_some_and(|language| is_mixed(&brief.text, language));
        let mut terms = Terms { index, settings, numbers: BTreeMap::new(), all: Vec::new() };
        let mut whole = Counted::default();
        if mixed {
            for line in brief.text.lines() {
                terms.add(line, detect(line), 1.0, &mut whole);
            }
        } else {
            terms.add(&brief.text, language, 1.0, &mut whole);
        }
        // Shortened titles are the text's own first words.
        let said = brief.text.contains(title) || title.ends_with("...");
        let weight = if said { settings.title_weight } else { 1.0 + settings.title_weight };
        if weight > 0.0 && !title.ends_with("...") {
            terms.add(title, detect(title).or(language).filter(|_| !mixed), weight, &mut whole);
        }
        let (mut requirements, mut points) = (Vec::new(), Vec::new());
        for requirement in &brief.requirements {
            // A demand is short: its brief tells the language when it does not itself.
            let language = detect(&requirement.text).or(if mixed { None } else { Some(brief.language) });
            let mut all = BTreeSet::new();
            let mut told = Vec::new();
            for (span, is_item) in split(&requirement.text) {
                let point = terms.point(span.of(&requirement.text), language);
                let wanted = point.words.iter().filter(|(.., part)| part.role > Role::Not);
                all.extend(wanted.map(|(term, ..)| *term));
                all.extend(point.concepts.iter().map(|(term, _)| *term));
                told.push(PointWords { span, is_item, ..point });
            }
            // What says nothing by itself is no point.
            if told.iter().any(|point| !point.words.is_empty()) {
                told.retain(|point| !point.words.is_empty());
            }
            requirements.push(all.into_iter().collect());
            points.push(told);
        }
        let Counted { terms: counts, spelled, .. } = whole;
        Self { terms: terms.all, whole: counts.into_iter().collect(), requirements, points, spelled }
    }
}

/// How often a text says what.
#[derive(Debug, Default)]
struct Counted {
    terms: BTreeMap<usize, f64>,
    spelled: BTreeMap<String, f64>,
    /// Each word with the place of its token, and each concept with the places of its tokens.
    words: Vec<(usize, usize)>,
    concepts: Vec<(usize, Range<usize>)>,
}

/// The distinct words of some texts, by key.
struct Terms<'a> {
    index: &'a Index,
    settings: &'a Settings,
    numbers: BTreeMap<String, usize>,
    all: Vec<QueryTerm>,
}

impl Terms<'_> {
    /// One point of a requirement: its telling words, and what they do in it.
    fn point(&mut self, text: &str, language: Option<Language>) -> PointWords {
        let mut counted = Counted::default();
        self.add(text, language, 1.0, &mut counted);
        let knowledge = &self.index.knowledge;
        let tokens = knowledge.analysers.tokens(text);
        let roles = parts(text, &tokens);
        let asked = |place: usize| roles.get(place).copied().filter(|part| part.role > Role::Idle);
        // One stem may be a filler in one form and a subject in another: "engineer", "engineering".
        let telling = |place: usize| {
            tokens.get(place).is_some_and(|token: &Token| {
                let word = token.exact.as_str();
                !(is_filler(word) || is_quantity(word) || is_date(word) || is_empty(word, language))
            })
        };
        let word = |(number, place)| Some((number, place, asked(place).filter(|_| telling(place))?));
        let mut words: Vec<(usize, usize, Part)> = counted.words.into_iter().filter_map(word).collect();
        // « Quelqu'un qui sait lire l'Ada » asks for what it says in detail.
        if words.iter().all(|(.., part)| part.role <= Role::Detail) {
            let details = words.iter_mut().filter(|(.., part)| part.role == Role::Detail);
            details.for_each(|(.., part)| part.role = Role::Core);
        }
        let wanted = |place: usize| asked(place).is_some_and(|part| part.role > Role::Not);
        counted.concepts.retain(|(_, tokens)| wanted(tokens.start));
        let languages = [Language::French, Language::English].into_iter();
        let spot = |l| knowledge.lexicon.related.spot(&tokens, l);
        let mut related: Vec<_> =
            languages.filter(|l| language.is_none_or(|own| own == *l)).flat_map(spot).collect();
        related.retain(|(_, tokens)| wanted(tokens.start));
        PointWords {
            words,
            concepts: counted.concepts,
            related,
            levels: levels(&tokens),
            ..Default::default()
        }
    }

    /// Adds a text whose words count so much each; without a language it is read in both.
    fn add(&mut self, text: &str, language: Option<Language>, count: f64, counted: &mut Counted) {
        let knowledge = &self.index.knowledge;
        let tokens = knowledge.analysers.tokens(text);
        let french = language.is_none_or(|l| l == Language::French);
        let english = language.is_none_or(|l| l == Language::English);
        let none = || vec![Vec::new(); tokens.len()];
        let to_english = if french { translations(self.index, &tokens, Language::French) } else { none() };
        let to_french = if english { translations(self.index, &tokens, Language::English) } else { none() };
        for (place, (token, translated)) in
            tokens.iter().zip(to_english.into_iter().zip(to_french)).enumerate()
        {
            let empty = (french && is_function_word(&token.exact, Language::French))
                || (english && is_function_word(&token.exact, Language::English));
            let telling = !empty && !is_filler(&token.exact) && !is_quantity(&token.exact);
            if !token.joined && is_spelled(&token.exact) {
                *counted.spelled.entry(token.exact.to_string()).or_default() += count;
            }
            let Some((key, alternatives)) =
                written(token, language, &translated, self.settings.lexicon_weight)
            else {
                continue;
            };
            let written = token.exact.to_string();
            let surface = token.span.of(text).to_owned();
            let number =
                self.number(key, QueryTerm { alternatives, telling, written, surface, concept: None });
            *counted.terms.entry(number).or_default() += count;
            counted.words.push((number, place));
        }
        if self.settings.concept_weight > 0.0 {
            for spotted in knowledge.spotter.spot(text, &tokens) {
                let words = tokens.get(spotted.tokens.clone()).unwrap_or_default();
                let place = words.first().zip(words.last()).map(|(a, b)| a.span.start..b.span.end);
                let written = place.and_then(|place| text.get(place)).unwrap_or_default();
                let number = self.concept(spotted.concept, written);
                *counted.terms.entry(number).or_default() += count * self.settings.concept_weight;
                counted.concepts.push((number, spotted.tokens));
            }
        }
    }

    fn concept(&mut self, concept: usize, written: &str) -> usize {
        let mut alternatives = Vec::new();
        for (other, weight) in self.index.knowledge.near(concept) {
            alternatives.push(Alternative {
                field: TextField::Concept,
                text: other.to_string(),
                weight,
                only: None,
            });
        }
        let (written, surface) = (written.to_owned(), written.to_owned());
        let term = QueryTerm { alternatives, telling: true, written, surface, concept: Some(concept) };
        self.number(format!("#{concept}"), term)
    }

    fn number(&mut self, key: String, term: QueryTerm) -> usize {
        *self.numbers.entry(key).or_insert_with(|| {
            self.all.push(term);
            self.all.len() - 1
        })
    }
}

/// Whether a word is empty in a text that may quote the other language: « et » in an English one is, "car" is not.
fn is_empty(word: &str, language: Option<Language>) -> bool {
    const WORDS_ELSEWHERE: [&str; 8] = ["car", "son", "or", "but", "as", "mine", "thing", "well"];
    let empty = |l| is_function_word(word, l) && (language == Some(l) || !WORDS_ELSEWHERE.contains(&word));
    empty(Language::French) || empty(Language::English)
}

/// Whether a word is a year of our time.
fn is_date(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20") && word.chars().all(|c| c.is_ascii_digit())
}

/// The key of a word and the ways in which it may stand in a text; `None` for a stop word. `translated` holds its English
/// words and its French ones.
fn written(
    token: &Token,
    language: Option<Language>,
    translated: &(Vec<Translation>, Vec<Translation>),
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
        if !is_function_word(&token.exact, other) {
            add(TextField::Exact, &token.exact, 1.0, Some(other));
        }
        for (word, weight) in translated {
            add(other.into(), word, lexicon_weight * weight, None);
        }
        let prefix = if language == Language::French { "f" } else { "e" };
        format!("{prefix}:{stem}")
    } else {
        let (french, english) = (token.french.as_deref()?, token.english.as_deref()?);
        add(TextField::French, french, 1.0, None);
        add(TextField::English, english, 1.0, None);
        for (word, weight) in &translated.0 {
            add(TextField::English, word, lexicon_weight * weight, None);
        }
        for (word, weight) in &translated.1 {
            add(TextField::French, word, lexicon_weight * weight, None);
        }
        format!("{french}/{english}")
    };
    Some((key, alternatives))
}

/// For each token the words of the other language that stand for it.
fn translations(index: &Index, tokens: &[Token], language: Language) -> Vec<Vec<Translation>> {
    let stems: Vec<(usize, &str)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(i, token)| token.stem(language).map(|stem| (i, stem)))
        .collect();
    let words: Vec<&str> = stems.iter().map(|s| s.1).collect();
    let mut out = vec![Vec::new(); tokens.len()];
    for ((i, _), found) in stems.iter().zip(index.knowledge.lexicon.translate(&words, language)) {
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
