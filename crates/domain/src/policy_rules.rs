//! Applies a policy to a problem.

use crate::{Invalid, Policy, PolicyFloor, Problem, Problems, Spread};

/// The problem under the policy. Errors bear the field paths of the policy.
pub(crate) fn apply(problem: &Problem, policy: &Policy) -> Result<Problem, Problems> {
    let mut wrong = Vec::new();
    let mut spec = problem.spec();
    if let Some(objectives) = &policy.objectives {
        spec.objectives = Some(objectives.clone());
    }
    spec.give_up = policy.give_up.unwrap_or(spec.give_up);
    match policy.spread {
        Some(Spread::Free) => spec.spread = None,
        Some(Spread::AtMost(most)) => spec.spread = Some(most),
        None => {}
    }
    for (i, floor) in policy.floors.iter().enumerate() {
        let chosen: Vec<usize> =
            (0..problem.participants.len()).filter(|&p| floor.of.chooses(&problem.participants[p])).collect();
        if chosen.is_empty() && !problem.participants.is_empty() {
            wrong.push(Invalid::new(
                format!("floors[{i}]"),
                format!("no participant has {}", floor.of.words()),
                "use labels that the problem gives its participants",
            ));
        }
        for party in chosen {
            let had = spec.participants[party].min.unwrap_or(0);
            spec.participants[party].min = Some(raised(problem, party, floor, had));
        }
    }
    let resolved = Problem::new(spec);
    if let Err(more) = &resolved {
        wrong.extend(more.iter().cloned());
    }
    Problems::check(wrong)?;
    resolved
}

/// The floor of a participant that had another one before.
fn raised(problem: &Problem, party: usize, floor: &PolicyFloor, had: u32) -> u32 {
    let asked = floor.min.min(problem.participants[party].most());
    if floor.replace { asked } else { asked.max(had) }
}

#[cfg(test)]
mod tests {
    use crate::{
        Objective, PairSpec, ParticipantSpec, Policy, PolicyFloor, Problem, ProblemSpec, Selector, SlotSpec,
        SlotTables, Spread,
    };

    fn problem() -> Problem {
        let party = |id: &str, class: &str, max: Option<u32>| ParticipantSpec {
            id: id.into(),
            class: Some(class.into()),
            max,
            ..Default::default()
        };
        let slot = |id: &str| SlotSpec { id: id.into(), tables: SlotTables::Count(2), ..Default::default() };
        Problem::new(ProblemSpec {
            slots: ["1", "2", "3"].map(slot).to_vec(),
            participants: vec![
                ParticipantSpec { min: Some(3), ..party("a", "sme", None) },
                party("b", "sme", Some(1)),
                party("c", "large", None),
            ],
            pairs: vec![PairSpec { a: "a".into(), b: "c".into(), value: 1, ..Default::default() }],
            spread: Some(1),
            ..Default::default()
        })
        .unwrap()
    }

    fn smes(min: u32, replace: bool) -> PolicyFloor {
        PolicyFloor { of: Selector { class: Some("sme".into()), ..Default::default() }, min, replace }
    }

    #[test]
    fn a_policy_decides_what_it_names_and_leaves_the_rest() {
        let policy = Policy { give_up: Some(10_000), floors: vec![smes(2, false)], ..Policy::default() };
        let changed = problem().with_policy(&policy).unwrap();
        // The higher floor stays; a cap of one leaves one.
        let floors: Vec<u32> = changed.participants().iter().map(|p| p.min).collect();
        assert_eq!((floors, changed.give_up(), changed.spread()), (vec![3, 1, 0], 10_000, Some(1)));
        let policy = Policy {
            spread: Some(Spread::Free),
            objectives: Some(Objective::USUAL[..3].to_vec()),
            floors: vec![smes(2, true)],
            ..Policy::default()
        };
        let changed = problem().with_policy(&policy).unwrap();
        assert_eq!((changed.participants()[0].min, changed.spread()), (2, None));
        assert_eq!(changed.objectives(), &Objective::USUAL[..3]);
    }

    #[test]
    fn everything_that_does_not_suit_is_told_at_once() {
        let policy = Policy {
            objectives: Some(vec![Objective::Gaps, Objective::Value]),
            give_up: Some(2_000_000),
            floors: vec![
                smes(1, false),
                PolicyFloor {
                    of: Selector { side: Some("nobody".into()), ..Default::default() },
                    ..smes(1, false)
                },
            ],
            ..Policy::default()
        };
        let wrong = problem().with_policy(&policy).unwrap_err().to_string();
        for part in ["give_up", "floors[1]: no participant has side `nobody`", "objectives"] {
            assert!(wrong.contains(part), "{wrong}");
        }
    }

    #[test]
    fn one_policy_over_another_keeps_what_it_does_not_say() {
        let base = Policy { give_up: Some(5), floors: vec![smes(1, false)], ..Policy::default() };
        let over =
            Policy { spread: Some(Spread::AtMost(2)), floors: vec![smes(3, false)], ..Policy::default() };
        let both = over.over(&base);
        assert_eq!((both.give_up, both.spread, both.floors.len()), (Some(5), Some(Spread::AtMost(2)), 2));
    }
}
