//! The bound of each level of the objective, always for the values that the levels above it have reached.

use passerelle_domain::{Gaps, Level, Moves, Objective};

use crate::board::Board;
use crate::lp::Prices;
use crate::model::Model;
use crate::options::Stop;
use crate::relax::{self, Aim, Choice, Chooser, Floors, Need};

/// Bounds with what they assume.
pub(crate) struct Bounds {
    pub(crate) musts: i64,
    pub(crate) shortfall: i64,
    pub(crate) value: i64,
    /// Prices behind the bound on value.
    pub(crate) prices: Option<Prices>,
    /// Musts that the bound on the shortfall assumes.
    shortfall_at: i64,
    /// Musts and shortfall that the bound on the value assumes.
    value_at: (i64, i64),
}

impl Bounds {
    pub(crate) fn of(choice: &Choice) -> Self {
        let &Choice { musts, shortfall, value, .. } = choice;
        let prices = choice.prices.clone();
        Self { musts, shortfall, value, prices, shortfall_at: musts, value_at: (musts, shortfall) }
    }

    /// Takes over the bounds of a later choice, made with more cuts.
    pub(crate) fn follow(&mut self, choice: &Choice) {
        let mut later = Self::of(choice);
        later.musts = later.musts.min(self.musts);
        if later.shortfall_at == self.shortfall_at {
            later.shortfall = later.shortfall.max(self.shortfall);
        }
        if later.value_at == self.value_at {
            later.value = later.value.min(self.value);
        }
        *self = later;
    }

    /// What counting alone shows.
    pub(crate) fn trivial(model: &Model<'_>) -> Self {
        let musts = model.eligible().filter(|&pair| model.is_must(pair)).count();
        let musts = i64::try_from(musts).unwrap_or(i64::MAX);
        let shortfall = Floors::new(model).lost;
        let value = model.eligible().map(|pair| model.value(pair)).sum();
        Self { musts, shortfall, value, prices: None, shortfall_at: 0, value_at: (0, i64::MAX) }
    }

    /// Recomputes the bounds whose assumptions are not what the board has reached.
    pub(crate) fn settle(&mut self, chooser: &Chooser<'_>, board: &Board<'_>, stop: &dyn Stop) {
        let model = board.model;
        let score = board.score();
        let (musts, shortfall) = (score.musts, score.shortfall.0);
        // A bound made for fewer musts or more shortfall holds for the better agenda too, but may be loose.
        if self.shortfall_at != musts && self.shortfall_at != 0 {
            let trivial = Floors::new(model).lost;
            let bound = chooser.bound(Aim::Floors, (Need::Reach(musts), Need::Free), stop);
            self.shortfall = bound.and_then(|answer| answer.bound).unwrap_or(trivial);
            self.shortfall_at = musts;
        }
        if self.value_at != (musts, shortfall) && self.value_at != (0, i64::MAX) {
            let needs = (Need::Reach(musts), Need::Reach(shortfall));
            if let Some(answer) = chooser.bound(Aim::Value, needs, stop) {
                self.value = answer.bound.unwrap_or_else(|| Self::trivial(model).value);
                self.prices = answer.prices.map(|prices| Prices {
                    bound: prices.bound,
                    reduced: relax::spread_out(model, &prices.reduced, 0),
                });
            } else {
                (self.value, self.prices) = (Self::trivial(model).value, None);
            }
            self.value_at = (musts, shortfall);
        }
    }

    /// Takes over what an exact solve of one level proved; it assumed what the board has reached above.
    pub(crate) fn tighten(&mut self, aim: Aim, bound: i64, board: &Board<'_>) {
        let score = board.score();
        match aim {
            Aim::Musts => self.musts = self.musts.min(bound.max(score.musts)),
            Aim::Floors => self.shortfall = self.shortfall.max(bound.min(score.shortfall.0)),
            Aim::Value => self.value = self.value.min(bound.max(score.value)),
        }
    }

    /// Whether a level has reached its bound.
    pub(crate) fn reached_at(&self, aim: Aim, board: &Board<'_>) -> bool {
        let score = board.score();
        match aim {
            Aim::Musts => score.musts >= self.musts,
            Aim::Floors => score.shortfall.0 <= self.shortfall,
            Aim::Value => score.value >= self.value,
        }
    }

    /// Whether musts, floors and value have.
    pub(crate) fn reached(&self, board: &Board<'_>) -> bool {
        [Aim::Musts, Aim::Floors, Aim::Value].into_iter().all(|aim| self.reached_at(aim, board))
    }

    /// The levels asked for, in their order.
    pub(crate) fn levels(&self, board: &Board<'_>, (gaps, moves): (&Gaps, &Moves)) -> Vec<Level> {
        let score = board.score();
        let level = |&objective: &Objective| {
            let (value, bound) = match objective {
                Objective::Musts => (score.musts, self.musts),
                Objective::Floors => (score.shortfall.0, self.shortfall),
                Objective::Value => (score.value, self.value),
                Objective::Gaps => (i64::from(gaps.groups), i64::from(gaps.bound)),
                Objective::Moves => (i64::from(moves.changes), i64::from(moves.bound)),
            };
            Level { objective, value, bound, proved: value == bound }
        };
        board.model.problem.objectives().iter().map(level).collect()
    }
}
