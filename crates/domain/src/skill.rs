//! Skills, tools, standards and sectors: labels that are equal when they fold alike.

use crate::{Invalid, Name, fold};

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Keeps the label as it was written; equality, order and hash look at the folded key alone.
        #[derive(Debug, Clone)]
        pub struct $name {
            key: String,
            label: Name,
        }

        impl $name {
            /// Keeps a label and its folded key.
            ///
            /// # Errors
            /// When the label is empty, too long, or folds to nothing (punctuation only).
            pub fn new(raw: &str) -> Result<Self, Invalid> {
                let label = Name::new(raw)?;
                let key = fold(label.as_str());
                if key.is_empty() {
                    return Err(Invalid::new("", format!("`{label}` holds no letter or digit"), "write it in words"));
                }
                Ok(Self { key, label })
            }

            /// The folded form under which two writings are equal.
            pub fn key(&self) -> &str {
                &self.key
            }

            /// The label as it was written.
            pub fn label(&self) -> &str {
                self.label.as_str()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key == other.key
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.key.cmp(&other.key)
            }
        }
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.key.hash(state);
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.label.as_str())
            }
        }
    )*};
}

labels! {
    /// Something people of a firm can do.
    Skill,
    /// A tool or technology a firm works with.
    Tool,
    /// A sector of industry.
    Sector,
    /// A standard or certification scheme: `EN 9100`, `DO-178C`. `EN9100`, `EN-9100` and `en 9100` need [`Standard::same_as`].
    Standard,
}

impl Standard {
    /// Whether two writings name one standard: letters and digits alone count, and a revision letter or year after the
    /// number may be absent on one side (`DO-178` asks for any of `DO-178B`, `DO-178C`; `EN 9100:2018` is `EN 9100`).
    pub fn same_as<'a>(&'a self, other: &'a Self) -> bool {
        // Most pairs have other numbers, which needs no copy to see.
        let digits = |it: &'a Self| it.key.chars().filter(char::is_ascii_digit);
        if digits(self).zip(digits(other)).any(|(a, b)| a != b) {
            return false;
        }
        let (a, b) = (self.compact(), other.compact());
        let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
        let Some(rest) = long.strip_prefix(short.as_str()) else { return false };
        let numbered = short.ends_with(|c: char| c.is_ascii_digit());
        let revision = rest.len() == 1 && rest.chars().all(|c| c.is_ascii_alphabetic());
        let year = rest.len() == 4
            && rest.chars().all(|c| c.is_ascii_digit())
            && (rest.starts_with("19") || rest.starts_with("20"));
        rest.is_empty() || (numbered && (revision || year))
    }

    fn compact(&self) -> String {
        // "NF EN ISO 9001", "EN ISO 9001" and "ISO 9001" are one standard in three adoptions; so is "ISO/IEC 27001".
        let all: String = self.key.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut rest = all.as_str();
        for prefix in ["nfen", "nf"] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest);
        }
        if let Some(tail) = rest.strip_prefix("eniso") {
            return format!("iso{tail}").replace("isoiec", "iso");
        }
        rest.replace("isoiec", "iso").replace("isots", "iso")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writings_of_one_skill_are_equal() {
        assert_eq!(Skill::new("Développement C++").unwrap(), Skill::new(" developpement  c++ ").unwrap());
        assert!(Skill::new(" !? ").is_err());
    }

    #[test]
    fn standards_are_recognised_in_their_usual_writings() {
        let same = |a: &str, b: &str| Standard::new(a).unwrap().same_as(&Standard::new(b).unwrap());
        assert!(same("EN 9100", "EN9100:2018"));
        assert!(same("DO-178", "DO178C"));
        assert!(same("ISO/IEC 27001", "ISO 27001:2022"));
        assert!(same("NF EN ISO 13485", "ISO 13485"));
        assert!(!same("ISO 900", "ISO 9001"));
        assert!(!same("DO-178C", "DO-254"));
        assert!(!same("EN 9100", "EN 9110"));
    }
}
