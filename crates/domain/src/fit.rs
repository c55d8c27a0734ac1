//! Fit beyond text: what a brief asks of a firm's means, and what the firm tells of them.

use crate::{DayRate, Euros, Month, Name, Sector};

/// What fit looks at beside the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FitKind {
    /// People free in the months asked.
    Capacity,
    /// What the firm can put in of what it is expected to.
    CoFinancing,
    /// Its daily rates against those the client would pay.
    DayRate,
    /// How far its nearest town is from where it is wanted.
    Distance,
    /// Whether it knows the client's sector.
    Sector,
}

impl FitKind {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::CoFinancing => "co_financing",
            Self::DayRate => "day_rate",
            Self::Distance => "distance",
            Self::Sector => "sector",
        }
    }
}

/// What was found of one fit: what the firm has beside what is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum FitNote {
    /// People free, of those of the project's months that the firm tells of.
    Capacity {
        /// Full-time equivalents needed each month.
        needed: f64,
        /// Full-time equivalents free, month by month.
        free: Vec<(Month, f64)>,
    },
    /// What the firm offers to put in.
    CoFinancing {
        /// At most, per project.
        offered: Euros,
        /// Its share of this one.
        asked: Euros,
    },
    /// Daily rates.
    DayRate {
        /// The firm's.
        offered: DayRate,
        /// The client's.
        asked: DayRate,
    },
    /// The firm's town nearest to where it is wanted.
    Distance {
        /// Where it is wanted.
        wanted: Name,
        /// The firm's town.
        nearest: Name,
        /// Great-circle distance, kilometres.
        km: u32,
    },
    /// The firm serves the client's sector.
    SameSector(Sector),
    /// The firm answers the brief from other sectors: its skills would be carried over.
    Transfer {
        /// Sectors it serves; the nearest first; never empty.
        from: Vec<Sector>,
        /// The client's.
        to: Sector,
    },
    /// The firm serves other sectors, and its texts do not answer the brief well enough to speak of a transfer.
    OtherSector {
        /// Sectors it serves; the nearest first; never empty.
        serves: Vec<Sector>,
        /// The client's.
        asked: Sector,
    },
}

impl FitNote {
    /// The code used in files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Capacity { .. } => "capacity",
            Self::CoFinancing { .. } => "co_financing",
            Self::DayRate { .. } => "day_rate",
            Self::Distance { .. } => "distance",
            Self::SameSector(_) => "same_sector",
            Self::Transfer { .. } => "transfer",
            Self::OtherSector { .. } => "other_sector",
        }
    }
}
