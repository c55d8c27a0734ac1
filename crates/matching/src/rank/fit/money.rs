//! Co-financing and daily rates.

use passerelle_domain::{Brief, DayRate, Euros, FitNote};

use crate::index::Facts;

/// What the firm is expected to put in.
#[derive(Debug, PartialEq)]
pub(super) struct CoFinancing {
    /// Above 0.
    asked: Euros,
}

impl CoFinancing {
    /// The firm's share of the budget; `None` when either is not told or nothing is expected.
    pub(super) fn asked(brief: &Brief) -> Option<Self> {
        let share = u64::from(brief.co_financing?.get());
        let asked = brief.budget?.0 / 100 * share + brief.budget?.0 % 100 * share / 100;
        (asked > 0).then_some(Self { asked: Euros(asked) })
    }

    /// The share of it that the firm can put in.
    pub(super) fn satisfaction(&self, facts: &Facts) -> Option<f64> {
        Some(facts.co_financing? as f64 / self.asked.0 as f64)
    }

    pub(super) fn note(&self, facts: &Facts) -> Option<FitNote> {
        Some(FitNote::CoFinancing { offered: Euros(facts.co_financing?), asked: self.asked })
    }
}

/// What the client would pay a day.
#[derive(Debug, PartialEq)]
pub(super) struct Rate {
    asked: DayRate,
}

impl Rate {
    /// The client's band; `None` when not told.
    pub(super) fn asked(brief: &Brief) -> Option<Self> {
        brief.day_rate.filter(|rate| rate.high().0 > 0).map(|asked| Self { asked })
    }

    /// Full when somebody of the firm can be had for what the client would pay; nothing from `excess` above it, as a share of it.
    pub(super) fn satisfaction(&self, facts: &Facts, excess: f64) -> Option<f64> {
        let high = self.asked.high().0;
        let above = facts.day_rate?.0.saturating_sub(high);
        if above == 0 {
            return Some(1.0);
        }
        Some(if excess > 0.0 { 1.0 - above as f64 / (excess * high as f64) } else { 0.0 })
    }

    pub(super) fn note(&self, facts: &Facts) -> Option<FitNote> {
        let (low, high) = facts.day_rate?;
        let offered = DayRate::new(Euros(low), Euros(high)).ok()?;
        Some(FitNote::DayRate { offered, asked: self.asked })
    }
}
