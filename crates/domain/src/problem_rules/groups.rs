//! Limits between groups, turned into floors, caps and limits on sets of pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::Complaints;
use crate::problem::{Pair, PairLimit, Participant, ProblemSpec};
use crate::{Each, GroupLimit, PartySet};

/// Expands every limit between groups. A floor is asked as far as pairs, seats and caps allow; a cap that cannot bind is dropped.
pub(super) fn expand(
    spec: &ProblemSpec,
    (participants, pairs, limits): (&mut [Participant], &[Pair], &mut Vec<PairLimit>),
    wrong: &mut Complaints,
) {
    let mut known: BTreeSet<(Vec<usize>, u32, u32)> = BTreeSet::new();
    for (i, limit) in spec.group_limits.iter().enumerate() {
        let field = format!("group_limits[{i}]");
        let (min, max) = (limit.min.unwrap_or(0), limit.max.unwrap_or(u32::MAX));
        if min > max {
            wrong.add(
                format!("{field}.min"),
                format!("`{min}` is above the maximum `{max}`"),
                "lower the minimum or raise the maximum",
            );
        }
        let sides = [("between", Some(&limit.between)), ("and", limit.and.as_ref())];
        let mut found = true;
        for (name, set) in sides.into_iter().filter_map(|(name, set)| Some((name, set?))) {
            if !participants.iter().any(|party| set.who.chooses(party)) && !participants.is_empty() {
                found = false;
                wrong.add(
                    format!("{field}.{name}"),
                    format!("no participant has {}", set.who.words()),
                    "use labels that `participants` have",
                );
            }
        }
        if !found {
            continue;
        }
        if limit.and.is_none() && limit.between.each == Each::Participant {
            for party in participants.iter_mut().filter(|party| limit.between.who.chooses(party)) {
                party.max = party.max.min(max);
                party.min = party.min.max(min.min(party.most())).min(party.max);
            }
            continue;
        }
        for set in sets(limit, participants, pairs).into_values() {
            let min = min.min(u32::try_from(set.len()).unwrap_or(u32::MAX));
            let max = if max as usize >= set.len() { u32::MAX } else { max };
            if (min > 0 || max < u32::MAX) && known.insert((set.clone(), min, max)) {
                limits.push(PairLimit { pairs: set, min, max });
            }
        }
    }
}

/// Pairs by what is counted together on either side.
fn sets(limit: &GroupLimit, parties: &[Participant], pairs: &[Pair]) -> BTreeMap<(Unit, Unit), Vec<usize>> {
    let anybody = PartySet::default();
    let units = |set: &PartySet| -> Vec<Option<Unit>> {
        parties.iter().enumerate().map(|(p, party)| unit(set, p, party)).collect()
    };
    let between = units(&limit.between);
    let and = units(limit.and.as_ref().unwrap_or(&anybody));
    let mut sets: BTreeMap<(Unit, Unit), Vec<usize>> = BTreeMap::new();
    for (index, pair) in pairs.iter().enumerate().filter(|(_, pair)| pair.a != pair.b) {
        let ways = [(pair.a, pair.b), (pair.b, pair.a)];
        let keys = ways.map(|(one, other)| between[one].clone().zip(and[other].clone()));
        // Both ways round may be meant; a pair counts once for each set it belongs to.
        for key in keys.into_iter().flatten() {
            let set = sets.entry(key).or_default();
            if set.last() != Some(&index) {
                set.push(index);
            }
        }
    }
    sets
}

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    All,
    One(usize),
    Group(String),
}

fn unit(set: &PartySet, index: usize, party: &Participant) -> Option<Unit> {
    set.who.chooses(party).then(|| match set.each {
        Each::Together => Unit::All,
        Each::Participant => Unit::One(index),
        Each::Group => party.group.clone().map_or(Unit::One(index), Unit::Group),
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        Each, GroupLimit, PairSpec, ParticipantSpec, PartySet, Problem, ProblemSpec, Selector, SlotSpec,
        SlotTables,
    };

    fn spec() -> ProblemSpec {
        let party = |id: &str, side: &str, group: Option<&str>| ParticipantSpec {
            id: id.into(),
            side: Some(side.into()),
            group: group.map(Into::into),
            ..Default::default()
        };
        let pair = |a: &str, b: &str| PairSpec { a: a.into(), b: b.into(), value: 1, ..Default::default() };
        ProblemSpec {
            slots: vec![
                SlotSpec { id: "1".into(), tables: SlotTables::Count(3), ..Default::default() },
                SlotSpec { id: "2".into(), tables: SlotTables::Count(3), ..Default::default() },
            ],
            participants: vec![
                party("d1", "client", Some("acme")),
                party("d2", "client", Some("acme")),
                party("d3", "client", None),
                party("f", "firm", None),
                party("g", "firm", None),
            ],
            pairs: ["d1", "d2", "d3"].iter().flat_map(|d| [pair(d, "f"), pair(d, "g")]).collect(),
            ..Default::default()
        }
    }

    fn set(side: &str, each: Each) -> PartySet {
        PartySet { who: Selector { side: Some(side.into()), ..Default::default() }, each }
    }

    #[test]
    fn at_most_one_between_the_desks_of_each_client_and_each_firm() {
        let limit = GroupLimit {
            between: set("client", Each::Group),
            and: Some(set("firm", Each::Participant)),
            max: Some(1),
            ..GroupLimit::default()
        };
        let problem = Problem::new(ProblemSpec { group_limits: vec![limit], ..spec() }).unwrap();
        let found: Vec<(Vec<usize>, u32)> =
            problem.limits().iter().map(|limit| (limit.pairs.clone(), limit.max)).collect();
        // `d3` has one pair with each firm: nothing to limit.
        assert_eq!(found, [(vec![0, 2], 1), (vec![1, 3], 1)]);
        assert_eq!(Problem::new(problem.spec()).unwrap().limits(), problem.limits());
    }

    #[test]
    fn one_by_one_and_with_anybody_it_is_a_floor_or_a_cap() {
        let each =
            |min, max| GroupLimit { between: set("firm", Each::Participant), min, max, ..Default::default() };
        let problem =
            Problem::new(ProblemSpec { group_limits: vec![each(Some(5), None)], ..spec() }).unwrap();
        let firm = &problem.participants()[3];
        // Two slots leave two meetings.
        assert_eq!((firm.min, firm.max, problem.limits().len()), (2, u32::MAX, 0));
        let problem =
            Problem::new(ProblemSpec { group_limits: vec![each(None, Some(1))], ..spec() }).unwrap();
        assert_eq!(problem.participants()[4].max, 1);
    }

    #[test]
    fn labels_that_nobody_has_are_told_with_everything_else() {
        let limit = GroupLimit {
            between: set("clinet", Each::Together),
            and: Some(set("frim", Each::Group)),
            min: Some(3),
            max: Some(2),
        };
        let wrong = Problem::new(ProblemSpec { group_limits: vec![limit], ..spec() }).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|w| w.field.as_str()).collect();
        assert_eq!(fields, ["group_limits[0].and", "group_limits[0].between", "group_limits[0].min"]);
        assert!(wrong.to_string().contains("no participant has side `clinet`"), "{wrong}");
    }
}
