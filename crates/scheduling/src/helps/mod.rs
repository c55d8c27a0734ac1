//! What would help: changes of the event that let more, or better, meetings take place, ranked by what each brings.
//!
//! An estimate shortlists changes; the pair programme of the changed problem bounds what each can bring; the problem solved
//! with and without the change says what it does bring, best bound first, until no bound left exceeds what was found.

mod candidates;

use std::cmp::Reverse;

use passerelle_domain::{
    Agenda, Exchange, Help, HelpChange, Helps, Margin, Problem, Reached, Violation, Worth,
};

use crate::check;
use crate::near::{Above, Found, near};
use crate::options::{Options, Stop};
use crate::why::best;
use candidates::Candidate;

/// Changes that are bounded by a programme; in a problem with fewer it is all of them.
const BOUNDED: usize = 160;
/// Changes of no use alone that are tried two by two.
const PAIRED: usize = 8;

/// Finds what would help most: at most `top` suggestions, each better than nothing, the best first.
///
/// `progress` hears how many changes have been bounded or solved.
///
/// # Errors
/// The rules that the agenda breaks.
pub fn helps(
    problem: &Problem,
    agenda: &Agenda,
    top: usize,
    options: &Options,
    stop: &dyn Stop,
    progress: &mut dyn FnMut(usize),
) -> Result<Helps, Vec<Violation>> {
    let broken = check::check(problem, agenda);
    if !broken.is_empty() {
        return Err(broken);
    }
    let (without, agenda) = best(problem, agenda, options, stop);
    let mut search =
        Search { problem, agenda: &agenda, without, run: (options, stop), work: 0, complete: true, progress };
    let mut shortlist = candidates::of(problem, &agenda);
    shortlist.sort_by(|one, two| two.estimate.cmp(&one.estimate).then_with(|| one.change.cmp(&two.change)));
    let considered = shortlist.len();
    if shortlist.len() > BOUNDED {
        shortlist.truncate(BOUNDED);
    }
    let single = shortlist.iter().map(|candidate| vec![candidate.change.clone()]).collect();
    let (mut helps, useless) = search.rank(single, top);
    if helps.is_empty() && top > 0 {
        let (pairs, _) = search.rank(couples(&shortlist, &useless), top);
        helps = pairs;
    }
    let complete = search.complete && considered <= BOUNDED;
    Ok(Helps { without, meetings: agenda.meetings().len(), helps, considered, complete })
}

/// The best changes of no use alone, two by two; not those that move slots.
fn couples(candidates: &[Candidate], useless: &[Vec<HelpChange>]) -> Vec<Vec<HelpChange>> {
    let movable = |change: &&HelpChange| !matches!(change, HelpChange::SlotAfter(_));
    let alone = candidates.iter().map(|candidate| &candidate.change).filter(movable);
    let tried: Vec<&HelpChange> =
        alone.filter(|&change| useless.contains(&vec![change.clone()])).take(PAIRED).collect();
    let mut couples = Vec::new();
    for (index, one) in tried.iter().enumerate() {
        couples.extend(tried[index + 1..].iter().map(|two| vec![(*one).clone(), (*two).clone()]));
    }
    couples
}

struct Search<'s> {
    problem: &'s Problem,
    agenda: &'s Agenda,
    without: Reached,
    run: (&'s Options, &'s dyn Stop),
    work: usize,
    complete: bool,
    progress: &'s mut dyn FnMut(usize),
}

/// Changes with what they can bring at most.
struct Bounded {
    changes: Vec<HelpChange>,
    above: Option<Above>,
    bound: Worth,
}

