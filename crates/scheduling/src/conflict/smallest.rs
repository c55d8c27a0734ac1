//! The smallest sets of demands and rules that cannot hold together.

use passerelle_domain::{Conflict, Member, Problem};

use super::decide;
use super::satisfied::Verdict;
use crate::options::Stop;

/// A conflict among members that are known to clash; none when the search was stopped or came to no proof.
pub(super) fn find(problem: &Problem, members: &[Member], stop: &dyn Stop) -> Option<Conflict> {
    let search = Search { problem, stop };
    let mut members = search.explain(&[], false, members);
    members.sort_unstable();
    if stop.should_stop() || decide(problem, &members, stop) != Verdict::Refuted {
        return None;
    }
    // What the search could not decide it kept: each member is tried without once more.
    let mut irreducible = true;
    for member in members.clone() {
        let without: Vec<Member> = members.iter().copied().filter(|&other| other != member).collect();
        match decide(problem, &without, stop) {
            Verdict::Holds => {}
            Verdict::Refuted => members = without,
            Verdict::Unknown => irreducible = false,
        }
    }
    Some(Conflict { members, irreducible })
}

struct Search<'s> {
    problem: &'s Problem,
    stop: &'s dyn Stop,
}

impl Search<'_> {
    /// A smallest part of `open` that clashes with `held`; `grown` tells that `held` has grown since it was last tried.
    fn explain(&self, held: &[Member], grown: bool, open: &[Member]) -> Vec<Member> {
        if grown && (self.stop.should_stop() || decide(self.problem, held, self.stop) == Verdict::Refuted) {
            return Vec::new();
        }
        if open.len() < 2 {
            return open.to_vec();
        }
        let (first, second) = open.split_at(open.len() / 2);
        let of_second = self.explain(&[held, first].concat(), !first.is_empty(), second);
        let of_first = self.explain(&[held, &of_second].concat(), !of_second.is_empty(), first);
        [of_first, of_second].concat()
    }
}
