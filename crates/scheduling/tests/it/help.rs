//! Suggestions against brute force.

use passerelle_domain::{HelpChange, Helps, Margin, Problem, ProblemSpec, Reached, Status, Worth};
use passerelle_scheduling::check::check;
use passerelle_scheduling::{Never, Options, helps, solve};

use crate::oracle::best;
use crate::support::{S2, event, pair, party, slot, solved, tiny};

const OPTIONS: Options = Options { seed: 0, threads: 1, effort: 0.2, smooth: false };

fn found(problem: &Problem, top: usize) -> Option<Helps> {
    let plan = solve(problem, &OPTIONS, &Never, &mut |_| {});
    let has = matches!(plan.proof.status, Status::Optimal | Status::Feasible);
    has.then(|| helps(problem, &plan.agenda, top, &OPTIONS, &Never, &mut |_| {}).unwrap())
}

fn known(worth: Worth) -> Reached {
    Reached { status: Status::Optimal, worth, bound: worth }
}

/// Every single change there is.
fn all(problem: &Problem) -> Vec<HelpChange> {
    let slots = problem.slots().len();
    let mut all: Vec<HelpChange> = (0..slots).map(HelpChange::Table).collect();
    all.push(HelpChange::TableEverywhere);
    for (p, party) in problem.participants().iter().enumerate() {
        all.push(HelpChange::SeatEverywhere(p));
        all.extend((0..slots).filter(|&s| party.is_available(s)).map(|s| HelpChange::Seat(p, s)));
        all.extend((0..slots).filter(|&s| !party.is_available(s)).map(|s| HelpChange::Presence(p, vec![s])));
        if party.max < u32::MAX {
            all.push(HelpChange::Cap(p));
        }
    }
    let limits = problem.limits().iter().enumerate();
    all.extend(limits.filter(|(_, limit)| limit.max < u32::MAX).map(|(l, _)| HelpChange::LimitCap(l)));
    all
}

#[test]
fn every_gain_is_what_brute_force_finds_and_none_greater_is_overlooked() {
    let (mut exact, mut open, mut couples) = (0, 0, 0);
    for problem in (0..11).filter_map(|seed| tiny(seed, seed % 3 == 0)) {
        let Some(found) = found(&problem, 3) else { continue };
        assert!(found.complete);
        let without = best(&problem).unwrap();
        for help in &found.helps {
            let with = best(&help.problem).unwrap();
            let truth = Margin::of(&known(with), &known(without));
            assert!(with > without, "{:?}", help.changes);
            assert!(help.confirmed.worth <= with && with <= help.confirmed.bound);
            exact += usize::from(help.gain == truth);
            open += usize::from(help.gain != truth);
            couples += usize::from(help.changes.len() > 1);
            assert_eq!(check(&help.problem, &help.agenda), []);
            assert_eq!(Worth::of(&help.problem, &help.agenda), help.confirmed.worth);
        }
        let most = found.helps.first().map_or(without, |help| best(&help.problem).unwrap());
        if found.without.is_proved() && found.helps.first().is_none_or(|help| help.confirmed.is_proved()) {
            for change in all(&problem) {
                let with = best(&problem.with_change(&change)).unwrap();
                assert!(with <= most, "{change:?} brings {with:?}, found {most:?} from {without:?}");
            }
        }
    }
    assert!(exact > 10 && open * 10 <= exact, "{exact} exact, {open} open, {couples} couples");
}

fn spec(slots: u32, tables: u32, pairs: &[(&str, &str, u32)]) -> ProblemSpec {
    let names: std::collections::BTreeSet<&str> = pairs.iter().flat_map(|p| [p.0, p.1]).collect();
    ProblemSpec {
        slots: (0..slots).map(|s| slot(&format!("s{s}"), tables)).collect(),
        participants: names.into_iter().map(party).collect(),
        pairs: pairs.iter().map(|&(a, b, value)| pair(a, b, value)).collect(),
        ..Default::default()
    }
}

fn first(spec: ProblemSpec) -> (Vec<HelpChange>, Option<i64>, i64) {
    let problem = Problem::new(spec).unwrap();
    let found = found(&problem, 1).unwrap();
    let help = &found.helps[0];
    (help.changes.clone(), help.gain.value.exact(), help.meetings)
}

#[test]
fn the_plain_suggestion_is_made() {
    // One table, two meetings that could be side by side.
    let table = spec(1, 1, &[("a", "x", 5), ("b", "y", 4)]);
    assert_eq!(first(table), (vec![HelpChange::Table(0)], Some(4), 1));

    let mut away = spec(1, 2, &[("a", "x", 5), ("b", "y", 4)]);
    away.participants[1].unavailable = vec!["s0".into()];
    away.participants[0].max = Some(1);
    assert_eq!(first(away), (vec![HelpChange::Presence(1, vec![0])], Some(4), 1));

    let mut capped = spec(2, 2, &[("a", "x", 5), ("a", "y", 4)]);
    capped.participants[0].max = Some(1);
    assert_eq!(first(capped), (vec![HelpChange::Cap(0)], Some(4), 1));

    let mut limited = spec(2, 2, &[("a", "x", 5), ("b", "y", 4)]);
    limited.limits.push((vec!["a~x".into(), "b~y".into()], None, Some(1)));
    assert_eq!(first(limited), (vec![HelpChange::LimitCap(0)], Some(4), 1));

    // Everybody is busy, and a seat more would help only one of them.
    let seat = spec(1, 2, &[("a", "x", 5), ("a", "y", 4)]);
    let problem = Problem::new(seat).unwrap();
    let top = found(&problem, 9).unwrap();
    let changes: Vec<&HelpChange> = top.helps.iter().flat_map(|help| &help.changes).collect();
    assert!(
        changes.contains(&&HelpChange::Seat(0, 0)) && changes.contains(&&HelpChange::SlotAfter(0)),
        "{changes:?}"
    );
}

#[test]
fn two_changes_are_suggested_where_one_brings_nothing() {
    let mut both = spec(1, 2, &[("a", "x", 5), ("b", "y", 4)]);
    both.participants[1].unavailable = vec!["s0".into()];
    both.participants[3].unavailable = vec!["s0".into()];
    let (changes, gain, meetings) = first(both);
    assert_eq!((changes.len(), gain, meetings), (2, Some(4), 1));
    assert_eq!(changes, [HelpChange::Presence(1, vec![0]), HelpChange::Presence(3, vec![0])]);
}

#[test]
fn suggestions_for_an_event_are_proved_and_ranked() {
    let problem = event(S2, 4);
    let agenda = solved(&problem).agenda;
    let found = helps(&problem, &agenda, 5, &OPTIONS, &Never, &mut |_| {}).unwrap();
    assert_eq!(found.helps.len(), 5);
    assert!(found.helps.iter().all(|help| help.gain.is_exact()));
    assert!(found.helps.windows(2).all(|two| two[0].confirmed.worth >= two[1].confirmed.worth));
    let best = &found.helps[0];
    assert_eq!(solved(&best.problem).proof.value(), best.confirmed.worth.value);
}
