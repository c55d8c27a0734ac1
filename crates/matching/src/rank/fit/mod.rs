//! Fit beyond text: the means that a brief asks for and a firm tells of.
//!
//! Each fit is a reason like any other, with a small weight, and only when the brief tells what is needed. A firm that does not tell what it
//! has gets [`UNTOLD`]: neither for nor against it.

mod capacity;
mod money;
#[cfg(test)]
mod ranking_tests;
mod sector;
#[cfg(test)]
mod tests;

use passerelle_domain::{Brief, FitKind, FitNote, Match, Reason, ReasonKind};

use crate::index::{Facts, Index};
use crate::places::Wanted;
use crate::rank::pool::Pool;
use crate::settings::Settings;
use capacity::Capacity;
use money::{CoFinancing, Rate};
use sector::Served;

/// A fact that a profile does not tell may be either way.
const UNTOLD: f64 = 0.5;

/// What a brief asks beyond text.
pub(crate) struct Asked<'a> {
    asks: Vec<(f64, Ask<'a>)>,
    settings: &'a Settings,
}

/// One thing asked.
enum Ask<'a> {
    Capacity(Capacity),
    CoFinancing(CoFinancing),
    Rate(Rate),
    Distance(&'a Wanted),
    Sector(Served),
}

impl Ask<'_> {
    fn kind(&self) -> FitKind {
        match self {
            Self::Capacity(_) => FitKind::Capacity,
            Self::CoFinancing(_) => FitKind::CoFinancing,
            Self::Rate(_) => FitKind::DayRate,
            Self::Distance(_) => FitKind::Distance,
            Self::Sector(_) => FitKind::Sector,
        }
    }

    /// How well the firm's means answer, 0 to 1; `None` when it does not tell of them.
    fn satisfaction(&self, facts: &Facts, settings: &Settings) -> Option<f64> {
        match self {
            Self::Capacity(needed) => needed.satisfaction(facts),
            Self::CoFinancing(share) => share.satisfaction(facts),
            Self::Rate(rate) => rate.satisfaction(facts, settings.rate_excess),
            Self::Distance(wanted) => nearness(wanted, facts, settings.comes_along),
            Self::Sector(sector) => sector.satisfaction(facts, settings),
        }
    }

    /// What the firm has beside what is asked; `answers` when its texts answer the brief.
    fn note(&self, facts: &Facts, answers: bool) -> Option<FitNote> {
        match self {
            Self::Capacity(needed) => needed.note(facts),
            Self::CoFinancing(share) => share.note(facts),
            Self::Rate(rate) => rate.note(facts),
            Self::Distance(wanted) => {
                let nearest = wanted.nearest_known(&facts.towns)?;
                Some(FitNote::Distance { wanted: wanted.town.clone(), nearest: nearest.town, km: nearest.km })
            }
            Self::Sector(sector) => sector.note(facts, answers),
        }
    }
}

impl<'a> Asked<'a> {
    /// Reads what a brief asks; `sites` are those of its requirements.
    pub(crate) fn of(brief: &Brief, sites: &'a [Option<Wanted>], settings: &'a Settings) -> Self {
        let asks = [
            (settings.capacity_weight, Capacity::asked(brief, settings.usual_months).map(Ask::Capacity)),
            (settings.co_financing_weight, CoFinancing::asked(brief).map(Ask::CoFinancing)),
            (settings.day_rate_weight, Rate::asked(brief).map(Ask::Rate)),
            (settings.distance_weight, sites.iter().flatten().next().map(Ask::Distance)),
            (settings.sector_weight, brief.sector.as_ref().map(|it| Ask::Sector(Served::asked(it)))),
        ];
        let asks = asks.into_iter().filter_map(|(weight, ask)| (weight > 0.0).then_some((weight, ask?)));
        Self { asks: asks.collect(), settings }
    }

    /// Nothing, when no firm of the pool tells more than texts: the reasons are the same for all of them.
    pub(crate) fn unless_untold(mut self, index: &Index, pool: &Pool) -> Self {
        let mut firms = pool.firms.iter().filter_map(|firm| index.firms.get(*firm as usize));
        if !firms.any(|firm| firm.known.facts.told) {
            self.asks.clear();
        }
        self
    }

    /// One reason for each thing asked, the same things with the same weights for every firm.
    pub(crate) fn reasons(&self, facts: &Facts) -> impl Iterator<Item = Reason> {
        self.asks.iter().map(|(weight, ask)| {
            let satisfaction = ask.satisfaction(facts, self.settings).unwrap_or(UNTOLD).clamp(0.0, 1.0);
            Reason {
                kind: ReasonKind::Fit(ask.kind()),
                weight: *weight,
                satisfaction,
                evidence: None,
                points: Vec::new(),
                fit: None,
            }
        })
    }

    /// Adds to a match what was found of each fit.
    pub(crate) fn explain(&self, facts: &Facts, found: &mut Match) {
        let answers = answered(found) >= self.settings.met_threshold;
        for reason in &mut found.reasons {
            let ask = self.asks.iter().find(|(_, ask)| ReasonKind::Fit(ask.kind()) == reason.kind);
            if let Some((_, ask)) = ask {
                reason.fit = ask.note(facts, answers);
            }
        }
    }
}

/// How well a firm's texts answer: the weighted mean over the requirements; without any, over the brief as a whole.
fn answered(found: &Match) -> f64 {
    let mean = |of: fn(&ReasonKind) -> bool| {
        let (sum, weights) = found
            .reasons
            .iter()
            .filter(|reason| of(&reason.kind))
            .fold((0.0, 0.0), |(sum, all), r| (sum + r.weight * r.satisfaction, all + r.weight));
        (weights > 0.0).then(|| sum / weights)
    };
    mean(|kind| matches!(kind, ReasonKind::Requirement(_)))
        .or_else(|| mean(|kind| !matches!(kind, ReasonKind::Fit(_))))
        .unwrap_or_default()
}

/// Full within the distance asked, less in proportion beyond it: twice as far, half as good.
fn nearness(wanted: &Wanted, facts: &Facts, comes_along: f64) -> Option<f64> {
    let km = wanted.nearest_known_km(&facts.towns)?;
    let share = f64::from(wanted.within_km) / f64::from(km.max(1));
    let comes = facts.radius_km.is_some_and(|radius| km <= radius);
    let least = if comes { comes_along } else { 0.0 };
    Some(if km <= wanted.within_km { 1.0 } else { share.max(least) })
}
