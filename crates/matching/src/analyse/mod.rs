//! From text to terms: one tokenizer, and per language stop words, stems and folding.

mod language;
mod sentences;
mod stops;
mod tokenizer;

use passerelle_domain::{Language, Span};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Stems, Stemmer, StopWordFilter, TextAnalyzer, Token as Raw,
};

pub(crate) use language::{detect, is_mixed};
pub(crate) use sentences::sentences;
pub(crate) use stops::is_function_word;
use tokenizer::WordTokenizer;

/// One word of a text in its three forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// French stem; `None` for a French stop word.
    pub(crate) french: Option<String>,
    /// English stem; `None` for an English stop word.
    pub(crate) english: Option<String>,
    /// Folded, not stemmed.
    pub(crate) exact: String,
    /// Whether it is a compound such as `do178c`, made of words that are there as well.
    pub(crate) joined: bool,
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
            let builder =
                TextAnalyzer::builder(WordTokenizer { joined: false }).filter(StopWordFilter::remove(more));
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
            exact: TextAnalyzer::builder(WordTokenizer { joined: true }).filter(AsciiFoldingFilter).build(),
        }
    }

    /// Stems of one language, stop words left out.
    pub(crate) fn stems(&self, text: &str, language: Language) -> Vec<Raw> {
        match language {
            Language::French => collect(&self.french, text),
            Language::English => collect(&self.english, text),
        }
    }

    /// Folded words and compounds.
    pub(crate) fn exact(&self, text: &str) -> Vec<Raw> {
        collect(&self.exact, text)
    }

    /// All words in all forms, in the order of the text.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut french = collect(&self.french, text).into_iter().peekable();
        let mut english = collect(&self.english, text).into_iter().peekable();
        let mut at = |from: usize, joined: bool| {
            if joined {
                return (None, None);
            }
            (french.next_if(|t| t.offset_from == from), english.next_if(|t| t.offset_from == from))
        };
        collect(&self.exact, text)
            .into_iter()
            .map(|token| {
                // The tokenizer marks compounds by a position length of two.
                let joined = token.position_length > 1;
                let (fr, en) = at(token.offset_from, joined);
                Token {
                    span: Span { start: token.offset_from, end: token.offset_to },
                    french: fr.map(|t| t.text),
                    english: en.map(|t| t.text),
                    exact: token.text,
                    joined,
                }
            })
            .collect()
    }
}

fn collect(analyser: &TextAnalyzer, text: &str) -> Vec<Raw> {
    let mut analyser = analyser.clone();
    let mut stream = analyser.token_stream(text);
    let mut out = Vec::new();
    while let Some(token) = stream.next() {
        if !token.text.is_empty() {
            out.push(token.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(text: &str) -> Vec<String> {
        Analysers::new().stems(text, Language::French).into_iter().map(|t| t.text).collect()
    }

    fn exact(text: &str) -> Vec<String> {
        Analysers::new().exact(text).into_iter().map(|t| t.text).collect()
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
        assert_eq!(tokens.first().and_then(|t| t.english.clone()), None);
        assert_eq!(tokens.get(1).and_then(|t| t.french.clone()).as_deref(), Some("system"));
    }
}
