//! Conflicts against brute force: what is told cannot hold, and does as soon as any member is taken away.

use std::collections::BTreeSet;

use passerelle_domain::{Language, Member, Problem, ProblemSpec, Status};
use passerelle_scheduling::{Never, conflicts};

use crate::oracle::can_hold;
use crate::support::{Dice, S2, event, pair, party, slot, solved, tiny};

/// A tiny problem that asks for much.
fn demanding(seed: u64) -> Option<Problem> {
    let mut spec = tiny(seed, true)?.spec();
    let mut dice = Dice(seed + 5);
    spec.spread = None;
    let excluded: BTreeSet<String> = spec.excluded.iter().cloned().collect();
    for pair in &mut spec.pairs {
        pair.must |= dice.hits(35) && !pair.id.as_ref().is_some_and(|id| excluded.contains(id));
    }
    for party in &mut spec.participants {
        if dice.hits(30) {
            party.min = Some(1 + dice.below(2) as u32);
        }
        if dice.hits(20) {
            party.max = Some(1.max(party.min.unwrap_or(0)));
        }
    }
    for slot in &mut spec.slots {
        if dice.hits(50) {
            slot.tables = passerelle_domain::SlotTables::Count(1);
        }
    }
    if spec.locked.is_empty() && dice.hits(40) {
        let ids: Vec<String> = spec.pairs.iter().filter_map(|pair| pair.id.clone()).collect();
        for id in ids.iter().take(3) {
            if dice.hits(60) && !excluded.contains(id) {
                spec.locked.push((id.clone(), None, None));
            }
        }
    }
    Problem::new(spec).ok()
}

fn restricted(problem: &Problem, members: &[Member]) -> Problem {
    problem.restricted(&members.iter().copied().collect())
}

#[test]
fn every_conflict_is_irreducible_and_none_is_overlooked() {
    let (mut clashing, mut sound, mut locked) = (0, 0, 0);
    for problem in (0..50).filter_map(demanding) {
        let found = conflicts(&problem, &Never);
        let everything: Vec<Member> = Member::all(&problem);
        if found.is_empty() {
            sound += 1;
            assert!(can_hold(&restricted(&problem, &everything)), "overlooked in {:?}", problem.spec());
            continue;
        }
        clashing += 1;
        for conflict in &found {
            assert!(conflict.irreducible && conflict.members.iter().any(|member| member.is_demand()));
            assert!(!can_hold(&restricted(&problem, &conflict.members)), "{conflict:?}");
            for member in &conflict.members {
                let rest: Vec<Member> = conflict.members.iter().copied().filter(|m| m != member).collect();
                assert!(can_hold(&restricted(&problem, &rest)), "{conflict:?} without {member:?}");
            }
        }
        let plan = solved(&problem);
        let infeasible = plan.proof.status == Status::Infeasible;
        locked += usize::from(infeasible);
        assert_eq!(infeasible, found.iter().any(passerelle_domain::Conflict::is_of_locks));
        assert_eq!(infeasible, !plan.conflict.is_empty());
        assert!(infeasible || !plan.missing.is_empty(), "a conflict, and nothing is missing");
    }
    assert!(clashing > 10 && sound > 5 && locked > 0, "{clashing} clash, {sound} do not, {locked} by locks");
}

#[test]
fn an_event_that_can_hold_everything_has_no_conflict() {
    assert_eq!(conflicts(&event(S2, 3), &Never), []);
}

fn words(spec: ProblemSpec) -> Vec<String> {
    let problem = Problem::new(spec).unwrap();
    let found = conflicts(&problem, &Never);
    found.iter().map(|conflict| conflict.sentence(&problem, Language::English)).collect()
}

fn spec(slots: u32, tables: u32, pairs: &[(&str, &str)]) -> ProblemSpec {
    let names: BTreeSet<&str> = pairs.iter().flat_map(|p| [p.0, p.1]).collect();
    ProblemSpec {
        slots: (0..slots).map(|s| slot(&format!("s{s}"), tables)).collect(),
        participants: names.into_iter().map(party).collect(),
        pairs: pairs.iter().map(|&(a, b)| pair(a, b, 1)).collect(),
        ..Default::default()
    }
}

#[test]
fn conflicts_are_said_in_words() {
    let mut apart = spec(2, 2, &[("a", "b"), ("a", "c")]);
    apart.pairs[0].must = true;
    apart.participants[0].unavailable = vec!["s0".into()];
    apart.participants[1].unavailable = vec!["s1".into()];
    assert_eq!(words(apart.clone()), ["`a~b` must meet, and `a` is away in all slots in which `b` is there"]);
    let problem = Problem::new(apart).unwrap();
    let french = conflicts(&problem, &Never)[0].sentence(&problem, Language::French);
    assert_eq!(french, "`a~b` doit avoir lieu, et `a` est absent de tous les créneaux où `b` est présent");

    let mut few = spec(4, 2, &[]);
    for firm in ["f1", "f2", "f3"] {
        few.participants.push(passerelle_domain::ParticipantSpec { min: Some(3), ..party(firm) });
        for client in ["c1", "c2", "c3"] {
            few.pairs.push(pair(client, firm, 1));
        }
    }
    few.participants.extend(["c1", "c2", "c3"].map(party));
    assert_eq!(words(few), ["the floors of `f1` (3), `f2` (3), `f3` (3) need 9 meetings, the tables take 8"]);

    let mut capped = spec(4, 4, &[("a", "x"), ("a", "y")]);
    for id in ["a~x", "a~y"] {
        capped.locked.push((id.into(), None, None));
    }
    capped.participants[0].max = Some(1);
    let problem = Problem::new(capped);
    // Counting alone may have refused it already; else both locks and the cap are named.
    if let Ok(problem) = problem {
        let found = conflicts(&problem, &Never);
        assert_eq!(found[0].members, [Member::Lock(0), Member::Lock(1), Member::Cap(0)]);
        let plan = solved(&problem);
        assert_eq!(plan.proof.status, Status::Infeasible);
        let told = "these cannot all hold: `a~x`, `a~y` are locked; `a` can have at most 1 meeting";
        assert_eq!(plan.conflict, [told]);
    }
}
