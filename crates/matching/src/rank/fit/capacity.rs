//! People free in the months asked.

use passerelle_domain::{Brief, FitNote, Month};

use super::UNTOLD;
use crate::index::Facts;

/// No project is planned further ahead, in months.
const LONGEST: usize = 120;

/// What a project takes, month by month.
#[derive(Debug, PartialEq)]
pub(super) struct Capacity {
    months: Vec<Month>,
    /// Full-time equivalents each month, above 0.
    needed: f64,
}

impl Capacity {
    /// The load spread evenly from the start to the end, or over the usual length; `None` when load or start is not told.
    pub(super) fn asked(brief: &Brief, usual_months: usize) -> Option<Self> {
        let (start, load) = (brief.start?, brief.load?.get());
        let mut months = Vec::new();
        let (mut year, mut month) = (start.year(), start.month());
        let goes_on = |first: Month, done: usize| match brief.end {
            Some(end) => first.first_day() <= end,
            None => done < usual_months,
        };
        while let Ok(next) = Month::new(year, month) {
            // A project takes at least the month in which it starts.
            if months.len() >= LONGEST || !months.is_empty() && !goes_on(next, months.len()) {
                break;
            }
            months.push(next);
            (year, month) = if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
        }
        let needed = load / months.len().max(1) as f64;
        (needed > 0.0).then_some(Self { months, needed })
    }

    /// The mean share of what each month needs; a month that the firm does not tell of may be either way. `None` when it tells of none.
    pub(super) fn satisfaction(&self, facts: &Facts) -> Option<f64> {
        let free = self.free(facts);
        if free.is_empty() {
            return None;
        }
        let told: f64 = free.iter().map(|(_, people)| (people / self.needed).min(1.0)).sum();
        let untold = (self.months.len() - free.len()) as f64 * UNTOLD;
        Some((told + untold) / self.months.len() as f64)
    }

    pub(super) fn note(&self, facts: &Facts) -> Option<FitNote> {
        let free = self.free(facts);
        (!free.is_empty()).then_some(FitNote::Capacity { needed: self.needed, free })
    }

    /// The project's months of which the firm tells, with the people free, at least 0.
    fn free(&self, facts: &Facts) -> Vec<(Month, f64)> {
        let told = |month: &Month| facts.free.iter().find(|(told, _)| told == month);
        self.months
            .iter()
            .filter_map(|month| told(month).map(|(month, people)| (*month, people.max(0.0))))
            .collect()
    }
}
