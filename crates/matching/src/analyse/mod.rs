//! From text to terms: one tokenizer, and per language stop words, stems and folding.

mod denials;
mod form;
mod language;
mod sentences;
mod stops;
mod tokenizer;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use passerelle_domain::{Language, Span};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Stems, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};

pub(crate) use denials::denied;
pub(crate) use form::{FAMILY, Form, Hashed, Keys, Ready, family, is_quantity, key};
pub(crate) use language::{detect, is_mixed};
pub(crate) use sentences::sentences;
pub(crate) use stops::is_function_word;
use tokenizer::Word;

/// One word of a text in its three forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// Whether it is a compound such as `do178c`, made of words that are there as well.
    pub(crate) joined: bool,
    /// Its forms, shared by all tokens of the word.
    forms: Arc<Forms>,
}

impl Deref for Token {
    type Target = Forms;

    fn deref(&self) -> &Forms {
        &self.forms
    }
}

impl Token {
    /// The stem in a language.
    pub(crate) fn stem(&self, language: Language) -> Option<&str> {
        match language {
            Language::French => self.french.as_deref(),
            Language::English => self.english.as_deref(),
        }
    }
}

/// The forms of one word.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Forms {
    /// French stem; `None` for a French stop word, and for a compound.
    pub(crate) french: Option<Form>,
    /// English stem; `None` for an English stop word, and for a compound.
    pub(crate) english: Option<Form>,
    /// Folded, not stemmed.
    pub(crate) exact: Form,
    /// The same forms as numbers.
    pub(crate) keys: Keys,
}

/// Forms remembered by each thread: words come back far more often than new ones come.
const REMEMBERED: usize = 50_000;

/// By word; words are short, and the usual hash takes longer than the rest of looking one up.
type ByWord = HashMap<String, Arc<Forms>, Hashed>;

/// Words, and compounds apart from them: these have no stems.
#[derive(Default)]
struct Known {
    words: ByWord,
    compounds: ByWord,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(Known::default());
}

/// The analysers, made once.
#[derive(Clone)]
pub(crate) struct Analysers {
    french: TextAnalyzer,
    english: TextAnalyzer,
    exact: TextAnalyzer,
}

impl Analysers {
    pub(crate) fn new() -> Self {
        // Stems are taken before accents are folded: the stemmers know suffixes by their accents.
        let language = |stems: Stems, more: &str| {
            let more = more.split_whitespace().map(str::to_owned);
            let builder = TextAnalyzer::builder(RawTokenizer::default()).filter(StopWordFilter::remove(more));
            match StopWordFilter::new(stems) {
                Some(stops) => {
                    builder.filter(stops).filter(Stemmer::new(stems)).filter(AsciiFoldingFilter).build()
                }
                None => builder.filter(Stemmer::new(stems)).filter(AsciiFoldingFilter).build(),
            }
        };
        Self {
            french: language(Stems::French, stops::FRENCH),
            english: language(Stems::English, stops::ENGLISH),
            exact: TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build(),
        }
    }

    /// Stems of one language, stop words left out.
    pub(crate) fn stems(&self, text: &str, language: Language) -> Vec<String> {
        let tokens = self.tokens(text);
        tokens.iter().filter_map(|token| token.stem(language).map(str::to_owned)).collect()
    }

    /// All words in all forms, in the order of the text. Compounds have no stems.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        KNOWN.with(|known| {
            // Nothing below calls back into this function.
            let Ok(mut known) = known.try_borrow_mut() else { return Vec::new() };
            if known.words.len() + known.compounds.len() > REMEMBERED {
                *known = Known::default();
            }
            let split = tokenizer::split(text);
            let token = |word| self.token(word, split.letters(word), &mut known);
            split.words.iter().map(token).filter(|token| !token.exact.is_empty()).collect()
        })
    }

    fn token(&self, word: &Word, letters: &str, known: &mut Known) -> Token {
        let joined = word.joined;
        let known = if joined { &mut known.compounds } else { &mut known.words };
        let forms = if let Some(forms) = known.get(letters) {
            Arc::clone(forms)
        } else {
            let forms = Arc::new(self.forms(letters, joined));
            known.insert(letters.to_owned(), Arc::clone(&forms));
            forms
        };
        Token { span: Span { start: word.from, end: word.to }, joined, forms }
    }

    fn forms(&self, word: &str, joined: bool) -> Forms {
        let one = |analyser: &TextAnalyzer| {
            let mut analyser = analyser.clone();
            let mut stream = analyser.token_stream(word);
            stream.next().map(|token| Form::from(token.text.as_str())).filter(|text| !text.is_empty())
        };
        let stem = |analyser| if joined { None } else { one(analyser) };
        let (french, english) = (stem(&self.french), stem(&self.english));
        let exact = one(&self.exact).unwrap_or_else(|| Form::from(""));
        let keys = Keys::of(&exact, french.as_deref(), english.as_deref());
        Forms { french, english, exact, keys }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(text: &str) -> Vec<String> {
        Analysers::new().stems(text, Language::French)
    }

    fn exact(text: &str) -> Vec<String> {
        Analysers::new().tokens(text).iter().map(|t| t.exact.to_string()).collect()
    }

    #[test]
    fn names_of_technologies_survive() {
        assert_eq!(exact("C++, C#, .NET et Node.js."), ["c++", "c#", ".net", "et", "node.js"]);
        assert_eq!(exact("A+B, F# (C)"), ["a", "b", "f#", "c"]);
    }

    #[test]
    fn elisions_fall_with_both_apostrophes() {
        assert_eq!(french("l'équipe d’essais qu'elle"), french("équipe essais elle"));
    }

    #[test]
    fn words_glued_by_a_missing_space_come_apart() {
        assert_eq!(exact("hardware.INTEGRAL"), ["hardware", "integral"]);
    }

    #[test]
    fn standards_are_also_one_word() {
        assert!(exact("selon la DO-178C").contains(&"do178c".to_owned()));
        assert!(exact("EN 9100").contains(&"en9100".to_owned()));
        assert!(exact("EN9100").contains(&"en9100".to_owned()));
        assert!(exact("ISO/IEC 27001").contains(&"iso27001".to_owned()));
    }

    #[test]
    fn accents_do_not_matter() {
        assert_eq!(french("développeur"), french("developpeur"));
    }

    #[test]
    fn a_token_has_its_three_forms_and_its_place() {
        let text = "the “systèmes” of C++";
        let tokens = Analysers::new().tokens(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(words, ["the", "systèmes", "of", "C++"]);
        assert_eq!(tokens.first().and_then(|t| t.stem(Language::English)), None);
        assert_eq!(tokens.get(1).and_then(|t| t.french.as_deref()), Some("system"));
    }
}
