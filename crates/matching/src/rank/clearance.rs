//! Clearances to read what a state keeps secret: which covers which.

use passerelle_domain::Standard;

/// Whose secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Authority {
    France,
    Nato,
    EuropeanUnion,
}

/// A clearance: whose secrets, and up to which level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clearance {
    authority: Authority,
    /// 1 confidential, 2 secret, 3 top secret.
    level: u8,
}

impl Clearance {
    /// Reads a label: « Habilitation Secret », "NATO SECRET", « Très Secret Défense ». `None` when it names no clearance.
    ///
    /// The French levels are those of IGI 1300 (2021): *Secret*, which took over *Confidentiel Défense*, and *Très Secret*.
    pub(crate) fn named(standard: &Standard) -> Option<Self> {
        // Asked of every certificate of every firm: nearly all are none.
        if !standard.key().contains("secret") && !standard.key().contains("confiden") {
            return None;
        }
        let words: Vec<&str> = standard.key().split(' ').collect();
        let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
        let secret = has(&["secret", "secrets"]);
        let confidential = has(&["confidentiel", "confidential"]);
        let authority = if has(&["nato", "otan", "cosmic"]) {
            Authority::Nato
        } else if has(&["eu", "ue"]) {
            Authority::EuropeanUnion
        } else if has(&["habilitation", "habilite", "habilitee", "defense", "defence", "clearance"]) {
            Authority::France
        } else {
            return None;
        };
        let level = match (secret, confidential) {
            (true, _) if has(&["tres", "top"]) => 3,
            (true, _) => 2,
            (false, true) if authority == Authority::France => 2,
            (false, true) => 1,
            (false, false) => return None,
        };
        Some(Self { authority, level })
    }

    /// Whether who has this one may read what the other is asked for.
    pub(crate) fn covers(self, asked: Self) -> bool {
        self.authority == asked.authority && self.level >= asked.level
    }

    /// Whether it is of the same state or alliance, one or more levels below.
    pub(crate) fn is_below(self, asked: Self) -> bool {
        self.authority == asked.authority && self.level < asked.level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(label: &str) -> Option<Clearance> {
        Clearance::named(&Standard::new(label).unwrap())
    }

    #[test]
    fn the_higher_covers_the_lower_of_one_authority() {
        let covers = |held, asked| named(held).unwrap().covers(named(asked).unwrap());
        assert!(covers("Habilitation Très Secret", "Habilitation Secret"));
        assert!(covers("Confidentiel Défense", "Habilitation Secret"));
        assert!(covers("COSMIC TOP SECRET", "NATO CONFIDENTIAL"));
        assert!(!covers("Habilitation Secret", "Habilitation Très Secret"));
        assert!(!covers("NATO SECRET", "Habilitation Secret"));
    }

    #[test]
    fn what_names_no_level_of_secrecy_is_no_clearance() {
        for label in [
            "EN 9100",
            "Habilitation électrique BR",
            "HDS",
            "Secret de fabrication",
            "Defence Standard 00-56",
        ] {
            assert_eq!(named(label), None, "{label}");
        }
    }
}
