//! Knowing the client's sector, or carrying skills over from another.

use std::sync::LazyLock;

use passerelle_domain::{FitNote, Sector};

use crate::index::Facts;
use crate::settings::Settings;

/// Pairs of sectors that are close, with the reason of each: one, tab, the other, tab, why in English, tab, why in French.
const COMPILED_IN: &str = include_str!("../../../../../config/sectors.tsv");

/// The pairs, without the reasons.
static CLOSE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = COMPILED_IN.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?))
        })
        .collect()
});

/// The sector that should be served, and those close to it.
#[derive(Debug)]
pub(super) struct Served {
    asked: Sector,
    /// Folded names of it, and of those close to it: every firm's sectors are compared with them.
    same: Vec<String>,
    close: Vec<String>,
}

impl Served {
    /// The client's sector.
    pub(super) fn asked(asked: &Sector) -> Self {
        let word = asked.known().unwrap_or_default();
        let other = |(a, b): &(&'static str, &'static str)| match word {
            _ if *a == word => Some(*b),
            _ if *b == word => Some(*a),
            _ => None,
        };
        let close = CLOSE.iter().filter_map(other).flat_map(Sector::keys_of).collect();
        let mut same = Sector::keys_of(word);
        same.push(asked.key().to_owned());
        Self { asked: asked.clone(), same, close }
    }

    pub(super) fn satisfaction(&self, facts: &Facts, settings: &Settings) -> Option<f64> {
        let nearest = facts.sectors.iter().map(|sector| self.nearness(sector)).max()?;
        Some(match nearest {
            Nearness::Same => 1.0,
            Nearness::Close => settings.close_sector,
            Nearness::Other => settings.other_sector,
        })
    }

    /// `answers` when the firm's texts answer the brief: it is then worth speaking of a transfer.
    pub(super) fn note(&self, facts: &Facts, answers: bool) -> Option<FitNote> {
        let mut serves = facts.sectors.clone();
        serves.sort_by_key(|sector| std::cmp::Reverse(self.nearness(sector)));
        let asked = self.asked.clone();
        Some(match self.nearness(serves.first()?) {
            Nearness::Same => FitNote::SameSector(asked),
            _ if answers => FitNote::Transfer { from: serves, to: asked },
            _ => FitNote::OtherSector { serves, asked },
        })
    }

    fn nearness(&self, sector: &Sector) -> Nearness {
        let is_of = |keys: &[String]| keys.iter().any(|key| key == sector.key());
        if is_of(&self.same) {
            Nearness::Same
        } else if is_of(&self.close) {
            Nearness::Close
        } else {
            Nearness::Other
        }
    }
}

/// How easily skills carry over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Other,
    Close,
    Same,
}

#[cfg(test)]
mod tests {
    use passerelle_domain::SECTORS;

    use super::*;

    #[test]
    fn pairs_are_of_known_sectors_and_come_with_a_reason() {
        let lines = COMPILED_IN.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let [a, b, english, french] = cells[..] else { panic!("four cells: {line}") };
            assert!(SECTORS.contains(&a) && SECTORS.contains(&b) && a != b, "{line}");
            assert!(!english.is_empty() && !french.is_empty(), "{line}");
            let twice = CLOSE.iter().filter(|pair| **pair == (a, b) || **pair == (b, a)).count();
            assert_eq!(twice, 1, "{line}");
        }
    }
}
