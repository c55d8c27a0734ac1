//! The levels of the lexicographic objective.

/// One level of the lexicographic objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Objective {
    /// Most must-pairs placed.
    Musts,
    /// Smallest total shortfall of minima.
    Floors,
    /// Largest total value.
    Value,
    /// Fewest idle groups.
    Gaps,
    /// Fewest table changes; among those the shortest walks.
    Moves,
}

impl Objective {
    /// The usual order.
    pub const USUAL: [Self; 5] = [Self::Musts, Self::Floors, Self::Value, Self::Gaps, Self::Moves];

    /// Reads the word used in files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::USUAL.into_iter().find(|o| o.word() == word)
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Musts => "musts",
            Self::Floors => "floors",
            Self::Value => "value",
            Self::Gaps => "gaps",
            Self::Moves => "moves",
        }
    }
}
