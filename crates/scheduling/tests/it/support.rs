//! Problems for tests: a seeded generator of events, small specifications, and a solve that is always checked.

use passerelle_domain::{
    Each, GroupLimit, PairSpec, ParticipantSpec, PartySet, Plan, Problem, ProblemSpec, Seats, Selector,
    Session, SlotSpec, SlotTables, Status,
};
use passerelle_scheduling::check::{Claims, audit, check};
use passerelle_scheduling::{Never, Options, solve};

/// Numbers for generators (an own copy, so that tests do not lean on the solver's).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) ^ (self.0 >> 17)) % n.max(1)
    }

    pub(crate) fn hits(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Solves with little smoothing, and fails the test when the checker or the audit has anything to say.
pub(crate) fn solved(problem: &Problem) -> Plan {
    solved_with(problem, &Options { effort: 0.1, ..Options::default() })
}

/// The same with options.
pub(crate) fn solved_with(problem: &Problem, options: &Options) -> Plan {
    let plan = solve(problem, options, &Never, &mut |_| {});
    if matches!(plan.proof.status, Status::Optimal | Status::Feasible) {
        assert_eq!(check(problem, &plan.agenda), []);
        assert_eq!(audit(problem, &plan.agenda, &Claims::of(&plan)), []);
        assert_eq!(plan.agenda.meetings().len() + plan.unplaced.len(), problem.pairs().len());
    }
    plan
}

pub(crate) fn party(id: &str) -> ParticipantSpec {
    ParticipantSpec { id: id.into(), ..Default::default() }
}

pub(crate) fn pair(a: &str, b: &str, value: u32) -> PairSpec {
    PairSpec { a: a.into(), b: b.into(), value, ..Default::default() }
}

pub(crate) fn slot(id: &str, tables: u32) -> SlotSpec {
    SlotSpec { id: id.into(), tables: SlotTables::Count(tables), ..Default::default() }
}

/// Clients x firms x slots, tables, and percent of slots in which somebody is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) clients: u64,
    pub(crate) firms: u64,
    pub(crate) slots: u64,
    pub(crate) tables: u32,
    pub(crate) candidates: u64,
    pub(crate) there: u64,
    /// Whether caps leave everybody busy nearly all day, so that slots and tables decide.
    pub(crate) tight: bool,
}

pub(crate) const S1: Size =
    Size { clients: 10, firms: 30, slots: 12, tables: 8, candidates: 30, there: 100, tight: false };
pub(crate) const S2: Size =
    Size { clients: 20, firms: 100, slots: 16, tables: 16, candidates: 30, there: 100, tight: false };
pub(crate) const S3: Size =
    Size { clients: 40, firms: 200, slots: 20, tables: 32, candidates: 30, there: 100, tight: false };

/// An event as `MEASURED` describes: candidates with scores, caps, a floor of one per firm, 2 % exclusions, 2 % musts.
pub(crate) fn event(size: Size, seed: u64) -> Problem {
    Problem::new(event_spec(size, seed)).unwrap()
}

/// The same, to be changed before it is resolved.
pub(crate) fn event_spec(size: Size, seed: u64) -> ProblemSpec {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9) + 7);
    let slots: Vec<SlotSpec> = (0..size.slots).map(|s| slot(&format!("s{s:02}"), size.tables)).collect();
    let mut participants = Vec::new();
    let mut there = Vec::new();
    for p in 0..size.clients + size.firms {
        let client = p < size.clients;
        let id = if client { format!("c{p}") } else { format!("f{}", p - size.clients) };
        let away: Vec<u64> = (0..size.slots).filter(|_| !dice.hits(size.there)).collect();
        let places = size.slots - away.len() as u64;
        there.push((0..size.slots).filter(|s| !away.contains(s)).collect::<Vec<_>>());
        participants.push(ParticipantSpec {
            side: Some(if client { "client" } else { "firm" }.into()),
            min: (!client && places > 0).then_some(1),
            max: match (client, size.tight) {
                (true, false) => Some(8 + dice.below(10) as u32),
                (false, false) => Some(4 + dice.below(5) as u32),
                (true, true) => None,
                (false, true) => Some(size.slots as u32 / 2 + dice.below(4) as u32),
            },
            unavailable: away.iter().map(|s| format!("s{s:02}")).collect(),
            ..party(&id)
        });
    }
    let (mut pairs, mut excluded): (Vec<PairSpec>, Vec<String>) = (Vec::new(), Vec::new());
    for c in 0..size.clients {
        let mut firms: Vec<u64> = (0..size.firms).collect();
        for i in 0..firms.len() {
            let j = i + dice.below((firms.len() - i) as u64) as usize;
            firms.swap(i, j);
        }
        let mut musts = 0;
        for f in firms.into_iter().take(size.candidates as usize) {
            let value = 100 + dice.below(900) as u32;
            let meet = |s: &u64| there[(size.clients + f) as usize].contains(s);
            let common = there[c as usize].iter().filter(|s| meet(s)).count();
            let must = musts < 2 && common > 4 && dice.hits(2);
            musts += u32::from(must);
            if !must && dice.hits(2) {
                excluded.push(format!("c{c}~f{f}"));
            }
            pairs.push(PairSpec { must, ..pair(&format!("c{c}"), &format!("f{f}"), value) });
        }
    }
    ProblemSpec { slots, participants, pairs, excluded, ..Default::default() }
}

