//! From the labels of a taxonomy to the sequences that are looked for.

use passerelle_domain::{Concept, Language, Taxonomy, fold};
use rayon::prelude::*;

use super::Spotter;
use super::doubt::Doubt;
use super::reading::Stream;
use super::trie::{Trie, Vocabulary};
use crate::analyse::{Analysers, Token};

/// Labels analysed in one piece: the analysers cost more to start than to run.
const PIECE: usize = 512;

/// One label of one concept.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) concept: usize,
    pub(super) writing: Writing,
    /// What decides about it, when it is ambiguous.
    pub(super) doubt: Option<usize>,
}

/// How a label must be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Writing {
    /// Anyhow.
    Any,
    /// With these words as they are, among others: « IT » in « IT security ».
    Holds(Vec<String>),
    /// As it stands, but for a final plural s.
    Exactly(Vec<String>),
}

/// What a text of the taxonomy is for.
#[derive(Clone, Copy)]
enum Role {
    Label(Language),
    Acronym,
    Context,
    Never,
}

/// A text of the taxonomy and its words.
struct Entry<'t> {
    concept: usize,
    role: Role,
    text: &'t str,
    tokens: Vec<Token>,
}

#[derive(Default)]
pub(super) struct Builder {
    vocabulary: Vocabulary,
    tries: [Trie; 3],
    names: Vec<Name>,
    doubts: Vec<Doubt>,
}

impl Builder {
    pub(super) fn build(mut self, taxonomy: &Taxonomy, analysers: &Analysers) -> Spotter {
        let mut doubted: Option<usize> = None;
        for entry in &analysed(taxonomy, analysers) {
            let Some(concept) = taxonomy.concepts().get(entry.concept) else { continue };
            if !concept.ambiguous.is_empty() && doubted != Some(entry.concept) {
                doubted = Some(entry.concept);
                self.doubts.push(Doubt::default());
            }
            match (entry.role, self.doubts.last_mut()) {
                (Role::Label(language), _) => self.label(concept, entry, language),
                (Role::Acronym, _) => self.acronym(concept, entry),
                (Role::Context, Some(doubt)) => doubt.add_context(&entry.tokens, &mut self.vocabulary),
                (Role::Never, Some(doubt)) => doubt.add_never(&entry.tokens, &mut self.vocabulary),
                (Role::Context | Role::Never, None) => {}
            }
        }
        Spotter { vocabulary: self.vocabulary, tries: self.tries, names: self.names, doubts: self.doubts }
    }

    fn label(&mut self, concept: &Concept, entry: &Entry<'_>, language: Language) {
        let stream = Stream::Stems(language);
        let plain: Vec<&Token> = entry.tokens.iter().filter(|token| !token.joined).collect();
        let doubt = self.doubt(concept, entry);
        let parts = heavy(&plain, stream);
        if concept.imported && parts.len() < 2 {
            return;
        }
        let name = self.name(entry.concept, writing(entry.text, &plain, doubt.is_some()), doubt);
        self.sequence(&parts, stream, name);
        if plain.len() < entry.tokens.len() {
            // The words of a compound have lost their case.
            let name = self.name(entry.concept, Writing::Any, doubt);
            self.sequence(&heavy(&with_compound(&entry.tokens), stream), stream, name);
        }
    }

    /// Adds a label's words: one alone as it is and in the plural, several by their stems.
    fn sequence(&mut self, words: &[&Token], stream: Stream, name: u32) {
        if let [one] = words {
            for form in plurals(&one.exact) {
                self.add(Stream::Exact, &[(*one, &form)], name);
            }
        } else {
            let forms: Vec<(&Token, &str)> = words.iter().map(|word| (*word, stream.form(word).0)).collect();
            self.add(stream, &forms, name);
        }
    }

    fn acronym(&mut self, concept: &Concept, entry: &Entry<'_>) {
        let plain: Vec<&Token> = entry.tokens.iter().filter(|token| !token.joined).collect();
        let Some((last, before)) = plain.split_last() else { return };
        let doubt = self.doubt(concept, entry);
        let name = self.name(entry.concept, exactly(entry.text, &plain), doubt);
        for end in [last.exact.to_string(), format!("{}s", last.exact)] {
            let forms = before.iter().map(|t| (*t, t.exact.as_str())).chain([(*last, end.as_str())]);
            self.add(Stream::Exact, &forms.collect::<Vec<_>>(), name);
        }
    }

    /// The doubt about this text, if it is ambiguous: the last one made is this concept's.
    fn doubt(&self, concept: &Concept, entry: &Entry<'_>) -> Option<usize> {
        let listed = concept.ambiguous.iter().any(|label| fold(label) == fold(entry.text));
        if listed { self.doubts.len().checked_sub(1) } else { None }
    }

