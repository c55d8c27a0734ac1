//! Prices, reasons and displaced meetings against brute force and an independent count.

use passerelle_domain::{
    Agenda, Conflict, Margin, Member, Price, Problem, ProblemSpec, Reached, Standing, Status, UnplacedReason,
    Worth,
};
use passerelle_scheduling::check::check;
use passerelle_scheduling::{Asked, Never, Options, Stop, solve, why};

use crate::oracle::{best, can_hold, fewest_touched};
use crate::support::{S2, event, pair, party, slot, solved, tiny};

const OPTIONS: Options = Options { seed: 0, threads: 1, effort: 0.2, smooth: false };

fn asked(problem: &Problem, agenda: &Agenda, asked: &Asked) -> passerelle_domain::WhyNots {
    why(problem, agenda, asked, &OPTIONS, &Never, &mut |_, _| {}).unwrap()
}

/// What must be true of a reason, counted off the agenda by itself.
fn recount(problem: &Problem, agenda: &Agenda, pair: usize, reason: &UnplacedReason) {
    let of = &problem.pairs()[pair];
    let met = |party: usize, slot: Option<usize>| {
        let meets = |m: &&passerelle_domain::Meeting| {
            let other = &problem.pairs()[m.pair];
            (other.a == party || other.b == party) && slot.is_none_or(|slot| slot == m.slot)
        };
        agenda.meetings().iter().filter(meets).count()
    };
    let free = |slot: usize| {
        [of.a, of.b]
            .iter()
            .all(|&end| met(end, Some(slot)) < problem.participants()[end].seats[slot] as usize)
    };
    let tables = |slot: usize| {
        problem.slots()[slot].tables.len() - agenda.meetings().iter().filter(|m| m.slot == slot).count()
    };
    let common: Vec<usize> = (0..problem.slots().len()).filter(|&slot| problem.fits(pair, slot)).collect();
    match reason {
        UnplacedReason::Excluded => assert!(of.excluded),
        UnplacedReason::NoCommonSlot => assert!(common.is_empty()),
        UnplacedReason::ParticipantFull { participant, meetings, cap } => {
            assert!([of.a, of.b].contains(participant));
            assert_eq!((met(*participant, None), meetings), (*meetings as usize, meetings.max(cap)));
        }
        UnplacedReason::TablesFull { slots } => {
            let full: Vec<usize> = common.iter().copied().filter(|&slot| free(slot)).collect();
            assert_eq!(&full, slots);
            assert!(slots.iter().all(|&slot| tables(slot) == 0));
        }
        UnplacedReason::LimitReached { limit } => {
            let limit = &problem.limits()[*limit];
            let placed = limit.pairs.iter().filter(|&&p| agenda.meetings().iter().any(|m| m.pair == p));
            assert!(limit.pairs.contains(&pair) && placed.count() >= limit.max as usize);
        }
        UnplacedReason::Rules { slots } => assert!(slots.iter().all(|&slot| common.contains(&slot))),
        UnplacedReason::Outbid { by } => {
            assert!(common.iter().all(|&slot| !free(slot)) && !by.is_empty());
            for held in by {
                assert!(agenda.meetings().iter().any(|m| (m.pair, m.slot) == (held.pair, held.slot)));
                assert_eq!(held.value, problem.pairs()[held.pair].value);
            }
        }
        UnplacedReason::NotReached { slots } | UnplacedReason::GivenUp { slots } => {
            assert!(slots.iter().all(|&slot| common.contains(&slot) && free(slot) && tables(slot) > 0));
        }
    }
}

fn known(worth: Worth) -> Reached {
    Reached { status: Status::Optimal, worth, bound: worth }
}

