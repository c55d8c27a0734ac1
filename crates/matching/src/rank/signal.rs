//! One way of looking at all firms, on the common scale.

/// Share of the best answer below which likeness of spelling is chance.
pub(crate) const CHANCE: f64 = 0.15;

/// How well each firm of a pool answers, 0 to 1.
///
/// 1 is the best answer of the market, or a good answer in itself, whichever is more: where everybody is far from good, so is the
/// best.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Signal(Vec<f64>);

impl Signal {
    /// Of raw scores, of which `good` is a good one in itself (0: unknown).
    pub(crate) fn relative(raw: Vec<f64>, good: f64) -> Self {
        let best = raw.iter().copied().fold(good, f64::max);
        if best <= 0.0 {
            return Self(vec![0.0; raw.len()]);
        }
        Self(raw.into_iter().map(|value| (value / best).clamp(0.0, 1.0)).collect())
    }

    /// What is below a share of the best is chance, and counts as nothing; the rest is stretched over the whole scale.
    pub(crate) fn above(mut self, chance: f64) -> Self {
        self.0.iter_mut().for_each(|value| *value = ((*value - chance) / (1.0 - chance)).max(0.0));
        self
    }

    /// All values times a factor of 0 to 1.
    pub(crate) fn times(mut self, factor: f64) -> Self {
        self.0.iter_mut().for_each(|value| *value *= factor);
        self
    }

    /// The value of a firm.
    pub(crate) fn of(&self, firm: usize) -> f64 {
        self.0.get(firm).copied().unwrap_or_default()
    }
}