/// A tiny problem with a bit of everything, small enough for brute force.
pub(crate) fn tiny(seed: u64, special: bool) -> Option<Problem> {
    let mut dice = Dice(seed.wrapping_mul(77) + 13);
    let bipartite = dice.hits(50);
    let slots = 2 + dice.below(3);
    let parties = 4 + dice.below(2);
    let days = 1 + u64::from(dice.hits(20));
    let mut spec = ProblemSpec {
        slots: (0..slots)
            .map(|s| SlotSpec {
                day: Some(format!("d{}", s * days / slots)),
                ..slot(&format!("s{s}"), 1 + dice.below(3) as u32)
            })
            .collect(),
        count_absence: dice.hits(50),
        ..Default::default()
    };
    for p in 0..parties {
        let mut one = party(&format!("p{p}"));
        if dice.hits(30) {
            one.max = Some(1 + dice.below(3) as u32);
        }
        if dice.hits(25) {
            one.min = Some(1);
        }
        if dice.hits(25) {
            one.seats = Seats::Every(2);
        }
        if dice.hits(50) {
            one.unavailable.push(format!("s{}", dice.below(slots)));
        }
        if special && dice.hits(25) {
            one.max_run = Some(1 + dice.below(2) as u32);
        }
        spec.participants.push(one);
    }
    let count = 4 + dice.below(4);
    for i in 0..count {
        let a = dice.below(if bipartite { parties / 2 } else { parties });
        let b = if bipartite {
            parties / 2 + dice.below(parties - parties / 2)
        } else {
            (a + 1 + dice.below(parties - 1)) % parties
        };
        let mut one = pair(&format!("p{a}"), &format!("p{b}"), dice.below(20) as u32);
        one.id = Some(format!("m{i}"));
        one.must = dice.hits(15);
        spec.pairs.push(one);
    }
    if special && dice.hits(50) {
        let first = dice.below(count - 1);
        spec.precedences
            .push((format!("m{first}"), format!("m{}", first + 1 + dice.below(count - 1 - first))));
    }
    if special && dice.hits(40) {
        let at = dice.hits(60).then(|| format!("s{}", dice.below(slots)));
        let table = dice.hits(30).then(|| "1".to_owned());
        spec.locked.push((format!("m{}", dice.below(count)), at, table));
    }
    if dice.hits(30) {
        let pairs = vec!["m0".into(), "m1".into(), "m2".into()];
        spec.limits.push((pairs, Some(dice.below(2) as u32), Some(1 + dice.below(2) as u32)));
    }
    if special && dice.hits(20) {
        spec.spread = Some(0);
    }
    if special {
        more_rules(&mut spec, &mut dice);
    }
    Problem::new(spec).ok()
}

/// Half-days, lengths, tables of one's own, limits between groups; each now and then.
fn more_rules(spec: &mut ProblemSpec, dice: &mut Dice) {
    let (slots, parties, pairs) = (spec.slots.len(), spec.participants.len(), spec.pairs.len());
    if dice.hits(25) {
        for (s, slot) in spec.slots.iter_mut().enumerate() {
            slot.session = Some(if s * 2 < slots { Session::Am } else { Session::Pm });
        }
        spec.pairs[dice.below(pairs as u64) as usize].session = Some(Session::Pm);
    }
    if dice.hits(25) {
        for slot in &mut spec.slots {
            slot.minutes = Some(15 + 10 * dice.below(2) as u32);
        }
        spec.pairs[dice.below(pairs as u64) as usize].minutes = Some(20);
    }
    if dice.hits(25) {
        spec.participants[dice.below(parties as u64) as usize].table = Some("1".into());
    }
    if dice.hits(40) {
        for (p, party) in spec.participants.iter_mut().enumerate() {
            party.group = (p % 3 < 2).then(|| format!("g{}", p % 3));
            party.side = Some(if p * 2 < parties { "client" } else { "firm" }.into());
        }
        let set = |side: &str, each| PartySet {
            who: Selector { side: Some(side.into()), ..Selector::default() },
            each,
        };
        let max = Some(1 + dice.below(2) as u32);
        spec.group_limits = vec![
            GroupLimit {
                between: set("client", Each::Group),
                and: Some(set("firm", Each::Participant)),
                min: None,
                max,
            },
            GroupLimit { between: set("firm", Each::Participant), and: None, min: Some(1), max: None },
        ];
    }
}
