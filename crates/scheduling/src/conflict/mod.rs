//! Says, before any long solve, which musts, floors and locks cannot all hold, with as few demands and rules as show it.
//!
//! Whether some demands can hold is decided by seating them greedily, else by the pair programme and edge colouring, else by
//! a mixed programme over slots. The smallest sets are found by divide and conquer (Junker, "QuickXplain: preferred
//! explanations and relaxations for over-constrained problems", 2004), and each member is tried without at the end.

pub(crate) mod locks;
mod satisfied;
mod smallest;

use std::collections::BTreeSet;

use passerelle_domain::{Conflict, Member, Problem};

use crate::options::Stop;
use satisfied::{Verdict, verdict};

/// Conflicts that are told at once; mending these may show others.
const MOST: usize = 5;

/// Finds demands (locks, musts, floors) of a problem that no agenda meets together, with the rules that stand against them.
///
/// Conflicts share no demand; those of locks alone come first, for with them there is no agenda at all. None is found where
/// nothing is demanded, where all demands can be met, and where that stays open: too large, or stopped.
pub fn conflicts(problem: &Problem, stop: &dyn Stop) -> Vec<Conflict> {
    let all = Member::all(problem);
    let is_lock = |member: &Member| matches!(member, Member::Lock(_));
    let rules: Vec<Member> = all.iter().copied().filter(|member| !member.is_demand()).collect();
    let mut demands: Vec<Member> = all.into_iter().filter(|member| member.is_demand()).collect();
    let mut found = Vec::new();
    // Without a single demand nothing is asked; with locks they alone are looked at first.
    for with_all in [false, true] {
        while found.len() < MOST && !stop.should_stop() {
            let asked = demands.iter().copied().filter(|member| with_all || is_lock(member));
            let members: Vec<Member> = asked.chain(rules.iter().copied()).collect();
            let nothing = !members.first().is_some_and(|first| first.is_demand());
            if nothing || decide(problem, &members, stop) != Verdict::Refuted {
                break;
            }
            let Some(conflict) = smallest::find(problem, &members, stop) else { break };
            demands.retain(|demand| !conflict.members.contains(demand));
            found.push(conflict);
        }
    }
    found
}

/// Conflicts of the locks alone.
pub(crate) fn of_locks(problem: &Problem, stop: &dyn Stop) -> Vec<Conflict> {
    let asked = |member: &Member| !member.is_demand() || matches!(member, Member::Lock(_));
    let members: Vec<Member> = Member::all(problem).into_iter().filter(asked).collect();
    if decide(problem, &members, stop) != Verdict::Refuted {
        return Vec::new();
    }
    smallest::find(problem, &members, stop).into_iter().collect()
}

/// What is known of some demands and rules.
fn decide(problem: &Problem, members: &[Member], stop: &dyn Stop) -> Verdict {
    let members: BTreeSet<Member> = members.iter().copied().collect();
    verdict(&problem.restricted(&members), stop)
}