#[test]
fn every_price_is_the_difference_that_brute_force_finds() {
    let (mut exact, mut open, mut impossible, mut touched, mut fewest) = (0, 0, 0, 0, 0);
    for problem in (0..28).filter_map(|seed| tiny(seed, seed % 2 == 0)) {
        let plan = solve(&problem, &OPTIONS, &Never, &mut |_| {});
        if !matches!(plan.proof.status, Status::Optimal | Status::Feasible) {
            continue;
        }
        let found = asked(&problem, &plan.agenda, &Asked::Left);
        let without = best(&problem).unwrap();
        assert!(found.without.worth <= without && without <= found.without.bound);
        assert_eq!(found.answers.len(), problem.pairs().len() - plan.agenda.meetings().len());
        for answer in &found.answers {
            let Standing::Left(reason) = &answer.standing else { panic!("asked about those left out") };
            recount(&problem, &plan.agenda, answer.pair, reason);
            let forced = problem.with_lock(answer.pair);
            match &answer.price {
                Price::Placed | Price::Open => panic!("{answer:?}"),
                Price::Impossible(conflicts) => {
                    impossible += 1;
                    if !problem.pairs()[answer.pair].excluded {
                        assert_eq!(best(&forced), None);
                    }
                    let of_locks =
                        |c: &&Conflict| c.is_of_locks() && c.members.contains(&Member::Lock(answer.pair));
                    assert_eq!(conflicts.iter().filter(of_locks).count(), 1, "{answer:?}");
                    for conflict in conflicts.iter().filter(|_| !problem.pairs()[answer.pair].excluded) {
                        let members = conflict.members.iter().copied().collect();
                        assert!(!can_hold(&forced.restricted(&members)));
                    }
                }
                Price::Costs(cost) => {
                    let with = best(&forced).unwrap();
                    assert!(
                        cost.confirmed.worth <= with && with <= cost.confirmed.bound,
                        "{cost:?} {with:?}"
                    );
                    let truth = Margin::of(&known(without), &known(with));
                    for (told, truth) in [
                        (cost.loss.musts, truth.musts),
                        (cost.loss.shortfall, truth.shortfall),
                        (cost.loss.value, truth.value),
                    ] {
                        assert!(told.least <= truth.least && truth.most <= told.most, "{cost:?}");
                    }
                    exact += usize::from(cost.loss == truth);
                    open += usize::from(cost.loss != truth);
                    assert_eq!(check(&forced, &cost.agenda), []);
                    assert_eq!(Worth::of(&forced, &cost.agenda), cost.confirmed.worth);
                    let sum = |list: &[passerelle_domain::Meeting]| -> i64 {
                        list.iter().map(|m| i64::from(problem.pairs()[m.pair].value)).sum()
                    };
                    let after = found.agenda.value - sum(&cost.exchange.gone) + sum(&cost.exchange.added);
                    assert_eq!(after, cost.confirmed.worth.value);
                    touched += cost.exchange.touched();
                    fewest += fewest_touched(&forced, &plan.agenda, cost.confirmed.worth);
                }
            }
        }
    }
    assert!(exact > 30 && open * 20 <= exact, "{exact} exact, {open} open");
    assert!(impossible > 2, "{impossible} impossible");
    assert!(touched >= fewest && touched * 10 <= fewest * 12, "{touched} meetings touched, {fewest} need be");
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

#[test]
fn an_outbid_pair_is_told_the_exchange_it_would_cause() {
    // In one slot `a` meets `x` and `b` meets `y`; forcing `a` and `y` loses both and lets `b` meet `x`.
    let pairs = [("a", "x", 9), ("b", "y", 8), ("a", "y", 7), ("b", "x", 3)];
    let problem = Problem::new(spec(1, 2, &pairs)).unwrap();
    let found = asked(&problem, &solved(&problem).agenda, &Asked::Pairs(vec![2]));
    let Price::Costs(cost) = &found.answers[0].price else { panic!("{found:?}") };
    assert_eq!(cost.loss.value.exact(), Some(17 - 10));
    let pairs = |list: &[passerelle_domain::Meeting]| list.iter().map(|m| m.pair).collect::<Vec<_>>();
    assert_eq!((pairs(&cost.exchange.gone), pairs(&cost.exchange.added)), (vec![0, 1], vec![2, 3]));
}

#[test]
fn ties_and_poor_agendas_are_said_as_they_are() {
    let problem = Problem::new(spec(1, 1, &[("a", "x", 5), ("b", "y", 5), ("c", "z", 2)])).unwrap();
    let plan = solved(&problem);
    let other = 1 - plan.agenda.meetings()[0].pair;
    let found = asked(&problem, &plan.agenda, &Asked::Strong(5));
    assert_eq!(found.answers.len(), 2);
    let tied = found.answers.iter().find(|answer| answer.pair == other).unwrap();
    let Price::Costs(cost) = &tied.price else { panic!("{tied:?}") };
    assert!(cost.loss.is_nothing() && cost.confirmed.is_proved());

    let poor = asked(&problem, &Agenda::default(), &Asked::Pairs(vec![2]));
    assert_eq!((poor.agenda.value, poor.without.worth.value), (0, 5));
    let Price::Costs(cost) = &poor.answers[0].price else { panic!("{poor:?}") };
    assert_eq!((cost.loss.value.exact(), cost.confirmed.worth.value), (Some(3), 2));
}

#[test]
fn only_pairs_of_some_weight_are_answered_unless_asked() {
    let mut some = spec(1, 1, &[("a", "x", 9), ("a", "y", 4), ("a", "z", 3)]);
    some.pairs[2].wished = true;
    let problem = Problem::new(some).unwrap();
    let agenda = solved(&problem).agenda;
    let pairs =
        |which: &Asked| asked(&problem, &agenda, which).answers.iter().map(|a| a.pair).collect::<Vec<_>>();
    // Everybody's best pair is strong: `y` has no other.
    assert_eq!(pairs(&Asked::Strong(1)), [1, 2]);
    assert_eq!(pairs(&Asked::Strong(0)), [2]);
    assert_eq!(pairs(&Asked::Left), [1, 2]);
    let placed = asked(&problem, &agenda, &Asked::Pairs(vec![0, 9]));
    assert_eq!(placed.answers.len(), 1);
    assert!(matches!(placed.answers[0].standing, Standing::Placed(_)));
}

struct Stopped;

impl Stop for Stopped {
    fn should_stop(&self) -> bool {
        true
    }

    fn seconds_left(&self) -> Option<f64> {
        Some(0.0)
    }
}

#[test]
fn what_the_limit_leaves_open_is_said_to_be() {
    let problem = event(S2, 1);
    let agenda = solved(&problem).agenda;
    let found = why(&problem, &agenda, &Asked::Left, &OPTIONS, &Stopped, &mut |_, _| {}).unwrap();
    let open = |answer: &passerelle_domain::WhyNot| {
        answer.price == Price::Open || problem.pairs()[answer.pair].excluded
    };
    assert!(found.answers.iter().all(open) && !found.without.is_proved());
    let broken = Agenda::new(vec![passerelle_domain::Meeting { slot: 0, table: 0, pair: 0 }; 2]);
    assert!(why(&problem, &broken, &Asked::Left, &OPTIONS, &Never, &mut |_, _| {}).is_err());
}

// The pure-Rust solver takes minutes over so many exact prices.
#[cfg(feature = "highs")]
#[test]
fn prices_of_an_event_are_exact_and_the_same_every_time() {
    let problem = event(S2, 2);
    let agenda = solved(&problem).agenda;
    let pairs: Vec<usize> = (0..problem.pairs().len()).step_by(23).collect();
    let found = asked(&problem, &agenda, &Asked::Pairs(pairs.clone()));
    assert_eq!(found, asked(&problem, &agenda, &Asked::Pairs(pairs)));
    let costs: Vec<&passerelle_domain::Cost> = found
        .answers
        .iter()
        .filter_map(|answer| if let Price::Costs(cost) = &answer.price { Some(cost.as_ref()) } else { None })
        .collect();
    assert!(costs.len() > 10 && costs.iter().all(|cost| cost.loss.is_exact()));
    // The solver as it comes, with the pair locked, agrees.
    for answer in found.answers.iter().filter(|answer| matches!(answer.price, Price::Costs(_))).take(4) {
        let Price::Costs(cost) = &answer.price else { continue };
        let plan = solved(&problem.with_lock(answer.pair));
        assert_eq!(plan.proof.bound(), cost.confirmed.worth.value);
    }
}
