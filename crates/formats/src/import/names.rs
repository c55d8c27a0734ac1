//! Finds firms, clients and desks by what people call them.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_domain::fold;

use crate::reader::nearest;

/// Words that tell what sort of company it is, not which.
const LEGAL: &[&str] = &[
    "sas",
    "sasu",
    "sarl",
    "sa",
    "snc",
    "eurl",
    "sci",
    "scop",
    "scic",
    "gie",
    "selarl",
    "sca",
    "scs",
    "ei",
    "eirl",
    "sel",
    "se",
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "llp",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "bv",
    "nv",
    "srl",
    "spa",
    "sl",
    "slu",
    "ab",
    "oy",
    "as",
    "aps",
];

/// A company's name under which two writings of it are equal: folded, without its legal form at either end.
///
/// « Aérolys Ingénierie S.A.S. » and "SARL aerolys ingenierie" are both `aerolys ingenierie`. A name that is nothing but such
/// words stays as it is.
pub fn folded_company(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<String> = Vec::new();
    let mut spelled = false;
    for word in folded.split(' ') {
        let word = word.replace(
            '.',
            if word.chars().filter(|c| *c == '.').count() > 1 || word.len() <= 4 { "" } else { "." },
        );
        let letter = word.chars().count() == 1;
        match words.last_mut() {
            // « S. A. S. » and "S A S" are spelled out.
            Some(last) if letter && spelled => last.push_str(&word),
            _ => words.push(word),
        }
        spelled = letter;
    }
    let legal = |word: &String| LEGAL.contains(&word.as_str());
    let mut rest = words.as_slice();
    while let [before @ .., last] = rest
        && legal(last)
        && !before.is_empty()
    {
        rest = before;
    }
    // In front only the French forms are usual, and « AS Conseil » is a name.
    while let [first, after @ ..] = rest
        && LEGAL.iter().take(11).any(|word| word == first)
        && !after.is_empty()
    {
        rest = after;
    }
    rest.join(" ")
}

/// What looking for a name gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The identifier of the one that is meant.
    One(String),
    /// The identifiers of all that may be meant.
    Several(Vec<String>),
    /// Nobody goes by that name; the closest there is, when it may be a slip of the pen.
    Nobody(Option<String>),
}

/// Things that are known by an identifier and by names.
#[derive(Debug, Clone, Default)]
pub struct Names {
    ids: BTreeSet<String>,
    folded: BTreeMap<String, String>,
    called: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Nobody yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a thing by its identifier and by a name, title or e-mail address; again for each further name.
    pub fn add(&mut self, id: &str, name: &str) {
        if self.ids.insert(id.to_owned()) {
            self.folded.entry(fold(id)).or_insert_with(|| id.to_owned());
        }
        let all = self.called.entry(folded_company(name)).or_default();
        if !all.iter().any(|known| known == id) {
            all.push(id.to_owned());
        }
    }

    /// Whether something has exactly this identifier.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// The identifiers of all that go by a name, legal forms apart.
    pub fn named(&self, name: &str) -> &[String] {
        self.called.get(&folded_company(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Finds by identifier, else by folded name (legal forms apart), else by folded identifier.
    pub fn find(&self, named: &str) -> Found {
        let named = named.trim();
        if self.has_id(named) {
            return Found::One(named.to_owned());
        }
        match self.named(named) {
            [one] => return Found::One(one.clone()),
            several @ [_, ..] => return Found::Several(several.to_vec()),
            [] => {}
        }
        let folded = fold(named);
        if let Some(id) = self.folded.get(&folded) {
            return Found::One(id.clone());
        }
        let known: Vec<&str> = self.ids.iter().chain(self.called.keys()).map(String::as_str).collect();
        let near = nearest(named, &known).or_else(|| nearest(&folded, &known));
        Found::Nobody(near.map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_do_not_tell_companies_apart() {
        let same = [
            "Aérolys Ingénierie",
            "AEROLYS INGENIERIE SAS",
            "Aérolys Ingénierie S.A.S.",
            "SARL Aérolys-Ingénierie",
            "Aérolys Ingénierie S. A.",
        ];
        for name in same {
            assert_eq!(folded_company(name), "aerolys ingenierie", "{name}");
        }
        assert_eq!(folded_company("SAS"), "sas");
        assert_eq!(folded_company("AS Conseil"), "as conseil");
        assert_eq!(folded_company("Node.js Factory"), "node.js factory");
        assert_eq!(folded_company("S.A.S. SAS"), "sas");
        assert_ne!(folded_company("Aérolys"), folded_company("Aérolys Ingénierie"));
    }

    #[test]
    fn names_are_found_or_told_apart() {
        let mut names = Names::new();
        names.add("a", "Alpha SAS");
        names.add("b", "Alpha");
        names.add("c", "Gamma");
        names.add("c", "contact@gamma.example");
        assert_eq!(names.find("a"), Found::One("a".into()));
        assert_eq!(names.find("alpha sarl"), Found::Several(vec!["a".into(), "b".into()]));
        assert_eq!(names.find("Contact@Gamma.example"), Found::One("c".into()));
        assert_eq!(names.find("Gama"), Found::Nobody(Some("gamma".into())));
        assert_eq!(names.find("tout autre"), Found::Nobody(None));
    }
}
