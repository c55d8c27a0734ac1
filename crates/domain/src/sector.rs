//! Names of the known sectors in both languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::{Language, Sector, fold};

/// The word used in files, the French and the English name.
const NAMES: [(&str, &str, &str); 18] = [
    ("aeronautics", "aéronautique", "aeronautics"),
    ("space", "spatial", "space"),
    ("rail", "ferroviaire", "rail"),
    ("automotive", "automobile", "automotive"),
    ("maritime", "naval et maritime", "maritime"),
    ("defence", "défense", "defence"),
    ("energy", "énergie", "energy"),
    ("health", "santé", "health"),
    ("manufacturing", "industrie manufacturière", "manufacturing"),
    ("electronics", "électronique", "electronics"),
    ("telecom", "télécommunications", "telecom"),
    ("agriculture", "agriculture", "agriculture"),
    ("logistics", "logistique", "logistics"),
    ("retail", "commerce", "retail"),
    ("finance", "finance", "finance"),
    ("construction", "construction", "construction"),
    ("chemistry", "chimie", "chemistry"),
    ("public-sector", "secteur public", "public sector"),
];

impl Sector {
    /// The known sector that a label names, in either language: « ferroviaire » is `rail`. `None` for any other label.
    pub fn known(&self) -> Option<&'static str> {
        /// Folded names, each with the word of the first sector that goes by it.
        static WORDS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
            let mut words = HashMap::new();
            for (word, french, english) in NAMES {
                for name in [word, french, english] {
                    words.entry(fold(name)).or_insert(word);
                }
            }
            words
        });
        WORDS.get(self.key()).copied()
    }

    /// The folded names of a known sector, given by its word in files; none for any other word.
    pub fn keys_of(word: &str) -> Vec<String> {
        let named = NAMES.iter().filter(|it| it.0 == word);
        named.flat_map(|(word, french, english)| [word, french, english]).map(|name| fold(name)).collect()
    }

    /// Its name in a language; the label as written when it is not a known one.
    pub fn name_in(&self, language: Language) -> &str {
        let known = self.known().and_then(|known| NAMES.iter().find(|it| it.0 == known));
        known.map_or(self.label(), |(_, french, english)| match language {
            Language::French => french,
            Language::English => english,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SECTORS;

    #[test]
    fn every_sector_has_its_names() {
        assert_eq!(NAMES.map(|it| it.0), SECTORS);
    }

    #[test]
    fn a_sector_is_known_by_any_of_its_names() {
        let sector = |label: &str| Sector::new(label).unwrap();
        assert_eq!(sector("Ferroviaire").known(), Some("rail"));
        assert_eq!(sector("rail").name_in(Language::French), "ferroviaire");
        assert_eq!(sector("Public sector").known(), Some("public-sector"));
        assert!(Sector::keys_of("rail").iter().any(|key| key == sector("Ferroviaire").key()));
        assert!(Sector::keys_of("joaillerie").is_empty());
        assert_eq!(sector("Joaillerie").name_in(Language::English), "Joaillerie");
    }
}
