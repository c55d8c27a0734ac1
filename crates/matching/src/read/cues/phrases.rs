//! Lists of phrases to look for.

use std::collections::BTreeMap;

/// Folded phrases, found by their first word: a text is looked through once, however many there are.
#[derive(Debug)]
pub(super) struct Phrases {
    by_first: BTreeMap<&'static str, Vec<String>>,
    /// Beginnings of single words.
    stems: Vec<String>,
}

impl Phrases {
    /// The phrases of a text.
    pub(super) fn all(&self, folded: &str) -> Vec<&str> {
        self.found(folded).map(|(_, phrase)| phrase).collect()
    }

    /// Where phrases stand in a folded text with a space around each word, and which.
    pub(super) fn found<'p, 't>(
        &'p self,
        folded: &'t str,
    ) -> impl Iterator<Item = (usize, &'p str)> + use<'p, 't> {
        let begun = move |(at, _): (usize, &str)| {
            let rest = folded.get(at..)?;
            let first = rest.get(1..)?.split(' ').next()?;
            let known = self.by_first.get(first).into_iter().flatten().chain(&self.stems);
            known.map(String::as_str).find(|phrase| rest.starts_with(phrase)).map(|phrase| (at, phrase))
        };
        folded.match_indices(' ').filter_map(begun)
    }
}

/// Phrases from a list with commas, a space around each; `*` stands for any ending of the last word.
pub(super) fn phrases(list: &'static str) -> Phrases {
    let mut out = Phrases { by_first: BTreeMap::new(), stems: Vec::new() };
    for phrase in list.split(',').map(str::trim) {
        let spaced = match phrase.strip_suffix('*') {
            Some(stem) => format!(" {stem}"),
            None => format!(" {phrase} "),
        };
        match phrase.split_once(' ') {
            None if phrase.ends_with('*') => out.stems.push(spaced),
            None => out.by_first.entry(phrase).or_default().push(spaced),
            Some((first, _)) => out.by_first.entry(first).or_default().push(spaced),
        }
    }
    out
}

/// Whether a folded text holds one of the phrases.
pub(super) fn says(folded: &str, phrases: &Phrases) -> bool {
    phrases.found(folded).next().is_some()
}
