//! Brute force over every agenda of a tiny problem: the oracle.

use passerelle_domain::{Agenda, Meeting, Missing, Problem};
use passerelle_scheduling::check::{Claims, check};

/// The best of all agendas: musts, shortfall, value, idle groups; none when no agenda keeps the rules.
pub(crate) fn best(problem: &Problem) -> Option<(i64, i64, i64, i64)> {
    best_of(problem, &|_| true)
}

/// The best of those agendas that pass a test.
pub(crate) fn best_of(problem: &Problem, test: &dyn Fn(&Agenda) -> bool) -> Option<(i64, i64, i64, i64)> {
    let mut search = Search { problem, test, meetings: Vec::new(), best: None };
    search.go(0);
    search.best.map(|(musts, short, value, groups)| (musts, -short, value, -groups))
}

/// Fewest idle groups of the agendas with so many musts, so much shortfall and at least such a value.
pub(crate) fn fewest_groups(problem: &Problem, musts: i64, shortfall: i64, least: i64) -> Option<i64> {
    let fewest = std::cell::Cell::new(None);
    let look = |agenda: &Agenda| {
        let worth = passerelle_domain::Worth::of(problem, agenda);
        if worth.musts >= musts
            && worth.shortfall.0 <= shortfall
            && worth.value >= least
            && check(problem, agenda).is_empty()
        {
            let groups = groups(problem, agenda);
            fewest.set(Some(fewest.get().map_or(groups, |fewest: i64| fewest.min(groups))));
        }
        false
    };
    best_of(problem, &look);
    fewest.get()
}

struct Search<'p> {
    problem: &'p Problem,
    test: &'p dyn Fn(&Agenda) -> bool,
    meetings: Vec<Meeting>,
    best: Option<(i64, i64, i64, i64)>,
}

impl Search<'_> {
    fn go(&mut self, pair: usize) {
        let Some(one) = self.problem.pairs().get(pair) else { return self.rate() };
        if one.lock.is_none() {
            self.go(pair + 1);
        }
        for slot in 0..self.problem.slots().len() {
            let here = || self.meetings.iter().filter(|m| m.slot == slot);
            let met = |p: usize| {
                let with =
                    |m: &&Meeting| self.problem.pairs()[m.pair].a == p || self.problem.pairs()[m.pair].b == p;
                here().filter(with).count() < self.problem.participants()[p].seats[slot] as usize
            };
            if here().count() >= self.problem.slots()[slot].tables.len() || !met(one.a) || !met(one.b) {
                continue;
            }
            // Which table matters only where one is named; the rest are alike.
            let named = one.lock.and_then(|l| l.table);
            let free: Vec<usize> = self.problem.slots()[slot].tables.clone();
            let taken: Vec<usize> = here().map(|m| m.table).collect();
            let wanted: Vec<usize> = free
                .into_iter()
                .rev()
                .filter(|t| !taken.contains(t) && named.is_none_or(|n| n == *t))
                .take(if self.tables_matter() { 9 } else { 1 })
                .collect();
            for table in wanted {
                self.meetings.push(Meeting { slot, table, pair });
                self.go(pair + 1);
                self.meetings.pop();
            }
        }
    }

    /// Whether some meeting must be at a given table.
    fn tables_matter(&self) -> bool {
        self.problem.pairs().iter().any(|pair| pair.lock.is_some())
            || self.problem.participants().iter().any(|party| party.table.is_some())
    }

    fn rate(&mut self) {
        let agenda = Agenda::new(self.meetings.clone());
        if !(self.test)(&agenda) || !check(self.problem, &agenda).is_empty() {
            return;
        }
        let missing = Missing::of(self.problem, &agenda);
        let musts = self.meetings.iter().filter(|m| self.problem.pairs()[m.pair].must).count() as i64;
        let short = |m: &Missing| match m {
            Missing::Must(_) => 0,
            Missing::Participant(_, miss) | Missing::Limit(_, miss) => i64::from(miss.min - miss.has),
        };
        let shortfall: i64 = missing.iter().map(short).sum();
        let rating = (musts, -shortfall, agenda.value(self.problem), -groups(self.problem, &agenda));
        self.best = self.best.max(Some(rating));
    }
}

/// Idle groups, found by asking the audit which number it accepts.
fn groups(problem: &Problem, agenda: &Agenda) -> i64 {
    let right = |&n: &u32| {
        let claims = Claims { gap_groups: Some(n), ..Claims::default() };
        passerelle_scheduling::check::audit(problem, agenda, &claims).iter().all(|v| v.rule != "gaps")
    };
    (0..100).find(right).map_or(-1, i64::from)
}