impl Search<'_> {
    fn step(&mut self) -> bool {
        (self.progress)(self.work);
        self.work += 1;
        let stopped = self.run.1.should_stop();
        self.complete &= !stopped;
        !stopped
    }

    fn changed(&self, changes: &[HelpChange]) -> (Problem, Agenda) {
        let mut variant = (self.problem.clone(), self.agenda.clone());
        for change in changes {
            variant = (variant.0.with_change(change), change.carry(&variant.1));
        }
        variant
    }

    /// The best sets of changes; and those that are known to bring nothing.
    fn rank(&mut self, sets: Vec<Vec<HelpChange>>, top: usize) -> (Vec<Help>, Vec<Vec<HelpChange>>) {
        let mut useless = Vec::new();
        let mut open = Vec::new();
        for changes in sets {
            if !self.step() {
                break;
            }
            let (problem, _) = self.changed(&changes);
            let most = Worth { musts: i64::MAX, shortfall: Reverse(0), value: i64::MAX };
            let (above, bound) = match Above::of(&problem, self.run.1) {
                Some((above, value)) => {
                    let Above { musts, shortfall } = above;
                    (Some(above), Worth { musts, shortfall: Reverse(shortfall), value })
                }
                None => (None, most),
            };
            if bound > self.without.worth {
                open.push(Bounded { changes, above, bound });
            } else {
                useless.push(changes);
            }
        }
        // Stable: among equals the smaller change comes first, and then the shortlist's order stays.
        open.sort_by_key(|one| (Reverse(one.bound), one.changes.iter().map(size).max()));
        let mut helps: Vec<Help> = Vec::new();
        for one in open {
            // What the last of the best brings is brought by no bound below it.
            let last = helps.get(top.saturating_sub(1)).map(|help| help.confirmed.worth);
            if last.is_some_and(|last| one.bound <= last) || !self.step() {
                break;
            }
            match self.confirm(one) {
                Ok(help) => {
                    helps.push(help);
                    helps.sort_by_key(|help| Reverse(help.confirmed.worth));
                }
                Err(changes) => useless.extend(changes),
            }
        }
        distinct(&mut helps);
        helps.truncate(top);
        (helps, useless)
    }

    /// Solves with some changes; the changes when they bring nothing.
    fn confirm(&mut self, one: Bounded) -> Result<Help, Option<Vec<HelpChange>>> {
        let (problem, from) = self.changed(&one.changes);
        let Found::Near(found) = near(&problem, &from, one.above, self.run.0, self.run.1) else {
            self.complete = false;
            return Err(None);
        };
        let mut gain = Margin::of(&found.reached, &self.without);
        // A new slot may lengthen somebody's wait; every other change leaves all agendas as they are.
        if self.problem.spread().is_none() {
            gain = gain.no_less_than_nothing();
        }
        if found.reached.worth <= self.without.worth {
            let nothing = found.reached.bound <= self.without.worth;
            return Err(nothing.then_some(one.changes));
        }
        let count = |agenda: &Agenda| i64::try_from(agenda.meetings().len()).unwrap_or(i64::MAX);
        Ok(Help {
            gain,
            confirmed: found.reached,
            meetings: count(&found.agenda) - count(self.agenda),
            exchange: Exchange::between(&from, &found.agenda),
            agenda: found.agenda,
            changes: one.changes,
            problem,
        })
    }
}

/// How much a change asks of people: of two that bring the same the smaller is suggested.
fn size(change: &HelpChange) -> usize {
    match change {
        HelpChange::SlotAfter(_) => usize::MAX,
        HelpChange::TableEverywhere | HelpChange::SeatEverywhere(_) => usize::MAX - 1,
        HelpChange::Presence(_, slots) => slots.len(),
        HelpChange::Table(_) | HelpChange::Seat(..) | HelpChange::Cap(_) | HelpChange::LimitCap(_) => 1,
    }
}

/// Leaves out what a smaller change, or the same for the same participant elsewhere, brings as well.
fn distinct(helps: &mut Vec<Help>) {
    let kept = |change: &HelpChange| match change {
        HelpChange::Table(_) | HelpChange::TableEverywhere => (0, 0),
        HelpChange::Seat(party, _) | HelpChange::SeatEverywhere(party) => (1, *party),
        HelpChange::Presence(party, _) => (2, *party),
        HelpChange::SlotAfter(slot) => (3, *slot),
        HelpChange::Cap(party) => (4, *party),
        HelpChange::LimitCap(limit) => (5, *limit),
    };
    helps.sort_by_key(|help| {
        (Reverse(help.confirmed.worth), help.changes.len(), help.changes.iter().map(size).max())
    });
    let mut seen: Vec<(Vec<(usize, usize)>, Worth)> = Vec::new();
    helps.retain(|help| {
        let key = (help.changes.iter().map(kept).collect::<Vec<_>>(), help.confirmed.worth);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
}
