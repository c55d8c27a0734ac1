//! Preferred half-days: honoured where neither value nor idle groups are lost by it.

use passerelle_domain::{Agenda, Meeting, Problem, ProblemSpec, Session};
use passerelle_scheduling::check::{Claims, audit};

use crate::support::{Dice, S1, event_spec, pair, party, slot, solved, solved_with};

/// Slots in the morning, then slots in the afternoon.
fn half_days(am: u32, pm: u32, tables: u32) -> ProblemSpec {
    let slots = (0..am + pm).map(|s| {
        let mut slot = slot(&format!("s{s}"), tables);
        slot.session = Some(if s < am { Session::Am } else { Session::Pm });
        slot
    });
    ProblemSpec { slots: slots.collect(), ..Default::default() }
}

/// Meetings outside the half-day one of the two prefers, counted once for each.
fn outside(problem: &Problem, agenda: &Agenda) -> usize {
    let ends = agenda.meetings().iter().flat_map(|m| {
        let pair = &problem.pairs()[m.pair];
        [pair.a, pair.b].map(|end| (end, m.slot))
    });
    let against = |&(end, slot): &(usize, usize)| {
        let (preferred, session) = (problem.participants()[end].prefer, problem.slots()[slot].session);
        preferred.is_some() && session.is_some() && preferred != session
    };
    ends.filter(against).count()
}

#[test]
fn a_preferred_half_day_is_given_where_it_costs_nothing() {
    for preferred in [Session::Am, Session::Pm] {
        let mut spec = half_days(3, 3, 2);
        spec.participants = ["a", "x", "y", "z"].map(party).to_vec();
        spec.participants[0].prefer = Some(preferred);
        spec.pairs = vec![pair("a", "x", 5), pair("a", "y", 5), pair("a", "z", 5)];
        let problem = Problem::new(spec).unwrap();
        let plan = solved(&problem);
        assert_eq!((plan.proof.value(), plan.gaps.groups, outside(&problem, &plan.agenda)), (15, 0, 0));
    }
}

#[test]
fn value_and_idle_groups_come_before_a_preference() {
    // `x` is there at the end only: `a` follows it into the afternoon rather than have a gap, or lose a meeting.
    let mut spec = half_days(2, 2, 1);
    spec.participants = ["a", "x", "y"].map(party).to_vec();
    spec.participants[0].prefer = Some(Session::Am);
    spec.participants[1].unavailable = ["s0", "s1", "s2"].map(str::to_owned).to_vec();
    spec.pairs = vec![pair("a", "x", 5), pair("a", "y", 5)];
    let problem = Problem::new(spec.clone()).unwrap();
    let plan = solved(&problem);
    assert_eq!((plan.proof.value(), plan.gaps.groups, outside(&problem, &plan.agenda)), (10, 0, 2));
    // Where idle groups are no objective the preference decides.
    spec.objectives = Some(passerelle_domain::Objective::USUAL[..3].to_vec());
    let problem = Problem::new(spec).unwrap();
    let plan = solved(&problem);
    assert_eq!((plan.proof.value(), plan.gaps.groups, outside(&problem, &plan.agenda)), (10, 1, 1));
}

#[test]
fn without_half_days_a_preference_changes_nothing() {
    let plain = event_spec(S1, 2);
    let mut asked = plain.clone();
    for participant in &mut asked.participants {
        participant.prefer = Some(Session::Pm);
    }
    let (plain, asked) = (Problem::new(plain).unwrap(), Problem::new(asked).unwrap());
    assert_eq!(solved(&plain), solved(&asked));
}

#[test]
fn no_other_arrangement_of_the_same_meetings_is_better() {
    let mut compared = 0;
    for seed in 0..40 {
        let mut dice = Dice(seed * 31 + 5);
        let mut spec = half_days(2, 2, 2);
        spec.participants = ["a", "b", "x", "y", "z"].map(party).to_vec();
        for participant in &mut spec.participants {
            participant.prefer = [None, Some(Session::Am), Some(Session::Pm)][dice.below(3) as usize];
            if dice.hits(30) {
                participant.unavailable = vec![format!("s{}", dice.below(4))];
            }
        }
        for (a, b) in [("a", "x"), ("a", "y"), ("b", "y"), ("b", "z"), ("a", "z")] {
            if dice.hits(80) {
                spec.pairs.push(pair(a, b, 1 + dice.below(9) as u32));
            }
        }
        let problem = Problem::new(spec).unwrap();
        let plan = solved_with(&problem, &passerelle_scheduling::Options::default());
        let pairs: Vec<usize> = plan.agenda.meetings().iter().map(|m| m.pair).collect();
        let claims = Claims { gap_groups: Some(plan.gaps.groups), ..Claims::default() };
        let arrangements = (0..4usize.pow(pairs.len() as u32)).filter_map(|code| {
            let mut used = [0; 4];
            let meetings = pairs.iter().enumerate().map(|(at, &pair)| {
                let slot = code / 4usize.pow(at as u32) % 4;
                used[slot] += 1;
                // A third meeting in a slot has no table: the checker tells.
                Meeting { slot, table: (used[slot] - 1).min(1), pair }
            });
            let agenda = Agenda::new(meetings.collect());
            audit(&problem, &agenda, &claims).is_empty().then(|| outside(&problem, &agenda))
        });
        let best = arrangements.min().unwrap();
        assert_eq!(outside(&problem, &plan.agenda), best, "seed {seed}");
        compared += usize::from(best > 0);
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn full_tables_do_not_keep_meetings_from_changing_places() {
    // One table: whoever comes into a slot must be exchanged for who is there. The meetings form one path, w-c-z-b-y-a-x.
    let mut spec = half_days(3, 3, 1);
    spec.participants = ["a", "c", "b", "x", "y", "z", "w"].map(party).to_vec();
    for (participant, preferred) in spec.participants.iter_mut().zip([Session::Pm, Session::Am]) {
        participant.prefer = Some(preferred);
    }
    let path = [("a", "x", 9), ("b", "y", 8), ("c", "z", 7), ("b", "z", 6), ("a", "y", 5), ("c", "w", 4)];
    spec.pairs = path.map(|(one, two, value)| pair(one, two, value)).to_vec();
    let problem = Problem::new(spec).unwrap();
    let plan = solved(&problem);
    assert_eq!((plan.proof.value(), plan.gaps.groups, outside(&problem, &plan.agenda)), (39, 0, 0));
}