    fn name(&mut self, concept: usize, writing: Writing, doubt: Option<usize>) -> u32 {
        self.names.push(Name { concept, writing, doubt });
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
    }

    fn add(&mut self, stream: Stream, forms: &[(&Token, &str)], name: u32) {
        let keys: Vec<u32> =
            forms.iter().map(|(token, form)| stream.key(token, self.vocabulary.add(form))).collect();
        if let Some(trie) = self.tries.get_mut(stream.place()) {
            trie.add(&keys, name);
        }
    }
}

/// All texts of a taxonomy with their words, by concept.
fn analysed<'t>(taxonomy: &'t Taxonomy, analysers: &Analysers) -> Vec<Entry<'t>> {
    let mut texts: Vec<(usize, Role, &str)> = Vec::new();
    for (i, concept) in taxonomy.concepts().iter().enumerate() {
        let lists = [
            (Role::Label(Language::French), &concept.french),
            (Role::Label(Language::English), &concept.english),
            (Role::Acronym, &concept.acronyms),
            (Role::Context, &concept.context),
            (Role::Never, &concept.never),
        ];
        for (role, list) in lists {
            texts.extend(list.iter().map(|text| (i, role, text.as_str())));
        }
    }
    texts.par_chunks(PIECE).flat_map_iter(|piece| pieces(piece, analysers)).collect()
}

/// Analyses many short texts as one, each on lines of its own.
fn pieces<'t>(texts: &[(usize, Role, &'t str)], analysers: &Analysers) -> Vec<Entry<'t>> {
    let whole: String = texts.iter().flat_map(|(_, _, text)| [*text, "\n\n"]).collect();
    let mut tokens = analysers.tokens(&whole).into_iter().peekable();
    let mut start = 0;
    let entries = texts.iter().map(|&(concept, role, text)| {
        let end = start + text.len();
        let mut own = Vec::new();
        while let Some(mut token) = tokens.next_if(|token| token.span.start < end) {
            token.span.start = token.span.start.saturating_sub(start);
            token.span.end = token.span.end.saturating_sub(start);
            own.push(token);
        }
        start = end + "\n\n".len();
        Entry { concept, role, text, tokens: own }
    });
    entries.collect()
}

/// The words without the stop words between them; those at both ends stay.
fn heavy<'t>(tokens: &[&'t Token], stream: Stream) -> Vec<&'t Token> {
    let last = tokens.len().saturating_sub(1);
    let kept = tokens.iter().enumerate().filter(|(i, token)| *i == 0 || *i == last || !stream.form(token).1);
    kept.map(|(_, token)| *token).collect()
}

/// The words with each compound in the place of its parts.
fn with_compound(tokens: &[Token]) -> Vec<&Token> {
    let mut out: Vec<&Token> = Vec::new();
    for token in tokens {
        if token.joined {
            while out.last().is_some_and(|before| before.span.start >= token.span.start) {
                out.pop();
            }
        }
        out.push(token);
    }
    out
}

/// How a label must be written: an ambiguous one with capitals as it stands, as a stop word in capitals; stop words in capitals
/// inside of a longer label stay capitals; anything else anyhow.
fn writing(text: &str, plain: &[&Token], ambiguous: bool) -> Writing {
    let stop = |token: &Token| token.french.is_none() || token.english.is_none();
    let capitals = |token: &Token| {
        let raw = token.span.of(text);
        raw.chars().any(char::is_uppercase) && !raw.chars().any(char::is_lowercase)
    };
    let shouted: Vec<&&Token> = plain.iter().filter(|token| stop(token) && capitals(token)).collect();
    if (ambiguous && text.chars().any(char::is_uppercase)) || (plain.len() == 1 && !shouted.is_empty()) {
        return exactly(text, plain);
    }
    if shouted.is_empty() {
        return Writing::Any;
    }
    Writing::Holds(shouted.into_iter().map(|token| token.span.of(text).to_owned()).collect())
}

fn exactly(text: &str, plain: &[&Token]) -> Writing {
    Writing::Exactly(plain.iter().map(|token| token.span.of(text).to_owned()).collect())
}

/// A word and its regular plurals, French and English.
fn plurals(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return forms;
    }
    let stem = |end: &str| word.strip_suffix(end);
    if ["au", "eu"].iter().any(|end| word.ends_with(end)) {
        forms.push(format!("{word}x"));
    } else if let Some(stem) = stem("al") {
        forms.push(format!("{stem}aux"));
    } else if let Some(stem) = stem("y") {
        forms.push(format!("{stem}ies"));
    } else if ["ch", "sh", "ss", "x"].iter().any(|end| word.ends_with(end)) {
        forms.push(format!("{word}es"));
    }
    if !word.ends_with(['s', 'x', 'z']) {
        forms.push(format!("{word}s"));
    }
    forms
}
