//! Which firm each text belongs to, and its language: one number a text, read for every entry of every list of words.

use passerelle_domain::Language;

use super::{GONE, Placed, Unit};

/// The firm of each text of the index, and what a look at all firms needs of each.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    units: Vec<u32>,
    lengths: Vec<f32>,
    in_english: Vec<bool>,
}

impl Owners {
    /// `None` when there are more firms than fit 31 bits.
    pub(super) fn new(units: &[Unit], firms: &[Placed]) -> Option<Self> {
        let packed = |unit: &Unit| {
            if unit.firm == GONE {
                return Some(GONE);
            }
            Some(unit.firm.checked_mul(2)? | u32::from(unit.language == Language::English))
        };
        #[expect(clippy::cast_possible_truncation, reason = "a number of words")]
        let lengths = firms.iter().map(|firm| firm.length as f32).collect();
        let in_english = firms.iter().map(|firm| firm.language == Language::English).collect();
        Some(Self { units: units.iter().map(packed).collect::<Option<_>>()?, lengths, in_english })
    }

    /// Indexed words of each firm.
    pub(crate) fn lengths(&self) -> &[f32] {
        &self.lengths
    }

    /// Whether each firm says most in English, rather than in French.
    pub(crate) fn in_english(&self) -> &[bool] {
        &self.in_english
    }

    /// The place of a text's firm; [`GONE`] when it was deleted.
    pub(crate) fn of(&self, unit: u32) -> u32 {
        match self.units.get(unit as usize) {
            None | Some(&GONE) => GONE,
            Some(packed) => packed / 2,
        }
    }

    /// The place of the firm of a text that is there, and whether the text is in English.
    pub(crate) fn firm_and_english(&self, unit: u32) -> (u32, bool) {
        let packed = self.units.get(unit as usize).copied().unwrap_or(GONE);
        (packed / 2, packed % 2 == 1)
    }
}
