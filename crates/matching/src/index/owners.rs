//! Which firm each text belongs to, and its language: one number a text, read for every entry of every list of words.

use passerelle_domain::Language;

use super::{GONE, Unit};

/// The firm of each text of the index.
#[derive(Debug, Default)]
pub(crate) struct Owners(Vec<u32>);

impl Owners {
    /// `None` when there are more firms than fit 31 bits.
    pub(super) fn new(units: &[Unit]) -> Option<Self> {
        let packed = |unit: &Unit| {
            if unit.firm == GONE {
                return Some(GONE);
            }
            Some(unit.firm.checked_mul(2)? | u32::from(unit.language == Language::English))
        };
        units.iter().map(packed).collect::<Option<_>>().map(Self)
    }

    /// The place of a text's firm; [`GONE`] when it was deleted.
    pub(crate) fn of(&self, unit: u32) -> u32 {
        match self.0.get(unit as usize) {
            None | Some(&GONE) => GONE,
            Some(packed) => packed / 2,
        }
    }

    /// The place of the firm of a text that is there, and whether the text is in English.
    pub(crate) fn firm_and_english(&self, unit: u32) -> (u32, bool) {
        let packed = self.0.get(unit as usize).copied().unwrap_or(GONE);
        (packed / 2, packed % 2 == 1)
    }
}
