//! Curves of fairness against brute force.

use passerelle_domain::{Agenda, Crowd, FairnessPoint, Lever, Problem, Status};
use passerelle_scheduling::{FairnessAsk, Never, Options, Stop, fairness};

use crate::brute::{best, best_of};
use crate::support::{Size, event, tiny};

fn ask(levers: &[Lever]) -> FairnessAsk {
    FairnessAsk { crowd: Crowd::All, max_floor: None, levers: levers.to_vec() }
}

fn options() -> Options {
    Options { effort: 0.1, ..Options::default() }
}

fn met(problem: &Problem, agenda: &Agenda, party: usize) -> u32 {
    let holds = |m: &&passerelle_domain::Meeting| {
        let pair = &problem.pairs()[m.pair];
        pair.a == party || pair.b == party
    };
    agenda.meetings().iter().filter(holds).count() as u32
}

/// A point claims a value that some agenda has, and a bound that none exceeds.
fn agrees(point: &FairnessPoint, best: (i64, i64, i64, i64), what: &str) {
    let (_, shortfall, value, _) = best;
    assert_eq!(point.shortfall, shortfall, "{what}");
    assert!(point.value <= value && value <= point.bound, "{what}: {point:?}, best {value}");
    if point.status == Status::Optimal {
        assert_eq!(point.value, value, "{what}");
    }
}

#[test]
fn points_agree_with_brute_force() {
    let mut points = 0;
    for seed in 0..40 {
        let Some(problem) = tiny(seed, false) else { continue };
        // Musts that cannot all be placed are another level; here value and floors are looked at.
        if problem.pairs().iter().any(|pair| pair.must) {
            continue;
        }
        let members = Crowd::All.members(&problem);
        let curves =
            fairness(&problem, &ask(&[Lever::Floor, Lever::MeetingSpread]), &options(), &Never, &mut |_| {});
        assert!(curves.complete, "seed {seed}");
        agrees(&curves.base, best(&problem).unwrap(), &format!("seed {seed}, base"));
        for point in &curves.meeting_spreads {
            let within = |agenda: &Agenda| {
                let met: Vec<u32> = members.iter().map(|&p| met(&problem, agenda, p)).collect();
                met.iter().max().unwrap_or(&0) - met.iter().min().unwrap_or(&0) <= point.setting
            };
            let best = best_of(&problem, &within).unwrap();
            // The floors of the point's variant include its lowest level, which holds: what is missing is the problem's own.
            agrees(point, best, &format!("seed {seed}, spread {}", point.setting));
            points += 1;
        }
        for point in &curves.floors {
            let mut spec = problem.spec();
            for &party in &members {
                let one = &problem.participants()[party];
                let pairs =
                    problem.pairs().iter().filter(|p| !p.excluded && (p.a == party || p.b == party)).count()
                        as u32;
                let most = pairs.min(one.seats.iter().sum()).min(one.max);
                spec.participants[party].min = Some(one.min.max(point.setting.min(most)));
            }
            let best = best(&Problem::new(spec).unwrap()).unwrap();
            agrees(point, best, &format!("seed {seed}, floor {}", point.setting));
            points += 1;
        }
        // A higher floor, and a smaller spread, never gain.
        assert!(curves.meeting_spreads.windows(2).all(|two| two[0].value <= two[1].bound), "seed {seed}");
    }
    assert!(points > 60, "only {points} points were compared");
}

// The pure-Rust solver takes minutes over the mixed programmes of the spread.
#[cfg(feature = "highs")]
#[test]
fn an_event_shows_the_price_of_its_floor() {
    let size = Size { clients: 6, firms: 14, slots: 8, tables: 5, candidates: 9, there: 90, tight: false };
    let problem = event(size, 3);
    let ask = FairnessAsk {
        crowd: Crowd::Side("firm".into()),
        max_floor: Some(3),
        levers: vec![Lever::Floor, Lever::MeetingSpread, Lever::IdleSpread],
    };
    let mut solves = 0;
    let curves = fairness(&problem, &ask, &options(), &Never, &mut |n| solves = n);
    assert!(solves > 6 && curves.complete);
    assert_eq!(curves.floors.len(), 4);
    assert!(curves.floors.iter().all(|p| p.status == Status::Optimal));
    let values: Vec<i64> = curves.floors.iter().filter(|p| p.shortfall == 0).map(|p| p.value).collect();
    assert!(values.len() > 1 && values.windows(2).all(|two| two[0] >= two[1]), "{values:?}");
    let firm = |point: &FairnessPoint| {
        let of = |d: &&passerelle_domain::Distribution| d.crowd == ask.crowd;
        *point.distributions.iter().find(of).map(|d| &d.meetings).unwrap()
    };
    for point in &curves.meeting_spreads {
        let shares = firm(point);
        assert!(shares.max - shares.min <= i64::from(point.setting), "{point:?}");
    }
    let last = curves.meeting_spreads.last().unwrap();
    assert_eq!(last.value, curves.base.value, "the natural spread costs nothing");
    assert!(curves.idle_spreads.iter().all(|p| p.idle_groups.is_some()));
}

#[test]
fn a_stop_leaves_points_out_and_says_so() {
    struct Now;
    impl Stop for Now {
        fn should_stop(&self) -> bool {
            true
        }
        fn seconds_left(&self) -> Option<f64> {
            Some(0.0)
        }
    }
    let problem = tiny(3, false).unwrap();
    let curves = fairness(&problem, &ask(&[Lever::Floor]), &options(), &Now, &mut |_| {});
    assert!(!curves.complete && curves.floors.is_empty());
}
